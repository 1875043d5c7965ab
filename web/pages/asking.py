"""Ask, at "/": the answer first, how it is reached, then the quotes in their places.

/?q=QUESTION
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.fold import squeeze
from search.understand import Question, understand
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.samples import sample_questions
from web.texts import say
from web.wording import level

if TYPE_CHECKING:
    from ingest.document import Citation
    from search.answer import Answer

LONGEST_QUESTION = 2000
"""Characters, as in the HTTP API."""

SHELF = 100
"""Reports listed beneath the question; all of them are in the library."""

OTHERS = 3
"""Other years or regions that a refused question is asked of: an answer takes some fifty milliseconds."""

REFUSED = "报告里没有答案。"
"""How a refusal begins that says no more than which parts failed."""


@dataclass(frozen=True, slots=True)
class Other:
    """The same question of a year or region that reports are of, with its answer."""

    scope: str
    question: str
    short: str
    citation: Citation


def draw_ask(desk: Desk, here: Address) -> Drawn:
    """The answer to the question in the address, or questions to begin with."""
    question = here.one("q")[:LONGEST_QUESTION]
    if not question:
        return _begin(desk, here)
    asked = desk.ask(question)
    answer = asked.answer
    refused = None if answer.answerable else understand(question, desk.catalogue())
    sources = [cited.source for cited in (*answer.citations, *asked.near)]
    sources += [fact.citation.source for fact in answer.closest]
    page = render(
        "asking.html",
        here,
        desk,
        question=question,
        answer=answer,
        listed=_items(answer) if answer.kind == "list" and len(answer.items) > 1 else [],
        # Several values, none of which is the answer; the two sides of a comparison stand beneath it instead.
        several=answer.kind == "metric" and len(answer.values) > 1,
        # What stands behind the list of the values, which are shown as a table.
        beside=answer.text.partition("。")[2],
        failed=_failed(answer),
        read_as=_read_as(refused, here) if refused else [],
        others=list(_others(desk, refused)) if refused else [],
        near=asked.near,
        level=level(answer.confidence),
        reports={source: desk.report(source) for source in sources},
    )
    return Drawn(question, (page,), "asked")


def _items(answer: Answer) -> list[tuple[str, Citation]]:
    """The items of a list, each with the quote that has it; the first quote has what none says word for word."""
    found = []
    for item in answer.items:
        said = (cited for cited in answer.citations if squeeze(item) in squeeze(cited.quote))
        found.append((item, next(said, answer.citations[0])))
    return found


def _failed(answer: Answer) -> list[tuple[str, str]]:
    """The parts of the question that failed, each with the reason; none where the refusal says more than that."""
    if answer.answerable or answer.text != f"{REFUSED}{'；'.join(answer.failed)}。":
        return []
    return [
        (part if why else "", why or part) for part, _, why in (one.partition("：") for one in answer.failed)
    ]


def _read_as(question: Question, here: Address) -> list[tuple[str, str]]:
    """How a refused question was understood, so that a reader sees what to say otherwise."""
    parts = {
        "fact.region": (*question.regions, *question.strangers),
        "fact.department": question.departments,
        "fact.year": tuple(map(str, question.years)),
        "ask.about": (question.about,) if question.about else (),
    }
    return [(say(key, here.lang), "、".join(values)) for key, values in parts.items() if values]


def _others(desk: Desk, question: Question) -> Iterator[Other]:
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
    if len(question.years) == 1 and len(question.regions) == 1 and not question.strangers:
        (year,), (region,) = question.years, question.regions
        years = sorted((y for r, y in held if r == region and y != year), key=lambda y: abs(y - year))
        if str(year) in question.text and (region, year) not in held:
            for other in years[:OTHERS]:
                yield f"{region} {other}", question.text.replace(str(year), str(other))
    elif len(question.strangers) == 1 and question.strangers[0] in question.text:
        (stranger,) = question.strangers
        wanted = set(question.years)
        for region in sorted({r for r, y in held if not wanted or y in wanted})[: 2 * OTHERS]:
            yield region, question.text.replace(stranger, region)


def _begin(desk: Desk, here: Address) -> Drawn:
    samples = desk.keep("samples", lambda: sample_questions(desk))
    page = render(
        "beginning.html",
        here,
        desk,
        samples=samples,
        reports=desk.reports[:SHELF],
        more=len(desk.reports) - SHELF,
    )
    return Drawn(say("ask.title", here.lang), (page,), "narrow")
