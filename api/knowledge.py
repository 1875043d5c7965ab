"""What the library knows, as lines: entities with their surroundings, paths, facts, exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import TYPE_CHECKING

from api.correcting import ruled_lines, told_by, word_on_entity, words_on_entities
from api.deciding import effect_lines
from api.errors import UsageError
from api.lines import Line, citation
from api.vouching import vouched
from graph.claims import relation_id
from graph.exports import dump_lines, entity_lines, fact_lines, relation_lines
from graph.formats import FORMATS
from ingest.fold import squeeze

if TYPE_CHECKING:
    from graph.facts import Entity, Fact, Relation
    from graph.knowledge_graph import Hop
    from suizhi import Suizhi

MEANINGS = 3
"""How many entities a name of a path is tried as; beyond those it no longer is that name."""


def entities_called(room: Suizhi, name: str) -> tuple[Entity, ...]:
    """The entities that a name, alias or id can mean, likeliest first."""
    return room.library.entities(ids=[name], merged=True) or room.library.entity_named(name)


def entity_line(room: Suizhi, entity: Entity) -> Line:
    """An entity with its relations in and out (grouped, with counts and quotes), facts and mentions."""
    (line,) = entity_lines(vouched(room, [entity]))
    relations = list(vouched(room, room.library.relations(touching=[entity.id])))
    others = {end for relation in relations for end in (relation.head, relation.tail)}
    named = {other.id: other for other in room.library.entities(ids=others, merged=True)}
    return {
        **line,
        "names": _names(room, entity),
        "mention_count": len(entity.mentions),
        "mentions": [citation(mention) for mention in entity.mentions],
        "relations": {
            "out": _grouped((r for r in relations if r.head == entity.id), named, outward=True),
            "in": _grouped((r for r in relations if r.tail == entity.id), named, outward=False),
        },
        "facts": list(told_by(room, fact_lines(vouched(room, room.library.facts(subjects=[entity.id]))))),
        "decision": word_on_entity(room, entity.id),
    }


def _names(room: Suizhi, entity: Entity) -> list[Line]:
    """How reports print the name, with the reports and their years; the one of the latest year first."""
    years = {report.source: report.about.year for report in room.documents()}
    printed: defaultdict[str, list[str]] = defaultdict(list)
    for mention in entity.mentions:
        printed[mention.quote].append(mention.source)
    lines = [
        {
            "name": name,
            "years": sorted({year for source in sources if (year := years.get(source)) is not None}),
            "sources": sorted({*sources}),
            "count": len(sources),
        }
        for name, sources in printed.items()
    ]
    return sorted(lines, key=lambda line: (-max(line["years"], default=0), -line["count"], line["name"]))


def _grouped(relations: Iterable[Relation], named: dict[str, Entity], *, outward: bool) -> list[Line]:
    """A line for each relation and other end; those with the most quotes first."""
    groups: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in relations:
        groups[relation.rel, relation.tail if outward else relation.head].append(relation)
    lines = [
        {
            "rel": rel,
            "id": other,
            "name": named[other].name,
            "type": named[other].type,
            "count": len(same),
            "quotes": [
                {**citation(one.citation), "id": relation_id(one), "decision": one.decision} for one in same
            ],
        }
        for (rel, other), same in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line["count"], line["rel"], line["name"], line["id"]))


def path_between(room: Suizhi, start: str, end: str) -> tuple[Hop, ...] | None:
    """The hops of a shortest way between two names; None if the reports do not connect them.

    Raises:
        UsageError: no entity is called so.
    """
    graph = room.graph
    for first, last in product(_meanings(room, start), _meanings(room, end)):
        if first in graph and last in graph and (hops := graph.path(first, last)) is not None:
            room.library.vouch({hop.citation.source for hop in hops})
            return hops
    return None


def _meanings(room: Suizhi, name: str) -> list[str]:
    found = entities_called(room, name)
    if not found:
        raise UsageError(
            f"报告里没有叫“{name}”的机构、平台、项目或地区", "请换一个名称，或先用 suizhi entity 查找"
        )
    # A name that only is a part of others' is tried as the likeliest; an exact one as all that bear it.
    exact = [e.id for e in found if squeeze(name) in {squeeze(form) for form in (e.name, *e.aliases)}]
    return exact[:MEANINGS] or [found[0].id]


def hop_line(hop: Hop) -> Line:
    """A step of a path, with the quote that states it."""
    return {"head": hop.head, "rel": hop.rel, "tail": hop.tail, **citation(hop.citation)}


def facts_like(
    room: Suizhi,
    *,
    source: str | None = None,
    region: str | None = None,
    year: int | None = None,
    metric: str | None = None,
    subject: str | None = None,
) -> Iterator[Line]:
    """The facts of reports with that source, region and year; metric and subject may be parts of names."""
    sources = [
        report.source
        for report in room.documents()
        if (source is None or report.source == source)
        and (region is None or region in (report.about.region, report.about.city, report.about.province))
        and (year is None or report.about.year == year)
    ]
    facts = room.library.facts(sources=sources)
    return told_by(room, fact_lines(vouched(room, (f for f in facts if _holds(f, metric, subject)))))


def _holds(fact: Fact, metric: str | None, subject: str | None) -> bool:
    wanted = ((metric, (fact.metric, fact.metric_id)), (subject, (fact.subject, fact.subject_id or "")))
    return all(
        part is None or any(squeeze(part) in squeeze(name) for name in names) for part, names in wanted
    )


def _facts(room: Suizhi) -> Iterator[Line]:
    return told_by(room, fact_lines(vouched(room, room.library.facts())))


def _entities(room: Suizhi) -> Iterator[Line]:
    said = words_on_entities(room)
    for line in entity_lines(vouched(room, room.library.entities(merged=True))):
        yield {**line, "decision": said.get(line["id"])}


def _relations(room: Suizhi) -> Iterator[Line]:
    for report in room.documents():
        yield from told_by(room, relation_lines(room.library.knowledge(report.source)))


def _everything(room: Suizhi) -> Iterator[Line]:
    library = room.library
    sources = [report.source for report in room.documents()]
    yield from dump_lines(sources, lambda source: (library.document(source), library.knowledge(source)))
    yield from effect_lines(library.view())
    yield from ruled_lines(library.view())


EXPORTS = {"facts": _facts, "entities": _entities, "relations": _relations, "all": _everything}
"""What can be exported as JSON lines; `graph` has formats of its own."""


def export(room: Suizhi, what: str, form: str) -> Iterator[str]:
    """The text of an export, piece by piece.

    Raises:
        UsageError: there is no such export or form.
    """
    from api.lines import encode

    if what == "graph":
        if form not in FORMATS:
            raise UsageError(f"没有这种格式：{form}", f"可用的格式：{'、'.join(FORMATS)}")
        # A long export shows one state, whatever a writer does meanwhile.
        with room.graph.steady() as graph:
            yield from FORMATS[form](graph)
        return
    if what not in EXPORTS:
        raise UsageError(f"没有这种导出：{what}", f"可以导出：{'、'.join([*EXPORTS, 'graph'])}")
    for line in EXPORTS[what](room):
        yield encode(line).decode() + "\n"


def page_of(lines: Iterable[Line], top: int, offset: int) -> list[Line]:
    """The `top` lines after the first `offset`."""
    return list(islice(lines, offset, offset + top))
