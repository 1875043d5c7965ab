"""What a refusal shows beside the parts that failed: how the question was read, and what the reports have instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.answer import Nearest
from search.finding import Filters, telling
from search.marking import plain
from web.address import Address
from web.amounts import amount
from web.desk import Desk
from web.texts import say

if TYPE_CHECKING:
    from graph.facts import Fact
    from ingest.document import Citation
    from search.answer import Answer
    from search.understand import Question

OTHERS = 3
"""Other years or regions that a refused question is asked of: an answer takes some fifty milliseconds."""

CLOSEST = 3

REFUSED = "报告里没有答案。"
"""How a refusal begins that says no more than which parts failed."""


@dataclass(frozen=True, slots=True)
class Other:
    """The same question of a year or region that reports are of, with its answer."""

    scope: str
    question: str
    short: str
    citation: Citation


def failed_parts(answer: Answer) -> list[tuple[str, str]]:
    """The parts of the question that failed, each with the reason; none where the refusal says more than that."""
    if answer.answerable or answer.text != f"{REFUSED}{'；'.join(answer.failed)}。":
        return []
    return [
        (part if why else "", why or part) for part, _, why in (one.partition("：") for one in answer.failed)
    ]


def read_as(question: Question, here: Address) -> list[tuple[str, str]]:
    """How a refused question was understood, so that a reader sees what to say otherwise."""
    parts = {
        "fact.region": (*question.regions, *_foreign(question)),
        "fact.department": question.departments,
        "fact.year": tuple(map(str, question.years)),
        "ask.about": (question.about,) if question.about else (),
    }
    return [(say(key, here.lang), "、".join(values)) for key, values in parts.items() if values]


def others(desk: Desk, question: Question) -> Iterator[Other]:
    """The answers to the question in other years of its region, or of other regions than one without a report."""
    found = 0
    for scope, asked in _variants(desk, question):
        answer = desk.ask(asked).answer
        if answer.answerable and not answer.clarify:
            found += 1
            yield Other(scope, asked, answer.short, answer.citations[0])
        if found == OTHERS:
            return


def _variants(desk: Desk, question: Question) -> Iterator[tuple[str, str]]:
    held = {(r.about.region, r.about.year) for r in desk.reports if r.about.region and r.about.year}
    if len(question.years) == 1 and len(question.regions) == 1 and not _foreign(question):
        (year,), (region,) = question.years, question.regions
        years = sorted((y for r, y in held if r == region and y != year), key=lambda y: abs(y - year))
        if str(year) in question.text and (region, year) not in held:
            for other in years[:OTHERS]:
                yield f"{region} {other}", question.text.replace(str(year), str(other))
    elif len(_foreign(question)) == 1 and _foreign(question)[0] in question.text:
        (stranger,) = _foreign(question)
        wanted = set(question.years)
        for region in sorted({r for r, y in held if not wanted or y in wanted})[: OTHERS + 1]:
            yield region, question.text.replace(stranger, region)


def _foreign(question: Question) -> tuple[str, ...]:
    """Places that the question names and no report is of."""
    return (*question.strangers, *question.inner)


def closest_facts(desk: Desk, question: Question) -> tuple[Nearest, ...]:
    """The facts of the reports that are asked about which share most words with the question; none without a word."""
    limits = Filters(regions=question.regions, years=question.years, departments=question.departments)
    sources = [report.source for report in desk.reports if limits.let_in(report)]
    words = telling(question)
    if not sources or not words:
        return ()
    failed = "地区" if _foreign(question) else "指标"
    found = [(_shared(words, fact), fact) for fact in desk.facts(sources)]
    best = sorted((each for each in found if each[0]), key=lambda each: (-each[0], each[1].citation.start))
    return tuple(
        Nearest(
            fact.subject,
            fact.metric,
            f"{fact.subject} · {fact.metric}：{amount(fact.quantity)}",
            failed,
            fact.citation,
        )
        for _, fact in best[:CLOSEST]
    )


def _shared(words: tuple[str, ...], fact: Fact) -> int:
    """Characters of the question's words that a fact is named by; the metric counts, its subject alone does not."""
    subject, metric = plain(fact.subject), plain(fact.metric)
    told = sum(len(word) for word in words if word in metric)
    return 2 * told + sum(len(word) for word in words if word in subject) if told else 0
