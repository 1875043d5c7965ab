"""Which of two numbers of one report is more: 基本支出和项目支出哪个多, 门诊和住院哪个满意度高."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.units import comparable
from ingest.fold import fold
from search.answer import Answer
from search.questions.change import bounded, difference
from search.questions.clarifying import narrower
from search.questions.turned.asker import Asker, refused
from search.understand import asking
from search.wording import amount, shorten

_LONGEST = 60
_LESS = 0.9
_LEAST = re.compile(r"[少低小短慢差]$")


def answer_either(question: str, asker: Asker) -> Answer | None:
    """The one that is ahead, with both numbers and their difference; None for any other question."""
    match = re.search(asking()["either"]["pattern"], fold(question))
    if not match or "、" in match["a"]:
        return None  # more than two are named
    understood, evidence = asker.prepare(question)
    if len(understood.sides) > 1 or len(understood.regions) > 1 or not evidence.scope.reports:
        return None  # places and years side by side
    names = (match["a"], match["b"])
    scope, what = match["scope"] or "", match["what"] or ""
    asked = [f"{scope}{name}{what}是多少？" for name in names]
    found = [asker.one(one) for one in asked]
    if not all(one.answerable and one.kind == "metric" for one in found):
        silent = next((n for n, one in zip(names, found, strict=True) if not one.answerable), names[0])
        rest = next((one for one in found if one.answerable), found[0])
        return refused(question, rest, f"指标：报告没有说“{silent}{what}”") if rest.answerable else None
    told_twice = next((w for one in found for w in one.warnings if "不一致" in w), None)
    if told_twice:
        return refused(question, found[0], told_twice)
    if any(len(one.values) > 1 for one in found):
        back = refused(question, found[0], "范围：几份报告都有这两个数")
        choices = narrower(understood, evidence)
        return replace(back, choices=choices, clarify=f"请说明哪个地区、哪一年。例如：{'；'.join(choices)}")
    facts = [asker.facts(one, reply)[:1] for one, reply in zip(asked, found, strict=True)]
    if not all(facts):
        return None
    one, other = facts[0][0], facts[1][0]
    same = one.citation.source == other.citation.source and comparable(one.quantity.unit, other.quantity.unit)
    if not same or one.id == other.id or one.kind != other.kind or bounded(one) or bounded(other):
        return refused(question, found[0], "指标：两个数不是同一个口径，比不出来")
    outcome = difference(one, other)
    ahead = 1 if (outcome.direction == "up") != bool(_LEAST.search(match["way"])) else 0
    name, best = names[ahead], (one, other)[ahead]
    said = "两者相同" if not outcome.value else f"{name}（{amount(best)}）"
    return replace(
        found[0],
        question=question,
        kind="compare",
        short=shorten(said, _LONGEST),
        text=f"{names[0]}{what}为{amount(one)}，{names[1]}{what}为{amount(other)}；{said}，{outcome.working}。",
        confidence=round(min(r.confidence for r in found) * _LESS, 3),
        citations=(one.citation, other.citation),
        value=outcome.value,
        unit=outcome.unit,
        direction=None,
        working=outcome.working,
        warnings=tuple(dict.fromkeys(w for r in found for w in r.warnings)),
    )
