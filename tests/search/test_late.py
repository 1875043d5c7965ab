"""Words one by one, against the same written as loops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from search.encoder import load_encoder
from search.late import Worded, Words, closeness


class Toy:
    """Five words in three directions; word 3 is near word 1, word 4 tells nothing."""

    rows = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0.8, 0.6], [1, 0, 0]], np.float32)
    tells = np.array([1, 2, 1, 1, 0], np.float32)

    def words(self, texts: Sequence[str]) -> list[Words]:
        return [np.array([int(c) for c in text], np.uint16) for text in texts]

    def directions(self, words: Words, dim: int) -> NDArray[np.float32]:
        return np.asarray(self.rows[words, :dim])

    def weights(self, words: Words) -> NDArray[np.float32]:
        return np.asarray(self.tells[words])


@pytest.mark.parametrize(
    ("question", "passage", "expected", "reason"),
    [
        ("01", "10", 1.0, "the same words"),
        ("01", "03", (1 * 1 + 2 * 0.8) / 3, "one of them by its like, counted twice"),
        ("01", "02", 1 / 3, "the word that tells more is missing"),
        ("01", "", 0.0, "a passage without words"),
        ("", "01", 0.0, "a question without words"),
        ("4", "01", 0.0, "a question of words that tell nothing"),
    ],
)
def test_each_word_counts_by_its_nearest(question: str, passage: str, expected: float, reason: str) -> None:
    toy = Toy()
    found = closeness(toy, question, [*toy.words([passage]), *toy.words(["2"])])
    assert found[0] == pytest.approx(expected), reason


def test_the_shipped_table_agrees_with_a_loop() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, Worded)
    question = "老百姓打热线投诉后多久有人管"
    texts = ["群众诉求平均办结时长为三天。", "预算执行率九成。", "", "热线工单按时办结"]
    passages = encoder.words(texts)
    (asked,) = encoder.words([question])
    weights = encoder.weights(asked)
    expected = []
    for words in passages:
        best = [
            max(
                (
                    float(encoder.directions(w[None], 256)[0] @ encoder.directions(q[None], 256)[0])
                    for w in words
                ),
                default=0,
            )
            for q in asked
        ]
        expected.append(float(np.dot(best, weights) / weights.sum()) if len(words) else 0.0)
    assert closeness(encoder, question, passages) == pytest.approx(expected, abs=1e-5)
    assert expected[3] > expected[1]
    assert (weights > 0).all()
