"""Fusion of two rankings."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search import fuse as fuse_module
from search.fuse import DENSE_WEIGHT, fuse, zscores

scores = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=20)


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(fuse_module).failed == 0


@given(scores)
def test_zscores_have_mean_zero_and_spread_one(values: list[float]) -> None:
    assume(len(set(values)) > 1)
    found = zscores(np.array(values))
    assert found.mean() == pytest.approx(0, abs=1e-9)
    assert found.std() == pytest.approx(1)


@given(scores, st.integers(1, 9), st.integers(-9, 9))
def test_the_scale_of_an_index_does_not_matter(values: list[float], scale: int, shift: int) -> None:
    array = np.array(values)
    assert zscores(array * scale + shift) == pytest.approx(zscores(array), abs=1e-9)


@pytest.mark.parametrize(
    ("values", "reason"),
    [([], "nothing was found"), ([3.0], "one hit"), ([0.1 + 0.2, 0.3, 0.3], "a spread of rounding errors")],
)
def test_equal_scores_say_nothing(values: list[float], reason: str) -> None:
    assert zscores(np.array(values)).tolist() == [0.0] * len(values), reason


@given(scores)
def test_an_index_that_says_nothing_leaves_the_order_to_the_other(values: list[float]) -> None:
    array, silent = np.array(values), np.zeros(len(values))
    assert fuse(array, silent).tolist() == zscores(array).tolist()
    assert fuse(silent, array).tolist() == (DENSE_WEIGHT * zscores(array)).tolist()


def test_a_passage_that_both_like_beats_one_that_either_likes_more() -> None:
    words = np.array([9.0, 8.0, 1.0, 1.0, 1.0])
    meaning = np.array([0.1, 0.8, 0.9, 0.1, 0.1])
    assert int(np.argmax(fuse(words, meaning))) == 1
