"""Places inside a report, aims and outcomes, bounds and accounts: answered from the rows, not from one fact."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

import suizhi
from search import places
from search.places import Catalogue
from search.questions import goals, narrowness
from search.questions.leaning import house_in
from search.questions.reason import asks_why
from search.understand import understand

REPORT = """2023年度温州市水利局部门整体支出绩效自评报告

一、年度目标

全年新建碧道不低于120公里，水质监测站点目标60个。

二、履职情况

（一）水利建设

全年新建碧道131公里。鹿城区供水管网214公里，龙湾区供水管网168公里，瓯海区供水管网94公里。

检查水库隐患230处，整改221处。设泵站86座，其中自动化泵站71座。

受连续暴雨影响，堤防加固未按期完成。

委托第三方温州清源检测有限公司开展水质抽检。

节水器具投放规模控制在38万套以内。

三、项目支出情况

（一）河道疏浚经费

年度预算数1,200.00万元，预算完成数1,100.00万元，预算执行率91.67%。

（二）堤防维护经费

年度预算数600.00万元，预算完成数594.00万元，预算执行率99.00%。

（三）泵站改造经费

年度预算数200.00万元，预算完成数150.00万元，预算执行率75.00%。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A report of a city that tells of its districts, of aims and of projects."""
    folder = tmp_path_factory.mktemp("within")
    (folder / "wenzhou-2023.txt").write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest([folder / "wenzhou-2023.txt"])} == {"added"}
    return opened


NUMBERS = [
    ("2023年龙湾区供水管网有多少公里？", "168", "a place without a report of its own"),
    ("2023年鹿城区比龙湾区多多少公里供水管网？", "46", "the difference of two places"),
    ("2023年鹿城区和瓯海区供水管网一共多少公里？", "308", "the sum of two places"),
    ("温州市2023年新建碧道比目标多了多少公里？", "11", "an aim in one part, the outcome in another"),
    ("温州市2023年检查发现的水库隐患里，还有多少处没有整改？", "9", "what is left of a whole"),
    ("温州市2023年还有多少座泵站不是自动化泵站？", "15", "the other kind"),
    ("2023年河道疏浚经费的支出比预算少了多少万元？", "1000000", "two accounts of one project"),
    ("温州市2023年三个项目的支出总额比预算总额少了多少万元？", "1560000", "of all projects"),
]


@pytest.mark.parametrize(("question", "value", "reason"), NUMBERS, ids=[row[2] for row in NUMBERS])
def test_a_number_over_several_rows_is_computed_exactly_and_cites_them(room, question, value, reason) -> None:
    answer = room.ask(question)
    assert answer.value == Decimal(value), reason
    assert answer.citations


WORDS = [
    ("2023年供水管网最长的是哪个区？", "鹿城区", "most of all places"),
    ("2023年鹿城区、龙湾区、瓯海区三地中，供水管网最短的是哪里？", "瓯海区", "least of those named"),
    ("温州市2023年委托哪家公司开展水质抽检？", "温州清源检测有限公司", "only the name of the house"),
    ("温州市2023年堤防加固为什么没有按期完成？", "连续暴雨", "the cause, not what it caused"),
    ("温州市2023年执行率低于95%的项目有哪几个？", "河道疏浚经费、泵站改造经费", "below a bound"),
]


@pytest.mark.parametrize(("question", "short", "reason"), WORDS, ids=[row[2] for row in WORDS])
def test_what_is_asked_for_is_told_and_nothing_else(room, question, short, reason) -> None:
    assert room.ask(question).short.split("（")[0] == short, reason


REFUSED = [
    ("2023年洞头区供水管网有多少公里？", "洞头区", "the report tells nothing of that place"),
    ("温州市2023年节水器具投放规模是多少万套？", "不超过38万套", "a limit is not how many there are"),
]


@pytest.mark.parametrize(("question", "told", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_refusal_says_what_is_missing(room, question, told, reason) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert told in "".join(answer.failed)


HOUSES = [
    ("与谁合作的是哪家医院？", "由市第一医院牵头开展", "市第一医院", "goes back to the word that carries it"),
    ("是哪家公司做的？", "开展了三次检查", None, "no house at all"),
    ("哪所学校是市级示范学校？", "命名市级示范学校20所", None, "the kind again is no name"),
]


@pytest.mark.parametrize(("question", "text", "name", "reason"), HOUSES, ids=[row[3] for row in HOUSES])
def test_the_name_of_a_house_is_cut_out_of_its_sentence(question, text, name, reason) -> None:
    assert house_in(understand(question, Catalogue({})), text) == name, reason


def test_why_marks_were_lost_is_a_reason_and_no_list_of_rows() -> None:
    asked = understand("2023年合同签订指标为什么被扣分？", Catalogue({}))
    assert asks_why(asked.text)
    assert asked.kind == "text"


@pytest.mark.parametrize("module", [goals, narrowness, places])
def test_the_examples_of_the_modules_hold(module) -> None:
    assert doctest.testmod(module).failed == 0
