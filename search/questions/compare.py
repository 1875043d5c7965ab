"""Scopes side by side: regions, departments or years, with the difference, the growth, the multiple or the winner.

A change against the year before that a report prints itself is told before one is computed; what is computed shows its
working and cites both numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.facts import Direction, Fact
from search.answer import Answer
from search.evidence import Evidence
from search.questions.candidates import Candidate
from search.questions.change import (
    NAME_OF_POINTS,
    Outcome,
    asks_growth,
    asks_times,
    asks_times_more,
    base_question,
    bounded,
    counted,
    difference,
    growth,
    printed_change,
    times,
    times_more,
    wants_changes,
)
from search.questions.likeness import alike
from search.questions.metric import ENOUGH, answer_metric, refuse, said_elsewhere, sureness
from search.questions.sides import ENOUGH_OF_A_SIDE, Found, each_district, ranked_for, same_thing, together
from search.scope import reports_of
from search.understand import Question, Side, asking
from search.wording import amount, shorten, when

_DIFFERENT_THINGS = 0.6
_CONTRADICTED = 0.7
_MIXED_YEARS = 0.7
# Growth is told of metrics worded nearly the same only.
_SAME_WORDS = 0.5
_HEAD = 4
# A printed and a computed change this close, in their unit, are the same but for rounding.
_ROUNDED = 0.06
_LONGEST = 60
_PRINTED_ONLY = re.compile("同比|环比")
_CHANGED = {
    False: {"up": "增加", "down": "减少", "same": "不变"},
    True: {"up": "上升", "down": "下降", "same": "不变"},
}


def answer_compare(question: Question, evidence: Evidence) -> Answer:
    """The sides of the question with their values, the difference of two, or which of them is ahead."""
    later = _later_year(question)
    printed = printed_change(question, _of_year(question, later, evidence), later) if later else None
    computed = _side_by_side(question, evidence)
    if printed:
        return _with_computed(printed, computed)
    if not computed.answerable and later and _PRINTED_ONLY.search(question.text):
        # 同比 without the year before: only the report of the year can say it.
        alone = replace(question, kind="metric", years=(later,))
        return answer_metric(alone, _of_year(question, later, evidence))
    return computed


def _later_year(question: Question) -> int | None:
    """The year whose change against the year before is asked for, None if it is another question."""
    sides = question.sides
    if len(sides) != 2 or sides[0].region != sides[1].region or sides[0].department != sides[1].department:
        return None
    first, last = sorted(side.year or 0 for side in sides)
    asked = re.search(asking()["growth"]["change"], question.text) and not asks_times(question)
    return last if asked and first and last - first == 1 else None


def _of_year(question: Question, year: int, evidence: Evidence) -> Evidence:
    """The evidence of the reports of a year of the question's place; of the year after, where there is none."""
    side = question.sides[0]
    reports = evidence.scope.reports
    own = reports_of(side.region, year, reports, side.department)
    own = own or reports_of(side.region, year + 1, reports, side.department)
    sources = {report.source for report in own}
    return replace(evidence, facts=[f for f in evidence.facts if f.citation.source in sources])


def _with_computed(printed: Answer, computed: Answer) -> Answer:
    """The printed change; where the numbers of both years say otherwise, what they give, with the printed one told."""
    if computed.value is None or printed.value is None or computed.unit != printed.unit:
        return printed
    near = abs(computed.value - printed.value) <= max(printed.value, computed.value) / 100
    near = near or float(abs(computed.value - printed.value)) < _ROUNDED
    if near and computed.direction == printed.direction:
        return replace(printed, citations=tuple(dict.fromkeys((*printed.citations, *computed.citations))))
    return replace(
        computed,
        short=shorten(f"{computed.short}（报告另写作{printed.short}）", _LONGEST),
        text=f"{computed.text}报告另写作{printed.short}，与两年的数不符，请核对原文。",
        citations=(*computed.citations, *printed.citations),
        confidence=round(computed.confidence * _CONTRADICTED, 3),
    )


def _side_by_side(question: Question, evidence: Evidence) -> Answer:
    sides = question.sides or each_district(evidence)
    only_counts = asks_growth(question) or asks_times(question)
    base = base_question(question) if only_counts or _asks_difference(question) else question
    options = [(side, _ranked(base, side, evidence, only_counts=only_counts)) for side in sides]
    missing = [side for side, ranked in options if not ranked]
    if not question.sides and len(options) > len(missing) + 1:
        # No district was named: those that say nothing of it are told, and hold up no answer.
        options = [(side, ranked) for side, ranked in options if ranked]
    chosen = together(options) if all(ranked for _, ranked in options) else []
    if len(chosen) < 2:
        told = tuple(f"{_words(side)}：报告没有说“{question.about}”" for side in missing)
        return _refused(question, evidence, options, told or ("指标：各方没有可比的数",))
    found = [Found(side, evidence.report(c.fact.citation.source), c) for side, c in chosen]
    rivals = [said_elsewhere(f.candidate, ranked) for f, (_, ranked) in zip(found, options, strict=True)]
    answer = _compared(question, found)
    if answer is None:
        return _refused(question, evidence, options, ("指标：各方的数不是同一个口径，算不出来",))
    return _with_rivals(_with_silent(answer, missing), found, rivals)


def _ranked(
    question: Question, side: Side, evidence: Evidence, *, only_counts: bool = False
) -> list[Candidate]:
    # Where a difference names no kind of number, any fits: the words must fit the better.
    enough = ENOUGH_OF_A_SIDE if question.wanted or not _asks_difference(question) else ENOUGH
    if only_counts:
        evidence = replace(evidence, facts=[fact for fact in evidence.facts if counted(fact)])
    elif not wants_changes(question):
        evidence = replace(evidence, facts=[fact for fact in evidence.facts if fact.kind != "change"])
    return ranked_for(question, side, evidence, enough)


def _asks_difference(question: Question) -> bool:
    return bool(re.search(asking()["difference"]["pattern"], question.text))


def _compared(question: Question, found: Sequence[Found]) -> Answer | None:
    """The answer for the facts chosen; None where growth or a multiple would be of two things."""
    alike_all = all(same_thing(found[0], other) for other in found[1:])
    part = asks_growth(question) or asks_times(question)
    bounds = any(bounded(f.fact) for f in found)
    if part and len(found) == 2:
        first, second = found
        same_time = not _mixed(question, found) and len(_parts(found)) == 1
        fits = alike_all and same_time and not bounds and _same_words(question, first.fact, second.fact)
        return _part(question, first, second) if fits else None
    if not alike_all:
        return _unlike(question, found)
    if _asks_difference(question) and len(found) == 2:
        if bounds or _mixed(question, found):
            return _unlike(question, found, alike_all=True)
        return _difference(question, found[0], found[1])
    if _mixed(question, found) and len({f.report.about.year for f in found}) == 1:
        return _unlike(
            question, found, alike_all=True
        )  # reports of one year tell of others: no side is ahead
    return _winner(question, found)


def _same_words(question: Question, one: Fact, other: Fact) -> bool:
    """Whether two metrics are worded nearly the same, or both have the noun that the question ends with (服务人数)."""
    head = base_question(question).about.replace(" ", "")[-_HEAD:]
    both = len(head) == _HEAD and all(head in fact.metric for fact in (one, other))
    return both or alike(one, other) >= _SAME_WORDS


def _part(question: Question, first: Found, second: Found) -> Answer | None:
    """The growth of one number over the other, or how many times it is."""
    base, other = (second, first) if _is_base(question, second) else (first, second)
    way = times_more if asks_times_more(question) else times if asks_times(question) else growth
    outcome = way(base.fact, other.fact)
    if outcome is None:
        return None
    if first.name != second.name and not asks_times(question):
        more = {"up": "多", "down": "少", "same": "相同"}[outcome.direction]
        said = outcome.short.removeprefix(_CHANGED[False][outcome.direction])
        outcome = replace(outcome, short=f"{other.name}{more}{said}")
    return _answer(question, (first, second), outcome, "trend" if first.name == second.name else "compare")


def _is_base(question: Question, found: Found) -> bool:
    """Whether the question measures against this side: 比增城区多, 是2022年的几倍. Of years growth takes the earlier."""
    region = (found.side.region or "")[:-1] or found.side.region or ""
    dated = len({side.region for side in question.sides}) == 1
    name = f"{found.side.year}年" if dated and not found.side.department else found.side.department or region
    if asks_times_more(question):
        return bool(re.search(rf"比[^，。？]{{0,4}}{re.escape(name)}", question.text))
    if asks_times(question):
        return bool(re.search(rf"(?:是|为|相当于){re.escape(name)}[^，。？是为]{{0,14}}倍", question.text))
    return not dated and bool(re.search(rf"比{re.escape(name)}", question.text))


def _difference(question: Question, first: Found, second: Found) -> Answer:
    """Later less earlier for years; for places the larger less the smaller, with who is ahead."""
    outcome = difference(first.fact, second.fact)
    ranks = first.fact.kind == "rank"
    if first.name == second.name:
        said = outcome.short if outcome.value else ""
        outcome = replace(outcome, short=f"{_CHANGED[ranks][outcome.direction]}{said}")
        return _answer(question, (first, second), outcome, "trend")
    if not outcome.value:
        return _answer(question, (first, second), replace(outcome, short="相同"), "compare")
    ahead = second if outcome.direction == "up" else first
    more = "靠前" if ranks else "高" if outcome.unit == NAME_OF_POINTS else "多"
    outcome = replace(outcome, short=f"{ahead.name}{more}{outcome.short}", direction="up")
    return _answer(question, (first, second), outcome, "compare")


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
    working = " ； ".join(f"{f.dated}{amount(f.fact)}" for f in ordered)
    answer = _listed(question, ordered, f"{names}（{amount(first.fact)}）")
    sure = _MIXED_YEARS if _mixed(question, found) else 1.0
    return replace(answer, working=working, confidence=round(answer.confidence * sure, 3))


def _unlike(question: Question, found: Sequence[Found], *, alike_all: bool = False) -> Answer:
    """The values side by side, with the warning that the reports count different things or tell of other years."""
    one_place = len({f.name for f in found}) == 1
    listed = "；".join(f"{when(f.fact) if one_place else f.name}{amount(f.fact)}" for f in found)
    why = "和".join(
        reason for reason, holds in (("年度", _mixed(question, found)), ("口径", not alike_all)) if holds
    )
    answer = _listed(question, found, f"{f'{why}不同' if why else '不是确数'}：{listed}")
    reason = f"各份报告{why.replace('口径', '统计口径')}不同" if why else "报告给出的不是确数"
    warned = f"{answer.text.removesuffix('。')}；{reason}，不宜直接排名或相减。"
    return replace(answer, text=warned, confidence=round(answer.confidence * _DIFFERENT_THINGS, 3))


def _mixed(question: Question, found: Sequence[Found]) -> bool:
    """Whether numbers of several years are held against each other though the question names no years."""
    return not question.years and len({f.year for f in found}) > 1


def _periods(question: Question, found: Sequence[Found]) -> str:
    """The periods of the sides, where they differ in more than what the question names."""
    told = "、".join(f.dated for f in found)
    if _mixed(question, found):
        return f"（各方年度不同：{told}）"
    return f"（各方统计的时段不同：{told}）" if len(_parts(found)) > 1 else ""


def _parts(found: Sequence[Found]) -> set[str]:
    """The parts of the year that the numbers are of: "" for all of it."""
    return {str(f.fact.period)[5:] for f in found if f.fact.period}


def _listed(question: Question, found: Sequence[Found], short: str) -> Answer:
    """All sides with their numbers, behind them the answer alone."""
    told = "；".join(f"{f.dated}的{f.fact.metric}为{amount(f.fact)}" for f in found)
    return Answer(
        question=question.text,
        kind="compare",
        short=shorten(short, _LONGEST),
        text=f"{told}。{short}{_periods(question, found)}。",
        confidence=round(max(0.05, min(sureness(f.candidate.score) for f in found) * 0.95), 3),
        citations=tuple(f.fact.citation for f in found),
        values=tuple(f.scoped for f in found),
    )


def _answer(question: Question, found: Sequence[Found], outcome: Outcome, kind: str) -> Answer:
    direction: Direction = outcome.direction
    return replace(
        _listed(question, found, outcome.short),
        kind="trend" if kind == "trend" else "compare",
        value=outcome.value,
        unit=outcome.unit,
        direction=direction,
        working=outcome.working,
    )


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


def _words(side: Side) -> str:
    return f"{side.region or ''}{side.department or ''}{f'{side.year}年' if side.year else ''}"
