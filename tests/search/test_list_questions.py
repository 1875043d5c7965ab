"""Which ones: names in a row, items under a heading, 一是…二是…, and what is told where nothing is in a row."""

from __future__ import annotations

import re

import pytest

import suizhi
from search.places import Catalogue
from search.questions.runs import asked_part, marked, wanting_in
from search.understand import asking, understand

REPORT = """2023年度绍兴市越城区水利局部门整体支出绩效自评报告

一、部门基本情况

（一）年度主要工作

派技术人员赴鉴湖村、灵芝村、皋埠村、陶堰村开展防汛指导。

与湖州安吉、金华义乌、台州温岭等3个市6个县签订水库联调协议。

选取东浦镇、斗门镇以及孙端镇3个试点镇推行农业水价改革。

建设“河长学院、水情教育、智慧灌区”三个专题栏目，处理留言28条、上报信息31条。

我局被评为2023年浙江省节水型单位、绍兴市水利工作优秀单位。

内设机构4个，分别是办公室、规划建设科、水资源管理科、水利工程服务中心。

印发《越城区河湖长制工作方案》，经区政府审议通过后出台《越城区农村供水管理办法》。

圩区整治进度滞后，原因如下：一是征地协调困难，二是汛期施工窗口期短，三是资金拨付较晚。

二、存在的主要问题

预算绩效管理还存在指标设置不够细化，过程监控不够及时，结果应用有待加强等问题。

三、下一步改进措施

（一）细化绩效指标

会同财政部门完善指标库。

（二）加强过程监控

按季度通报执行进度。

（三）强化结果应用

将评价结果与下年度预算挂钩。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """One report of 绍兴."""
    folder = tmp_path_factory.mktemp("listed")
    path = folder / "yuecheng-2023.txt"
    path.write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest([path])} == {"added"}
    return opened


LISTED = [
    ("越城区去哪些村开展防汛指导？", ("鉴湖村", "灵芝村", "皋埠村", "陶堰村"), "cut in front and behind"),
    ("越城区和哪些市县签订了水库联调协议？", ("湖州安吉", "金华义乌", "台州温岭"), "cut at 等3个"),
    ("越城区哪几个镇试点农业水价改革？", ("东浦镇", "斗门镇", "孙端镇"), "以及, and a count behind"),
    ("越城区建设了哪几个专题栏目？", ("河长学院", "水情教育", "智慧灌区"), "one pair of quotation marks"),
    (
        "越城区水利局有哪些科室（不算中心）？",
        ("办公室", "规划建设科", "水资源管理科"),
        "what is left out is left out",
    ),
    (
        "越城区出台了哪些文件？",
        ("越城区河湖长制工作方案", "越城区农村供水管理办法"),
        "titles with words between them",
    ),
    (
        "越城区圩区整治进度滞后的原因有哪些？",
        ("征地协调困难", "汛期施工窗口期短", "资金拨付较晚"),
        "一是…二是…三是… in a sentence",
    ),
    (
        "越城区存在哪些问题？",
        ("指标设置不够细化", "过程监控不够及时", "结果应用有待加强"),
        "commas in a part without items",
    ),
    (
        "越城区2023年下一步有哪些改进措施？",
        ("细化绩效指标", "加强过程监控", "强化结果应用"),
        "the headings under a heading",
    ),
]


@pytest.mark.parametrize(("question", "items", "reason"), LISTED, ids=[row[0] for row in LISTED])
def test_a_list_has_the_items_that_the_report_puts_in_a_row(
    room, question: str, items: tuple[str, ...], reason: str
) -> None:
    answer = room.ask(question)
    assert answer.items == items, f"{reason}: {answer.short}"
    assert all(any(item in c.quote for c in answer.citations) for item in items)


def test_an_honour_is_found_by_its_everyday_name(room) -> None:
    answer = room.ask("越城区水利局获得了哪些荣誉？")
    assert len(answer.items) == 2
    assert all("单位" in item for item in answer.items)


REFUSED = [
    ("越城区修建了哪些地铁线路？", "nothing like it is told"),
    ("越城区哪些项目预算超过500万元？", "to be chosen by numbers that no sentence has"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[1] for row in REFUSED])
def test_a_list_that_is_not_there_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, f"{reason}: {answer.short}"


UNDER = [(*example, row) for row in asking()["list"]["under"] for example in row["examples"]]


@pytest.mark.parametrize(("question", "heading", "row"), UNDER, ids=[row[0] for row in UNDER])
def test_an_example_of_a_part_is_asked_for_as_a_whole(
    question: str, heading: str, row: dict[str, str]
) -> None:
    part = asked_part(understand(question, Catalogue({})))
    assert part is not None
    assert part[1]
    assert part[0].pattern == row["title"]
    assert re.search(row["title"], heading)


def test_a_question_of_one_matter_asks_for_no_whole_part() -> None:
    part = asked_part(understand("采购管理有哪些问题？", Catalogue({})))
    assert part is not None
    assert not part[1]


MARKED = [
    ("（1）建章立制；（2）加强培训。", ["建章立制", "加强培训"], "numbers in brackets"),
    ("①清产核资，摸清家底；②盘活存量。", ["清产核资", "盘活存量"], "only the first clause of an item"),
    ("二是加强培训，三是强化考核", [], "a run begins with one"),
    ("这是否合理，一是否决", [], "是否 numbers nothing"),
]


@pytest.mark.parametrize(("text", "items", "reason"), MARKED, ids=[row[2] for row in MARKED])
def test_items_numbered_in_a_sentence_are_read_in_order(text: str, items: list[str], reason: str) -> None:
    assert marked(text) == items, reason


def test_what_is_wanting_is_read_between_commas_and_nothing_else_is() -> None:
    text = "目前面临人手不够，设备老化等困难，将逐步解决。"
    items, start, end = wanting_in(text)
    assert items == ["人手不够", "设备老化"]
    assert text[start:end] == "面临人手不够，设备老化等困难"
    behind = "经济社会发展仍面临不少困难和挑战：消费回暖不快，民间投资偏弱；就业压力较大。"
    assert wanting_in(behind)[0] == ["消费回暖不快", "民间投资偏弱", "就业压力较大"]
    assert wanting_in("建成信号灯、隔离栏等设施。") == ([], 0, 0)
