"""One number: which fact says it, one for each report that the question fits, or a refusal with the closest facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from graph.facts import Fact
from ingest.document import About
from search.answer import Answer, Nearest, ScopedValue
from search.evidence import Evidence
from search.library.report import Report
from search.offices import same_office
from search.questions.candidates import Candidate, rank_facts
from search.questions.choice import Chosen, choose
from search.questions.limits import opposed
from search.understand import Question
from search.wording import amount, named, shorten, when

# Below this the reports do not say it. A wrong number costs more than a refusal.
ENOUGH = 0.44
# What a second value, or a year that no fact covers, takes from the confidence.
_RIVALLED = 0.15
# A second value this close behind, for the same metric and period, is a contradiction to be shown.
_CLOSE_RIVAL = 0.15
_ASKS_LIMIT = re.compile(
    r"不超|以内|以下|最多|至多|上限|控制|限|目标|要求|标准|计划|规定|多久|多长时间|天|时|分钟|工作日|压|缩|降|率|比例|占"
)


def answer_metric(question: Question, evidence: Evidence) -> Answer:
    """The number that `question` asks for, from the facts of the evidence."""
    every = rank_facts(question, evidence, wider=True)
    ranked = [candidate for candidate in every if not candidate.barred]
    by_report: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        by_report.setdefault(candidate.fact.citation.source, []).append(candidate)
    best = sorted(filter(None, map(choose, by_report.values())), key=lambda c: -c.chance)
    fitting = [chosen for chosen in best if chosen.fits]
    if not fitting:
        return refuse(question, evidence, [c.candidate for c in best] + every)
    if is_limit(question, fitting[0].candidate.fact) and len(fitting) == 1:
        return _only_limit(question, evidence, fitting[0], ranked)
    if len(evidence.scope.reports) > 1 and len(fitting) > 1:
        return _one_each(question, evidence, fitting)
    return _single(question, fitting[0], ranked)


def _single(question: Question, chosen: Chosen, ranked: Sequence[Candidate]) -> Answer:
    best = chosen.candidate
    fact = best.fact
    said = amount(fact)
    other = said_elsewhere(best, ranked)
    sure = chosen.confidence - (_RIVALLED if other else 0.0)
    period = when(fact)
    text = f"{period + '，' if period else ''}{named(fact)}为{said}。"
    if other:
        text += f"报告另一处写作{amount(other)}，两处不一致，请核对原文。"
    missing = untold(question, [fact])
    return Answer(
        question=question.text,
        kind="metric",
        short=shorten(f"{said}（另一处作{amount(other)}）" if other else said, 60),
        text=text + missing,
        confidence=round(max(0.05, sure - (_RIVALLED if missing else 0.0)), 3),
        citations=(fact.citation, *fact.also, *((other.citation,) if other else ())),
        value=_unsigned(fact),
        unit=fact.quantity.unit,
        direction=fact.direction,
    )


def is_limit(question: Question, fact: Fact) -> bool:
    """Whether the fact only says what is not to be exceeded (控制在38万辆以内), and the question asks how many there are."""
    return fact.quantity.op in ("<", "<=") and fact.kind != "change" and not _ASKS_LIMIT.search(question.text)


def _only_limit(
    question: Question, evidence: Evidence, chosen: Chosen, ranked: Sequence[Candidate]
) -> Answer:
    """A refusal that tells the limit: the number itself is not told."""
    fact = chosen.candidate.fact
    told = f"指标：报告只说“{named(fact)}”{amount(fact)}，没有说实际是多少"
    scope = replace(evidence.scope, failed=(told,))
    return refuse(question, replace(evidence, scope=scope), [chosen.candidate, *ranked])


def said_elsewhere(best: Candidate, ranked: Sequence[Candidate]) -> Fact | None:
    """A fact of the same report that gives the same metric of the same period another value, in another sentence."""
    fact = best.fact
    for candidate in ranked:
        other = candidate.fact
        same = (
            other.metric_id == fact.metric_id
            and not opposed(fact.metric, other.metric, "")
            and other.citation.source == fact.citation.source
            and not (candidate.sentence == best.sentence and other.citation.quote in best.sentence)
            and (str(other.period), other.kind, other.quantity.unit)
            == (str(fact.period), fact.kind, fact.quantity.unit)
        )
        if same and other.quantity.low != fact.quantity.low and best.score - candidate.score < _CLOSE_RIVAL:
            return other
    return None


def untold(question: Question, facts: Sequence[Fact]) -> str:
    """Years that the question names and no fact covers: told, never left out silently."""
    covered = {year for f in facts if f.period for year in range(f.period.first.year, f.period.last.year + 1)}
    missing = [year for year in question.years if covered and year not in covered]
    return f"{'、'.join(f'{year}年' for year in missing)}的没有找到。" if missing else ""


def sureness(score: float) -> float:
    """Confidence of a score, 0 to 0.97: the least that is answered was right in about six cases of ten."""
    return min(0.97, 0.62 + (score - ENOUGH) * 0.9)


def _unsigned(fact: Fact) -> Decimal | None:
    value = fact.quantity.value
    return abs(value) if value is not None else None


def whose(about: About, near: Collection[str]) -> str:
    """How to call whose value it is: the region, or the department where others of the region are asked too.

    Args:
        near: the departments of the region that are asked.
    """
    # One that was renamed by a word is the same department in another year.
    own = about.department
    if own and any(other != own and not same_office(own, other) for other in near):
        return own
    return about.region or about.department or ""


def called(report: Report, reports: Sequence[Report]) -> str:
    """How to call whose value it is, where `reports` are asked: `whose`, "" if neither place nor department is known."""
    place = report.about.region
    return whose(
        report.about, {r.about.department for r in reports if r.about.region == place and r.about.department}
    )


def _one_each(question: Question, evidence: Evidence, chosen: Sequence[Chosen]) -> Answer:
    values = []
    words = []
    candidates = [c.candidate for c in chosen]
    near: defaultdict[str | None, set[str]] = defaultdict(set)
    for report in evidence.scope.reports:  # once for all values: a scope may have a hundred thousand
        if report.about.department:
            near[report.about.region].add(report.about.department)
    for candidate in candidates:
        fact = candidate.fact
        about = evidence.report(fact.citation.source).about
        values.append(
            ScopedValue(
                region=about.region,
                department=about.department,
                year=fact.period.year if fact.period else about.year,
                subject=fact.subject,
                value=_unsigned(fact),
                unit=fact.quantity.unit,
                citation=fact.citation,
            )
        )
        words.append(f"{whose(about, near[about.region]) or fact.citation.source}{when(fact)}{amount(fact)}")
    return Answer(
        question=question.text,
        kind="metric",
        short=shorten("；".join(words), 60),
        text=f"问题适用于几份报告，逐一列出：{'；'.join(words)}。"
        + untold(question, [c.fact for c in candidates]),
        confidence=round(sum(c.confidence for c in chosen) / len(chosen), 3),
        citations=tuple(c.fact.citation for c in candidates),
        values=tuple(values),
    )


def different(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Without those that tell again, in other words, what a better one tells: one number of one time and place."""
    kept: dict[tuple[str, str, str, str], Candidate] = {}
    for c in ranked:
        quantity = c.fact.quantity
        kept.setdefault((c.fact.citation.source, str(quantity.low), quantity.unit, str(c.fact.period)), c)
    return list(kept.values())


def refuse(question: Question, evidence: Evidence, ranked: Sequence[Candidate]) -> Answer:
    """A refusal that says which part of the question the reports do not cover, with the closest facts."""
    missing = f"指标：报告没有说“{question.about}”" if question.about else "问题：看不出要问什么"
    failed = evidence.scope.failed or (missing,)
    closest = tuple(
        Nearest(
            c.fact.subject,
            c.fact.metric,
            f"{when(c.fact)}{named(c.fact)}为{amount(c.fact)}",
            "指标",
            c.fact.citation,
        )
        for c in different(ranked)[:3]
    )
    return Answer(
        question=question.text,
        kind="unanswerable",
        short="",
        text=f"报告里没有答案。{'；'.join(failed)}。",
        confidence=round(1 - min(0.95, max(0.0, ranked[0].score if ranked else 0.0)), 3),
        closest=closest,
        failed=tuple(failed),
    )
