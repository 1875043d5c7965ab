"""Questions to begin with: made from what the library holds, and shown only if it answers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.facts import Fact
    from search.library import Report
    from web.desk import Desk

SHOWN = 4
TRIED_A_REPORT = 6
"""Facts tried before a report is passed over: an answer takes milliseconds, a page must not take seconds."""

SHORTEST, LONGEST = 4, 16
"""Characters of a metric that reads well in a question: 率 alone says nothing, a clause is not a name."""


def sample_questions(desk: Desk) -> list[str]:
    """At most four questions, from different reports where there are several."""
    found = (_question(desk, report) for report in desk.reports[:SHOWN])
    return [question for question in found if question]


def _question(desk: Desk, report: Report) -> str | None:
    for question in _candidates(desk, report):
        answer = desk.ask(question).answer
        if answer.answerable and not answer.clarify:
            return question
    return None


def _candidates(desk: Desk, report: Report) -> Iterator[str]:
    about = report.about
    if about.region is None or about.year is None:
        return
    facts = [fact for fact in desk.facts([report.source]) if _reads_well(fact)]
    # Rates first, which anybody can ask for without having read the report; then the order of the text.
    facts.sort(key=lambda fact: (fact.quantity.unit != "%", fact.citation.start))
    for fact in facts[:TRIED_A_REPORT]:
        yield f"{about.region}{about.year}年{fact.metric}是多少？"


def _reads_well(fact: Fact) -> bool:
    """Whether a question "…是多少？" about the fact is one that a person would ask."""
    return fact.kind == "actual" and fact.quantity.op == "=" and SHORTEST <= len(fact.metric) <= LONGEST
