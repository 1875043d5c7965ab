"""Facts from tables: a cell is a number of its row's label under its column's head, in the unit that the table states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from graph.facts import Kind, Period, Quantity
from graph.measures import Statement
from graph.quantity import find_quantities
from ingest.document import Block, Document
from ingest.fold import fold

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|-?\d+(?:\.\d+)?%?")
# "单位：万元" stands above a table; the rows share it until the next one.
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(万元|亿元|元|%)")
_SCALE = {"元": 0, "万元": 4, "亿元": 8}
_REACH = 160  # how far above the first row the unit may stand
_YEAR = re.compile(r"(20\d{2})年")
_ROW_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}[、.]?")


def read_tables(document: Document) -> Iterator[Statement]:
    """The numbers in the tables of a report, row by row."""
    for rows in _tables(document.rows):
        head: list[str] = []
        unit = _unit_above(document, rows[0])
        for row in rows:
            cells = _cells(document.text, row)
            stated = _UNIT.search(fold(document.text[row.start : row.end]))
            if stated:
                unit = stated.group(1)
            elif not any(_is_amount(text) for _, text in cells):
                head = _merged_head(head, [text for _, text in cells])
            else:
                yield from _row(document, row, cells, head, unit)


def _tables(rows: Sequence[Block]) -> Iterator[list[Block]]:
    """Rows that follow each other without anything between them."""
    table: list[Block] = []
    for row in rows:
        if table and row.start - table[-1].end > 1:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _unit_above(document: Document, row: Block) -> str | None:
    found = _UNIT.findall(fold(document.text[max(0, row.start - _REACH) : row.start]))
    return found[-1] if found else None


def _cells(text: str, row: Block) -> list[tuple[int, str]]:
    cells = []
    position = row.start
    for cell in text[row.start : row.end].split("\t"):
        cells.append((position, cell.strip()))
        position += len(cell) + 1
    return cells


def _is_amount(cell: str) -> bool:
    """A number with a separator, a point or a percent sign, or of three digits and more that is no year."""
    plain = fold(cell)
    if not _NUMBER.fullmatch(plain):
        return False
    return any(c in plain for c in ",.%") or (len(plain) > 2 and not re.fullmatch(r"20\d{2}", plain))


def _merged_head(above: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Heads of several rows read downwards: 本年支出 over 基本支出."""
    if len(above) != len(cells):
        return list(cells)
    return [a if a == b or not b else f"{a}{b}" for a, b in zip(above, cells, strict=True)]


def _row(
    document: Document, row: Block, cells: Sequence[tuple[int, str]], head: Sequence[str], unit: str | None
) -> Iterator[Statement]:
    label = next(
        (text for _, text in cells if text and not _is_amount(text) and not _ROW_NUMBER.fullmatch(text)), ""
    )
    if not label or len(head) != len(cells):
        return  # without a label and a head over each cell nobody can say what a number is
    for (start, text), column in zip(cells, head, strict=True):
        quantity = _quantity(text, unit)
        if quantity is None or not column or column == text:
            continue
        yield Statement(
            quantity=quantity,
            metric=f"{label}{column}" if column != label else label,
            subject=None,
            subject_text="",
            period=_period(column, document.about.year),
            kind=_kind(column),
            direction=None,
            start=row.start,
            end=start + len(text),
            section=document.section_at(row.start).index,
            confidence=0.8,
        )


def _quantity(text: str, unit: str | None) -> Quantity | None:
    if not _is_amount(text):
        found = find_quantities(text)
        whole = len(found) == 1 and found[0].end - found[0].start == len(text) and not found[0].implied
        return found[0].quantity if whole else None
    plain = fold(text).replace(",", "")
    if plain.endswith("%"):
        value = Decimal(plain[:-1])
        return Quantity(value, value, "%")
    if unit not in _SCALE:
        return None  # money or count? The table does not say
    value = Decimal(plain).scaleb(_SCALE[unit])
    return Quantity(value, value, "元")


def _period(column: str, year: int | None) -> Period | None:
    printed = _YEAR.search(fold(column))
    known = int(printed.group(1)) if printed else year
    return Period(date(known, 1, 1), date(known, 12, 31)) if known else None


def _kind(column: str) -> Kind:
    if "预算" in column and not any(word in column for word in ("执行", "完成", "决算")):
        return "budget"
    return "target" if "目标" in column else "actual"
