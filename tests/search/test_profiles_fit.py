"""Fitting: weights that choose the right profiles are found, the same each time, and none falls below its floor."""

from __future__ import annotations

import numpy as np
import pytest

from search.profiles_fit import Labelled, fit_weights


def questions(telling: int, count: int = 40, kinds: int = 3) -> list[Labelled]:
    """Questions in which only the facet `telling` tells the right profile, the others being noise."""
    rng = np.random.default_rng(7)
    made = []
    for _ in range(count):
        facets = rng.random((12, kinds)).astype(np.float32)
        right = np.zeros(12, np.bool_)
        right[int(np.argmax(facets[:, telling]))] = True
        made.append(Labelled(facets, np.repeat(np.arange(3), 4), right))
    return made


@pytest.mark.parametrize("telling", [0, 1, 2])
def test_the_facet_that_tells_weighs_most(telling: int) -> None:
    assert int(np.argmax(fit_weights(questions(telling)))) == telling


def test_the_same_questions_give_the_same_weights() -> None:
    assert fit_weights(questions(1)).tolist() == fit_weights(questions(1)).tolist()


def test_what_misleads_is_not_counted_unless_it_may_count_against() -> None:
    made = [Labelled(-q.facets, q.reports, q.right) for q in questions(0)]
    assert fit_weights(made)[0] == 0.0
    assert fit_weights(made, against=[0])[0] < 0


def test_no_weight_falls_below_its_floor() -> None:
    assert fit_weights(questions(0), floors={2: 1.5})[2] >= 1.5 - 1e-9


def test_a_strong_ridge_draws_to_equal_weights() -> None:
    drawn = fit_weights(questions(0), ridge=50.0, equal=0.3)
    assert drawn.max() / drawn.min() < 1.5


def test_nothing_to_learn_from_is_refused() -> None:
    empty = [Labelled(q.facets, q.reports, np.zeros_like(q.right)) for q in questions(0)]
    with pytest.raises(ValueError, match="nothing to fit"):
        fit_weights(empty)
