"""The head of a column tells what is named in it."""

from __future__ import annotations

import pytest

from graph.mentions import find_mentions
from graph.tabled import find_cells
from ingest.document import About, Block, Document, Run, Section

PROJECTS = [
    "序号\t项目名称\t实施单位\t预算数（万元）",
    "1\t滨江路快速化改造\t市公路中心\t1200.5",
    "2\t1.交通大脑（二期）\t\t300",
    "\t合计\t\t1500.5",
]
ACCOUNTS = ["科目编码\t项目名称\t金额", "201\t一般公共服务支出\t12.5"]
FUNDED = [
    "序号\t项目\t年初预算\t执行率",
    "1\t公交运营补贴\t186,500.00\t99.77%",
    "2\t航道配套设施\t15,800.00\t91%",
    "\t合计\t268,733.50\t98%",
]
LEDGER = ["项目\t年初预算\t决算数\t执行率", "人员经费\t120\t118\t98%", "项目支出\t300\t299\t99%"]
NOTHING = ["指标\t得分", "满意率\t98"]


def table(*tables: list[str]) -> Document:
    text, rows = "某报告\n", []
    for lines in tables:
        for line in lines:
            rows.append(Block(len(text), len(text) + len(line), "row"))
            text += line + "\n"
        text += "正文。\n"
    section = Section(0, 0, "", "", 0, 0, len(text), None, ())
    about = About(province=None, city=None, district=None, department=None, names=())
    runs = (Run(0, len(text), "", 0),)
    return Document("甲.txt", "", "", "txt", "utf-8", text, runs, tuple(rows), (section,), (), about)


@pytest.mark.parametrize(
    ("tables", "names", "reason"),
    [
        (
            (PROJECTS,),
            [("滨江路快速化改造", "PROJECT"), ("市公路中心", "ORG"), ("交通大脑（二期）", "PROJECT")],
            "no number, sum or empty cell",
        ),
        ((ACCOUNTS,), [], "lines of accounts are kinds of spending"),
        (
            (FUNDED,),
            [("公交运营补贴", "PROJECT"), ("航道配套设施", "PROJECT")],
            "项目 with a number and its money",
        ),
        ((LEDGER,), [], "项目 of a ledger"),
        ((NOTHING,), [], "no column of names"),
        (
            (PROJECTS[:2], NOTHING),
            [("滨江路快速化改造", "PROJECT"), ("市公路中心", "ORG")],
            "a head ends with its table",
        ),
    ],
)
def test_cells_are_named_by_the_head_of_their_column(
    tables: tuple[list[str], ...], names: list[tuple[str, str]], reason: str
) -> None:
    document = table(*tables)
    assert [(document.text[c.start : c.end], c.type) for c in find_cells(document)] == names, reason


def test_a_name_told_by_its_column_is_a_mention() -> None:
    assert ("滨江路快速化改造", "PROJECT") in [(m.text, m.type) for m in find_mentions(table(PROJECTS))]
