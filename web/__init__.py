"""The pages, served by NiceGUI inside the application that `api` makes. Everything comes from the package.

mount(app, room)   puts the pages at "/" of `app`, over the library `room`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from suizhi import Suizhi


def mount(app: FastAPI, room: Suizhi) -> None:
    """Puts the pages at "/"; once a process, because NiceGUI keeps its pages per process."""
    from web.ask import mount_pages

    mount_pages(app, room)
