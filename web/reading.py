"""The reading pane: a report's text with one place marked and scrolled to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import run, ui

from web.marking import whole_text

if TYPE_CHECKING:
    from search.library import Report
    from suizhi import Suizhi

ANCHOR = "here"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report and its whole text as HTML."""

    report: Report
    text: str


SCRIPT = (Path(__file__).with_name("reading.js")).read_text("utf-8")
"""Scrolls to the marked place as soon as the browser has drawn it."""


class ReadingPane:
    """The right-hand side of the desk. Empty until something is shown in it."""

    def __init__(self, room: Suizhi) -> None:
        self._room = room
        self._asked = 0
        with ui.element("aside").classes("reading").props('aria-label="报告原文"') as self._element:
            ui.label("点开一条依据，在这里看它在报告中的位置。").classes("hint")

    async def show(self, source: str, start: int, end: int, *, asked: bool = False) -> None:
        """Opens the report `source` with `start:end` marked; an unknown one is said to be so.

        `asked`: a click asked for it, so that a narrow screen may leave the answer for it.
        """
        self._asked += 1
        number = self._asked
        sheet = await run.io_bound(_read, self._room, source, start, end)
        if number != self._asked:
            return  # another place was asked for while this one was read
        self._element.clear()
        with self._element:
            if sheet is None:
                ui.label(f"资料库里没有这份报告：{source}").classes("hint")
                return
            with ui.element("div").classes("spine"):
                ui.label(sheet.report.title or source).classes("title")
                about = sheet.report.about
                known = [about.region, about.department, f"{about.year} 年" if about.year else None, source]
                ui.label(" · ".join(part for part in known if part)).classes("meta")
            # The text is escaped by web.marking; nothing else goes into it.
            ui.html(sheet.text, sanitize=False).classes("sheet")
        ui.run_javascript(f"showPlace({str(asked).lower()})")


def _read(room: Suizhi, source: str, start: int, end: int) -> Sheet | None:
    """The sheet, None where there is no such report. Reads the library: not for the event loop."""
    report = next((r for r in room.documents() if r.source == source), None)
    if report is None:
        return None
    return Sheet(report, whole_text(room.library.document(source), start, end, ANCHOR))
