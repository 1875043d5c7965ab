"""Retrieval: a hit (at most 400 characters) of the right report that holds an evidence quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.annotation import Question
from bench.figures import Figure, Line, Score, Verdict, share
from bench.places import Texts

DEPTH = 10
# recall@1 is the hit a person reads first, @5 what fits on a screen, @10 what answering may look through.
DEPTHS = (1, 5, DEPTH)
# A question counts as found in the list of changes when its evidence is among the hits on the first screen.
SCREEN = 5


def score(questions: Sequence[Question], search: Callable[[str, int], Sequence[Line]], texts: Texts) -> Score:
    """recall@1, @5, @10 and MRR@10 (the mean of 1 / rank, 0 without one), overall and by wording."""
    asked = [question for question in questions if question.evidence]
    if not asked:
        return Score((), ())
    ranks = [(question, rank(question, search(question.text, DEPTH), texts)) for question in asked]
    figures = _figures([r for _, r in ranks], "")
    for wording in sorted({question.wording for question in asked}):
        figures += _figures([r for question, r in ranks if question.wording == wording], f".{wording}")
    verdicts = tuple(
        Verdict("retrieval", q.id, r is not None and r <= SCREEN, f"{q.text}: {_place(r)}") for q, r in ranks
    )
    return Score(tuple(figures), verdicts)


def rank(question: Question, hits: Sequence[Line], texts: Texts) -> int | None:
    """The place (from 1) of the first hit that holds an evidence quote, None where none of the first 10 does.

    A hit whose text is not the report's own at its address, or is longer than 400 characters, holds nothing.
    """
    for place, hit in enumerate(hits[:DEPTH], start=1):
        if not texts.verbatim(hit, "text"):
            continue
        if any(texts.covers(hit, evidence.report, evidence.quote) for evidence in question.evidence):
            return place
    return None


def _figures(ranks: Sequence[int | None], suffix: str) -> list[Figure]:
    reached = [r for r in ranks if r is not None]
    n = len(ranks)
    figures = [
        Figure("retrieval", f"recall@{depth}{suffix}", share(sum(r <= depth for r in reached), n), n)
        for depth in DEPTHS
    ]
    return [*figures, Figure("retrieval", f"mrr{suffix}", sum(1 / r for r in reached) / n, n)]


def _place(found: int | None) -> str:
    return f"not in the first {DEPTH}" if found is None else f"rank {found}"
