"""Questions taken apart: places, years, the kind of number or name, and what is left to look for."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.units import entries as units
from ingest.fold import fold
from search import understand as module
from search.places import Catalogue
from search.questions.limits import same_rate
from search.understand import asking, understand, wanted_of

LIBRARY = Catalogue(
    {
        "花都区": frozenset({"广州市", "广东省"}),
        "荔湾区": frozenset({"广州市", "广东省"}),
        "广州市": frozenset({"广东省"}),
        "广东省": frozenset(),
    }
)


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table of the data, rows of arrays one by one, with its name."""
    for name, table in asking().items():
        for row in table if isinstance(table, list) else [table]:
            yield name, row


def questions(name: str, row: dict[str, Any], key: str) -> Iterator[tuple[str, str, str]]:
    """The examples under `key` of a table that has a pattern; the question stands first in each."""
    for text in row.get(key, ()):
        yield name, row["pattern"], text if isinstance(text, str) else text[0]


PATTERNS = [case for name, row in tables() if "pattern" in row for case in questions(name, row, "examples")]
NO_MATCH = [case for name, row in tables() if "pattern" in row for case in questions(name, row, "plain")]
WANTED = [(text, row["dimension"], row["unit"]) for row in asking()["wanted"] for text in row["examples"]]
ASKED = [(text, row["type"]) for row in asking()["asked"] for text in row["examples"]]


@pytest.mark.parametrize(("table", "pattern", "text"), PATTERNS, ids=[f"{t}: {x}" for t, _, x in PATTERNS])
def test_every_example_of_the_data_matches_its_pattern(table: str, pattern: str, text: str) -> None:
    assert re.search(pattern, fold(text)), table


def test_no_counterexample_of_the_data_matches() -> None:
    assert [(table, text) for table, pattern, text in NO_MATCH if re.search(pattern, fold(text))] == []


@pytest.mark.parametrize(("text", "dimension", "unit"), WANTED, ids=[row[0] for row in WANTED])
def test_every_question_for_a_number_wants_its_dimension(text: str, dimension: str, unit: str) -> None:
    wanted = understand(text, LIBRARY).wanted
    assert wanted is not None
    assert (wanted.dimension, wanted.unit) == (dimension, unit)


@pytest.mark.parametrize(("text", "type_"), ASKED, ids=[row[0] for row in ASKED])
def test_every_question_for_a_name_asks_for_its_type(text: str, type_: str) -> None:
    assert understand(text, LIBRARY).asked == type_


@pytest.mark.parametrize("text", asking()["filler"]["examples"])
def test_words_between_a_rate_and_how_much_do_not_hide_it(text: str) -> None:
    wanted = understand(text, LIBRARY).wanted
    assert wanted is not None
    assert wanted.dimension == "ratio"


@pytest.mark.parametrize(("one", "other", "same"), asking()["rates"]["examples"])
def test_every_example_of_rates_holds(one: str, other: str, same: bool) -> None:
    assert same_rate(one, other) is same


def test_the_dimensions_of_the_data_are_those_of_units() -> None:
    known = {unit["dimension"] for unit in units()} | {"rank"}
    assert {row["dimension"] for row in asking()["wanted"]} <= known


SCOPES = [
    ("花都区2023年12345热线的满意率是多少?", ("花都区",), (2023,), "a district and a year"),
    ("2022年度花都的项目支出是多少", ("花都区",), (2022,), "a short name"),
    ("广州市花都区的热线接通率是多少", ("花都区",), (), "the narrowest of nested places"),
    ("荔湾区和花都区的预算执行率分别是多少", ("荔湾区", "花都区"), (), "two places, in their order"),
    ("广州市２０２３年总支出是多少", ("广州市",), (2023,), "digits of full width"),
    ("花都区2022年和2023年收到多少封表扬信", ("花都区",), (2022, 2023), "two years"),
    ("花都2023满意率", ("花都区",), (2023,), "a year without 年"),
    ("满意率2023", (), (2023,), "a year at the end"),
    ("超过2000人的活动有多少场", (), (), "a count is no year"),
    ("粤盾-2024演练是哪天举行的", (), (), "a year in a name is no scope"),
    ("穗编字〔2024〕94号说了什么", (), (), "nor is that of a document's number"),
    ("12345热线受理了多少件", (), (), "a hotline is no year"),
]


@pytest.mark.parametrize(("text", "regions", "years", "reason"), SCOPES, ids=[row[3] for row in SCOPES])
def test_places_and_years_limit_a_question(
    text: str, regions: tuple[str, ...], years: tuple[int, ...], reason: str
) -> None:
    question = understand(text, LIBRARY)
    assert (question.regions, question.years, question.strangers) == (regions, years, ()), reason


STRANGERS = [
    ("余杭区2023年12345热线的满意率是多少?", ("余杭区",), "at the start"),
    ("2023年深圳市的总支出是多少", ("深圳市",), "behind the year"),
    ("请问萧山区收到多少封表扬信", ("萧山区",), "behind a courtesy"),
    ("热线在余杭区的满意率是多少", ("余杭区",), "inside the question"),
    ("天河区2023年12345热线的满意率是多少?", (), "the reports of 广州市 may tell of it"),
    ("佛山南海的热线满意率", ("佛山市", "南海区"), "short names"),
    ("花都区与贵阳市跨省通办多少项", (), "花都区 limits it, 贵阳市 is what it is about"),
]


@pytest.mark.parametrize(("text", "strangers", "reason"), STRANGERS, ids=[row[2] for row in STRANGERS])
def test_a_place_without_a_report_is_told_from_one_that_is_talked_about(
    text: str, strangers: tuple[str, ...], reason: str
) -> None:
    assert understand(text, LIBRARY).strangers == strangers, reason


INSIDE = [
    ("天河区2023年热线的满意率是多少?", ("天河区",), ("广州市",), "of a city that has reports"),
    ("2023年天河区比番禺区多多少宗?", ("天河区", "番禺区"), ("广州市",), "two of them"),
    ("花都区2023年热线的满意率是多少?", (), ("花都区",), "has a report of its own"),
    ("余杭区2023年热线的满意率是多少?", (), (), "of a city that has none"),
]


@pytest.mark.parametrize(("text", "inner", "regions", "reason"), INSIDE, ids=[row[3] for row in INSIDE])
def test_a_place_inside_a_city_of_the_library_limits_the_question_to_that_city(
    text: str, inner: tuple[str, ...], regions: tuple[str, ...], reason: str
) -> None:
    asked = understand(text, LIBRARY)
    assert (asked.inner, asked.regions, asked.strangers and asked.inner) == (inner, regions, ()), reason


KINDS = [
    ("花都区2023年12345热线的满意率是多少?", "metric", "how much"),
    ("花都区2023年热线满意率", "metric", "a rate alone asks how much it is"),
    ("区里共建成几个便民服务中心", "metric", "几个"),
    ("建设了哪些平台", "list", "which ones"),
    ("机关有哪几个科室", "list", "which several"),
    ("谁牵头编制了这份方案", "text", "who"),
    ("怎样提高办事效率", "text", "效率 is no rate that is asked for"),
    ("第一议题制度讲的是什么", "text", "第一 counts nothing"),
]


@pytest.mark.parametrize(("text", "kind", "reason"), KINDS, ids=[row[0] for row in KINDS])
def test_the_kind_of_reply_is_read_off_the_question(text: str, kind: str, reason: str) -> None:
    assert understand(text, LIBRARY).kind == kind, reason


UNITS = [
    ("共受理多少宗工单", ("cases", "宗")),
    ("收到多少封表扬信", ("documents", "封")),
    ("种了多少棵树", ("plants", "株")),
    ("有多少家医院", ("organisations", "家")),
    ("花了多少万元", ("money", "元")),
    ("来了多少人次", ("visits", "人次")),
    ("有多少市民", ("people", "人")),
    ("第几名", ("rank", "名")),
    ("得了多少分", ("score", "分")),
    ("需要几天", ("duration", "天")),
    ("数量是多少", ("items", None)),
]


@pytest.mark.parametrize(("text", "expected"), UNITS, ids=[row[0] for row in UNITS])
def test_the_measure_word_tells_what_is_counted(text: str, expected: tuple[str, str | None]) -> None:
    wanted = wanted_of(text)
    assert wanted is not None
    assert (wanted.dimension, wanted.unit) == expected


@pytest.mark.parametrize("text", ["谁印发的", "为什么要改造", "什么是一网通办", ""])
def test_a_question_for_no_number_wants_none(text: str) -> None:
    assert wanted_of(text) is None


def test_what_a_question_is_about_is_left_when_scope_and_question_words_are_gone() -> None:
    assert understand("花都区2023年12345热线的满意率是多少?", LIBRARY).about == "12345热线的满意率"
    assert understand("花都区和荔湾区的预算完成率分别是多少？", LIBRARY).about == "预算完成率"
    assert understand("花都区2023年？", LIBRARY).about == ""


def test_names_in_quotes_and_with_digits_are_keys() -> None:
    assert set(understand("“穗智管”和12345热线、AI客服各有多少用户", LIBRARY).keys) == {
        "穗智管",
        "12345",
        "AI",
    }


def test_a_number_that_must_be_computed_is_no_plain_metric() -> None:
    assert understand("花都区2023年基本支出占总支出的百分之几？", LIBRARY).kind != "metric"
    assert understand("花都区2023年满意率是多少？", LIBRARY).kind == "metric"


PIECES = st.sampled_from(
    [
        "花都区",
        "天河区",
        "2023",
        "年",
        "多少",
        "哪些",
        "满意率",
        "的",
        "？",
        "“",
        "”",
        "第几",
        "谁",
        "AI",
        " ",
        "和",
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=15).map("".join))
@example("")
@example("\x00")
@example("２０２３")
@example("²⁰²³年")
def test_any_text_is_understood_somehow(text: str) -> None:
    question = understand(text, LIBRARY)
    assert question.text == text
    assert set(question.regions) <= set(LIBRARY.within)
    assert all(1900 <= year < 2100 for year in question.years)
    compared = re.search(asking()["compare"]["pattern"], fold(text))
    assert compared or not (question.regions and question.strangers)
    assert (question.wanted is not None) or question.kind != "metric"


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
