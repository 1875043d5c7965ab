"""One report: its text with outline, names and facts, and what it says in tables.

/reports/SOURCE?start=10&end=20   the place is marked and scrolled to
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from web.address import Address
from web.amounts import amount
from web.desk import Desk
from web.drawing import Drawn, render
from web.marking import Span, whole_text
from web.naming import name_spans
from web.pages.reading import ANCHOR
from web.texts import say

if TYPE_CHECKING:
    from graph.facts import Fact
    from ingest.document import Document

PATH = "/reports/"

MOST_PAGES = 300
"""Pictures in one page; a browser fetches those that are looked at."""


def draw_report(desk: Desk, here: Address) -> Drawn:
    """The report that the path names."""
    source = here.path.removeprefix(PATH)
    report = desk.report(source)
    if report is None:
        page = render("missing.html", here, desk, what=say("report.missing", here.lang, source=source))
        return Drawn(say("report.none", here.lang), (page,), "narrow", 404)
    document = desk.document(source)
    facts, entities = desk.facts([source]), desk.entities([source])
    spans = [*name_spans(entities, here), *_clauses(facts)]
    start, end = here.number("start", 0), here.number("end", 0)
    page = render(
        "report.html",
        here,
        desk,
        report=report,
        sections=[section for section in document.sections if section.level],
        text=Markup(whole_text(document, start, end, ANCHOR, spans)),
        facts=sorted(facts, key=lambda fact: fact.citation.start),
        entities=entities,
        types=Counter(entity.type for entity in entities).most_common(),
        findings=desk.audit(source),
        corrections=desk.corrections(),
        start=start,
        end=end,
        page_numbers=_pages(document, start, end) if report.format == "pdf" else [],
    )
    return Drawn(report.title or source, (page,), "report")


def _pages(document: Document, start: int, end: int) -> list[int]:
    """The pages to be shown: those of the place, or all that have text."""
    runs = document.runs
    if start < end:
        runs = tuple(run for run in runs if run.start < end and start < run.end)
    return sorted({run.page for run in runs if run.page})[:MOST_PAGES]


def _clauses(facts: Sequence[Fact]) -> Iterator[Span]:
    for fact in facts:
        title = f"{fact.subject} · {fact.metric}：{amount(fact.quantity)}"
        for cited in (fact.citation, *fact.also):
            yield Span(cited.start, cited.end, "f", fact=fact.id, title=title)
