"""The word lists of the language: each example of the data, and what they are asked about other sentences."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import phrasing
from graph.facts import Direction, Kind
from graph.pairing import is_measure, pair
from graph.phrasing import (
    before_verb,
    direction_of,
    implied_unit,
    is_change,
    is_dependent,
    kind_of,
    lies_ahead,
    states_duties,
    strip_front,
    strip_link,
    strip_tail,
    strip_verb,
    tables,
    verb_of,
)

# How each table of the data is asked about the first part of an example; the second part is the answer.
READINGS: dict[str, Callable[[str], object]] = {
    "front": strip_front,
    "link": strip_link,
    "tail": strip_tail,
    "verbs": lambda text: strip_verb(strip_front(text)),
    "up": direction_of,
    "down": direction_of,
    "same": direction_of,
    "against": lambda text: kind_of(text, "", "%"),
    "target": lambda text: kind_of(text, "", "元"),
    "budget": lambda text: kind_of(text, "", "元"),
    "implied": implied_unit,
    "duties": lambda title: "duties" if states_duties(title) else "",
    "ahead": lambda title: "ahead" if lies_ahead(title) else "",
    "between": lambda text: before_verb(text),
    "doubled": lambda text: [pair(text, "", 2)[i] for i in range(2)],
    "measures": lambda text: "measure" if is_measure(text) else "",
    "aims": lambda title: kind_of("", title, "件"),
}
EXAMPLES = [
    (name, *example)
    for name, table in tables().items()
    if name != "dependent"
    for example in table["examples"]
]


@pytest.mark.parametrize(("table", "text", "expected"), EXAMPLES, ids=[f"{e[0]}: {e[1]}" for e in EXAMPLES])
def test_every_example_of_the_data_holds(table: str, text: str, expected: str) -> None:
    assert READINGS[table](text) == expected


@pytest.mark.parametrize(("dependent", "whole"), tables()["dependent"]["examples"])
def test_every_example_of_a_dependent_metric_holds(dependent: str, whole: str) -> None:
    assert (is_dependent(dependent), is_dependent(whole)) == (True, False)


def test_every_table_has_words_and_examples() -> None:
    bare = [
        name
        for name, table in tables().items()
        if not table["examples"] or not (table.get("words") or name == "implied")
    ]
    assert bare == []


CHANGES = [
    ("较上年提升", True, "较 with a time"), ("比上年增加", True, "比 with a time"), ("较年初提高", True, "since January"),
    ("较去年同期下降", True, "the same months"), ("较2022年减少了", True, "a printed year"), ("同比增长", True, "同比"),
    ("环比下降", True, "环比"), ("下降", True, "a bare verb"), ("占比提高", False, "the share's own rise"),
    ("污水处理率较上年提升", False, "it says itself what moved"), ("满意率", False, "a rate"), ("", False, "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "change", "reason"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_change_without_what_changed_is_known(metric: str, change: bool, reason: str) -> None:
    assert is_change(metric) is change, reason
    assert not change or is_dependent(metric)


KINDS: list[tuple[str, str, str, Kind, str]] = [
    ("群众满意率达", "", "%", "actual", "a result"),
    ("年初预算数为", "", "元", "budget", "a budget"),
    ("调整预算", "", "元", "budget", "a budget changed during the year"),
    ("预算执行数", "", "元", "actual", "what was spent of it"),
    ("预算完成率", "", "%", "actual", "a rate of a budget is a result"),
    ("部门整体绩效自评得分为", "", "分", "score", "marks"),
    ("预计投入资金", "", "元", "target", "still to come"),
    ("力争满意率", "", "%", "target", "still to come"),
    ("占年度计划的", "", "%", "actual", "against a plan that was carried out"),
    ("同比增长", "", "%", "change", "against the year before"),
    ("较上年提升", "", "个百分点", "change", "against the year before"),
    ("较年初提高", "", "个百分点", "change", "against January"),
    ("提高", "", "个百分点", "change", "points are the distance of two rates"),
    ("是上年的", "", "倍", "actual", "no direction"),
    ("完成老旧小区改造", "年度绩效目标", "个", "target", "under a heading of aims"),
    ("完成老旧小区改造", "绩效目标完成情况", "个", "actual", "under a heading of what was reached"),
]


@pytest.mark.parametrize(
    ("before", "title", "unit", "kind", "reason"), KINDS, ids=[f"{k[0]} {k[1]}" for k in KINDS]
)
def test_the_words_before_a_number_say_its_kind(
    before: str, title: str, unit: str, kind: Kind, reason: str
) -> None:
    assert kind_of(before, title, unit) == kind, reason


DIRECTIONS: list[tuple[str, Direction | None]] = [
    ("较上年提升", "up"), ("同比下降", "down"), ("与上年持平", "same"), ("由增长转为下降", "down"), ("达到", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "direction"), DIRECTIONS)
def test_the_last_word_says_the_direction(text: str, direction: Direction | None) -> None:
    assert direction_of(text) == direction


def test_a_single_character_is_stripped_only_as_a_word_of_its_own() -> None:
    assert strip_front("对口帮扶") == "对口帮扶"
    assert strip_front("已办结") == "办结"


@given(st.text(max_size=30))
def test_stripping_only_takes_away_and_has_an_end(text: str) -> None:
    assert text.endswith(strip_front(text))
    assert strip_link(text) in text
    assert text.startswith(strip_tail(text))
    assert text.startswith(verb_of(text))
    assert strip_link(strip_link(text)) == strip_link(text)


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(phrasing)
    assert (failed, tried > 0) == (0, True)
