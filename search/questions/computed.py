"""Numbers that no report prints but that follow from two that it does: a share, a saving, what is left undone.

The working is shown, both operands are cited, and the arithmetic is exact (Decimal); a share is rounded to two places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.metric import Candidate, answer_metric, rank_facts, refuse, sureness
from search.thesaurus import field_words
from search.understand import Question, asking, keys_of
from search.wording import amount, named

# Facts tried for each operand.
_TRIED = 6
_ENOUGH = 0.34
# Operands of one section belong together more surely than those of two.
_SAME_SECTION = 0.12
# What was done of a total stands right behind it ("2166个事项有1233个已落实").
_BEHIND = 60
# Spending that names no item: it is of the item named before it.
_SPENT = re.compile(r"(?:全年|当年|实际)*(?:支出|列支|使用|执行|决算)(?:支出)?(?:数|额|金额)?")
_CENT = Decimal("0.01")


def answer_computed(question: Question, evidence: Evidence) -> Answer:
    """The number that `question` wants computed; a refusal if the reports do not print its operands."""
    text = fold(question.text)
    for name, compute in _WAYS.items():
        match = re.search(asking()[name]["pattern"], text)
        answer = compute(question, match, evidence) if match else None
        if answer:
            return answer
    share = re.search(asking()["share"]["pattern"], text)
    if share and not share["of"] and question.wanted and question.wanted.dimension == "ratio":
        return answer_metric(question, evidence)  # a share may be printed: "正面评价占多大比例" is the 好评率
    return refuse(question, evidence, rank_facts(question, evidence))


def _share(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    of = match["of"] or match["whole"] or ""
    parts, wholes = (_operand(question, words, evidence) for words in (match["part"], of))

    def fits(part: Fact, whole: Fact) -> bool:
        # What was spent is a share of what was spent; of a budget only where the question says so.
        alike = part.kind == whole.kind or "预算" in of
        return alike and 0 < part.quantity.low <= whole.quantity.low

    pair = _pair(parts, wholes, fits)
    if pair is None:
        return None
    part, whole = pair
    value = (part.fact.quantity.low * 100 / whole.fact.quantity.low).quantize(_CENT, ROUND_HALF_UP)
    working = f"{amount(part.fact)} ÷ {amount(whole.fact)} × 100% = {plain(value)}%"
    return _answer(question, pair, value, "%", f"{plain(value)}%", working)


def _saving(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    money = [c for c in _operand(question, match["of"], evidence) if c.fact.quantity.unit == "元"]
    budgets = [c for c in money if c.fact.kind == "budget"]
    spent = [c for c in money if c.fact.kind == "actual"]
    pair = _spent_behind(budgets[:1], evidence) or _pair(
        budgets, spent, lambda budget, actual: budget.citation.section == actual.citation.section
    )
    if pair is None:
        return None
    budget, actual = (c.fact.quantity.low for c in pair)
    over = match["way"] in ("多花", "超支", "多支")
    left = actual - budget if over else budget - actual
    if left < 0:
        return None  # the question assumes what the report denies
    operands = (
        (amount(pair[1].fact), amount(pair[0].fact)) if over else (amount(pair[0].fact), amount(pair[1].fact))
    )
    said = f"{_grouped(left)}元"
    return _answer(question, pair, left, "元", said, f"{operands[0]} − {operands[1]} = {said}")


def _spent_behind(budgets: Sequence[Candidate], evidence: Evidence) -> tuple[Candidate, Candidate] | None:
    """A budget with the spending behind it in its sentence that names no item of its own: 预算数3万元，实际支出1.1万元."""
    for budget in budgets:
        at = budget.fact.citation
        text = evidence.documents[at.source].text
        for fact in sorted(evidence.facts, key=lambda f: f.citation.start):
            start = fact.citation.start
            near = fact.citation.source == at.source and 0 <= start - at.end <= _BEHIND
            spent = fact.kind == "actual" and fact.quantity.unit == "元" and fact.quantity.value is not None
            if near and spent and _SPENT.fullmatch(fact.metric) and "。" not in text[at.end : start]:
                return budget, Candidate(fact, budget.score)
    return None


def _remainder(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    done = terms_of(match["done"])
    for total in _operand(question, match["of"], evidence):
        for fact in evidence.facts:
            behind = fact.citation.end - total.fact.citation.end
            same = fact.citation.source == total.fact.citation.source and 0 < behind <= _BEHIND
            if not same or not comparable(fact.quantity.unit, total.fact.quantity.unit):
                continue
            if fact.quantity.low > total.fact.quantity.low or not done & terms_of(
                fact.metric + fact.citation.quote
            ):
                continue
            left = total.fact.quantity.low - fact.quantity.low
            said = f"{_grouped(left)}{total.fact.quantity.unit}"
            pair = (total, Candidate(fact, total.score))
            return _answer(
                question, pair, left, total.fact.quantity.unit, said,
                f"{amount(total.fact)} − {amount(fact)} = {said}",
            )  # fmt: skip
    return None


def terms_of(text: str) -> set[str]:
    """The character pairs of `text`."""
    plain_text = re.sub(r"[^一-鿿A-Za-z0-9]", "", text)
    return {plain_text[i : i + 2] for i in range(len(plain_text) - 1)}


def _operand(question: Question, about: str, evidence: Evidence) -> list[Candidate]:
    """The facts that `about` may mean, best first."""
    words = re.sub(r"\d{4}年(?:度)?", "", about)
    # The scope says nothing of what is counted: 西湖区转办工单 are its 转办工单.
    for region in question.regions:
        words = words.replace(region, "").replace(region[:-1] if len(region) > 2 else region, "")
    words = words.strip(" 的")
    if len(words) < 2:
        return []
    part = replace(question, about=words, added=field_words(words), keys=keys_of(words), wanted=None)
    ranked = [c for c in rank_facts(part, evidence) if c.fact.quantity.unit != "%" and c.fact.kind != "score"]
    return [c for c in ranked[:_TRIED] if c.score >= _ENOUGH and c.fact.quantity.value is not None]


def _pair(
    first: Sequence[Candidate], second: Sequence[Candidate], fits: Callable[[Fact, Fact], bool]
) -> tuple[Candidate, Candidate] | None:
    """The two operands of one report that fit the question and each other best."""
    best: tuple[float, tuple[Candidate, Candidate]] | None = None
    for one in first:
        for other in second:
            a, b = one.fact, other.fact
            if a.id == b.id or a.citation.source != b.citation.source or not fits(a, b):
                continue
            if not comparable(a.quantity.unit, b.quantity.unit):
                continue
            total = (
                one.score + other.score + (_SAME_SECTION if a.citation.section == b.citation.section else 0.0)
            )
            if best is None or total > best[0]:
                best = (total, (one, other))
    return best[1] if best else None


def _answer(
    question: Question, pair: tuple[Candidate, Candidate], value: Decimal, unit: str, said: str, working: str
) -> Answer:
    told = "，".join(f"{named(c.fact)}为{amount(c.fact)}" for c in pair)
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{told}；{working}。",
        confidence=round(min(sureness(c.score) for c in pair) * 0.9, 3),
        citations=tuple(c.fact.citation for c in pair),
        value=value,
        unit=unit,
        working=working,
    )


def _grouped(value: Decimal) -> str:
    """Digits in groups of three, as accounts print them."""
    whole, _, rest = plain(value).partition(".")
    return f"{int(whole):,}{'.' + rest if rest else ''}"


_WAYS: dict[str, Callable[[Question, re.Match[str], Evidence], Answer | None]] = {
    "share": _share,
    "saving": _saving,
    "remainder": _remainder,
}
