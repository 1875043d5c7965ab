from collections.abc import Callable
from typing import Any

import pytest

from bench import Report

Measure = Callable[..., Report]
Values = Callable[[Report], dict[str, float]]

TEXT = (
    "热线受理工单1,200宗，满意率 67.82%。\n\n"
    + "系统由花都区数据局建设，覆盖新华街、狮岭镇、炭步镇、赤坭镇、梯面镇。"
)
EVIDENCE = "满意率67.82%"


def cite(quote: str, /, **other: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"source": "x/a.txt", "start": start, "end": start + len(quote), "quote": quote} | other


def question(**change: Any) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": "a-q01",
        "docs": ["a"],
        "type": "metric",
        "question": "满意率是多少？",
        "answers": ["67.82%"],
        "value": 67.82,
        "unit": "%",
        "evidence": [{"doc": "a", "quote": EVIDENCE}],
        "wording": "direct",
    }
    return line | change


def reply(**change: Any) -> dict[str, Any]:
    line: dict[str, Any] = {
        "answerable": True,
        "kind": "metric",
        "short": "67.82%",
        "value": 67.82,
        "confidence": 0.95,
        "citations": [cite("满意率 67.82%")],
        "items": [],
    }
    return line | change


def judged(measure: Measure, asked: dict[str, Any], given: dict[str, Any]) -> tuple[bool, str]:
    report = measure({"a.qa.jsonl": [asked]}, ask=lambda _: given, texts={"x/a.txt": TEXT})
    (verdict,) = (v for v in report.verdicts if v.task == "questions")
    return verdict.right, verdict.why


TEN = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("change", "right", "reason"),
    [
        ({}, True, "answer, value and citation"),
        ({"value": None}, True, "the answer in `short` is enough"),
        ({"short": ""}, True, "the value is enough"),
        ({"short": "", "value": 67.9}, True, "within 0.2 %"),
        ({"short": "", "value": -67.82}, True, "values are unsigned"),
        ({"short": "", "value": 68}, False, "0.27 % away"),
        ({"short": "67.8", "value": None}, False, "less than the answer"),
        ({"short": "167.82%", "value": None}, False, "the end of another number"),
        ({"short": TEN * 5 + "，共67.82%", "value": None}, True, "58 characters"),
        (
            {"short": TEN * 6 + "67.82%", "value": None},
            False,
            "longer than 60: the answer alone is asked for",
        ),
        ({"text": "满意率67.82%", "short": "", "value": None}, False, "the long text does not count"),
        ({"citations": []}, False, "no citation"),
        ({"citations": [cite("热线受理工单1,200宗")]}, False, "a citation beside the evidence"),
        ({"citations": [cite("热线受理工单1,200宗"), cite("67.82%")]}, True, "one citation that overlaps"),
        ({"citations": [cite("67.82%", source="b.txt")]}, False, "of another report"),
        ({"citations": [cite("67.82%", quote="67.83%")]}, False, "not verbatim"),
        ({"answerable": False}, False, "refused"),
    ],
)
def test_a_reply_to_a_question_for_a_number(
    measure: Measure, change: dict[str, Any], right: bool, reason: str
) -> None:
    assert judged(measure, question(), reply(**change))[0] is right, reason


def test_a_value_of_nothing_is_met_by_nothing_else(measure: Measure) -> None:
    asked = question(value=0, answers=["0件"])
    assert judged(measure, asked, reply(short="", value=0))[0]
    assert not judged(measure, asked, reply(short="", value=0.001))[0]


@pytest.mark.parametrize(
    ("kind", "short", "right", "reason"),
    [
        ("text", TEN * 7 + "由花都区数据局", True, "77 characters, 80 for text"),
        ("text", TEN * 8 + "由花都区数据局", False, "longer than 80"),
        ("relation", TEN * 6 + "由花都区数据局", False, "60 for all other types"),
        ("text", "花都区“数据局”", True, "quotation marks do not count"),
        ("text", "区数据局", True, "another of the alternatives"),
        ("text", "花都区", False, "less than an answer"),
    ],
)
def test_a_reply_to_a_question_for_words(
    measure: Measure, kind: str, short: str, right: bool, reason: str
) -> None:
    asked = question(
        type=kind,
        answers=["花都区数据局", "区数据局"],
        value=None,
        evidence=[{"doc": "a", "quote": "系统由花都区数据局建设"}],
    )
    given = reply(short=short, value=None, citations=[cite("花都区数据局")])
    assert judged(measure, asked, given)[0] is right, reason


TOWNS = ["新华街", "狮岭镇", "炭步镇", "赤坭镇", "梯面镇"]


@pytest.mark.parametrize(
    ("items", "right", "reason"),
    [
        (TOWNS, True, "all"),
        (TOWNS[:4], True, "80 % of the wanted"),
        (TOWNS[:3], False, "60 % of the wanted"),
        ([f"花都区{town}" for town in TOWNS], True, "an item holds the wanted name"),
        ([*TOWNS, "花山镇", "花东镇", "秀全街"], True, "five of eight are wanted, 62.5 %"),
        ([*TOWNS, "花山镇", "花东镇", "秀全街", "花城街"], False, "five of nine are wanted, 55.6 %"),
        ([*TOWNS * 3, "花山镇", "花东镇", "秀全街", "花城街"], False, "repeating the wanted does not dilute"),
        (["、".join(TOWNS)], False, "one item for all of them"),
        ([town + TEN * 6 for town in TOWNS], False, "items longer than 60 characters"),
        ([], False, "no items"),
    ],
)
def test_a_list_holds_most_of_the_wanted_and_is_mostly_wanted(
    measure: Measure, items: list[str], right: bool, reason: str
) -> None:
    asked = question(
        type="list", answers=TOWNS, value=None, evidence=[{"doc": "a", "quote": "覆盖新华街、狮岭镇"}]
    )
    given = reply(short="、".join(TOWNS), items=items, value=None, citations=[cite("新华街、狮岭镇、炭步镇")])
    assert judged(measure, asked, given)[0] is right, reason


def test_an_unanswerable_question_is_right_when_refused_and_wrong_when_answered(measure: Measure) -> None:
    asked = question(type="unanswerable", answers=[], value=None, evidence=[])
    assert judged(measure, asked, {"answerable": False, "citations": []}) == (True, "")
    assert not judged(measure, asked, reply())[0]


def test_figures_over_questions_refusals_and_confidence(measure: Measure, values: Values) -> None:
    asked = [
        question(),
        question(id="a-q02", question="错的？", wording="paraphrase"),
        question(id="a-q03", question="不答的？"),
        question(id="a-q04", question="没有的？", type="unanswerable", answers=[], value=None, evidence=[]),
        question(id="a-q05", question="也没有的？", type="unanswerable", answers=[], value=None, evidence=[]),
    ]
    replies = {
        "满意率是多少？": reply(confidence=1.0),
        "错的？": reply(short="67%", value=67, confidence=0.9),
        "不答的？": {"answerable": False, "confidence": 0.99},
        "没有的？": {"answerable": False, "confidence": 0.99},
        "也没有的？": reply(confidence=0.42),
    }
    report = measure({"a.qa.jsonl": asked}, ask=replies.__getitem__, texts={"x/a.txt": TEXT})
    found = {
        name.removeprefix("questions."): v
        for name, v in values(report).items()
        if name.startswith("questions.")
    }
    assert found == {
        "accuracy": 2 / 5,
        "accuracy.type.metric": 1 / 3,
        "accuracy.type.unanswerable": 1 / 2,
        "accuracy.wording.direct": 2 / 4,
        "accuracy.wording.paraphrase": 0.0,
        "accuracy.answerable": 1 / 3,
        "refusals_right": 1 / 2,
        "refusals_wrong": 1 / 3,
        "sure_right": 1 / 2,
        "sure_wrong_count": 1.0,
        "reliability.0.4-0.5": 0.0,
        "reliability.0.9-1.0": 0.5,
        # (1 x |0.42 - 0| + 2 x |0.95 - 0.5|) / 3
        "calibration_error": pytest.approx((0.42 + 0.9) / 3),
    }


def test_questions_of_trend_and_cross_files_are_asked_too(measure: Measure, values: Values) -> None:
    gold = {"cross.qa.jsonl": [question()], "a.trend.jsonl": [question(id="t1", type="trend")]}
    found = values(measure(gold, ask=lambda _: reply(), texts={"x/a.txt": TEXT}))
    assert (found["questions.accuracy"], found["questions.accuracy.type.trend"]) == (1, 1)
