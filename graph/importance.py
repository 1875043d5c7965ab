"""How important a node is: to all the others (PageRank), and to some given ones (personalised, by local push).

Both walk over relations in either direction. The kinds of relation do not agree on which end honours the
other (建设 points away from the bureau, 隶属 towards its superior), so that an arrow is no vote.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency

DAMPING = 0.85
"""Probability of walking on; that of Brin and Page, 1998, "The anatomy of a large-scale hypertextual Web search engine"."""

TOLERANCE = 1e-10
"""Sum of all changes in a step at which PageRank is done; ranks of 100,000 nodes differ by more."""

MOST_STEPS = 200
"""The error shrinks by DAMPING a step: 0.85 to the power of 142 is below TOLERANCE."""

ALPHA = 0.15
"""Probability that a personalised walk begins anew: 1 - DAMPING."""

EPSILON = 1e-4
"""Error of a push for each neighbour that a node has. Past the seeds a push looks at no more than 1 / (EPSILON * ALPHA)
neighbours, whatever the size of the graph, and stops far earlier where the surroundings are small."""


def pagerank(
    graph: Adjacency, damping: float = DAMPING, tolerance: float = TOLERANCE
) -> npt.NDArray[np.float64]:
    """The share of time that a random walker spends at each node, by power iteration; (n,), sum 1.

    Nodes without a relation are left out and have 0; if there is no relation at all, all have 0.
    """
    degrees = graph.relations.degrees
    joined = np.flatnonzero(degrees)
    rank = np.zeros(len(graph))
    if not len(joined):
        return rank
    # The neighbours of all nodes lie in order, those of nodes without any taking no room.
    begins = graph.relations.first[joined]
    rank[joined] = 1 / len(joined)
    for _ in range(MOST_STEPS):
        shared = np.divide(rank, degrees, out=np.zeros_like(rank), where=degrees > 0)
        new = np.zeros_like(rank)
        new[joined] = (1 - damping) / len(joined) + damping * np.add.reduceat(
            shared[graph.relations.near], begins
        )
        change = float(np.abs(new - rank).sum())
        rank = new
        if change < tolerance:
            break
    return rank


def near_to(
    graph: Adjacency, seeds: Mapping[str, float], alpha: float = ALPHA, epsilon: float = EPSILON
) -> dict[str, float]:
    """Personalised PageRank of the nodes around `seeds` (id to weight; unknown ids are passed over).

    By local push (Andersen, Chung and Lang 2006, "Local graph partitioning using PageRank vectors", FOCS,
    figure 2, with a walk that does not linger): what a node holds is kept in part, and the rest handed to
    its neighbours, until no node holds more than `epsilon` for each neighbour. Only the surroundings are
    looked at. Every value is at most the exact one, and at least that less `epsilon` times the number of
    neighbours.

    Returns:
        Id to share of time, above 0, nothing for what was not reached; the sum is at most 1.
    """
    known = {graph.number(seed): weight for seed, weight in seeds.items() if seed in graph and weight > 0}
    total = sum(known.values())
    held = {node: weight / total for node, weight in sorted(known.items())}
    kept: dict[int, float] = {}
    waiting = deque(held)
    queued = set(held)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        near = graph.relations.of_node(node).tolist()
        amount = held.pop(node)
        if not near:
            # A walker that cannot go on begins anew, and is at its seed all the time.
            kept[node] = kept.get(node, 0.0) + amount
            continue
        kept[node] = kept.get(node, 0.0) + alpha * amount
        share = (1 - alpha) * amount / len(near)
        for other in near:
            held[other] = held.get(other, 0.0) + share
            if other not in queued and held[other] >= epsilon * graph.relations.degree(other):
                queued.add(other)
                waiting.append(other)
    return {graph.ids[node]: amount for node, amount in kept.items()}
