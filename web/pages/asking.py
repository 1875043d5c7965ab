"""Ask, at "/": the answer first, how it is reached, then the quotes in their places.

/?q=QUESTION
"""

from __future__ import annotations

from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.samples import sample_questions
from web.texts import say
from web.wording import level

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
    sources = [cited.source for cited in (*answer.citations, *asked.near)]
    sources += [fact.citation.source for fact in answer.closest]
    page = render(
        "asking.html",
        here,
        desk,
        question=question,
        answer=answer,
        near=asked.near,
        level=level(answer.confidence),
        reports={source: desk.report(source) for source in sources},
    )
    return Drawn(question, (page,), "asked")


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
