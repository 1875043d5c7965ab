"""An answer on the page: the short one first, then how it is reached, then the quotes in their places."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from nicegui import ui

from web.marking import in_place
from web.wording import in_words, level

if TYPE_CHECKING:
    from ingest.document import Citation, Document
    from search.answer import Answer, ScopedValue

OpenPlace = Callable[["Citation"], Awaitable[None]]
Documents = Mapping[str, "Document"]


def cited(answer: Answer) -> Iterator[Citation]:
    """Every place that an answer or a refusal shows, in the order shown."""
    yield from answer.citations
    yield from (fact.citation for fact in answer.closest)


def show_answer(
    documents: Documents, answer: Answer, near: Sequence[Citation], open_place: OpenPlace
) -> None:
    """The whole of an answer, or of a refusal.

    Args:
        documents: the reports of all places shown, by source; the page reads no library.
        answer: what is shown.
        near: passages to look at where there is no answer.
        open_place: called with the place of a card that is clicked.
    """
    if answer.answerable:
        _given(answer)
        with ui.element("section").classes("evidence"):
            ui.label(f"依据 {len(answer.citations)} 处").classes("caption")
            for number, place in enumerate(answer.citations, start=1):
                _card(documents, place, str(number), open_place)
    else:
        _refused(documents, answer, open_place)
        _passages(documents, near, open_place)


def _given(answer: Answer) -> None:
    with ui.element("section").classes("answer"):
        ui.label(answer.short).classes("short text" if answer.kind == "text" else "short")
        if answer.text != answer.short:
            ui.label(answer.text).classes("sentence")
        if answer.items:
            with ui.element("ol").classes("items"):
                for item in answer.items:
                    with ui.element("li"):
                        ui.label(item)
        if answer.values:
            _scopes(answer.values)
        if answer.working:
            with ui.element("div").classes("working"):
                ui.label("算式").classes("tag")
                ui.label(answer.working)
        if answer.clarify:
            ui.label(answer.clarify).classes("clarify")
        _confidence(answer.confidence)


def _scopes(values: Sequence[ScopedValue]) -> None:
    with ui.element("table").classes("scopes"):
        for value in values:
            with ui.element("tr"):
                for cell in (value.region, value.year, value.subject):
                    with ui.element("td"):
                        ui.label(str(cell) if cell else "—")
                with ui.element("td").classes("value"):
                    ui.label(plain(value.value) + (value.unit or "") if value.value is not None else "—")


def plain(value: Decimal) -> str:
    """A decimal without exponent, thousands apart.

    >>> plain(Decimal("3025300")), plain(Decimal("67.82"))
    ('3,025,300', '67.82')
    """
    return f"{value:,f}"


def _confidence(confidence: float) -> None:
    with ui.element("div").classes(f"confidence {level(confidence)}"):
        with ui.element("span").classes("gauge"):
            ui.element("span").style(f"width: {confidence:.0%}")
        ui.label(in_words(confidence))


def _refused(documents: Documents, answer: Answer, open_place: OpenPlace) -> None:
    with ui.element("section").classes("answer refusal"):
        ui.label(answer.text).classes("short text")
        if any(part not in answer.text for part in answer.failed):
            with ui.element("div").classes("failed"):
                ui.label("没有对上").classes("tag")
                for part in answer.failed:
                    ui.label(part).classes("part")
        if answer.clarify:
            ui.label(answer.clarify).classes("clarify")
    if answer.closest:
        with ui.element("section").classes("evidence"):
            ui.label("最接近的内容（不是答案）").classes("caption")
            for fact in answer.closest:
                _card(documents, fact.citation, f"{fact.failed}不同", open_place, lead=fact.text)


def _passages(documents: Documents, near: Sequence[Citation], open_place: OpenPlace) -> None:
    if near:
        with ui.element("section").classes("evidence near"):
            ui.label("意思相近的段落（不是答案）").classes("caption")
            for number, place in enumerate(near, start=1):
                _card(documents, place, str(number), open_place)


def _card(documents: Documents, place: Citation, label: str, open_place: OpenPlace, lead: str = "") -> None:
    """A quote in its passage, with its place; a click opens the report there."""
    document = documents[place.source]
    with ui.element("article").classes("card").props('role="button" tabindex="0"') as card:
        with ui.element("div").classes("place"):
            ui.label(label).classes("number")
            ui.label(document.about.title or place.source).classes("report")
            if place.page is not None:
                ui.label(f"第 {place.page} 页").classes("page")
        if place.section:
            ui.label(place.section).classes("path")
        if lead:
            ui.label(lead).classes("lead")
        # The passage is escaped by web.marking; nothing else goes into it.
        ui.html(in_place(document, place), sanitize=False, tag="blockquote").classes("passage")
        ui.label(f"{place.source} · 字符 {place.start}–{place.end}").classes("address")
    card.on("click", lambda: open_place(place))
    card.on("keydown.enter", lambda: open_place(place))
