"""Thresholds as people write them, and which numbers surely meet them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from graph.facts import Fact, Quantity
from ingest.document import About, Citation
from search.library.report import Report
from search.watching import Threshold, read_threshold

DATA = tomllib.loads((Path(__file__).parents[2] / "search" / "language" / "watching.toml").read_text("utf-8"))
FACT = Fact(
    "1", "热线", None, "满意率", "m", Quantity(Decimal(70), Decimal(70), "%"), None, "actual", None,
    Citation("a.txt", 0, 1, "满", "", None),
)  # fmt: skip


@pytest.mark.parametrize("example", DATA["example"], ids=lambda example: example["text"])
def test_the_examples_of_the_data_hold(example):
    found = read_threshold(example["text"])
    assert found is not None
    assert (found.level, found.metric, found.op) == (example["level"], example["metric"], example["op"])
    assert (found.limit.low, found.limit.unit) == (Decimal(example["value"]), example["unit"])


@pytest.mark.parametrize("entry", DATA["operator"], ids=lambda entry: entry["op"])
def test_every_word_of_an_operator_means_it_and_none_hides_in_another(entry):
    for word in entry["words"]:
        found = read_threshold(f"满意率{word}70%")
        assert found is not None, word
        assert (found.metric, found.op) == ("满意率", entry["op"]), word


@pytest.mark.parametrize(
    "text",
    [
        "花都区2023年12345热线的满意率是多少？",
        "满意率",
        "< 70%",
        "满意率 < ",
        "满意率低于去年",
        "满意率低于70%的区有哪些",
        "满意率 < 60%-70%",
        "满意率低于平均值70%",
    ],
)
def test_what_is_no_threshold_is_left_to_be_a_question(text):
    assert read_threshold(text) is None


@pytest.mark.parametrize(
    ("op", "low", "high", "said", "met"),
    [
        ("<", 69, 69, "=", True),
        ("<", 70, 70, "=", False),
        ("<=", 70, 70, "=", True),
        (">", 70, 70, "=", False),
        (">=", 70, 70, "=", True),
        (">", 71, 71, "~", True),
        ("<", 60, 69, "=", True),
        ("<", 60, 75, "=", False),  # partly
        ("<", 65, 65, ">=", False),  # 65% and more may be anything
        (">", 75, 75, "<=", False),
        (">", 75, 75, ">", True),
        ("<", 65, 65, "<", True),
    ],
)
def test_only_a_number_that_surely_lies_there_meets_a_bound(op, low, high, said, met):
    bound = Threshold("满意率", op, Quantity(Decimal(70), Decimal(70), "%"))
    fact = replace(FACT, quantity=Quantity(Decimal(low), Decimal(high), "%", said))
    assert bound.is_met(fact) is met


def test_another_unit_a_rank_or_a_change_meets_no_bound():
    bound = Threshold("满意率", "<=", Quantity(Decimal(70), Decimal(70), "%"))
    assert bound.is_met(FACT)
    assert not bound.is_met(replace(FACT, quantity=Quantity(Decimal(1), Decimal(1), "宗")))
    assert not bound.is_met(replace(FACT, kind="rank"))
    assert not bound.is_met(replace(FACT, kind="change"))


def test_a_level_lets_reports_of_that_level_in():
    def report(**about: str) -> Report:
        return Report("a.txt", About(**about), "", "", "txt", "", "", 0, 0, 0, 0, 0)

    district, city, unknown = report(city="广州市", district="花都区"), report(city="广州市"), report()
    limit = Quantity(Decimal(70), Decimal(70), "%")
    for level, wanted in (
        ("district", [True, False, False]),
        ("city", [False, True, False]),
        ("", [True] * 3),
    ):
        bound = Threshold("满意率", "<", limit, level)
        assert [bound.lets_in(one) for one in (district, city, unknown)] == wanted
