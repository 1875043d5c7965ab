"""Questions to begin with: made from what the library holds, and shown only if it answers them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.facts import Fact
    from search.library import Report
    from suizhi import Suizhi

SHOWN = 4
TRIED_A_REPORT = 6
"""Facts tried before a report is passed over: an answer takes milliseconds, a page must not take seconds."""

SHORTEST, LONGEST = 4, 16
"""Characters of a metric that reads well in a question: 率 alone says nothing, a clause is not a name."""


class Samples:
    """Sample questions of a library, made anew when its reports change. Threads may share one."""

    def __init__(self, room: Suizhi) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._seen: tuple[str, ...] | None = None
        self._questions: list[str] = []

    def questions(self) -> list[str]:
        """At most four questions, from different reports where there are several."""
        reports = self._room.documents()
        state = tuple(report.revision for report in reports[:SHOWN])
        with self._lock:
            if state != self._seen:
                found = (self._question(report) for report in reports[:SHOWN])
                self._questions = [question for question in found if question]
                self._seen = state
            return self._questions

    def _question(self, report: Report) -> str | None:
        for question in self._candidates(report):
            answer = self._room.ask(question)
            if answer.answerable and not answer.clarify:
                return question
        return None

    def _candidates(self, report: Report) -> Iterator[str]:
        about = report.about
        if about.region is None or about.year is None:
            return
        facts = [fact for fact in self._room.library.facts(sources=[report.source]) if _reads_well(fact)]
        # Rates first, which anybody can ask for without having read the report; then the order of the text.
        facts.sort(key=lambda fact: (fact.quantity.unit != "%", fact.citation.start))
        for fact in facts[:TRIED_A_REPORT]:
            yield f"{about.region}{about.year}年{fact.metric}是多少？"


def _reads_well(fact: Fact) -> bool:
    """Whether a question "…是多少？" about the fact is one that a person would ask."""
    return fact.kind == "actual" and fact.quantity.op == "=" and SHORTEST <= len(fact.metric) <= LONGEST
