"""The shape of the whole graph, compressed: who is joined to whom, without names, quotes and reports.

A million statements are a few dozen megabytes here, and gigabytes as objects. Nodes are numbers in the order
of their ids, so that "the smallest id" is "the smallest number" and answers are those of `KnowledgeGraph`,
which is the reference in the tests. Two layers, kept apart: relations between entities, and facts from a
subject to a metric. Ways lead over relations only: two offices that both have a 满意率 have nothing to do
with each other.

The layout is that of compressed sparse rows: the neighbours of node n are `near[first[n]:first[n + 1]]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Triple = tuple[str, str, str]

UNREACHED = -1
"""The distance of a node to which no way leads."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One layer: for each node the nodes joined to it in either direction, ascending, itself left out."""

    first: npt.NDArray[np.int64]
    near: Numbers

    @classmethod
    def of(cls, size: int, heads: Numbers, tails: Numbers) -> Rows:
        """The layer of these edges among `size` nodes; an edge said twice counts once."""
        apart = heads != tails
        one, other = heads[apart].astype(np.int64), tails[apart].astype(np.int64)
        # A pair as one number: sorting numbers is ten times faster than sorting pairs.
        pairs = np.unique(np.concatenate((one * size + other, other * size + one)))
        counts = np.bincount(pairs // size, minlength=size) if size else np.zeros(0, np.int64)
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))
        return cls(first, (pairs % size).astype(np.int32) if size else np.zeros(0, np.int32))

    def of_node(self, node: int) -> Numbers:
        """The neighbours of one node."""
        return self.near[self.first[node] : self.first[node + 1]]

    def degree(self, node: int) -> int:
        """How many neighbours one node has."""
        return int(self.first[node + 1] - self.first[node])

    def of_all(self, nodes: Numbers) -> Numbers:
        """The neighbours of these nodes, one after the other, as often as they occur."""
        first, counts = self.first[nodes], self.first[nodes + 1] - self.first[nodes]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        # Where each stretch begins in `near`, less where it begins in what comes out.
        found: Numbers = self.near[np.arange(total) + np.repeat(first - (ends - counts), counts)]
        return found

    @property
    def degrees(self) -> npt.NDArray[np.int64]:
        """How many neighbours each node has."""
        return np.diff(self.first)


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Nodes by number, in the order of their ids, with the two layers of edges.

    Attributes:
        ids: the ids, sorted; the number of a node is its place here.
        relations: entities joined by a relation.
        facts: subjects joined to their metrics.
        by_relation: for each kind of relation the heads and the tails of its pairs, each pair once.
    """

    ids: Sequence[str]
    relations: Rows
    facts: Rows
    by_relation: Mapping[str, tuple[Numbers, Numbers]]
    _numbers: dict[str, int] = field(repr=False)

    @classmethod
    def of(
        cls,
        relations: Iterable[Triple],
        facts: Iterable[tuple[str, str]] = (),
        alone: Iterable[str] = (),
    ) -> Adjacency:
        """The adjacency of statements (head, rel, tail) and (subject, metric), and of nodes that may have none.

        Each argument is gone through once, so that it can be rows that come from a database.
        """
        met: dict[str, int] = {}  # ids in the order of meeting them

        def number(node: str) -> int:
            return met.setdefault(node, len(met))

        kinds: dict[str, int] = {}
        said = _columns(((number(h), kinds.setdefault(r, len(kinds)), number(t)) for h, r, t in relations), 3)
        counted = _columns(((number(subject), number(metric)) for subject, metric in facts), 2)
        for node in alone:
            number(node)
        ids = sorted(met)
        place = np.empty(len(ids), np.int32)
        place[[met[node] for node in ids]] = np.arange(len(ids), dtype=np.int32)
        heads, rels, tails = place[said[:, 0]], said[:, 1], place[said[:, 2]]
        return cls(
            ids=ids,
            relations=Rows.of(len(ids), heads, tails),
            facts=Rows.of(len(ids), place[counted[:, 0]], place[counted[:, 1]]),
            by_relation={
                kind: _pairs(len(ids), heads[rels == code], tails[rels == code])
                for kind, code in sorted(kinds.items())
            },
            _numbers={node: at for at, node in enumerate(ids)},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, node: object) -> bool:
        return node in self._numbers

    def number(self, node: str) -> int:
        """The number of a node.

        Raises:
            KeyError: there is no such node.
        """
        return self._numbers[node]

    def neighbours(self, node: str) -> tuple[str, ...]:
        """The ids joined to this one by a relation, in either direction, sorted.

        Raises:
            KeyError: there is no such node (as for the following methods).
        """
        return tuple(self.ids[other] for other in self.relations.of_node(self.number(node)))

    def degrees(self, node: str) -> dict[str, tuple[int, int]]:
        """For each kind of relation how many nodes this one leads to, and how many lead to it."""
        at = self.number(node)
        counts = {
            kind: (int(np.count_nonzero(heads == at)), int(np.count_nonzero(tails == at)))
            for kind, (heads, tails) in self.by_relation.items()
        }
        return {kind: count for kind, count in counts.items() if any(count)}

    def path(self, start: str, end: str) -> tuple[str, ...] | None:
        """The ids along a shortest way over relations, both ends included; of several that of smallest ids.

        None if there is no way. Breadth first from the end, one level a step, until the start is reached.
        """
        here, goal = self.number(start), self.number(end)
        distance = np.full(len(self), UNREACHED, np.int32)
        for nodes, steps in self._levels(goal):
            distance[nodes] = steps
            if distance[here] != UNREACHED:
                break
        else:
            return None
        way = [here]
        while here != goal:
            near = self.relations.of_node(here)
            # Ascending, so the first is the smallest.
            here = int(near[distance[near] == distance[here] - 1][0])
            way.append(here)
        return tuple(self.ids[node] for node in way)

    def _levels(self, node: int) -> Iterator[tuple[Numbers, int]]:
        """The nodes at each distance over relations, from 0 on."""
        seen = np.zeros(len(self), bool)
        level = np.array([node], np.int32)
        steps = 0
        while len(level):
            seen[level] = True
            yield level, steps
            found = self.relations.of_all(level)
            level = np.unique(found[~seen[found]])
            steps += 1

    def distances(self, node: str, hops: int) -> dict[str, int]:
        """The ids at most `hops` steps from a node, with their distance.

        Steps go over relations. A fact is a step from a subject to its metric or back, and the last of its way:
        through a metric all offices would be neighbours.
        """
        centre = self.number(node)
        found: dict[int, int] = {}
        for level, steps in self._levels(centre):
            if steps > hops:
                break
            # Levels ascend, so what was found before was found nearer.
            for other in level.tolist():
                found.setdefault(other, steps)
            for other in self.facts.of_all(level).tolist() if steps < hops else ():
                found.setdefault(other, steps + 1)
        return {self.ids[other]: steps for other, steps in found.items()}

    def lonely(self) -> tuple[str, ...]:
        """The ids that stand in no statement, sorted."""
        told = self.facts.degrees > 0
        for heads, tails in self.by_relation.values():
            # From the pairs, not from the neighbours: a thing may be related to itself.
            told[heads] = told[tails] = True
        return tuple(self.ids[node] for node in np.flatnonzero(~told).tolist())


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> npt.NDArray[Any]:
    flat = np.fromiter((number for row in rows for number in row), np.int32)
    return flat.reshape(-1, width)


def _pairs(size: int, heads: Numbers, tails: Numbers) -> tuple[Numbers, Numbers]:
    pairs = np.unique(heads.astype(np.int64) * size + tails)
    return (pairs // size).astype(np.int32), (pairs % size).astype(np.int32)
