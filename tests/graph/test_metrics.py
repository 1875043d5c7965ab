"""Canonical metrics: wordings that mean the same, and those that must stay apart."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import combinations

import pytest

from graph import metrics
from graph.metrics import canonical, entries
from graph.units import entries as units
from ingest.fold import squeeze

WORDINGS = [(w, e["name"]) for e in entries() for w in (e["name"], *e["wordings"], *e["examples"])]


@pytest.mark.parametrize(("wording", "name"), WORDINGS, ids=[f"{w} is {n}" for w, n in WORDINGS])
def test_every_wording_and_example_of_the_data_leads_to_its_metric(wording: str, name: str) -> None:
    found = canonical(wording)
    assert (found.name, found.known) == (name, True)


def test_no_wording_belongs_to_two_metrics() -> None:
    counted = Counter(squeeze(w) for w, _ in {(w, n) for w, n in WORDINGS})
    assert {wording for wording, count in counted.items() if count > 1} == set()


def test_every_metric_has_examples_and_a_dimension_that_units_have() -> None:
    dimensions = {unit["dimension"] for unit in units()}
    assert [e["name"] for e in entries() if not e["examples"] or e["dimension"] not in dimensions] == []


APART = [
    "满意率",
    "企业工单满意率",
    "综合满意率",
    "受理服务满意率",
    "涉整改工单满意率",
    "按时完成率",
    "工单受理量",
]


@pytest.mark.parametrize(("one", "other"), list(combinations(APART, 2)))
def test_what_sounds_alike_stays_apart(one: str, other: str) -> None:
    assert canonical(one).id != canonical(other).id


def test_the_year_in_front_and_a_particle_make_no_other_metric() -> None:
    assert canonical("全年度预算执行率").name == canonical("本年度预算的执行率").name == "预算完成率"
    assert canonical("全年度污水处理率").name == "全年度污水处理率"


def test_a_new_wording_is_proposed_and_not_forced_into_an_old_metric() -> None:
    proposed = canonical("污水处理率")
    assert (proposed.name, proposed.known) == ("污水处理率", False)
    assert proposed.id != canonical("污水集中处理率").id


@pytest.mark.parametrize("wording", ["“三公”经费支出", "三公经费支出", "三公 经费支出"])
def test_quotation_marks_and_blanks_make_no_other_metric(wording: str) -> None:
    assert canonical(wording).id == canonical("三公经费支出").id


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(metrics)
    assert (failed, tried > 0) == (0, True)
