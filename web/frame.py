"""The frame around every page, and how a page comes to be: read and drawn in a thread, then built on the event loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import Response
from nicegui import app as site
from nicegui import run, ui

from web.address import Address
from web.desk import Desk, desk_for
from web.drawing import Chart, Drawn, Html, Live, render
from web.keeping import Kept
from web.samples import sample_questions
from web.texts import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from suizhi import Suizhi

ASSETS = Path(__file__).parent / "assets"
ASSETS_AT = "/desk"
_ASSET_TYPES = {".css": "text/css", ".js": "text/javascript"}

LONGEST_WAIT = 60.0
"""Seconds that a page may take to build: the first question of a process opens index and encoder."""

FOREVER = "public, max-age=31536000, immutable"
"""Style and script have their hash in their address, so that a browser need not ask for them again."""

_FOUND, _MISSING, _DEFECT = 200, 404, 500

Draw = Callable[[Desk, Address], Drawn]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, its place in the navigation ("" for pages that are reached from others), how it is drawn."""

    path: str
    key: str
    draw: Draw


@dataclass(frozen=True, slots=True)
class File:
    """A view as a file: its bytes, their media type, and a name to save it under ("" to show it in the page)."""

    data: bytes
    media: str
    name: str = ""


Make = Callable[[Desk, Address], File | None]
"""None where the address names nothing."""


def mount_pages(app: FastAPI, room: Suizhi, pages: tuple[Page, ...], files: dict[str, Make]) -> None:
    """Registers the pages and files, and mounts NiceGUI at "/" of `app`."""
    kept = Kept()
    _add_assets(app)
    for path, make in files.items():
        _add_file(app, path, make, room, kept)
    navigation = tuple(page for page in pages if page.key)
    for page in pages:
        _register(page, navigation, room, kept)
    ui.add_head_html(
        f'<link rel="stylesheet" href="{_asset("suizhi.css")}">'
        f'<script type="module" src="{_asset("suizhi.js")}"></script>',
        shared=True,
    )

    async def warm() -> None:
        # Whoever comes first should not wait for what the first question opens.
        await run.io_bound(_warm, Desk(room, kept))

    async def nowhere(request: Request) -> None:
        # What is no address of a page.
        await _page(Page("", "", _draw_nowhere), navigation, room, kept, request)

    site.on_startup(warm)
    site.add_middleware(Statuses)
    ui.run_with(
        app,
        root=nowhere,
        title="穗知",
        language="zh-CN",
        favicon=ASSETS / "icon.svg",
        tailwind=False,
        show_welcome_message=False,
    )


class Statuses:
    """Gives the answer the status that its page says: the framework answers 200 whatever it shows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        state = scope.setdefault("state", {})

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _FOUND:
                message["status"] = state.get("page_status", _FOUND)
            await send(message)

        await self._app(scope, receive, told)


def _warm(desk: Desk) -> None:
    try:
        desk.keep("samples", lambda: sample_questions(desk))
    except Exception:
        # The first page says what is wrong; the service starts all the same, for there may be another library soon.
        _log.exception("not warmed up")


def address_of(request: Request) -> Address:
    """What was asked for."""
    # Not `request.url`: the name of a report may hold "?" and "#".
    # A form sends its empty boxes too.
    fields = tuple((name, value) for name, value in request.query_params.multi_items() if value.strip())
    return Address(request.scope["path"], fields)


@cache
def _assets() -> dict[str, bytes]:
    """Styles and scripts by name."""
    return {path.name: path.read_bytes() for path in sorted(ASSETS.iterdir()) if path.suffix in _ASSET_TYPES}


def _asset(name: str) -> str:
    """The address of a style or script; one stamp for all, because scripts name each other."""
    stamp = sha256(b"".join(_assets().values())).hexdigest()[:12]
    return f"{ASSETS_AT}/{stamp}/{name}"


def _add_assets(app: FastAPI) -> None:
    @app.get(f"{ASSETS_AT}/{{stamp}}/{{name}}", include_in_schema=False)
    def asset(stamp: str, name: str) -> Response:
        if name not in _assets() or _asset(name) != f"{ASSETS_AT}/{stamp}/{name}":
            return Response(status_code=404)
        media = _ASSET_TYPES[Path(name).suffix]
        return Response(_assets()[name], media_type=media, headers={"Cache-Control": FOREVER})


def _add_file(app: FastAPI, path: str, make: Make, room: Suizhi, kept: Kept) -> None:
    # A plain function: the framework runs it in a thread.
    @app.get(path, include_in_schema=False)
    def file(request: Request) -> Response:
        made = make(desk_for(room, kept, request), address_of(request))
        if made is None:
            return Response(status_code=404)
        # What a report says may change with the next upload, and is for whoever asked only.
        headers = {"Cache-Control": "private, no-cache"}
        if made.name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
        return Response(made.data, media_type=made.media, headers=headers)


def _register(page: Page, navigation: tuple[Page, ...], room: Suizhi, kept: Kept) -> None:
    @ui.page(page.path, title="穗知", response_timeout=LONGEST_WAIT)
    async def build(request: Request) -> None:
        await _page(page, navigation, room, kept, request)


async def _page(page: Page, navigation: tuple[Page, ...], room: Suizhi, kept: Kept, request: Request) -> None:
    here = address_of(request)
    desk = desk_for(room, kept, request)
    # The library is read in a thread: on the event loop it would hold up every other page.
    ready = await run.io_bound(_prepare, page, navigation, desk, here)
    if ready is not None:
        request.state.page_status = ready[1].status
        await _build(here, *ready)


def _draw_nowhere(desk: Desk, here: Address) -> Drawn:
    what = say("frame.nowhere", here.lang, path=here.path)
    return Drawn(
        say("frame.no_page", here.lang), (render("missing.html", here, desk, what=what),), "narrow", _MISSING
    )


def _prepare(page: Page, navigation: tuple[Page, ...], desk: Desk, here: Address) -> tuple[Html, Drawn]:
    head = render("_head.html", here, desk, navigation=navigation, active=page.key)
    try:
        return head, page.draw(desk, here)
    except Exception:
        # The reader gets a page that says so; the trace is for whoever keeps the service.
        _log.exception("no page for %s", here.text)
        return head, Drawn(
            say("frame.fault", here.lang), (render("_fault.html", here, desk),), status=_DEFECT
        )


async def _build(here: Address, head: Html, drawn: Drawn) -> None:
    ui.page_title(f"{drawn.title} · 穗知" if drawn.title else "穗知")
    # The framework's header and page are the landmarks <header> and <main>.
    with ui.header(elevated=False, add_scroll_padding=False).classes("head", remove="row"):
        _show(head).classes("head-row")
    with ui.element("div").classes(f"page {drawn.classes}").props('id="main"'):
        for part in drawn.parts:
            if isinstance(part, Html):
                _show(part)
            elif isinstance(part, Chart):
                chart_under(part)
            elif isinstance(part, Live):
                await part.build()
    label = say("reading.label", here.lang)
    with ui.element("section").classes("reading") as pane:
        pane.props(f'id="reading" aria-label="{label}" tabindex="-1" hidden')


def _show(part: Html, tag: str = "div") -> ui.html:
    # The templates escape whatever comes from reports and people; nothing else goes into the page.
    return ui.html(part.text, sanitize=False, tag=tag)


def chart_under(chart: Chart) -> ui.echart:
    """A chart in its box."""
    with ui.element("figure").classes("chart").props('role="group"') as figure:
        # Not in the text of `props`, which is taken apart: the label names what somebody typed.
        figure.props["aria-label"] = chart.label
        with ui.element("figcaption").classes("caption"):
            ui.label(chart.label)
        return ui.echart(chart.options).style(f"height: {chart.height}px")
