"""The page at "/": ask, read the answer, see its quotes in place. Its state is in its address:

/?q=QUESTION                                   the answer
/?q=QUESTION&source=REPORT&start=10&end=20     the answer, with a place of a report open beside it
/?source=REPORT                                a report, without a question
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import FastAPI
from nicegui import run, ui

from web.answer import cited, show_answer
from web.desk import header, question_form, shelf, suggestions
from web.reading import SCRIPT, ReadingPane
from web.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document import Citation, Document
    from search.answer import Answer
    from search.library import Report
    from suizhi import Suizhi

FOLDER = Path(__file__).parent

LONGEST_WAIT = 60.0
"""Seconds that a page may take to build: the first question of a process opens index and encoder."""

LONGEST_QUESTION = 2000
"""Characters, as in the HTTP API."""

NEAR = 3
"""Passages shown where there is neither an answer nor a fact close to it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """What the address of the page says."""

    question: str = ""
    source: str = ""
    start: int = 0
    end: int = 0

    @property
    def address(self) -> str:
        """The address that leads back here."""
        fields = {"q": self.question, "source": self.source, "start": self.start, "end": self.end}
        return "/?" + urlencode({name: value for name, value in fields.items() if value})


def mount_pages(app: FastAPI, room: Suizhi) -> None:
    """Registers the page and mounts NiceGUI at "/" of `app`."""
    samples = Samples(room)
    ui.add_css((FOLDER / "suizhi.css").read_text("utf-8"), shared=True)
    ui.add_head_html(f"<script>{SCRIPT}</script>", shared=True)

    @ui.page("/", title="穗知", response_timeout=LONGEST_WAIT)
    async def desk(q: str = "", source: str = "", start: int = 0, end: int = 0) -> None:
        state = State(q.strip()[:LONGEST_QUESTION], source, start, end)
        # The library is read in a thread: on the event loop it would hold up every other page.
        reports = await run.io_bound(room.documents)
        asked = await run.io_bound(_ask, room, state.question) if state.question else None
        questions = None if state.question else await run.io_bound(samples.questions)
        await _build(room, state, reports or (), asked, questions or [])

    ui.run_with(
        app,
        title="穗知",
        language="zh-CN",
        favicon=FOLDER / "icon.svg",
        tailwind=False,
        show_welcome_message=False,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, with the reports that it shows.

    `near`: for a refusal that has no facts to show, passages near to the question.
    """

    answer: Answer
    near: list[Citation]
    documents: dict[str, Document]


def _ask(room: Suizhi, question: str) -> Asked | None:
    """The answer; None when it could not be made, which the log explains."""
    try:
        answer = room.ask(question)
        bare = not answer.answerable and not answer.closest
        hits = room.search(question, NEAR) if bare else []
        sources = {place.source for place in cited(answer)} | {found.source for found in hits}
        documents = {source: room.library.document(source) for source in sources}
        near = [documents[found.source].cite(found.start, found.end) for found in hits]
        return Asked(answer, near, documents)
    except Exception:
        _log.exception("no answer to %r", question)
        return None


async def _build(
    room: Suizhi, state: State, reports: Sequence[Report], asked: Asked | None, questions: list[str]
) -> None:
    split = bool(state.question or state.source)
    header(len(reports))
    with ui.element("main").classes("desk split" if split else "desk"):
        asking = ui.element("div").classes("asking")
        pane = ReadingPane(room) if split else None

    async def open_place(place: Citation) -> None:
        if pane is not None:
            await pane.show(place.source, place.start, place.end, asked=True)
            there = replace(state, source=place.source, start=place.start, end=place.end)
            ui.run_javascript(f"history.replaceState(null, '', {json.dumps(there.address)})")

    with asking:
        question_form(state.question)
        if asked is not None:
            show_answer(asked.documents, asked.answer, asked.near, open_place)
        elif state.question:
            ui.label("这个问题没有答成：程序出错，详情见服务日志。").classes("fault")
        else:
            suggestions(questions)
            shelf(reports, chosen=state.source)
    if pane is not None:
        await _open_first(pane, state, asked.answer if asked else None)


async def _open_first(pane: ReadingPane, state: State, answer: Answer | None) -> None:
    """Opens the place that the address names, else the first quote shown."""
    if state.source:
        await pane.show(state.source, state.start, state.end)
    elif answer is not None and (first := next(cited(answer), None)) is not None:
        await pane.show(first.source, first.start, first.end)
