"""What people watch: questions and thresholds, and the alarms that they raised. Rows of the log of decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Connection, Row, func, insert, select, update

from graph.facts import identify
from search.library.errors import LibraryError
from search.library.events import last_event
from search.library.schema import alarms, decisions, meta

WATCH = "watch"
"""The kind of decision by which somebody watches."""

RUNG = "rung"
"""In `meta`: the last event that watches were held against."""

WatchKind = Literal["question", "threshold"]


@dataclass(frozen=True, slots=True)
class Watch:
    """What somebody watches.

    Attributes:
        text: the question, or the threshold as it was typed ("任一区12345满意率 < 70%").
        state: "yes" as long as it is watched, "undone" afterwards.
        who, when, reason: whose it is, since when (UTC, ISO 8601), and why.
        collections: those that it is held against; None is all.
    """

    id: str
    kind: WatchKind
    text: str
    who: str
    reason: str = ""
    state: Literal["yes", "undone"] = "yes"
    when: str = ""
    collections: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """That a report which came meets a watch.

    Attributes:
        number: counts up; a reader remembers the last one that was seen.
        event: the event that the report came with.
        detail: what was found, ready for JSON: `text` in Chinese, and the quote with its place.
    """

    number: int
    watch: str
    event: int
    source: str
    detail: Mapping[str, Any]
    when: str


def watch_id(text: str, collections: Collection[str] | None = None) -> str:
    """The id of a watch: the same for the same words, held against the same collections."""
    return identify(
        WATCH, " ".join(text.split()), *([] if collections is None else ["", *sorted(collections)])
    )


def read_watches(connection: Connection) -> list[Watch]:
    """The last word on each watch, in the order of these words."""
    rows = select(decisions).where(decisions.c.what == WATCH).order_by(decisions.c.number)
    last: dict[str, Watch] = {}
    for row in connection.execute(rows):
        last.pop(row.id, None)
        last[row.id] = _watch(row)
    return list(last.values())


def set_watch(connection: Connection, watch: Watch) -> Watch:
    """Begins or ends a watch.

    Raises:
        LibraryError: it is watched already, or is not.
    """
    before = {one.id: one for one in read_watches(connection)}.get(watch.id)
    holds = before is not None and before.state == "yes"
    if watch.state == "yes" and holds:
        raise LibraryError("已经在关注", watch.text)
    if watch.state == "undone" and not holds:
        raise LibraryError("没有这项关注", watch.id, "用 suizhi watch 查看")
    if watch.state == "yes" and not any(one.state == "yes" for one in read_watches(connection)):
        # Nobody watched: what came until now is no news.
        set_rung(connection, last_event(connection))
    values = {
        "id": watch.id,
        "what": WATCH,
        "from": watch.kind,
        "to": "",
        "detail": orjson.dumps({"text": watch.text, **_limits(watch)}).decode(),
        "reason": watch.reason,
        "state": watch.state,
        "who": watch.who,
        "when": _now(),
    }
    connection.execute(insert(decisions).values(values))
    return _watch_of(values)


def rung(connection: Connection) -> int:
    """The number of the last event that watches were held against."""
    return int(connection.scalar(select(meta.c.value).where(meta.c.key == RUNG)) or 0)


def set_rung(connection: Connection, event: int) -> None:
    """Remembers how far watches were held against what came."""
    changed = connection.execute(update(meta).where(meta.c.key == RUNG).values(value=str(event)))
    if not changed.rowcount:
        connection.execute(insert(meta).values(key=RUNG, value=str(event)))


Found = tuple[Watch, int, str, Mapping[str, Any]]
"""What a watch found: the watch, the event, the report, and the detail of the alarm."""


def raise_alarms(connection: Connection, found: Iterable[Found]) -> int:
    """Adds alarms; what a watch found in a report before is no news. How many were added."""
    added = 0
    for watch, event, source, detail in found:
        told = orjson.dumps(dict(detail)).decode()
        known = select(func.count()).where(
            alarms.c.watch == watch.id, alarms.c.source == source, alarms.c.detail == told
        )
        if not connection.scalar(known):
            connection.execute(
                insert(alarms).values(watch=watch.id, event=event, source=source, detail=told, when=_now())
            )
            added += 1
    return added


def read_alarms(connection: Connection, after: int = 0) -> list[Alarm]:
    """The alarms after the one with that number, in order."""
    rows = select(alarms).where(alarms.c.number > after).order_by(alarms.c.number)
    return [
        Alarm(row.number, row.watch, row.event, row.source, orjson.loads(row.detail), row.when)
        for row in connection.execute(rows)
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _watch(row: Row[Any]) -> Watch:
    return _watch_of(dict(row._mapping))


def _limits(watch: Watch) -> dict[str, list[str]]:
    return {} if watch.collections is None else {"collections": sorted(watch.collections)}


def _watch_of(said: Mapping[str, Any]) -> Watch:
    detail = orjson.loads(said["detail"])
    places = detail.get("collections")
    return Watch(
        id=said["id"],
        kind=cast(WatchKind, said["from"]),
        text=detail["text"],
        who=said["who"],
        reason=said["reason"],
        state=cast('Literal["yes", "undone"]', said["state"]),
        when=said["when"],
        collections=None if places is None else tuple(places),
    )
