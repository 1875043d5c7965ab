from collections.abc import Callable
from typing import Any

import pytest

from bench import Report

Measure = Callable[..., Report]
Values = Callable[[Report], dict[str, float]]

TEXT = "热线受理工单1,200宗，满意率 67.82%。" + "其他工作。" * 100
QUESTION: dict[str, Any] = {
    "id": "q",
    "docs": ["a"],
    "type": "metric",
    "question": "满意率？",
    "answers": ["67.82%"],
    "value": 67.82,
    "unit": "%",
    "evidence": [{"doc": "a", "quote": "满意率67.82%"}],
    "wording": "paraphrase",
}
MISS: dict[str, Any] = {"source": "a.txt", "start": 30, "end": 40, "text": TEXT[30:40]}


def hit(start: int, end: int, **change: Any) -> dict[str, Any]:
    return {"source": "a.txt", "start": start, "end": end, "text": TEXT[start:end], **change}


@pytest.mark.parametrize(
    ("hits", "found", "reason"),
    [
        ([hit(0, 30)], 1, "the first hit holds the evidence"),
        ([MISS, hit(0, 30)], 2, "the second"),
        ([MISS] * 9 + [hit(0, 30)], 10, "the tenth"),
        ([MISS] * 10 + [hit(0, 30)], None, "the eleventh is not looked at"),
        ([hit(0, 400)], 1, "400 characters"),
        ([hit(0, 401)], None, "longer than 400 characters"),
        ([hit(0, TEXT.index("。"))], 1, "the quote to its last character"),
        ([hit(0, TEXT.index("%"))], None, "a part of the quote"),
        ([hit(0, 30, source="b.txt")], None, "another report with the same text"),
        ([hit(0, 30, text="满意率67.82%")], None, "a text that is not the report's at its address"),
        ([], None, "nothing found"),
    ],
)
def test_retrieval_by_the_rank_of_the_first_hit_that_holds_evidence(
    measure: Measure, values: Values, hits: list[dict[str, Any]], found: int | None, reason: str
) -> None:
    texts = {"a.txt": TEXT, "b.txt": TEXT}
    figures = values(measure({"a.qa.jsonl": [QUESTION]}, search=lambda _query, _k: hits, texts=texts))
    for depth in (1, 5, 10):
        expected = float(found is not None and found <= depth)
        assert figures[f"retrieval.recall@{depth}"] == expected, reason
        assert figures[f"retrieval.recall@{depth}.paraphrase"] == expected, reason
    assert figures["retrieval.mrr"] == pytest.approx(1 / found if found else 0), reason


def test_ten_hits_are_asked_for_and_unanswerable_questions_are_not_searched(measure: Measure) -> None:
    asked: list[tuple[str, int]] = []
    gold = [QUESTION, QUESTION | {"id": "u", "type": "unanswerable", "answers": [], "evidence": []}]
    measure({"a.qa.jsonl": gold}, search=lambda query, k: asked.append((query, k)) or [])
    assert asked == [("满意率？", 10)]


MEMBERS = [
    {"doc": "a", "name": "“一件事”主题服务", "quote": "共推出一件事主题服务94个"},
    {"doc": "b", "name": "一件事集成改革", "quote": "推进一件事集成改革"},
    {"doc": "c", "name": "高效办成一件事", "quote": "实现高效办成一件事"},
]
SIMILAR_TEXTS = {f"{doc}.txt": "文" for doc in "abc"}


@pytest.mark.parametrize(
    ("found", "share", "reason"),
    [
        (
            [{"source": "b.txt", "name": "一件事集成改革"}, {"source": "c.txt", "name": "高效办成一件事"}],
            1,
            "both",
        ),
        ([{"source": "b.txt", "name": "“一件事”集成改革"}], 0.5, "one of two, by name"),
        ([{"source": "b.txt", "name": "政务服务一件事集成改革工作"}], 0.5, "a longer name"),
        (
            [{"source": "b.txt", "name": "x", "text": "全力推进“一件事”集成改革，"}],
            0.5,
            "by the member's quote",
        ),
        ([{"source": "b.txt", "name": "一件事"}], 0, "three characters tell nothing"),
        ([{"source": "c.txt", "name": "一件事集成改革"}], 0, "the name of another report's member"),
        ([{"source": "a.txt", "name": "“一件事”主题服务"}], 0, "itself"),
        (
            [{"source": "b.txt", "name": "x", "text": "文" * 400 + "推进一件事集成改革"}],
            0,
            "a page, not a passage",
        ),
        (
            [{"source": "b.txt", "name": "x"}] * 5 + [{"source": "b.txt", "name": "一件事集成改革"}],
            0,
            "the sixth",
        ),
    ],
)
def test_similar_by_the_share_of_other_reports_reached(
    measure: Measure, values: Values, found: list[dict[str, Any]], share: float, reason: str
) -> None:
    def similar(_name: str, source: str, _k: int) -> list[dict[str, Any]]:
        return found if source == "a.txt" else []

    gold = {"cross.initiatives.jsonl": [{"theme": "一件事", "members": MEMBERS}]}
    report = measure(gold, similar=similar, texts=SIMILAR_TEXTS)
    # Three members ask; only the first is answered.
    assert values(report)["similar.recall@5"] == pytest.approx(share / 3), reason


def test_without_a_search_for_similar_ones_there_is_no_figure(measure: Measure) -> None:
    gold = {"cross.initiatives.jsonl": [{"theme": "一件事", "members": MEMBERS}]}
    assert measure(gold, texts=SIMILAR_TEXTS).figures == ()


AUDIT = [{"doc": "a", "kind": "rate_mismatch", "quotes": ["满意率67.82%"], "explain": "…"}]


@pytest.mark.parametrize(
    ("quote", "right", "reason"),
    [
        ("67.82%", 1, "a part of the quote"),
        ("热线受理工单", 0, "another clause"),
    ],
)
def test_a_finding_is_matched_by_overlapping_quotes(
    measure: Measure, values: Values, quote: str, right: int, reason: str
) -> None:
    start = TEXT.index(quote)
    finding = {
        "source": "a.txt",
        "rule": "r",
        "quotes": [quote],
        "starts": [start],
        "ends": [start + len(quote)],
    }
    report = measure({"a.audit.jsonl": AUDIT}, audit=lambda: [finding], texts={"a.txt": TEXT})
    figures = values(report)
    assert (figures["audit.recall"], figures["audit.unlisted_count"]) == (right, 1 - right), reason
