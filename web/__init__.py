"""The pages, served by NiceGUI inside the application that `api` makes. Everything comes from the package.

mount(app, room)   puts the pages at "/" of `app`, over the library `room`

A page is a function from a `Desk` (what may be read) and an `Address` (what is asked for) to what is `Drawn`; the
registry of them is `web.pages.PAGES`. What a page fetches or offers to save is in `web.pages.FILES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from suizhi import Suizhi


def mount(app: FastAPI, room: Suizhi) -> None:
    """Puts the pages at "/"; once a process, because NiceGUI keeps its pages per process."""
    from web.frame import mount_pages
    from web.pages import FILES, PAGES

    mount_pages(app, room, PAGES, FILES)
