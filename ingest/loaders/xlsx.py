"""Excel workbooks: a heading a sheet, a row a row, every value as Excel shows it."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ingest.document import IngestError, RawText
from ingest.loaders.archive import open_archive
from ingest.loaders.number_format import shown
from ingest.loaders.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CELLS = 500_000
"""Cells with something in them; the largest tables of a department's budget have some 50,000."""

MAX_COLUMNS = 400
"""Budget tables have 10 to 40 columns."""


_OPENPYXL_RAISES = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, SyntaxError, OSError,
    EOFError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def read_xlsx(data: bytes, source: str) -> RawText:
    """The visible sheets of a workbook; runs stand in "sheet/NAME/B7", offsets count the shown characters.

    Formulas give the value that was last computed.

    Raises:
        IngestError: damaged, or larger than the bounds.
    """
    import warnings

    import openpyxl

    with open_archive(BytesIO(data), source):
        pass  # openpyxl unpacks by itself; the bounds are checked first
    writer = Writer()
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it leaves out (validation, styles), which hold no text.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            left = MAX_CELLS
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    left = _sheet(writer, sheet, left, source)
            book.close()
    except _OPENPYXL_RAISES as error:
        # openpyxl has no error of its own for broken parts: what its readers stumble over comes out.
        raise IngestError(source, f"工作簿已损坏（{error}）", "请用 Excel 或 WPS 打开后另存再导入") from error
    return writer.finish("xlsx")


def _sheet(writer: Writer, sheet: Any, left: int, source: str) -> int:
    """Write a sheet; how many cells may still come."""
    sheet.reset_dimensions()  # programs other than Excel write wrong ones, and rows would be lost
    rows = _rows(sheet, left, source)
    if not rows:
        return left
    with writer.block("heading", 1):
        writer.put(sheet.title)
    # Columns that are empty all the way down left of the table would only indent it.
    first = min(column for row in rows for column, _, _ in row)
    for row in rows:
        _row(writer, row, first, sheet.title)
        left -= len(row)
    return left


def _rows(sheet: Any, left: int, source: str) -> list[list[tuple[int, str, str]]]:
    rows: list[list[tuple[int, str, str]]] = []
    for cells in sheet.iter_rows(max_col=MAX_COLUMNS):
        row = list(_shown(cells))
        left -= len(row)
        if left < 0:
            raise IngestError(source, f"工作簿的单元格超过上限 {MAX_CELLS}", "请拆分后再导入")
        if row:
            rows.append(row)
    return rows


def _shown(cells: Iterable[Any]) -> Iterable[tuple[int, str, str]]:
    for cell in cells:
        if cell.value is not None:
            text = shown(cell.value, cell.number_format or "General")
            if text.strip():
                yield cell.column, cell.coordinate, text


def _row(writer: Writer, row: list[tuple[int, str, str]], first: int, title: str) -> None:
    with writer.block("row"):
        column = first
        for at, coordinate, text in row:
            writer.put("\t" * (at - column))
            column = at
            offset = 0
            # A line break or tab inside a cell would read as another row or cell.
            for index, piece in enumerate(text.replace("\r\n", "\n").replace("\n", "\t").split("\t")):
                writer.put(" " if index else "")
                writer.put(piece, f"sheet/{title}/{coordinate}", offset)
                offset += len(piece) + 1
