"""By how much a number of one month differs from that of another month of the same year, both told in one report."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.facts import Fact
from graph.period import find_periods
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.candidates import Candidate, rank_facts
from search.questions.change import bare, difference
from search.questions.operands import computed_answer
from search.thesaurus import field_words
from search.understand import Question, asking, keys_of

# Of each month the best facts only.
_TRIED = 4
_NO_YEAR = 1


def between_months(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """The difference of the two months' numbers of one metric; None unless the report tells both."""
    year = question.years[-1] if question.years else _NO_YEAR
    text = fold(question.text)
    about = bare(re.sub(asking()["months"]["name"], " ", question.about))
    part = replace(question, kind="metric", about=about, added=field_words(about), keys=keys_of(about))
    found: list[list[Candidate]] = []
    for name in (match["first"], match["second"]):
        periods = [p.period for p in find_periods(name, year)]
        if not periods:
            return None
        ranked = rank_facts(replace(part, text=_without_change(text), period=periods[0]), evidence)
        found.append([c for c in ranked if _is_of(c.fact, periods[0])][:_TRIED])
    for later in found[0]:
        for earlier in found[1]:
            one, other = later.fact, earlier.fact
            if one.metric_id == other.metric_id and one.subject == other.subject and one.id != other.id:
                return _answered(question, later, earlier)
    return None


def _answered(question: Question, later: Candidate, earlier: Candidate) -> Answer:
    outcome = difference(earlier.fact, later.fact)
    answer = computed_answer(
        question, (later, earlier), outcome.value, outcome.unit, outcome.short, outcome.working
    )
    return replace(answer, direction=outcome.direction)


def _is_of(fact: Fact, period: object) -> bool:
    told, asked = str(fact.period), str(period)
    return fact.period is not None and told[4:] == asked[4:]


def _without_change(text: str) -> str:
    """The question without its change, so that levels answer it."""
    return re.sub(asking()["months"]["change"], "是多少", text)
