"""A small library that every test breaks a copy of, children that die while they write, and what must hold then."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import suizhi
from search.checking import verify
from search.intake import settle

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """`small_library.py`, by path: tests are no package."""
    return _load("small_library")


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, small: ModuleType) -> Path:
    """A folder with reports 0.txt to 11.txt."""
    folder = tmp_path_factory.mktemp("files")
    for number in range(12):
        (folder / f"{number}.txt").write_text(small.text_of(number), "utf-8")
    return folder


class Warm:
    """The process that forks the children."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("warm_children.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self._line() == "ready\n"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def __call__(self, act: str, home: Path, *given: object, **when: object) -> dict:
        assert self._process.stdin is not None
        order = {"act": act, "home": str(home), "given": given, **when}
        self._process.stdin.write(json.dumps(order, default=str) + "\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def close(self) -> None:
        self._process.communicate(timeout=60)


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    children = Warm()
    yield children
    children.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, files: Path, warm: Warm, small: ModuleType) -> Path:
    """Reports 0 to 4 and two decisions."""
    home = tmp_path_factory.mktemp("sample") / "home"
    ran = warm("ingest", home, [files / f"{number}.txt" for number in range(5)])
    assert [status for _, status in ran["told"]] == ["added"] * 5, ran
    ran = warm("decide", home, small.PAIRS[:2])
    assert len(ran["told"]) == 2, ran
    return home


@pytest.fixture
def home(sample: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(sample, tmp_path / "home"))


@pytest.fixture(scope="session")
def sound(small: ModuleType) -> Callable[[Path], object]:
    """Asserts that a library is whole, its index brought up to date; what it holds."""

    def check(home: Path) -> object:
        room = suizhi.open(home)
        with room.library as library:
            settle(library, room._index)
            wrong = [one for check in verify(library, room._index, lambda *_: None) for one in check.wrong]
            assert wrong == []
        return small.state_of(home)

    return check


@pytest.fixture(scope="session")
def answers(small: ModuleType) -> Callable[[Path, int], None]:
    """Asserts that a question on report `number` is answered with its own figure, quoted from its own file."""

    def ask(home: Path, number: int) -> None:
        asked = small.question_of(number)
        room = suizhi.open(home)
        answer = room.ask(asked)
        assert small.rate_of(number) in answer.short
        for citation in answer.citations:
            text = room.library.document(citation.source).text
            assert text[citation.start : citation.end] == citation.quote

    return ask
