"""Which reports a question is about, and which part of it no report covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.library.report import Report
from search.understand import Catalogue, Question


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
    """The regions that `reports` are of."""
    return Catalogue(
        districts=frozenset(r.about.district for r in reports if r.about.district),
        cities=frozenset(r.about.city for r in reports if r.about.city),
    )


def scope_of(question: Question, reports: Sequence[Report]) -> Scope:
    """The reports of the regions and years that the question names; all, where it names none."""
    if question.strangers:
        return Scope((), tuple(f"地区：资料库里没有{name}的报告" for name in question.strangers))
    chosen = [r for r in reports if _in_region(r, question, reports)]
    if not question.years:
        return Scope(tuple(chosen), ())
    of_years = [r for r in chosen if r.about.year in question.years]
    missing = [y for y in question.years if all(r.about.year != y for r in of_years)]
    if not of_years:
        place = "、".join(question.regions) or "资料库"
        return Scope((), tuple(f"年份：{place}没有{year}年度的报告" for year in missing))
    return Scope(tuple(of_years), ())


def _in_region(report: Report, question: Question, reports: Sequence[Report]) -> bool:
    about = report.about
    if question.city_level and not question.regions:
        return about.district is None
    if not question.regions:
        return True
    if about.district in question.regions:
        return True
    if about.city in question.regions:
        # A question about the city means the city's own report, unless there is none.
        own = any(r.about.city == about.city and r.about.district is None for r in reports)
        return about.district is None if own else True
    return False
