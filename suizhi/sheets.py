"""Tables for spreadsheets: comparisons as CSV and Excel, and packs of answers with their evidence.

What a report prints goes into cells, and a report may print anything: text is never written so that a spreadsheet
would run it as a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.answer import Answer
    from search.comparing import Cell
    from search.library import Report

Value = str | int | float | Decimal | None
"""What a cell holds."""

Rows = Sequence[Sequence[Value]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What Excel refuses in a cell: control characters, and more than 32,767 characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_WIDTHS = {
    "原文": 60,
    "回答": 40,
    "答案": 24,
    "问题": 40,
    "算式": 40,
    "文件校验（sha256）": 20,
    "说明": 30,
    "指标": 24,
}

COMPARED = (
    "地区",
    "部门",
    "年度",
    "时段",
    "主体",
    "指标",
    "比较",
    "数值",
    "单位",
    "性质",
    "说明",
    "原文",
    "报告",
    "页",
    "起",
    "止",
)
ANSWERED = (
    "序号", "问题", "答案", "回答", "算式", "把握", "人工决定", "原文", "报告", "章节", "页", "起", "止",
    "文件校验（sha256）",
)  # fmt: skip


def hardened(text: str) -> str:
    """`text` as a cell of CSV that no spreadsheet takes for a formula.

    >>> hardened("=HYPERLINK(1)"), hardened("满意率67.82%"), hardened("-3.5%")
    ("'=HYPERLINK(1)", '满意率67.82%', "'-3.5%")
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it, lines ended as RFC 4180 has it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([hardened(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", errors="replace")


def as_xlsx(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """A workbook with a sheet for each name; numbers are numbers, and text is text whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for at, (name, (headings, rows)) in enumerate(sheets.items()):
        sheet = book.worksheets[0] if at == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(list(headings))
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                if isinstance(value, str):
                    # By its type, not by a mark before it: the cell shows what the report prints.
                    cell.value = _CONTROL.sub("", value)[:_LONGEST]
                    cell.data_type = "s"
                    cell.quotePrefix = value.startswith(_FORMULA)
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                else:
                    cell.value = value
                    cell.alignment = Alignment(vertical="top")
        for column, heading in enumerate(headings, start=1):
            sheet.cell(1, column).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 14)
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_KINDS = {
    "actual": "实际",
    "target": "目标",
    "budget": "预算",
    "score": "得分",
    "rank": "名次",
    "change": "变化",
}
_OPERATORS = {"=": "", ">": "超过", ">=": "不少于", "<": "少于", "<=": "不超过", "~": "约"}


def compared_rows(cells: Iterable[Cell]) -> list[list[Value]]:
    """A row for each cell of a comparison, under `COMPARED`; the reason where there is no number."""
    return [_compared(cell) for cell in cells]


def _compared(cell: Cell) -> list[Value]:
    fact = cell.fact
    if fact is None:
        gap: list[Value] = [None] * 16
        gap[:3] = [cell.region, cell.department, cell.year]
        gap[5], gap[10] = cell.asked, cell.missing
        return gap
    said, cited = fact.quantity, fact.citation
    value: Value = said.value if said.value is not None else f"{said.low:f}–{said.high:f}"
    return [
        cell.region, cell.department, cell.year, str(fact.period) if fact.period else None, fact.subject, fact.metric,
        _OPERATORS[said.op], value, said.unit, _KINDS[fact.kind],
        "；".join(filter(None, (cell.note, "经人工更正" if fact.decision else None))) or None,
        cited.quote, cited.source, cited.page, cited.start, cited.end,
    ]  # fmt: skip


def comparison_csv(cells: Iterable[Cell]) -> bytes:
    """A comparison as CSV."""
    return as_csv(COMPARED, compared_rows(cells))


def comparison_xlsx(cells: Iterable[Cell]) -> bytes:
    """A comparison as an Excel workbook."""
    return as_xlsx({"对照": (COMPARED, compared_rows(cells))})


def evidence_xlsx(answers: Sequence[Answer], reports: Iterable[Report]) -> bytes:
    """A pack of answers: each with its quotes, their places, and the sha256 of the files that they were read in.

    A refusal has one row that says what failed. The second sheet lists the reports that are quoted.
    """
    known = {report.source: report for report in reports}
    rows = [row for number, answer in enumerate(answers, start=1) for row in _answered(number, answer, known)]
    cited = sorted({cited.source for answer in answers for cited in answer.citations} & known.keys())
    files: list[list[Value]] = [
        [one.source, one.about.title, one.about.region, one.about.department, one.about.year, one.sha256]
        for one in map(known.__getitem__, cited)
    ]
    headings = ("报告", "标题", "地区", "部门", "年度", "文件校验（sha256）")
    return as_xlsx({"回答与依据": (ANSWERED, rows), "报告": (headings, files)})


def _answered(number: int, answer: Answer, known: Mapping[str, Report]) -> Iterable[list[Value]]:
    said = "；".join(note.text for note in answer.decided) or None
    head: list[Value] = [
        number, answer.question, answer.short or "（报告未提及）", answer.text, answer.working, answer.confidence, said,
    ]  # fmt: skip
    for cited in answer.citations:
        report = known.get(cited.source)
        yield [
            *head, cited.quote, cited.source, cited.section, cited.page, cited.start, cited.end,
            report.sha256 if report else None,
        ]  # fmt: skip
    if not answer.citations:
        yield [*head, None, None, None, None, None, None, None]
