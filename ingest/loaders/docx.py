"""Word files: the paragraphs, headings and tables of the body, as they read with all changes accepted."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.document import IngestError, RawText
from ingest.loaders.archive import open_archive, read_member
from ingest.loaders.docx_styles import Lists, Styles
from ingest.loaders.docx_text import Fields, Words, words_of
from ingest.loaders.markup import child, name, number, parse, value
from ingest.loaders.writer import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 60 * 1024 * 1024
"""Largest XML part that is parsed; a report of a thousand pages has some 10 MB."""

MAX_HEADING = 100
"""A longer paragraph in a heading style is text: clerks put whole paragraphs into such a style."""

_HOLDERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")


def read_docx(data: bytes, source: str) -> RawText:
    """The text of a .docx file.

    Runs stand in "paragraph/N" (the N-th w:p outside tables, text boxes behind the paragraph they hang on)
    or "table/T/rR/cC" (T-th table, row, column of the grid, from 1). Tabs and breaks count one character,
    the paragraphs of a cell are one line feed apart.

    Raises:
        IngestError: not a sound Word file.
    """
    with open_archive(BytesIO(data), source) as archive:
        body = child(_part(archive, "word/document.xml", source), "body")
        if body is None:
            raise IngestError(source, "Word 文件里没有正文", "请用 Word 或 WPS 打开后另存再导入")
        styles = Styles(_optional(archive, "word/styles.xml", source))
        lists = Lists(_optional(archive, "word/numbering.xml", source))
    writer = Writer()
    _Reader(writer, styles, lists).body(body)
    return writer.finish("docx")


def _part(archive: zipfile.ZipFile, part: str, source: str) -> _Element:
    if part in archive.namelist() and archive.getinfo(part).file_size > MAX_PART:
        raise IngestError(source, f"其中的 {part} 超过上限 {MAX_PART} 字节", "请拆分后再导入")
    return parse(read_member(archive, part, source), source, part)


def _optional(archive: zipfile.ZipFile, part: str, source: str) -> _Element | None:
    return _part(archive, part, source) if part in archive.namelist() else None


@dataclass(slots=True)
class _Reader:
    writer: Writer
    styles: Styles
    lists: Lists
    fields: Fields = field(default_factory=Fields)
    paragraphs: int = 0
    tables: int = 0

    def body(self, holder: _Element) -> None:
        """Write what stands in the body, a text box, or a frame around them."""
        for each in holder:
            kind = name(each)
            if kind == "p":
                self.paragraphs += 1
                self._paragraph(each, f"paragraph/{self.paragraphs}", 0)
            elif kind == "tbl":
                self._table(each)
            elif kind in _HOLDERS:
                self.body(each)

    def _paragraph(self, element: _Element, part: str, offset: int) -> int:
        """Write one paragraph whose text begins at `offset` of `part`; how long it is."""
        words = words_of(element, self.fields)
        label, level = self._dress(element, words)
        for line in words.text.split("\n"):
            with self.writer.block("paragraph" if level is None else "heading", level):
                if line.strip():
                    self.writer.put(label)
                    label = ""
                self.writer.put(line, part, offset)
            offset += len(line) + 1
        for box in words.boxes:
            self.body(box)
        return len(words.text)

    def _dress(self, element: _Element, words: Words) -> tuple[str, int | None]:
        properties = child(element, "pPr")
        item = self.styles.list_item(properties)
        # An empty paragraph of a list shows no number and takes none.
        label = self.lists.label(*item) if item and words.text.strip() else ""
        if label[-1:].isalnum():
            label += " "
        level = self.styles.heading(properties)
        return label, level if level is not None and len(words.text) <= MAX_HEADING else None

    def _table(self, table: _Element) -> None:
        self.tables += 1
        part = f"table/{self.tables}"
        rows = [_inside(row, "tc") for row in _inside(table, "tr")]
        for index, (row, cells) in enumerate(zip(_inside(table, "tr"), rows, strict=True), 1):
            if all(len(each) == 1 for each in rows):
                # One cell a row is a frame around text, not a table.
                self._frame(cells[0], f"{part}/r{index}/c1")
            else:
                self._row(row, cells, f"{part}/r{index}")

    def _frame(self, cell: _Element, part: str) -> None:
        offset = 0
        for each in cell:
            if name(each) == "p":
                offset += self._paragraph(each, part, offset) + 1
            elif name(each) == "tbl":
                self._table(each)
            elif name(each) in _HOLDERS:
                self.body(each)

    def _row(self, row: _Element, cells: list[_Element], part: str) -> None:
        column = 1 + number(value(child(row, "trPr", "gridBefore")), 0)
        with self.writer.block("row"):
            self.writer.put("\t" * (column - 1))
            for index, cell in enumerate(cells):
                properties = child(cell, "tcPr")
                width = max(1, number(value(child(properties, "gridSpan")), 1))
                merge = child(properties, "vMerge")
                if index:
                    self.writer.put("\t")
                if merge is None or value(merge) == "restart":
                    self._cell(cell, f"{part}/c{column}")
                # Columns that a wide cell covers stay, empty, so that numbers stand under their heads.
                self.writer.put("\t" * (width - 1))
                column += width

    def _cell(self, cell: _Element, part: str) -> None:
        offset, begun = 0, False
        for element in _paragraphs_of(cell):
            words = words_of(element, self.fields)
            texts = [
                words.text,
                *(words_of(p, self.fields).text for box in words.boxes for p in _paragraphs_of(box)),
            ]
            label, _ = self._dress(element, words)
            for text in texts:
                if text.strip():
                    self.writer.put((" " if begun else "") + label)
                    label, begun = "", True
                    self._scraps(text, part, offset)
                offset += len(text) + 1

    def _scraps(self, text: str, part: str, offset: int) -> None:
        # A tab inside a cell would read as the next cell, a break as the next row.
        for index, piece in enumerate(text.replace("\n", "\t").split("\t")):
            self.writer.put(" " if index else "")
            self.writer.put(piece, part, offset)
            offset += len(piece) + 1


def _inside(element: _Element, wanted: str) -> list[_Element]:
    """Children of a name, also inside content controls and accepted insertions."""
    found: list[_Element] = []
    for each in element:
        if name(each) == wanted:
            if wanted != "tr" or child(each, "trPr", "del") is None:
                found.append(each)
        elif name(each) in _HOLDERS:
            found.extend(_inside(each, wanted))
    return found


def _paragraphs_of(holder: _Element) -> list[_Element]:
    """The paragraphs of a cell, those of tables inside it included."""
    found: list[_Element] = []
    for each in holder:
        if name(each) == "p":
            found.append(each)
        elif name(each) in (*_HOLDERS, "tbl", "tr", "tc"):
            found.extend(_paragraphs_of(each))
    return found
