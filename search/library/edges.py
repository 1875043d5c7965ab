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

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from graph.claims import Claim, metric_claim, metric_node, subject_claim, subject_node
from graph.facts import Fact, Relation
from search.library.connecting import reading
from search.library.schema import entities, facts, relations, reports
from search.library.unpacking import BATCH, read_entities, read_facts, read_relations
from search.library.view import View, view_of

if TYPE_CHECKING:
    from search.library.shelves import Library

_KNOWN = exists().where(entities.c.report == facts.c.report, entities.c.id == facts.c.subject_id)
# Whether the subject of a fact is an entity of its report; else the fact hangs on its words.


@contextmanager
def reading_edges(library: Library) -> Iterator[Edges]:
    """The edges of one state of the library, from beginning to end."""
    with reading(library._engine) as connection:
        yield Edges(connection, view_of(connection))


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
            end = self.view.end(id_)
            if end not in self.view.gone:
                yield end

    def relation_ends(self) -> Iterator[tuple[str, str, str]]:
        """Head, kind and tail of every relation, without its quote."""
        corrected = self._corrected_relations
        statement = select(relations.c.head, relations.c.rel, relations.c.tail).where(~corrected)
        for head, rel, tail in self.connection.execute(statement):
            ends = self.view.end(head), self.view.end(tail)
            # As `View.relations` has it: what decisions made one has no relation to itself.
            if (ends[0] != ends[1] or head == tail) and self.view.gone.isdisjoint(ends):
                yield ends[0], rel, ends[1]
        if self.view.rulings.relations:
            for one in self._related(read_relations(self.connection, None, corrected)):
                yield one.head, one.rel, one.tail

    def subjects(self) -> Iterator[tuple[str, str]]:
        """The entity and the metric (its own id) of every fact about an entity."""
        statement = select(facts.c.subject_id, facts.c.metric_id).where(_KNOWN, ~self._touched)
        for subject, metric in self.connection.execute(statement):
            yield self.view.end(subject), metric
        for fact, known in self._corrected():
            if known and fact.subject_id:
                yield fact.subject_id, fact.metric_id

    def other_subjects(self) -> Iterator[tuple[str, str]]:
        """The words for the subject and the metric (its own id) of every fact that is about no entity."""
        statement = select(facts.c.subject, facts.c.metric_id).where(~_KNOWN, ~self._touched).distinct()
        yield from ((subject, metric) for subject, metric in self.connection.execute(statement))
        for fact, known in self._corrected():
            if not known:
                yield fact.subject, fact.metric_id

    @property
    def _touched(self) -> ColumnElement[bool]:
        """The facts that people corrected, or about what they said is no entity."""
        gone = [id_ for end in self.view.gone for id_ in self.view.widened([end])]
        # A fact about nothing is about nothing that is gone: the comparison with NULL must not lose it.
        return or_(
            facts.c.id.in_(list(self.view.rulings.facts)), func.coalesce(facts.c.subject_id, "").in_(gone)
        )

    def _corrected(self) -> Iterator[tuple[Fact, bool]]:
        """Those facts as people would have them, each with whether it is about an entity of its report."""
        if not self.view.rulings.facts and not self.view.gone:
            return
        for fact in self.view.facts(read_facts(self.connection, None, self._touched)):
            yield fact, self._is_known(fact)

    def _is_known(self, fact: Fact) -> bool:
        if fact.subject_id is None:
            return False
        named = read_entities(
            self.connection, [fact.citation.source], entities.c.id.in_(self.view.widened([fact.subject_id]))
        )
        return any(True for _ in self.view.entities(named))

    def _related(self, said: Iterable[Relation]) -> Iterator[Relation]:
        """Relations as people would have them; a corrected one only between what its report names."""
        for one in self.view.relations(said):
            if one.decision is not None:
                ids = list(self.view.widened([one.head, one.tail]))
                named = read_entities(self.connection, [one.citation.source], entities.c.id.in_(ids))
                if not {one.head, one.tail} <= {entity.id for entity in self.view.entities(named)}:
                    continue
            yield one

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
                statement.where(facts.c.metric_id.in_(some), ~self._touched).distinct()
            ):
                yield metric_node(metric_id), metric_claim(source, metric_id, wording)
            for fact, _ in self._corrected():
                if fact.metric_id in some:
                    claim = metric_claim(fact.citation.source, fact.metric_id, fact.metric)
                    yield metric_node(fact.metric_id), claim

    def subject_claims(self, subjects: Iterable[str]) -> Iterator[tuple[str, Claim]]:
        """Which reports speak of these subjects that are no entities, by the ids of their nodes."""
        for some in _batches(subjects):
            statement = select(reports.c.source, facts.c.subject).join(
                reports, reports.c.id == facts.c.report
            )
            for source, subject in self.connection.execute(
                statement.where(facts.c.subject.in_(some), ~_KNOWN, ~self._touched).distinct()
            ):
                yield subject_node(subject), subject_claim(source, subject)
            for fact, known in self._corrected():
                if not known and fact.subject in some:
                    yield subject_node(fact.subject), subject_claim(fact.citation.source, fact.subject)

    def relations_from(self, heads: Iterable[str]) -> Iterator[Relation]:
        """The relations that lead out of these entities."""
        corrected = self._corrected_relations
        for some in _batches(heads):
            wanted = or_(relations.c.head.in_(self.view.widened(some)), corrected)
            for one in self._related(read_relations(self.connection, None, wanted)):
                if one.head in some:
                    yield one

    @property
    def _corrected_relations(self) -> ColumnElement[bool]:
        return relations.c.quote.in_([said.quote for said in self.view.rulings.relations])

    def relations_between(self, one: str, other: str) -> Iterator[Relation]:
        """The relations between two entities, in either direction."""
        first, second = self.view.widened([one]), self.view.widened([other])
        said = read_relations(
            self.connection,
            None,
            or_(
                and_(relations.c.head.in_(first), relations.c.tail.in_(second)),
                and_(relations.c.head.in_(second), relations.c.tail.in_(first)),
                self._corrected_relations,
            ),
        )
        for found in self._related(said):
            if (found.head, found.tail) in ((one, other), (other, one)):
                yield found

    def facts_of(self, ids: Iterable[str]) -> Iterator[Fact]:
        """The facts about these entities."""
        for some in _batches(ids):
            wanted = facts.c.subject_id.in_(self.view.widened(some))
            yield from self.view.facts(read_facts(self.connection, None, wanted, _KNOWN, ~self._touched))
            for fact, known in self._corrected():
                if known and fact.subject_id in some:
                    yield fact

    def facts_about(self, subjects: Iterable[str]) -> Iterator[Fact]:
        """The facts about these subjects that are no entities."""
        for some in _batches(subjects):
            wanted = facts.c.subject.in_(some)
            yield from self.view.facts(read_facts(self.connection, None, wanted, ~_KNOWN, ~self._touched))
            for fact, known in self._corrected():
                if not known and fact.subject in some:
                    yield fact


def _batches(ids: Iterable[str]) -> Iterator[Collection[str]]:
    """A statement takes a bounded number of values."""
    rest = iter(ids)
    while some := list(islice(rest, BATCH)):
        yield some
