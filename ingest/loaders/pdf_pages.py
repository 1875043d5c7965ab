"""What stands on the pages of a PDF, by pdfium: glyphs with boxes, ruling lines, the share of pictures.

This file and `pdf_drawn` are the only ones that know pypdfium2. Everything they give is in points from the
top left corner of the page as it is shown (turned pages are turned, cropped ones cropped).
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
from ingest.loaders.pdf_drawn import Frame, drawn
from ingest.loaders.radicals import character

MAX_PAGES = 3_000
"""The thickest budget books of a city have some 1500 pages."""

_LOCK = RLock()  # pdfium may be used by one thread at a time
_EOF_WITHIN = 64 * 1024  # some sites append bytes behind the end mark
_REPLACED = frozenset("\x00\ufffe\uffff\ufffd")  # no Unicode value is known
_LINE_HYPHEN = "\x02"  # what pdfium gives for a hyphen that ends a line: "区-镇街-" before "社区"
_SKEW = math.radians(10)  # typeset text is straight, scans to a degree or two; watermarks slant by 30 to 60


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
        unknown: how many characters are drawn whose Unicode value the file does not say.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Box]
    pictured: float
    unknown: int


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
                frame = Frame(page)
                rules, pictured = drawn(page, frame)
                glyphs, unknown = _glyphs(page, frame)
                yield Page(number, frame.width, frame.height, glyphs, rules, pictured, unknown)

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
            raise IngestError(
                self._source, f"第 {number} 页已损坏", "请重新下载，或用阅读器打开后另存再导入"
            ) from error
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
                raise IngestError(
                    source, f"PDF 有 {len(document)} 页（可读 1 至 {MAX_PAGES} 页）", "请拆分后再导入"
                )
            yield PdfFile(document, source)
        finally:
            document.close()


def _glyphs(page: Any, frame: Frame) -> tuple[list[Glyph], int]:
    from pypdfium2 import raw

    text = page.get_textpage()
    loose = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    unknown = 0
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, index) or 0)
        if char == _LINE_HYPHEN:
            char = "-"
        if char in "\r\n" or raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        if char in _REPLACED:
            unknown += 1
            continue
        if not raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(loose)):
            continue
        box = frame.box(loose.left, loose.bottom, loose.right, loose.top)
        if box[3] - box[1] < 0.1 and not char.isspace():
            box = frame.box(*text.get_charbox(index))
        turn = _quarter(raw.FPDFText_GetCharAngle(text.raw, index), frame.turns)
        if "\udc00" <= char <= "\udfff" and glyphs and "\ud800" <= glyphs[-1].char <= "\udbff":
            high = glyphs.pop()
            char = (high.char + char).encode("utf-16", "surrogatepass").decode("utf-16")  # one run by itself
            index = high.index
        glyphs.append(Glyph(character(char), index, *box, turn))
    text.close()
    return [glyph for glyph in glyphs if not "\ud800" <= glyph.char <= "\udfff"], unknown


def _quarter(angle: float, page_turns: int) -> int:
    """How many quarter turns (anticlockwise) a character stands at as shown; -1 for a slant."""
    if angle < 0:  # pdfium does not know
        return 0
    quarters = -angle / (math.pi / 2)  # pdfium counts clockwise
    nearest = round(quarters)
    if abs(quarters - nearest) * (math.pi / 2) > _SKEW:
        return -1
    return (nearest - page_turns) % 4
