"""PDF files: lines in reading order with page and box, ruled tables as rows, scanned pages by OCR."""

from __future__ import annotations

from ingest.document import Box, IngestError, RawText
from ingest.loaders.encoding import stray_share
from ingest.loaders.ocr import has_ocr, refuse_without_ocr, see, write_seen
from ingest.loaders.pdf_lines import Line, gap_between, is_indented, left_margins, lines
from ingest.loaders.pdf_pages import Glyph, Page, PdfFile, open_pdf
from ingest.loaders.pdf_tables import Table, tables
from ingest.loaders.writer import Writer

INDENT = "　　"
"""Put in before a line that is set in by two characters, as typists do in text files: a paragraph begins."""

SCAN_DPI = 200
"""Characters of 16 points, as in official documents, become 44 pixels high; OCR needs some 20."""

MAX_SCANNED = 300
"""Pages that are read by OCR, at one to three seconds each."""

_SCANNED_CHARS = 10  # a scanner's stamp or page number may stand as text on a page that is a picture
_SCANNED_AREA = 0.4  # a scan fills its page; a photo in a report takes less, and the page has text
_GARBLED = 0.3  # share of characters without a Unicode value, from which a text layer is worth nothing
_EVEN = 0.12  # characters of one run stand on an even grid, to this share of their size


_Part = list[Line] | tuple[Table, dict[Box, list[Glyph]]]


def read_pdf(data: bytes, source: str) -> RawText:
    """The text of a PDF; runs stand in "page/N" at indexes of pdfium's text layer, with boxes in points.

    Raises:
        IngestError: encrypted, damaged, or a scan while OCR is not installed.
    """
    writer = Writer()
    with open_pdf(data, source) as file:
        pages = list(file.pages())
        scanned = {page.number for page in pages if _is_scan(page)}
        if all(not page.glyphs or page.number in scanned for page in pages):
            # No text at all: whatever is drawn, as pictures or as outlines, can only be looked at.
            scanned = {page.number for page in pages}
        _check_scans(scanned, len(pages), source)
        laid = {page.number: _laid_out(page) for page in pages if page.number not in scanned}
        margins = dict(zip(laid, left_margins([_text_of(parts) for parts in laid.values()]), strict=True))
        for page in pages:
            if page.number in scanned:
                _write_scan(writer, file, page, source)
            else:
                _write_page(writer, page.number, laid[page.number], margins[page.number])
    return writer.finish("pdf")


def _is_scan(page: Page) -> bool:
    ink = "".join(glyph.char for glyph in page.glyphs if not glyph.char.isspace())
    lost = page.unknown + stray_share(ink) * len(ink)
    if lost > _GARBLED * (page.unknown + len(ink)):
        return True
    return len(ink) < _SCANNED_CHARS and page.pictured > _SCANNED_AREA


def _check_scans(scanned: set[int], pages: int, source: str) -> None:
    if len(scanned) > MAX_SCANNED:
        raise IngestError(source, f"有 {len(scanned)} 页扫描图像，超过上限 {MAX_SCANNED}", "请拆分后再导入")
    # A cover or an attached certificate may be a picture; a report half of pictures would be half read.
    if scanned and not has_ocr() and len(scanned) * 2 >= pages:
        refuse_without_ocr(source, "PDF 是扫描件，没有文字层")


def _write_scan(writer: Writer, file: PdfFile, page: Page, source: str) -> None:
    if not has_ocr():
        return
    scale = 72 / SCAN_DPI
    with writer.block("lines"):
        write_seen(writer, see(file.picture(page.number, SCAN_DPI), source), page.number, scale)


def _laid_out(page: Page) -> list[_Part]:
    """Lines and tables of a page, from top to bottom."""
    rest = page.glyphs
    found: list[tuple[Table, dict[Box, list[Glyph]]]] = []
    for table in tables(page.rules):
        cells = table.sort_in(rest)
        if len(cells) > 1:
            taken = {glyph.index for cell in cells.values() for glyph in cell}
            rest = [glyph for glyph in rest if glyph.index not in taken]
            found.append((table, cells))
    remaining = lines(rest)
    parts: list[_Part] = []
    for table, cells in found:
        above = [line for line in remaining if line[0].middle < table.box[1]]
        remaining = [line for line in remaining if line[0].middle >= table.box[1]]
        parts += [above, (table, cells)]
    return [*parts, remaining]


def _text_of(parts: list[_Part]) -> list[Line]:
    return [line for part in parts if isinstance(part, list) for line in part]


def _write_page(writer: Writer, page: int, parts: list[_Part], margin: float) -> None:
    for part in parts:
        if isinstance(part, list):
            _write_lines(writer, page, part, margin)
        else:
            _write_table(writer, page, *part)


def _write_lines(writer: Writer, page: int, ordered: list[Line], margin: float) -> None:
    with writer.block("lines"):
        for line in ordered:
            writer.put(INDENT if is_indented(line, margin) else "")
            _write_line(writer, page, line)
            writer.put("\n")


def _write_table(writer: Writer, page: int, table: Table, cells: dict[Box, list[Glyph]]) -> None:
    for row in table.rows:
        with writer.block("row"):
            for index, cell in enumerate(row):
                if index:
                    writer.put("\t")
                if cell is not None:
                    _write_cell(writer, page, lines(cells.get(cell, [])))


def _write_cell(writer: Writer, page: int, wrapped: list[Line]) -> None:
    for index, line in enumerate(wrapped):
        # Chinese and numbers wrap anywhere; Latin words wrap at spaces, which the line break swallows.
        if index and _is_latin(wrapped[index - 1][-1].char) and _is_latin(line[0].char):
            writer.put(" ")
        _write_line(writer, page, line)


def _write_line(writer: Writer, page: int, line: Line) -> None:
    """Write a line as runs of characters that stand side by side in the text layer and on an even grid."""
    part = f"page/{page}"
    start = 0
    for index in range(1, len(line) + 1):
        if index < len(line) and _fits(line, start, index):
            continue
        run = line[start:index]
        writer.put("".join(glyph.char.replace("\t", " ") for glyph in run), part, run[0].index, _around(run))
        if index < len(line) and gap_between(line[index - 1], line[index]) and not _is_blank(line, index):
            writer.put(" ")
        start = index


def _fits(line: Line, start: int, index: int) -> bool:
    first, before, glyph = line[start], line[index - 1], line[index]
    if glyph.index != before.index + 1 or glyph.turn or first.turn:
        return False
    if glyph.char > "\uffff":  # takes two places in the text layer
        return False
    slack = _EVEN * max(first.size, 1.0)
    if gap_between(before, glyph) and not _is_blank(line, index):
        return False
    width = first.right - first.left
    expected = first.left + width * (index - start)
    return (
        abs(glyph.left - expected) <= slack
        and abs(glyph.right - glyph.left - width) <= slack
        and abs(glyph.top - first.top) <= slack
        and abs(glyph.bottom - first.bottom) <= slack
    )


def _is_blank(line: Line, index: int) -> bool:
    return line[index].char.isspace() or line[index - 1].char.isspace()


def _around(run: Line) -> Box:
    return (
        min(glyph.left for glyph in run),
        min(glyph.top for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.bottom for glyph in run),
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
