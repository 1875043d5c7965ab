"""What people corrected, as lines of the annotation (`bench/gold/GUIDELINES.md`): a person's word is worth keeping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.lines import Line, encode
from graph.exports import amount

if TYPE_CHECKING:
    from graph.facts import Entity, Fact, Relation
    from suizhi import Suizhi

WRONG = "wrong"
"""The task of lines about what is not so: no annotation knows them, so they stand in a file of their own."""


def gold_lines(room: Suizhi) -> Iterator[tuple[str, str, Line]]:
    """Document, task (facts, relations, entities, wrong) and line of each correction that is in force."""
    library = room.library
    said = {one.id: one for one in library.corrections() if one.state == "yes"}
    for fact in library.facts():
        if fact.decision in said:
            yield _doc(fact.citation.source), "facts", _fact(fact)
    for report in library.reports():
        knowledge = library.knowledge(report.source)
        named = {entity.id: entity for entity in knowledge.entities}
        for relation in knowledge.relations:
            if relation.decision in said:
                yield _doc(report.source), "relations", _relation(relation, named)
        retyped = {(one.after or {}).get("id") for one in said.values() if one.what == "entity"} - {None}
        for entity in knowledge.entities:
            if entity.id in retyped:
                yield _doc(report.source), "entities", _entity(entity)
    for one in said.values():
        if one.wrong:
            line: Line = {"what": one.what, "doc": _doc(one.source), **dict(one.before), "quote": one.quote}
            yield line["doc"], WRONG, {**line, "reason": one.reason}


def write_gold(room: Suizhi, folder: Path) -> list[Path]:
    """Writes `DOC.TASK.jsonl` for each document and task; the files, sorted. What stands there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in _files(room).items():
        (folder / name).write_bytes(data)
        written.append(folder / name)
    return sorted(written)


def zipped_gold(room: Suizhi) -> bytes:
    """The same files as one zip; the same corrections give the same bytes."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as packed:
        for name, lines in sorted(_files(room).items()):
            packed.writestr(ZipInfo(name), lines, ZIP_DEFLATED)
    return data.getvalue()


def _files(room: Suizhi) -> dict[str, bytes]:
    """The lines by the name of their file."""
    files: defaultdict[str, bytes] = defaultdict(bytes)
    for doc, task, line in gold_lines(room):
        files[f"{doc or 'library'}.{task}.jsonl"] += encode(line) + b"\n"
    return files


def _doc(source: str) -> str:
    """The name of a document in the annotation: that of its file, without the suffix."""
    return PurePosixPath(source).stem


def _fact(fact: Fact) -> Line:
    line: Line = {
        "id": fact.id,
        "doc": _doc(fact.citation.source),
        "subject": fact.subject,
        "metric": fact.metric,
        **amount(fact.quantity),
        "period": None if fact.period is None else str(fact.period),
        "kind": fact.kind,
        "quote": fact.citation.quote,
    }
    return {**line, "also": len(fact.also)} if fact.also else line


def _relation(relation: Relation, named: dict[str, Entity]) -> Line:
    return {
        "doc": _doc(relation.citation.source),
        "head": named[relation.head].name,
        "rel": relation.rel,
        "tail": named[relation.tail].name,
        "quote": relation.citation.quote,
    }


def _entity(entity: Entity) -> Line:
    first = entity.mentions[0]
    return {
        "id": entity.id,
        "doc": _doc(first.source),
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "quote": first.quote,
    }
