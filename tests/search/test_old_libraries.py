"""A library of every form that ever was on a disk opens here with all that its own program said of it.

The libraries and what their programs said were kept by `libraries/make.py`; a form that is added to the schema adds one.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import suizhi
from api.cli import app
from search.library import Library
from search.library.connecting import MIGRATIONS
from search.library.schema import SCHEMA
from search.library.verifying import verify_library

KEPT = Path(__file__).parent / "libraries"
FORMS = sorted(path.name.removesuffix(".json.gz") for path in KEPT.glob("*.json.gz"))
SOURCES = ["天河区.txt", "越秀区.txt"]


@pytest.fixture(params=FORMS)
def kept(request, tmp_path) -> tuple[Path, dict]:
    """A copy of the library, and what its program said."""
    said = json.loads(gzip.decompress((KEPT / f"{request.param}.json.gz").read_bytes()))
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.sqlite3").write_bytes(
        gzip.decompress((KEPT / f"{request.param}.sqlite3.gz").read_bytes())
    )
    if "journal" in said:
        (home / "decisions.jsonl").write_text("\n".join(said["journal"]) + "\n", "utf-8")
    return home, said


def exported(home: Path, what: str) -> list[dict]:
    ran = CliRunner().invoke(app, ["export", what, "--home", str(home)])
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_every_number_that_the_schema_had_is_kept():
    numbers = {
        json.loads(gzip.decompress((KEPT / f"{form}.json.gz").read_bytes()))["schema"] for form in FORMS
    }
    assert numbers == {*MIGRATIONS, SCHEMA}


@pytest.mark.parametrize("what", ["facts", "entities", "relations"])
def test_what_stood_in_it_stands_in_it(kept, what):
    home, said = kept
    assert said[what]
    now = exported(home, what)
    # Fields come with time; none goes, and none says anything else.
    known = [{key: line[key] for key in old} for line, old in zip(now, said[what], strict=True)]
    assert known == said[what]


def test_what_people_said_stands_in_it(kept):
    home, said = kept
    with Library.open(home) as library:
        assert [(one.state, one.who) for one in library.decision_log()] == (
            [("yes", "张三"), ("undone", "张三"), ("yes", "张三")] if "decide" in said["done"] else []
        )
        assert [(one.who, one.reason) for one in library.corrections()] == (
            [("李四", "读错了")] if "correct" in said["done"] else []
        )
        assert [one.who for one in library.watches()] == (["王五"] if "watch" in said["done"] else [])
    places = suizhi.open(home).collections()
    assert places == dict.fromkeys(SOURCES, "default") | (
        {"天河区.txt": "天河区"} if "place" in said["done"] else {}
    )


def test_it_is_whole_and_answers_with_the_quote_that_it_had(kept):
    home, said = kept
    with Library.open(home) as library:
        assert [wrong for check in verify_library(library) for wrong in check.wrong] == []
        texts = {source: library.document(source).text for source in SOURCES}
        assert [library.original(source) for source in SOURCES]
    for fact in said["facts"]:
        assert texts[fact["source"]][fact["start"] : fact["end"]] == fact["quote"]
    answer = suizhi.open(home).ask("天河区2021年12345热线的按时办结率是多少？")
    assert answer.short == "97.53%"
    assert {citation.source for citation in answer.citations} == {"天河区.txt"}


def test_its_reports_are_read_again_and_what_people_said_stays(kept):
    home, said = kept
    room = suizhi.open(home)
    before = room.library.last_word()
    assert {taken.status for taken in room.refresh()} <= {"replaced", "unchanged"}
    assert room.library.last_word() == before
    assert bool(room.library.decisions()) == ("decide" in said["done"])
    assert [wrong for check in room.verify() for wrong in check.wrong] == []
