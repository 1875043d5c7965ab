"""One entity, at "/entities/ID": its names, what is said of it over the years, its relations, where it is named.

/entities/ID            by id; &view=relations, &view=mentions
/entities?name=NAME     by name: leads to the one it means, or shows those it can mean
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.claims import relation_id
from graph.units import comparable
from web.address import Address
from web.amounts import common_scale
from web.charts import Options, lines
from web.desk import Desk
from web.drawing import Chart, Drawn, Part, render
from web.graphs import around, graph_options
from web.texts import say

if TYPE_CHECKING:
    from graph.facts import Entity, Fact, Relation
    from ingest.document import Citation

PATH = "/entities/"
ALIKE = 8
NEAR = 30
MENTIONS = 200
LINES = 6
CALLED = 50


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as reports print it, how often, and the years of these reports."""

    name: str
    count: int
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All that is said of one relation with one other entity.

    Attributes:
        quotes: each with the id of its relation, and that of a person's correction.
    """

    rel: str
    other: Entity
    outward: bool
    quotes: tuple[tuple[Citation, str, str | None], ...]


def draw_entity(desk: Desk, here: Address) -> Drawn:
    """The entity that the path names."""
    entity = desk.entity(here.path.removeprefix(PATH))
    if entity is None:
        what = say("entity.missing", here.lang, name=here.path.removeprefix(PATH))
        page = render("missing.html", here, desk, what=what)
        return Drawn(say("entity.none", here.lang), (page,), "narrow", 404)
    facts = sorted(desk.facts_about(entity.id), key=_in_time)
    groups = list(grouped(desk, entity, desk.relations_of(entity.id)))
    counts = {"facts": len(facts), "relations": len(groups), "mentions": len(entity.mentions)}
    views = [view for view, count in counts.items() if count]
    view = here.one("view") if here.one("view") in views else next(iter(views), "mentions")
    head = render(
        "entity.html",
        here,
        desk,
        entity=entity,
        view=view,
        views=views,
        counts=counts,
        names=_printed(desk, entity),
        sources=sorted({mention.source for mention in entity.mentions}),
        years=_by_year(facts),
        groups=groups,
        mentions=_by_report(entity.mentions[:MENTIONS]),
        alike=_alike(desk, entity),
        corrections=desk.corrections(),
    )
    parts: list[Part] = [head]
    found = _series(facts) if view == "facts" else None
    if found:
        options, unit = found
        parts.append(Chart(say("entity.timeline", here.lang, unit=unit), options, 260))
    if view == "relations" and entity.id in desk.graph:
        part = around(desk, entity.id, NEAR)
        parts.append(Chart(say("entity.near", here.lang), graph_options(part, here.lang), 420))
    return Drawn(entity.name, tuple(parts))


def draw_entities(desk: Desk, here: Address) -> Drawn:
    """The entities that a name can mean."""
    name = here.one("name")
    found = desk.called(name)[:CALLED] if name else desk.entities()[:CALLED]
    page = render("entities.html", here, desk, name=name, found=found)
    return Drawn(name or say("entity.title", here.lang), (page,), "narrow")


def _by_year(facts: Iterable[Fact]) -> dict[int | None, list[Fact]]:
    """The facts by the year that they are of, the latest first; those without one last."""
    years: defaultdict[int | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        years[fact.period.year if fact.period else None].append(fact)
    return {year: years[year] for year in sorted(years, key=lambda year: -(year or 0))}


def _by_report(mentions: Iterable[Citation]) -> dict[str, list[Citation]]:
    reports: defaultdict[str, list[Citation]] = defaultdict(list)
    for mention in mentions:
        reports[mention.source].append(mention)
    return dict(reports)


def _in_time(fact: Fact) -> tuple[str, str, int]:
    return (str(fact.period or ""), fact.metric, fact.citation.start)


def _printed(desk: Desk, entity: Entity) -> list[Printed]:
    years: defaultdict[str, set[int]] = defaultdict(set)
    counts: defaultdict[str, int] = defaultdict(int)
    for mention in entity.mentions:
        counts[mention.quote] += 1
        report = desk.report(mention.source)
        if report and report.about.year:
            years[mention.quote].add(report.about.year)
    names = [Printed(name, count, tuple(sorted(years[name]))) for name, count in counts.items()]
    return sorted(names, key=lambda each: (-each.count, each.name))


def grouped(desk: Desk, entity: Entity, relations: Iterable[Relation]) -> Iterator[Group]:
    """The relations by kind and other end, those with most quotes first."""
    groups: defaultdict[tuple[str, str, bool], list[tuple[Citation, str, str | None]]] = defaultdict(list)
    for relation in relations:
        outward = relation.head == entity.id
        other = relation.tail if outward else relation.head
        said = (relation.citation, relation_id(relation), relation.decision)
        groups[relation.rel, other, outward].append(said)
    named = desk.named([other for _, other, _ in groups])
    order = sorted(groups, key=lambda key: (not key[2], key[0], -len(groups[key])))
    for rel, other, outward in order:
        if other in named:
            yield Group(rel, named[other], outward, tuple(groups[rel, other, outward]))


def _alike(desk: Desk, entity: Entity) -> list[object]:
    if entity.type not in ("PLATFORM", "PROJECT", "INITIATIVE", "POLICY"):
        return []
    own = {mention.source for mention in entity.mentions}
    found = desk.similar(entity.name, entity.mentions[0].source, ALIKE)
    return [each for each in found if each.report.source not in own]


def _series(facts: Sequence[Fact]) -> tuple[Options, str] | None:
    """Metrics that are told of several years, as lines in one unit; None where there are none."""
    points: defaultdict[str, dict[int, Fact]] = defaultdict(dict)
    for fact in facts:
        year = fact.period.year if fact.period else None
        if year and fact.kind == "actual" and fact.quantity.value is not None:
            points[fact.metric_id].setdefault(year, fact)
    several = [each for each in points.values() if len(each) > 1][:LINES]
    if not several:
        return None
    unit = next(iter(several[0].values())).quantity.unit
    several = [each for each in several if all(comparable(f.quantity.unit, unit) for f in each.values())]
    years = sorted({year for each in several for year in each})
    scale, shown = common_scale([f.quantity.low for each in several for f in each.values()], unit)
    rows = [
        (
            next(iter(each.values())).metric,
            [float(each[year].quantity.low / scale) if year in each else None for year in years],
        )
        for each in several
    ]
    return lines([str(year) for year in years], rows), shown
