"""What is counted of each system, and the table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.annotation import Question
from bench.figures import Line
from bench.peers.memory import peak
from bench.places import Texts
from bench.tasks.questions import judge
from bench.wording import holds

README = Path(__file__).parents[1] / "README.md"
_BEGIN, _END = "<!-- peers: begin -->", "<!-- peers: end -->"

LIST_HELD = 0.8
"""Of a list, what a passage must hold: as in `bench.tasks.questions`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A system.

    Attributes:
        build: CPU seconds from passages (the product: from files) to the first question.
        peak: the largest that its process was, in MB.
        times: CPU milliseconds of a search, median and 95th percentile.
        recall: of the questions with evidence, the share with a hit among the first 1, 5, 10 that holds a quote of it.
        holds: of the questions with an answer, the share whose first passage holds it, somewhere.
        answers: of those, the share answered right (short, with a citation on the evidence); None where none are given.
        refused: of those without an answer, the share refused.
    """

    name: str
    build: float
    peak: float
    times: tuple[float, float]
    recall: tuple[float, float, float]
    holds: float
    answers: float | None = None
    refused: float = 0.0


def found_row(
    name: str,
    asked: Sequence[Question],
    hits: Sequence[Sequence[Line]],
    texts: Texts,
    said: Mapping[str, Any],
) -> Row:
    """The row of a system that gives passages."""
    return Row(
        name,
        said["built"]["cpu"],
        said["peak"] / 1e6,
        _spread(said["times"]),
        _recall(asked, hits, texts),
        _first(asked, hits),
    )


def own_row(name: str, room: Any, asked: Sequence[Question], texts: Texts, seconds: float) -> Row:
    """The row of the product: it is asked as people ask it."""
    from api.measuring import products

    own = products(room)
    hits, times = [], []
    for question in asked:
        before = time.process_time()
        hits.append(own.search(question.text, 10))
        times.append(time.process_time() - before)
    judged = [judge(question, own.ask(question.text), texts) for question in asked]
    known = [one for one in judged if one.question.answerable]
    unknown = [one for one in judged if not one.question.answerable]
    return Row(
        name,
        seconds,
        peak() / 1e6,
        _spread(times),
        _recall(asked, hits, texts),
        _first(asked, hits),
        sum(one.right for one in known) / len(known),
        sum(one.refused for one in unknown) / len(unknown),
    )


def _spread(times: Sequence[float]) -> tuple[float, float]:
    median, late = np.quantile(np.array(times) * 1000, (0.5, 0.95))
    return float(median), float(late)


def _recall(
    asked: Sequence[Question], hits: Sequence[Sequence[Line]], texts: Texts
) -> tuple[float, float, float]:
    ranks = [
        next((rank for rank, hit in enumerate(found, 1) if _stands(question, hit, texts)), 0)
        for question, found in zip(asked, hits, strict=True)
        if question.evidence
    ]
    first, five, ten = (sum(0 < rank <= depth for rank in ranks) / len(ranks) for depth in (1, 5, 10))
    return first, five, ten


def _stands(question: Question, hit: Line, texts: Texts) -> bool:
    return any(texts.covers(hit, each.report, each.quote) for each in question.evidence)


def _first(asked: Sequence[Question], hits: Sequence[Sequence[Line]]) -> float:
    """Of the questions with an answer, the share whose first passage holds it."""
    known = [(question, found) for question, found in zip(asked, hits, strict=True) if question.answerable]
    return sum(bool(found) and _holds(str(found[0]["text"]), question) for question, found in known) / len(
        known
    )


def _holds(text: str, question: Question) -> bool:
    held = [holds(text, answer) for answer in question.answers]
    return sum(held) >= LIST_HELD * len(held) if question.type == "list" else any(held)


def markdown(rows: Sequence[Row]) -> str:
    """The table."""
    lines = [
        "| system | build, CPU s | peak MB | search, CPU ms p50 / p95 | recall@1 | @5 | @10 "
        "| answer stands in the first passage | answered right | refused of those without an answer |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        answers = "gives none" if row.answers is None else f"{row.answers:.3f}"
        recall = " | ".join(f"{share:.3f}" for share in row.recall)
        lines.append(
            f"| {row.name} | {row.build:.1f} | {row.peak:.0f} | {row.times[0]:.1f} / {row.times[1]:.1f} "
            f"| {recall} | {row.holds:.3f} | {answers} | {row.refused:.3f} |"
        )
    return "\n".join(lines)


def into_readme(table: str) -> None:
    """Puts the table between its marks in `bench/README.md`."""
    text = README.read_text("utf-8")
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    README.write_text(f"{head}{_BEGIN}\n{table}\n{_END}{tail}", "utf-8")
