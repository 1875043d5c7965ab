"""Growth, multiples and printed changes, asked of reports that are written for it: exact, cited, or refused."""

from __future__ import annotations

import doctest
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import suizhi
from graph.facts import Fact, Quantity
from ingest.document import Citation
from ingest.fold import fold
from search.questions import change
from search.questions.change import difference, growth, times
from search.understand import asking

EARLIER = """2022年度衢州市柯城区医疗保障局部门整体支出绩效自评报告

一、履职情况

2022年全年受理参保登记8,000件，接听咨询电话1,500宗。收到感谢信40封。服务热线满意率为92.5%。开展宣讲约120场。
2022年收入支出总计1,000.00万元。

二、预算执行情况

2022年基本支出400.00万元，项目支出600.00万元。
"""
LATER = """2023年度衢州市柯城区医疗保障局部门整体支出绩效自评报告

一、履职情况

2023年全年受理参保登记10,001件，接听咨询电话1,200宗，同比增长30%。收到感谢信40封。服务热线满意率为94%。开展宣讲150余场。
2023年查处骗保案件12件。

二、预算执行情况

2023年收入支出总计900.00万元。与2022年度相比，收入支出总计减少100.00万元，下降10.00%。
2023年基本支出450.00万元，项目支出450.00万元。机关运行经费支出184.65万元，比2022年度增加2.55万元，增长1.40%。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Two years of one office; the later report prints changes, one of which its own numbers deny."""
    folder = tmp_path_factory.mktemp("change")
    for year, text in ((2022, EARLIER), (2023, LATER)):
        (folder / f"kecheng-{year}.txt").write_text(text, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest(sorted(folder.glob("*.txt")))} == {"added"}
    return opened


# question, short, value, unit, direction, working, reason
ANSWERS = [
    (
        "柯城区2023年受理参保登记比2022年增加了百分之几？",
        "增加25.01%",
        "25.01",
        "%",
        "up",
        "(10,001件 − 8,000件) ÷ 8,000件 × 100% = 25.01%",
        "growth of a count, of 25.0125",
    ),
    (
        "柯城区2023年项目支出比上一年减少了百分之几？",
        "减少25%",
        "25",
        "%",
        "down",
        "(450.00万元 − 600.00万元) ÷ 600.00万元 × 100% = -25%",
        "growth of money, downwards",
    ),
    (
        "柯城区2023年收到感谢信比2022年增长百分之几？",
        "不变",
        "0",
        "%",
        "same",
        "(40封 − 40封) ÷ 40封 × 100% = 0%",
        "nothing changed",
    ),
    (
        "柯城区2023年宣讲比2022年增长百分之几？",
        "增加约25%",
        "25",
        "%",
        "up",
        "(150余场 − 约120场) ÷ 约120场 × 100% ≈ 25%",
        "what is not exact is not told as exact",
    ),
    (
        "柯城区2023年服务热线满意率比2022年提高了百分之几？",
        "增加1.5个百分点",
        "1.5",
        "个百分点",
        "up",
        "94% − 92.5% = 1.5个百分点",
        "a rate changes by points, whatever the question calls them",
    ),
    (
        "柯城区2023年受理参保登记是2022年的几倍？",
        "1.25倍",
        "1.25",
        "倍",
        "up",
        "10,001件 ÷ 8,000件 = 1.25倍",
        "a multiple, the base stands before 倍",
    ),
    (
        "柯城区2022年到2023年基本支出变化了多少？",
        "增加50万元",
        "500000",
        "元",
        "up",
        "450.00万元 − 400.00万元 = 50万元",
        "a difference that names no unit",
    ),
]


@pytest.mark.parametrize("row", ANSWERS, ids=[row[-1] for row in ANSWERS])
def test_a_change_over_two_reports_is_computed_of_what_is_counted(room, row: tuple[str, ...]) -> None:
    question, short, value, unit, direction, working, reason = row
    answer = room.ask(question)
    assert (answer.kind, answer.short, answer.direction) == ("trend", short, direction), reason
    assert (answer.value, answer.unit, answer.working) == (Decimal(value), unit, working)
    assert {c.source for c in answer.citations} == {"kecheng-2022.txt", "kecheng-2023.txt"}


# question, short, value, unit, direction, quote, reason
PRINTED = [
    (
        "柯城区机关运行经费2023年比上年增加多少万元？",
        "增加2.55万元",
        "25500",
        "元",
        "up",
        "增加2.55万元",
        "no report of the year before has it",
    ),
    (
        "柯城区2023年机关运行经费比上年增长百分之几？",
        "增加1.40%",
        "1.40",
        "%",
        "up",
        "增长1.40%",
        "the part, where a part is asked for",
    ),
    (
        "柯城区2023年与2022年相比收入支出总计减少多少？",
        "减少100.00万元",
        "1000000",
        "元",
        "down",
        "收入支出总计减少100.00万元",
        "said before the change: 与2022年度相比",
    ),
]


@pytest.mark.parametrize("row", PRINTED, ids=[row[-1] for row in PRINTED])
def test_a_change_that_the_report_prints_is_told_as_printed(room, row: tuple[str, ...]) -> None:
    question, short, value, unit, direction, quote, reason = row
    answer = room.ask(question)
    assert (answer.short, answer.direction) == (short, direction), reason
    assert (answer.value, answer.unit) == (Decimal(value), unit)
    assert any(quote in c.quote for c in answer.citations)


def test_a_printed_change_that_the_numbers_deny_is_told_beside_what_they_give(room) -> None:
    answer = room.ask("柯城区2023年接听咨询电话比上一年增加了百分之几？")
    assert answer.short == "减少20%（报告另写作增加30%）"
    assert (answer.value, answer.direction) == (Decimal(20), "down")
    assert "请核对原文" in answer.text
    assert any("同比增长30%" in c.quote for c in answer.citations)
    assert answer.confidence < room.ask(ANSWERS[0][0]).confidence


REFUSED = [
    ("柯城区2023年查处骗保案件比2022年增加了百分之几？", "the year before does not say it"),
    ("柯城区2023年查处骗保案件是2022年的几倍？", "the year before does not say it"),
    ("柯城区2023年服务热线满意率是2022年的几倍？", "rates have no multiple"),
    ("柯城区2022年机关运行经费比上年增加多少万元？", "the report of another year prints it"),
    ("柯城区2023年培训费比上年增加多少万元？", "the change printed is of another thing"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_change_without_both_its_numbers_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert (answer.value, answer.working, answer.citations) == (None, None, ())


@pytest.mark.parametrize("text", asking()["growth"]["plain"])
def test_a_plain_difference_is_not_taken_for_growth(text: str) -> None:
    import re

    assert not re.search(asking()["growth"]["pattern"], fold(text))


def of(value: Decimal, unit: str = "件") -> Fact:
    """A fact of that many; the rest does not matter."""
    quote = Citation("a.txt", 0, 1, "一", "", None)
    return Fact(
        "f", "局", None, "受理量", "受理量", Quantity(value, value, unit), None, "actual", None, quote
    )


COUNTS = st.integers(1, 10**9).map(Decimal)


@given(COUNTS, COUNTS)
def test_growth_and_multiple_are_those_of_fractions_rounded_to_a_hundredth(a: Decimal, b: Decimal) -> None:
    grown, multiple = growth(of(a), of(b)), times(of(a), of(b))
    assert grown is not None
    assert multiple is not None
    signed = grown.value if grown.direction != "down" else -grown.value
    assert abs(signed - (b - a) * 100 / a) <= Decimal("0.005")
    assert abs(multiple.value - b / a) <= Decimal("0.005")


@given(COUNTS, COUNTS)
def test_a_difference_is_the_same_both_ways_but_for_its_direction(a: Decimal, b: Decimal) -> None:
    one, other = difference(of(a), of(b)), difference(of(b), of(a))
    assert (one.value, one.short, one.working) == (other.value, other.short, other.working)
    assert {one.direction, other.direction} in ({"up", "down"}, {"same"})


def test_of_nothing_nothing_grows() -> None:
    none = of(Decimal(0))
    assert growth(none, of(Decimal(5))) is None
    assert times(none, of(Decimal(5))) is None


def test_a_rank_rises_as_its_number_falls() -> None:
    seventh, fourth = (replace(of(Decimal(n), "名"), kind="rank") for n in (7, 4))
    assert difference(seventh, fourth).direction == "up"


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(change)
    assert (failed, tried > 0) == (0, True)
