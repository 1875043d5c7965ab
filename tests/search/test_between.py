"""Two numbers of one report: difference, sum, multiple, marks lost; refused unless both are clearly found."""

from __future__ import annotations

import doctest
import re
from decimal import Decimal

import pytest

import suizhi
from ingest.fold import fold
from search.questions import operands
from search.understand import asking

REPORT = """2023年度衢州市柯城区医疗保障局部门整体支出绩效自评报告

一、履职情况

全年受理参保登记8,000件，办理转移接续2,000件。接听咨询电话1,500宗，其中转办工单300宗。收到感谢信40封、锦旗12面。

二、预算执行情况

2023年全年预算数为1,020.50万元，全年执行数为1,000.00万元，其中基本支出400.00万元，项目支出600.00万元。

三、管理效率

（一）采购管理

采购管理分值10分，自评得分8.5分。

（二）资产管理

资产管理自评得分6分。
"""
ITEMS = """2023年度衢州市衢江区医疗保障局部门整体支出绩效自评报告

一、项目情况

1.大厅服务经费：年度预算数20.00万元，预算完成数18.00万元。

2.系统运维经费：年度预算数50.00万元，预算完成数45.00万元。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A report with sums of money, counts and marks, and one whose numbers are of single projects."""
    folder = tmp_path_factory.mktemp("between")
    (folder / "kecheng-2023.txt").write_text(REPORT, encoding="utf-8")
    (folder / "qujiang-2023.txt").write_text(ITEMS, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest(sorted(folder.glob("*.txt")))} == {"added"}
    return opened


# question, value, unit, working, reason
ANSWERS = [
    (
        "柯城区2023年预算数和执行数差多少？",
        "205000",
        "元",
        "1,020.50万元 − 1,000.00万元 = 20.5万元",
        "two named",
    ),
    (
        "柯城区2023年项目支出比基本支出多多少？",
        "2000000",
        "元",
        "600.00万元 − 400.00万元 = 200万元",
        "A more than B",
    ),
    (
        "柯城区2023年基本支出和项目支出一共多少万元？",
        "10000000",
        "元",
        "400.00万元 + 600.00万元 = 1,000万元",
        "a sum",
    ),
    ("柯城区2023年项目支出是基本支出的几倍？", "1.5", "倍", "600.00万元 ÷ 400.00万元 = 1.5倍", "a multiple"),
    (
        "柯城区2023年预算没用完多少钱？",
        "205000",
        "元",
        "1,020.50万元 − 1,000.00万元 = 20.5万元",
        "neither is named",
    ),
    ("柯城区2023年采购管理扣了几分？", "1.5", "分", "10分 − 8.5分 = 1.5分", "marks lost"),
]


@pytest.mark.parametrize("row", ANSWERS, ids=[row[-1] for row in ANSWERS])
def test_two_numbers_that_are_clearly_named_are_worked_and_cited(room, row: tuple[str, ...]) -> None:
    question, value, unit, working, reason = row
    answer = room.ask(question)
    assert (answer.value, answer.unit, answer.working) == (Decimal(value), unit, working), reason
    assert len(answer.citations) == 2
    assert {c.source for c in answer.citations} == {"kecheng-2023.txt"}


REFUSED = [
    ("柯城区2023年感谢信和锦旗一共多少？", "letters and pennants do not add up to one unit"),
    ("柯城区2023年接听咨询电话和转办工单一共多少宗？", "the second is a part of the first"),
    ("柯城区2023年项目支出和培训费差多少？", "one of them is not in the report"),
    ("衢江区2023年预算没用完多少钱？", "the budgets are of single projects: which is meant cannot be told"),
    ("柯城区2023年资产管理扣了几分？", "what it is worth is not printed"),
    ("柯城区2023年信息公开扣了几分？", "the report does not mark it"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_clearly_found_is_refused_and_never_a_part_of_it(
    room, question: str, reason: str
) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert (answer.value, answer.working) == (None, None)


@pytest.mark.parametrize(("text", "way", "one", "other"), asking()["between"]["examples"])
def test_an_example_names_both_numbers(text: str, way: str, one: str, other: str) -> None:
    match = re.search(asking()["between"][way], fold(text))
    assert match is not None
    assert [group for group in match.groups() if group] == [one, other]


def test_a_share_that_is_printed_is_told(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(
        "2023年度衢州市柯城区财政局部门整体支出绩效自评报告\n\n一、支出情况\n\n本年支出合计2,940.05万元，其中：基本支出2,337.04万元，占79.49%；"
        "项目支出603.01万元，占20.51%。\n",
        encoding="utf-8",
    )
    room = suizhi.open(tmp_path / "home")
    assert [one.status for one in room.ingest([tmp_path / "a.txt"])] == ["added"]
    answer = room.ask("柯城区财政局2023年基本支出占比多少？")
    assert (answer.value, answer.unit) == (Decimal("79.49"), "%")


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(operands)
    assert (failed, tried > 0) == (0, True)
