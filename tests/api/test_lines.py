"""The JSON of replies: the fields that other programs rely on, and exact numbers."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.lines import encode, hit, reply
from api.shapes import HitShape, ReplyShape
from ingest.document import Citation
from search.answer import Answer, Hit, Nearest, ScopedValue

CITED = Citation("a.txt", 3, 9, "67.82%", "一、 > 热线", 2)

FIELDS = {
    "id", "question", "answerable", "kind", "short", "text", "value", "unit", "direction", "values",
    "items", "working", "clarify", "confidence", "citations", "closest",
}  # fmt: skip


def test_an_answer_has_every_field_of_the_contract_and_its_value_is_a_number():
    answer = Answer(
        "多少?", "metric", "67.82%", "为67.82%。", 0.9, (CITED,), Decimal("67.82"), "%",
        values=(ScopedValue("花都区", None, 2023, "热线", Decimal("3025300"), "元", CITED),),
    )  # fmt: skip
    line = json.loads(encode(reply(answer, "q1")))
    assert line.keys() >= FIELDS
    assert line.keys() == ReplyShape.__annotations__.keys(), "the documented shape is the real one"
    assert line["id"] == "q1"
    assert line["answerable"] is True
    assert line["value"] == 67.82
    assert line["citations"] == [
        {"source": "a.txt", "start": 3, "end": 9, "quote": "67.82%", "section": "一、 > 热线", "page": 2}
    ]
    assert line["values"][0]["value"] == 3025300
    assert line["values"][0]["citation"]["quote"] == "67.82%"


def test_a_refusal_has_the_same_fields_no_citations_and_says_what_failed():
    near = Nearest("热线", "满意率", "2023年为67.82%", "年度", CITED)
    line = json.loads(
        encode(reply(Answer("多少?", "unanswerable", "", "没有。", 0.8, closest=(near,), failed=("2025年",))))
    )
    assert line.keys() >= FIELDS
    assert (line["answerable"], line["citations"], line["value"]) == (False, [], None)
    assert line["closest"][0]["failed"] == "年度"
    assert line["closest"][0]["citation"]["source"] == "a.txt"
    assert line["failed"] == ["2025年"]


def test_a_hit_has_the_fields_of_the_contract():
    line = json.loads(encode(hit(Hit("a.txt", 0, 2, "热线", "一、", None, 1.5, ("词",), ((0, 2),)))))
    assert line.keys() == HitShape.__annotations__.keys()
    assert line == {
        "source": "a.txt", "start": 0, "end": 2, "text": "热线", "section": "一、", "page": None,
        "score": 1.5, "reasons": ["词"], "marks": [[0, 2]],
    }  # fmt: skip


@given(st.text())
def test_whatever_a_report_says_is_one_line(text: str):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    line = encode({"quote": text})
    assert b"\n" not in line
    assert json.loads(line) == {"quote": text}


def test_a_file_name_that_is_not_utf8_is_shown_with_question_marks_and_ends_nothing():
    name = "花都.txt".encode("gbk").decode("utf-8", "surrogateescape")
    assert json.loads(encode({"source": name, "value": Decimal("1.5")})) == {
        "source": "????.txt",
        "value": 1.5,
    }


def test_what_has_no_json_form_is_refused_by_its_name():
    with pytest.raises(TypeError):
        encode({"a": object()})
