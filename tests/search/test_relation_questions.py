"""Who issued, who launched: the other end of a relation, asked of a report that is not in the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

import suizhi

TOWNS = Path(__file__).with_name("towns")
CUSTOM = """2023年度绍兴市柯桥区交通运输局部门整体支出绩效自评报告

一、履职情况

柯桥区交通运输局建设“柯桥智慧公交”平台，注册用户3.2万人。《柯桥区公交线网优化方案》由柯桥区交通运输局印发。

柯桥区交通运输局举办“绿色出行宣传周”活动。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Reports of 杭州 and one of 绍兴."""
    folder = tmp_path_factory.mktemp("related")
    (folder / "keqiao-2023.txt").write_text(CUSTOM, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    paths = [folder / "keqiao-2023.txt", *sorted(TOWNS.glob("*.txt"))]
    assert {one.status for one in opened.ingest(paths)} == {"added"}
    return opened


RELATIONS = [
    (
        "《西湖区医保服务站管理办法》由哪个单位印发？",
        "杭州市西湖区医疗保障局",
        "xihu-2023.txt",
        "issued, passive",
    ),
    ("《西湖区医保服务站管理办法》由谁印发？", "杭州市西湖区医疗保障局", "xihu-2023.txt", "by whom"),
    ("“湖上医保”服务品牌是哪个单位推出的？", "杭州市西湖区医疗保障局", "xihu-2023.txt", "launched"),
    ("湖上医保是谁推出的？", "杭州市西湖区医疗保障局", "xihu-2023.txt", "without quotation marks"),
    (
        "《柯桥区公交线网优化方案》是哪个单位印发的？",
        "绍兴市柯桥区交通运输局",
        "keqiao-2023.txt",
        "another city",
    ),
    ("柯桥智慧公交平台由谁建设？", "绍兴市柯桥区交通运输局", "keqiao-2023.txt", "built"),
]


@pytest.mark.parametrize(
    ("question", "name", "source", "reason"), RELATIONS, ids=[row[0] for row in RELATIONS]
)
def test_the_other_end_of_a_relation_is_named_with_the_clause_that_says_it(
    room, question: str, name: str, source: str, reason: str
) -> None:
    answer = room.ask(question)
    assert (answer.kind, answer.short) == ("relation", name), reason
    (citation,) = answer.citations
    assert citation.source == source
    assert citation.quote in answer.text
    assert (answer.value, answer.values) == (None, ())


NO_RELATION = [
    ("《西湖区医保服务站管理办法》由哪个单位建设？", "it was issued, which is not built"),
    ("《余杭区医保服务站管理办法》由哪个单位印发？", "no report names it"),
    ("《西湖区医保服务站管理办法》有多长？", "no name is asked for"),
]


@pytest.mark.parametrize(("question", "reason"), NO_RELATION, ids=[row[1] for row in NO_RELATION])
def test_no_relation_is_told_that_the_graph_does_not_have(room, question: str, reason: str) -> None:
    assert room.ask(question).kind != "relation", reason
