"""From nouns to rows. A quote that its document does not make is refused here, before anything is stored."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from graph.facts import Entity, Fact, Knowledge, Relation
from ingest.document import Block, Citation, Document, Run, Section
from ingest.fold import squeeze
from search.library.errors import LibraryError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """The rows of a report: one for `reports` and `texts`, and those of each other table by its name.

    None of them has its report's number yet.
    """

    report: Row
    text: Row
    tables: Mapping[str, list[Row]]


def pack(document: Document, knowledge: Knowledge) -> Packed:
    """The rows of a report.

    Raises:
        LibraryError: a citation is not the document's own, or a relation has an end that is no entity.
    """
    if knowledge.source != document.source:
        raise LibraryError(f"知识属于另一份报告（{knowledge.source}）", document.source)
    _check_ends(knowledge)
    entities = knowledge.entities
    tables: dict[str, list[Row]] = {
        "sections": [_section(section) for section in document.sections],
        "passages": [
            {
                "number": passage.index,
                "start": passage.start,
                "end": passage.end,
                "section": passage.section,
                "context": passage.context,
            }
            for passage in document.passages
        ],
        "entities": [_entity(number, entity) for number, entity in enumerate(entities)],
        "mentions": [
            {"entity": number, "number": at, **_address(document, citation)}
            for number, entity in enumerate(entities)
            for at, citation in enumerate(entity.mentions)
        ],
        "names": [row for number, entity in enumerate(entities) for row in _names(number, entity)],
        "relations": [
            _relation(document, number, relation) for number, relation in enumerate(knowledge.relations)
        ],
        "facts": [_fact(document, number, fact) for number, fact in enumerate(knowledge.facts)],
    }
    return Packed(_report(document, tables), _text(document), tables)


def _check_ends(knowledge: Knowledge) -> None:
    known = {entity.id for entity in knowledge.entities}
    for relation in knowledge.relations:
        if not {relation.head, relation.tail} <= known:
            raise LibraryError(
                f"关系“{relation.rel}”的一端不在实体之中：{relation.citation.quote}", knowledge.source
            )


def _report(document: Document, tables: Mapping[str, list[Row]]) -> Row:
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
        "region": about.region,
        "department": about.department,
        "department_names": _json(about.names),
        "year": about.year,
        "characters": len(document.text),
        **{name: len(tables[name]) for name in ("passages", "entities", "relations", "facts")},
    }


def _text(document: Document) -> Row:
    return {
        "text": document.text,
        "runs": _squash([_run(run) for run in document.runs]),
        "rows": _squash([_block(block) for block in document.rows]),
    }


def _run(run: Run) -> list[object]:
    return [run.start, run.end, run.part, run.offset, run.box]


def _block(block: Block) -> list[object]:
    return [block.start, block.end, block.kind, block.level]


def _section(section: Section) -> Row:
    return {
        "number": section.index,
        "level": section.level,
        "label": section.label,
        "title": section.title,
        "start": section.start,
        "body": section.body,
        "end": section.end,
        "parent": section.parent,
        "path": _json(section.path),
    }


def _entity(number: int, entity: Entity) -> Row:
    return {
        "number": number,
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": _json(entity.aliases),
    }


def _names(number: int, entity: Entity) -> list[Row]:
    forms = {squeeze(alias): True for alias in entity.aliases} | {squeeze(entity.name): False}
    return [
        {"entity": number, "number": at, "squeezed": form, "alias": alias}
        for at, (form, alias) in enumerate(forms.items())
    ]


def _relation(document: Document, number: int, relation: Relation) -> Row:
    return {
        "number": number,
        "head": relation.head,
        "rel": relation.rel,
        "tail": relation.tail,
        **_address(document, relation.citation),
    }


def _fact(document: Document, number: int, fact: Fact) -> Row:
    for citation in fact.also:
        _address(document, citation)
    period = fact.period
    return {
        "number": number,
        "id": fact.id,
        "subject": fact.subject,
        "subject_id": fact.subject_id,
        "metric": fact.metric,
        "metric_id": fact.metric_id,
        "low": str(fact.quantity.low),
        "high": str(fact.quantity.high),
        "unit": fact.quantity.unit,
        "op": fact.quantity.op,
        "first": period.first if period else None,
        "last": period.last if period else None,
        "kind": fact.kind,
        "direction": fact.direction,
        "confidence": fact.confidence,
        "also": _json([[c.start, c.end, c.quote, c.section, c.page] for c in fact.also]),
        "conflicts": _json(fact.conflicts),
        **_address(document, fact.citation),
    }


def _address(document: Document, citation: Citation) -> Row:
    """The columns of a citation, after the document has made it once more."""
    try:
        own = document.cite(citation.start, citation.end)
    except ValueError:
        own = None
    if own != citation:
        raise LibraryError(
            f"引文与原文不符（{citation.start}:{citation.end}“{citation.quote}”）", document.source
        )
    return {
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "section": document.section_at(citation.start).index,
        "page": citation.page,
    }


def _json(value: Iterable[object]) -> str:
    return orjson.dumps(value).decode()


def _squash(value: list[list[object]]) -> bytes:
    return zlib.compress(orjson.dumps(value))
