"""From the scores of two indexes to hits with reasons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from search.ranking import Candidates, rank


def candidates(words: list[float], meaning: list[float], floor: float = 0.0) -> Candidates:
    sources = [f"{'甲乙丙丁'[place]}.txt" for place in range(len(words))]
    return Candidates(
        list(range(len(words))), sources, list(range(len(words))), np.array(words), np.array(meaning), floor
    )


def test_a_passage_below_the_list_is_not_taken_for_one_without_a_match() -> None:
    # The word index named two of three; the third may score as much as the second, so meaning decides.
    words, meaning = [5.0, 4.0, 0.0], [0.0, 0.1, 0.2]
    cut, whole = (rank(candidates(words, meaning, floor), {}, 3) for floor in (4.0, 0.0))
    assert [hit.number for hit in cut].index(2) < [hit.number for hit in cut].index(1)
    assert [hit.number for hit in whole].index(2) > [hit.number for hit in whole].index(1)


@pytest.mark.parametrize(
    ("number", "reasons"),
    [
        (0, ("字词匹配第1", "语义相近第3（相似度0.10）")),
        (1, ("字词匹配第2", "语义相近第1（相似度0.90）", "符合问题限定的范围")),
        (2, ("语义相近第1（相似度0.90）",)),
    ],
)
def test_reasons_name_the_place_in_each_list(number: int, reasons: tuple[str, ...]) -> None:
    hits = rank(candidates([5.0, 4.0, 0.0], [0.1, 0.9, 0.9]), {"乙.txt": 4.0}, 3)
    assert next(hit.reasons for hit in hits if hit.number == number) == reasons


def test_a_boost_counts_in_units_of_z() -> None:
    plain = rank(candidates([5.0, 4.0, 0.0], [0.1, 0.9, 0.9]), {}, 3)
    lifted = rank(candidates([5.0, 4.0, 0.0], [0.1, 0.9, 0.9]), {"丙.txt": 2.5}, 3)
    scores = {hit.source: hit.score for hit in plain}
    assert {hit.source: hit.score for hit in lifted} == scores | {"丙.txt": scores["丙.txt"] + 2.5}


def test_equal_passages_come_in_the_order_of_their_names() -> None:
    hits = rank(candidates([1.0, 1.0, 1.0], [0.5, 0.5, 0.5]), {}, 2)
    assert [hit.source for hit in hits] == sorted(["甲.txt", "乙.txt", "丙.txt"])[:2]


def test_nothing_found_is_no_hit() -> None:
    assert rank(candidates([], []), {}, 10) == []


def test_words_one_by_one_decide_among_those_looked_at_only() -> None:
    asked: list[int] = []

    def close(places: Sequence[int]) -> NDArray[np.float64]:
        asked.extend(places)
        return np.array([0.1, 0.9])

    plain = rank(candidates([5.0, 4.9, 1.0, 0.5], [0.5, 0.5, 0.1, 0.1]), {}, 4)
    again = rank(candidates([5.0, 4.9, 1.0, 0.5], [0.5, 0.5, 0.1, 0.1]), {}, 4, close, 2)
    assert [hit.number for hit in plain] == [*asked, 2, 3] == [0, 1, 2, 3]
    assert [hit.number for hit in again] == [1, 0, 2, 3]
