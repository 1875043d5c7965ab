"""Questions to begin with: answered by the library itself, from several reports, renewed when it changes."""

from pathlib import Path

import pytest

import suizhi
from suizhi import Suizhi
from web.samples import SHOWN, Samples

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    taken = {t.source: t.status for t in room.ingest([CORPUS])}
    assert set(taken.values()) == {"added", "skipped"}
    assert taken["corpus.toml"] == "skipped"
    return room


def test_an_empty_library_suggests_nothing(tmp_path: Path):
    assert Samples(suizhi.open(tmp_path)).questions() == []


def test_every_suggestion_is_answered_and_none_is_said_twice(room: Suizhi):
    questions = Samples(room).questions()
    assert 1 <= len(questions) <= SHOWN
    assert len(set(questions)) == len(questions)
    assert all(room.ask(question).answerable for question in questions)


def test_suggestions_follow_the_reports(room: Suizhi):
    samples = Samples(room)
    before = samples.questions()
    list(room.remove([room.documents()[0].source]))
    assert samples.questions() != before
