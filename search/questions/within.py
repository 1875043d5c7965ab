"""Places inside a report: the rows of a table by district, or what a sentence tells of one district after another.

萧山区比余杭区多多少条, and which of those that a table lists has most, are answered from one report, in which the places
are the subjects of its facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from graph.facts import Direction, Fact
from graph.quantity import plain
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.places import short
from search.questions.limits import fits
from search.questions.narrowness import bare_metric
from search.questions.operands import grouped, terms_of
from search.understand import Question
from search.wording import amount, shorten

_LONGEST = 60
_SURE = 0.8
_FEWEST = 2
_HALF = 0.5
_MUCH = 10_000
_PLACE = re.compile(r"[一-鿿]{1,6}(?:[区县市旗镇乡]|街道?|新区|开发区|社区|村)")
_WHICH = re.compile(r"哪(?:个|一个|里|儿|家|处|一处)?|谁|什么地方")
_APART = re.compile(
    r"比[^,，。？?]{1,24}[多少高低长短大小快慢](?:出|了)?(?:多少|几)|相差|差(?:了)?(?:多少|几)|差距|多出"
)
_TOGETHER = re.compile(r"一共|合计|总共|共计|加起来|合起来|两地共|三地共")
_MOST = re.compile(r"最(?:[多高大长快好]|靠前)|第一|居首|领先")
_LEAST = re.compile(r"最(?:[少低小短慢差]|靠后)|垫底|末位")


def asks_places(question: Question) -> bool:
    """Whether the places inside one report are what is asked for, or what is compared."""
    superlative = bool(
        (_MOST.search(question.text) or _LEAST.search(question.text)) and _WHICH.search(question.text)
    )
    return bool(question.inner) or (superlative and not question.sides)


def unknown_places(question: Question, evidence: Evidence) -> tuple[str, ...]:
    """The places inside a region that none of its reports in scope tells of, in words for people; none if some are told."""
    texts = [document.text for document in evidence.documents.values()]
    missing = [place for place in question.inner if not any(short(place) in text for text in texts)]
    return tuple(f"地区：资料库里没有{place}的报告，也没有提到{place}" for place in missing)


def answer_within(question: Question, evidence: Evidence) -> Answer | None:
    """The place with most or least, the difference or the sum of places of one report; None for any other question."""
    text = fold(question.text)
    least, most = bool(_LEAST.search(text)), bool(_MOST.search(text))
    apart, together = bool(_APART.search(text)), bool(_TOGETHER.search(text))
    named = len(question.inner) >= _FEWEST
    pick = (least or most) and bool(_WHICH.search(text)) and asks_places(question)
    if not pick and not (named and (apart or together)):
        return None
    rows = _rows(question, evidence)
    if not rows:
        return None
    if pick:
        return _picked(question, rows, least=least)
    chosen = [next((f for f in rows if short(place) in f.subject), None) for place in question.inner]
    facts = [fact for fact in chosen if fact]
    if len(facts) != len(question.inner):
        return None
    return _apart(question, facts) if apart and len(facts) == _FEWEST else _sum(question, facts)


def _rows(question: Question, evidence: Evidence) -> list[Fact]:
    """The facts of places with the metric that the question names best; none unless it is named by half."""
    groups: dict[tuple[str, str, str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in evidence.facts:
        if fact.kind != "actual" or fact.quantity.value is None or not is_place(fact, evidence):
            continue
        if not fits(fact, question, fact.citation.quote):
            continue
        key = (fact.citation.source, bare_metric(fact.metric), fact.quantity.unit, str(fact.period))
        groups[key].setdefault(fact.subject, fact)
    least = max(_FEWEST, len(question.inner))
    scored = [
        (_named(key[1], question), len(group), list(group.values()))
        for key, group in groups.items()
        if len(group) >= least
    ]
    scored = [row for row in scored if row[0] >= _HALF]
    return max(scored, key=lambda row: row[:2])[2] if scored else []


def is_place(fact: Fact, evidence: Evidence) -> bool:
    """Whether a fact is of a place inside the report's own region: a district, a town."""
    about = evidence.report(fact.citation.source).about
    return bool(_PLACE.fullmatch(fact.subject)) and fact.subject not in (
        about.region,
        about.city,
        about.province,
    )


def _named(metric: str, question: Question) -> float:
    """The share of a metric's words that the question has."""
    pairs = terms_of(metric)
    said = {pair for words in question.added for mean in words.means for pair in terms_of(mean)}
    asked = terms_of(question.text) | said
    return len(pairs & asked) / len(pairs) if pairs else 0.0


def _picked(question: Question, rows: Sequence[Fact], *, least: bool) -> Answer:
    named = [fact for fact in rows if any(short(place) in fact.subject for place in question.inner)]
    chosen = named if len(named) >= _FEWEST else list(rows)
    ordered = sorted(chosen, key=lambda f: f.quantity.low, reverse=not least)
    best = [fact for fact in ordered if fact.quantity.low == ordered[0].quantity.low]
    names = "、".join(fact.subject for fact in best)
    told = "，".join(f"{fact.subject}{amount(fact)}" for fact in ordered)
    return Answer(
        question=question.text,
        kind="compare",
        short=shorten(f"{names}（{amount(best[0])}）", _LONGEST),
        text=f"{names}。{best[0].metric}：{told}。",
        confidence=_SURE,
        citations=tuple(fact.citation for fact in ordered),
        working=" ； ".join(f"{fact.subject}{amount(fact)}" for fact in ordered),
    )


def _apart(question: Question, facts: Sequence[Fact]) -> Answer:
    first, second = facts
    more, less = (first, second) if first.quantity.low >= second.quantity.low else (second, first)
    value = more.quantity.low - less.quantity.low
    unit = "个百分点" if more.quantity.unit == "%" else more.quantity.unit
    said = _said(value, unit)
    direction: Direction = "same" if not value else "up" if more is first else "down"
    working = f"{amount(more)} − {amount(less)} = {said}"
    return _computed(question, facts, value, unit, said, working, direction)


def _sum(question: Question, facts: Sequence[Fact]) -> Answer | None:
    if facts[0].quantity.unit == "%":
        return None
    value = sum((fact.quantity.low for fact in facts), Decimal(0))
    said = _said(value, facts[0].quantity.unit)
    working = f"{' + '.join(amount(fact) for fact in facts)} = {said}"
    return _computed(question, facts, value, facts[0].quantity.unit, said, working, None)


def _said(value: Decimal, unit: str) -> str:
    much = unit == "元" and value >= _MUCH
    return f"{grouped(value.scaleb(-4))}万元" if much else f"{plain(value)}{unit}"


def _computed(
    question: Question,
    facts: Sequence[Fact],
    value: Decimal,
    unit: str,
    said: str,
    working: str,
    direction: Direction | None,
) -> Answer:
    told = "，".join(f"{fact.subject}的{fact.metric}为{amount(fact)}" for fact in facts)
    return Answer(
        question=question.text,
        kind="compare",
        short=said,
        text=f"{told}；{working}。",
        confidence=_SURE,
        citations=tuple(fact.citation for fact in facts),
        value=value,
        unit=unit,
        direction=direction,
        working=working,
    )
