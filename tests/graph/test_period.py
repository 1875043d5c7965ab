"""Which days a sentence speaks of, which it only compares with, and which years are part of a name."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import period
from graph.period import find_periods

IN_2023 = [
    ("2022年共办结", ["2022"], "a year"),
    ("2023年度预算", ["2023"], "a year of accounts"),
    ("2022年1月至12月", ["2022"], "twelve months are the year"),
    ("2022年1-10月", ["2022-01/2022-10"], "months with a dash"),
    ("1—10月受理", ["2023-01/2023-10"], "months of the report's year"),
    ("2023年9月至2024年3月", ["2023-09/2024-03"], "over the turn of the year"),
    ("3月15日至10月31日", ["2023-03-15/2023-10-31"], "days"),
    ("5月1日-5日", ["2023-05-01/2023-05-05"], "days of one month"),
    ("2022年5月1日至5日", ["2022-05-01/2022-05-05"], "days of one month and year"),
    ("上半年完成", ["2023-H1"], "a half of the report's year"),
    ("2022年下半年", ["2022-H2"], "a half of another year"),
    ("第三季度", ["2023-07/2023-09"], "a quarter"),
    ("2024年一季度", ["2024-01/2024-03"], "a quarter without 第"),
    ("2023年6月底", ["2023-06"], "the end of a month is the month"),
    ("截至12月31日", ["2023"], "until a day: from the first day of its year"),
    ("截至2022年10月底", ["2022-01/2022-10"], "until the end of a month"),
    ("截止到6月30日", ["2023-H1"], "another word for until"),
    ("2024-2026年", ["2024/2026"], "years"),
    ("2021年至2023年", ["2021/2023"], "years in words"),
    ("今年新建", ["2023"], "the report's year"),
    ("去年同期", ["2022"], "the year before"),
    ("上年度结转", ["2022"], "the year before"),
    ("年内建成", ["2023"], "the report's year"),
    ("自2021年11月启用以来", ["2021-11/2023-12"], "since a month: counted until now"),
    ("2022年1月启动，8月完成", ["2022-01", "2023-08"], "each month its own"),
    ("2024年2月29日", ["2024-02-29"], "a leap day"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), IN_2023, ids=[row[0] for row in IN_2023])
def test_a_report_of_2023_means_these_days(text: str, expected: list[str], reason: str) -> None:
    assert [str(found.period) for found in find_periods(text, 2023)] == expected, reason


NO_PERIODS = [
    ("截至目前", "no day is named"),
    ("自2003年以来承担", "when a thing began, not when it was counted"),
    ("13月", "no such month"),
    ("2023年2月30日", "no such day"),
    ("2020级学生", "a class"),
    ("2023个项目", "a count"),
    ("粤盾-2024演练", "a name"),
    ("两年内建成", "a span"),
    ("3年内清零", "a span"),
    ("半年内办结", "a span"),
    ("凡是年满60周岁的老人", "an age"),
    ("每年投入", "every year"),
    ("近三年", "a span"),
    ("三年行动方案", "a name"),
    ("拨打12345", "a number"),
    ("3.12月报", "no number of a month"),
]


@pytest.mark.parametrize(("text", "reason"), NO_PERIODS, ids=[row[0] for row in NO_PERIODS])
def test_these_name_no_days(text: str, reason: str) -> None:
    assert find_periods(text, 2023) == [], reason


COMPARED = [
    ("同比2022年减少", True, "同比"),
    ("较2022年增长", True, "较"),
    ("比去年增加", True, "比"),
    ("与2022年相比", True, "相比 behind it"),
    ("是2021年的2.3倍", True, "a multiple of another year"),
    ("2022年同期", True, "同期"),
    ("2022年减少", False, "the year itself"),
]


@pytest.mark.parametrize(("text", "compared", "reason"), COMPARED, ids=[row[0] for row in COMPARED])
def test_a_period_that_is_only_compared_with_is_marked(text: str, compared: bool, reason: str) -> None:
    (found,) = find_periods(text, 2023)
    assert found.compared is compared, reason


@pytest.mark.parametrize(
    "text", ["1-10月", "上半年", "第三季度", "今年", "去年", "截至12月31日", "3月15日至10月31日"]
)
def test_without_the_year_of_the_report_nothing_is_made_up(text: str) -> None:
    assert find_periods(text, None) == []


@pytest.mark.parametrize("text", ["2022年", "2022年1-10月", "2022年上半年", "截至2022年10月31日"])
def test_a_printed_year_needs_no_other(text: str) -> None:
    assert [str(f.period) for f in find_periods(text, None)] == [
        str(f.period) for f in find_periods(text, 2019)
    ]


PIECES = st.sampled_from(
    [
        *"0123459-~/至到年月日",
        "2023",
        "12",
        "31",
        "上半年",
        "季度",
        "截至",
        "自",
        "以来",
        "同比",
        "年内",
        "，",
        " ",
    ]
)


@given(st.text(max_size=40) | st.lists(PIECES, max_size=24).map("".join), st.none() | st.integers(1990, 2050))
def test_any_text_is_read_without_failing_and_in_order(text: str, year: int | None) -> None:
    position = 0
    for found in find_periods(text, year):
        assert position <= found.start < found.end <= len(text)
        assert found.period.first <= found.period.last
        position = found.end


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(period)
    assert (failed, tried > 0) == (0, True)
