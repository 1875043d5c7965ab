"""Why, how and who: asked of a report that is not in the corpus."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import suizhi
from search.questions.leaning import asks_trouble
from search.questions.person import name_beside
from search.questions.reason import asks_why
from search.understand import asking

REPORT = """2023年度绍兴市柯桥区交通运输局部门整体支出绩效自评报告

一、部门基本情况

（一）部门职能

1.负责全区公交站点的建设和管理，采取措施保障公交准点运行。

（二）年度主要工作

柯桥区交通运输局局长：周建明。全年公交准点率为92.4%，比上年下降3.1个百分点。主要原因为：一是地铁施工占道较多，二是老旧车辆故障频发。

通过增设公交专用道和优化信号配时缩短公交候车时间。全年公交候车时间平均为6分钟。

由于驾驶员缺口较大，夜间公交班次减少12班。

二、存在的主要问题

（一）公交线网布局不够合理

城北片区站点覆盖不足，换乘距离偏长。

（二）项目支出进度偏慢

场站改造项目前期手续未按计划完成。

三、下一步改进措施

（一）调整公交线网

（二）加快项目前期工作

四、名词解释

公交准点率：指准点到站班次占全部班次的比例。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """One report of 绍兴."""
    folder = tmp_path_factory.mktemp("told")
    path = folder / "keqiao-bus-2023.txt"
    path.write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest([path])} == {"added"}
    return opened


TOLD = [
    (
        "柯桥区公交准点率为什么下降？",
        "地铁施工占道较多",
        "the reason stands behind the number's sentence",
    ),
    ("柯桥区公交准点率下降的原因是什么？", "老旧车辆故障频发", "asked by the noun"),
    ("柯桥区夜间公交班次为何减少？", "驾驶员缺口较大", "由于 stands before the reason"),
    ("柯桥区采取什么措施缩短公交候车时间？", "增设公交专用道", "what was done, not the duty nor the number"),
    ("柯桥区怎样缩短公交候车时间？", "增设公交专用道", "asked by how"),
    ("柯桥区交通运输局局长是谁？", "周建明", "a name beside the office"),
    ("柯桥区公交准点率是什么意思？", "准点到站班次", "the glossary, if the meaning is asked for"),
]


@pytest.mark.parametrize(("question", "held", "reason"), TOLD, ids=[row[0] for row in TOLD])
def test_a_telling_question_is_answered_with_what_tells_it(
    room, question: str, held: str, reason: str
) -> None:
    answer = room.ask(question)
    assert answer.answerable, reason
    assert held in answer.short, reason
    assert all(c.quote in REPORT for c in answer.citations)


UNTOLD = [
    ("柯桥区交通运输局书记是谁？", "no secretary is named"),
    ("柯桥区交通运输局的办公室主任是谁？", "no such office is named"),
    ("柯桥区为什么撤销交通运输局？", "it was not"),
]


@pytest.mark.parametrize(("question", "reason"), UNTOLD, ids=[row[1] for row in UNTOLD])
def test_what_is_not_told_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, f"{reason}: {answer.short}"


@pytest.mark.parametrize(("text", "office", "name"), asking()["person"]["examples"])
def test_an_example_of_an_office_names_who_holds_it(text: str, office: str, name: str) -> None:
    found = name_beside(office).search(text)
    assert found is not None
    assert (found["behind"] or found["front"]) == name


NO_NAME = [
    ("副局长：王小明。", "局长", "the deputy is another office"),
    ("各局长、主任参加会议。", "局长", "no name stands there"),
    ("分管副市长担任组长。", "组长", "an office is no name"),
    ("主任 由区委任命", "主任", "由 is no surname"),
]


@pytest.mark.parametrize(("text", "office", "reason"), NO_NAME, ids=[row[2] for row in NO_NAME])
def test_words_beside_an_office_that_are_no_name_are_left(text: str, office: str, reason: str) -> None:
    assert name_beside(office).search(text) is None, reason


ASKS = SimpleNamespace(
    why=["支出为什么减少", "为何没有得分", "预算调整的原因是什么？", "支出减少的原因", "什么原因导致进度慢"],
    no_why=["分析原因的报告有几份", "怎样提高效率", "满意率是多少"],
    trouble=["存在哪些问题", "采购管理有什么不足", "主要问题是什么"],
    no_trouble=["整改问题多少个", "自动发现城市问题的应用叫什么"],
)


def test_questions_for_reasons_and_for_troubles_are_told_from_others() -> None:
    assert [asks_why(q) for q in [*ASKS.why, *ASKS.no_why]] == [True] * 5 + [False] * 3
    assert [asks_trouble(q) for q in [*ASKS.trouble, *ASKS.no_trouble]] == [True] * 3 + [False] * 2
