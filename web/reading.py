"""The reading pane: a report's text with one place marked and scrolled to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from web.marking import whole_text

if TYPE_CHECKING:
    from suizhi import Suizhi

ANCHOR = "here"

SCRIPT = (Path(__file__).with_name("reading.js")).read_text("utf-8")
"""Scrolls to the marked place as soon as the browser has drawn it."""


class ReadingPane:
    """The right-hand side of the desk. Empty until something is shown in it."""

    def __init__(self, room: Suizhi) -> None:
        self._room = room
        with ui.element("aside").classes("reading").props('aria-label="报告原文"') as self._element:
            ui.label("点开一条依据，在这里看它在报告中的位置。").classes("hint")

    def show(self, source: str, start: int, end: int, *, asked: bool = False) -> None:
        """Opens the report `source` with `start:end` marked; an unknown one is said to be so.

        `asked`: a click asked for it, so that a narrow screen may leave the answer for it.
        """
        report = next((r for r in self._room.documents() if r.source == source), None)
        self._element.clear()
        with self._element:
            if report is None:
                ui.label(f"资料库里没有这份报告：{source}").classes("hint")
                return
            document = self._room.library.document(source)
            with ui.element("div").classes("spine"):
                ui.label(report.title or source).classes("title")
                about = report.about
                known = [about.region, about.department, f"{about.year} 年" if about.year else None, source]
                ui.label(" · ".join(part for part in known if part)).classes("meta")
            # The text is escaped by web.marking; nothing else goes into it.
            ui.html(whole_text(document, start, end, ANCHOR), sanitize=False).classes("sheet")
        ui.run_javascript(f"showPlace({str(asked).lower()})")
