"""Questions too wide to answer: what is asked for is not said, so the question is asked back with narrower ones to choose from.

有多少人？ names no metric, 花都区怎么样？ no matter at all; the choices are metrics that the reports in scope tell, or the
matters that every report of this genre has (`[clarify]` in `asking.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.facts import Fact
from graph.units import comparable, written
from search.answer import Answer
from search.evidence import Evidence
from search.library.report import Report
from search.questions.likeness import core
from search.questions.metric import called, refuse
from search.understand import Question, asking

MOST_CHOICES = 5
# A metric that can be offered as a question has a name of its own, and no sentence.
_LONGEST_METRIC, _SHORTEST_METRIC = 16, 3
_HAS_NUMBER = re.compile(r"\d|目标|计划|分值|满分")
_ASKING = re.compile(r"[吗呢么啊呀嘛]|怎[么样]*|样|好不好|如何")


def is_wide(question: Question) -> bool:
    """Whether a question names nothing that could be looked up, but a scope, a measure word or what all reports tell.

    A question about a named thing, of months or of one name (谁, 哪个) is none.
    """
    words = _ASKING.sub(" ", question.about)
    for word in sorted((*asking()["plain"]["words"], *asking()["empty"]["words"]), key=len, reverse=True):
        words = words.replace(word, " ")
    left = [word for word in words.split() if word not in written()]
    if question.kind not in ("metric", "text"):
        return False
    return not question.keys and not question.asked and not any(len(word) > 1 for word in left)


def asked_back(question: Question, evidence: Evidence, answers: Callable[[str], bool]) -> Answer | None:
    """A refusal that asks back, None for a question that is narrow enough.

    Args:
        question: what was asked.
        evidence: the reports of its scope, and facts of them.
        answers: whether a question has an answer; no other is offered.
    """
    if not is_wide(question) or not evidence.scope.reports:
        return None
    asked = _metrics(question, evidence) if question.wanted else _matters(evidence)
    choices = tuple(choice for choice in asked if answers(choice))[:MOST_CHOICES]
    what = "哪个指标" if question.wanted else "哪方面的事"
    told = f"问题没有说明要问{what}" + ("，也没有说明是哪个地区" if _wide_scope(question, evidence) else "")
    clarify = f"{told}。{'例如：' + '；'.join(choices) if choices else '请补充后再问。'}"
    refused = refuse(
        question, replace(evidence, scope=replace(evidence.scope, failed=(f"问题：{told[2:]}",))), ()
    )
    return replace(refused, clarify=clarify, choices=choices, text=f"问题太宽，不便回答。{told}。")


def narrower(question: Question, evidence: Evidence) -> tuple[str, ...]:
    """The question once for each of the places in scope, for one that fits more reports than can be shown."""
    if question.regions:
        years = sorted({r.about.year for r in evidence.scope.reports if r.about.year}, reverse=True)
        return tuple(f"{year}年{question.text}" for year in years if not question.years)[:MOST_CHOICES]
    names: dict[str, None] = {}
    for report in evidence.scope.reports:  # no more than are shown: a scope may have a hundred thousand
        if len(names) == MOST_CHOICES:
            break
        names.setdefault(_place(report, evidence))
    return tuple(f"{name}{question.text}" for name in names if name)


def _wide_scope(question: Question, evidence: Evidence) -> bool:
    return not question.regions and len(evidence.scope.reports) > 1


def _place(report: Report, evidence: Evidence) -> str:
    year = f"{report.about.year}年" if report.about.year else ""
    return f"{called(report, evidence.scope.reports)}{year}"


def _matters(evidence: Evidence) -> list[str]:
    """What every report of the genre tells, asked of one report after another."""
    reports = evidence.scope.reports
    matters: Sequence[str] = asking()["clarify"]["matters"]
    return [
        f"{_place(report, evidence)}{matter}"
        for turn in range(len(reports))
        for at, matter in enumerate(matters)
        for report in (reports[(at + turn) % len(reports)],)
    ][: 2 * len(matters)]


def _metrics(question: Question, evidence: Evidence) -> list[str]:
    """Questions for the metrics of the wanted unit that the passages found tell, those named plainly."""
    unit = question.wanted.unit if question.wanted else None
    told: dict[str, Fact] = {}
    for fact in evidence.facts:
        plain = _SHORTEST_METRIC <= len(fact.metric) <= _LONGEST_METRIC and not _HAS_NUMBER.search(
            fact.metric
        )
        fits = unit is None or comparable(unit, fact.quantity.unit)
        if plain and fits and fact.kind == "actual":
            told.setdefault(core(fact.metric), fact)
    return [
        f"{_place(evidence.report(f.citation.source), evidence)}{f.metric}是多少？"
        for f in list(told.values())[: 2 * MOST_CHOICES]
    ]
