"""Which reports a question is about, and which part of it no report covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.departments import stem_of
from search.library.report import Report
from search.offices import is_loosely_of, is_of
from search.places import Catalogue
from search.understand import Question

# Kinds whose facts carry their own year.
_LOOK_BACK = frozenset({"metric", "computed", "compare"})
# 市局 and 区委 are no names.
_SHORTEST_OFFICE = 2
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


def catalogue(reports: Sequence[Report]) -> Catalogue:
    """The regions that `reports` are of, and those around them."""
    within: dict[str, frozenset[str]] = {}
    newest: dict[str, int] = {}
    for report in reports:
        nested = [name for name in _levels(report) if name]
        for position, name in enumerate(nested):
            within[name] = within.get(name, frozenset()) | frozenset(nested[position + 1 :]) - {name}
            newest[name] = max(newest.get(name, 0), report.about.year or 0)
    offices = {stem_of(name) for report in reports for name in names_of(report)}
    offices = {name for name in offices if len(name) > _SHORTEST_OFFICE}
    return Catalogue(within, frozenset(offices), {name: year for name, year in newest.items() if year})


def _levels(report: Report) -> tuple[str | None, ...]:
    return report.about.district, report.about.city, report.about.province


def scope_of(question: Question, reports: Sequence[Report]) -> Scope:
    """The reports of the regions and years that the question names; all, where it names none."""
    if question.strangers:
        return Scope((), tuple(f"地区：资料库里没有{name}的报告" for name in question.strangers))
    chosen = [r for r in reports if _in_region(r, question, reports)]
    if question.departments:
        of_office = [r for r in chosen if any(is_of(names_of(r), d) for d in question.departments)]
        if not of_office:
            of_office = [
                r for r in chosen if any(is_loosely_of(names_of(r), d) for d in question.departments)
            ]
        if not of_office:
            place = "、".join(question.regions)
            return Scope((), tuple(f"部门：资料库里没有{place}{d}的报告" for d in question.departments))
        chosen = of_office
    if not question.years:
        return Scope(tuple(chosen), ())
    of_years = [r for r in chosen if r.about.year in question.years]
    missing = [y for y in question.years if all(r.about.year != y for r in of_years)]
    if not of_years:
        place = "、".join(question.regions) or "资料库"
        # Work reports look back: the report of the next year may tell it, in facts of the year asked for.
        near = {year + 1 for year in question.years}
        if _AHEAD.search(question.text):  # and the report of the year before states what is planned
            near |= {year - 1 for year in question.years}
        later = [r for r in chosen if r.about.year in near]
        failed = tuple(f"年份：{place}没有{year}年度的报告" for year in missing)
        return Scope(tuple(later) if question.kind in _LOOK_BACK else (), failed)
    return Scope(tuple(of_years), ())


def names_of(report: Report) -> tuple[str, ...]:
    """What the report's department is called."""
    about = report.about
    return (*about.names, *((about.department,) if about.department else ()))


def _in_region(report: Report, question: Question, reports: Sequence[Report]) -> bool:
    if not question.regions:
        return report.about.district is None or not question.city_level
    return any(
        # A question about a city means the city's own reports, unless there are none.
        report.about.region == region
        or (region in _levels(report) and all(other.about.region != region for other in reports))
        for region in question.regions
    )


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
