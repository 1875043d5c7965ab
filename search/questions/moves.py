"""By how much a number moved that one sentence tells before and after: 由 460 元降到 312 元, 5.12 万对，上年同期为 6.03 万对.

>>> [(str(m.before), str(m.after), m.unit) for m in moves_in("平均采购价由上年的460元降到312元。")]
[('460', '312', '元')]
>>> [(str(m.before), str(m.after), m.when) for m in moves_in("受理诉求313件，较2022年的287件增长9.0%。")]
[('287', '313', '2022年')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise

from graph.facts import Direction
from graph.quantity import find_quantities, plain
from graph.units import comparable, dimension
from ingest.document import Document
from ingest.fold import fold
from ingest.split import sentences
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.questions.limits import same_rate
from search.questions.operands import grouped
from search.understand import Question, asking
from search.wording import shorten

_LONGEST = 60
_SURE, _LESS_SURE = 0.75, 0.65
_MUCH = 10_000
_HUNDREDTH = Decimal("0.01")
_PER_CENT = "%"
_POINTS = "个百分点"
# A place must tell so much of the question, and so much more than the next one.
_ENOUGH, _AHEAD = 0.3, 0.04
# And less where the question names its very unit, if no other comes near.
_ENOUGH_OF_UNIT, _FAR_AHEAD = 0.2, 0.08
# Between the old number and the new one stand the verb and little else.
_VERB = (
    r"提高|提升|上升|增加|增长|增|上调|上涨|涨|升|扩大|扩|延长|下降|降低|降|减少|减|压缩|压减|缩短|缩减|缩|下调|回落|调整"
    r"|调|变|跌|省"
)
_TIME = r"(?:了|现在的|目前的|年[末底]的|\d{4}年的|\d{1,2}月的|[约近])?"
_TO = re.compile(rf"(?:的)?[^，。；、\d]{{0,6}}?[，,]?(?:{_VERB})[^，。；、\d]{{0,3}}?(?:到|至|为|成){_TIME}")
_FROM = re.compile(r"(?:由|从)(?P<when>[^，。；由从]{0,14}?)(?:约|近)?$")
# 5.12万对，上年同期为6.03万对; 313件，较2022年的287件增长9.0%.
_SAME_TIME = re.compile(
    r"[，,（(](?:比|较|而|相比)?(?P<when>(?:上年|去年)(?:度|同期)?|(?<=[比较])(?:19|20)\d{2}年(?:度|同期)?|(?:19|20)\d{2}年同期)(?:的|为|是|约)$"
)
# What is planned has not moved yet.
_PLANNED = re.compile(r"力争|计划|拟|争取|预计|目标|到(?:19|20)\d{2}年|下一步")
_BOUNDS = (">", ">=", "<", "<=")
_MONTHS = re.compile(r"\d{1,2}月|[一二三四]季度|[上下]半年")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Move:
    """Two values of one number, told at `start:end`; `when` says of what time the earlier one is, "" if of none."""

    before: Decimal
    after: Decimal
    unit: str
    when: str
    start: int
    end: int
    exact: bool


@lru_cache(64)
def moves_of(document: Document) -> tuple[Move, ...]:
    """The moves that a report tells, in order; places are those of the report."""
    return tuple(
        replace(move, start=move.start + start, end=move.end + start)
        for start, end in sentences(document.text, 0, len(document.text))
        for move in moves_in(document.text[start:end])
    )


def moves_in(text: str) -> list[Move]:
    """The moves of one sentence."""
    return list(_moves(text))


def _moves(text: str) -> Iterator[Move]:
    found = find_quantities(text)
    for one, other in pairwise(found):
        if not comparable(one.quantity.unit, other.quantity.unit) or not (
            one.quantity.value is not None and other.quantity.value is not None
        ):
            continue
        if {one.quantity.op, other.quantity.op} & {*_BOUNDS} or _PLANNED.search(text, 0, one.start):
            continue
        between, exact = text[one.end : other.start], one.quantity.op == other.quantity.op == "="
        clause = max((text.rfind(mark, 0, one.start) for mark in "，。；,;、"), default=-1) + 1
        lead = _FROM.search(text, clause, one.start)
        if lead and _TO.fullmatch(between):
            yield Move(
                one.quantity.low, other.quantity.low, other.quantity.unit, "".join(lead["when"].split()),
                clause, other.end, exact,
            )  # fmt: skip
            continue
        same = _SAME_TIME.search(between)
        if same and same.start() == 0 and "".join(between.split()):
            yield Move(
                other.quantity.low, one.quantity.low, one.quantity.unit, same["when"], clause, other.end, exact
            )  # fmt: skip


def answer_moved(question: Question, evidence: Evidence) -> Answer | None:
    """By how much the number moved, in the unit that the question names; None for any other or where none is clearly meant.

    Without a unit the change that a report prints itself comes first, whichever way it is told (`answer_moved_at_all`).
    """
    named = question.wanted is not None and question.wanted.unit is not None
    data = asking()["moved"]
    if named and not re.search(data["change"], re.sub(data["after"], " ", fold(question.text))):
        return answer_end(question, evidence)  # 减到了多少家 asks for no change
    return answer_moved_at_all(question, evidence) if named and not _MONTHS.search(question.text) else None


def answer_moved_at_all(question: Question, evidence: Evidence) -> Answer | None:
    """By how much the number moved, in whatever unit it is told."""
    text, data = fold(question.text), asking()["moved"]
    if not re.search(data["change"], text):
        return None
    rated = bool(re.search(data["rated"], text))
    found = _meant(question, evidence, re.sub(data["words"], " ", question.about), rated=rated)
    return _answer(question, *found, rated=rated) if found else None


def answer_end(question: Question, evidence: Evidence) -> Answer | None:
    """What the number was before, or what it came to; None for any other question or where none is clearly meant."""
    text, data = fold(question.text), asking()["moved"]
    before, after = bool(re.search(data["before"], text)), bool(re.search(data["after"], text))
    found = _meant(question, evidence, question.about, rated=False) if before != after else None
    if found is None:
        return None
    move, document = found
    value = move.before if before else move.after
    said = _said(value, move.unit)
    citation = document.cite(move.start, move.end)
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{said}。依据：“{citation.quote}”",
        confidence=_LESS_SURE,
        citations=(citation,),
        value=value,
        unit=move.unit,
    )


def _meant(
    question: Question, evidence: Evidence, about: str, *, rated: bool
) -> tuple[Move, Document] | None:
    """The move that fits best; None where none fits, two do, or reports of several places are asked."""
    if len({report.about.region for report in evidence.scope.reports}) > 1:
        return None
    places = [
        ((move, document), document, move.start, move.end)
        for document in documents_of(evidence)
        for move in moves_of(document)
        if _fits(question, move, document, rated=rated)
        and same_rate(question.about, document.text[move.start : move.end])
    ]
    scored = fitted(question, evidence, places, about)
    if not scored:
        return None
    best, (move, document) = scored[0]
    rivals = [s for s, (other, _) in scored[1:] if (other.before, other.after) != (move.before, move.after)]
    ahead = best - (rivals[0] if rivals else 0.0)
    named = question.wanted is not None and question.wanted.unit == move.unit
    sure = best >= _ENOUGH and ahead >= _AHEAD
    return (move, document) if sure or (named and best >= _ENOUGH_OF_UNIT and ahead >= _FAR_AHEAD) else None


def _fits(question: Question, move: Move, document: Document, *, rated: bool) -> bool:
    """Whether a move is of the unit, the way and the years that a question names."""
    text, data = fold(question.text), asking()["moved"]
    wanted = question.wanted
    asked = wanted.dimension if wanted else "any"
    told = "points" if move.unit == _PER_CENT else dimension(move.unit)
    if rated and (move.unit == _PER_CENT or not move.before):
        return False
    named = wanted is not None and wanted.unit == move.unit
    if not (rated or named or asked in ("any", "items", told) or (asked, told) == ("ratio", "points")):
        return False
    up, down = bool(re.search(data["up"], text)), bool(re.search(data["down"], text))
    if up != down and (move.after > move.before) != up:
        return False  # no number for what the report denies
    told = document.text[move.start : move.end]
    if any(month not in told for month in _MONTHS.findall(question.text)):
        return False
    years = {int(year) for year in _YEAR.findall(move.when)}
    own = document.about.year
    if question.years and own and max(question.years) != own:
        return False
    early = min(question.years) if len(question.years) > 1 else None
    return not early or (years == {early} if years else early == (own or 0) - 1)


def _answer(question: Question, move: Move, document: Document, *, rated: bool) -> Answer:
    value = abs(move.after - move.before)
    unit = _POINTS if move.unit == _PER_CENT else move.unit
    before, after = (_said(v, move.unit) for v in (move.before, move.after))
    about = "" if move.exact else "约"
    if rated:
        share = (value * 100 / move.before).quantize(_HUNDREDTH, ROUND_HALF_UP)
        value, unit, said = share, _PER_CENT, f"{about}{plain(share)}%"
        working = f"({after} − {before}) ÷ {before} × 100% {'≈' if about else '='} {said}"
    else:
        said = f"{about}{_said(value, unit)}"
        more, less = (after, before) if move.after >= move.before else (before, after)
        working = f"{more} − {less} {'≈' if about else '='} {said}"
    direction: Direction = "same" if not value else "up" if move.after > move.before else "down"
    words = {"up": "增加", "down": "减少", "same": "不变"}[direction]
    return Answer(
        question=question.text,
        kind="trend",
        short=shorten(f"{words}{said}" if value else words, _LONGEST),
        text=f"由{before}变为{after}；{working}。",
        confidence=_SURE if question.regions else _LESS_SURE,
        citations=(document.cite(move.start, move.end),),
        value=value,
        unit=unit,
        direction=direction,
        working=working,
    )


def _said(value: Decimal, unit: str) -> str:
    if unit == "元" and value >= _MUCH * _MUCH:
        return f"{grouped(value.scaleb(-8))}亿元"
    if unit == "元" and value >= _MUCH:
        return f"{grouped(value.scaleb(-4))}万元"
    return f"{plain(value)}{unit}" if unit in (_PER_CENT, _POINTS) else f"{grouped(value)}{unit}"
