"""The graph of a library that is too large for objects: its shape in memory, compressed; its words in the database.

The same face as `graph.knowledge_graph.KnowledgeGraph`, and the same answers (`graph/whole.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice, pairwise

from graph.adjacency import Adjacency
from graph.claims import (
    Claim,
    Edge,
    Hop,
    Node,
    as_edge,
    as_hop,
    as_node,
    edge_order,
    metric_node,
    subject_node,
)
from graph.facts import Fact, Relation
from graph.knowledge_graph import KnowledgeGraph
from search.library import Library, LibraryError
from search.library.edges import Edges, reading_edges

AT_ONCE = 500
"""Nodes whose words and statements are read together; what a statement of the database takes well."""

TRIES = 3
"""Of a path, when a writer took its quotes out between the reading of the shape and that of the words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All nodes and edges without their words.

    Attributes:
        adjacency: who is joined to whom.
        metrics: of each node that is a metric, the metric's own id.
        subjects: of each node that is a subject but no entity, its words.
    """

    adjacency: Adjacency
    metrics: dict[str, str] = field(repr=False)
    subjects: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, edges: Edges) -> Shape:
        """The shape of what a transaction sees; a few microseconds a statement."""
        metrics: dict[str, str] = {}
        subjects: dict[str, str] = {}
        nodes: dict[str, str] = {}  # hashing the same metric a million times would take a second

        def measured() -> Iterator[tuple[str, str]]:
            for subject, metric in edges.subjects():
                yield subject, metric_of(metric)
            for words, metric in edges.other_subjects():
                node = subject_node(words)
                subjects[node] = words
                yield node, metric_of(metric)

        def metric_of(metric: str) -> str:
            if metric not in nodes:
                nodes[metric] = metric_node(metric)
                metrics[nodes[metric]] = metric
            return nodes[metric]

        return cls(
            Adjacency.of(edges.relation_ends(), measured(), edges.entity_ids()),
            metrics,
            subjects,
        )


class StoredGraph:
    """The graph of all reports in a library, as it was when its shape was read."""

    def __init__(self, library: Library) -> None:
        self._library = library
        with reading_edges(library) as edges:
            self._shape = Shape.of(edges)

    @property
    def adjacency(self) -> Adjacency:
        """The shape."""
        return self._shape.adjacency

    @property
    def sources(self) -> tuple[str, ...]:
        """The reports that say anything, sorted."""
        with self._now() as state:
            return state.sources

    def __contains__(self, node: object) -> bool:
        return node in self.adjacency

    def path(self, start: str, end: str) -> tuple[Hop, ...] | None:
        """As `KnowledgeGraph.path`.

        Raises:
            KeyError: an end is not in the graph.
            LibraryError: a writer kept changing what stands on the way.
        """
        for _ in range(TRIES):
            with self._now() as state:
                try:
                    return state.path(start, end)
                except IndexError:
                    pass
            # A hop has no quote any more: the shape is older than the library.
            with reading_edges(self._library) as edges:
                self._shape = Shape.of(edges)
        raise LibraryError("资料库正在被改动，没能读完", str(self._library.home), "请等写入结束后再试")

    def part(self, ids: Iterable[str]) -> KnowledgeGraph:
        """As `KnowledgeGraph.part`; what a writer took out meanwhile is not in it."""
        with self._now() as state:
            return state.part(ids)

    def nodes_of(self, ids: Iterable[str]) -> Iterator[Node]:
        """As `KnowledgeGraph.nodes_of`."""
        with self._now() as state:
            yield from state.nodes_of(ids)

    def nodes(self) -> Iterator[Node]:
        """As `KnowledgeGraph.nodes`."""
        with self._now() as state:
            yield from state.nodes()

    def edges(self) -> Iterator[Edge]:
        """As `KnowledgeGraph.edges`."""
        with self._now() as state:
            yield from state.edges()

    @contextmanager
    def steady(self) -> Iterator[Snapshot]:
        """The graph as it is now, and stays for whoever looks at it, in one transaction."""
        with reading_edges(self._library) as edges:
            yield Snapshot(Shape.of(edges), edges)

    @contextmanager
    def _now(self) -> Iterator[Snapshot]:
        with reading_edges(self._library) as edges:
            yield Snapshot(self._shape, edges)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A shape, with the transaction that has its words."""

    shape: Shape
    said: Edges

    @property
    def adjacency(self) -> Adjacency:
        """The shape."""
        return self.shape.adjacency

    @property
    def sources(self) -> tuple[str, ...]:
        """The reports that say anything, sorted."""
        return self.said.sources()

    def __contains__(self, node: object) -> bool:
        return node in self.adjacency

    def steady(self) -> AbstractContextManager[Snapshot]:
        """It is that already."""
        return nullcontext(self)

    def path(self, start: str, end: str) -> tuple[Hop, ...] | None:
        """As `KnowledgeGraph.path`.

        Raises:
            KeyError: an end is not in the graph.
            IndexError: a step of the shape has no words, which are of a later state.
        """
        way = self.adjacency.path(start, end)
        if way is None:
            return None
        named = {node.id: node for node in self.nodes_of(way)}
        hops = []
        for here, there in pairwise(way):
            told = [as_edge(one.head, one.tail, one) for one in self.said.relations_between(here, there)]
            edge = sorted(told, key=edge_order)[0]
            if not {edge.head, edge.tail} <= named.keys():
                raise IndexError(here)
            hops.append(as_hop(edge, named[edge.head], named[edge.tail]))
        return tuple(hops)

    def part(self, ids: Iterable[str]) -> KnowledgeGraph:
        """As `KnowledgeGraph.part`."""
        near = {node for node in ids if node in self.adjacency}
        part = KnowledgeGraph()
        for node, claim in self._claims(near):
            part.claim(node, claim)
        for head, tail, one in self._statements(near):
            if head in part and tail in part:
                part.connect(head, tail, one)
        return part

    def nodes_of(self, ids: Iterable[str]) -> Iterator[Node]:
        """As `KnowledgeGraph.nodes_of`, some at a time."""
        for some in _some(sorted(set(ids))):
            claims: dict[str, list[Claim]] = {}
            for node, claim in self._claims(some):
                claims.setdefault(node, []).append(claim)
            for node in sorted(claims):
                yield as_node(node, claims[node])

    def nodes(self) -> Iterator[Node]:
        """As `KnowledgeGraph.nodes`, some at a time."""
        return self.nodes_of(self.adjacency.ids)

    def edges(self) -> Iterator[Edge]:
        """As `KnowledgeGraph.edges`, those of some heads at a time."""
        for some in _some(self.adjacency.ids):
            # A set: what a report says twice in one place is one statement.
            told = {as_edge(head, tail, one) for head, tail, one in self._statements(some)}
            yield from sorted(told, key=edge_order)

    def _claims(self, ids: Iterable[str]) -> Iterator[tuple[str, Claim]]:
        metrics, subjects, others = self._sorted_out(ids)
        yield from self.said.entity_claims(others)
        yield from self.said.metric_claims(metrics)
        yield from self.said.subject_claims(subjects)

    def _statements(self, heads: Iterable[str]) -> Iterator[tuple[str, str, Relation | Fact]]:
        _, subjects, others = self._sorted_out(heads)
        for relation in self.said.relations_from(others):
            yield relation.head, relation.tail, relation
        for fact in self.said.facts_of(others):
            if fact.subject_id is not None:  # the facts of entities have one
                yield fact.subject_id, metric_node(fact.metric_id), fact
        for fact in self.said.facts_about(subjects):
            yield subject_node(fact.subject), metric_node(fact.metric_id), fact

    def _sorted_out(self, ids: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
        """The metrics' own ids, the words of subjects, and the ids of entities among these nodes."""
        metrics: list[str] = []
        subjects: list[str] = []
        others: list[str] = []
        for node in sorted(ids):
            if node in self.shape.metrics:
                metrics.append(self.shape.metrics[node])
            elif node in self.shape.subjects:
                subjects.append(self.shape.subjects[node])
            else:
                others.append(node)
        return metrics, subjects, others


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some
