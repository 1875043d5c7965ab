"""The face of a graph, whichever holds it: networkx in memory while it is small, the library beyond that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.claims import Edge, Hop, Node
from graph.importance import pagerank
from graph.knowledge_graph import KnowledgeGraph


class Written(Protocol):
    """All nodes and statements in order, for exports."""

    @property
    def adjacency(self) -> Adjacency:
        """The shape."""

    def nodes(self) -> Iterator[Node]:
        """All nodes, sorted by id."""

    def nodes_of(self, ids: Iterable[str]) -> Iterator[Node]:
        """The nodes with these ids, sorted by id; ids that are not there are passed over."""

    def edges(self) -> Iterator[Edge]:
        """All statements, in the order of `graph.claims.edge_order`."""


class Whole(Written, Protocol):
    """A graph that can be asked; all answers are those of a `KnowledgeGraph` of the same reports."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The reports that say anything, sorted."""

    def __contains__(self, node: object) -> bool: ...

    def path(self, start: str, end: str) -> tuple[Hop, ...] | None:
        """A shortest way over relations, with a quote a hop; None if there is none. KeyError: no such node."""

    def part(self, ids: Iterable[str]) -> KnowledgeGraph:
        """The nodes with these ids, with all edges among them."""

    def steady(self) -> AbstractContextManager[Whole]:
        """The graph in one state, whatever a writer does meanwhile."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is near a node.

    Attributes:
        centre: the id in the middle.
        graph: the nodes with all edges among them.
        distances: for each node its steps from the centre.
        hidden: how many more nodes are as near, and were left out.
    """

    centre: str
    graph: KnowledgeGraph
    distances: Mapping[str, int]
    hidden: int


class Standing:
    """The importance of nodes, and their places by it."""

    def __init__(self, graph: Adjacency) -> None:
        self._graph = graph
        self._shares: npt.NDArray[np.float64] = pagerank(graph).round(_DIGITS)
        # Equal shares in the order of ids; those without a relation come last, and have no place.
        order = np.argsort(-self._shares, kind="stable")
        self._places = np.empty(len(order), np.int64)
        self._places[order] = np.arange(1, len(order) + 1)

    def importance(self, node: str) -> float:
        """The PageRank of a node, 0 to 1; 0 for a node without relations, and for one that is not there."""
        return float(self._shares[self._graph.number(node)]) if node in self._graph else 0.0

    def rank(self, node: str) -> int | None:
        """The place of a node, 1 for the most important; None for a node without relations."""
        return int(self._places[self._graph.number(node)]) if self.importance(node) else None


_DIGITS = 12  # what is left of the error of the iteration must not decide between equals


def neighbourhood(graph: Whole, standing: Standing, centre: str, hops: int, limit: int) -> Neighbourhood:
    """At most `limit` nodes around `centre`: the nearest, of those as near the most important.

    Raises:
        KeyError: there is no such node.
    """
    found = graph.adjacency.distances(centre, hops)
    order = sorted(found, key=lambda node: (found[node], -standing.importance(node), node))
    shown = order[:limit]
    return Neighbourhood(
        centre, graph.part(shown), {node: found[node] for node in shown}, len(order) - len(shown)
    )
