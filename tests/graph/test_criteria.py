"""What numbers are no results: the examples of the module."""

from __future__ import annotations

import doctest

import pytest

from graph import criteria
from graph.criteria import is_old, is_threshold, is_whole
from graph.facts import Operator

THRESHOLDS: list[tuple[str, str, Operator, str, bool, str]] = [
    ("无投诉", "的项目", ">", "件", True, "none above it"),
    ("无障碍设施改造", "", ">", "处", False, "无 is part of a word"),
    ("完成投资", "的项目建设", ">", "元", False, "a result above it"),
    ("投资额", "的项目", ">", "元", True, "which projects"),
    ("投资额", "", ">", "元", False, "a result"),
]


@pytest.mark.parametrize(("before", "behind", "op", "unit", "threshold", "reason"), THRESHOLDS)
def test_a_threshold_is_told_from_a_result(
    before: str, behind: str, op: Operator, unit: str, threshold: bool, reason: str
) -> None:
    assert is_threshold(before, behind, op, unit) is threshold, reason


def test_a_whole_is_told_from_a_result() -> None:
    assert is_whole("在全市", "部门中排名")
    assert not is_whole("开展首批", "试点")


def test_a_value_with_a_time_is_dated_and_not_old() -> None:
    assert not is_old("满意率从的", "提升至98%")
    assert not is_old("资金由", "提高服务质量")


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(criteria)
    assert (failed, tried > 0) == (0, True)
