"""Questions: the answer alone must be right and short, and a citation must stand on the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.annotation import Question
from bench.figures import Figure, Line, Score, Verdict, share
from bench.pairing import pair
from bench.places import Texts
from bench.wording import holds, numbers, plain

# GUIDELINES.md, "How a line is matched": lengths of the answer alone, nearness of a value, shares of a list.
SHORT = 60
SHORT_TEXT = 80
NEAR = 0.002
LIST_HELD = 0.8
LIST_WANTED = 0.6
# From here on the product says that it is sure; a wrong answer at that confidence misleads.
SURE = 0.9
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply held against its question; `why` says what is wrong with it."""

    question: Question
    refused: bool
    confidence: float
    why: str

    @property
    def right(self) -> bool:
        """Nothing is wrong with it."""
        return not self.why


def score(questions: Sequence[Question], ask: Callable[[str], Line], texts: Texts) -> Score:
    """Accuracy overall, by type and by wording; refusals; and whether confidence can be believed."""
    judged = [judge(question, ask(question.text), texts) for question in questions]
    if not judged:
        return Score((), ())
    figures = [_accuracy("accuracy", judged)]
    for kind in sorted({q.type for q in questions}):
        figures.append(_accuracy(f"accuracy.type.{kind}", [j for j in judged if j.question.type == kind]))
    for wording in sorted({q.wording for q in questions}):
        so_worded = [j for j in judged if j.question.wording == wording]
        figures.append(_accuracy(f"accuracy.wording.{wording}", so_worded))
    verdicts = tuple(
        Verdict("questions", j.question.id, j.right, f"{j.question.text} {j.why}" if j.why else "")
        for j in judged
    )
    return Score((*figures, *_refusals(judged), *_confidence(judged)), verdicts)


def judge(question: Question, reply: Line, texts: Texts) -> Judged:
    """The reply to a question, judged."""
    refused = reply.get("answerable") is not True
    confidence = reply.get("confidence")
    sure = float(confidence) if isinstance(confidence, (int, float)) else 0.0
    return Judged(question, refused, sure, _wrong(question, reply, refused, texts))


def _wrong(question: Question, reply: Line, refused: bool, texts: Texts) -> str:
    """What is wrong with the reply, "" where nothing is."""
    if not question.answerable:
        return "" if refused else f"answered {str(reply.get('short'))!r}, the reports do not say"
    if refused:
        return "refused"
    held = _list_is_right if question.type == "list" else _answer_is_right
    if not held(question, reply):
        return f"{reply.get('items') if question.type == 'list' else reply.get('short')!r} is not the answer"
    if not cites_evidence(question, reply, texts):
        return "no citation stands on the evidence"
    return ""


def _answer_is_right(question: Question, reply: Line) -> bool:
    """`short`, if it is short, holds an answer as a whole word of digits; or the value is within 0.2 %."""
    short, longest = str(reply.get("short") or ""), SHORT_TEXT if question.type == "text" else SHORT
    if len(short) <= longest and any(holds(short, answer) for answer in question.answers):
        return True
    value = numbers(reply.get("value"))
    if question.value is None or len(value) != 1:
        return False
    # Values are unsigned in a reply; whether a change is up or down stands in its wording.
    wanted, given = abs(float(question.value)), abs(float(value[0]))
    return abs(given - wanted) <= NEAR * wanted


def _list_is_right(question: Question, reply: Line) -> bool:
    """At least 80 % of the wanted held, each by an item of its own, and 60 % of the items hold a wanted one.

    An item of more than 60 characters holds nothing, and is still counted; repeated items count once.
    """
    given = list({plain(item): item for item in reply.get("items") or () if isinstance(item, str)}.values())
    wanted = question.answers
    pairs, held = pair(wanted, given, lambda answer, item: float(len(item) <= SHORT and holds(item, answer)))
    useful = {f for found in held.values() for f in found}
    return (
        bool(wanted and given)
        and len(pairs) >= LIST_HELD * len(wanted)
        and len(useful) >= LIST_WANTED * len(given)
    )


def cites_evidence(question: Question, reply: Line, texts: Texts) -> bool:
    """Whether a citation (verbatim, at most 400 characters) overlaps a place of the evidence."""
    citations = [c for c in reply.get("citations") or () if texts.verbatim(c, "quote")]
    return any(texts.overlaps(c, e.report, e.quote) for c in citations for e in question.evidence)


def _accuracy(metric: str, judged: Sequence[Judged]) -> Figure:
    return Figure("questions", metric, share(sum(j.right for j in judged), len(judged)), len(judged))


def _refusals(judged: Sequence[Judged]) -> list[Figure]:
    """Of the unanswerable, the share refused; of the answerable, the share refused (which is wrong)."""
    cannot = [j for j in judged if not j.question.answerable]
    can = [j for j in judged if j.question.answerable]
    figures = [_accuracy("accuracy.answerable", can)]
    for metric, asked in (("refusals_right", cannot), ("refusals_wrong", can)):
        figures.append(
            Figure("questions", metric, share(sum(j.refused for j in asked), len(asked)), len(asked))
        )
    return figures


def _confidence(judged: Sequence[Judged]) -> list[Figure]:
    """Wrong answers given at confidence 0.9 and above, and the reliability table over all answers given.

    `calibration_error` is the expected calibration error over ten equal bins (Naeini et al. 2015): the mean
    distance of a bin's share of right answers from its mean confidence, weighted by its answers.
    """
    given = [j for j in judged if not j.refused]
    sure = [j for j in given if j.confidence >= SURE]
    figures = [
        Figure("questions", "sure_right", share(sum(j.right for j in sure), len(sure)), len(sure)),
        Figure("questions", "sure_wrong_count", float(sum(not j.right for j in sure)), len(sure)),
    ]
    distance = 0.0
    for low in range(_BINS):
        inside = [j for j in given if min(int(j.confidence * _BINS), _BINS - 1) == low]
        if inside:
            figures.append(_accuracy(f"reliability.{low / _BINS:.1f}-{(low + 1) / _BINS:.1f}", inside))
            distance += abs(sum(j.confidence for j in inside) - sum(j.right for j in inside))
    error = distance / len(given) if given else 0.0
    return [*figures, Figure("questions", "calibration_error", error, len(given))]
