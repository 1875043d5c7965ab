"""Where the words of a query stand."""

from __future__ import annotations

import doctest
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import marking
from search.marking import marks, plain

words = st.text("热线工单AＡaİ“”\n", max_size=6)


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(marking).failed == 0


@given(words)
def test_no_character_moves(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text("热线工单aA", max_size=30), st.lists(words.map(plain), max_size=3), st.integers(0, 99))
def test_marked_characters_are_those_of_the_words(text: str, wanted: list[str], start: int) -> None:
    inside = [False] * len(text)
    for word in filter(None, wanted):
        place = plain(text).find(word)
        while place >= 0:
            inside[place : place + len(word)] = [True] * len(word)
            place = plain(text).find(word, place + len(word))
    spans = marks(text, wanted, start)
    assert [any(a <= start + n < b for a, b in spans) for n in range(len(text))] == inside
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "wanted", "expected", "reason"),
    [
        ("ＡＩ巡查员", ["ai"], ((0, 2),), "wide letters are the same letters"),
        ("工单67万件", [], (), "nothing was asked"),
        ("热线工单", ["热线", "工单"], ((0, 4),), "neighbours are one mark"),
    ],
)
def test_marks(text: str, wanted: list[str], expected: tuple[tuple[int, int], ...], reason: str) -> None:
    assert marks(text, wanted) == expected, reason
