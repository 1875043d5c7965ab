"""The graph of what reports say: each report's knowledge is a small graph, the whole is their union.

Every node and edge holds *claims*, and each claim knows the one report that makes it. Union is the union of
claims, so it is associative, commutative and idempotent; removing a report removes its claims, and what
nobody claims any more is gone. Metrics are nodes too: subject --metric--> metric carries a fact.

The owner of networkx.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from graph.claims import Claim, Edge, Hop, Node, as_edge, as_node, edge_order, merge, source_of, sources_of
from graph.facts import Fact, Knowledge, Relation, identify

__all__ = ["Claim", "Edge", "Hop", "KnowledgeGraph", "Node", "merge"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The characters that XML 1.0 cannot hold in any spelling (its production 2); broken PDFs have them.


class KnowledgeGraph:
    """The union of what reports say.

    `net` is the networkx MultiDiGraph: nodes by entity id (or metric or subject id) and edges by relation
    or fact id, each with the set of its `claims`.
    """

    def __init__(self, knowledge: Iterable[Knowledge] = ()) -> None:
        import networkx as nx

        self.net: Any = nx.MultiDiGraph()
        for one in knowledge:
            self.add(one)

    def add(self, knowledge: Knowledge) -> None:
        """Adds what a report says to what is there.

        Raises:
            ValueError: a relation has an end that is none of the report's entities.
        """
        source = knowledge.source
        for entity in knowledge.entities:
            self._claim(entity.id, Claim(source, entity.name, entity.type, entity.aliases, entity.mentions))
        known = {entity.id for entity in knowledge.entities}
        for relation in knowledge.relations:
            if not {relation.head, relation.tail} <= known:
                raise ValueError(
                    f"{source}: an end of {relation.rel} is no entity: {relation.citation.quote}"
                )
            self._connect(relation.head, relation.tail, relation.rel, relation)
        for fact in knowledge.facts:
            self._connect(
                self._subject(fact, source, known), self._metric(fact, source), f"fact:{fact.id}", fact
            )

    def replace(self, knowledge: Knowledge) -> None:
        """Puts what a report says in place of all that it said before."""
        self.remove(knowledge.source)
        self.add(knowledge)

    def remove(self, source: str) -> None:
        """Takes away what only this report says."""
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
                    union._claim(node, claim)
            for head, tail, key, claims in graph.net.edges(keys=True, data="claims"):
                for claim in claims:
                    union._connect(head, tail, key, claim)
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

    def __contains__(self, node: str) -> bool:
        return node in self.net

    def node(self, node: str) -> Node:
        """The node with this id.

        Raises:
            KeyError: there is none.
        """
        return as_node(node, self.net.nodes[node]["claims"])

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

        Raises:
            KeyError: the node is not in the graph.
        """
        if node not in self.net:
            raise KeyError(node)
        part = type(self)()
        near = {node}
        for _ in range(hops):
            near |= {other for one in near for other in (*self.net.succ[one], *self.net.pred[one])}
        for one in near:
            for claim in self.net.nodes[one]["claims"]:
                part._claim(one, claim)
        for head, tail, key, claims in self.net.subgraph(near).edges(keys=True, data="claims"):
            for claim in claims:
                part._connect(head, tail, key, claim)
        return part

    def graphml(self) -> Iterator[str]:
        """The lines of a GraphML file: the same for the same graph."""
        import networkx as nx

        plain: Any = nx.MultiDiGraph()
        for node in self.nodes():
            plain.add_node(
                node.id,
                name=node.name,
                type=node.type,
                aliases="、".join(node.aliases),
                sources="、".join(node.sources),
                mentions=node.mentions,
            )
        for number, edge in enumerate(self.edges()):
            plain.add_edge(edge.head, edge.tail, key=str(number), **_plain(edge))
        write: Any = nx.generate_graphml
        for line in write(plain, named_key_ids=True):
            yield _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", line)

    def _claim(self, node: str, claim: Claim) -> None:
        if node not in self.net:
            self.net.add_node(node, claims=set())
        self.net.nodes[node]["claims"].add(claim)

    def _connect(self, head: str, tail: str, key: str, claim: Relation | Fact) -> None:
        if not self.net.has_edge(head, tail, key):
            self.net.add_edge(head, tail, key, claims=set())
        self.net.edges[head, tail, key]["claims"].add(claim)

    def _subject(self, fact: Fact, source: str, known: set[str]) -> str:
        if fact.subject_id is not None and fact.subject_id in known:
            return fact.subject_id
        node = identify("SUBJECT", fact.subject)
        self._claim(node, Claim(source, fact.subject, "SUBJECT"))
        return node

    def _metric(self, fact: Fact, source: str) -> str:
        node = identify("METRIC", fact.metric_id)
        self._claim(node, Claim(source, fact.metric, "METRIC"))
        return node

    def _hop(self, here: str, there: str) -> Hop:
        edge = next(
            edge for edge in self.edges_of(here) if edge.fact is None and there in (edge.head, edge.tail)
        )
        return Hop(self.node(edge.head).name, edge.label, self.node(edge.tail).name, edge.citation)


def _plain(edge: Edge) -> dict[str, str | int]:
    """The attributes of an edge that GraphML can carry; what is unknown is left out."""
    place = edge.citation
    found: dict[str, str | int] = {
        "label": edge.label,
        "source": place.source,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }
    if (fact := edge.fact) is not None:
        # An amount as text: GraphML has no exact number.
        found |= {"low": str(fact.quantity.low), "high": str(fact.quantity.high), "unit": fact.quantity.unit}
        found |= {"op": fact.quantity.op, "kind": fact.kind}
        found |= {"period": str(fact.period)} if fact.period else {}
        found |= {"direction": fact.direction} if fact.direction else {}
    return found


def _is_fact(key: str) -> bool:
    return key.startswith("fact:")
