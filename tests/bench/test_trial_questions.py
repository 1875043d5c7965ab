"""The trial questions: each with its quote in its report, each near-miss without an answer."""

from decimal import Decimal

import pytest

from bench.asked import WORDINGS, outcome, trial_questions
from ingest import Citation, read
from search.answer import Answer

LISTS = list(trial_questions())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("report", "rows"), LISTS, ids=[report.stem for report, _ in LISTS])
def test_what_answers_a_question_stands_in_its_report(report, rows):
    text = squeezed(read(report.read_bytes(), report.name).text)
    for row in rows:
        assert row["wording"] in WORDINGS
        assert (row["value"] is None) == (row["wording"] == "near-miss") == (not row["answers"])
        assert row["value"] is None or squeezed(row["quote"]) in text, row


def test_an_answer_is_right_by_its_value_or_its_words_and_wrong_for_a_near_miss():
    row = {"value": 593600, "answers": ["59.36万次"], "wording": "direct"}
    near = {"value": None, "answers": [], "wording": "near-miss"}
    cited = (Citation("a.txt", 0, 1, "q", "", None),)
    told = Answer("q", "metric", "59.36万次", "t", 0.9, cited, value=Decimal(593600), unit="次")
    other = Answer("q", "metric", "9.36万次", "t", 0.9, cited, value=Decimal(93600), unit="次")
    silent = Answer("q", "unanswerable", "", "t", 0.9)
    assert [outcome(row, a) for a in (told, other, silent)] == ["right", "wrong", "refused"]
    assert [outcome(near, a) for a in (told, silent)] == ["wrong", "refused"]
