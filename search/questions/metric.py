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
from search.understand import Question, Wanted, asking
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
_STRICT = frozenset({"money", "rank", "ratio", "score", "duration", "area", "length", "points", "times"})
_PEOPLE = frozenset({"people", "visits", "households"})
_WHOLE_YEAR = 360
# A metric named by so many characters of the question, and what another one loses then.
_PHRASE, _ANOTHER_NAMED = 4, 0.10
# What a clause is about is told at most so many characters before it.
_BESIDE = 40
# The shortest noun that two metrics may share at their end (满意率, 生产总值).
_NOUN = 3
# Words before a noun that tell no kinds apart.
_EVERY_KIND = (
    r"全[市区县省国年]|[本当今]年|年[度终末]|总|合计|整体|累计|平均|部门|单位|[^一-鿿]|[的了为是有在]"
)
# By how much something changed is asked, in numbers or in per cent.
_CHANGE = re.compile(
    r"(?:同比|环比|比上一?年|较上一?年|比去年|增长|下降|提高|上升|降低|提升|压减|缩短|减少|增加|涨|降)(?:了|到)?"
    r"(?:多少(?!天|个?工作日)|百分之几|几个百分点|几成|百分之多少)"
)
# Metrics of bounds ("…门槛") and of old values ("原…") answer only questions for such.
_BOUND = re.compile(r"门槛|标准|条件|超过|以上|至少|不低于|上限|下限|要求|限额")
_BEFORE = re.compile(r"原来|原先|原本|原需|以前|此前|过去要|先前")
# Numbers of any kind asked for by a bare 多少 are rates only where a word says so.
_RATE_WORDS = re.compile(r"率|度|比例|比重|占|增|减|降|升|提高|涨|百分")
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
    told = [(f, sentence) for f, sentence in told if _fits(f, question, sentence)]
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


def _fits(fact: Fact, question: Question, sentence: str) -> bool:
    wanted = question.wanted
    if wanted and not _same_sort(fact, question, wanted):
        return False
    if fact.quantity.unit == "%" and not same_rate(question.about, fact.metric):
        return False
    if (
        question.kind == "metric"
        and _CHANGE.search(question.text)
        and fact.kind != "change"
        and fact.direction is None
    ):
        return False  # by how much it rose is not how much it is
    if opposed(question.text, f"{fact.subject}{fact.metric}", fact.citation.quote):
        return False
    if fact.metric.endswith("门槛") and not _BOUND.search(question.text):
        return False
    if fact.metric.startswith("原") != bool(_BEFORE.search(question.text)):
        return False
    if other_kind(
        question, fold(fact.metric), fold(f"{fact.subject}{_beside(fact, sentence)}{fact.citation.section}")
    ):
        return False
    if question.period is not None and not _in_months(fact, question, sentence):
        return False
    if question.years and fact.period is not None:
        first, last = fact.period.first.year, fact.period.last.year
        return any(first <= year <= last for year in question.years)
    return True


def _in_months(fact: Fact, question: Question, sentence: str) -> bool:
    """Whether the fact is of the months that the question names, or of no others and told with them."""
    asked, period = question.period, fact.period
    if asked is None:
        return True
    if period is not None:
        ends = [(day.month, day.day) for day in (period.first, period.last)]
        if ends == [(day.month, day.day) for day in (asked.first, asked.last)]:
            return not question.years or period.year in question.years
        if (period.last - period.first).days < _WHOLE_YEAR:
            return False
    months = {f"{asked.first.month}月", f"{asked.last.month}月"}
    return all(re.search(rf"(?<!\d){month}", fold(sentence)) for month in months)


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


def other_kind(question: Question, metric: str, near: str) -> bool:
    """Whether question and metric end in the same noun but before it each names another kind, and no word near both.

    海洋生产总值 is not 地区生产总值, unless the sentence or a heading speaks of 海洋.
    """
    about = "".join(question.about.split())
    for size in range(min(len(metric), len(about)), _NOUN - 1, -1):
        at = about.find(metric[-size:])
        if at < 0:
            continue
        asked, told = about[max(0, at - 2) : at], metric[:-size][-2:]
        everyday = any(asked in said.word for said in question.added)  # the report may word it otherwise
        plain = len(asked) < 2 or everyday or asked in near or bool(re.search(_EVERY_KIND, asked))
        return bool(told) and not plain and asked not in metric and not asked.isascii()
    return False


def opposed(question: str, told: str, quote: str) -> bool:
    """Whether what is told is the opposite of a word of the question: 城镇 for 农村, 企业满意率 for 综合满意率.

    >>> opposed("农村居民收入", "城镇居民收入", ""), opposed("居民收入", "城镇居民收入", "")
    (True, False)
    """
    for group in asking()["opposites"]["groups"]:
        asked = {word for word in group if word in question}
        said = {word for word in group if word in told}
        if asked and said and not asked & said and not any(word in quote for word in asked):
            return True
    return False


def _same_sort(fact: Fact, question: Question, wanted: Wanted) -> bool:
    sort = dimension(fact.quantity.unit)
    if wanted.dimension == "any":
        rate = sort in ("ratio", "points")
        if fact.kind == "score" or sort == "score":
            return "分" in question.text
        return fact.kind != "rank" and (not rate or bool(_RATE_WORDS.search(question.text)))
    if (wanted.dimension == "rank") != (fact.kind == "rank"):
        return False
    if wanted.dimension == "rank":
        return True
    if sort == "points" and wanted.dimension == "ratio" and _CHANGE.search(question.text):
        return True  # a rate rises by points
    if wanted.dimension in _STRICT or sort in _STRICT:
        return sort == wanted.dimension
    if wanted.dimension in _PEOPLE:
        return sort in _PEOPLE
    return sort not in _PEOPLE or wanted.unit is None


def same_rate(question: str, metric: str) -> bool:
    """Whether a metric may be the rate that a question names; yes, where it names none.

    >>> same_rate("热线的满意率", "工单按时完成率"), same_rate("热线的满意率", "综合满意率"), same_rate("多大比例", "接通率")
    (False, True, True)
    """
    groups = [group for group in asking()["rates"]["same"] if any(rate in question for rate in group)]
    return not groups or any(rate in metric for group in groups for rate in group)


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


def _beside(fact: Fact, sentence: str) -> str:
    """The quote with what stands right before it in its sentence."""
    at = max(0, sentence.find(fact.citation.quote))
    return sentence[max(0, at - _BESIDE) : at + len(fact.citation.quote)]


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
