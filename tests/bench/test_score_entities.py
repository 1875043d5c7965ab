from collections.abc import Callable
from typing import Any

import pytest

from bench import Report

Measure = Callable[..., Report]
Values = Callable[[Report], dict[str, float]]

GOLD: dict[str, Any] = {
    "id": "a-e001",
    "doc": "a",
    "name": "花都区政务服务质量监控系统",
    "type": "PLATFORM",
    "aliases": ["政务服务质量监控系统"],
    "quote": "上线花都区政务服务质量监控系统",
}
FOUND: dict[str, Any] = {
    "name": "花都区政务服务质量监控系统",
    "type": "PLATFORM",
    "aliases": [],
    "sources": ["x/a.txt", "b.txt"],
}


@pytest.mark.parametrize(
    ("change", "right", "reason"),
    [
        ({}, 1, "the same name"),
        ({"name": "“政务服务质量监控系统”"}, 1, "an alias of the annotation, in quotation marks"),
        ({"name": "质量监控", "aliases": ["政务服务质量监控系统"]}, 1, "a shared alias"),
        ({"name": "质量监控系统"}, 0, "a part of the name is another name"),
        ({"type": "PROJECT"}, 0, "another type"),
        ({"sources": ["b.txt"]}, 0, "another report"),
        ({"name": "", "aliases": ["——"]}, 0, "no name at all"),
    ],
)
def test_one_found_entity_against_one_annotated(
    measure: Measure, values: Values, change: dict[str, Any], right: int, reason: str
) -> None:
    report = measure({"a.entities.jsonl": [GOLD]}, entities=[FOUND | change])
    assert values(report)["entities.recall"] == right, reason
    assert values(report)["entities.recall.PLATFORM"] == right, reason
    assert [v.right for v in report.verdicts] == [bool(right)]


def test_an_entity_found_twice_is_one_right_and_one_false(measure: Measure, values: Values) -> None:
    found = values(
        measure({"a.entities.jsonl": [GOLD]}, entities=[FOUND, FOUND | {"name": "政务服务质量监控系统"}])
    )
    assert (found["entities.precision"], found["entities.recall"]) == (0.5, 1)


def test_an_entity_that_swallows_all_names_matches_one_only(measure: Measure, values: Values) -> None:
    gold = [GOLD, GOLD | {"id": "a-e002", "name": "花都通", "aliases": []}]
    found = values(measure({"a.entities.jsonl": gold}, entities=[FOUND | {"aliases": ["花都通"]}]))
    assert (found["entities.precision"], found["entities.recall"]) == (1, 0.5)


def test_figures_by_type_count_the_found_and_the_annotated_of_that_type(
    measure: Measure, values: Values
) -> None:
    gold = [GOLD, GOLD | {"id": "a-e002", "name": "花都区", "type": "REGION", "aliases": []}]
    given = [FOUND, FOUND | {"name": "花都区", "type": "ORG"}]
    found = values(report := measure({"a.entities.jsonl": gold}, entities=given))
    assert (
        found["entities.f1.PLATFORM"],
        found["entities.recall.REGION"],
        found["entities.precision.ORG"],
    ) == (1, 0, 0)
    assert found["entities.f1"] == 0.5
    assert "found as ORG" in report.verdicts[1].why
