"""A page of a PDF as a picture, with the boxes of a place on it.

/page.png?source=REPORT&page=3&start=10&end=20
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ingest.document import IngestError
from ingest.loaders.pdf_pages import open_pdf
from web.frame import File

if TYPE_CHECKING:
    from ingest.document import Box
    from web.address import Address
    from web.desk import Desk

DPI = 110
"""A page of A4 is 910 pixels wide then: sharp in a column, some 200 KB."""

POINTS = 72
MARK = (255, 226, 130)
EDGE = (217, 169, 47)
MARGIN = 1.5
"""Points around a box, so that it does not cut through the letters."""


def make_picture(desk: Desk, here: Address) -> File | None:
    """The page as PNG; None where the report has no such page."""
    report = desk.report(here.one("source"))
    number = here.number("page", 1)
    if report is None or report.format != "pdf":
        return None
    boxes = _boxes(desk, report.source, number, here.number("start", 0), here.number("end", 0))
    try:
        with open_pdf(desk.original(report.source), report.source) as file:
            if not 1 <= number <= len(file):
                return None
            return File(_drawn(file.picture(number, DPI), boxes), "image/png")
    except IngestError:
        return None


def _boxes(desk: Desk, source: str, page: int, start: int, end: int) -> list[Box]:
    document = desk.document(source)
    if not 0 <= start < end <= len(document.text):
        return []
    return [place.box for place in document.places(start, end) if place.page == page and place.box]


def _drawn(page: object, boxes: list[Box]) -> bytes:
    """The picture with marks under the ink: the darker of the two is kept, as with a felt pen."""
    from PIL import Image, ImageChops, ImageDraw

    picture = Image.fromarray(page[:, :, ::-1])  # type: ignore[index]  # BGR
    marks = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marks)
    for box in boxes:
        left, top, right, bottom = (edge * DPI / POINTS for edge in box)
        room = MARGIN * DPI / POINTS
        pen.rectangle((left - room, top - room, right + room, bottom + room), fill=MARK)
        pen.line((left - room, bottom + room, right + room, bottom + room), fill=EDGE, width=2)
    data = BytesIO()
    ImageChops.darker(picture, marks).save(data, "PNG", optimize=False)
    return data.getvalue()
