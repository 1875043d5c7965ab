"""Kinds of questions, put to two made-up reports of departments that are not in the corpus."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest
import suizhi
from search.places import Catalogue
from search.questions import QUESTIONS, limits
from search.questions.limits import same_rate
from search.questions.listing import enumeration
from search.questions.metric import ENOUGH, sureness
from search.questions.text import Sentence
from search.understand import understand

WUHOU = """2023年度成都市武侯区教育局部门整体支出绩效自评报告

一、部门基本情况

武侯区教育局设有内设科室9个，下辖中小学校42所、幼儿园86所，教职工8,215名。

二、履职情况

（一）学位建设

全年新增公办学位3600个，新建学校3所，改扩建校舍面积2.4万平方米。义务教育阶段入学率为99.98%，高于全省平均水平0.3个百分点。

（二）智慧教育

建成“蓉易学”“阳光食堂”“智慧校园”等平台，注册用户突破12.5万人，培训教师1.2万人次，培训满意度达98.6%。《武侯区智慧教育行动方案》由区教育局牵头编制，2023年3月15日起施行。

（三）信访办理

受理信访件512件，同比下降8.3%，按时办结率100%，满意率94.2%；共收到感谢信12封、锦旗5面。中考成绩位列全市第二名。

三、预算执行情况

年初预算数为45,210.66万元，支出44,870.12万元，预算执行率97.5%。部门整体绩效自评得分为96.8分。

四、下一步计划

2024年，计划新增学位不少于2000个，力争满意率不低于98%。
"""
WUJIANG = """2022年度苏州市吴江区水务局部门整体支出绩效自评报告

一、履职情况

新建供水管网120公里，污水处理率达97.3%，较上年提升1.7个百分点。全年供水量1.25亿立方米。

受理12345热线转办工单2,310件，按时办结率99.8%，满意率96.5%。

二、预算执行情况

年初预算数9,395.61万元，预算执行率97.07%。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A library with the two reports."""
    folder = tmp_path_factory.mktemp("made")
    for name, text in (("wuhou-2023.txt", WUHOU), ("wujiang-2022.txt", WUJIANG)):
        (folder / name).write_text(text, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    taken = list(opened.ingest(sorted(folder.glob("*.txt"))))
    assert [one.status for one in taken] == ["added", "added"]
    return opened


NUMBERS = [
    ("武侯区2023年义务教育阶段入学率是多少？", "99.98", "%", "99.98%"),
    ("武侯区2023年新增公办学位多少个？", "3600", "个", "3600个"),
    ("武侯区2023年信访件的满意率是多少？", "94.2", "%", "94.2%"),
    ("武侯区2023年年初预算数是多少万元？", "452106600", "元", "45,210.66万元"),
    ("武侯区收到多少封感谢信？", "12", "封", "12封"),
    ("武侯区中考成绩排第几名？", "2", "名", "第2名"),
    ("武侯区改扩建校舍面积是多少？", "24000", "平方米", "2.4万平方米"),
    ("吴江区2022年污水处理率是多少？", "97.3", "%", "97.3%"),
    ("吴江区供水量是多少立方米？", "125000000", "立方米", "1.25亿立方米"),
    ("吴江2022年度受理了多少件12345热线工单", "2310", "件", "2,310件"),
]


@pytest.mark.parametrize(("question", "value", "unit", "short"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_is_answered_with_its_quote(room, question: str, value: str, unit: str, short: str) -> None:
    answer = room.ask(question)
    assert (answer.kind, answer.value, answer.unit, answer.short) == ("metric", Decimal(value), unit, short)
    assert any(short in c.quote or unit == "名" for c in answer.citations)


def test_a_change_is_answered_with_its_direction(room) -> None:
    answer = room.ask("武侯区2023年信访件同比下降了百分之几？")
    assert (answer.value, answer.direction) == (Decimal("8.3"), "down")


def test_a_question_that_fits_two_reports_gets_a_value_of_each(room) -> None:
    answer = room.ask("预算执行率是多少？")
    assert {(v.region, v.year, str(v.value)) for v in answer.values} == {
        ("武侯区", 2023, "97.5"),
        ("吴江区", 2022, "97.07"),
    }
    assert {v.citation for v in answer.values} == set(answer.citations)
    assert answer.value is None


REFUSED = [
    ("武侯区2023年有多少家医院？", "no such count"),
    ("武侯区2023年种植了多少株树木？", "no such count"),
    ("吴江区公务用车有多少辆？", "no such count"),
    ("武侯区热线的接通率是多少？", "another rate is no answer"),
    ("武侯区还有多少件信访件没有办结？", "it would have to be computed"),
    ("吴江区水质在全市排第几名？", "a rate is no rank"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_reports_do_not_say_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert answer.failed
    assert (answer.short, answer.citations, answer.value) == ("", (), None)


def test_a_refusal_names_close_facts_with_their_quotes(room) -> None:
    closest = room.ask("武侯区2023年有多少家医院？").closest
    for near in closest:
        assert near.citation.quote
        assert near.failed


def test_an_aim_answers_only_a_question_for_aims(room) -> None:
    assert room.ask("武侯区2023年信访件的满意率是多少？").value == Decimal("94.2")


def test_a_list_gives_its_items(room) -> None:
    answer = room.ask("武侯区建成了哪些平台？")
    assert answer.kind == "list"
    assert answer.items == ("蓉易学", "阳光食堂", "智慧校园")
    assert all(item in answer.citations[0].quote for item in answer.items)


@pytest.mark.parametrize(
    ("question", "words"),
    [("智慧教育行动方案由谁牵头编制？", "区教育局"), ("智慧教育行动方案哪天施行？", "2023年3月15日")],
)
def test_a_telling_question_gets_the_name_or_day_it_asks_for(room, question: str, words: str) -> None:
    answer = room.ask(question)
    assert words in answer.short
    assert words in answer.citations[0].quote


ENUMERATIONS = [
    ("建成“蓉易学”“阳光食堂”“智慧校园”等平台。", ["蓉易学", "阳光食堂", "智慧校园"], "quoted names"),
    ("印发《校车管理办法》《食堂管理办法》。", ["校车管理办法", "食堂管理办法"], "titles of works"),
    (
        "内设机构分别是办公室、人事科、财务科和督导室。",
        ["办公室", "人事科", "财务科", "督导室"],
        "names with a last 和",
    ),
    ("全年工作平稳有序。", [], "nothing is listed"),
]


@pytest.mark.parametrize(("text", "items", "reason"), ENUMERATIONS, ids=[row[2] for row in ENUMERATIONS])
def test_the_items_of_an_enumeration_are_taken_apart(text: str, items: list[str], reason: str) -> None:
    document = ingest.read(f"2023年度某市教育局工作报告\n\n{text}\n".encode(), "a.txt")
    start = document.text.index(text)
    asked = understand("列出的是哪些？", Catalogue({}))
    found, first, last = enumeration(asked, Sentence(document, start, start + len(text), 1.0))
    assert found == items, reason
    assert start <= first <= last <= start + len(text)
    assert all(item in document.text[first:last] for item in found)


RATES = [
    ("热线满意率是多少", "满意率", True, "the same"),
    ("热线满意率是多少", "群众满意度", True, "a word for the same"),
    ("热线满意率是多少", "按时办结率", False, "another rate"),
    ("接通率是多少", "满意率", False, "another rate"),
    ("多大比例", "污水处理率", True, "no rate is named"),
]


@pytest.mark.parametrize(("question", "name", "same", "reason"), RATES, ids=[f"{r[0]} {r[1]}" for r in RATES])
def test_a_rate_is_not_answered_with_another(question: str, name: str, same: bool, reason: str) -> None:
    assert same_rate(question, name) is same, reason


@given(st.floats(ENOUGH, 2), st.floats(ENOUGH, 2))
def test_a_better_score_is_never_less_sure(one: float, other: float) -> None:
    assert 0 <= sureness(one) <= 1
    assert one > other or sureness(one) <= sureness(other)


def test_every_kind_of_question_is_answered_by_a_function_of_its_own() -> None:
    assert {"metric", "text", "list"} <= set(QUESTIONS)
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(limits)
    assert (failed, tried > 0) == (0, True)
