"""Whether a correction can be, checked in the transaction that adds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from search.library.corrections import Correction, append, last_words, read_corrections
from search.library.errors import LibraryError


def correct(connection: Connection, said: Correction) -> Correction:
    """Adds what a person said, with the time.

    Raises:
        LibraryError: it says what holds already, or takes back what does not hold; nothing is added then.
    """
    before = {one.id: one for one in last_words(read_corrections(connection))}.get(said.id)
    holds = before is not None and before.state == "yes"
    if said.state == "undone" and not holds:
        raise LibraryError("没有可撤销的更正", said.target, "用 suizhi correct 查看有效的更正")
    if said.state == "yes" and holds and before is not None and before.after == said.after:
        raise LibraryError(f"已经这样更正过了，由 {before.who} 决定", said.target)
    added = replace(said, when=datetime.now(UTC).isoformat(timespec="seconds"))
    append(connection, added)
    return added


def told_of(connection: Connection, source: str) -> dict[str, Any]:
    """What people say that a report is: its title, places, department and year, as far as they said it."""
    said = [one for one in read_corrections(connection) if one.what == "report" and one.source == source]
    return next((dict(one.after or {}) for one in last_words(said) if one.state == "yes"), {})
