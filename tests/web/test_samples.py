"""Questions to begin with: answered by the library itself, from several reports, renewed when it changes."""

from pathlib import Path

import pytest

import suizhi
from suizhi import Suizhi
from web.desk import Desk
from web.keeping import Kept
from web.samples import SHOWN, sample_questions
from web.wording import FAIR

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    taken = {t.source: t.status for t in room.ingest([CORPUS])}
    assert set(taken.values()) == {"added", "skipped"}
    assert taken["corpus.toml"] == "skipped"
    return room


def test_an_empty_library_suggests_nothing(tmp_path: Path):
    assert sample_questions(Desk(suizhi.open(tmp_path), Kept())) == []


def test_every_suggestion_is_answered_and_none_is_said_twice(room: Suizhi):
    questions = sample_questions(Desk(room, Kept()))
    assert 1 <= len(questions) <= SHOWN
    assert len(set(questions)) == len(questions)
    answers = [room.ask(question) for question in questions]
    assert all(answer.answerable and answer.confidence >= FAIR for answer in answers)
    assert len({answer.kind for answer in answers}) >= 3, "questions of several kinds show what can be asked"


def test_what_is_kept_follows_the_reports(room: Suizhi):
    kept = Kept()

    def suggested() -> list[str]:
        desk = Desk(room, kept)
        return desk.keep("samples", lambda: sample_questions(desk))

    before = suggested()
    assert suggested() is before
    list(room.remove([room.documents()[0].source]))
    assert suggested() != before
