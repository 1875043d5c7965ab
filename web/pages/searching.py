"""Search, at "/search": passages with the words marked, how many there are of which region and year, page by page.

/search?q=QUERY&region=花都区&year=2023&kind=…&type=PLATFORM&page=2
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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

LOOKED_AT = 400
"""Passages that are counted and leafed through at most: beyond those nothing is near to the query any more."""

TYPES = ("ORG", "REGION", "PLATFORM", "PROJECT", "INITIATIVE", "POLICY", "AWARD", "EVENT")

Values = Callable[["Hit"], Iterable[str]]


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
    hits = found_hits(desk, here, query)
    last = max(1, -(-len(hits) // PER_PAGE))
    number = min(max(here.number("page", 1), 1), last)
    first = (number - 1) * PER_PAGE
    near = range(max(1, number - 2), min(last, number + 2) + 1)
    page = render(
        "search.html",
        here,
        desk,
        query=query,
        found=len(hits),
        hits=[(hit, _cited(desk, hit), desk.report(hit.source)) for hit in hits[first : first + PER_PAGE]],
        facets=_facets(desk, here, query),
        page=number,
        pages=sorted({1, last, *near}) if last > 1 else [],
        first=first,
    )
    return Drawn(query, (page,))


def found_hits(desk: Desk, here: Address, query: str) -> list[Hit]:
    """All passages for a query under what the address limits it to, best first."""
    filters = Filters(
        regions=here.all("region"),
        years=here.numbers("year"),
        kinds=here.all("kind"),
        departments=here.all("department"),
    )
    entities = here.all("entity")
    found = _kept(desk, query, Filters(entities=entities))
    if len(found) == LOOKED_AT:  # there are more, and those of one year may all be behind these
        found = _kept(desk, query, replace(filters, entities=entities))
    allowed = {report.source for report in desk.reports if filters.let_in(report)}
    types = set(here.all("type"))
    mentions = _mentions(desk) if types else {}
    return [hit for hit in found if hit.source in allowed and (not types or types & _types(mentions, hit))]


def _kept(desk: Desk, query: str, filters: Filters) -> tuple[Hit, ...]:
    return desk.keep(("hits", query, filters), lambda: desk.found(query, LOOKED_AT, filters))


def _mentions(desk: Desk) -> dict[str, list[tuple[int, str]]]:
    """Where each report names things, and of which type."""

    def read() -> dict[str, list[tuple[int, str]]]:
        places: dict[str, list[tuple[int, str]]] = {}
        for entity in desk.entities():
            for mention in entity.mentions:
                places.setdefault(mention.source, []).append((mention.start, entity.type))
        return {source: sorted(found) for source, found in places.items()}

    return desk.keep("mentions", read)


def _types(mentions: dict[str, list[tuple[int, str]]], hit: Hit) -> set[str]:
    places = mentions.get(hit.source, [])
    return {
        kind for _, kind in places[bisect_left(places, (hit.start, "")) : bisect_left(places, (hit.end, ""))]
    }


def _cited(desk: Desk, hit: Hit) -> Citation:
    return desk.document(hit.source).cite(hit.start, hit.end)


def _facets(desk: Desk, here: Address, query: str) -> list[Facet]:
    """Each group counts under what the other groups are narrowed to, but not under its own choice."""
    reports = {report.source: report.about for report in desk.reports}
    regions = {about.region for about in reports.values()}
    mentions = _mentions(desk)
    groups: dict[str, Values] = {
        "year": lambda hit: filter(None, [str(reports[hit.source].year or "")]),
        # A city lets its districts in.
        "region": lambda hit: filter(None, regions & _levels(reports[hit.source])),
        "kind": lambda hit: filter(None, [reports[hit.source].kind]),
        "type": lambda hit: _types(mentions, hit),
    }
    return [_facet(desk, here, query, name, values) for name, values in groups.items()]


def _levels(about: About) -> set[str | None]:
    return {about.district, about.city, about.province}


def _facet(desk: Desk, here: Address, query: str, name: str, values: Values) -> Facet:
    hits = found_hits(desk, here.put(**{name: None}), query)
    counts = Counter(value for hit in hits for value in values(hit))
    chosen = here.all(name)
    counts.update(dict.fromkeys(chosen, 0))
    most = max(counts.values(), default=0) or 1
    order = sorted(counts, reverse=True) if name == "year" else sorted(counts, key=lambda v: (-counts[v], v))
    group = "report_kind" if name == "kind" else name
    choices = [
        Choice(
            label=told(group, value, here.lang),
            count=counts[value],
            part=counts[value] / most,
            chosen=value in chosen,
            address=here.put(page=None).toggle(name, value).text,
        )
        for value in order
    ]
    return Facet(name, tuple(choices))
