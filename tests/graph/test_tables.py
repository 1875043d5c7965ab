"""Tables: a cell is its row's label under its column's head, in the unit that the table states, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

import ingest
from graph.measures import Statement
from graph.tables import read_tables
from ingest.document import Document

TITLE = "2023年度成都市武侯区教育局部门整体支出绩效自评报告"
INTRODUCTION = "部门收支情况如下表所示，资金按规定使用，各项工作按计划推进，绩效目标完成情况较好。"


def page(*rows: str, unit: str = "单位：万元") -> Document:
    """A report with one table; the cells of a row are separated by |."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    body = f"<h1>{TITLE}</h1><p>一、预算执行情况</p><p>{INTRODUCTION}</p><p>{unit}</p><table>{cells}</table>"
    return ingest.read(f"<html><body>{body}</body></html>".encode(), "page.html")


def told(document: Document) -> list[tuple[str, Decimal, str, str]]:
    return [(s.metric, s.quantity.low, s.quantity.unit, s.kind) for s in read_tables(document)]


HEAD = "项目|年初预算数|全年执行数|执行率"


def test_each_cell_is_named_by_its_row_and_column() -> None:
    assert told(page(HEAD, "基本支出|3,210.50|3,100.25|96.57%", "项目支出|5,909.83|5,800.00|98.14%")) == [
        ("基本支出年初预算数", Decimal(32105000), "元", "budget"),
        ("基本支出全年执行数", Decimal(31002500), "元", "actual"),
        ("基本支出执行率", Decimal("96.57"), "%", "actual"),
        ("项目支出年初预算数", Decimal(59098300), "元", "budget"),
        ("项目支出全年执行数", Decimal(58000000), "元", "actual"),
        ("项目支出执行率", Decimal("98.14"), "%", "actual"),
    ]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("单位：万元", "12000000"), ("金额单位：元", "1200"), ("单位：亿元", "120000000000"),
        ("单位：人民币万元", "12000000"), ("（单位: 万元）", "12000000"),
    ],
)  # fmt: skip
def test_the_unit_above_the_table_holds_for_its_cells(unit: str, value: str) -> None:
    document = page("项目|年初预算数", "基本支出|1,200.00", unit=unit)
    assert [(s.quantity.low, s.quantity.unit) for s in read_tables(document)] == [(Decimal(value), "元")]


def test_without_a_unit_a_number_is_not_guessed_to_be_money() -> None:
    assert told(page("项目|数量|完成率", "新建学校|1,200|98.5%", unit="如下：")) == [
        ("新建学校完成率", Decimal("98.5"), "%", "actual")
    ]


def test_a_cell_with_its_own_unit_needs_none_above() -> None:
    found = told(page("指标|目标值|实际完成值", "新增学位|不少于2000个|3600个", unit="如下："))
    assert found == [
        ("新增学位目标值", Decimal(2000), "个", "target"),
        ("新增学位实际完成值", Decimal(3600), "个", "actual"),
    ]


def test_the_year_of_a_column_dates_its_cells() -> None:
    document = page("项目|2022年决算数|2023年决算数", "基本支出|3,210.50|3,100.25")
    assert [str(s.period) for s in read_tables(document)] == ["2022", "2023"]


def test_a_head_of_two_rows_is_read_downwards() -> None:
    document = page(
        "项目|本年支出|本年支出|合计", "项目|基本支出|项目支出|合计", "教育支出|1,200.00|300.00|1,500.00"
    )
    assert [s.metric for s in read_tables(document)] == [
        "教育支出本年支出基本支出",
        "教育支出本年支出项目支出",
        "教育支出合计",
    ]


SILENT = [
    (("基本支出|3,210.50|3,100.25",), "no head"),
    ((HEAD, "|3,210.50|3,100.25|96.57%"), "no label"),
    ((HEAD, "基本支出|2023|—|/"), "a year and signs are no amounts"),
    ((HEAD, "基本支出|待定|无|详见附件"), "words"),
]


@pytest.mark.parametrize(("rows", "reason"), SILENT, ids=[row[1] for row in SILENT])
def test_what_nobody_can_name_is_left_out(rows: tuple[str, ...], reason: str) -> None:
    assert told(page(*rows)) == [], reason


def test_cells_at_the_end_of_a_row_may_be_empty() -> None:
    assert [s.metric for s in read_tables(page(HEAD, "基本支出|3,210.50||", "项目支出||5,800.00|"))] == [
        "基本支出年初预算数",
        "项目支出全年执行数",
    ]


def test_of_two_tables_side_by_side_each_number_takes_the_words_at_its_left() -> None:
    document = page("收入|决算数|支出|决算数", "财政拨款|1,200.00|教育支出|1,100.00")
    assert [(s.metric, s.quantity.low) for s in read_tables(document)] == [
        ("财政拨款决算数", Decimal(12000000)),
        ("教育支出决算数", Decimal(11000000)),
    ]


def test_the_number_of_a_row_is_not_its_label() -> None:
    document = page("序号|项目|年初预算数", "1|基本支出|3,210.50", "二、|项目支出|120.00")
    assert [s.metric for s in read_tables(document)] == ["基本支出年初预算数", "项目支出年初预算数"]


def test_every_statement_is_quoted_from_its_row_and_ends_in_its_cell() -> None:
    document = page(HEAD, "基本支出|3,210.50|3,100.25|96.57%")
    cells = ["3,210.50", "3,100.25", "96.57%"]
    for stated, cell in zip(read_tables(document), cells, strict=True):
        quote = _quote(document, stated)
        assert quote.startswith("基本支出")
        assert quote.endswith(cell)


def _quote(document: Document, stated: Statement) -> str:
    return document.cite(stated.start, stated.end).quote


def test_a_report_without_tables_has_none() -> None:
    assert told(ingest.read(f"{TITLE}\n\n一、概况\n\n年初预算数9,395.61万元。\n".encode(), "a.txt")) == []


def test_a_column_may_state_a_unit_of_its_own_and_a_district_is_whom_its_row_is_about() -> None:
    found = tuple(
        read_tables(page("区、县（市）|公交线路（条）|新改建公路（公里）", "萧山区|214|36.8", unit="如下："))
    )
    assert [(s.subject_text, s.metric, s.quantity.low, s.quantity.unit) for s in found] == [
        ("萧山区", "公交线路数", Decimal(214), "条"),
        ("萧山区", "新改建公路", Decimal("36.8"), "公里"),
    ]


def test_marks_need_no_unit_however_small_they_are() -> None:
    found = told(page("三级指标|指标值|完成值|分值|得分", "新能源公交车占比|100%|98.6%|4|3.9", unit="如下："))
    assert found == [
        ("新能源公交车占比指标值", Decimal(100), "%", "target"),
        ("新能源公交车占比完成值", Decimal("98.6"), "%", "actual"),
        ("新能源公交车占比分值", Decimal(4), "分", "score"),
        ("新能源公交车占比得分", Decimal("3.9"), "分", "score"),
    ]


def test_an_index_has_no_unit() -> None:
    found = tuple(read_tables(page("指标|目标值|完成值", "路面技术状况指数|≥92|93.1", unit="如下：")))
    assert [(s.quantity.low, s.quantity.unit, s.quantity.op) for s in found] == [
        (Decimal(92), "", ">="),
        (Decimal("93.1"), "", "="),
    ]


def test_a_small_number_in_a_column_without_a_unit_may_be_anything() -> None:
    assert told(page("项目|批次", "新建学校|3", unit="如下：")) == []
