"""Kinds of questions, one file each: a kind takes a question and the evidence and gives an answer or a refusal."""

from __future__ import annotations

from collections.abc import Callable

from search.answer import Answer
from search.evidence import Evidence
from search.questions.accounts import answer_accounts
from search.questions.bounds import answer_bound
from search.questions.compare import answer_compare
from search.questions.computed import answer_computed
from search.questions.goals import answer_goal
from search.questions.listing import answer_list
from search.questions.metric import answer_metric
from search.questions.pick import answer_pick
from search.questions.text import answer_text
from search.questions.which import answer_which
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


def answer(question: Question, evidence: Evidence) -> Answer:
    """The reply to a question: places within a report and its goals are asked for in words of several kinds, and come first."""
    for special in (answer_within, answer_goal, answer_bound, answer_accounts):
        found = special(question, evidence)
        if found:
            return found
    return QUESTIONS[question.kind](question, evidence)
