"""Facts from tables: a cell is a number of its row's label under its column's head, in the unit that the table states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from graph.facts import Kind, Operator, Period, Quantity
from graph.measures import Statement
from graph.naming import MEASURED, counted
from graph.phrasing import joined
from graph.quantity import find_quantities
from graph.units import dimension, written
from ingest.document import Block, Document
from ingest.fold import fold

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|-?\d+(?:\.\d+)?%?")
# "单位：万元" stands above a table; the rows share it until the next one.
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(万元|亿元|元|%)")
_SCALE = {"元": 0, "万元": 4, "亿元": 8}
_REACH = 160  # how far above the first row the unit may stand
_YEAR = re.compile(r"(20\d{2})年")
# Columns of codes and serial numbers.
_CODE = re.compile(r"编码|代码|序号|编号|科目[类款项]?$|^[类款项]$|[类款项]$")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])"
)
_HEAD_WORD = re.compile(r"项目|科目|名称|类别|指标|单位名称")
# 公交线路（条）, 支出（万元）: a column may state a unit of its own; marks need none.
_OF_COLUMN = re.compile(r"[（(]\s*(?:单位\s*[:：])?\s*([^（）()]{1,5})[）)]$")
_MARKS = re.compile(r"(?:分值|得分|评分|扣分|自评分|满分|权重分?)$")
_PLAIN = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
# Rows of such a column are about whom their label names: a district, a school.
_OF_WHOM = re.compile(
    r"^(?:各?(?:地区|区域|区县|区、县|县区|区|县|市|镇街|街镇|镇|街道|乡镇)(?:[（(][^（）()]*[）)])?|(?:实施|主管|责任|预算)?单位(?:名称)?|学校(?:名称)?|机构(?:名称)?)$"
)
_AIMED = re.compile(r"目标|指标值|计划值|预期值|年度值")
_SUM_ROW = re.compile(r"^(?:合计|总计|小计|共计|总数)$")
_INDEX = re.compile(r"(?:指数|系数)$")
_BOUND = re.compile(r"([≥≤<>])\s*(\d+(?:\.\d+)?)")
_BOUNDS: dict[str, Operator] = {"≥": ">=", "≤": "<=", "<": "<", ">": ">"}
_ROW_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}[、.]?")


def read_tables(document: Document) -> Iterator[Statement]:
    """The numbers in the tables of a report, row by row."""
    for rows in _tables(document.rows):
        head: list[str] = []
        in_head = False
        unit = _unit_above(document, rows[0])
        for row in rows:
            cells = _cells(document.text, row)
            stated = _UNIT.search(fold(document.text[row.start : row.end]))
            if stated:
                unit = stated.group(1)
            elif _is_head([text for _, text in cells]):
                texts = [text for _, text in cells]
                head = _merged_head(head, texts) if in_head else texts
                in_head = True
            else:
                in_head = False
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


def _is_head(cells: Sequence[str]) -> bool:
    """A row of words alone, two at least; "二、外交支出" without an amount is a row whose cells were left empty."""
    filled = [cell for cell in cells if cell]
    if any(_is_amount(cell) or _quantity(cell, None) for cell in filled) or (
        filled and _NUMBERED.match(filled[0])
    ):
        return False
    return len(filled) > 1 or bool(filled and _HEAD_WORD.fullmatch(filled[0]))


def _merged_head(above: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Heads of several rows read downwards: 本年支出 over 基本支出; a head that spans columns counts for each."""
    width = max(len(above), len(cells))
    upper, lower = _padded(above, width), _padded(cells, width)
    merged = []
    span = ""
    for over, under in zip(upper, lower, strict=True):
        span = over or (span if under else "")
        merged.append(
            under if under in (span, "") and not span else f"{span}{under}" if under != span else under
        )
    return merged


def _padded(cells: Sequence[str], width: int) -> list[str]:
    """Cells at the end of a row that are empty leave no trace in the text."""
    return [*cells, *[""] * (width - len(cells))]


def _row(
    document: Document, row: Block, cells: Sequence[tuple[int, str]], head: Sequence[str], unit: str | None
) -> Iterator[Statement]:
    """A number belongs to the nearest words to its left: tables of 收入 and 支出 stand side by side."""
    label: tuple[int, str] | None = None
    label_column = ""
    for (start, text), column in zip(cells, _padded(head, len(cells)), strict=False):
        if _CODE.search(column) or not text:
            continue
        quantity = _quantity(
            text, _unit_of(column) or unit, label[1] if label else "", own=bool(_unit_of(column))
        )
        if quantity is None:
            if not _is_amount(text) and not _ROW_NUMBER.fullmatch(text):
                label, label_column = (start, text), column
            continue
        if label is None or not column or column == text:
            continue  # without a label and a head over it nobody can say what a number is
        subject, metric = _named(label[1], label_column, column, quantity)
        yield Statement(
            quantity=quantity,
            metric=metric,
            subject=None,
            subject_text=subject,
            period=_period(column, document.about.year),
            kind=_kind(column, quantity),
            direction=None,
            start=label[0],
            end=start + len(text),
            section=document.section_at(row.start).index,
            confidence=0.8,
        )


def _unit_of(column: str) -> str | None:
    """The unit that the head of a column states: 条 of 公交线路（条）, 分 of 得分."""
    found = _OF_COLUMN.search(column)
    if found and (found[1] in _SCALE or fold(found[1]) in written()):
        return found[1]
    return "分" if _MARKS.search(column) else None


def _named(label: str, label_column: str, column: str, quantity: Quantity) -> tuple[str, str]:
    """Whom a number is about ("" if the table does not say), and what it counts."""
    name = _NUMBERED.sub("", label)
    column = _OF_COLUMN.sub("", column) if _unit_of(column) else column
    of_whom = _OF_WHOM.match(label_column) and not _SUM_ROW.match(name)
    metric = column if of_whom else name if column.endswith(name) else joined(name, column)
    return name if of_whom else "", metric if dimension(quantity.unit) in MEASURED else counted(metric)


def _quantity(text: str, unit: str | None, label: str = "", *, own: bool = False) -> Quantity | None:
    """The number of a cell; `own` says that its column states `unit`, so that small numbers count too."""
    plain = fold(text).replace(",", "")
    if own and unit is not None and _PLAIN.fullmatch(plain):
        value = Decimal(plain).scaleb(_SCALE.get(unit, 0))
        return Quantity(value, value, "元" if unit in _SCALE else written()[fold(unit)].name)
    if _INDEX.search(label) and (bound := _BOUND.fullmatch(plain) or _PLAIN.fullmatch(plain)):
        value = Decimal(bound[bound.lastindex or 0])
        return Quantity(value, value, "", _BOUNDS.get(plain[0], "="))
    if not _is_amount(text):
        found = find_quantities(text)
        whole = len(found) == 1 and found[0].end - found[0].start == len(text) and not found[0].implied
        return found[0].quantity if whole else None
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


def _kind(column: str, quantity: Quantity) -> Kind:
    if quantity.unit == "分" and _MARKS.search(column):
        return "score"
    if "预算" in column and not any(word in column for word in ("执行", "完成", "决算")):
        return "budget"
    return "target" if _AIMED.search(column) else "actual"
