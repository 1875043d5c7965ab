"""What is drawn on a page of a PDF: ruling lines and pictures, in the coordinates of the page as shown."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from ingest.document import Box

MAX_RULES = 20_000
"""A dense table page has 1000 strokes; drawings and maps have 100,000 and are no tables."""

THIN = 3.0
"""Widest ruling line in points; borders of Word and WPS are 0.5 to 2.25 points."""

_MAX_DEPTH = 8  # forms inside forms
_PAPER = 250  # a fill whose darkest colour is this bright (of 255) is paper, not ink


class Frame:
    """Turns a page's own coordinates (from the bottom left, unturned) into those of the page as shown."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.turns = page.get_rotation() // 90 % 4
        sides = self._right - self._left, self._top - self._bottom
        self.width, self.height = sides if self.turns % 2 == 0 else sides[::-1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own coordinates, from the top left as shown."""
        if self.turns == 0:
            return x - self._left, self._top - y
        if self.turns == 1:
            return y - self._bottom, x - self._left
        if self.turns == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own coordinates, as shown."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def drawn(page: Any, frame: Frame) -> tuple[list[Box], float]:
    """The straight lines on a page (boxes thin in one direction) and the share of it that pictures cover."""
    from pypdfium2 import raw

    rules: list[Box] = []
    pictured = 0.0
    for item, matrix in _objects(page.raw, None, 0):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = _bounds(item, matrix, frame)
            pictured += max(0.0, right - left) * max(0.0, bottom - top)
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(rules) < MAX_RULES and _is_visible(item):
            rules.extend(_rules(item, matrix, frame))
    area = frame.width * frame.height
    # A page of this many strokes is a drawing.
    return ([] if len(rules) >= MAX_RULES else rules), min(1.0, pictured / area) if area else 0.0


def _objects(holder: Any, matrix: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    """The objects of a page and of the forms in it, each with the matrix of its form."""
    from pypdfium2 import PdfMatrix, raw

    on_page = depth == 0
    count = raw.FPDFPage_CountObjects(holder) if on_page else raw.FPDFFormObj_CountObjects(holder)
    for index in range(count):
        item = raw.FPDFPage_GetObject(holder, index) if on_page else raw.FPDFFormObj_GetObject(holder, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            if depth < _MAX_DEPTH:
                own = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(item, own)
                inner = PdfMatrix.from_raw(own)
                yield from _objects(item, inner.multiply(matrix) if matrix else inner, depth + 1)
        else:
            yield item, matrix


def _bounds(item: Any, matrix: Any, frame: Frame) -> Box:
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (side.value for side in sides)
    if matrix is not None:
        left, bottom, right, top = matrix.on_rect(left, bottom, right, top)
    return frame.box(left, bottom, right, top)


def _is_visible(item: Any) -> bool:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return False
    if stroke.value:
        return True
    if not fill.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return bool(alpha.value) and min(red.value, green.value, blue.value) < _PAPER


def _rules(item: Any, matrix: Any, frame: Frame) -> Iterator[Box]:
    """The straight lines that a path draws: itself if it is thin, else the sides of its polygon."""
    left, top, right, bottom = _bounds(item, matrix, frame)
    if right - left <= THIN or bottom - top <= THIN:
        yield left, top, right, bottom
        return
    yield from _sides(item, matrix, frame)


def _sides(item: Any, matrix: Any, frame: Frame) -> Iterator[Box]:
    from pypdfium2 import PdfMatrix, raw

    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    place = PdfMatrix.from_raw(own)
    place = place.multiply(matrix) if matrix is not None else place
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for index in range(min(raw.FPDFPath_CountSegments(item), MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*place.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _straight(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _straight(last, first)
            last = first


def _straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    if (right - left <= THIN) != (bottom - top <= THIN):
        yield left, top, right, bottom
