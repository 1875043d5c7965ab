"""分别: things and numbers are paired one to one, or not at all."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from graph import pairing
from graph.pairing import pair


@given(st.text("货物和集装箱、与及城乡居民收入率的", max_size=20), st.text(max_size=4), st.integers(1, 5))
def test_there_is_one_thing_for_each_number_or_none(things: str, verb: str, count: int) -> None:
    assert len(pair(things, verb, count)) in (0, count)


def test_a_conjunction_inside_a_word_joins_nothing() -> None:
    assert pair("和平小学和实验中学学生", "增长", 2) == ("和平小学增长", "实验中学学生增长")


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(pairing)
    assert (failed, tried > 0) == (0, True)
