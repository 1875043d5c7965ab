"""How two numbers differ: by how much, by which part, how many times; and the change that a report prints itself.

Growth is (b - a) / a x 100 and a multiple is b / a, of counts or money, rounded half up to two places; a rate differs
from a rate by points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Direction, Fact
from graph.quantity import plain
from graph.units import dimension
from search.answer import Answer
from search.evidence import Evidence
from search.questions.candidates import Candidate, rank_facts
from search.questions.choice import choose
from search.questions.metric import sureness
from search.questions.operands import named_by, words_of
from search.thesaurus import field_words
from search.understand import Question, Wanted, asking, keys_of, wanted_of
from search.wording import amount, shorten, when

NAME_OF_POINTS = "个百分点"
# A printed change must fit the words well: the numbers of two years would do otherwise.
_PRINTED = 0.5
# An amount of change this far behind the best is of another metric.
_SAME_METRIC = 0.1
# Another metric's change this close: which is meant cannot be told.
_CLOSE = 0.04
# 与2023年度相比 stands this far before the change at most.
_AHEAD = 30
_MUCH = 10_000
_AMOUNT = re.compile(r"(?<=..)(?:数量|总量|量)$")
# A change that is against another time than the year before.
_TO_ANOTHER = re.compile(r"环比|[较比][^，。；]{0,6}(?:前|上次|初)|以来|年均|[上前]一?[季月]")
_CENT = Decimal("0.01")
_RATED = frozenset({"ratio", "points", "score", "rank"})
_TO_YEAR_BEFORE = re.compile(r"同比|比上一?年|较上一?年|比去年|与上一?年|(?:比|较|与)(?P<year>\d{4})年")
_CHANGED = re.compile(
    r"(?:(?:同比|环比)|(?:比|较)(?:上一?年度?|去年|\d{4}年(?:度)?[^，。]{0,6}?)(?:[末底]|同期)?)?"
    r"(?P<way>净?增加|增长|提高|提升|上升|减少|下降|降低|压减|缩减)数?$"
)
_DOWN = frozenset({"减少", "下降", "降低", "压减", "缩减"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is computed of two numbers: the answer alone, the working, and the number with unit and direction."""

    short: str
    working: str
    value: Decimal
    unit: str
    direction: Direction


def asks_growth(question: Question) -> bool:
    """Whether a change is asked for as a part of the earlier number: 增加了百分之几, of no rate.

    Places are compared by the changes that they print: 增速比浙江高多少 asks for no growth of one over the other.
    """
    named = of_places(question) and re.search(asking()["growth"]["named"], question.text)
    return (
        bool(re.search(asking()["growth"]["pattern"], question.text))
        and not named
        and not asks_rate(question)
    )


def of_places(question: Question) -> bool:
    """Whether places or offices are compared, not years of one."""
    places = {(side.region, side.department) for side in question.sides}
    return len(places) > 1 or (question.kind == "compare" and not places)


def wants_changes(question: Question) -> bool:
    """Whether the numbers compared are changes themselves (增速): else no change is held for an amount."""
    return of_places(question) and bool(re.search(asking()["growth"]["named"], question.text))


def asks_times(question: Question) -> bool:
    """Whether a multiple is asked for: 是2022年的几倍."""
    return bool(re.search(asking()["times"]["pattern"], question.text))


def asks_times_more(question: Question) -> bool:
    """Whether by how many times one is more is asked for: 比2022年多几倍."""
    return bool(re.search(asking()["times"]["more"], question.text))


def asks_rate(question: Question) -> bool:
    """Whether what the question is about is a rate itself."""
    return bool(re.search(asking()["growth"]["rate"], bare(question.about)))


def bare(about: str) -> str:
    """`about` without the words of change.

    >>> bare("项目支出同比增长率")
    '项目支出'
    """
    words = sorted(asking()["growth"]["words"], key=len, reverse=True)
    return " ".join(word.rstrip("是为了的") for word in re.sub("|".join(words), " ", about).split()).strip()


def base_question(question: Question) -> Question:
    """The question for one of the numbers whose change is asked for: of what is counted, in the unit that it names."""
    # 工单量 is counted as 工单.
    about = " ".join(_AMOUNT.sub("", word) for word in bare(question.about).split())
    about += "增长" if wants_changes(question) else ""
    wanted = question.wanted
    if asks_growth(question) or asks_times(question):
        wanted = None
    elif wanted and re.search("同比|环比", question.text) and not asks_rate(question):
        wanted = wanted_of(re.sub("同比|环比", "", question.text))
    if wanted and wanted.unit is None:
        wanted = None  # 变化了多少: of whatever is counted
    return replace(question, about=about, added=field_words(about), keys=keys_of(about), wanted=wanted)


def counted(fact: Fact) -> bool:
    """Whether the fact is a count or an amount, whose growth can be told in per cent."""
    return dimension(fact.quantity.unit) not in _RATED and fact.kind not in ("rank", "score", "change")


def growth(earlier: Fact, later: Fact) -> Outcome | None:
    """By how many per cent `later` is more than `earlier`; None if that is not positive."""
    a, b = earlier.quantity.low, later.quantity.low
    if a <= 0:
        return None
    value = ((b - a) * 100 / a).quantize(_CENT, ROUND_HALF_UP)
    direction: Direction = "up" if value > 0 else "down" if value < 0 else "same"
    words = {"up": "增加", "down": "减少", "same": "不变"}[direction]
    about = "" if exact(earlier, later) else "约"
    said = f"{about}{plain(abs(value))}%"
    working = f"({amount(later)} − {amount(earlier)}) ÷ {amount(earlier)} × 100% {'≈' if about else '='} {plain(value)}%"
    return Outcome(words if not value else f"{words}{said}", working, abs(value), "%", direction)


def times(base: Fact, other: Fact) -> Outcome | None:
    """How many times `base` the other is; None if `base` is not positive."""
    a, b = base.quantity.low, other.quantity.low
    if a <= 0:
        return None
    value = (b / a).quantize(_CENT, ROUND_HALF_UP)
    about = "" if exact(base, other) else "约"
    direction: Direction = "up" if b > a else "down" if b < a else "same"
    working = f"{amount(other)} ÷ {amount(base)} {'≈' if about else '='} {plain(value)}倍"
    return Outcome(f"{about}{plain(value)}倍", working, value, "倍", direction)


def times_more(base: Fact, other: Fact) -> Outcome | None:
    """By how many times `base` the other is more: 3倍 of it are 多2倍; None if it is not more."""
    outcome = times(base, other)
    if outcome is None or outcome.value <= 1:
        return None  # the question supposes what the reports deny
    value = outcome.value - 1
    about = "" if exact(base, other) else "约"
    working = f"{amount(other)} ÷ {amount(base)} − 1 {'≈' if about else '='} {plain(value)}倍"
    return Outcome(f"{about}{plain(value)}倍", working, value, "倍", "up")


def difference(first: Fact, second: Fact) -> Outcome:
    """The larger less the smaller, in 万元 where it is much money; "up" if the second is ahead (of ranks the smaller)."""
    smaller, larger = sorted((first, second), key=lambda f: f.quantity.low)
    value = larger.quantity.low - smaller.quantity.low
    unit = NAME_OF_POINTS if first.quantity.unit == "%" else first.quantity.unit
    # Large amounts of money in 万元, as the reports print them; all else in full.
    much = unit == "元" and value >= _MUCH
    number = f"{plain(value.scaleb(-4))}万元" if much else f"{plain(value)}{unit}"
    same = exact(first, second)
    said = number if same else f"约{number}"
    working = f"{amount(larger)} − {amount(smaller)} {'=' if same else '≈'} {number}"
    rises = (second is larger) != (first.kind == "rank")
    return Outcome(said, working, value, unit, "same" if not value else "up" if rises else "down")


def bounded(fact: Fact) -> bool:
    """Whether the number is a bound (超5%), of which no difference can be taken."""
    return fact.quantity.op in ("<", "<=", ">", ">=")


def exact(one: Fact, other: Fact) -> bool:
    """Whether both are exact: 约120场 and 150余场 are some 30 apart, not 30."""
    return one.quantity.op == other.quantity.op == "="


def printed_change(question: Question, evidence: Evidence, year: int | None) -> Answer | None:
    """The change against the year before that a report of `year` prints of what the question is about, if it does."""
    part = base_question(question)
    if asks_growth(question):
        part = replace(part, wanted=Wanted("ratio", "%"))
    part = replace(part, years=(year,) if year else ())
    stated: dict[str, tuple[Fact, Direction]] = {}
    counts = []
    for fact in evidence.facts:
        direction = _direction(fact)
        told = fact.period is not None and (year is None or fact.period.year == year)
        if direction and told and _to_year_before(fact, evidence):
            stated[fact.id] = (fact, direction)
            # Ranked as what has changed, not as a change: 机关运行经费支出比2023年度增加 is of 机关运行经费支出.
            counts.append(replace(fact, metric=_CHANGED.sub("", fact.metric) or fact.metric, kind="actual"))
    ranked = rank_facts(part, replace(evidence, facts=counts))
    absolute = [
        c for c in ranked if c.fact.quantity.unit != "%" and c.score >= ranked[0].score - _SAME_METRIC
    ]
    ranked = absolute if absolute and part.wanted is None else ranked
    words = " ".join(words_of(question, word, evidence) for word in part.about.split())
    if not ranked:
        return None
    chosen = choose(ranked) if part.wanted else None
    if chosen and chosen.fits and ranked[0].score < _PRINTED:
        return _told(question, chosen.candidate, *stated[chosen.candidate.fact.id])
    best = ranked[0]
    if best.score < _PRINTED:
        return None
    rivals = [
        c for c in ranked[1:] if c.fact.quantity != best.fact.quantity and best.score - c.score < _CLOSE
    ]
    if rivals or not named_by(best.fact, words):
        return None
    return _told(question, best, *stated[best.fact.id])


def _told(question: Question, best: Candidate, fact: Fact, direction: Direction) -> Answer:
    way = "增加" if direction == "up" else "减少"
    said = f"{way}{amount(fact)}"
    return Answer(
        question=question.text,
        kind="trend",
        short=shorten(said, 60),
        text=f"报告写明：{when(fact)}{best.fact.metric}比上年{said}。",
        confidence=round(sureness(best.score), 3),
        citations=(fact.citation, *fact.also),
        value=abs(fact.quantity.low) if fact.quantity.value is not None else None,
        unit=fact.quantity.unit,
        direction=direction,
    )


def _direction(fact: Fact) -> Direction | None:
    """Which way a fact that states a change goes, None for any other fact."""
    if fact.kind in ("target", "rank", "score"):
        return None
    match = _CHANGED.search(fact.metric)
    if not match:
        return None
    return "down" if match["way"] in _DOWN else "up"


def _to_year_before(fact: Fact, evidence: Evidence) -> bool:
    """Whether the change is against the year before: said right before it (与2023年度相比), or in its metric."""
    at = fact.citation
    document = evidence.documents.get(at.source)
    ahead = document.text[max(0, at.start - _AHEAD) : at.end] if document else at.quote
    # Of the sentence itself: what stands before the full stop is of another thing.
    sentence = f"{fact.metric}，{ahead.rpartition('。')[2]}"
    said = list(_TO_YEAR_BEFORE.finditer(sentence))
    if fact.kind == "change" and not said:
        return not _TO_ANOTHER.search(sentence)  # 全年进出口增长9.8%
    years = {int(match["year"]) for match in said if match["year"]}
    before = fact.period.first.year - 1 if fact.period else None
    return bool(said) and years <= {before}
