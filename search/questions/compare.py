"""Scopes side by side: regions, departments or years, with the difference or the winner, computed exactly.

For each side the facts that could answer are ranked as for one number; those are taken together that fit the question
and each other best, so that no rate is held against another rate and no person against a visit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable, dimension
from search.answer import Answer, ScopedValue
from search.evidence import Evidence
from search.library.report import Report
from search.matching import terms
from search.questions.metric import Candidate, rank_facts, refuse, said_elsewhere, sureness
from search.scope import reports_of
from search.understand import Question, Side, asking
from search.wording import amount, shorten, when

# Facts of each side that are tried with those of the others.
_TRIED = 8
# How much it counts that the metrics of the sides are worded alike.
_ALIKE = 0.35
# A side may fit the question a little less than a single answer must: the others speak for it.
_ENOUGH = 0.36
# Counts worded less alike than this may be of different things: told side by side, never ranked or subtracted.
# Rates, ranks and marks are the same only if nothing that tells them apart differs.
_SAME_COUNT = 0.34
# A wording that has all of a shorter one is like it, a little less than an equal one.
_PART = 0.6
_EXACT = frozenset({"ratio", "score", "points", None})
_DIFFERENT_THINGS = 0.6
_CONTRADICTED = 0.7
_LONGEST = 60
_NAME_OF_POINTS = "个百分点"
# A rank rises as its number falls.
_CHANGED = {False: {"up": "增加", "down": "减少"}, True: {"up": "上升", "down": "下降"}}


@dataclass(frozen=True, slots=True)
class Found:
    """One side with the report and the fact that speak for it."""

    side: Side
    report: Report
    candidate: Candidate

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.candidate.fact

    @property
    def name(self) -> str:
        """The side as a reader would call it; a city's own office is no region among its districts."""
        about = self.report.about
        if about.district is None and about.city:
            return f"{about.city}局" if about.department and about.department.endswith("局") else about.city
        return about.region or self.report.source


def answer_compare(question: Question, evidence: Evidence) -> Answer:
    """The sides of the question with their values, the difference of two, or which of them is ahead."""
    sides = question.sides or _each_district(evidence)
    options = [(side, _ranked(question, side, evidence)) for side in sides]
    missing = [side for side, ranked in options if not ranked]
    if not question.sides and len(options) > len(missing) + 1:
        # No district was named: those that say nothing of it are told, and hold up no answer.
        options = [(side, ranked) for side, ranked in options if ranked]
    chosen = _together(options) if len(options) > 1 and all(ranked for _, ranked in options) else []
    if len(chosen) < 2:
        told = tuple(f"{_words(side)}：报告没有说“{question.about}”" for side in missing)
        return _refused(question, evidence, options, told or ("指标：各方没有可比的数",))
    found = [Found(side, _report(candidate.fact, evidence), candidate) for side, candidate in chosen]
    rivals = [said_elsewhere(f.candidate, ranked) for f, (_, ranked) in zip(found, options, strict=True)]
    return _with_rivals(_with_silent(_compared(question, found), missing), found, rivals)


def _with_rivals(answer: Answer, found: Sequence[Found], rivals: Sequence[Fact | None]) -> Answer:
    """The answer with the second values that a side's own report gives, and less sure for them."""
    told = [(f, rival) for f, rival in zip(found, rivals, strict=True) if rival]
    if not told:
        return answer
    words = "；".join(f"{f.name}的报告另一处写作{amount(rival)}" for f, rival in told)
    return replace(
        answer,
        text=f"{answer.text}{words}，请核对原文。",
        citations=(*answer.citations, *(rival.citation for _, rival in told)),
        confidence=round(answer.confidence * _CONTRADICTED, 3),
    )


def _compared(question: Question, found: Sequence[Found]) -> Answer:
    if not all(same_thing(found[0], other) for other in found[1:]):
        return _unlike(question, found)
    if re.search(asking()["difference"]["pattern"], question.text) and len(found) == 2:
        return _difference(question, found[0], found[1])
    return _winner(question, found)


def _with_silent(answer: Answer, missing: Sequence[Side]) -> Answer:
    """The answer with the districts whose reports do not say it."""
    told = "、".join(_words(side) for side in missing)
    return replace(answer, text=f"{answer.text}{told}的报告没有说。") if told else answer


def _refused(
    question: Question,
    evidence: Evidence,
    options: Sequence[tuple[Side, Sequence[Candidate]]],
    failed: tuple[str, ...],
) -> Answer:
    """A refusal that names the sides that say nothing, with the best facts of the others."""
    closest = sorted((c for _, ranked in options for c in ranked[:1]), key=lambda c: -c.score)
    answer = refuse(question, evidence, closest)
    return replace(answer, text=f"报告里没有答案。{'；'.join(failed)}。", failed=failed)


def _each_district(evidence: Evidence) -> tuple[Side, ...]:
    """A question that asks which district: each that has a report, in its newest year within the scope."""
    newest: dict[str, int | None] = {}
    for report in evidence.scope.reports:
        if report.about.district:
            known = newest.get(report.about.district)
            newest[report.about.district] = max(filter(None, (known, report.about.year)), default=None)
    return tuple(Side(region, year) for region, year in sorted(newest.items()))


def _ranked(question: Question, side: Side, evidence: Evidence) -> list[Candidate]:
    sources = {r.source for r in reports_of(side.region, side.year, evidence.scope.reports)}
    part = replace(question, years=(side.year,) if side.year else ())
    facts = [fact for fact in evidence.facts if fact.citation.source in sources]
    ranked = rank_facts(part, replace(evidence, facts=facts))
    return [c for c in ranked[:_TRIED] if c.score >= _ENOUGH and c.fact.quantity.value is not None]


def _together(options: Sequence[tuple[Side, Sequence[Candidate]]]) -> list[tuple[Side, Candidate]]:
    """One candidate a side: those that fit the question and the first side's metric best."""
    best: tuple[float, list[tuple[Side, Candidate]]] = (0.0, [])
    first, *others = options
    for anchor in first[1]:
        chosen, total = [(first[0], anchor)], anchor.score
        for side, ranked in others:
            fits = [c for c in ranked if _may_compare(anchor.fact, c.fact)]
            if not fits:
                break
            mate = max(fits, key=lambda c: c.score + _ALIKE * alike(anchor.fact, c.fact))
            total += mate.score + _ALIKE * alike(anchor.fact, mate.fact)
            chosen.append((side, mate))
        if len(chosen) == len(options) and total > best[0]:
            best = (total, chosen)
    return best[1]


def _may_compare(one: Fact, other: Fact) -> bool:
    return comparable(one.quantity.unit, other.quantity.unit) and one.kind == other.kind


def core(metric: str) -> str:
    """A metric without the words that do not change what it counts.

    >>> core("市12345政务服务便民热线转办工单满意率"), core("企业工单满意率")
    ('满意率', '企业满意率')
    """
    return re.sub("|".join(sorted(asking()["neutral"]["words"], key=len, reverse=True)), "", metric)


def same_thing(one: Found, other: Found) -> bool:
    """Whether two facts count the same, so that they may be ranked and subtracted."""
    likeness = alike(one.fact, other.fact)
    if likeness == 1.0:
        return True
    if one.side.region == other.side.region and one.fact.quantity.unit == other.fact.quantity.unit != "%":
        return likeness >= _SAME_COUNT  # one department, a year later
    exact = one.fact.kind == "rank" or dimension(one.fact.quantity.unit) in _EXACT
    return not exact and likeness >= _SAME_COUNT


def alike(one: Fact, other: Fact) -> float:
    """How alike two metrics are worded, 0 to 1; 1 for one canonical metric.

    Dice, or the overlap of the shorter, over the character pairs of their cores.
    """
    if one.metric_id == other.metric_id or core(one.metric) == core(other.metric):
        return 1.0
    left, right = ({t for t in terms(core(f.metric)) if len(t) > 1} for f in (one, other))
    if not left or not right:
        return 0.0
    both = len(left & right)
    return max(2 * both / (len(left) + len(right)), _PART * both / min(len(left), len(right)))


def _difference(question: Question, first: Found, second: Found) -> Answer:
    """Later less earlier for years; for regions the larger less the smaller, with who is ahead."""
    years = first.side.region == second.side.region
    larger, smaller = sorted((first, second), key=lambda f: f.fact.quantity.low, reverse=True)
    change = larger.fact.quantity.low - smaller.fact.quantity.low
    unit = _NAME_OF_POINTS if first.fact.quantity.unit == "%" else first.fact.quantity.unit
    number = f"{_number(change, unit)}{_unit(change, unit)}"
    # 约120场 and 150余场 are some 30 apart, not 30.
    exact = all(f.fact.quantity.op == "=" for f in (first, second))
    said = number if exact else f"约{number}"
    working = f"{amount(larger.fact)} − {amount(smaller.fact)} {'=' if exact else '≈'} {number}"
    # Of ranks the smaller number is the better one.
    ahead = smaller if first.fact.kind == "rank" else larger
    if not change:
        short, direction = "不变" if years else "相同", "same"
    elif years:
        direction = "up" if second is ahead else "down"
        short = f"{_CHANGED[first.fact.kind == 'rank'][direction]}{said}"
    else:
        more = "靠前" if first.fact.kind == "rank" else "高" if unit == _NAME_OF_POINTS else "多"
        direction, short = "up", f"{ahead.name}{more}{said}"
    return _answer(
        question, (first, second), "trend" if years else "compare", short, working, change, unit, direction
    )


def _winner(question: Question, found: Sequence[Found]) -> Answer:
    """Who is ahead: the smallest rank, else the largest number, or the least where the question asks for it."""
    least = bool(re.search(asking()["least"]["pattern"], question.text))
    ranks = found[0].fact.kind == "rank"
    saves = "控制率" in found[0].fact.metric and re.search("省|节约", question.text)
    ordered = sorted(found, key=lambda f: f.fact.quantity.low, reverse=not (least != ranks or bool(saves)))
    first = ordered[0]
    tied = [f for f in ordered if f.fact.quantity.low == first.fact.quantity.low]
    # Years of one place are told apart by the year.
    one_place = len({f.name for f in found}) == 1
    names = "、".join(dict.fromkeys(when(f.fact) or _words(f.side) if one_place else f.name for f in tied))
    working = " ； ".join(f"{f.name}{when(f.fact)}{amount(f.fact)}" for f in ordered)
    return _answer(
        question, ordered, "compare", f"{names}（{amount(first.fact)}）", working, None, None, None
    )


def _unlike(question: Question, found: Sequence[Found]) -> Answer:
    """The values side by side, with the warning that the reports count different things."""
    one_place = len({f.name for f in found}) == 1
    listed = "；".join(f"{when(f.fact) if one_place else f.name}{amount(f.fact)}" for f in found)
    answer = _answer(question, found, "compare", f"口径不同：{listed}", "", None, None, None)
    warned = f"{answer.text.removesuffix('。')}；各份报告统计口径不同，不宜直接排名或相减。"
    return replace(
        answer, text=warned, working=None, confidence=round(answer.confidence * _DIFFERENT_THINGS, 3)
    )


def _answer(
    question: Question,
    found: Sequence[Found],
    kind: str,
    short: str,
    working: str,
    value: Decimal | None,
    unit: str | None,
    direction: str | None,
) -> Answer:
    told = "；".join(f"{f.name}{when(f.fact)}的{f.fact.metric}为{amount(f.fact)}" for f in found)
    periods = {str(f.fact.period)[5:] for f in found}
    note = "（各方统计的时段不同，请留意）" if len(periods) > 1 else ""
    return Answer(
        question=question.text,
        kind="trend" if kind == "trend" else "compare",
        short=shorten(short, _LONGEST),
        text=f"{told}。{short}{note}。",
        confidence=round(min(sureness(f.candidate.score) for f in found) * 0.95, 3),
        citations=tuple(f.fact.citation for f in found),
        value=value,
        unit=unit,
        direction=direction,
        values=tuple(_scoped(f) for f in found),
        working=working,
    )


def _scoped(found: Found) -> ScopedValue:
    about, fact = found.report.about, found.fact
    return ScopedValue(
        region=about.region,
        department=about.department,
        year=found.side.year or about.year,
        subject=fact.subject,
        value=fact.quantity.value,
        unit=fact.quantity.unit,
        citation=fact.citation,
    )


def _number(value: Decimal, unit: str) -> str:
    """Large amounts of money in 万元, as the reports print them; all else in full."""
    return plain(value.scaleb(-4)) if unit == "元" and value >= 10_000 else plain(value)


def _unit(value: Decimal, unit: str) -> str:
    return "万元" if unit == "元" and value >= 10_000 else unit


def _report(fact: Fact, evidence: Evidence) -> Report:
    return evidence.report(fact.citation.source)


def _words(side: Side) -> str:
    return f"{side.region or ''}{f'{side.year}年' if side.year else ''}"
