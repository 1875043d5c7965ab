"""Search, at "/search": passages with the words marked, how many there are of which region and year, page by page.

/search?q=QUERY&region=花都区&year=2023&kind=…&department=…&type=PLATFORM&entity=…&page=2
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search.facets import Count
from search.finding import Filters
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say, told

if TYPE_CHECKING:
    from ingest.document import About, Citation
    from search.answer import Hit

LONGEST_QUERY = 2000
PER_PAGE = 20

LEAFED = 400
"""Passages that are leafed through or exported at most: beyond those nothing is near to the query any more."""

CHOICES = 12
"""Choices shown of one facet; what is chosen always is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow a search by: how many passages it leaves (`part`: of the most of its group), where it leads."""

    label: str
    count: int
    part: float
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search."""

    name: str
    choices: tuple[Choice, ...]


def draw_search(desk: Desk, here: Address) -> Drawn:
    """The passages for the query in the address."""
    query = here.one("q")[:LONGEST_QUERY]
    if not query:
        page = render("search.html", here, desk, query="", found=None)
        return Drawn(say("search.title", here.lang), (page,))
    filters = filters_of(here)
    counted = desk.facets(query, filters)
    last = max(1, -(-min(counted.found, LEAFED) // PER_PAGE))
    number = min(max(here.number("page", 1), 1), last)
    first = (number - 1) * PER_PAGE
    near = range(max(1, number - 2), min(last, number + 2) + 1)
    page = render(
        "search.html",
        here,
        desk,
        query=query,
        found=counted.found,
        hits=[
            (hit, _cited(desk, hit), desk.report(hit.source))
            for hit in desk.page(query, filters, first, min(PER_PAGE, counted.found - first))
        ],
        facets=list(_facets(desk, here, query, filters)),
        page=number,
        pages=sorted({1, last, *near}) if last > 1 else [],
        first=first,
    )
    return Drawn(query, (page,))


def filters_of(here: Address) -> Filters:
    """What the address limits a search to."""
    return Filters(
        regions=here.all("region"),
        years=here.numbers("year"),
        kinds=here.all("kind"),
        departments=here.all("department"),
        entities=here.all("entity"),
        types=here.all("type"),
    )


def found_hits(desk: Desk, here: Address, query: str) -> Sequence[Hit]:
    """All passages for a query under what the address limits it to, best first."""
    filters = filters_of(here)
    return desk.page(query, filters, 0, min(desk.facets(query, filters).found, LEAFED))


def _cited(desk: Desk, hit: Hit) -> Citation:
    return desk.document(hit.source).cite(hit.start, hit.end)


def _facets(desk: Desk, here: Address, query: str, filters: Filters) -> Iterable[Facet]:
    """Each group counts under what the other groups are narrowed to, but not under its own choice."""
    counted = desk.facets(query, filters)
    types = desk.facets(query, replace(filters, types=())).types if filters.types else counted.types
    yield _facet(here, "year", counted.years)
    yield _facet(here, "region", _with_cities(desk, counted.regions))
    if len(counted.departments) > 1:
        yield _facet(here, "department", counted.departments)
    yield _facet(here, "kind", counted.kinds)
    yield _facet(here, "type", types or ())


def _with_cities(desk: Desk, regions: Sequence[Count]) -> list[Count]:
    """The regions with what choosing them leaves: a city lets its districts in."""
    around: defaultdict[str, set[str]] = defaultdict(set)
    for report in desk.reports:
        for level in _levels(report.about):
            around[level].add(report.about.region or level)
    known = {report.about.region for report in desk.reports}
    counts = {one.value: one.count for one in regions}
    summed = {name: sum(counts.get(inside, 0) for inside in around[name]) for name in around if name in known}
    ordered = sorted(summed.items(), key=lambda item: (-item[1], item[0]))
    return [Count(name, count) for name, count in ordered if count]


def _levels(about: About) -> set[str]:
    return {level for level in (about.district, about.city, about.province) if level}


def _facet(here: Address, name: str, counted: Sequence[Count]) -> Facet:
    counts = {str(one.value): one.count for one in counted}
    chosen = here.all(name)
    shown = [*counts][:CHOICES] + [value for value in [*counts][CHOICES:] if value in chosen]
    shown += [value for value in chosen if value not in counts]
    most = max(counts.values(), default=0) or 1
    group = "report_kind" if name == "kind" else name
    choices = [
        Choice(
            label=told(group, value, here.lang),
            count=counts.get(value, 0),
            part=counts.get(value, 0) / most,
            chosen=value in chosen,
            address=here.put(page=None).toggle(name, value).text,
        )
        for value in shown
    ]
    return Facet(name, tuple(choices))
