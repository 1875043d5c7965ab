"""The reports of a library as questions ask for them: by place, office and year.

A question names a place, an office and a year; of a hundred thousand reports those are found by looking up, not by
looking through. What is kept here holds for one state of the library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from functools import cached_property

from ingest.departments import stem_of
from search.library.report import Report
from search.offices import is_loosely_of, is_of
from search.places import Catalogue

_SHORTEST_OFFICE = 2  # 市局 and 区委 are no names
_REMEMBERED = 4  # states of libraries: those that a process answers from, which are one or two
_rolls: deque[Roll] = deque(maxlen=_REMEMBERED)


class Roll:
    """Reports, with the numbers of those that are of a place, an office or a year.

    Attributes:
        reports: in the order that numbers count.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = tuple(reports)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names of all."""
        return frozenset(report.source for report in self.reports)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The regions that the reports are of, and those around them; their offices without places."""
        within: dict[str, frozenset[str]] = {}
        for levels in dict.fromkeys(map(levels_of, self.reports)):
            nested = [name for name in levels if name]
            for position, name in enumerate(nested):
                within[name] = within.get(name, frozenset()) | frozenset(nested[position + 1 :]) - {name}
        newest: dict[str, int] = {}
        for report in self.reports:
            for name in filter(None, levels_of(report)):
                newest[name] = max(newest.get(name, 0), report.about.year or 0)
        offices = frozenset(name for name in self._stems if len(name) > _SHORTEST_OFFICE)
        return Catalogue(within, offices, {name: year for name, year in newest.items() if year})

    @cached_property
    def above_districts(self) -> tuple[Report, ...]:
        """Those of cities and provinces themselves."""
        return tuple(report for report in self.reports if report.about.district is None)

    def of_region(self, region: str) -> Sequence[int]:
        """The numbers of the region's own reports; of all inside it, where it has none of its own."""
        return self._own.get(region, ()) or self._inside.get(region, ())

    def of_year(self, year: int) -> Sequence[int]:
        """The numbers of the reports of a year."""
        return self._years.get(year, ())

    def of_office(self, office: str, *, loosely: bool = False) -> frozenset[int]:
        """The numbers of the reports of what a question calls so (`offices.is_of`, `is_loosely_of`)."""
        fits = is_loosely_of if loosely else is_of
        return frozenset(
            n for name, numbers in self._stems.values() if fits((name,), office) for n in numbers
        )

    def numbered(self, numbers: Collection[int]) -> tuple[Report, ...]:
        """The reports with these numbers, in order."""
        return tuple(self.reports[number] for number in sorted(numbers))

    @cached_property
    def _own(self) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for number, report in enumerate(self.reports):
            found.setdefault(report.about.region, []).append(number)
        return found

    @cached_property
    def _inside(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, report in enumerate(self.reports):
            for level in {*levels_of(report)} - {None}:
                found.setdefault(level or "", []).append(number)
        return found

    @cached_property
    def _years(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = {}
        for number, report in enumerate(self.reports):
            found.setdefault(report.about.year, []).append(number)
        return found

    @cached_property
    def _stems(self) -> dict[str, tuple[str, list[int]]]:
        """Of each name without places one name with them, and the reports; there are few such names."""
        found: dict[str, tuple[str, list[int]]] = {}
        for number, report in enumerate(self.reports):
            for name in names_of(report):
                found.setdefault(stem_of(name), (name, []))[1].append(number)
        return found


def roll_of(reports: Sequence[Report]) -> Roll:
    """The roll of these reports, made once for as long as they are the same object."""
    for roll in list(_rolls):
        if roll.reports is reports:
            return roll
    made = Roll(reports)
    if isinstance(reports, tuple):  # what can change is another each time
        _rolls.append(made)
    return made


def names_of(report: Report) -> tuple[str, ...]:
    """What the report's department is called."""
    about = report.about
    return (*about.names, *((about.department,) if about.department else ()))


def levels_of(report: Report) -> tuple[str | None, ...]:
    """The places that the report is of, the narrowest first."""
    return report.about.district, report.about.city, report.about.province
