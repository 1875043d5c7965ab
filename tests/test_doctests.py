"""Every example in the documentation of the packages says what happens."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "graph", "search", "api", "web", "suizhi", "bench")
# These need the `models` or `train` extra to be imported; their examples run where it is installed.
EXTRAS = {"sentence_transformers", "torch", "scipy", "rapidocr", "onnxruntime"}


def modules_with_examples() -> list[str]:
    """Found in the sources, so that nothing is imported that has no example."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if ">>> " in path.read_text("utf-8"):
                parts = path.relative_to(ROOT).with_suffix("").parts
                found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_are_true(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        pytest.skip(f"not run: {name} needs {error.name} (pip install 'suizhi[models,train]')")
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
