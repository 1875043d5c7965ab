"""What people say of single readings: that one is wrong, or what is right. Rows of the log of decisions.

A correction belongs to no report. It names a place of a report, what was read there, and what a person says
instead; it is laid over what is read (`search/library/view.py`), and found again after the report was read in
anew: by the id of what was read, else by its quote. The last row of an id holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Connection, Row, insert, select

from graph.facts import Direction, Fact, Kind, Operator, Period, Quantity, Relation, RelationType, identify
from search.library.schema import decisions, facts, reports

Corrected = Literal["fact", "relation", "entity", "report", "finding"]
"""What can be corrected; of a finding of the audit a person says that it is settled."""

CORRECTED: tuple[Corrected, ...] = ("fact", "relation", "entity", "report", "finding")

CorrectionState = Literal["yes", "undone"]

Values = Mapping[str, Any]
"""Fields with values as JSON has them: decimals as text, a period as its first and last day."""

NOTHING: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of something that was read.

    Attributes:
        id: the same for the same thing, so that a later word takes the place of an earlier one.
        target: the id of the fact, relation, entity or finding, or the source of the report.
        source: the report that it stands in; "" for an entity, which may stand in several.
        before: what was read.
        after: the fields that are otherwise, with what they are; None: what was read is wrong altogether.
        quote, start, end: where it stands; "" and 0 for a report or an entity.
        state: "undone" once it was taken back.
        who, when: whose word it is, and the time in UTC (ISO 8601).
    """

    id: str
    what: Corrected
    target: str
    source: str
    before: Values
    after: Values | None
    reason: str
    who: str
    state: CorrectionState = "yes"
    when: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0

    @property
    def wrong(self) -> bool:
        """Whether it says that what was read is not so at all."""
        return self.after is None


def correction_id(what: Corrected, target: str) -> str:
    """The id of what people say of one thing.

    >>> correction_id("fact", "a") == correction_id("entity", "a")
    False
    """
    return identify("correction", what, target)


def append(connection: Connection, said: Correction) -> None:
    """Adds a row; nothing that was said before is changed."""
    detail = {
        "source": said.source,
        "quote": said.quote,
        "start": said.start,
        "end": said.end,
        "before": dict(said.before),
        "after": None if said.after is None else dict(said.after),
    }
    connection.execute(
        insert(decisions).values(
            {
                "id": said.id,
                "what": said.what,
                "from": said.target,
                "to": "",
                "detail": orjson.dumps(detail).decode(),
                "reason": said.reason,
                "state": said.state,
                "who": said.who,
                "when": said.when,
            }
        )
    )


def read_corrections(connection: Connection) -> list[Correction]:
    """Everything that was ever said of readings, in order."""
    rows = select(decisions).where(decisions.c.what.in_(CORRECTED)).order_by(decisions.c.number)
    return [_correction(row) for row in connection.execute(rows)]


def last_words(log: Iterable[Correction]) -> list[Correction]:
    """The last word on each thing, in the order in which these words were said."""
    last: dict[str, Correction] = {}
    for said in log:
        last.pop(said.id, None)
        last[said.id] = said
    return list(last.values())


def _correction(row: Row[Any]) -> Correction:
    said = row._mapping
    detail = orjson.loads(said["detail"])
    return Correction(
        id=said["id"],
        what=cast(Corrected, said["what"]),
        target=said["from"],
        source=detail["source"],
        before=detail["before"],
        after=detail["after"],
        reason=said["reason"],
        who=said["who"],
        state=cast(CorrectionState, said["state"]),
        when=said["when"],
        quote=detail["quote"],
        start=detail["start"],
        end=detail["end"],
    )


# Facts


def values_of(fact: Fact) -> dict[str, Any]:
    """What can be corrected in a fact, as values."""
    period = fact.period
    return {
        "subject": fact.subject,
        "subject_id": fact.subject_id,
        "metric": fact.metric,
        "metric_id": fact.metric_id,
        "low": str(fact.quantity.low),
        "high": str(fact.quantity.high),
        "unit": fact.quantity.unit,
        "op": fact.quantity.op,
        "period": [period.first.isoformat(), period.last.isoformat()] if period else None,
        "kind": fact.kind,
        "direction": fact.direction,
    }


def told_with(fact: Fact, said: Correction) -> Fact:
    """The fact as a person corrected it; its id stays that of what was read."""
    now = values_of(fact) | dict(said.after or {})
    days = now["period"]
    return Fact(
        id=fact.id,
        subject=now["subject"],
        subject_id=now["subject_id"],
        metric=now["metric"],
        metric_id=now["metric_id"],
        quantity=Quantity(Decimal(now["low"]), Decimal(now["high"]), now["unit"], cast(Operator, now["op"])),
        period=Period(*map(date.fromisoformat, days)) if days else None,
        kind=cast(Kind, now["kind"]),
        direction=cast("Direction | None", now["direction"]),
        citation=fact.citation,
        also=fact.also,
        # What contradicted the number that was read need not contradict this one.
        conflicts=() if _otherwise(said) else fact.conflicts,
        # A person has looked.
        confidence=1.0,
        decision=said.id,
    )


_CONTRADICTING = ("low", "high", "unit", "subject_id", "metric_id", "kind", "period")


def _otherwise(said: Correction) -> bool:
    """Whether it no longer says the same of the same thing."""
    after = said.after or {}
    return any(name in after and after[name] != said.before.get(name) for name in _CONTRADICTING)


def settles(said: Correction) -> bool:
    """Whether no other fact contradicts this one any more."""
    return said.wrong or _otherwise(said)


def find_facts(connection: Connection, said: Sequence[Correction]) -> dict[str, Correction]:
    """The corrections of facts by the id under which each fact stands now; those of facts that are gone are not in it."""
    by_source: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in said:
        by_source[one.source].append(one)
    found: dict[str, Correction] = {}
    for source, some in by_source.items():
        statement = (
            select(facts.c.id, facts.c.metric_id, facts.c.low, facts.c.unit, facts.c.quote, facts.c.start)
            .join(reports, reports.c.id == facts.c.report)
            .where(reports.c.source == source)
        )
        rows = connection.execute(statement).all()
        ids = {row.id for row in rows}
        found |= {one.target: one for one in some if one.target in ids}
        for one in some:
            if one.target not in ids:
                here = [row for row in rows if row.quote == one.quote and row.id not in found]
                again = min(here, key=lambda row: _apart(row, one), default=None)
                if again is not None and _apart(again, one)[0] < _ANOTHER:
                    found[again.id] = one
    return found


_ANOTHER = 2  # parts of a fact that differ: with both it is another one that only stands in the same clause


def _apart(row: Any, said: Correction) -> tuple[int, int]:
    """How far a fact in the same words is from the one that was corrected: what was read of it, then its place."""
    before = said.before
    number = (Decimal(row.low), row.unit) != (Decimal(before["low"]), before["unit"])
    return number + (row.metric_id != before["metric_id"]), abs(row.start - said.start)


# Relations


def related_with(relation: Relation, said: Correction) -> Relation:
    """The relation as a person corrected it."""
    now = {"head": relation.head, "rel": relation.rel, "tail": relation.tail} | dict(said.after or {})
    return Relation(now["head"], cast(RelationType, now["rel"]), now["tail"], relation.citation, said.id)


@dataclass(frozen=True, slots=True)
class Rulings:
    """The corrections in force, by what they are laid over.

    Attributes:
        facts: by the id of the fact as it is read now.
        relations: those of relations.
        entities: by the id of the entity, with the id that it has by its other type ("" where it is none).
        reports: by source.
    """

    facts: Mapping[str, Correction] = field(default_factory=dict)
    relations: tuple[Correction, ...] = ()
    entities: Mapping[str, Correction] = field(default_factory=dict)
    reports: Mapping[str, Correction] = field(default_factory=dict)

    @classmethod
    def in_force(cls, connection: Connection) -> Rulings:
        """Those of this transaction's state."""
        said = [one for one in last_words(read_corrections(connection)) if one.state == "yes"]

        def of(what: Corrected) -> list[Correction]:
            return [one for one in said if one.what == what]

        return cls(
            facts=find_facts(connection, of("fact")),
            relations=tuple(of("relation")),
            entities={one.target: one for one in of("entity")},
            reports={one.source: one for one in of("report")},
        )
