"""What a turned question may ask: a plain question, and what one would be answered from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.facts import Fact
from search.answer import Answer, Nearest
from search.evidence import Evidence
from search.questions.scoped import facts_of
from search.understand import Question


@dataclass(frozen=True, slots=True)
class Asker:
    """The desk as these kinds see it.

    Attributes:
        one: the reply to a plain question.
        prepare: a question taken apart, with what it is answered from.
    """

    one: Callable[[str], Answer]
    prepare: Callable[[str], tuple[Question, Evidence]]

    def facts(self, question: str, answer: Answer) -> list[Fact]:
        """The facts that an answer to `question` cites."""
        return facts_of(answer, self.prepare(question)[1].facts)


def refused(question: str, answer: Answer, why: str) -> Answer:
    """A refusal of `question` for a reason, with what was found instead as the closest."""
    closest = answer.closest or tuple(
        Nearest("", "", answer.short, "问法", cited) for cited in answer.citations[:1]
    )
    return Answer(
        question=question,
        kind="unanswerable",
        short="",
        text=f"报告里没有答案。{why}。",
        confidence=0.8 if answer.answerable else answer.confidence,
        closest=closest,
        failed=(why,),
    )
