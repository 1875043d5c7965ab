from collections.abc import Callable
from typing import Any

import pytest

from bench import Report

Measure = Callable[..., Report]
Values = Callable[[Report], dict[str, float]]

GOLD: dict[str, Any] = {
    "id": "a-f001",
    "doc": "a",
    "subject": "花都区12345热线",
    "metric": "工单受理量",
    "value": 120,
    "unit": "宗",
    "op": "=",
    "period": "2023",
    "kind": "actual",
    "quote": "受理工单120宗",
}
FOUND: dict[str, Any] = {
    "source": "reports/a.txt",
    "subject": "花都区12345热线",
    "metric": "工单受理量",
    "value": 120,
    "unit": "宗",
    "op": "=",
    "period": "2023",
    "kind": "actual",
}


@pytest.mark.parametrize(
    ("change", "as_quantity", "as_fact", "reason"),
    [
        ({}, 1, 1, "the same line"),
        ({"value": 120.0, "unit": "件"}, 1, 1, "a synonym of the unit, a float of the value"),
        ({"period": "2023-01/2023-10"}, 1, 1, "the year of the period counts, not its days"),
        ({"metric": "受理工单数量"}, 1, 1, "the metric in a close wording"),
        ({"subject": "广州市", "metric": "工单受理"}, 1, 1, "the metric is close, whatever the subject"),
        ({"subject": "花都区12345热线工单", "metric": "总量"}, 1, 1, "subject and metric together are close"),
        ({"op": ">", "kind": "target"}, 1, 1, "operator and kind are measured apart"),
        ({"metric": "满意率", "subject": "区局"}, 1, 0, "another metric of another subject"),
        ({"metric": "受理情况说明", "subject": "区局"}, 1, 0, "two of six characters in common: F1 4/11"),
        ({"metric": "受理数目", "subject": "区局"}, 1, 0, "two of four: F1 4/9"),
        ({"metric": "受理数", "subject": "区局"}, 1, 1, "two of three: F1 4/8"),
        ({"period": "2022"}, 1, 0, "another year"),
        ({"period": None}, 1, 0, "no year, where the annotation has one"),
        ({"period": "2023/2024"}, 1, 0, "a period that goes on into another year"),
        ({"value": 121}, 0, 0, "another value"),
        ({"value": [120, 130]}, 0, 0, "a range that begins with the value"),
        ({"value": None}, 0, 0, "no value"),
        ({"unit": "元"}, 0, 0, "another unit"),
        ({"unit": None}, 0, 0, "no unit"),
        ({"source": "b.txt"}, 0, 0, "another report"),
    ],
)
def test_one_found_fact_against_one_annotated(
    measure: Measure, values: Values, change: dict[str, Any], as_quantity: int, as_fact: int, reason: str
) -> None:
    found = values(report := measure({"a.facts.jsonl": [GOLD]}, facts=[FOUND | change]))
    assert found["facts.quantity_recall"] == found["facts.quantity_precision"] == as_quantity, reason
    assert found["facts.recall"] == found["facts.precision"] == found["facts.f1"] == as_fact, reason
    assert [v.right for v in report.verdicts] == [bool(as_fact)]


def test_a_range_is_matched_by_both_its_ends(measure: Measure, values: Values) -> None:
    gold = {"a.facts.jsonl": [GOLD | {"value": [90, 100], "unit": "%"}]}
    assert values(measure(gold, facts=[FOUND | {"value": [90, 100.0], "unit": "%"}]))["facts.recall"] == 1
    assert values(measure(gold, facts=[FOUND | {"value": [90, 99], "unit": "%"}]))["facts.recall"] == 0


def test_a_fact_without_a_period_in_the_annotation_asks_for_none(measure: Measure, values: Values) -> None:
    gold = {"a.facts.jsonl": [GOLD | {"period": None}]}
    assert values(measure(gold, facts=[FOUND]))["facts.recall"] == 1


def test_reports_that_nobody_annotated_are_not_scored(measure: Measure, values: Values) -> None:
    stray = [FOUND | {"source": "b.txt", "value": n} for n in range(9)]
    assert values(measure({"a.facts.jsonl": [GOLD]}, facts=[FOUND, *stray]))["facts.precision"] == 1


def test_an_extra_fact_counts_against_precision_only(measure: Measure, values: Values) -> None:
    report = measure({"a.facts.jsonl": [GOLD]}, facts=[FOUND, FOUND | {"value": 7}])
    found = values(report)
    assert (found["facts.precision"], found["facts.recall"]) == (0.5, 1)
    assert (found["facts.quantity_precision"], found["facts.quantity_recall"]) == (0.5, 1)
    assert len(report.extras["facts"]) == 1


def test_the_same_line_twice_counts_once(measure: Measure, values: Values) -> None:
    assert values(measure({"a.facts.jsonl": [GOLD]}, facts=[FOUND, FOUND]))["facts.precision"] == 1


@pytest.mark.parametrize(("also", "precision"), [(2, 1.0), (1, 0.5), (0, 1 / 3)])
def test_restatements_are_passed_over_as_often_as_the_report_restates(
    measure: Measure, values: Values, also: int, precision: float
) -> None:
    facts = [FOUND | {"metric": metric} for metric in ("工单受理量", "工单受理总量", "受理工单数量")]
    found = values(measure({"a.facts.jsonl": [GOLD | {"also": also}]}, facts=facts))
    assert found["facts.precision"] == pytest.approx(precision)
    assert found["facts.recall"] == 1


def test_one_found_fact_cannot_stand_for_two_annotated(measure: Measure, values: Values) -> None:
    gold = [GOLD, GOLD | {"id": "a-f002", "metric": "工单受理数"}]
    found = values(measure({"a.facts.jsonl": gold}, facts=[FOUND]))
    assert found["facts.recall"] == found["facts.quantity_recall"] == 0.5


def test_operator_and_kind_are_shares_of_the_matched_facts(measure: Measure, values: Values) -> None:
    gold = [GOLD, GOLD | {"id": "a-f002", "value": 5}]
    found = values(measure({"a.facts.jsonl": gold}, facts=[FOUND, FOUND | {"value": 5, "op": "~"}]))
    assert (found["facts.op"], found["facts.kind"]) == (0.5, 1)


def test_a_product_that_finds_nothing_scores_nothing(measure: Measure, values: Values) -> None:
    assert set(values(measure({"a.facts.jsonl": [GOLD]})).values()) == {0.0}
