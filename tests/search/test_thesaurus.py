"""Everyday words lead to the field's, and only where the question does not use the field's own."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import thesaurus
from search.thesaurus import entries, field_words

EXAMPLES = [tuple(example) for entry in entries() for example in entry["examples"]]


def added(question: str) -> set[str]:
    return {word for said in field_words(question) for word in said.means}


@pytest.mark.parametrize(("question", "word"), EXAMPLES, ids=[f"{q} - {w}" for q, w in EXAMPLES])
def test_every_example_of_the_data_holds(question: str, word: str) -> None:
    assert word in added(question)


def test_every_entry_says_something_and_has_an_example() -> None:
    assert [entry for entry in entries() if not (entry["say"] and entry["mean"] and entry["examples"])] == []


def test_a_question_in_the_fields_words_is_left_as_it_is() -> None:
    assert "满意率" not in added("热线的满意率是多少")
    assert "满意率" in added("群众对热线满意吗")


def test_the_longest_everyday_word_is_named() -> None:
    assert "当场答复" in {said.word for said in field_words("当场答复的有几成")}


@given(st.text(max_size=60))
def test_what_is_added_was_said(question: str) -> None:
    for said in field_words(question):
        assert said.word in question
        assert said.means


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(thesaurus)
    assert (failed, tried > 0) == (0, True)


ROWS = [
    line
    for line in (Path(thesaurus.__file__).parent / "language" / "plain_words.txt")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


def test_each_row_of_plain_words_has_words_on_both_sides_none_of_one_character() -> None:
    sides = [[side.split() for side in row.split(" = ")] for row in ROWS]
    assert [row for row, s in zip(ROWS, sides, strict=True) if len(s) != 2 or not all(s)] == []
    assert [word for s in sides for side in s for word in side if len(word) < 2] == []


def test_no_row_of_plain_words_stands_twice() -> None:
    assert len(ROWS) == len(set(ROWS))


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("村里的脏水有多少得到处理", "污水"),
        ("雇了多少接线员", "话务员"),
        ("外卖店查了几家", "网络餐饮"),
    ],
)
def test_plain_words_lead_to_those_of_reports(question: str, word: str) -> None:
    assert word in added(question)


def test_a_word_is_never_explained_by_itself() -> None:
    assert [w for w, rows in thesaurus.plain_words().items() if any(w in means for means in rows)] == []
