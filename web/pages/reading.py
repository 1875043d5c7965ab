"""The reading pane: a report's text beside the page, with one place marked.

/reading?open=SOURCE:START-END
"""

from __future__ import annotations

import re

from markupsafe import Markup

from web.address import OPEN, Address
from web.desk import Desk
from web.drawing import render
from web.frame import File
from web.marking import whole_text
from web.naming import quiet_spans

ANCHOR = "here"

_PLACE = re.compile(r"(.+):(\d+)-(\d+)")


def place_of(text: str) -> tuple[str, int, int]:
    """A report and a place in it, as an address names them.

    >>> place_of("a/b.txt:3-9"), place_of("a.txt")
    (('a/b.txt', 3, 9), ('a.txt', 0, 0))
    """
    found = _PLACE.fullmatch(text)
    return (found[1], int(found[2]), int(found[3])) if found else (text, 0, 0)


def make_reading(desk: Desk, here: Address) -> File:
    """The whole text of a report; an unknown one is said to be so."""
    source, start, end = place_of(here.one(OPEN))
    report = desk.report(source)
    page = desk.document(source).page_at(start) if report and report.format == "pdf" and end else None
    spans = quiet_spans(desk, here, source) if report else ()
    text = Markup(whole_text(desk.document(source), start, end, ANCHOR, spans)) if report else ""
    shown = render(
        "reading.html", here, desk, report=report, source=source, start=start, end=end, text=text, page=page
    )
    return File(shown.text.encode(), "text/html; charset=utf-8")
