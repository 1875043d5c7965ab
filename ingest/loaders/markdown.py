"""Markdown: headings and tables are marked as such, the marks themselves are not content."""

from __future__ import annotations

import re

from ingest.document import RawText, measure
from ingest.loaders.encoding import Decoded, decode
from ingest.loaders.writer import Writer

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_LINE_MARK = re.compile(
    r"[ \t]*(?:>[ \t]?|[-*+][ \t]+(?=\S)|(?:```|~~~).*$|(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$)"
)
_CELL = re.compile(r"(?:\\.|[^|\\])*")
# Emphasis, pictures, and the parts of a link that are not its words. A lone "*" or "_" may be content.
_INLINE_MARK = re.compile(
    r"\*\*|__(?=\S)|(?<=\S)__|!\[[^\]]*\]\([^)]*\)|\[(?=[^\]]+\]\()|(?<=\w)\]\([^)]*\)|\\(?=[|*_#])|</?br/?>"
)

Line = tuple[str, int]


def read_markdown(data: bytes, source: str) -> RawText:
    """The text of a .md file without its marks.

    Raises:
        IngestError: the encoding cannot be told, or the text is garbled.
    """
    decoded = decode(data, source)
    lines = _lines(decoded)
    page = _Page(Writer(decoded.encoding), decoded.encoding)
    index = 0
    while index < len(lines):
        index = page.take(lines, index)
    return page.writer.finish("md")


def _lines(decoded: Decoded) -> list[Line]:
    """The lines with their ends, each with the byte it begins at."""
    lines: list[Line] = []
    offset = decoded.start
    for text in decoded.text.splitlines(keepends=True):
        lines.append((text, offset))
        offset += measure(text, decoded.encoding)
    return lines


class _Page:
    def __init__(self, writer: Writer, encoding: str) -> None:
        self.writer = writer
        self._encoding = encoding

    def take(self, lines: list[Line], index: int) -> int:
        """Write the heading, table or text that begins at `index`; where the next one begins."""
        if self._heading(lines[index]):
            return index + 1
        if _is_table(lines, index):
            return self._table(lines, index)
        with self.writer.block("lines"):
            while (
                index < len(lines) and not _HEADING.match(_bare(lines[index])) and not _is_table(lines, index)
            ):
                line, _ = lines[index]
                mark = _LINE_MARK.match(line.rstrip("\r\n"))
                self._put(lines[index], mark.end() if mark else 0, len(line))
                index += 1
        return index

    def _heading(self, line: Line) -> bool:
        found = _HEADING.match(_bare(line))
        if found is None:
            return False
        with self.writer.block("heading", len(found["marks"])):
            self._put(line, *found.span("title"))
        return True

    def _table(self, lines: list[Line], index: int) -> int:
        while index < len(lines) and "|" in lines[index][0]:
            if not _RULE.match(_bare(lines[index])):
                self._row(lines[index])
            index += 1
        return index

    def _row(self, line: Line) -> None:
        text = _bare(line)
        with self.writer.block("row"):
            position = text.index("|") + 1 if text.lstrip().startswith("|") else 0
            end = len(text.rstrip())
            first = True
            while position < end:
                cell = _CELL.match(text, position)
                assert cell is not None  # it matches the empty string
                if not first:
                    self.writer.put("\t")
                piece = cell.group()
                left = cell.start() + len(piece) - len(piece.lstrip())
                self._put(line, min(left, cell.end()), cell.start() + len(piece.rstrip()))
                first, position = False, cell.end() + 1

    def _put(self, line: Line, start: int, end: int) -> None:
        """Write `line[start:end]` without the marks inside it."""
        text, offset = line
        position = start
        marks = [mark.span() for mark in _INLINE_MARK.finditer(text, start, max(start, end))]
        for mark_start, mark_end in [*marks, (end, end)]:
            piece = text[position:mark_start]
            self.writer.put(piece, "", offset + measure(text[:position], self._encoding))
            position = mark_end


def _bare(line: Line) -> str:
    return line[0].rstrip("\r\n")


def _is_table(lines: list[Line], index: int) -> bool:
    """A table is a line with a bar over a line of dashes (GitHub Flavored Markdown, 4.10)."""
    if index + 1 >= len(lines) or "|" not in lines[index][0]:
        return False
    rule = _bare(lines[index + 1])
    return "|" in rule and _RULE.match(rule) is not None
