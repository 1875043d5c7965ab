"""The data of how questions ask, table by table: its examples are read as they say, and its rows hold together."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from graph.facts import EntityType, RelationType
from ingest.fold import fold
from search.places import Catalogue
from search.questions.likeness import core
from search.questions.required import must_words
from search.understand import asking, understand

LIBRARY = Catalogue(
    {
        "西湖区": frozenset({"杭州市", "浙江省"}),
        "滨江区": frozenset({"杭州市", "浙江省"}),
        "杭州市": frozenset({"浙江省"}),
        "浙江省": frozenset(),
    }
)
TWO = "2023年西湖区和滨江区，"


def understood(text: str):
    """The example as asked of two districts."""
    return understand(TWO + text, LIBRARY)


@pytest.mark.parametrize("text", asking()["compare"]["examples"])
def test_an_example_of_comparing_is_a_comparison_of_the_sides_it_is_put_to(text: str) -> None:
    question = understood(text)
    assert question.kind == "compare"
    assert len(question.sides) > 1


@pytest.mark.parametrize("text", asking()["compare"]["examples"])
def test_without_two_sides_nothing_is_compared_unless_every_district_is_asked_for(text: str) -> None:
    question = understand(re.sub(r"(?:19|20)\d{2}年", "", text), LIBRARY)
    assert question.sides == ()
    assert question.kind != "compare" or "哪个区" in text


WINNING = [(name, text) for name in ("least",) for text in asking()[name]["examples"]]


@pytest.mark.parametrize(("table", "text"), WINNING, ids=[f"{t}: {x}" for t, x in WINNING])
def test_an_example_that_asks_who_asks_for_no_difference(table: str, text: str) -> None:
    assert re.search(asking()[table]["pattern"], text)
    assert not re.search(asking()["difference"]["pattern"], text)


@pytest.mark.parametrize("text", asking()["difference"]["examples"])
def test_an_example_that_asks_how_much_asks_for_a_difference(text: str) -> None:
    assert re.search(asking()["difference"]["pattern"], text)
    assert not re.search(asking()["least"]["pattern"], text)


@pytest.mark.parametrize(("metric", "left"), asking()["neutral"]["examples"])
def test_an_example_of_neutral_words_leaves_what_tells_metrics_apart(metric: str, left: str) -> None:
    assert core(metric) == left


def test_neutral_words_take_no_rate_away() -> None:
    rates = [rate for group in asking()["rates"]["same"] for rate in group]
    assert [rate for rate in rates if not core(rate)] == []


LONG = [word for word in asking()["side_by_side"]["words"] if len(word) > 1]


@pytest.mark.parametrize("word", LONG)
def test_words_of_comparing_say_nothing_of_what_is_compared(word: str) -> None:
    question = understood(f"受理的信访件谁更多，{word}？")
    assert question.kind == "compare"
    assert word not in question.about
    assert "信访件" in question.about


@pytest.mark.parametrize(("text", "part", "whole"), asking()["share"]["examples"])
def test_an_example_of_a_share_is_taken_apart_into_part_and_whole(text: str, part: str, whole: str) -> None:
    match = re.search(asking()["share"]["pattern"], fold(text))
    assert match is not None
    assert match["part"] == fold(part)
    assert (match["of"] or match["whole"]) == fold(whole)


@pytest.mark.parametrize(("text", "item"), asking()["saving"]["examples"])
def test_an_example_of_a_saving_names_its_item(text: str, item: str) -> None:
    match = re.search(asking()["saving"]["pattern"], fold(text))
    assert match is not None
    assert match["of"] == fold(item)


WAYS = [
    ("会议费比预算少花了多少元", "少花"),
    ("会议费比年初预算节约多少元", "节约"),
    ("会议费比预算安排多花了多少元", "多花"),
    ("会议费比预算数超支多少元", "超支"),
]


@pytest.mark.parametrize(("text", "way"), WAYS, ids=[row[0] for row in WAYS])
def test_the_way_of_a_saving_tells_under_from_over(text: str, way: str) -> None:
    match = re.search(asking()["saving"]["pattern"], text)
    assert match is not None
    assert match["way"] == way


@pytest.mark.parametrize(("text", "total"), asking()["remainder"]["examples"])
def test_an_example_of_a_remainder_names_what_it_is_left_of(text: str, total: str) -> None:
    match = re.search(asking()["remainder"]["pattern"], fold(text))
    assert match is not None
    assert (match["of"] or match["whole"]) == total
    assert match["done"] or match["left"]


COMPUTED = [text for name in ("share", "saving", "remainder") for text, *_ in asking()[name]["examples"]]


@pytest.mark.parametrize("text", COMPUTED)
def test_an_example_of_what_is_computed_is_a_question_of_that_kind(text: str) -> None:
    assert understand(f"西湖区2023年{text}", LIBRARY).kind == "computed"


RELATED = [(row["rel"], row["pattern"], text) for row in asking()["relation"] for text in row["examples"]]


@pytest.mark.parametrize(("rel", "pattern", "text"), RELATED, ids=[row[2] for row in RELATED])
def test_an_example_of_a_relation_asks_for_a_name_and_for_that_relation_alone(
    rel: str, pattern: str, text: str
) -> None:
    assert re.search(pattern, text)
    others = [
        row["rel"] for row in asking()["relation"] if row["rel"] != rel and re.search(row["pattern"], text)
    ]
    assert others == []
    assert understand(text, LIBRARY).asked in get_args(EntityType)


def test_the_relations_asked_for_are_those_of_the_graph() -> None:
    rows = asking()["relation"]
    assert {row["rel"] for row in rows} <= set(get_args(RelationType))
    assert {row["end"] for row in rows} <= {"head", "tail"}
    assert len({row["rel"] for row in rows}) == len(rows)


def test_every_rate_is_asked_for_by_its_name_alone() -> None:
    for rate in {rate for group in asking()["rates"]["same"] for rate in group}:
        wanted = understand(f"西湖区2023年{rate}？", LIBRARY).wanted
        assert wanted is not None, rate
        assert wanted.dimension == "ratio", rate


def test_no_word_stands_twice_in_a_list() -> None:
    for name in ("neutral", "side_by_side", "filler"):
        words = asking()[name]["words"]
        assert len(set(words)) == len(words), name


@pytest.mark.parametrize("text", asking()["plain"]["examples"])
def test_an_example_of_plain_words_narrows_nothing(text: str) -> None:
    assert must_words(text) == ()


@pytest.mark.parametrize(("text", "word"), asking()["kinds"]["examples"])
def test_an_example_of_kinds_narrows_by_its_kind(text: str, word: str) -> None:
    assert word in must_words(text)


def test_no_word_of_a_kind_is_plain() -> None:
    kinds = {word for group in asking()["kinds"]["groups"] for word in group}
    assert not kinds & set(asking()["plain"]["words"])
