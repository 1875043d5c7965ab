"""The graph of what reports say: each report's knowledge is a small graph, the whole is their union.

Every node and edge holds *claims*, and each claim knows the one report that makes it. Union is the union of
claims, so it is associative, commutative and idempotent; removing a report removes its claims, and what
nobody claims any more is gone. Metrics are nodes too: subject --metric--> metric carries a fact.

It holds the whole while that is small, and a part of it always; a large whole stays in the database, with the
same face (`graph/whole.py`).

The owner of networkx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from graph.claims import (
    Claim,
    Edge,
    Hop,
    Node,
    as_edge,
    as_hop,
    as_node,
    edge_order,
    merge,
    metric_claim,
    metric_node,
    source_of,
    sources_of,
    subject_claim,
    subject_node,
)
from graph.facts import Fact, Knowledge, Relation

if TYPE_CHECKING:
    from graph.adjacency import Adjacency

__all__ = ["Claim", "Edge", "Hop", "KnowledgeGraph", "Node", "merge"]


class KnowledgeGraph:
    """The union of what reports say.

    `net` is the networkx MultiDiGraph: nodes by entity id (or metric or subject id) and edges by relation
    or fact id, each with the set of its `claims`.
    """

    def __init__(self, knowledge: Iterable[Knowledge] = ()) -> None:
        import networkx as nx

        self.net: Any = nx.MultiDiGraph()
        self._adjacency: Adjacency | None = None
        for one in knowledge:
            self.add(one)

    def add(self, knowledge: Knowledge) -> None:
        """Adds what a report says to what is there.

        Raises:
            ValueError: a relation has an end that is none of the report's entities.
        """
        source = knowledge.source
        for entity in knowledge.entities:
            self.claim(entity.id, Claim(source, entity.name, entity.type, entity.aliases, entity.mentions))
        known = {entity.id for entity in knowledge.entities}
        for relation in knowledge.relations:
            if not {relation.head, relation.tail} <= known:
                raise ValueError(
                    f"{source}: an end of {relation.rel} is no entity: {relation.citation.quote}"
                )
            self.connect(relation.head, relation.tail, relation)
        for fact in knowledge.facts:
            self.connect(self._subject(fact, source, known), self._metric(fact, source), fact)

    def replace(self, knowledge: Knowledge) -> None:
        """Puts what a report says in place of all that it said before."""
        self.remove(knowledge.source)
        self.add(knowledge)

    def remove(self, source: str) -> None:
        """Takes away what only this report says."""
        self._adjacency = None
        for items, forget in (
            (self.net.edges(keys=True, data="claims"), self.net.remove_edges_from),
            (self.net.nodes(data="claims"), self.net.remove_nodes_from),
        ):
            empty = []
            for *key, claims in items:
                claims -= {claim for claim in claims if source_of(claim) == source}
                if not claims:
                    empty.append(tuple(key) if len(key) > 1 else key[0])
            forget(empty)

    def __or__(self, other: KnowledgeGraph) -> KnowledgeGraph:
        union = type(self)()
        for graph in (self, other):
            for node, claims in graph.net.nodes(data="claims"):
                for claim in claims:
                    union.claim(node, claim)
            for head, tail, claims in graph.net.edges(data="claims"):
                for claim in claims:
                    union.connect(head, tail, claim)
        return union

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnowledgeGraph):
            return NotImplemented
        return self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def _content(self) -> tuple[object, object]:
        return (
            dict(self.net.nodes(data="claims")),
            {(*edge,): claims for *edge, claims in self.net.edges(keys=True, data="claims")},
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """The reports that say anything, sorted."""
        return sources_of(claim for _, claims in self.net.nodes(data="claims") for claim in claims)

    @property
    def adjacency(self) -> Adjacency:
        """The shape of the graph as it is now."""
        from graph.adjacency import Adjacency

        if self._adjacency is None:
            edges = list(self.net.edges(keys=True))
            self._adjacency = Adjacency.of(
                ((head, key, tail) for head, tail, key in edges if not _is_fact(key)),
                ((head, tail) for head, tail, key in edges if _is_fact(key)),
                self.net,
            )
        return self._adjacency

    def steady(self) -> AbstractContextManager[KnowledgeGraph]:
        """The graph itself: nothing changes it from outside."""
        return nullcontext(self)

    def __contains__(self, node: object) -> bool:
        return node in self.net

    def node(self, node: str) -> Node:
        """The node with this id.

        Raises:
            KeyError: there is none.
        """
        return as_node(node, self.net.nodes[node]["claims"])

    def nodes_of(self, ids: Iterable[str]) -> Iterator[Node]:
        """The nodes with these ids, sorted by id; ids that are not there are passed over."""
        return (self.node(node) for node in sorted(set(ids)) if node in self.net)

    def nodes(self) -> Iterator[Node]:
        """All nodes, sorted by id."""
        return (self.node(node) for node in sorted(self.net))

    def edges(self) -> Iterator[Edge]:
        """All statements, sorted by ends, source and place."""
        found = (
            as_edge(head, tail, claim)
            for head, tail, claims in self.net.edges(data="claims")
            for claim in claims
        )
        return iter(sorted(found, key=edge_order))

    def edges_of(self, node: str) -> tuple[Edge, ...]:
        """The statements with this node at an end, sorted as in `edges`."""
        both = (*self.net.out_edges(node, data="claims"), *self.net.in_edges(node, data="claims"))
        # A loop is among the outgoing and the incoming edges.
        found = {as_edge(head, tail, claim) for head, tail, claims in both for claim in claims}
        return tuple(sorted(found, key=edge_order))

    def path(self, start: str, end: str) -> tuple[Hop, ...] | None:
        """A shortest way from one entity to another over relations, in whichever direction they point.

        Of several the one by the smallest ids, so that it does not depend on the order of adding. Metrics
        are no way: two offices that both have a 满意率 have nothing to do with each other.

        Returns:
            A hop for each step, none if both ends are one; None if there is no way.

        Raises:
            KeyError: an end is not in the graph.
        """
        import networkx as nx

        for node in (start, end):
            if node not in self.net:
                raise KeyError(node)
        # An explicit edge list costs one pass; a filtered view asks its filter again at every step.
        ways = nx.Graph((head, tail) for head, tail, key in self.net.edges(keys=True) if not _is_fact(key))
        ways.add_nodes_from((start, end))
        distance: dict[str, int] = nx.single_source_shortest_path_length(ways, end)
        if start not in distance:
            return None
        hops = []
        here = start
        while here != end:
            there = min(node for node in ways[here] if distance[node] == distance[here] - 1)
            hops.append(self._hop(here, there))
            here = there
        return tuple(hops)

    def neighbourhood(self, node: str, hops: int = 1) -> KnowledgeGraph:
        """The nodes at most `hops` steps from this one, in any direction, with all edges among them.

        A fact is the last step of its way: nothing is near because it has the same metric.

        Raises:
            KeyError: the node is not in the graph.
        """
        return self.part(self.adjacency.distances(node, hops))

    def part(self, ids: Iterable[str]) -> KnowledgeGraph:
        """The nodes with these ids, with all edges among them."""
        near = {node for node in ids if node in self.net}
        part = type(self)()
        for one in near:
            for claim in self.net.nodes[one]["claims"]:
                part.claim(one, claim)
        for head, tail, claims in self.net.subgraph(near).edges(data="claims"):
            for claim in claims:
                part.connect(head, tail, claim)
        return part

    def claim(self, node: str, claim: Claim) -> None:
        """Adds what a report says of a node."""
        if node not in self.net:
            self.net.add_node(node, claims=set())
            self._adjacency = None
        self.net.nodes[node]["claims"].add(claim)

    def connect(self, head: str, tail: str, claim: Relation | Fact) -> None:
        """Adds a statement between two nodes."""
        key = f"{_FACT}{claim.id}" if isinstance(claim, Fact) else claim.rel
        if not self.net.has_edge(head, tail, key):
            self.net.add_edge(head, tail, key, claims=set())
            self._adjacency = None
        self.net.edges[head, tail, key]["claims"].add(claim)

    def _subject(self, fact: Fact, source: str, known: set[str]) -> str:
        if fact.subject_id is not None and fact.subject_id in known:
            return fact.subject_id
        node = subject_node(fact.subject)
        self.claim(node, subject_claim(source, fact.subject))
        return node

    def _metric(self, fact: Fact, source: str) -> str:
        node = metric_node(fact.metric_id)
        self.claim(node, metric_claim(source, fact.metric_id, fact.metric))
        return node

    def _hop(self, here: str, there: str) -> Hop:
        edge = next(
            edge for edge in self.edges_of(here) if edge.fact is None and there in (edge.head, edge.tail)
        )
        return as_hop(edge, self.node(edge.head), self.node(edge.tail))


_FACT = "fact:"  # before the id of a fact in the key of its edge; the key of a relation is its kind


def _is_fact(key: str) -> bool:
    return key.startswith(_FACT)
