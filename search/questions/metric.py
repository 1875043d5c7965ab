"""One number: which fact says it, one for each report that the question fits, or a refusal with the closest facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.facts import Fact
from graph.units import comparable, dimension
from ingest.document import About
from ingest.fold import fold, squeeze
from search.answer import Answer, Nearest, ScopedValue
from search.evidence import Evidence
from search.library.report import Report
from search.matching import Matcher
from search.offices import same_office
from search.questions.limits import fits, opposed
from search.understand import Question
from search.wording import amount, named, shorten, when

# Weights of the three signals; measured on bench/gold by `suizhi eval`, flat around these values.
_COVERAGE, _PRECISION, _MEANING = 0.45, 0.25, 0.30
# What a term is worth where it stands: in the fact itself, in its sentence, in its headings.
_IN_FACT, _IN_SENTENCE, _IN_HEADINGS = 1.0, 0.6, 0.35
_SAME_UNIT = 0.10
_WHOLE = 0.08  # who asks for the mark of a report means the whole one's, not an item's
_TOTAL_SCORE = re.compile(r"整体支出|总得?分|综合得分")
_ONLY_NEW = 0.08  # who asks how many there are does not ask how many were added
_SIDE_KIND = 0.12  # a target or a budget answers only a question that asks for one
# The question names a thing ("12345", “穗智管”) that stands nowhere near the number.
_MISSING_KEY = 0.12
# Below this the reports do not say it. A wrong number costs more than a refusal.
ENOUGH = 0.44
# A fact in the unit asked for that leaves all others this far behind may fit the words less.
_ENOUGH_ALONE, _CLEAR = 0.37, 0.12
# "多少面锦旗" is hardly answered with 873个: the words must fit the better.
_ENOUGH_IN_ANOTHER_UNIT = 0.55
# Another value this close makes the first uncertain.
_MARGIN = 0.06
_RIVALLED = 0.15
# A second value this close behind, for the same metric and period, is a contradiction to be shown.
_CLOSE_RIVAL = 0.15
_MOST_VALUES = 12
# A metric named by so many characters of the question, and what another one loses then.
_PHRASE, _ANOTHER_NAMED = 4, 0.10
_SENTENCE_END = re.compile(r"[。\n]")
_ASKED_KINDS = {
    "target": ("目标", "计划", "预计", "预期", "力争"),
    "budget": ("预算", "概算", "年初"),
    "change": ("同比", "环比", "增长", "增幅", "下降", "减少了", "上升", "变化", "幅度"),
    "score": ("分", "得分", "评分"),
    "rank": ("排", "名次", "第几"),
    "actual": (),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact with how well it answers, 0 to about 1.1; `sentence` is the text that it stands in."""

    fact: Fact
    score: float
    sentence: str = ""


def answer_metric(question: Question, evidence: Evidence) -> Answer:
    """The number that `question` asks for, from the facts of the evidence."""
    ranked = rank_facts(question, evidence)
    fitting = [c for c in ranked if c.score >= _needed(question, c, ranked)]
    if not fitting:
        return refuse(question, evidence, ranked)
    best_of: dict[str, Candidate] = {}
    for candidate in fitting:
        best_of.setdefault(candidate.fact.citation.source, candidate)
    if len(evidence.scope.reports) > 1 and len(best_of) > 1:
        return _one_each(question, evidence, list(best_of.values())[:_MOST_VALUES])
    return _single(question, fitting[0], ranked)


def _needed(question: Question, candidate: Candidate, ranked: Sequence[Candidate]) -> float:
    """The score that a fact must reach: less where nothing else comes near, more where the unit is another."""
    wanted, unit = question.wanted, candidate.fact.quantity.unit
    if wanted is None or wanted.unit is None:
        return ENOUGH
    if not (comparable(wanted.unit, unit) or dimension(unit) == wanted.dimension):
        return _ENOUGH_IN_ANOTHER_UNIT
    others = [c.score for c in ranked if c.fact.quantity != candidate.fact.quantity]
    clear = candidate.score - max(others, default=0.0) >= _CLEAR
    return _ENOUGH_ALONE if clear else ENOUGH


def rank_facts(question: Question, evidence: Evidence) -> list[Candidate]:
    """The facts that could answer, best first: of the wanted dimension and, if one is named, the year."""
    told = [(f, _sentence(f, evidence)) for f in evidence.facts]
    told = [(f, sentence) for f, sentence in told if fits(f, question, sentence)]
    if not told:
        return []
    facts = [f for f, _ in told]
    texts = [f"{f.subject} {f.metric} {f.citation.quote}" for f in facts]
    # Rarity over all facts: over the few of a rare kind every word would look alike.
    matcher = Matcher.over([f"{f.subject} {f.metric} {f.citation.quote}" for f in evidence.facts])
    alike = evidence.likeness(question.wide, [f"{f.subject}{f.metric}" for f in facts])
    phrase = named_metric(question.about, facts)
    ranked = []
    for (fact, sentence), text, meaning in zip(told, texts, alike, strict=True):
        fields = ((_IN_FACT, text), (_IN_SENTENCE, sentence), (_IN_HEADINGS, fact.citation.section))
        near = squeeze(f"{text}{sentence}{fact.citation.section}")
        missing = sum(squeeze(key) not in near for key in question.keys)
        score = (
            _COVERAGE * matcher.coverage(question.about, question.added, fields)
            + _PRECISION * matcher.precision(fact.metric, question.about, question.added)
            + _MEANING * max(0.0, float(meaning))
            + _fit(fact, question)
            - _MISSING_KEY * missing
            - (_ANOTHER_NAMED if phrase and phrase not in fold(f"{text}{fact.citation.section}") else 0.0)
        )
        ranked.append(Candidate(fact, score, sentence))
    return sorted(ranked, key=lambda c: (-c.score, c.fact.citation.source, c.fact.citation.start))


def named_metric(about: str, facts: Sequence[Fact]) -> str:
    """The longest stretch of the question that a metric consists of or ends in, "" if none is long enough.

    Where 公务接待费 is asked and there is a 公务接待费, the 三公经费 beside it is no answer.
    """
    asked = "".join(fold(about).split())
    ends = {
        metric[-size:]
        for metric in (fold(fact.metric) for fact in facts)
        for size in range(_PHRASE, len(metric) + 1)
        if metric[-size:] in asked
    }
    return max(ends, key=lambda end: (len(end), end), default="")


def _fit(fact: Fact, question: Question) -> float:
    """What unit and kind add or take."""
    unit = question.wanted.unit if question.wanted else None
    bonus = _SAME_UNIT if unit and comparable(unit, fact.quantity.unit) else 0.0
    if fact.kind == "score" and _TOTAL_SCORE.search(fact.metric):
        bonus += _WHOLE
    if "新增" in fact.metric and "新" not in question.text:
        bonus -= _ONLY_NEW
    if fact.kind == "actual" or any(word in question.text for word in _ASKED_KINDS[fact.kind]):
        return bonus
    return bonus - _SIDE_KIND


def _sentence(fact: Fact, evidence: Evidence) -> str:
    document = evidence.documents.get(fact.citation.source)
    if document is None:
        return fact.citation.quote
    text, start, end = document.text, fact.citation.start, fact.citation.end
    before = max(
        (m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 400), start)),
        default=max(0, start - 400),
    )
    after = _SENTENCE_END.search(text, end)
    return text[before : after.start() if after else end]


def _single(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> Answer:
    fact = best.fact
    said = amount(fact)
    other = said_elsewhere(best, ranked)
    near = [c for c in ranked[1:] if c.fact.quantity != fact.quantity and best.score - c.score < _MARGIN]
    confidence = sureness(best.score) - (_RIVALLED if near or other else 0.0)
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
        confidence=round(max(0.05, confidence - (_RIVALLED if missing else 0.0)), 3),
        citations=(fact.citation, *fact.also, *((other.citation,) if other else ())),
        value=_unsigned(fact),
        unit=fact.quantity.unit,
        direction=fact.direction,
    )


def said_elsewhere(best: Candidate, ranked: Sequence[Candidate]) -> Fact | None:
    """A fact of the same report that gives the same metric of the same period another value, in another sentence."""
    fact = best.fact
    for candidate in ranked[1:]:
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


def whose(about: About, reports: Sequence[Report]) -> str:
    """How to call whose value it is: the region, with the department where reports of several are asked."""
    others = {r.about.department for r in reports if r.about.region == about.region} - {
        about.department,
        None,
    }
    # One that was renamed by a word is the same department in another year.
    if about.department and any(not same_office(about.department, other or "") for other in others):
        return about.department
    return about.region or about.department or ""


def _one_each(question: Question, evidence: Evidence, candidates: Sequence[Candidate]) -> Answer:
    values = []
    words = []
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
        words.append(
            f"{whose(about, evidence.scope.reports) or fact.citation.source}{when(fact)}{amount(fact)}"
        )
    return Answer(
        question=question.text,
        kind="metric",
        short=shorten("；".join(words), 60),
        text=f"问题适用于几份报告，逐一列出：{'；'.join(words)}。"
        + untold(question, [c.fact for c in candidates]),
        confidence=round(sureness(sum(c.score for c in candidates) / len(candidates)), 3),
        citations=tuple(c.fact.citation for c in candidates),
        values=tuple(values),
    )


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
        for c in ranked[:3]
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
