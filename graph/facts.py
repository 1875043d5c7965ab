"""The nouns of knowledge: entities, relations and exact numeric facts, each with its quote."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from ingest.document import Citation

EntityType = Literal["ORG", "REGION", "PLATFORM", "PROJECT", "INITIATIVE", "POLICY", "AWARD", "EVENT"]
RelationType = Literal["隶属", "建设", "推出", "印发", "获得", "举办", "合作", "覆盖", "包含", "依据"]
Operator = Literal["=", ">", ">=", "<", "<=", "~"]
Kind = Literal["actual", "target", "budget", "score", "rank", "change"]
Direction = Literal["up", "down", "same"]


def identify(*parts: str) -> str:
    """A short id that is the same for the same parts, in any process.

    >>> identify("ORG", "广州市财政局") == identify("ORG", "广州市财政局")
    True
    """
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount: a value (`low == high`), a range, or a bound (`op` other than "=").

    万 and 亿 are resolved and money is in 元; a percentage keeps its number with unit "%".
    """

    low: Decimal
    high: Decimal
    unit: str
    op: Operator = "="

    @property
    def value(self) -> Decimal | None:
        """The one number, None for a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both included.

    >>> str(Period(date(2023, 1, 1), date(2023, 12, 31)))
    '2023'
    >>> str(Period(date(2023, 1, 1), date(2023, 10, 31)))
    '2023-01/2023-10'
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a period ends before it begins: {self.first} .. {self.last}")

    def __str__(self) -> str:
        first, last = self.first, self.last
        whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        if not whole_months:
            return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        if (first.month, last.month) == (1, 12):
            return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
        if first.year == last.year and (first.month, last.month) in ((1, 6), (7, 12)):
            return f"{first.year}-H{1 if first.month == 1 else 2}"
        head, tail = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return head if head == tail else f"{head}/{tail}"

    @property
    def year(self) -> int | None:
        """The one calendar year that the period lies in, None if it spans several."""
        return self.first.year if self.first.year == self.last.year else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text at `start:end`."""

    start: int
    end: int
    text: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing that a reader would look up; `id` depends on type and canonical name only.

    Attributes:
        name: the fullest form known.
        aliases: the other surface forms, sorted.
        mentions: where the report names it, in order; at least one.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    mentions: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """`head` `rel` `tail`, as the quote states it; head and tail are entity ids.

    `decision` is the id of a person's correction that it was told with, None for what was read.
    """

    head: str
    rel: RelationType
    tail: str
    citation: Citation
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity that states something of a subject in a period.

    Attributes:
        subject: who or what the number is about, in full ("花都区12345热线").
        subject_id: the entity, if the subject is one.
        metric: what was counted, self-contained ("工单按时完成率").
        metric_id: the canonical metric.
        direction: of a change, else None; the quantity itself is unsigned unless a minus is printed.
        citation: the clause that states it.
        also: further statements of the same fact in the report.
        conflicts: ids of facts that say otherwise of the same thing.
        confidence: 0 to 1.
        decision: the id of a person's correction that it is told with, None for what was read.
    """

    id: str
    subject: str
    subject_id: str | None
    metric: str
    metric_id: str
    quantity: Quantity
    period: Period | None
    kind: Kind
    direction: Direction | None
    citation: Citation
    also: tuple[Citation, ...] = ()
    conflicts: tuple[str, ...] = ()
    confidence: float = 1.0
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one report says: itself a small graph, joined to the library's by union."""

    source: str
    entities: tuple[Entity, ...] = field(default=())
    relations: tuple[Relation, ...] = field(default=())
    facts: tuple[Fact, ...] = field(default=())
