"""What a request needs, and what it is called in the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlencode, urlsplit

from api.access.people import Role
from api.settings import is_this_machine

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, section 9.2.1)."""

API = "/api/v1"

OPEN = frozenset({"/login", "/health", "/ready", f"{API}/health", f"{API}/ready", "/favicon.ico"})
"""Paths for whoever comes: watchdogs, and the way in. They see a library without a report."""

READING_POSTS = (f"{API}/ask", "/logout", "/mcp", "/_nicegui_ws")
"""Paths that are posted to, with what stands under them, and change nothing; the last is the way of pages without
websockets."""

OF_ALL = ("/metrics", f"{API}/metrics", f"{API}/backup", f"{API}/verify")
"""Paths that tell of all collections together."""

OF_ADMINS = f"{API}/users"
"""The path, with what stands under it, that says who may come in."""

SILENT = ("/_nicegui", "/desk/", "/docs/assets/", f"{API}/jobs/", "/complete")
"""Beginnings of paths that the log is spared: parts of pages, and questions that a page repeats by itself."""

_KEPT_BACK = frozenset({"password", "token", "secret", "authorization"})

What = Literal["saw", "changed", "exported", "refused"]


def is_open(path: str) -> bool:
    """Whether whoever comes may have it."""
    return path in OPEN


def needed(method: str, path: str) -> Role:
    """The role that a request takes: whatever is not known to change nothing takes an editor."""
    if path in OF_ALL or path == OF_ADMINS or path.startswith(f"{OF_ADMINS}/"):
        return "admin"
    reading = any(path == known or path.startswith(f"{known}/") for known in READING_POSTS)
    return "reader" if method in SAFE or reading else "editor"


def called(method: str, path: str, status: int, *, attached: bool) -> What:
    """What a request is called in the log; `attached`: the answer is a file to be saved."""
    if status in (401, 403, 429):
        return "refused"
    if attached:
        return "exported"
    return "saw" if method in SAFE or needed(method, path) == "reader" else "changed"


def is_told(path: str) -> bool:
    """Whether a request stands in the log."""
    return not path.startswith(SILENT) and path not in OPEN


def shown(path: str, query: Sequence[tuple[str, str]]) -> str:
    """What was asked for, without anything secret that somebody put into an address.

    >>> shown("/search", [("q", "满意率"), ("token", "sz_abc")])
    '/search?q=满意率&token=…'
    """
    told = [(name, "…" if name.lower() in _KEPT_BACK else value) for name, value in query]
    return path + ("?" + urlencode(told, encoding="utf-8", quote_via=lambda text, *_: text) if told else "")


def is_called_here(headers: dict[str, str]) -> bool:
    """Whether a request names this machine itself; one that names none is no browser's.

    >>> hosts = ("127.0.0.1:8000", "localhost", "[::1]:8000", "rebound.example:8000", "127.0.0.1.example", "")
    >>> [is_called_here({"host": host}) for host in hosts]
    [True, True, True, False, False, True]
    """
    host = headers.get("host", "")
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return not host or is_this_machine(name)


def is_from_here(headers: dict[str, str], *, sure: bool) -> bool:
    """Whether a request of a browser comes from a page of ours, by Fetch Metadata and Origin.

    Args:
        headers: of the request, names in lower case.
        sure: whether to refuse where a browser did not say: what a cookie lets in must be asked for by a page of ours.
    """
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] in ("same-origin", "none")
    if "origin" in headers:
        return urlsplit(headers["origin"]).netloc == headers.get("host", "")
    return not sure
