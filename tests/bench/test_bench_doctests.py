import doctest
from types import ModuleType

import pytest

from bench import figures, floors, wording


@pytest.mark.parametrize("module", [figures, floors, wording], ids=lambda module: module.__name__)
def test_the_examples_in_docstrings_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
