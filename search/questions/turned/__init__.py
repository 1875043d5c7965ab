"""Questions that are answered by asking others: yes or no, averages, which of two, how many were listed. One file each.

A kind takes the question's text and an `Asker` and gives an answer, a refusal, or None for a question of another kind. What it
asks is answered like any question, so that places, years, limits and refusals are the same.
"""

from __future__ import annotations

from collections.abc import Callable

from search.answer import Answer
from search.questions.turned.asker import Asker
from search.questions.turned.average import answer_average
from search.questions.turned.counted import answer_counted
from search.questions.turned.either import answer_either
from search.questions.turned.happened import answer_happened
from search.questions.turned.yesno import answer_bounded, answer_changed, answer_reached

TURNED: tuple[Callable[[str, Asker], Answer | None], ...] = (
    answer_reached,
    answer_changed,
    answer_bounded,
    answer_happened,
    answer_average,
    answer_either,
    answer_counted,
)


def turned(question: str, asker: Asker) -> Answer | None:
    """The answer of the first kind that the question is of, None if it is of none of these."""
    return next((found for kind in TURNED if (found := kind(question, asker))), None)


__all__ = ["Asker", "turned"]
