"""The examples in the documentation of the loaders say what happens."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from ingest import loaders

MODULES = [
    "ingest.loaders",
    *(f"ingest.loaders.{each.name}" for each in pkgutil.iter_modules(loaders.__path__)),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
