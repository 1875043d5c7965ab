"""What the passages that a query finds are of, counted: regions, years, kinds of reports, departments, types of names.

Counted is what `Page.found` counts: passages that have a word of the query, under the filters. A facet leaves its own
filter out, so that it tells what another choice would give.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.facts import Entity
from search.finding import EVERYTHING, Filters, telling
from search.index import Index
from search.library import Library
from search.library.report import Report
from search.understand import Question

MOST_READ = 300
"""Reports whose names are looked through for the facet of types: some 50 ms; beyond that it is left out."""


@dataclass(frozen=True, slots=True)
class Count:
    """A choice of a facet, and how many passages are of it."""

    value: str | int
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of a search, the most frequent choice first, years newest first.

    Attributes:
        found: passages that have a word of the query, under all filters.
        types: None where too many reports would have to be read.
    """

    found: int
    regions: tuple[Count, ...]
    years: tuple[Count, ...]
    kinds: tuple[Count, ...]
    departments: tuple[Count, ...]
    types: tuple[Count, ...] | None


def count_facets(
    library: Library,
    index: Index,
    question: Question,
    current: Collection[str],
    filters: Filters = EVERYTHING,
) -> Facets:
    """The facets of the passages that have a word of the question.

    Args:
        current: the reports whose indexed revision is the library's.
    """
    reports = {report.source: report for report in library.listed() if report.source in current}
    words = telling(question)
    meets = _Named(library, reports, filters).meets if filters.of_passages else None
    # Of each report the number of passages: a common word stands in half of all.
    if meets is None:
        held = index.counted(words, current)
    else:
        held = Counter(place[0] for place in index.holding(words, current) if meets(place))

    def of(own: str, value: Callable[[Report], str | int | None]) -> tuple[Count, ...]:
        others = replace(filters, **{own: ()})
        counted = Counter[str | int]()
        for source, count in held.items():
            if others.let_in(reports[source]) and (told := value(reports[source])) is not None:
                counted[told] += count
        return tuple(
            Count(told, count)
            for told, count in sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
        )

    inside = {source for source in held if filters.let_in(reports[source])}
    years = of("years", lambda report: report.about.year)
    return Facets(
        found=sum(held[source] for source in inside),
        regions=of("regions", lambda report: report.about.region),
        years=tuple(sorted(years, key=lambda one: -int(one.value))),
        kinds=of("kinds", lambda report: report.kind),
        departments=of("departments", lambda report: report.about.department),
        types=_types(library, index, words, inside, meets),
    )


Place = tuple[str, int]
"""A report, and the number of a passage."""


def _types(
    library: Library,
    index: Index,
    words: Sequence[str],
    sources: Collection[str],
    meets: Callable[[Place], bool] | None,
) -> tuple[Count, ...] | None:
    if len(sources) > MOST_READ:
        return None
    held = index.holding(words, frozenset(sources)) if sources else []
    wanted = frozenset(place for place in held if meets is None or meets(place))
    spans = {source: _spans(library, source) for source in sources}
    found: set[tuple[str, Place]] = set()
    for entity in library.entities(sources=sources) if sources else ():
        for mention in entity.mentions:
            place = (mention.source, _number(spans[mention.source], mention.start))
            if place in wanted:
                found.add((entity.type, place))
    counted = Counter(type_ for type_, _ in found)
    return tuple(Count(name, count) for name, count in sorted(counted.items(), key=lambda i: (-i[1], i[0])))


def _spans(library: Library, source: str) -> list[int]:
    """Where the passages of a report begin, in order."""
    return [passage.start for passage in library.document(source).passages]


def _number(starts: Sequence[int], place: int) -> int:
    """The number of the passage that a character stands in."""
    return bisect_left(starts, place + 1) - 1


class _Named:
    """Where the names of a filter stand."""

    def __init__(self, library: Library, reports: Iterable[str], filters: Filters) -> None:
        sources = list(reports)
        self._spans: dict[str, list[int]] = {}
        self._places: list[set[Place]] = []
        self._library = library
        for name in filters.entities:
            ids = {entity.id for entity in library.entity_named(name, sources=sources)} | {name}
            self._places.append(self._of(library.entities(sources=sources, ids=ids)))
        if filters.types:
            wanted = frozenset(filters.types)
            self._places.append(self._of(e for e in library.entities(sources=sources) if e.type in wanted))

    def _of(self, entities: Iterable[Entity]) -> set[Place]:
        found: set[Place] = set()
        for entity in entities:
            for mention in entity.mentions:
                if mention.source not in self._spans:
                    self._spans[mention.source] = _spans(self._library, mention.source)
                found.add((mention.source, _number(self._spans[mention.source], mention.start)))
        return found

    def meets(self, place: Place) -> bool:
        """Whether a passage mentions each of the names, and one of the types."""
        return all(place in places for places in self._places)
