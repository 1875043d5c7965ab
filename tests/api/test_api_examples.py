"""The examples in the docstrings of `api`, `web` and `suizhi` are true."""

import doctest
import importlib
import pkgutil

import pytest

import api
import suizhi
import web

MODULES = [
    name
    for package in (api, web, suizhi)
    for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    # Importing this one runs the command line.
    if not name.endswith("__main__")
]


@pytest.mark.parametrize("name", [*MODULES, "suizhi"])
def test_the_examples_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) >= 5
