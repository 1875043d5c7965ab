"""The standing parts of the page: the head, the question, the suggestions, the shelf of reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nicegui import ui

if TYPE_CHECKING:
    from search.library import Report

SHELF = 200
"""Reports listed on the page; a longer list is for the API and for search."""


def link(text: str, target: str) -> ui.element:
    """A plain link; NiceGUI's own brings its colours along."""
    with ui.element("a").props(f'href="{target}"') as anchor:
        ui.label(text)
    return anchor


def header(reports: int) -> None:
    """Name, purpose, size of the library."""
    with ui.element("header").classes("head"):
        with link("穗知", "/").classes("name"):
            pass
        ui.label("部门绩效报告阅览室").classes("purpose")
        with ui.element("nav"):
            ui.label(f"馆藏 {reports} 份报告")
            link("接口说明", "/docs")


def question_form(question: str) -> None:
    """A plain form: the question goes into the address, to be linked to and gone back to."""
    with ui.element("form").classes("question").props('method="get" action="/" role="search"'):
        box = ui.element("input").props(
            'name="q" type="search" autocomplete="off" aria-label="问题" required'
        )
        box.props["placeholder"] = "问一件报告里的事，例如某项工作的数量、比率、做法"
        box.props["value"] = question
        box.props["maxlength"] = "2000"
        if not question:
            box.props["autofocus"] = True
        with ui.element("button").props('type="submit"'):
            ui.label("提问")


def suggestions(questions: Sequence[str]) -> None:
    """Questions that the library is known to answer."""
    if not questions:
        return
    with ui.element("section").classes("suggestions"):
        ui.label("可以这样问").classes("caption")
        for question in questions:
            link(question, "/?" + urlencode({"q": question}))


def shelf(reports: Sequence[Report], chosen: str) -> None:
    """The reports, each a link to its text; what is unknown of one is shown as unknown."""
    with ui.element("section").classes("shelf"):
        ui.label("馆藏").classes("caption")
        if not reports:
            ui.label(
                "还没有报告。用命令 suizhi ingest 文件夹 读入，或经接口 POST /api/v1/documents 上传。"
            ).classes("hint")
        for report in reports[:SHELF]:
            _book(report, chosen == report.source)
        if len(reports) > SHELF:
            ui.label(f"另有 {len(reports) - SHELF} 份，见 /api/v1/documents").classes("hint")


def _book(report: Report, chosen: bool) -> None:
    about = report.about
    target = "/?" + urlencode({"source": report.source})
    with ui.element("a").props(f'href="{target}"').classes("book chosen" if chosen else "book"):
        ui.label(str(about.year) if about.year else "年度未知").classes("year")
        with ui.element("div").classes("what"):
            ui.label(report.title or report.source).classes("title")
            ui.label(f"{about.region or '地区未知'} · {about.department or '部门未知'}").classes("meta")
        ui.label(f"{report.facts:,} 条数据 · {report.characters:,} 字").classes("count")
