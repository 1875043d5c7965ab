"""Pairing what was found with what was wanted: as many pairs as can be, each line in one pair at most."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

W = TypeVar("W")
F = TypeVar("F")


def pair(
    wanted: Sequence[W], found: Sequence[F], alike: Callable[[W, F], float]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """A largest pairing of `wanted` with `found`, and the candidates it was made from.

    One found line cannot stand for two wanted ones, nor the other way round, so repeating a lucky line
    earns nothing. Closer candidates are tried first. Augmenting paths, after Kuhn (1955) and Berge (1957):
    O(lines x candidates), hundreds of lines in milliseconds.

    Args:
        alike: how close two lines are; 0 (or less) means that they do not match.

    Returns:
        index of wanted -> index of found; index of wanted -> indices of found that match it, closest first.
    """
    candidates: dict[int, list[int]] = {}
    for w, line in enumerate(wanted):
        scored = [(alike(line, other), f) for f, other in enumerate(found)]
        candidates[w] = [f for score, f in sorted(scored, key=lambda s: (-s[0], s[1])) if score > 0]
    owner: dict[int, int] = {}
    partner: dict[int, int] = {}
    for w in candidates:
        _augment(w, candidates, owner, partner)
    return dict(sorted(partner.items())), candidates


def _augment(
    start: int, candidates: dict[int, list[int]], owner: dict[int, int], partner: dict[int, int]
) -> None:
    """Pair `start`, moving others to their further candidates where that frees one (breadth first)."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        w = queue.popleft()
        for f in candidates[w]:
            if f in came_from:
                continue
            came_from[f] = w
            if f not in owner:
                _flip(f, came_from, owner, partner)
                return
            queue.append(owner[f])


def _flip(free: int, came_from: dict[int, int], owner: dict[int, int], partner: dict[int, int]) -> None:
    """Give each line on the path to `free` its new partner; the one it leaves goes to the line before."""
    f: int | None = free
    while f is not None:
        w = came_from[f]
        left = partner.get(w)
        owner[f], partner[w] = w, f
        f = left
