"""Ask, at "/": the answer first, how it is reached, then the quotes in their places.

/?q=QUESTION
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.fold import squeeze
from search.understand import understand
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.pages.refusing import closest_facts, failed_parts, others, read_as
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


def draw_ask(desk: Desk, here: Address) -> Drawn:
    """The answer to the question in the address, or questions to begin with."""
    question = here.one("q")[:LONGEST_QUESTION]
    if not question:
        return _begin(desk, here)
    asked = desk.ask(question)
    answer = asked.answer
    refused = None if answer.answerable else understand(question, desk.catalogue())
    closest = answer.closest or (closest_facts(desk, refused) if refused else ())
    sources = [cited.source for cited in (*answer.citations, *asked.near)]
    sources += [fact.citation.source for fact in closest]
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
        failed=failed_parts(answer),
        read_as=read_as(refused, here) if refused else [],
        others=list(others(desk, refused)) if refused else [],
        closest=closest,
        near=() if closest else asked.near,
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
