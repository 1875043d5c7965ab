"""What stands on the pages of a PDF, by pdfium: glyphs with boxes, ruling lines, the share of pictures.

The only file that knows pypdfium2. Everything it gives is in points from the top left corner of the page as
it is shown (turned pages are turned, cropped ones cropped).
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from ingest.document import Box, IngestError

MAX_PAGES = 3_000
"""The thickest budget books of a city have some 1500 pages."""

MAX_RULES = 20_000
"""A dense table page has 1000 strokes; drawings and maps have 100,000 and are no tables."""

THIN = 3.0
"""Widest ruling line in points; borders of Word and WPS are 0.5 to 2.25 points."""

_LOCK = RLock()  # pdfium may be used by one thread at a time
_EOF_WITHIN = 64 * 1024  # some sites append bytes behind the end mark
_REPLACED = frozenset("\x00\x02\ufffe\uffff\ufffd")  # pdfium: no Unicode value; a hyphen that it made up
_MAX_DEPTH = 8  # forms inside forms
_SKEW = math.radians(10)  # scanned and typeset text is straight to a degree or two; watermarks slant by 30 to 60


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; `index` counts in the page's text layer, `turn` is 0 to 3 quarter turns, -1 a slant."""

    char: str
    index: int
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Its height, for judging distances."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Attributes:
        number: from 1.
        glyphs: in the order of the text layer, without those that pdfium made up.
        rules: boxes of straight lines, thin in one direction.
        pictured: share of the page that pictures cover, 0 to 1.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Box]
    pictured: float


class PdfFile:
    """An open PDF; made by `open_pdf`."""

    def __init__(self, document: Any, source: str) -> None:
        self._document = document
        self._source = source

    def __len__(self) -> int:
        return len(self._document)

    def pages(self) -> Iterator[Page]:
        """Every page, in order.

        Raises:
            IngestError: a page is damaged.
        """
        for number in range(1, len(self) + 1):
            with self._opened(number) as page:
                frame = _Frame(page)
                rules, pictured = _drawn(page, frame)
                yield Page(number, frame.width, frame.height, _glyphs(page, frame), rules, pictured)

    def picture(self, number: int, dpi: int) -> Any:
        """Page `number` as a (height, width, 3) uint8 array, BGR."""
        with self._opened(number) as page:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=False, prefer_bgrx=False)
            array = bitmap.to_numpy()[:, :, :3].copy()
            bitmap.close()
            return array

    @contextmanager
    def _opened(self, number: int) -> Iterator[Any]:
        from pypdfium2 import PdfiumError

        try:
            page = self._document[number - 1]
        except PdfiumError as error:
            raise IngestError(self._source, f"第 {number} 页已损坏", "请重新下载，或用阅读器打开后另存再导入") from error
        try:
            yield page
        finally:
            page.close()


@contextmanager
def open_pdf(data: bytes, source: str) -> Iterator[PdfFile]:
    """The PDF, for the length of a `with`.

    Raises:
        IngestError: encrypted, damaged, cut off, or of too many pages.
    """
    import pypdfium2
    from pypdfium2 import raw

    # pdfium repairs a file that was cut by dropping what is missing; a report without its end is no report.
    if b"%%EOF" not in data[-_EOF_WITHIN:]:
        raise IngestError(source, "PDF 不完整（缺少结尾标记）", "请重新下载该文件")
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise IngestError(
                    source, "PDF 已加密，需要密码", "请用阅读器打开，取消密码后另存再导入"
                ) from error
            raise IngestError(source, "PDF 已损坏", "请重新下载，或用阅读器打开后另存再导入") from error
        try:
            if not 0 < len(document) <= MAX_PAGES:
                raise IngestError(source, f"PDF 有 {len(document)} 页（可读 1 至 {MAX_PAGES} 页）", "请拆分后再导入")
            yield PdfFile(document, source)
        finally:
            document.close()


class _Frame:
    """Turns a page's own coordinates (from the bottom left, unturned) into those of the page as shown."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.turns = page.get_rotation() // 90 % 4
        sides = self._right - self._left, self._top - self._bottom
        self.width, self.height = sides if self.turns % 2 == 0 else sides[::-1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self._left, self._top - y
        if self.turns == 1:
            return y - self._bottom, x - self._left
        if self.turns == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _glyphs(page: Any, frame: _Frame) -> list[Glyph]:
    from pypdfium2 import raw

    text = page.get_textpage()
    loose = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, index) or 0)
        if char in _REPLACED or char in "\r\n" or raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        if not raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(loose)):
            continue
        box = frame.box(loose.left, loose.bottom, loose.right, loose.top)
        if box[3] - box[1] < 0.1 and not char.isspace():
            box = frame.box(*text.get_charbox(index))
        turn = _quarter(raw.FPDFText_GetCharAngle(text.raw, index), frame.turns)
        if "\udc00" <= char <= "\udfff" and glyphs and "\ud800" <= glyphs[-1].char <= "\udbff":
            high = glyphs.pop()
            char = (high.char + char).encode("utf-16", "surrogatepass").decode("utf-16")
            index = high.index
        glyphs.append(Glyph(char, index, *box, turn))
    text.close()
    return [glyph for glyph in glyphs if not "\ud800" <= glyph.char <= "\udfff"]


def _quarter(angle: float, page_turns: int) -> int:
    """How many quarter turns (anticlockwise) a character stands at as shown; -1 for a slant."""
    if angle < 0:  # pdfium does not know
        return 0
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) * (math.pi / 2) > _SKEW:
        return -1
    return (nearest - page_turns) % 4


def _drawn(page: Any, frame: _Frame) -> tuple[list[Box], float]:
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


def _bounds(item: Any, matrix: Any, frame: _Frame) -> Box:
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
    return bool(alpha.value) and min(red.value, green.value, blue.value) < 250  # near white is paper


def _rules(item: Any, matrix: Any, frame: _Frame) -> Iterator[Box]:
    """The straight lines that a path draws: itself if it is thin, else the sides of its polygon."""
    left, top, right, bottom = _bounds(item, matrix, frame)
    if right - left <= THIN or bottom - top <= THIN:
        yield left, top, right, bottom
        return
    yield from _sides(item, matrix, frame)


def _sides(item: Any, matrix: Any, frame: _Frame) -> Iterator[Box]:
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
