"""The nouns of answering: a hit, an answer with its citations, or a refusal that says what failed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.document import Citation

AnswerKind = Literal[
    "metric", "text", "list", "relation", "compare", "trend", "yesno", "similar", "unanswerable"
]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `text == document.text[start:end]`; `score` is comparable within one query only.

    Attributes:
        marks: where words and names of the query stand, in positions of the document like `start`.
    """

    source: str
    start: int
    end: int
    text: str
    section: str
    page: int | None
    score: float
    reasons: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScopedValue:
    """One of several values, when a question fits several regions, departments, years or subjects."""

    region: str | None
    department: str | None
    year: int | None
    subject: str
    value: Decimal | None
    unit: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Nearest:
    """A fact close to what a refused question asked, and the part of the question that it fails."""

    subject: str
    metric: str
    text: str
    failed: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Decided:
    """That a person corrected what an answer rests on, or took it out: `text` says what, in Chinese."""

    id: str
    text: str
    who: str
    when: str
    reason: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply. An answer has at least one citation and a refusal has none; nothing else can be made.

    Attributes:
        short: the answer alone, at most 60 characters (80 for kind "text"); "" for a refusal.
        text: one or two sentences in Chinese; every number in it stands in a quote or in `working`.
        value: unsigned, 万 and 亿 resolved.
        working: the formula with its operands, for computed answers.
        clarify: a question back, when the scope is too wide.
        choices: narrower questions to choose from, each of which has an answer.
        warnings: what a reader must know beside the value: a second value, another period, other counts, an assumption.
        failed: for a refusal, the parts of the question that the reports do not cover.
        decided: what people corrected in the numbers that the answer rests on, or is refused for.
    """

    question: str
    kind: AnswerKind
    short: str
    text: str
    confidence: float
    citations: tuple[Citation, ...] = ()
    value: Decimal | None = None
    unit: str | None = None
    direction: str | None = None
    values: tuple[ScopedValue, ...] = ()
    items: tuple[str, ...] = ()
    working: str | None = None
    clarify: str | None = None
    choices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    closest: tuple[Nearest, ...] = ()
    failed: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()

    def __post_init__(self) -> None:
        if self.answerable != bool(self.citations):
            raise ValueError("an answer has citations, a refusal has none")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        if len(self.short) > (80 if self.kind == "text" else 60):
            raise ValueError(f"the short answer has {len(self.short)} characters: {self.short!r}")

    @property
    def answerable(self) -> bool:
        """Whether the reports say it."""
        return self.kind != "unanswerable"
