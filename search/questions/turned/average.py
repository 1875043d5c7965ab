"""Means of numbers that the reports print: over places, over months, of one number by the month.

A mean is taken only of numbers that count the same, all of which are there; the formula and every operand are shown.
The mean of rates is a simple one, and that is told: how many stand behind each rate the reports do not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from ingest.fold import fold
from search.answer import Answer
from search.questions.scoped import same_thing
from search.questions.turned.asker import Asker, refused
from search.understand import asking
from search.wording import amount, named, shorten, when

_LONGEST = 60
_HUNDREDTH = Decimal("0.01")
_LESS = 0.9  # the operands must all be right
_FEWEST = 2
_YEAR_MONTHS = 12
_FEW_SURE = 0.05


def answer_average(question: str, asker: Asker) -> Answer | None:
    """The mean, a refusal where an operand is missing or counts something else; None for any other question."""
    text, data = fold(question), asking()["average"]
    by_month = re.search(data["by_month"], text)
    if by_month:
        return _by_month(question, text[: by_month.start()] + text[by_month.end() :], asker)
    if not re.search(data["pattern"], text):
        return None
    months = re.search(data["months"], text)
    bare = re.sub(data["pattern"], "", text)
    if months:
        return _over_months(question, bare, asker)
    return _over_places(question, bare, asker) if re.search(data["places"], text) else None


def _by_month(question: str, bare: str, asker: Asker) -> Answer | None:
    """A printed mean, else a number of whole months divided by how many they are."""
    printed = asker.one(question.replace("平均每个月", "月均").replace("平均每月", "月均"))
    if printed.answerable and "月均" in "".join(c.quote for c in printed.citations):
        return replace(printed, question=question)
    found = asker.one(bare)
    facts = asker.facts(bare, found) if found.answerable and found.kind == "metric" else []
    if len(facts) != 1 or facts[0].quantity.unit == "%" or not _months_of(facts[0]):
        return refused(question, found, "指标：报告没有印出月均数，也没有能按月平均的整月总数")
    fact, months = facts[0], _months_of(facts[0])
    value = (fact.quantity.low / months).quantize(_HUNDREDTH, ROUND_HALF_UP)
    sign = "=" if value * months == fact.quantity.low and fact.quantity.op == "=" else "≈"
    said = f"{'' if sign == '=' else '约'}{plain(value)}{fact.quantity.unit}"
    working = f"{amount(fact)} ÷ {months}个月 {sign} {plain(value)}{fact.quantity.unit}"
    return _answer(question, [fact], value, said, working, found)


def _months_of(fact: Fact) -> int:
    """How many whole months a number is of, 0 where that is not told."""
    period = fact.period
    if period is None or fact.kind != "actual" or period.year is None:
        return 0
    whole = period.first.day == 1 and re.fullmatch(r"\d{4}(?:-H[12]|-\d\d/\d{4}-\d\d)?", str(period))
    return period.last.month - period.first.month + 1 if whole else 0


def _over_places(question: str, bare: str, asker: Asker) -> Answer | None:
    found = asker.one(bare)
    if not found.answerable:
        return replace(found, question=question)
    facts = asker.facts(bare, found)
    if len(facts) < _FEWEST or len(facts) != len(found.values):
        return refused(question, found, "指标：只找到一方的数，不能求平均")
    understood, _ = asker.prepare(bare)
    silent = [r for r in understood.regions if all(v.region != r for v in found.values)]
    if silent:
        return refused(question, found, f"地区：{'、'.join(silent)}的报告没有说")
    if len({v.region for v in found.values}) != len(found.values) and len(understood.years) < _FEWEST:
        return refused(question, found, "年份：同一个地区有几年的数，请说明哪一年")
    names = [f"{v.region or ''}{when(f)}" for v, f in zip(found.values, facts, strict=True)]
    return _mean(question, facts, names, found)


def _over_months(question: str, bare: str, asker: Asker) -> Answer | None:
    """The mean of the months from one to another, each asked for by itself."""
    match = re.search(asking()["average"]["months"], bare)
    first, last = (int(match["first"]), int(match["last"])) if match else (0, 0)
    if not match or not 1 <= first < last <= _YEAR_MONTHS:
        return None
    facts, names = [], []
    for month in range(first, last + 1):
        asked = f"{bare[: match.start()]}{month}月{bare[match.end() :]}"
        found = asker.one(asked)
        here = asker.facts(asked, found) if found.answerable else []
        if len(here) < 1 or found.values:
            return refused(question, found, f"时间：报告没有说{month}月的数，不能求平均")
        facts.append(here[0])
        names.append(f"{month}月")
    return _mean(question, facts, names, found)


def _mean(question: str, facts: Sequence[Fact], names: Sequence[str], found: Answer) -> Answer:
    """The mean of the facts; a refusal where they do not count the same."""
    one = facts[0]
    bounds = any(f.quantity.op in ("<", "<=", ">", ">=") or f.quantity.value is None for f in facts)
    alike = all(comparable(f.quantity.unit, one.quantity.unit) and same_thing(one, f) for f in facts[1:])
    if bounds or not alike or one.kind == "rank":
        listed = "；".join(f"{name}{amount(f)}（{f.metric}）" for name, f in zip(names, facts, strict=True))
        return refused(question, found, f"指标：各方的数不是同一个口径，不能求平均：{listed}")
    total = sum((f.quantity.low for f in facts), Decimal(0))
    value = (total / len(facts)).quantize(_HUNDREDTH, ROUND_HALF_UP)
    exact = value * len(facts) == total and all(f.quantity.op == "=" for f in facts)
    sign, about = ("=", "") if exact else ("≈", "约")
    unit = one.quantity.unit
    money = unit == "元" and value >= Decimal(10_000)
    shown = (
        f"{plain(value.scaleb(-4).quantize(_HUNDREDTH, ROUND_HALF_UP))}万元"
        if money
        else f"{plain(value)}{unit}"
    )
    working = f"（{' + '.join(amount(f) for f in facts)}）÷ {len(facts)} {sign} {shown}"
    told = _answer(question, facts, value, f"{about}{shown}", working, found)
    if unit == "%":
        note = "这是几个比率的简单平均，报告没有给出各自的基数"
        told = replace(told, text=f"{told.text}{note}。", warnings=(*told.warnings, note))
    return told


def _answer(
    question: str, facts: Sequence[Fact], value: Decimal, said: str, working: str, found: Answer
) -> Answer:
    words = "，".join(f"{when(f)}{named(f)}为{amount(f)}" for f in facts)
    return Answer(
        question=question,
        kind="metric",
        short=shorten(said, _LONGEST),
        text=f"{words}；{working}。",
        confidence=round(max(_FEW_SURE, found.confidence * _LESS), 3),
        citations=tuple(f.citation for f in facts),
        value=value,
        unit=facts[0].quantity.unit,
        working=working,
    )
