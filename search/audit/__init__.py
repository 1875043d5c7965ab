"""A REPORT AGAINST ITSELF: arithmetic, counts, units, years, repetitions and names that do not agree.

    audit(library, sources)         the findings of reports in a library
    check(Paper(document, facts))   those of one report

Precision comes first: a rule that cannot be sure says nothing. Reading order: paper (the nouns), sums, scores, and
any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from search.audit.averages import read_averages, read_each
from search.audit.balances import read_balances, read_periods
from search.audit.breaks import read_breaks
from search.audit.changes import read_changes
from search.audit.claims import read_claims
from search.audit.complements import read_complements
from search.audit.copies import read_copies
from search.audit.counts import read_counts
from search.audit.dated import read_dated
from search.audit.differences import read_differences
from search.audit.grades import read_grades
from search.audit.labels import read_labels
from search.audit.lists import read_lists
from search.audit.marks import read_marks
from search.audit.names import read_names
from search.audit.nearnames import read_near_names
from search.audit.order import read_order
from search.audit.outline import read_outline
from search.audit.paper import Earlier, Finding, Paper, Rule, Severity
from search.audit.percents import read_percents
from search.audit.rates import read_rates
from search.audit.repeats import read_repeats
from search.audit.results import read_results
from search.audit.scales import read_scales
from search.audit.scores import read_scores
from search.audit.shares import read_shares
from search.audit.signs import read_signs
from search.audit.slips import read_slips
from search.audit.spelling import read_spelling
from search.audit.sums import read_divided, read_listed, read_parts, read_totals
from search.audit.tables import read_tables
from search.audit.targets import read_targets
from search.audit.terms import read_terms
from search.audit.typos import read_contradictions, read_typos
from search.audit.values import read_values
from search.audit.wholes import read_losses, read_wholes
from search.audit.years import read_years
from search.library import Library, Report

__all__ = ["RULES", "Earlier", "Finding", "Paper", "Rule", "Severity", "audit", "check"]

RULES: dict[str, Rule] = {
    "parts": read_parts,
    "listed": read_listed,
    "divided": read_divided,
    "totals": read_totals,
    "scores": read_scores,
    "marks": read_marks,
    "wholes": read_wholes,
    "losses": read_losses,
    "grades": read_grades,
    "lists": read_lists,
    "counts": read_counts,
    "slips": read_slips,
    "scales": read_scales,
    "rates": read_rates,
    "shares": read_shares,
    "percents": read_percents,
    "complements": read_complements,
    "averages": read_averages,
    "each": read_each,
    "tables": read_tables,
    "values": read_values,
    "copies": read_copies,
    "dated": read_dated,
    "years": read_years,
    "order": read_order,
    "changes": read_changes,
    "differences": read_differences,
    "targets": read_targets,
    "results": read_results,
    "balances": read_balances,
    "periods": read_periods,
    "repeats": read_repeats,
    "breaks": read_breaks,
    "typos": read_typos,
    "spelling": read_spelling,
    "terms": read_terms,
    "signs": read_signs,
    "claims": read_claims,
    "contradictions": read_contradictions,
    "outline": read_outline,
    "labels": read_labels,
    "names": read_names,
    "near_names": read_near_names,
}
"""What is asked of every report; a new rule is one function and one line."""

_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def check(paper: Paper) -> list[Finding]:
    """What is wrong in a report: errors first, each kind in the order of the text, what is told in one message once."""
    found: dict[tuple[str, str], Finding] = {}
    places: set[tuple[str, int, int]] = set()
    for rule in RULES.values():
        for finding in rule(paper):
            first = finding.citations[0]
            if (finding.rule, first.start, first.end) in places:
                continue
            places.add((finding.rule, first.start, first.end))
            told = found.get((finding.rule, finding.message))
            # One slip copied into several places is one thing to tell, with all its places.
            found[finding.rule, finding.message] = _joined(told, finding) if told else finding
    return sorted(found.values(), key=lambda f: (_ORDER[f.severity], f.citations[0].start, f.rule))


def _joined(one: Finding, other: Finding) -> Finding:
    citations = tuple(dict.fromkeys((*one.citations, *other.citations)))
    return Finding(one.rule, one.severity, one.message, citations)


def audit(library: Library, sources: Sequence[str] | None = None) -> Iterator[Finding]:
    """The findings in the reports `sources`, or in all, report by report.

    Raises:
        LibraryError: there is no report of that name.
    """
    reports = library.reports()
    chosen = reports if sources is None else [library.report(source) for source in sources]
    for report in chosen:
        earlier = [
            Earlier(library.document(other.source), library.facts(sources=[other.source]))
            for other in _year_before(report, reports)
        ]
        paper = Paper(library.document(report.source), library.facts(sources=[report.source]), earlier)
        yield from check(paper)


def _year_before(report: Report, reports: Iterable[Report]) -> Iterator[Report]:
    """The report of the same place and kind on the year before; departments are renamed, places are not."""
    here = report.about
    for other in reports:
        there = other.about
        same = (there.region, there.city, there.kind) == (here.region, here.city, here.kind)
        known = here.year is not None and here.region is not None and here.department is not None
        if not (known and same and there.year == (here.year or 0) - 1):
            continue
        if _same_office(here.department or "", there.department or ""):
            yield other


def _same_office(one: str, other: str) -> bool:
    """Whether two names can be of one office: most characters of the shorter stand in the longer."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and len(set(shorter) & set(longer)) >= 0.9 * len(set(shorter))
