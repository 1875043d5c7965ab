"""The sides of a comparison, each with the fact that speaks for it.

For each side the facts that could answer are ranked as for one number; those are taken together that fit the question
and each other best, so that no rate is held against another rate, no target against a result, no person against a
visit, and, unless the question names the years, no year against another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from graph.facts import Fact
from graph.units import comparable, dimension
from search.answer import ScopedValue
from search.evidence import Evidence
from search.library.report import Report
from search.questions.candidates import Candidate, rank_facts
from search.questions.likeness import alike
from search.scope import reports_of
from search.understand import Question, Side
from search.wording import when

# Facts of each side that are tried with those of the others.
_TRIED = 8
# How much it counts that the metrics of the sides are worded alike.
_ALIKE = 0.35
# A side may fit the question a little less than a single answer must: the others speak for it.
ENOUGH_OF_A_SIDE = 0.36
# Counts worded less alike than this may be of different things: told side by side, never ranked or subtracted.
# Rates, ranks and marks are the same only if nothing that tells them apart differs.
_SAME_COUNT = 0.34
_EXACT = frozenset({"ratio", "score", "points", None})


@dataclass(frozen=True, slots=True)
class Found:
    """One side with the report and the fact that speak for it."""

    side: Side
    report: Report
    candidate: Candidate

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.candidate.fact

    @property
    def year(self) -> int | None:
        """The year that the number is of."""
        period = self.fact.period
        return period.year if period else self.side.year or self.report.about.year

    @property
    def name(self) -> str:
        """The side as a reader would call it; a city's own office is no region among its districts."""
        about = self.report.about
        if self.side.department and about.department:
            return about.department
        if about.district is None and about.city:
            return f"{about.city}局" if about.department and about.department.endswith("局") else about.city
        return about.region or self.report.source

    @property
    def dated(self) -> str:
        """The side with the period of its number."""
        return f"{self.name}{when(self.fact)}"

    @property
    def scoped(self) -> ScopedValue:
        """The number with the place and year that it is of."""
        about, fact = self.report.about, self.fact
        return ScopedValue(
            region=about.region,
            department=about.department,
            year=self.side.year or about.year,
            subject=fact.subject,
            value=fact.quantity.value,
            unit=fact.quantity.unit,
            citation=fact.citation,
        )


def each_district(evidence: Evidence) -> tuple[Side, ...]:
    """A question that asks which district: each that has a report, in the newest year that all have, else its own."""
    years: dict[str, set[int]] = {}
    for report in evidence.scope.reports:
        if report.about.district:
            known = years.setdefault(report.about.district, set())
            known |= {report.about.year} if report.about.year else set()
    common = set.intersection(*years.values()) if years else set()
    return tuple(
        Side(region, max(common or own, default=None))  # a report without a year is of any
        for region, own in sorted(years.items())
    )


def ranked_for(
    question: Question, side: Side, evidence: Evidence, enough: float = ENOUGH_OF_A_SIDE
) -> list[Candidate]:
    """The facts that could speak for a side, best first; those of the year after's report, where its own is missing."""
    reports = evidence.scope.reports
    own = reports_of(side.region, side.year, reports, side.department)
    if not own and side.year:
        own = reports_of(side.region, side.year + 1, reports, side.department)
    sources = {report.source for report in own}
    # Months belong to the year that they are named with: the other's numbers are of the year, which is told.
    part = replace(question, years=(side.year,) if side.year else (), period=None)
    facts = [fact for fact in evidence.facts if fact.citation.source in sources]
    ranked = [c for c in rank_facts(part, replace(evidence, facts=facts)) if c.score >= enough]
    return [c for c in ranked[:_TRIED] if c.fact.quantity.value is not None]


def together(options: Sequence[tuple[Side, Sequence[Candidate]]]) -> list[tuple[Side, Candidate]]:
    """One candidate a side: those that fit the question and the first side's metric best, of one year if there are."""
    if len(options) < 2:
        return []
    return _together(options, _same_year) or _together(options, None)


def _together(
    options: Sequence[tuple[Side, Sequence[Candidate]]], fit: Callable[[Fact, Fact], bool] | None
) -> list[tuple[Side, Candidate]]:
    best: tuple[float, list[tuple[Side, Candidate]]] = (0.0, [])
    first, *others = options
    for anchor in first[1]:
        chosen, total = [(first[0], anchor)], anchor.score
        for side, ranked in others:
            fits = [
                c
                for c in ranked
                if _may_compare(anchor.fact, c.fact)
                and (fit is None or side.year != first[0].year or fit(anchor.fact, c.fact))
            ]
            if not fits:
                break
            mate = max(fits, key=lambda c: c.score + _ALIKE * alike(anchor.fact, c.fact))
            total += mate.score + _ALIKE * alike(anchor.fact, mate.fact)
            chosen.append((side, mate))
        if len(chosen) == len(options) and total > best[0]:
            best = (total, chosen)
    return best[1]


def _may_compare(one: Fact, other: Fact) -> bool:
    return comparable(one.quantity.unit, other.quantity.unit) and one.kind == other.kind


def _same_year(one: Fact, other: Fact) -> bool:
    """Sides of one year need facts of one year; a fact that tells none may be of any."""
    if one.period is None or other.period is None:
        return True
    return one.period.last.year == other.period.last.year


def same_thing(one: Found, other: Found) -> bool:
    """Whether two facts count the same, so that they may be ranked and subtracted."""
    likeness = alike(one.fact, other.fact)
    if likeness == 1.0:
        return True
    if one.name == other.name and one.fact.quantity.unit == other.fact.quantity.unit != "%":
        return likeness >= _SAME_COUNT  # one department, a year later
    exact = one.fact.kind == "rank" or dimension(one.fact.quantity.unit) in _EXACT
    return not exact and likeness >= _SAME_COUNT
