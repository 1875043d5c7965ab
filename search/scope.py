"""Which reports a question is about, and which part of it no report covers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search.library.report import Report
from search.offices import is_of
from search.places import Catalogue
from search.roll import Roll, names_of, roll_of
from search.understand import Question

# Kinds whose facts carry their own year.
_LOOK_BACK = frozenset({"metric", "computed", "compare"})
_AHEAD = re.compile(r"计划|目标|力争|预计|打算|将要|安排")


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that a question is about; `failed` says which limits no report meets ("地区：天河区")."""

    reports: tuple[Report, ...]
    failed: tuple[str, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Their names."""
        return frozenset(report.source for report in self.reports)

    def of(self, sources: Collection[str]) -> tuple[Report, ...]:
        """Its reports with these names; looked up where they are in the order of their names, as in a library."""
        found = [self._at(source) for source in sources]
        if all(found):
            return tuple(report for report in found if report)
        return tuple(report for report in self.reports if report.source in sources)

    def _at(self, source: str) -> Report | None:
        place = bisect_left(self.reports, source, key=_source)
        found = self.reports[place] if place < len(self.reports) else None
        return found if found and found.source == source else None


def _source(report: Report) -> str:
    return report.source


def catalogue(reports: Sequence[Report]) -> Catalogue:
    """The regions that `reports` are of, and those around them."""
    return roll_of(reports).catalogue


def scope_of(question: Question, reports: Sequence[Report]) -> Scope:
    """The reports of the regions and years that the question names; all, where it names none."""
    if question.strangers:
        return Scope((), tuple(f"地区：资料库里没有{name}的报告" for name in question.strangers))
    roll = roll_of(reports)
    chosen = _in_regions(question, roll)
    if question.departments:
        of_office = _of_offices(question, roll, chosen)
        if not of_office:
            place = "、".join(question.regions)
            return Scope((), tuple(f"部门：资料库里没有{place}{d}的报告" for d in question.departments))
        chosen = of_office
    if not question.years:
        return Scope(chosen, ())
    of_years = _of_years(question.years, roll, chosen)
    years = {report.about.year for report in of_years}
    missing = [year for year in question.years if year not in years]
    if not of_years:
        place = "、".join(question.regions) or "资料库"
        # Work reports look back: the report of the next year may tell it, in facts of the year asked for.
        near = {year + 1 for year in question.years}
        if _AHEAD.search(question.text):  # and the report of the year before states what is planned
            near |= {year - 1 for year in question.years}
        failed = tuple(f"年份：{place}没有{year}年度的报告" for year in missing)
        return Scope(_of_years(near, roll, chosen) if question.kind in _LOOK_BACK else (), failed)
    return Scope(of_years, ())


def _in_regions(question: Question, roll: Roll) -> tuple[Report, ...]:
    if not question.regions:
        return roll.above_districts if question.city_level else roll.reports
    # A question about a city means the city's own reports, unless there are none.
    return roll.numbered({number for region in question.regions for number in roll.of_region(region)})


def _of_offices(question: Question, roll: Roll, chosen: tuple[Report, ...]) -> tuple[Report, ...]:
    for loosely in (False, True):
        numbers = frozenset[int]().union(
            *(roll.of_office(office, loosely=loosely) for office in question.departments)
        )
        found = roll.numbered(numbers)
        if chosen is not roll.reports:
            kept = {report.source for report in found}
            found = tuple(report for report in chosen if report.source in kept)
        if found:
            return found
    return ()


def _of_years(years: Collection[int], roll: Roll, chosen: tuple[Report, ...]) -> tuple[Report, ...]:
    if chosen is roll.reports:
        return roll.numbered([number for year in set(years) for number in roll.of_year(year)])
    return tuple(report for report in chosen if report.about.year in years)


def reports_of(
    region: str | None, year: int | None, reports: Sequence[Report], department: str | None = None
) -> list[Report]:
    """Those of `reports` that are of that region itself, that year and that office; None leaves either open."""
    return [
        report
        for report in reports
        if (region is None or report.about.region == region)
        and (year is None or report.about.year == year)
        and (department is None or is_of(names_of(report), department))
    ]


def narrowed(question: Question, scope: Scope, most: int = 200) -> Scope:
    """The reports that a comparison reads: those of its sides, else of each place those of its newest year.

    Args:
        most: more reports than these are refused, never cut off silently.
    """
    if question.sides:
        kept = {
            report.source: report
            for side in question.sides
            for report in (
                reports_of(side.region, side.year, scope.reports, side.department)
                or reports_of(side.region, None, scope.reports, side.department)
            )
        }
    else:
        newest: dict[tuple[str | None, str | None], int] = {}
        for report in scope.reports:
            key = (report.about.region, report.about.department)
            newest[key] = max(newest.get(key, 0), report.about.year or 0)
        kept = {
            report.source: report
            for report in scope.reports
            if question.years
            or (report.about.year or 0) == newest[report.about.region, report.about.department]
        }
    if len(kept) > most:
        return Scope((), (f"范围：问题涉及{len(kept)}份报告，请限定地区、部门或年份",))
    return Scope(tuple(kept.values()), scope.failed)
