"""The nouns of auditing: a report laid out to be checked against itself, and what is found in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice, takewhile
from typing import Literal

from graph.facts import Fact, identify
from graph.quantity import find_quantities
from ingest.document import Citation, Document, Section
from ingest.fold import fold
from ingest.split import sentences

Severity = Literal["error", "warning", "note"]
"""error: the report contradicts arithmetic or itself. warning: very likely a slip. note: worth a look."""

Span = tuple[int, int]

LONGEST_QUOTE = 300
"""Characters; a quote that is longer points at a page, not at a statement."""

_CLAUSE_END = re.compile(r"[，。；！？\n\t]|[,;](?!\d)")
_PRINTED = re.compile(r"([\d,]+)(?:\.(\d+))?\s*(万亿|千万|百万|十万|亿|万|千)?")
_BROKEN = re.compile(r"[\n\t]")
_HEADED = re.compile(r"\d{1,2}\.\d")
_SCALES = {"千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a report that does not agree with another.

    Attributes:
        rule: the key of the rule in `RULES`, or a finer kind of it.
        message: what is wrong, in Chinese, for people.
        citations: the statements that disagree, in order of importance; at least one.
    """

    rule: str
    severity: Severity
    message: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a finding quotes what it finds: {self.message}")

    @property
    def source(self) -> str:
        """The report at fault."""
        return self.citations[0].source


def finding_id(finding: Finding) -> str:
    """The id of a finding, the same after the next audit: what rule, in which report, with which quotes."""
    return identify("finding", finding.source, finding.rule, *(cited.quote for cited in finding.citations))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit at `start:end`; the digits begin at `number`.

    Attributes:
        step: what one in the last printed place is worth (0.01万元 is 100); 0 for a plain count.
        digits: as printed, without separators ("7278.02"); "" for Chinese numerals.
        exact: whether it is one number without 约, 超过, 以上.
        implied: whether no unit stands behind it ("200万以上").
    """

    start: int
    end: int
    number: int
    value: Decimal
    unit: str
    step: Decimal
    digits: str
    exact: bool
    implied: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report of the same department on the year before."""

    document: Document
    facts: tuple[Fact, ...]


class Paper:
    """A report with all that rules ask of it, read once.

    Attributes:
        text: with half-width forms (`fold`), so that a rule writes each sign one way only; positions are
            those of the document.
    """

    def __init__(
        self, document: Document, facts: Sequence[Fact] = (), earlier: Sequence[Earlier] = ()
    ) -> None:
        self.document = document
        self.facts = tuple(facts)
        self.earlier = tuple(earlier)
        self.text = fold(document.text)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """All numbers with units, in order."""
        return tuple(self._amounts())

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order; a line feed ends one."""
        return tuple(sentences(self.document.text))

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The paragraphs and headings, in order."""
        return tuple(m.span() for m in re.finditer(r"[^\n]+", self.text))

    @cached_property
    def children(self) -> dict[int, tuple[Section, ...]]:
        """The sections directly under each section, by its index."""
        found: dict[int, list[Section]] = {}
        for section in self.document.sections:
            if section.parent is not None:
                found.setdefault(section.parent, []).append(section)
        return {parent: tuple(below) for parent, below in found.items()}

    def within(self, start: int, end: int) -> list[Amount]:
        """The numbers that stand wholly inside `start:end`."""
        first = bisect_left(self.amounts, start, key=lambda a: a.start)
        return [
            a for a in takewhile(lambda a: a.start < end, islice(self.amounts, first, None)) if a.end <= end
        ]

    def clause(self, start: int, end: int) -> Span:
        """`start:end` widened to the commas around it."""
        begin = max((m.end() for m in _CLAUSE_END.finditer(self.text, max(0, start - 200), start)), default=0)
        after = _CLAUSE_END.search(self.text, end)
        return max(begin, start - 200), after.start() if after else len(self.text)

    def sentence(self, position: int) -> Span:
        """The sentence that holds the character at `position`."""
        at = bisect_right(self.sentences, position, key=lambda span: span[0]) - 1
        if at >= 0 and position < self.sentences[at][1]:
            return self.sentences[at]
        return self.clause(position, position + 1)

    def own(self, section: Section) -> Span:
        """The section without the sections inside it."""
        below = self.children.get(section.index, ())
        return section.start, below[0].start if below else section.end

    def finding(self, rule: str, severity: Severity, message: str, *spans: Span) -> Finding:
        """A finding that quotes `spans`; long ones are cut, and quotes of nothing left out."""
        citations = [
            self.document.cite(start, min(end, start + LONGEST_QUOTE))
            for start, end in dict.fromkeys(spans)
            if self.document.text[start : min(end, start + LONGEST_QUOTE)].strip()
        ]
        return Finding(rule, severity, message, tuple(citations))

    def _amounts(self) -> Iterator[Amount]:
        for found in find_quantities(self.document.text):
            if _BROKEN.search(self.text, found.number, found.end):
                continue  # a cell and the next one
            at_line_start = self.text[found.number - 1 : found.number] in ("", "\n")
            if at_line_start and _HEADED.match(self.text, found.number):
                continue  # "8." of a heading and "6个" behind it
            quantity = found.quantity
            printed = _PRINTED.match(self.text, found.number)
            digits, step = "", Decimal(0)
            if printed:
                places, scale = len(printed[2] or ""), _SCALES.get(printed[3] or "", 0)
                digits = printed[1].replace(",", "") + (f".{printed[2]}" if printed[2] else "")
                step = Decimal(1).scaleb(scale - places) if places or scale else Decimal(0)
            one = quantity.op == "=" and quantity.low == quantity.high
            yield Amount(
                found.start, found.end, found.number, quantity.low, quantity.unit, step, digits, one,
                found.implied,
            )  # fmt: skip


Rule = Callable[[Paper], Iterator[Finding]]


def agree(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether `parts` add to `total`, as far as the printed places can tell: each may be half a step off."""
    slack = (total.step + sum((p.step for p in parts), Decimal(0))) / 2
    return abs(total.value - sum((p.value for p in parts), Decimal(0))) <= slack


def shown(value: Decimal, unit: str) -> str:
    """A number for a message; money from ten thousand 元 in 万元.

    >>> shown(Decimal("72980400"), "元"), shown(Decimal(19), "人")
    ('7,298.04万元', '19人')
    """
    if unit == "元" and abs(value) >= 10_000:
        value, unit = value / 10_000, "万元"
    text = format(value.normalize(), ",f")
    return f"{text}{unit}"
