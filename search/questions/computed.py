"""Numbers that no report prints but that follow from two that it does: a share, a saving, what is left undone.

The working is shown, both operands are cited, and the arithmetic is exact (Decimal); a share is rounded to two places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.between import difference_or_sum, lost_marks
from search.questions.candidates import Candidate, rank_facts
from search.questions.change import printed_change
from search.questions.metric import answer_metric, refuse
from search.questions.months import between_months
from search.questions.operands import (
    computed_answer,
    grouped,
    named_by,
    operands,
    pair_of,
    terms_of,
    words_of,
)
from search.questions.rest import share_told
from search.questions.sums import sum_of_rows
from search.thesaurus import field_words
from search.understand import Question, asking
from search.wording import amount

# What was done of a total stands right behind it ("2166个事项有1233个已落实").
_BEHIND = 60
# Spending that names no item: it is of the item named before it.
_SPENT = re.compile(r"(?:全年|当年|实际)*(?:支出|列支|使用|执行|决算)(?:支出)?(?:数|额|金额)?")
# And a budget that names none: 年度支出18万元，小于预算安排的20万元.
_PLANNED = re.compile(
    r"(?:未?超过?|[小低少]于|不高于)?(?:年初|全年|年度)?预算(?:安排|金额|额|数)?(?:数|金额)?"
)
_CENT = Decimal("0.01")


def answer_computed(question: Question, evidence: Evidence) -> Answer:
    """The number that `question` wants computed; a refusal if the reports do not print its operands."""
    text = fold(question.text)
    for name, compute in _WAYS.items():
        match = re.search(asking()[name]["pattern"], text)
        answer = compute(question, match, evidence) if match else None
        if answer:
            return answer
    for answer in (printed_change(question, evidence, None), difference_or_sum(question, evidence)):
        if answer:
            return answer
    share = re.search(asking()["share"]["pattern"], text)
    if share and not share["of"] and question.wanted and question.wanted.dimension == "ratio":
        printed = answer_metric(
            question, evidence
        )  # a share may be printed: "正面评价占多大比例" is the 好评率
        part, said = terms_of(share["part"]), terms_of(printed.text)
        everyday = any(mean in printed.text for word in field_words(share["part"]) for mean in word.means)
        if not share["whole"] or everyday or 2 * len(part & said) >= len(part):
            return printed
    return refuse(question, evidence, rank_facts(question, evidence))


def _share(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    of = match["of"] or match["whole"] or ""
    parts, wholes = (operands(question, words, evidence) for words in (match["part"], of))

    def fits(part: Fact, whole: Fact) -> bool:
        # What was spent is a share of what was spent; of a budget only where the question says so.
        alike = part.kind == whole.kind or "预算" in of
        return alike and 0 < part.quantity.low <= whole.quantity.low

    pair = pair_of(parts, wholes, fits)
    names = (words_of(question, match["part"], evidence), words_of(question, of, evidence))
    if pair is None or not all(named_by(c.fact, name) for c, name in zip(pair, names, strict=True)):
        told = share_told(question, *names, evidence)  # by its place the whole is named for certain
        if told or pair is None:
            return told
    part, whole = pair
    value = (part.fact.quantity.low * 100 / whole.fact.quantity.low).quantize(_CENT, ROUND_HALF_UP)
    working = f"{amount(part.fact)} ÷ {amount(whole.fact)} × 100% = {plain(value)}%"
    return computed_answer(question, pair, value, "%", f"{plain(value)}%", working)


def _saving(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    money = [c for c in operands(question, match["of"], evidence) if c.fact.quantity.unit == "元"]
    budgets = [c for c in money if c.fact.kind == "budget"]
    spent = [c for c in money if c.fact.kind == "actual"]
    pair = (
        _beside(budgets[:1], "actual", _SPENT, evidence)
        or pair_of(budgets, spent, lambda budget, actual: budget.citation.section == actual.citation.section)
        or _turned(_beside(spent[:1], "budget", _PLANNED, evidence))
    )
    if pair is None:
        return None
    budget, actual = (c.fact.quantity.low for c in pair)
    over = match["way"] in ("多花", "超支", "多支")
    left = actual - budget if over else budget - actual
    if left < 0:
        return None  # the question assumes what the report denies
    first, second = (pair[1], pair[0]) if over else pair
    said = f"{grouped(left)}元"
    working = f"{amount(first.fact)} − {amount(second.fact)} = {said}"
    return computed_answer(question, pair, left, "元", said, working)


def _beside(
    found: Sequence[Candidate], kind: str, unnamed: re.Pattern[str], evidence: Evidence
) -> tuple[Candidate, Candidate] | None:
    """Money with that behind it in its sentence that names no item of its own: 预算数3万元，实际支出1.1万元."""
    for first in found:
        at = first.fact.citation
        text = evidence.documents[at.source].text
        for fact in sorted(evidence.facts, key=lambda f: f.citation.start):
            start = fact.citation.start
            near = fact.citation.source == at.source and 0 <= start - at.end <= _BEHIND
            money = fact.kind == kind and fact.quantity.unit == "元" and fact.quantity.value is not None
            if near and money and unnamed.fullmatch(fact.metric) and "。" not in text[at.end : start]:
                return first, Candidate(fact, first.score)
    return None


def _turned(pair: tuple[Candidate, Candidate] | None) -> tuple[Candidate, Candidate] | None:
    return (pair[1], pair[0]) if pair else None


def _remainder(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    done = terms_of(_undone(match))
    for total in operands(question, _whole(match), evidence):
        for fact in sorted(evidence.facts, key=lambda f: f.citation.start):
            behind = fact.citation.end - total.fact.citation.end
            same = fact.citation.source == total.fact.citation.source and 0 < behind <= _BEHIND
            same = same and _has_names(fact, _undone(match))
            if not same or not comparable(fact.quantity.unit, total.fact.quantity.unit):
                continue
            if fact.quantity.low > total.fact.quantity.low or not done & terms_of(
                fact.metric + fact.citation.quote
            ):
                continue
            return _left(question, total, fact)
    return _remainder_apart(question, match, evidence)


def _undone(match: re.Match[str]) -> str:
    """What the question says was not done of the whole."""
    return match["done"] or match["left"] or match["other"] or ""


def _whole(match: re.Match[str]) -> str:
    """The whole that something is left of, in the question's words."""
    return match["of"] or match["whole"] or match["total"] or ""


def _has_names(fact: Fact, words: str) -> bool:
    """Whether a fact has the names in quotation marks that the question has: “甲” is no “乙”."""
    said = f"{fact.subject}{fact.metric}{fact.citation.quote}"
    return all(name in said for name in re.findall(r'"([^"]+)"', words))


def _remainder_apart(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """The same where the two numbers stand apart, each with all of the words that the question has for it."""
    done = _undone(match)
    words = words_of(question, _whole(match), evidence)
    totals = [c for c in operands(question, words, evidence) if named_by(c.fact, words)]
    pairs = [
        (total, fact)
        for total in totals
        for fact in evidence.facts
        if fact.citation.source == total.fact.citation.source
        and fact.quantity.value is not None
        and fact.quantity.unit == total.fact.quantity.unit
        and fact.quantity.low < total.fact.quantity.low
        and named_by(fact, done)
    ]
    if len({(total.fact.quantity.low, fact.quantity.low) for total, fact in pairs}) != 1:
        return None
    return _left(question, *pairs[0])


def _left(question: Question, total: Candidate, fact: Fact) -> Answer:
    left = total.fact.quantity.low - fact.quantity.low
    said = f"{grouped(left)}{total.fact.quantity.unit}"
    return computed_answer(
        question, (total, Candidate(fact, total.score)), left, total.fact.quantity.unit, said,
        f"{amount(total.fact)} − {amount(fact)} = {said}",
    )  # fmt: skip


_WAYS: dict[str, Callable[[Question, re.Match[str], Evidence], Answer | None]] = {
    "months": between_months,
    "sum": sum_of_rows,
    "share": _share,
    "saving": _saving,
    "remainder": _remainder,
    "lost": lost_marks,
}
