"""The reports made by hand (`tests/made_reports.py`), by path: tests are no package. And the databases that a library
can stand in: the tests in `CONTRACT` run once for each."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from search.library import Library

CONTRACT = {
    "test_library_corrections",
    "test_library_decisions",
    "test_library_parts",
    "test_library_shelves",
    "test_seals",
}
"""What holds of every library, whatever database it stands in; a test marked `sqlite` is about that one's file."""


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made_reports() -> ModuleType:
    """The module, whatever a test calls `made`."""
    return _load(Path(__file__).parents[1] / "made_reports.py")


@pytest.fixture(scope="session")
def made(made_reports: ModuleType) -> ModuleType:
    """`made.make(random, source)` makes a document, what it says, and its bytes."""
    return made_reports


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL that runs: `postgres.new()` is the URL of an empty database."""
    server = _load(Path(__file__).parent / "postgres_server.py")
    programs = server.programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql-15)")
    pytest.importorskip("pg8000", reason="the extra postgres is not installed")
    with server.running(programs) as running:
        yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once for each database; what is about the file of one, for that one."""
    if metafunc.module.__name__.rpartition(".")[2] in CONTRACT:
        about_sqlite = metafunc.definition.get_closest_marker("sqlite")
        names = ["sqlite"] if about_sqlite else ["sqlite", "postgresql"]
        metafunc.parametrize("database", names, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The database in which libraries stand that are opened without a word on it; each folder has its own."""
    name = getattr(request, "param", "sqlite")
    if name == "sqlite":
        yield name
        return
    server = request.getfixturevalue("postgres")
    urls: dict[Path, str] = {}
    first = threading.Lock()
    opened = Library.open.__func__

    def open_there(kind: type[Library], home: Path, url: str = "") -> Library:
        with first:
            if home not in urls:
                urls[home] = server.new()
        return opened(kind, home, url or urls[home])

    made = request.getfixturevalue("made_reports")
    with pytest.MonkeyPatch.context() as patch:
        # Cleaning leaves no control characters in a text; this one PostgreSQL cannot hold (`test_postgres.py`).
        patch.setattr(made, "LETTERS", made.LETTERS.replace("\x00", "\x01"))
        patch.setattr(Library, "open", classmethod(open_there))
        yield name
