"""What was reached against what was aimed at: by how much, and which indicators fell short.

A table of indicators, or a target in one part and the outcome in another, tells both; words of the question name the indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.narrowness import bare_metric
from search.questions.operands import grouped, terms_of
from search.questions.within import is_place
from search.understand import Question
from search.wording import amount, shorten

_LONGEST = 60
_SURE = 0.75
_SURE_OF_LIST = 0.7
_HALF = 0.5
_MUCH = 10_000
_PART = 2
_AIM = re.compile(r"(?:目标|指标值|目标值|计划)(?:数|值|为)?$")
# What a sentence puts before the thing that is aimed at or done.
_DOING = re.compile(
    r"^(?:提出|力争|确保|预计|计划|要求|仍|已|全[年市区县]|年内|年度|共|累计|实际|完成|实现|达到?|新增(?=新))+|(?:只|仅)?(?:完成|达到?|实现|年度|全年|实际)+$"
)
_BY = re.compile(
    r"(?:目标|计划|任务|预期|指标值)[^,，。？?]{0,8}?(?:多|少|高|低|超|差|欠|短缺)[^,，。？?]{0,6}(?:多少|几)"
    r"|超额(?:完成)?(?:了)?(?:多少|几)"
    r"|(?:超出|超过|超额|少于|低于|高于|距离?|离|差)[^,，。？?]{0,20}(?:目标|计划|任务|预期)[^?？]{0,12}(?:多少|几)"
)
_MORE = re.compile(r"超[出过额]|[多高](?:出|了)?(?:多少|几)")
_LESS = re.compile(r"[少低欠差缺](?:了)?(?:多少|几)|少于|低于|短缺")
_MISSED = re.compile(
    r"(?:没有?|未能?|不)(?:全部)?(?:达到?|完成|实现|达成)[^,，。？?]{0,8}(?:目标|指标|预期|任务|计划|标)|未达标|没达标|未完成|低于目标"
)
_WHICH = re.compile(r"哪|什么|列出")
_COUNT = re.compile(r"指标|目标|任务|项")


@dataclass(frozen=True, slots=True)
class Pair:
    """What an indicator should have reached, and what it did."""

    name: str
    aim: Fact
    done: Fact

    @property
    def missed(self) -> bool:
        """Whether it fell short: below a floor, above a ceiling."""
        return (
            self.done.quantity.low > self.aim.quantity.low
            if self.aim.quantity.op in ("<", "<=")
            else self.done.quantity.low < self.aim.quantity.low
        )


def asks_goal(question: Question) -> bool:
    """Whether a question holds what was reached against what was aimed at."""
    text = fold(question.text)
    return bool(_BY.search(text)) or bool(
        _MISSED.search(text) and _WHICH.search(text) and _COUNT.search(text)
    )


def answer_goal(question: Question, evidence: Evidence) -> Answer | None:
    """By how much an indicator missed or passed its aim, or those that missed theirs; None for any other question."""
    if not asks_goal(question):
        return None
    text = fold(question.text)
    # What a district did is not what the city aimed at.
    whole = [fact for fact in evidence.facts if not is_place(fact, evidence)]
    sources = sorted({fact.citation.source for fact in whole})
    if _BY.search(text):
        of_all = [[f for f in whole if f.citation.source == source] for source in sources]
        return _by(question, [pair for facts in of_all for pair in pairs_of(facts, question)], text)
    if len(sources) > 1:
        return None
    pairs = pairs_of(whole, question)
    return _list(question, [pair for pair in pairs if pair.missed and _AIM.search(pair.aim.metric)])


def pairs_of(facts: Iterable[Fact], question: Question) -> list[Pair]:
    """Aims with the outcomes of the same thing: of a row of a table, or worded nearly alike."""
    told = [f for f in facts if f.quantity.value is not None and f.kind not in ("score", "rank", "change")]
    if question.years:
        told = [f for f in told if f.period is None or f.period.year in question.years]
    aims = [f for f in told if f.kind == "target" or _AIM.search(f.metric)]
    done = [f for f in told if f.kind == "actual" and not _AIM.search(f.metric)]
    found = []
    for aim in aims:
        name = thing_of(aim.metric)
        near = [
            (_alike(name, thing_of(f.metric)), f.citation.section == aim.citation.section, f)
            for f in done
            if comparable(f.quantity.unit, aim.quantity.unit)
        ]
        fitting = [row for row in near if row[0] == 1 or (row[1] and row[0] >= _HALF)]
        if not fitting and (behind := _behind(aim, done)):
            fitting = [(1.0, True, behind)]
        if fitting:
            best = max(
                fitting, key=lambda row: (row[0], row[1], -abs(row[2].citation.start - aim.citation.start))
            )
            found.append(Pair(name, aim, best[2]))
    return found


def thing_of(metric: str) -> str:
    """What a number is of, without the words of doing and aiming.

    >>> thing_of("提出全年完成综合交通投资"), thing_of("高层次卫生人才引进目标数"), thing_of("综合交通投资仍完成")
    ('综合交通投资', '高层次卫生人才引进', '综合交通投资')
    """
    name = re.sub(r"仍(?=完成|达)", "", _AIM.sub("", metric))
    for _ in range(_PART):
        name = _DOING.sub("", _AIM.sub("", bare_metric(name)))
    return name or metric


def _behind(aim: Fact, done: Sequence[Fact]) -> Fact | None:
    """The outcome that stands right behind its aim in the same sentence: 目标60名，到岗42名."""
    following = [
        f
        for f in done
        if f.citation.source == aim.citation.source
        and f.citation.section == aim.citation.section
        and 0 <= f.citation.start - aim.citation.end <= _NEXT
        and f.quantity.unit == aim.quantity.unit
    ]
    return min(following, key=lambda f: f.citation.start, default=None)


_NEXT = 12


def _alike(one: str, other: str) -> float:
    a, b = terms_of(one), terms_of(other)
    return len(a & b) / max(1, min(len(a), len(b))) * (0.5 + 0.5 * len(a & b) / max(1, len(a | b)))


def _by(question: Question, pairs: Sequence[Pair], text: str) -> Answer | None:
    asked = terms_of(question.text)
    scored = []
    for pair in pairs:
        if (
            question.wanted
            and question.wanted.unit
            and not comparable(pair.aim.quantity.unit, question.wanted.unit)
        ):
            continue
        pairs_told = terms_of(pair.name)
        share = len(pairs_told & asked) / max(1, len(pairs_told))
        denied = (bool(_MORE.search(text)) and pair.done.quantity.low < pair.aim.quantity.low) or (
            bool(_LESS.search(text)) and pair.done.quantity.low > pair.aim.quantity.low
        )
        if share >= _HALF and not denied:  # no number for what the report denies
            scored.append((share, len(pairs_told & asked), pair))
    if not scored:
        return None
    best = max(scored, key=lambda row: row[:2])[2]
    aim, done = best.aim.quantity.low, best.done.quantity.low
    value = abs(done - aim)
    unit = best.done.quantity.unit
    shown = "个百分点" if unit == "%" else unit
    large = unit == "元" and value >= _MUCH
    said = (
        f"{grouped(value.scaleb(-8))}亿元"
        if large and value >= _MUCH * _MUCH
        else (f"{grouped(value.scaleb(-4))}万元" if large else f"{plain(value)}{shown}")
    )
    more, less = (best.done, best.aim) if done >= aim else (best.aim, best.done)
    working = f"{amount(more)} − {amount(less)} = {said}"
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{best.name}的目标为{amount(best.aim)}，实际{amount(best.done)}；{working}。",
        confidence=_SURE,
        citations=(best.aim.citation, best.done.citation),
        value=value,
        unit=shown,
        direction="same" if not value else "up" if done > aim else "down",
        working=working,
    )


def _list(question: Question, missed: Sequence[Pair]) -> Answer | None:
    unique = {pair.name: pair for pair in missed}
    if not unique:
        return None
    said = "；".join(f"{p.name}（目标{amount(p.aim)}，实际{amount(p.done)}）" for p in unique.values())
    return Answer(
        question=question.text,
        kind="list",
        short=shorten("、".join(unique), _LONGEST),
        text=f"{said}。",
        confidence=_SURE_OF_LIST,
        citations=tuple(c for p in unique.values() for c in (p.aim.citation, p.done.citation)),
        items=tuple(name[:_LONGEST] for name in unique),
        working=said,
    )
