"""Themes: initiatives, platforms and projects that several reports have in like form, and the regions without them.

Things of one name (but for the place before it) are one; a measure without a name is a thing of its own. Each is held
against its nearest neighbours only, by name, by what the reports say of it, what that is about and for whom; then the
likest are joined as long as the average of a whole group holds together, so that no chain of half-likes makes one theme of
everything. (Louvain's communities of the graph of mutual neighbours were measured beside it, and mixed more.)
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from search.encoder import Encoder
from search.library import Library
from search.matching import Matcher, terms
from search.profiles_language import matters
from search.profiles_likeness import theme_weights
from search.profiles_naming import theme_name
from search.profiles_shelf import Floats, about
from search.profiles_things import FACETS, Member, Thing, read_things

__all__ = ["Member", "Theme", "find_themes", "join"]

# The least average chance of a group: the best of 0.2 to 0.6 on half of the annotated groups.
_TOGETHER = 0.3
# Neighbours of each thing that are looked at, and the chance below which a likeness is left out.
_NEIGHBOURS, _UNLIKE = 64, 0.1
# Things that are held against all others at once (some 250 MB of likenesses); more are parted into blocks first.
_WHOLE = 8_000
_BLOCKS = 3  # nearest blocks that a thing is looked for in
_ROWS = 512  # of likenesses at once, so that memory stays flat
_MOST_WORDS = 6
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Theme:
    """What several reports have.

    Attributes:
        name: what most of the members' names have in common, else their most telling words.
        words: the words of the names that tell this theme from others, most telling first.
        members: by report and place; at least two reports.
        missing_regions: regions of the library without a member, sorted.
    """

    name: str
    words: tuple[str, ...]
    members: tuple[Member, ...]
    missing_regions: tuple[str, ...]


def find_themes(library: Library, encoder: Encoder) -> list[Theme]:
    """The themes of the library, those of most reports first."""
    reports = library.reports()
    things = read_things(library, encoder, reports)
    groups = join(len(things), _likenesses(things, encoder))
    regions = {report.about.region for report in reports if report.about.region}
    found = [each for each in ([things[i] for i in group] for group in groups) if _span(each) > 1]
    rarity = Matcher.over([thing.name for thing in things])
    themes = [_theme(group, regions, rarity) for group in found]
    return sorted(themes, key=lambda t: (-len({m.report.source for m in t.members}), -len(t.members), t.name))


def _span(things: Sequence[Thing]) -> int:
    return len({member.report.source for thing in things for member in thing.members})


def join(count: int, likenesses: dict[tuple[int, int], float], least: float = _TOGETHER) -> list[list[int]]:
    """Groups of `0..count-1`, joined likest first while the average likeness between two groups is at least `least`.

    Average linkage (Sokal & Michener 1958) over the likenesses that are known; what is not known is 0.

    >>> join(4, {(0, 1): 0.9, (1, 2): 0.6, (2, 3): 0.8}, 0.5)
    [[0, 1], [2, 3]]
    """
    members = {i: [i] for i in range(count)}
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), likeness in likenesses.items():
        sums[i][j] = sums[j][i] = likeness
    queue = [(-likeness, i, j) for (i, j), likeness in likenesses.items() if likeness >= least]
    heapq.heapify(queue)
    while queue:
        negative, i, j = heapq.heappop(queue)
        if i not in members or j not in members:
            continue
        if -negative != _average(sums, members, i, j):
            continue  # told before one of them grew
        members[i] += members.pop(j)
        for other, total in sums.pop(j).items():
            sums[other].pop(j)
            if other != i:
                sums[i][other] = sums[other][i] = sums[i].get(other, 0.0) + total
        for other in sums[i]:
            average = _average(sums, members, i, other)
            if average >= least:
                heapq.heappush(queue, (-average, min(i, other), max(i, other)))
    return [sorted(group) for _, group in sorted(members.items())]


def _average(sums: dict[int, dict[int, float]], members: dict[int, list[int]], i: int, j: int) -> float:
    return sums[i][j] / (len(members[i]) * len(members[j]))


def _likenesses(things: Sequence[Thing], encoder: Encoder) -> dict[tuple[int, int], float]:
    """The chance that neighbouring things are of one kind, 0 to 1, by their numbers in order."""
    if len(things) < 2:
        return {}
    counted = theme_weights()
    vectors = _vectors(things, encoder, counted)
    shared = _Shared([thing.forms for thing in things])
    found: dict[tuple[int, int], float] = {}
    for i, j, meaning in _neighbours(vectors):
        likeness = meaning + counted["letters"] * shared.of(i, j) - counted["middle"]
        chance = round(float(1 / (1 + np.exp(-likeness))), 6)
        if chance >= _UNLIKE:
            found[min(i, j), max(i, j)] = chance
    return found


def _vectors(things: Sequence[Thing], encoder: Encoder, counted: dict[str, float]) -> Floats:
    """(n, d): the product of two rows is the weighed sum of the likenesses of their facets."""
    facets = {facet: _mean([t.rows for t in things], at) for at, facet in enumerate(FACETS)}
    facets["matter_name"] = about([matters(thing.name) for thing in things])
    seen = (facets["matter"] > 0).sum(axis=0)
    rarity = np.log1p((len(things) - seen + 0.5) / (seen + 0.5)).astype(np.float32)
    for facet in ("matter", "matter_around", "matter_name"):
        facets[facet] = facets[facet] * rarity
    facets["name"] = encoder.encode([thing.name for thing in things])
    return np.hstack(
        [_unit(rows) * np.float32(counted[facet] ** 0.5) for facet, rows in sorted(facets.items())]
    )


def _mean(rows: Sequence[Sequence[tuple[Floats, ...]]], at: int) -> Floats:
    return np.stack([np.mean([row[at] for row in each], axis=0, dtype=np.float32) for each in rows])


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _TINY), np.float32)


def _neighbours(vectors: Floats) -> Iterator[tuple[int, int, float]]:
    """The nearest of each row: its number, the neighbour's, and their product."""
    for block in _blocks(vectors):
        part = vectors[block]
        most = min(_NEIGHBOURS, len(block) - 1)
        for first in range(0, len(block) if most else 0, _ROWS):
            products = part[first : first + _ROWS] @ part.T
            rows = np.arange(len(products))
            products[rows, rows + first] = -1.0
            near = np.argpartition(-products, most - 1, axis=1)[:, :most]
            for row in rows:
                for column in near[row]:
                    yield int(block[first + row]), int(block[column]), float(products[row, column])


def _blocks(vectors: Floats) -> list[NDArray[np.int64]]:
    """Row numbers that are held against each other: all, or those that are nearest to the same of √n pivots."""
    count = len(vectors)
    if count <= _WHOLE:
        return [np.arange(count)]
    pivots = vectors[:: max(1, int(count**0.5))]
    nearest = np.vstack(
        [
            np.argpartition(-(vectors[first : first + _ROWS] @ pivots.T), _BLOCKS, axis=1)[:, :_BLOCKS]
            for first in range(0, count, _ROWS)
        ]
    )
    return [np.flatnonzero((nearest == pivot).any(axis=1)) for pivot in range(len(pivots))]


class _Shared:
    """How much of the rarer characters of two names is in both: 云窗口 says more than 政务服务."""

    def __init__(self, forms: Sequence[Collection[str]]) -> None:
        matcher = Matcher.over([form for names in forms for form in sorted(names)])
        self._weights = [
            [{term: matcher.weigh(term) for term in terms(name) if len(term) > 1} for name in sorted(names)]
            for names in forms
        ]

    def of(self, i: int, j: int) -> float:
        """The weight of the shared pairs in that of the lighter name, 0 to 1; of the names that share most."""
        return max(_share(one, other) for one, other in product(self._weights[i], self._weights[j]))


def _share(one: dict[str, float], other: dict[str, float]) -> float:
    least = min(sum(one.values()), sum(other.values()))
    return sum(weight for term, weight in one.items() if term in other) / least if least else 0.0


def _theme(things: Sequence[Thing], regions: set[str], rarity: Matcher) -> Theme:
    members = sorted(
        (member for thing in things for member in thing.members),
        key=lambda m: (m.report.source, m.citation.start, m.name),
    )
    name, words = theme_name(things, rarity)
    missing = regions - {member.report.about.region for member in members}
    return Theme(name, words[:_MOST_WORDS], tuple(members), tuple(sorted(missing)))
