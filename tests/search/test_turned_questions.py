"""Questions answered by asking others: yes or no, means, which of two, how many were listed."""

from __future__ import annotations

from decimal import Decimal

import pytest

import suizhi
from graph.facts import Fact, Quantity
from ingest.document import Citation
from search.questions.turned import TURNED
from search.questions.turned.yesno import asks_yes_or_no, bound_in, holds
from search.understand import asking
from suizhi import Suizhi

REPORTS = {
    "xihu-2023": """2023年度杭州市西湖区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2023年受理热线工单86,400件，热线工单满意率92.15%。热线接通率年度目标不低于95%，实际完成93.20%。
2.平台建设。建成西湖区城市运行管理平台，归集数据1.2亿条。未能按期完成机房搬迁。
3.支出情况。2023年总支出5,120.50万元，其中基本支出1,800.30万元，项目支出3,320.20万元。
4.考核情况。6月服务热线考核得分95.20分，7月服务热线考核得分96.35分，8月服务热线考核得分97.00分。
二、存在的问题
（一）专业力量不足。技术人员偏少。
（二）数据质量不高。部分数据更新不及时。
（三）协同机制不畅。跨部门流转偏慢。
三、下一步工作计划
计划建设数据安全监测平台。
""",
    "xihu-2022": """2022年度杭州市西湖区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2022年受理热线工单80,110件，热线工单满意率90.30%。
2.支出情况。2022年总支出4,930.20万元。
""",
    "binjiang-2023": """2023年度杭州市滨江区数据资源管理局部门整体支出绩效自评报告
一、履职情况
1.热线工作。2023年受理热线工单43,200件，热线工单满意率95.41%。
""",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("turned")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    opened = suizhi.open(tmp_path_factory.mktemp("home"))
    list(opened.ingest([folder]))
    return opened


@pytest.mark.parametrize(
    ("question", "word", "working", "reason"),
    [
        ("西湖区2023年热线工单满意率是不是超过了90%？", "是", "92.15% > 90%", "past the bound"),
        ("西湖区2023年热线工单满意率达到95%了吗？", "否", "92.15% < 95%", "short of it"),
        ("西湖区2023年受理热线工单有没有超过8万件？", "是", "86400件 > 80000件", "万 is resolved"),
        ("西湖区2023年总支出不到6000万元吗？", "是", "51205000元 < 60000000元", "below a bound"),
        ("西湖区2023年热线接通率有没有达到目标？", "否", "93.2% < 95%", "the aim that the report tells"),
        ("西湖区2023年热线工单满意率超过九成了吗？", "是", "92.15% > 90%", "tenths in numerals"),
        ("西湖区2023年热线工单满意率是不是92.15%？", "是", "92.15% = 92.15%", "the very number"),
        ("西湖区2023年热线工单满意率是95%吗？", "否", "92.15% ≠ 95%", "another number"),
        (
            "西湖区2023年项目支出比基本支出多吗？",
            "是",
            "3,320.20万元 − 1,800.30万元",
            "two numbers of one report",
        ),
        ("西湖区2023年基本支出比项目支出多吗？", "否", "3,320.20万元 − 1,800.30万元", "the other way round"),
        ("西湖区2023年总支出比2022年多吗？", "是", "5,120.50万元 − 4,930.20万元", "years of one place"),
        ("西湖区2023年受理热线工单比滨江区少吗？", "否", "86,400件 − 43,200件", "places of one year"),
    ],
)
def test_a_number_decides_yes_or_no_and_the_comparison_is_shown(
    room: Suizhi, question: str, word: str, working: str, reason: str
) -> None:
    answer = room.ask(question)
    assert (answer.kind, answer.short[:1]) == ("yesno", word), reason
    assert working in (answer.working or ""), reason


def test_a_thing_that_was_built_is_a_yes_with_the_sentence(room: Suizhi) -> None:
    answer = room.ask("西湖区2023年建成城市运行管理平台了吗？")
    assert answer.short.startswith("是")
    assert "建成西湖区城市运行管理平台" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "short", "reason"),
    [
        ("西湖区2023年完成机房搬迁了吗？", "否", "the report denies it"),
        ("西湖区2023年有没有建设数据安全监测平台？", "报告只说有此计划", "a plan is no deed"),
    ],
)
def test_what_is_denied_or_only_planned_is_no_yes(
    room: Suizhi, question: str, short: str, reason: str
) -> None:
    assert room.ask(question).short == short, reason


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("西湖区2023年有没有建成数字孪生大坝？", "silence is no denial"),
        ("西湖区2023年热线工单满意率有没有达到目标？", "no aim is told for it"),
        ("滨江区2023年总支出超过1000万元了吗？", "the number is not told"),
        ("西湖区2024年热线工单满意率超过90%了吗？", "no report of the year"),
    ],
)
def test_what_the_reports_do_not_say_is_neither_yes_nor_no(room: Suizhi, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, (reason, answer.short)


def test_several_scopes_get_a_yes_or_no_each(room: Suizhi) -> None:
    answer = room.ask("2023年热线工单满意率超过95%了吗？")
    assert "西湖区2023年否（92.15%）" in answer.short
    assert "滨江区2023年是（95.41%）" in answer.short


@pytest.mark.parametrize(
    ("question", "value", "working", "reason"),
    [
        (
            "西湖区和滨江区2023年的平均热线工单满意率是多少？",
            "93.78",
            "（95.41% + 92.15%）÷ 2 = 93.78%",
            "places",
        ),
        (
            "西湖区2023年6月到8月服务热线平均考核得分是多少？",
            "96.18",
            "÷ 3 ≈ 96.18分",
            "months, rounded half up",
        ),
        (
            "西湖区2023年平均每月受理热线工单多少件？",
            "7200",
            "86,400件 ÷ 12个月 = 7200件",
            "a year by its months",
        ),
    ],
)
def test_a_mean_is_exact_and_cites_every_operand(
    room: Suizhi, question: str, value: str, working: str, reason: str
) -> None:
    answer = room.ask(question)
    assert answer.value == Decimal(value), reason
    assert working in (answer.working or "")
    operands = (answer.working or "").partition("÷")[0].strip("（） ").split(" + ")
    quoted = "".join(citation.quote for citation in answer.citations)
    assert all(operand in quoted for operand in operands)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("西湖区2023年5月到8月服务热线平均考核得分是多少？", "no number of May"),
        ("西湖区和滨江区2023年的平均总支出是多少？", "one side is silent"),
    ],
)
def test_a_mean_with_an_operand_missing_is_refused(room: Suizhi, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, (reason, answer.short)


def test_the_mean_of_rates_is_told_to_be_a_simple_one(room: Suizhi) -> None:
    answer = room.ask("西湖区和滨江区2023年的平均热线工单满意率是多少？")
    assert any("简单平均" in warning for warning in answer.warnings)


def test_of_two_numbers_of_one_report_the_larger_is_told_with_the_difference(room: Suizhi) -> None:
    answer = room.ask("西湖区2023年基本支出和项目支出哪个多？")
    assert answer.short == "项目支出（3,320.20万元）"
    assert answer.working == "3,320.20万元 − 1,800.30万元 = 1519.9万元"
    assert room.ask("西湖区2023年基本支出和项目支出哪个少？").short.startswith("基本支出")


def test_how_many_problems_is_counted_from_the_list_with_each_of_them(room: Suizhi) -> None:
    answer = room.ask("西湖区2023年存在几个问题？")
    assert (answer.short, len(answer.items)) == ("3个", 3)
    assert "专业力量不足" in (answer.working or "")


def test_by_how_many_times_more_is_one_less_than_how_many_times(room: Suizhi) -> None:
    assert room.ask("2023年西湖区受理热线工单是滨江区的几倍？").value == 2
    assert room.ask("2023年西湖区受理热线工单比滨江区多几倍？").value == 1
    assert not room.ask("2023年滨江区受理热线工单比西湖区多几倍？").answerable


def fact(value: str, op: str) -> Fact:
    """A fact with that number and operator."""
    place = Citation("甲.txt", 0, 1, "一", "", None)
    amount = Quantity(Decimal(value), Decimal(value), "%", op)  # type: ignore[arg-type]
    return Fact("f", "甲局", None, "满意率", "m", amount, None, "actual", None, place)


@pytest.mark.parametrize(
    ("value", "told", "op", "limit", "wanted"),
    [
        ("95", "=", ">", "95", False),
        ("95", "=", ">=", "95", True),
        ("95", ">", ">", "95", True),
        ("95", ">", ">", "96", None),
        ("95", ">=", ">", "95", None),
        ("95", "<", ">=", "95", False),
        ("95", "<=", ">=", "95", None),
        ("95", "~", ">", "94.5", None),
        ("95", "~", ">", "60", True),
        ("95", ">", "<", "95", False),
        ("95", "<", "<", "95", True),
        ("95", "=", "=", "95", True),
        ("95", "=", "=", "96", False),
        ("95", "~", "=", "95", None),
        ("95", ">", "=", "95", False),
        ("95", ">", "=", "96", None),
    ],
)
def test_a_bound_decides_only_what_it_can(
    value: str, told: str, op: str, limit: str, wanted: bool | None
) -> None:
    assert holds(fact(value, told), op, Decimal(limit)) is wanted


@pytest.mark.parametrize("text", asking()["yesno"]["examples"])
def test_an_example_of_yes_or_no_is_one(text: str) -> None:
    assert asks_yes_or_no(text)


@pytest.mark.parametrize("text", asking()["yesno"]["plain"])
def test_other_questions_are_no_yes_or_no(text: str) -> None:
    assert not asks_yes_or_no(text)


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("满意率不超过90%吗？", "<="),
        ("满意率不低于90%吗？", ">="),
        ("满意率超过90%吗？", ">"),
        ("满意率未达到90%是吗？", "<"),
        ("满意率是90%吗？", "="),
    ],
)
def test_each_way_to_name_a_limit_is_read(text: str, op: str) -> None:
    bound = bound_in(text)
    assert bound is not None
    assert bound.op == op


def test_every_kind_is_registered_once() -> None:
    assert len(TURNED) == len(set(TURNED))
