"""Questions over the rows of a report: picked by their numbers, added up, told by months, and two questions in one."""

from __future__ import annotations

import doctest
import re
from decimal import Decimal

import pytest

import suizhi
from ingest.fold import fold
from search.places import Catalogue
from search.questions import doubled, limits, names
from search.questions.doubled import halves
from search.questions.limits import narrower
from search.understand import asking, understand

REPORT = """2023年度绍兴市越城区住房和城乡建设局部门整体支出绩效自评报告

一、基本情况

（一）热线工作

全年受理热线工单8,120件，考核总分由3月的91.20分提升至4月的93.75分。企业工单满意率97.50%。通过现场窗口受理业务3,200件，通过自助终端受理业务900件，通过手机端受理业务5,400件。

（二）信息化

建成“越安居”房屋安全系统，上线首月服务群众2.1万人次。参加了浙江省房屋安全应急演练和“越剑-2023”绍兴市城市运行应急演练。

（三）投诉办理

全年拦截境内外恶意呼叫36万次。

预算执行率偏低，主要原因为：一是招标流程较长，二是人员调动较多，三是年底集中支付。

二、绩效自评情况

（一）管理效率

管理效率分值20分，自评得分17分。

1.预算编制

预算编制分值5分，自评得分5分。

2.采购管理

采购管理分值10分，自评得分7分。

3.资产管理

资产管理分值5分，自评得分5分。

三、项目支出情况

（一）老旧小区改造经费

年度预算数1,200.00万元，预算完成数1,100.00万元。

（二）房屋安全普查经费

年度预算数80.50万元，预算完成数80.00万元。

（三）档案数字化经费

年度预算数4.20万元，预算完成数4.00万元。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A report with indicators and projects one under another."""
    folder = tmp_path_factory.mktemp("rows")
    (folder / "yuecheng-2023.txt").write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest([folder / "yuecheng-2023.txt"])} == {"added"}
    return opened


PICKED = [
    ("越城区2023年哪一个指标丢分最多？", ("采购管理",), "the most lost"),
    ("越城区2023年哪些指标没有拿到满分？", ("采购管理",), "less than its worth"),
    ("越城区2023年管理效率部分，哪些指标得了满分？", ("预算编制", "资产管理"), "all of its worth"),
    ("越城区2023年管理效率部分，满分为5分的是哪几项？", ("预算编制", "资产管理"), "by what it is worth"),
    ("越城区2023年预算不到100万元的项目有哪几个？", ("房屋安全普查经费", "档案数字化经费"), "below a bound"),
    ("越城区2023年预算超过100万元的项目有哪些？", ("老旧小区改造经费",), "above a bound"),
    ("越城区2023年花钱最多的是哪一个项目？", ("老旧小区改造经费",), "the most spent"),
    ("越城区2023年花钱最少的项目是哪个？", ("档案数字化经费",), "the least spent"),
]


@pytest.mark.parametrize(("question", "wanted", "reason"), PICKED, ids=[row[-1] for row in PICKED])
def test_rows_are_picked_by_their_numbers(room, question: str, wanted: tuple[str, ...], reason: str) -> None:
    answer = room.ask(question)
    assert (answer.items or tuple(answer.short.split("、"))) == wanted, reason
    assert len(answer.citations) >= len(wanted)


def test_of_things_named_one_by_one_the_least_is_told_with_all_numbers(room) -> None:
    answer = room.ask("越城区2023年现场窗口、自助终端和手机端，哪一个办的业务最少？")
    assert answer.short.startswith("自助终端")
    assert all(number in answer.text for number in ("3,200", "900", "5,400"))
    assert len(answer.citations) == 3


WORKED = [
    ("越城区2023年预算编制和资产管理加起来得了多少分？", "10", "5分 + 5分 = 10分", "named one by one"),
    (
        "越城区2023年管理效率的三个三级指标合计得了多少分？",
        "17",
        "5分 + 7分 + 5分 = 17分",
        "a part, as many as said",
    ),
    ("越城区2023年热线4月的考核总分比3月提高了多少分？", "2.55", "93.75分 − 91.20分 = 2.55分", "two months"),
]


@pytest.mark.parametrize(("question", "value", "working", "reason"), WORKED, ids=[row[-1] for row in WORKED])
def test_what_several_rows_come_to_is_worked_and_cited(
    room, question: str, value: str, working: str, reason: str
) -> None:
    answer = room.ask(question)
    assert (answer.value, answer.working) == (Decimal(value), working), reason
    assert len(answer.citations) >= 2


REFUSED = [
    ("越城区2023年管理效率的四个三级指标合计得了多少分？", "there are three"),
    ("越城区2023年热线5月的考核总分比3月提高了多少分？", "no May is told"),
    ("越城区2023年被拦下的恶意呼叫里，从国外打来的有多少次？", "36万 are 境内外"),
    ("越城区2023年热线全部工单的满意率是多少？", "97.50% is of 企业工单"),
    ("越城区2023年热线平均每天受理多少件工单？", "8,120 are of the year"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_another_part_or_another_number_of_rows_is_refused(room, question: str, reason: str) -> None:
    assert not room.ask(question).answerable, reason


def test_numbered_reasons_are_items(room) -> None:
    answer = room.ask("越城区2023年预算执行率为什么偏低？")
    assert answer.items == ("招标流程较长", "人员调动较多", "年底集中支付")


def test_two_names_joined_by_and_are_items(room) -> None:
    answer = room.ask("越城区2023年参加了哪些应急演练？")
    assert answer.items == ("浙江省房屋安全应急演练", "“越剑-2023”绍兴市城市运行应急演练")


def test_the_name_of_a_thing_is_the_one_in_quotation_marks(room) -> None:
    assert room.ask("越城区2023年建的房屋安全系统叫什么？").short == "越安居"


def test_two_questions_in_one_are_both_answered(room) -> None:
    answer = room.ask("越城区2023年受理热线工单多少件，企业工单满意率是多少？")
    assert "8,120件" in answer.short
    assert "97.50%" in answer.short
    assert len(answer.citations) >= 2


@pytest.mark.parametrize(
    "question",
    [
        "2023年哪个区受理得多，多出多少？",
        "2022年和2023年分别有多少，从多到少说",
        "把几个环节打包的服务，有哪些例子？",
    ],
)
def test_a_question_that_goes_on_is_one(question: str) -> None:
    assert halves(question) is None


@pytest.mark.parametrize(("question", "told", "other"), asking()["narrow"]["examples"])
def test_a_part_is_told_apart_from_the_whole(question: str, told: str, other: bool) -> None:
    assert narrower(understand(question, Catalogue({})), told, told) is other


@pytest.mark.parametrize("text", asking()["pick"]["examples"])
def test_an_example_of_picking_picks(text: str) -> None:
    assert understand(text, Catalogue({})).kind == "pick"


@pytest.mark.parametrize("text", asking()["pick"]["plain"])
def test_a_plain_question_picks_nothing(text: str) -> None:
    assert understand(text, Catalogue({})).kind != "pick"


@pytest.mark.parametrize(("text", "of"), asking()["sum"]["examples"])
def test_an_example_of_a_sum_names_what_is_added(text: str, of: str) -> None:
    match = re.search(asking()["sum"]["pattern"], fold(text))
    assert match is not None
    assert match["of"] == of
    assert re.search(asking()["computed"]["pattern"], fold(text))


@pytest.mark.parametrize(("text", "first", "second"), asking()["months"]["examples"])
def test_an_example_of_months_names_both(text: str, first: str, second: str) -> None:
    match = re.search(asking()["months"]["pattern"], fold(text))
    assert match is not None
    assert (match["first"], match["second"]) == (first, second)


@pytest.mark.parametrize("module", [doubled, limits, names])
def test_the_examples_in_the_docstrings_hold(module) -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
