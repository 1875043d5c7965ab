"""Two numbers of one report held against each other: their difference, sum or multiple, and the marks that were lost.

Both must be named by the question and clearly found; which of several pairs is meant is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import dimension
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.candidates import Candidate, rank_facts
from search.questions.change import NAME_OF_POINTS, times
from search.questions.metric import ENOUGH, answer_metric
from search.questions.operands import (
    computed_answer,
    grouped,
    named_by,
    operands,
    pair_of,
    terms_of,
    words_of,
)
from search.understand import Question, Wanted, asking
from search.wording import amount

# What an unspent budget is left of, where the question names neither number.
_BUDGET, _SPENT = "预算数", "执行数"
_WORTH = re.compile(r"(?:指标)?(?:分值|满分)$")
_GOT = re.compile(r"(?:自评)?(?:得分|评分)$")
_WAYS = ("except", "times", "sum", "difference")
_MUCH = 10_000
_HUNDREDTH = Decimal("0.01")
# A part stands right behind its whole: a comma, a bracket.
_NEXT = 3


def difference_or_sum(question: Question, evidence: Evidence) -> Answer | None:
    """The difference, sum or multiple of the two numbers that the question names; None unless both are clearly found."""
    text = fold(question.text)
    if re.search(asking()["between"]["unspent"], text):
        return _computed(question, evidence, "difference", _BUDGET, _SPENT)
    for way in _WAYS:
        match = re.search(asking()["between"][way], text)
        if match:
            one, other = (name for name in match.groups() if name)
            answer = _computed(question, evidence, way, one, other)
            return answer or (_total(question, evidence, one, other) if way == "sum" else None)
    return None


def _total(question: Question, evidence: Evidence, one: str, other: str) -> Answer | None:
    """A sum that is printed under a name of its own (公务接待和公务用车一共: 三公经费), never one of its parts."""
    answer = answer_metric(question, evidence)
    names = [words_of(question, name, evidence) for name in (one, other)]
    parts = [all(pair in answer.text for pair in terms_of(name)) for name in names]
    return answer if answer.answerable and parts[0] == parts[1] else None


def _computed(question: Question, evidence: Evidence, way: str, one: str, other: str) -> Answer | None:
    pair = pair_of(_clear(question, one, evidence), _clear(question, other, evidence), _one_place, clear=True)
    if pair is None:
        return None
    first, second = (c.fact for c in pair)
    a, b, unit = first.quantity.low, second.quantity.low, first.quantity.unit
    rates = unit == "%"
    if way == "times":
        outcome = None if rates else times(second, first)
        if outcome is None:
            return None
        return computed_answer(question, pair, outcome.value, outcome.unit, outcome.short, outcome.working)
    if way == "sum":
        said = _said(a + b, unit)
        # Rates do not add up, nor does a whole with a part of it.
        told = f"{amount(first)} + {amount(second)} = {said}"
        return (
            None
            if rates or _nested(first, second)
            else computed_answer(question, pair, a + b, unit, said, told)
        )
    if way == "except" and (rates or b > a):
        return None
    unit = NAME_OF_POINTS if rates else unit
    said = _said(abs(a - b), unit)
    larger, smaller = (first, second) if a >= b else (second, first)
    answer = computed_answer(
        question, pair, abs(a - b), unit, said, f"{amount(larger)} − {amount(smaller)} = {said}"
    )
    return replace(answer, direction="up" if a > b else "down" if a < b else "same")


def _clear(question: Question, about: str, evidence: Evidence) -> list[Candidate]:
    """The facts that say all of what a part of the question names."""
    words = words_of(question, about, evidence)
    found = operands(question, about, evidence, rates=True)
    return [c for c in found if named_by(c.fact, words) and c.fact.quantity.op == "=" and c.score >= ENOUGH]


def _one_place(one: Fact, other: Fact) -> bool:
    """Numbers of one thing in one period; of two kinds only where the kinds are what is compared (预算数, 执行数)."""
    kinds = {one.kind, other.kind}
    periods = one.period == other.period or one.period is None or other.period is None
    return one.subject == other.subject and periods and kinds <= {"actual", "budget"}


def _nested(one: Fact, other: Fact) -> bool:
    """Whether the second in the text is told as a part of the first: 受理电话45,730宗，其中转办2,980宗."""
    first, second = sorted((one.citation, other.citation), key=lambda c: c.start)
    return 0 <= second.start - first.end <= _NEXT and "其中" in second.quote


def _said(value: Decimal, unit: str) -> str:
    if unit == "元" and abs(value) >= _MUCH:
        return f"{grouped(value.scaleb(-4))}万元"
    return f"{grouped(value) if dimension(unit) != 'ratio' else plain(value)}{unit}"


def lost_marks(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """What an indicator is worth less what it got (分值45分，自评得分44分); None unless both are printed."""
    words = words_of(question, match["of"], evidence)
    part = replace(question, about=words, added=(), keys=(), wanted=Wanted("score", "分"))
    ranked = [c for c in rank_facts(part, evidence) if c.fact.quantity.value is not None]
    pairs = [
        (worth, got)
        for got in ranked
        if _GOT.search(got.fact.metric) and terms_of(words) <= terms_of(got.fact.metric)
        for worth in ranked
        if _WORTH.search(worth.fact.metric)
        and _WORTH.sub("", worth.fact.metric) == _GOT.sub("", got.fact.metric)
        and (worth.fact.citation.source, worth.fact.citation.section)
        == (got.fact.citation.source, got.fact.citation.section)
    ]
    # The shortest name that has all of the words is what they name; of two reports none is meant more.
    pairs.sort(key=lambda pair: len(pair[1].fact.metric))
    if words and not pairs:
        return _lost_by_rate(question, ranked, words, evidence)
    if not words or len({p[0].fact.citation.source for p in pairs}) > 1:
        return None
    worth, got = pairs[0]
    lost = worth.fact.quantity.low - got.fact.quantity.low
    if lost < 0:
        return None
    said = f"{plain(lost)}分"
    return computed_answer(
        question, (worth, got), lost, "分", said, f"{amount(worth.fact)} − {amount(got.fact)} = {said}"
    )


def _lost_by_rate(
    question: Question, ranked: Sequence[Candidate], words: str, evidence: Evidence
) -> Answer | None:
    """Marks lost of an indicator that tells what it got and which part of its worth that is: 48.5 ÷ 97% − 48.5."""
    named = [c for c in ranked if _GOT.search(c.fact.metric) and terms_of(words) <= terms_of(c.fact.metric)]
    if len({c.fact.quantity.low for c in named}) != 1:
        return None
    got = named[0]
    rates = [
        fact
        for fact in evidence.facts
        if fact.quantity.unit == "%"
        and fact.metric.endswith("得分率")
        and (fact.citation.source, fact.citation.section)
        == (got.fact.citation.source, got.fact.citation.section)
        and fact.quantity.low > 0
    ]
    if len(rates) != 1:
        return None
    rate, marks = rates[0].quantity.low, got.fact.quantity.low
    lost = (marks * 100 / rate - marks).quantize(_HUNDREDTH, ROUND_HALF_UP)
    said = f"{plain(lost)}分"
    working = f"{amount(got.fact)} ÷ {plain(rate)}% − {amount(got.fact)} = {said}"
    return computed_answer(question, (got, Candidate(rates[0], got.score)), lost, "分", said, working)
