"""The reports made by hand (`tests/made_reports.py`), by path: tests are no package."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """`made.make(random, source)` makes a document, what it says, and its bytes."""
    path = Path(__file__).parents[1] / "made_reports.py"
    spec = spec_from_file_location("made_reports", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
