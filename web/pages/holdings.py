"""The library, at "/library": which reports there are; putting in and taking out; what people decided and watch.

/library                     the reports
/library?view=names          names that may be one, to be decided
/library?view=corrections    what people say was read wrongly
/library?view=watches        questions and thresholds that are held against reports that come; &check=ID against all
/library?view=changes        what came and went
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from search.library import LibraryError
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say

if TYPE_CHECKING:
    from ingest.document import Citation

SHOWN = 100
"""Rows of one table; the rest is for the API."""


def draw_library(desk: Desk, here: Address) -> Drawn:
    """The view that the address names."""
    view = here.one("view") if here.one("view") in VIEWS else next(iter(VIEWS))
    values = VIEWS[view](desk, here)
    page = render(
        f"library_{view}.html", here, desk, view=view, views=list(VIEWS), counts=_counts(desk), **values
    )
    return Drawn(say("library.title", here.lang), (page,), "wide")


def _counts(desk: Desk) -> dict[str, int | None]:
    """What each view holds: reports, names to be decided, corrections in force, watches."""
    said = desk.corrections().values()
    return {
        "reports": len(desk.reports),
        "names": len(desk.proposals()),
        "corrections": sum(one.what != "finding" and one.state == "yes" for one in said),
        "watches": len(desk.watches()),
        "changes": None,
    }


def _reports(desk: Desk, here: Address) -> dict[str, Any]:
    _ = here
    said = {
        one.target: one for one in desk.corrections().values() if one.what == "report" and one.state == "yes"
    }
    # Where everything is in one collection and nobody logs in, there is nothing to choose.
    collections = desk.collections
    shown = collections if desk.who or len(collections) > 1 else ()
    return {"said": said, "collections": shown, "held": desk.collection_of}


def _names(desk: Desk, here: Address) -> dict[str, Any]:
    _ = here
    return {"proposals": desk.proposals()[:SHOWN], "decisions": desk.decisions()[:SHOWN]}


def _corrections(desk: Desk, here: Address) -> dict[str, Any]:
    _ = here
    shown = [one for one in desk.corrections().values() if one.what != "finding"][:SHOWN]
    return {"corrections": [(one, _cited(desk, one.source, one.start, one.end)) for one in shown]}


def _watches(desk: Desk, here: Address) -> dict[str, Any]:
    watches = {watch.id: watch for watch in desk.watches(ended=True)}
    checked = here.one("check")
    try:
        found = desk.found_by(checked) if checked else []
    except LibraryError:
        checked, found = "", []
    alarms = desk.alarms()[:SHOWN]
    return {
        "watches": desk.watches(),
        "checked": watches.get(checked),
        "found": [(each, _of(desk, each)) for each in found],
        "alarms": [(alarm, watches.get(alarm.watch), _of(desk, dict(alarm.detail))) for alarm in alarms],
    }


def _changes(desk: Desk, here: Address) -> dict[str, Any]:
    _ = here
    return {"events": desk.events()[:SHOWN]}


def _of(desk: Desk, found: dict[str, Any]) -> Citation | None:
    return _cited(desk, found.get("source") or "", found.get("start") or 0, found.get("end") or 0)


def _cited(desk: Desk, source: str, start: int, end: int) -> Citation | None:
    """The place, None where its report has gone or was replaced by another one since."""
    if desk.report(source) is None or not 0 <= start < end <= len(desk.document(source).text):
        return None
    return desk.document(source).cite(start, end)


VIEWS: dict[str, Callable[[Desk, Address], dict[str, Any]]] = {
    "reports": _reports,
    "names": _names,
    "corrections": _corrections,
    "watches": _watches,
    "changes": _changes,
}
