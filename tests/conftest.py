"""What tests of several packages share: the five reports of the corpus, read once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from ingest import Document, read

# On a machine that does other work at the same time an example may take any time; the test as a whole may not.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def reports() -> Mapping[str, Document]:
    """The reports by the names of their files, without the suffix."""
    return {path.stem: read(path.read_bytes(), path.name) for path in sorted(CORPUS.glob("*.txt"))}
