"""What people watch and what came and went, as the doors show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from api.shapes import AlarmShape, EventShape, FindingShape, SettledShape, WatchShape
    from search.library import Alarm, Correction, Event, Watch
    from suizhi import Suizhi


def watch_line(watch: Watch) -> WatchShape:
    """A question or a threshold that somebody watches."""
    return {
        "id": watch.id,
        "kind": watch.kind,
        "text": watch.text,
        "reason": watch.reason,
        "state": watch.state,
        "who": watch.who,
        "when": watch.when,
    }


def alarm_line(alarm: Alarm, watches: dict[str, Watch]) -> AlarmShape:
    """What a watch found in a report that came."""
    watch = watches.get(alarm.watch)
    line = {
        "number": alarm.number,
        "watch": alarm.watch,
        "watched": watch.text if watch else None,
        "event": alarm.event,
        "when": alarm.when,
        **found_fields(dict(alarm.detail)),
    }
    return cast("AlarmShape", line)


_FOUND = (
    "text", "short", "metric", "value", "unit", "op", "note", "region", "department", "year", "source", "quote",
    "start", "end", "page",
)  # fmt: skip


def found_fields(detail: dict[str, object]) -> dict[str, object]:
    """What a watch found; what its kind does not have is null."""
    return {name: detail.get(name) for name in _FOUND}


def alarm_lines(room: Suizhi, after: int = 0) -> Iterator[AlarmShape]:
    """The alarms after the one with that number, in order."""
    watches = {one.id: one for one in room.library.watches(ended=True)}
    return (alarm_line(alarm, watches) for alarm in room.library.alarms(after))


def event_line(event: Event) -> EventShape:
    """That a report came or went."""
    return {
        "number": event.number,
        "what": event.what,
        "source": event.source,
        "title": event.title,
        "sha256": event.sha256,
        "who": event.who,
        "when": event.when,
    }


def event_lines(room: Suizhi, after: int = 0, since: str | None = None) -> Iterator[EventShape]:
    """What came and went after the event with that number, and not before the day or time `since`, in order."""
    return (event_line(event) for event in room.library.events(after) if since is None or event.when >= since)


def finding_lines(
    room: Suizhi, sources: list[str] | None, *, unsettled: bool = False
) -> Iterator[FindingShape]:
    """The findings of the audit, each with what a person said of it; without settled ones if `unsettled`."""
    from api.lines import finding_line
    from search.audit.paper import finding_id

    settled = room.settled()
    for finding in room.audit(sources):
        said = settled.get(finding_id(finding))
        if said is None or not unsettled:
            yield finding_line(finding, None if said is None else settled_line(said))


def settled_line(said: Correction) -> SettledShape:
    """Who settled a finding, when, with which note."""
    return {"who": said.who, "when": said.when, "note": said.reason}
