"""Workbooks: values as Excel shows them, rows under their heads, cells by their names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import IngestError
from ingest.loaders import load
from ingest.loaders import xlsx as xlsx_loader
from ingest.loaders.number_format import shown


@pytest.mark.parametrize(
    ("value", "format", "expected", "reason"),
    [
        (1234567.5, "#,##0.00", "1,234,567.50", "thousands and two decimals"),
        (0.6782, "0.00%", "67.82%", "percent"),
        (1, "0%", "100%", "whole percent"),
        (91016775.35, "General", "91016775.35", "no exponent in a budget"),
        (0.1 + 0.2, "General", "0.3", "Excel keeps 15 digits"),
        (302.53, '0.00"万元"', "302.53万元", "a unit in quotes"),
        (302.53, r"0.00\万", "302.53万", "an escaped letter"),
        (-12.5, "#,##0.00;-#,##0.00", "-12.50", "the second section prints its own sign"),
        (-12.5, "#,##0.0_);(#,##0.0)", "(12.5)", "accountants' brackets"),
        (-12.5, "0.0", "-12.5", "one section: the sign is put before it"),
        (0, '#,##0.00;-#,##0.00;"-"', "-", "a dash for nothing"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-", "Chinese Excel's accounts"),
        (1234.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50", "the same for an amount"),
        (123456, "0!.0,", "12.3", "万元 by scaling: thousands, the point is literal"),
        (12345678, "0.00,,", "12.35", "millions"),
        (1234.5, '[$¥-804]#,##0.00', "¥1,234.50", "a currency with its country"),
        (5, "[Red]0", "5", "a colour"),
        (7, "000", "007", "leading zeros"),
        (0.5, "#.##", ".5", "no zero asked for, none shown"),
        (1.5, "0.0##", "1.5", "optional decimals"),
        (2.5, "0", "3", "halves go up, as in Excel"),
        (45.678, "# ?/?", "45.678", "fractions are written as decimals"),
        (1.5e20, "0.00E+00", "150000000000000000000", "exponents are written out"),
        (True, "General", "TRUE", "a truth value"),
        ("一般公共预算", "@", "一般公共预算", "text is text"),
        (datetime(2023, 12, 5), "yyyy-mm-dd", "2023-12-05", "a date"),
        (datetime(2023, 12, 5), 'yyyy"年"m"月"d"日"', "2023年12月5日", "a Chinese date"),
        (datetime(2023, 12, 5, 9, 7), "yyyy/m/d h:mm", "2023/12/5 9:07", "minutes behind hours"),
        (time(9, 7, 3), "mm:ss", "07:03", "minutes before seconds"),
        (datetime(2023, 12, 5, 15, 0), "h:mm AM/PM", "3:00 PM", "half days"),
        (date(2023, 12, 5), "yy.mm", "23.12", "short year"),
        (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00", "a span of time"),
        (None, "0", "", "nothing"),
    ],
)  # fmt: skip
def test_values_are_written_as_excel_shows_them(
    value: object, format: str, expected: str, reason: str
) -> None:
    assert shown(value, format) == expected, reason


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_keeps_its_value(amount: Decimal) -> None:
    assert Decimal(shown(float(amount), "#,##0.00").replace(",", "")) == amount


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "收入预算"
    sheet["B2"], sheet["C2"], sheet["E2"] = "项目", "预算数", "备注"
    sheet["B4"], sheet["C4"] = "一、财政拨款\n收入", 91016775.35
    sheet["C4"].number_format = "#,##0.00"
    sheet["E4"] = 0.5
    sheet["E4"].number_format = "0%"
    book.create_sheet("空表")
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "草稿"
    hidden.sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_sheets_become_headings_and_rows_with_the_names_of_cells() -> None:
    raw = load(workbook(), "预算.xlsx")
    assert raw.text == "收入预算\n项目\t预算数\t\t备注\n一、财政拨款 收入\t91,016,775.35\t\t50%\n"
    assert [(block.kind, block.level) for block in raw.blocks] == [
        ("heading", 1),
        ("row", None),
        ("row", None),
    ]
    places = [(run.part, run.offset, raw.text[run.start : run.end]) for run in raw.runs]
    assert places == [
        ("sheet/收入预算/B2", 0, "项目"),
        ("sheet/收入预算/C2", 0, "预算数"),
        ("sheet/收入预算/E2", 0, "备注"),
        ("sheet/收入预算/B4", 0, "一、财政拨款"),
        ("sheet/收入预算/B4", 7, "收入"),
        ("sheet/收入预算/C4", 0, "91,016,775.35"),
        ("sheet/收入预算/E4", 0, "50%"),
    ]


def test_a_workbook_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_loader, "MAX_CELLS", 5)
    with pytest.raises(IngestError, match="单元格超过上限 5"):
        load(workbook(), "预算.xlsx")
