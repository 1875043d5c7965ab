from collections.abc import Callable
from typing import Any

import pytest

from bench import Report

Measure = Callable[..., Report]
Values = Callable[[Report], dict[str, float]]

ENTITIES: list[dict[str, Any]] = [
    {
        "id": "e1",
        "doc": "a",
        "name": "广州市花都区政务服务数据管理局",
        "type": "ORG",
        "aliases": ["我局"],
        "quote": "我局",
    },
    {
        "id": "e2",
        "doc": "a",
        "name": "花都通平台",
        "type": "PLATFORM",
        "aliases": ["花都通"],
        "quote": "花都通",
    },
]
GOLD = {
    "doc": "a",
    "head": "广州市花都区政务服务数据管理局",
    "rel": "建设",
    "tail": "花都通平台",
    "quote": "我局建设花都通",
}
FOUND: dict[str, Any] = {
    "source": "a.txt",
    "head": "我局",
    "head_aliases": [],
    "rel": "建设",
    "tail": "“花都通”",
    "tail_aliases": [],
}


@pytest.mark.parametrize(
    ("change", "right", "reason"),
    [
        ({}, 1, "both ends by an alias of the annotated entity"),
        ({"head": "区数据局", "head_aliases": ["我局"]}, 1, "by an alias of the found one"),
        ({"rel": "推出"}, 0, "another relation"),
        ({"tail": "花都"}, 0, "another tail"),
        ({"head": "区政府"}, 0, "another head"),
        ({"head": "花都通", "tail": "我局"}, 0, "turned round"),
        ({"source": "b.txt"}, 0, "another report"),
    ],
)
def test_one_found_relation_against_one_annotated(
    measure: Measure, values: Values, change: dict[str, Any], right: int, reason: str
) -> None:
    gold = {"a.entities.jsonl": ENTITIES, "a.relations.jsonl": [GOLD]}
    found = values(measure(gold, relations=[FOUND | change]))
    assert found["relations.recall"] == found["relations.precision"] == right, reason
    assert found["relations.recall.建设"] == right, reason


def test_a_relation_found_under_another_name_is_told(measure: Measure) -> None:
    gold = {"a.entities.jsonl": ENTITIES, "a.relations.jsonl": [GOLD]}
    report = measure(gold, relations=[FOUND | {"rel": "推出"}])
    assert [v.why for v in report.verdicts if v.task == "relations"] == ["its ends are found as 推出"]


def test_cooperation_has_no_direction(measure: Measure, values: Values) -> None:
    gold = {"a.relations.jsonl": [GOLD | {"head": "花都区", "rel": "合作", "tail": "贵州省"}]}
    turned = FOUND | {"head": "贵州省", "rel": "合作", "tail": "花都区"}
    assert values(measure(gold, relations=[turned]))["relations.f1"] == 1


def test_a_relation_stated_twice_counts_once_on_both_sides(measure: Measure, values: Values) -> None:
    gold = {"a.entities.jsonl": ENTITIES, "a.relations.jsonl": [GOLD, GOLD | {"quote": "我局上线花都通"}]}
    report = measure(gold, relations=[FOUND, FOUND | {"quote": "上线"}])
    assert values(report)["relations.f1"] == 1
    assert len([v for v in report.verdicts if v.task == "relations"]) == 1


def test_a_relation_by_another_name_of_the_same_end_is_false(measure: Measure, values: Values) -> None:
    gold = {"a.entities.jsonl": ENTITIES, "a.relations.jsonl": [GOLD]}
    report = measure(gold, relations=[FOUND, FOUND | {"head": "广州市花都区政务服务数据管理局"}])
    assert values(report)["relations.precision"] == 0.5
    assert len(report.extras["relations"]) == 1
