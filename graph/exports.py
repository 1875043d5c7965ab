"""Knowledge as lines for other programs, in the shapes of the project's contract, and as a canonical dump.

A line is a plain dict, ready for JSON; `json_lines` makes the bytes. The same reports give the same bytes in
any order of adding: everything is sorted, and no time and no row number is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

import orjson

from graph.claims import relation_id
from graph.facts import Entity, Fact, Knowledge, Quantity
from ingest.document import Citation, Document

Line = dict[str, Any]

LARGEST_INTEGER = 2**63 - 1
"""What orjson and most readers of JSON take as an integer."""


def number(value: Decimal) -> int | float:
    """A Decimal as a JSON number: an integer where it is one.

    >>> number(Decimal("3025300.00")), number(Decimal("67.82"))
    (3025300, 67.82)
    """
    if value == value.to_integral_value() and abs(value) <= LARGEST_INTEGER:
        return int(value)
    return float(value)


def json_lines(lines: Iterable[Line]) -> Iterator[bytes]:
    """Each line as UTF-8 JSON with its line feed."""
    for line in lines:
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def fact_lines(facts: Iterable[Fact]) -> Iterator[Line]:
    """A line a fact, sorted by source and place."""
    for fact in sorted(facts, key=lambda fact: (*_place(fact.citation), fact.id)):
        yield {
            "id": fact.id,
            "source": fact.citation.source,
            "subject": fact.subject,
            "subject_id": fact.subject_id,
            "metric": fact.metric,
            "metric_id": fact.metric_id,
            **amount(fact.quantity),
            "direction": fact.direction,
            "period": None if fact.period is None else str(fact.period),
            "kind": fact.kind,
            **_address(fact.citation),
            "page": fact.citation.page,
            "also": [_address(citation) for citation in fact.also],
            "conflicts": sorted(fact.conflicts),
            "confidence": fact.confidence,
            "decision": fact.decision,
        }


def entity_lines(entities: Iterable[Entity]) -> Iterator[Line]:
    """A line an entity, sorted by type and name. Entities of several reports are to be merged before."""
    for entity in sorted(entities, key=lambda entity: (entity.type, entity.name, entity.id)):
        yield {
            "id": entity.id,
            "name": entity.name,
            "type": entity.type,
            "aliases": sorted(entity.aliases),
            "sources": sorted({mention.source for mention in entity.mentions}),
            "mentions": len(entity.mentions),
        }


def relation_lines(knowledge: Knowledge) -> Iterator[Line]:
    """A line a relation of one report, with the names that this report uses, sorted by place."""
    named = {entity.id: entity for entity in knowledge.entities}
    ordered = sorted(knowledge.relations, key=lambda r: (*_place(r.citation), r.head, r.rel, r.tail))
    for relation in ordered:
        head, tail = named[relation.head], named[relation.tail]
        yield {
            "id": relation_id(relation),
            "source": relation.citation.source,
            "head": head.name,
            "head_id": head.id,
            "head_aliases": sorted(head.aliases),
            "rel": relation.rel,
            "tail": tail.name,
            "tail_id": tail.id,
            "tail_aliases": sorted(tail.aliases),
            **_address(relation.citation),
            "decision": relation.decision,
        }


def dump_lines(sources: Iterable[str], read: Callable[[str], tuple[Document, Knowledge]]) -> Iterator[Line]:
    """The canonical dump, one report in memory at a time: `report`, then what stands in it.

    The origins of the characters are left out: they follow from the file, which its sha256 names.
    """
    for source in sorted(set(sources)):
        document, knowledge = read(source)
        yield {"record": "report", **_report(document)}
        for entity in sorted(knowledge.entities, key=lambda entity: entity.id):
            (line,) = entity_lines([entity])
            places = sorted((mention.start, mention.end) for mention in entity.mentions)
            yield {"record": "entity", "source": source, **line, "places": places}
        for line in relation_lines(knowledge):
            yield {"record": "relation", **line}
        for line in fact_lines(knowledge.facts):
            yield {"record": "fact", **line}


def _report(document: Document) -> Line:
    about = document.about
    return {
        "source": document.source,
        "sha256": document.sha256,
        "fingerprint": document.fingerprint,
        "format": document.format,
        "encoding": document.encoding,
        "title": about.title,
        "kind": about.kind,
        "province": about.province,
        "city": about.city,
        "district": about.district,
        "department": about.department,
        "department_names": about.names,
        "year": about.year,
        "text": document.text,
        "sections": [
            [s.level, s.label, s.title, s.start, s.body, s.end, s.parent] for s in document.sections
        ],
        "passages": [[p.start, p.end, p.section, p.context] for p in document.passages],
    }


def amount(quantity: Quantity) -> Line:
    """A quantity as `value` (a number, or [low, high]), `unit` and `op`."""
    low, high = number(quantity.low), number(quantity.high)
    return {
        "value": [low, high] if quantity.value is None else low,
        "unit": quantity.unit,
        "op": quantity.op,
    }


def _address(citation: Citation) -> Line:
    return {"quote": citation.quote, "start": citation.start, "end": citation.end}


def _place(citation: Citation) -> tuple[str, int, int]:
    return (citation.source, citation.start, citation.end)
