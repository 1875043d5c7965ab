"""Themes: initiatives, platforms and projects that several reports have in like form, and the regions without them.

Things of one name (but for the place before it) are one. Each is held against its nearest neighbours only, by name in
meaning, name in shared characters, and what the reports say around it; then the likest are joined as long as the
average of a whole group holds together, so that no chain of half-likes makes one theme of everything.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from graph.facts import Entity
from ingest.clauses import clauses
from ingest.document import Citation, Document
from ingest.fold import squeeze
from ingest.words import cut
from search.encoder import Encoder
from search.library import Library
from search.library.report import Report
from search.matching import Matcher, terms

_KINDS = frozenset({"INITIATIVE", "PLATFORM", "PROJECT", "POLICY", "EVENT"})
# What the parts of likeness count; as for `similar`, the names a little more: there is no question to guide.
_NAME, _SHARED, _AROUND = 0.4, 0.35, 0.25
# The least average likeness of a group: flat from 0.45 to 0.55 on bench/gold, where looser groups mix things.
_TOGETHER = 0.5
# Neighbours of each thing that are looked at, and how little like they may be to count as unlike.
_NEIGHBOURS, _UNLIKE = 24, 0.3
# Things that are held against all others at once (some 250 MB of likenesses); more are parted into blocks first.
_WHOLE = 8_000
_BLOCKS = 3  # nearest blocks that a thing is looked for in
_ROWS = 512  # of likenesses at once, so that memory stays flat
_QUOTES = 8  # clauses that stand for what the reports say around a name
_LONGEST_QUOTE = 200
_MOST_WORDS = 6
_LEVELS = "省市区县"
_SHORT = 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Member:
    """A thing of a theme as one report has it; the citation is the clause that names it."""

    name: str
    type: str
    report: Report
    citation: Citation


@dataclass(frozen=True, slots=True)
class Theme:
    """What several reports have.

    Attributes:
        name: the words that most of the members' names have in common.
        words: the commonest words of the names, commonest first.
        members: by report and place; at least two reports.
        missing_regions: regions of the library without a member, sorted.
    """

    name: str
    words: tuple[str, ...]
    members: tuple[Member, ...]
    missing_regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """What has one name in any number of reports, once a report; `forms` are the names it goes by."""

    name: str
    forms: frozenset[str]
    members: tuple[Member, ...]


def find_themes(library: Library, encoder: Encoder) -> list[Theme]:
    """The themes of the library, those of most reports first."""
    reports = library.reports()
    things = _things(library, reports)
    groups = join(len(things), _likenesses(things, encoder))
    regions = {report.about.region for report in reports if report.about.region}
    themes = (_theme([things[i] for i in group], regions) for group in groups)
    found = [theme for theme in themes if len({m.report.source for m in theme.members}) > 1]
    return sorted(found, key=lambda t: (-len({m.report.source for m in t.members}), -len(t.members), t.name))


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


def _things(library: Library, reports: Sequence[Report]) -> list[_Thing]:
    """The named things of all reports, those of one name together, by name."""
    named: defaultdict[str, list[Member]] = defaultdict(list)
    forms: defaultdict[str, set[str]] = defaultdict(set)
    places = _places(reports)
    for report in reports:
        document = library.document(report.source)
        seen = set()
        for entity in library.entities(sources=[report.source]):
            bare = _bare(entity.name, places)
            if entity.type in _KINDS and len(bare) > 1 and bare not in seen:
                seen.add(bare)
                # 指挥大屏 and 运行管理中枢 are both called 穗智管; of two characters there are too many alike.
                forms[bare] |= {
                    bare,
                    *(_bare(alias, places) for alias in entity.aliases if len(alias) > _SHORT),
                }
                named[bare].append(Member(entity.name, entity.type, report, _clause(document, entity)))
    return [_Thing(name, frozenset(forms[name]), tuple(members)) for name, members in sorted(named.items())]


def _places(reports: Sequence[Report]) -> list[str]:
    """What names begin with that says only whose a thing is: divisions and departments, the longest first."""
    found = set()
    for about in (report.about for report in reports):
        found |= {name for name in (about.department, *about.names, about.province, about.city) if name}
        found |= {about.district} if about.district else set()
    return sorted({squeeze(name) for name in found}, key=lambda name: (-len(name), name))


def _bare(name: str, places: Iterable[str]) -> str:
    """A name without places and marks.

    >>> _bare("广州市花都区“穗智管”指挥大屏", ["广州市", "花都区"]), _bare("区数据中心平台", [])
    ('穗智管指挥大屏', '数据中心平台')
    """
    bare = squeeze(name)
    for place in places:
        bare = bare.replace(place, "")
    return bare.lstrip(_LEVELS) or bare


def _clause(document: Document, entity: Entity) -> Citation:
    """The clause that names an entity first; the bare name where that is too long to be shown."""
    named = entity.mentions[0]
    sentence = document.text.rfind("\n", 0, named.start) + 1
    line = document.text.find("\n", named.end)
    whole = [
        clause
        for found in clauses(document.text, sentence, line if line >= 0 else len(document.text))
        for clause in found
        if clause.start < named.end and named.start < clause.end
    ]
    start = min([named.start, *(clause.start for clause in whole)])
    end = max([named.end, *(clause.end for clause in whole)])
    return document.cite(start, end) if end - start <= _LONGEST_QUOTE else named


def _likenesses(things: Sequence[_Thing], encoder: Encoder) -> dict[tuple[int, int], float]:
    """How alike neighbouring things are, 0 to 1, by their numbers in order."""
    if len(things) < 2:
        return {}
    names = encoder.encode([thing.name for thing in things])
    around = encoder.encode([" ".join(m.citation.quote for m in t.members[:_QUOTES]) for t in things])
    vectors = np.hstack([names * np.float32(_NAME**0.5), around * np.float32(_AROUND**0.5)])
    shared = _Shared([thing.forms for thing in things])
    found: dict[tuple[int, int], float] = {}
    for i, j, meaning in _neighbours(vectors):
        likeness = round(float(meaning) + _SHARED * shared.of(i, j), 6)
        if likeness >= _UNLIKE:
            found[min(i, j), max(i, j)] = likeness
    return found


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


def _theme(things: Sequence[_Thing], regions: set[str]) -> Theme:
    members = sorted(
        (member for thing in things for member in thing.members),
        key=lambda m: (m.report.source, m.citation.start, m.name),
    )
    names = [thing.name for thing in things for _ in thing.members]
    counted: Counter[str] = Counter(
        word
        for name in names
        for word in {name[a:b] for a, b in cut(name)}
        if len(word) > 1 and not word.isdigit()
    )
    words = sorted(counted, key=lambda word: (-counted[word], -len(word), word))
    missing = regions - {member.report.about.region for member in members}
    return Theme(_common(names), tuple(words[:_MOST_WORDS]), tuple(members), tuple(sorted(missing)))


def _common(names: Sequence[str]) -> str:
    """What most of the names have in common, longer stretches before shorter ones: whole words, if there are any.

    >>> _common(["穗智管城市运行管理中枢", "增智管城市运行管理中枢", "穗智管指挥大屏"])
    '城市运行管理中枢'
    >>> _common(["一件事", "一件事一次办", "高效办成一件事专窗"])
    '一件事'
    """
    words = [[a for a, _ in cut(name)] + [len(name)] for name in names]
    letters = [list(range(len(name) + 1)) for name in names]
    for edges in (words, letters):
        runs: Counter[str] = Counter()
        for name, borders in zip(names, edges, strict=True):
            runs.update({name[a:b] for a, b in combinations(borders, 2) if b - a > 1})
        common = [run for run, count in runs.items() if 2 * count > len(names)]
        if common:
            return min(common, key=lambda run: (-runs[run] * len(run), run))
    return min(names, key=lambda name: (-names.count(name), len(name), name))
