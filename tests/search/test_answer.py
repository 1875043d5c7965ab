"""An answer has citations, a refusal has none; nothing else can be made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Citation
from search.answer import Answer

CITATION = Citation("a.txt", 0, 6, "满意率97%", "履职情况", None)


def answer(**changes: object) -> Answer:
    values: dict[str, object] = {
        "question": "满意率是多少？", "kind": "metric", "short": "97%", "text": "满意率为97%。",
        "confidence": 0.8, "citations": (CITATION,),
    }  # fmt: skip
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "kind", ["metric", "text", "list", "relation", "compare", "trend", "yesno", "similar"]
)
def test_every_kind_of_answer_needs_a_citation(kind: str) -> None:
    assert answer(kind=kind).answerable
    with pytest.raises(ValueError, match="citations"):
        answer(kind=kind, citations=())


def test_a_refusal_cites_nothing() -> None:
    assert not answer(kind="unanswerable", citations=(), short="").answerable
    with pytest.raises(ValueError, match="citations"):
        answer(kind="unanswerable", short="")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_confidence_is_a_share(confidence: float) -> None:
    if 0 <= confidence <= 1:
        assert answer(confidence=confidence).confidence == confidence
    else:
        with pytest.raises(ValueError, match="confidence"):
            answer(confidence=confidence)


@pytest.mark.parametrize(("kind", "most"), [("metric", 60), ("list", 60), ("relation", 60), ("text", 80)])
def test_the_short_answer_is_short(kind: str, most: int) -> None:
    assert len(answer(kind=kind, short="字" * most).short) == most
    with pytest.raises(ValueError, match="characters"):
        answer(kind=kind, short="字" * (most + 1))
