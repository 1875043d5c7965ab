"""What came and went: a row for each report that was added, replaced, read again or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from sqlalchemy import Connection, func, insert, select

from search.library.schema import events

Happening = Literal["added", "replaced", "reread", "removed"]
"""`replaced`: another document came under the name. `reread`: the same one was read again."""


@dataclass(frozen=True, slots=True)
class Event:
    """That a report came or went; `when` is UTC (ISO 8601), `who` is "" where nobody was named."""

    number: int
    what: Happening
    source: str
    title: str | None
    sha256: str
    who: str
    when: str


def tell(
    connection: Connection, what: Happening, source: str, title: str | None, sha256: str, who: str
) -> None:
    """Adds what happened, in the transaction in which it does."""
    connection.execute(
        insert(events).values(
            what=what,
            source=source,
            title=title,
            sha256=sha256,
            who=who,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
        )
    )


def last_event(connection: Connection) -> int:
    """The number of the last event; another one whenever a report changed."""
    return connection.scalar(select(func.max(events.c.number))) or 0


def sources_after(connection: Connection, after: int, most: int) -> frozenset[str]:
    """At most `most` of the sources to which something happened after the event with that number."""
    since = select(events.c.source).where(events.c.number > after).limit(most)
    return frozenset(connection.scalars(since))


def read_events(connection: Connection, after: int = 0) -> list[Event]:
    """What happened after the event with that number, in order."""
    rows = connection.execute(select(events).where(events.c.number > after).order_by(events.c.number))
    return [
        Event(row.number, cast(Happening, row.what), row.source, row.title, row.sha256, row.who, row.when)
        for row in rows
    ]
