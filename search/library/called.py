"""What the library calls things, without where it does: for what looks at all names and quotes none.

A merged entity holds a citation for each of its mentions, with its quote: of a thousand reports those are 300,000, of
which names need the reports only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import orjson
from sqlalchemy import func, select

from graph.facts import Entity, EntityType, Relation, RelationType
from ingest.document import Citation
from search.library.connecting import reading
from search.library.edges import reading_edges
from search.library.schema import entities, facts, mentions, reports
from search.library.unpacking import read_facts

if TYPE_CHECKING:
    from search.library.shelves import Library


def entities_called(library: Library) -> tuple[Entity, ...]:
    """As `library.entities(merged=True)`, but that a mention tells its report and nothing else."""
    with reading(library._engine) as connection:
        view = library._view(connection)
        counted = (
            select(mentions.c.report, mentions.c.entity, func.count().label("times"))
            .group_by(mentions.c.report, mentions.c.entity)
            .subquery()
        )
        here = {
            number: _somewhere(source)
            for number, source in connection.execute(select(reports.c.id, reports.c.source))
        }
        statement = select(entities, counted.c.times).join(
            counted, (counted.c.report == entities.c.report) & (counted.c.entity == entities.c.number)
        )
        same: defaultdict[str, _Called] = defaultdict(_Called)
        for row in connection.execute(statement):
            end = view.end(row.id)
            if end in view.gone:
                continue
            one = Entity(row.id, row.name, row.type, tuple(orjson.loads(row.aliases)), ())
            same[end].add(view.renamed(one, end), here[row.report], row.times)
    return tuple(same[id_].entity(id_) for id_ in sorted(same))


def relations_called(library: Library) -> Iterator[Relation]:
    """As `library.relations()`, without what they quote."""
    nowhere = _somewhere("")
    with reading_edges(library) as edges:
        for head, rel, tail in edges.relation_ends():
            yield Relation(head, cast(RelationType, rel), tail, nowhere)


def metrics_called(library: Library) -> dict[str, int]:
    """What the library's metrics are called, each with the number of reports that call one so."""
    with reading(library._engine) as connection:
        view = library._view(connection)
        ruled = facts.c.id.in_(list(view.rulings.facts))
        counted = select(facts.c.metric, func.count(facts.c.report.distinct())).group_by(facts.c.metric)
        found = {metric: int(count) for metric, count in connection.execute(counted.where(~ruled))}
        for fact in view.facts(read_facts(connection, None, ruled)):
            found[fact.metric] = found.get(fact.metric, 0) + 1
    return found


class _Called:
    """One entity as the reports call it."""

    __slots__ = ("forms", "name", "places", "type")

    def __init__(self) -> None:
        self.name, self.type = "", ""
        self.forms: set[str] = set()
        self.places: list[Citation] = []

    def add(self, one: Entity, place: Citation, times: int) -> None:
        """What one report calls it, and how often."""
        # The fullest name, as `graph.claims.merge` has it.
        if not self.name or (-len(one.name), one.name) < (-len(self.name), self.name):
            self.name = one.name
        self.type = min(self.type or one.type, one.type)
        self.forms.update((one.name, *one.aliases))
        self.places += [place] * times

    def entity(self, id_: str) -> Entity:
        """All that was added."""
        aliases = tuple(sorted(self.forms - {self.name}))
        places = tuple(sorted(self.places, key=lambda place: place.source))
        return Entity(id_, self.name, cast(EntityType, self.type), aliases, places)


def _somewhere(source: str) -> Citation:
    return Citation(source, 0, 0, "", "", None)
