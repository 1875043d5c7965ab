"""What the library says as nodes and edges, for a graph that is too large to be held as objects.

Everything is read within one transaction, so of one state, and with the decisions of people. The claims are those
that `graph.knowledge_graph` makes of the same reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, exists, or_, select

from graph.claims import Claim, metric_claim, metric_node, subject_claim, subject_node
from graph.facts import Fact, Relation
from search.library.connecting import reading
from search.library.decisions import read_log
from search.library.schema import entities, facts, relations, reports
from search.library.unpacking import BATCH, read_entities, read_facts, read_relations
from search.library.view import View

if TYPE_CHECKING:
    from search.library.shelves import Library

_KNOWN = exists().where(entities.c.report == facts.c.report, entities.c.id == facts.c.subject_id)
# Whether the subject of a fact is an entity of its report; else the fact hangs on its words.


@contextmanager
def reading_edges(library: Library) -> Iterator[Edges]:
    """The edges of one state of the library, from beginning to end."""
    with reading(library._engine) as connection:
        yield Edges(connection, View.of(read_log(connection)))


@dataclass(frozen=True, slots=True)
class Edges:
    """What one transaction sees, told with the decisions in `view`."""

    connection: Connection
    view: View

    def sources(self) -> tuple[str, ...]:
        """The reports that say anything, sorted."""
        said = [exists().where(table.c.report == reports.c.id) for table in (entities, facts)]
        return tuple(
            self.connection.scalars(select(reports.c.source).where(or_(*said)).order_by(reports.c.source))
        )

    def entity_ids(self) -> Iterator[str]:
        """The ids of all entities, each once for every report, and so more often than once."""
        for id_ in self.connection.scalars(select(entities.c.id)):
            yield self.view.end(id_)

    def relation_ends(self) -> Iterator[tuple[str, str, str]]:
        """Head, kind and tail of every relation, without its quote."""
        for head, rel, tail in self.connection.execute(
            select(relations.c.head, relations.c.rel, relations.c.tail)
        ):
            ends = self.view.end(head), self.view.end(tail)
            # As `View.relations` has it: what decisions made one has no relation to itself.
            if ends[0] != ends[1] or head == tail:
                yield ends[0], rel, ends[1]

    def subjects(self) -> Iterator[tuple[str, str]]:
        """The entity and the metric (its own id) of every fact about an entity."""
        statement = select(facts.c.subject_id, facts.c.metric_id).where(_KNOWN)
        for subject, metric in self.connection.execute(statement):
            yield self.view.end(subject), metric

    def other_subjects(self) -> Iterator[tuple[str, str]]:
        """The words for the subject and the metric (its own id) of every fact that is about no entity."""
        statement = select(facts.c.subject, facts.c.metric_id).where(~_KNOWN).distinct()
        return ((subject, metric) for subject, metric in self.connection.execute(statement))

    def entity_claims(self, ids: Iterable[str]) -> Iterator[tuple[str, Claim]]:
        """What each report says of these entities."""
        for some in _batches(ids):
            said = read_entities(self.connection, None, entities.c.id.in_(self.view.widened(some)))
            for one in self.view.entities(said):
                source = one.mentions[0].source
                yield one.id, Claim(source, one.name, one.type, one.aliases, one.mentions)

    def metric_claims(self, metric_ids: Iterable[str]) -> Iterator[tuple[str, Claim]]:
        """What each report calls these metrics, by the ids of their nodes."""
        for some in _batches(metric_ids):
            statement = select(reports.c.source, facts.c.metric_id, facts.c.metric).join(
                reports, reports.c.id == facts.c.report
            )
            for source, metric_id, wording in self.connection.execute(
                statement.where(facts.c.metric_id.in_(some)).distinct()
            ):
                yield metric_node(metric_id), metric_claim(source, metric_id, wording)

    def subject_claims(self, subjects: Iterable[str]) -> Iterator[tuple[str, Claim]]:
        """Which reports speak of these subjects that are no entities, by the ids of their nodes."""
        for some in _batches(subjects):
            statement = select(reports.c.source, facts.c.subject).join(
                reports, reports.c.id == facts.c.report
            )
            for source, subject in self.connection.execute(
                statement.where(facts.c.subject.in_(some), ~_KNOWN).distinct()
            ):
                yield subject_node(subject), subject_claim(source, subject)

    def relations_from(self, heads: Iterable[str]) -> Iterator[Relation]:
        """The relations that lead out of these entities."""
        for some in _batches(heads):
            said = read_relations(self.connection, None, relations.c.head.in_(self.view.widened(some)))
            yield from self.view.relations(said)

    def relations_between(self, one: str, other: str) -> Iterator[Relation]:
        """The relations between two entities, in either direction."""
        first, second = self.view.widened([one]), self.view.widened([other])
        said = read_relations(
            self.connection,
            None,
            or_(
                and_(relations.c.head.in_(first), relations.c.tail.in_(second)),
                and_(relations.c.head.in_(second), relations.c.tail.in_(first)),
            ),
        )
        return self.view.relations(said)

    def facts_of(self, ids: Iterable[str]) -> Iterator[Fact]:
        """The facts about these entities."""
        for some in _batches(ids):
            wanted = facts.c.subject_id.in_(self.view.widened(some))
            yield from self.view.facts(read_facts(self.connection, None, wanted, _KNOWN))

    def facts_about(self, subjects: Iterable[str]) -> Iterator[Fact]:
        """The facts about these subjects that are no entities."""
        for some in _batches(subjects):
            yield from self.view.facts(read_facts(self.connection, None, facts.c.subject.in_(some), ~_KNOWN))


def _batches(ids: Iterable[str]) -> Iterator[Collection[str]]:
    """A statement takes a bounded number of values."""
    rest = iter(ids)
    while some := list(islice(rest, BATCH)):
        yield some
