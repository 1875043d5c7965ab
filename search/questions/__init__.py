"""Kinds of questions, one file each: a kind takes a question and the evidence and gives an answer or a refusal."""

from __future__ import annotations

from collections.abc import Callable

from search.answer import Answer
from search.evidence import Evidence
from search.questions.accounts import answer_accounts
from search.questions.bounds import answer_bound
from search.questions.checks import checked
from search.questions.companions import answer_companion
from search.questions.compare import answer_compare
from search.questions.computed import answer_computed
from search.questions.goals import answer_goal
from search.questions.listing import answer_list
from search.questions.metric import answer_metric
from search.questions.moves import answer_end, answer_moved, answer_moved_at_all
from search.questions.pick import answer_pick
from search.questions.rest import answer_rest
from search.questions.scoped import scoped
from search.questions.spread import answer_spread
from search.questions.text import answer_text
from search.questions.told import answer_apart, answer_most, answer_told
from search.questions.which import answer_which
from search.questions.why import answer_why
from search.questions.within import answer_within
from search.understand import Question

QUESTIONS: dict[str, Callable[[Question, Evidence], Answer]] = {
    "metric": answer_metric,
    "text": answer_text,
    "list": answer_list,
    "which": answer_which,
    "compare": answer_compare,
    "computed": answer_computed,
    "pick": answer_pick,
}


# These come first: their questions are worded as several kinds.
_SPECIAL = (
    answer_within,
    answer_goal,
    answer_bound,
    answer_accounts,
    answer_told,
    answer_moved,
    answer_rest,
    answer_spread,
    answer_companion,
)
# And these where the kind itself has no answer.
_AFTER = (answer_apart, answer_most, answer_end, answer_moved_at_all, answer_why)


def answer(question: Question, evidence: Evidence) -> Answer:
    """The reply to a question, with its scope told."""
    return scoped(question, evidence, _answer(question, evidence))


def _answer(question: Question, evidence: Evidence) -> Answer:
    """The reply; places, goals and rows within a report are asked for in words of several kinds: first."""
    for special in _SPECIAL:
        found = special(question, evidence)
        if found:
            return found
    plain = checked(question, evidence, QUESTIONS[question.kind](question, evidence))
    if plain.answerable:
        return plain
    return next((found for after in _AFTER if (found := after(question, evidence))), plain)
