"""Why, where no sentence tells enough of the question's words: of those that give a reason the one that fits clearly best."""

from __future__ import annotations

from ingest.split import sentences
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.questions.reason import asks_why, gives_reason, reason_in
from search.questions.text import Sentence
from search.understand import Question

_LONGEST = 80
_SURE = 0.52
# Sentences that give reasons are few: one needs to tell little of the question, and clearly more than the others.
_ENOUGH, _AHEAD = 0.14, 0.05


def answer_why(question: Question, evidence: Evidence) -> Answer | None:
    """The reason in the sentence that fits best; None for other questions and where none is clearly best."""
    if not asks_why(question.text):
        return None
    places = [
        ((document, start, end), document, start, end)
        for document in documents_of(evidence)
        for start, end in sentences(document.text, 0, len(document.text))
        if gives_reason(document.text[start:end])
    ]
    scored = fitted(question, evidence, places)
    if not scored or scored[0][0] < _ENOUGH:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD:
        return None
    document, start, end = scored[0][1]
    first, last = reason_in(Sentence(document, start, end, scored[0][0]), _LONGEST)
    whole = document.cite(start, end)
    return Answer(
        question=question.text,
        kind="text",
        short="".join(document.text[first:last].split())[:_LONGEST],
        text=f"报告写道：“{whole.quote}”",
        confidence=_SURE,
        citations=(whole,),
    )
