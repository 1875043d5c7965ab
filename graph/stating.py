"""One statement from a number and its words: the metric, the kind, the time, and how sure all that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from graph.facts import Direction, Kind, Mention, Period, Quantity
from graph.naming import (
    LONGEST_PART,
    MEASURED,
    SUM,
    Topic,
    balanced,
    indicator_of,
    is_share,
    newly,
    noun_behind,
    of_item,
    owner,
    plain_metric,
    rank_metric,
    score_metric,
    tells,
    won_at,
)
from graph.parts import Words
from graph.period import FoundPeriod
from graph.phrasing import (
    before_verb,
    direction_of,
    implied_unit,
    is_change,
    is_dependent,
    kind_of,
    lies_ahead,
    strip_companions,
    strip_front,
    strip_link,
    strip_tail,
    verb_of,
)
from graph.quantity import FoundQuantity
from graph.units import dimension
from ingest.clauses import Clause
from ingest.document import Document, Section

# Lines of a list of projects: the heading is the project, the sentence its money.
_OF_PROJECT = re.compile(r"^(?:年度|年初|全年|项目)?(?:预算|执行|完成|支出|资金|投资|合同)")
_NOT_A_PROJECT = re.compile(r"收支|预算|支出|情况|分析|目标|管理|得分|结论|绩效")
_NAMED_LIST = re.compile(r"(?:“[^“”]+”[、和及]?){2,}$|(?:[^、，和]{2,12}、){2,}[^、，]{2,12}$")
_REACHED = re.compile(r"全年|实际|已|完成|达")
_AVERAGE = re.compile(r"均|每|[万千百]人(?=[^次数])|率|比|占|倍|密度")
_RATE = re.compile(r"(?:率|度|比例|占比|比重)$")
# 信息公开4分，|得3.5分
_GETS = re.compile(
    r"[，,；]\s*(?:(?:(?!\d分)[^，。；])*，){0,2}(?:自评|实际|实)?得(?:分)?\s*\d|[，,]\s*(?:均|都|全部)(?:得|为|获|取得)了?满分"
)
_SCORED_HEAD = ("得", "得分", "分值", "满分", "权重", "评分", "扣", "自评")
_NO_SCORE = re.compile(r"未(?:能)?得分|不得分")
# All that the statement says was printed; its unit was not; the number is probably printed wrong.
_PRINTED = 0.9
_IMPLIED = 0.8
_DOUBTED = 0.3
_REVIEW = "回顾"
_TO_CONGRESS = "政府工作报告"


@dataclass(frozen=True, slots=True)
class Statement:
    """A number read in its clause; `clause` is the stretch that states it."""

    quantity: Quantity
    metric: str
    subject: Mention | None
    subject_text: str
    period: Period | None
    kind: Kind
    direction: Direction | None
    start: int
    end: int
    section: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a clause with the words that belong to it."""

    found: FoundQuantity
    before: str
    behind: str
    clause: Clause
    last: bool  # of its clause
    aim: str  # the words before it in the text, where `before` are those of one of several things


class Stating:
    """Makes statements of the numbers of a document, given the topic where they stand, which each carries on."""

    def __init__(self, document: Document, words: Words) -> None:
        self._document = document
        self._text = document.text
        self._words = words
        self._headings: dict[int, Period | None] = {}

    def state(
        self, number: Number, section: Section, topic: Topic, dated: FoundPeriod | None = None
    ) -> Statement | None:
        """What a number says; None if nobody can tell what it counts.

        Args:
            dated: the time that this number alone is of.
        """
        found, clause = number.found, number.clause
        head, noun, led = self._head(number, topic)
        unit = (implied_unit(head) or ("个" if noun else None)) if found.implied else found.quantity.unit
        if unit is None:
            return None
        quantity = replace(found.quantity, unit=unit)
        ranked = found.quantity.unit == "名" and self._text[found.start] in "第前"
        gets = _GETS.match(self._text, clause.end)
        ahead = gets is not None and (number.last or gets.group().endswith("满分"))
        bracketed = self._is_bracketed(found)
        metric = balanced(self._metric(head, noun, quantity, ranked, section, topic, ahead, bracketed))
        metric = won_at(of_item(metric, section.title), topic)
        if not tells(metric):
            return None
        _carry_on(topic, head, noun, quantity, metric, ranked, clause)
        of_project = (
            _OF_PROJECT.match(head) and _is_project(section) and not lies_ahead("\n".join(section.path))
        )
        project = section.title if of_project else ""
        words = f"{number.aim}{number.before}{self._text[found.start : found.number]}"
        kind: Kind = "rank" if ranked else kind_of(words, "\n".join(section.path), quantity.unit)
        period = dated.period if dated else self._period(found.start, topic, section)
        planned = topic.aims and not _REACHED.search(number.before)
        if kind in ("actual", "change") and (planned or self._lies_ahead(period, section)):
            kind = "target"
        topic.scored = topic.scored or kind == "score"
        printed = _IMPLIED if found.implied else _PRINTED
        return Statement(
            quantity=quantity,
            metric=metric,
            subject=None if project else topic.subject,
            subject_text=project,
            period=period,
            kind=kind,
            direction=direction_of(number.before) if kind == "change" else None,
            start=topic.lead_start if led else _begin(clause, found),
            end=max(found.end, clause.end if number.last else found.end + len(noun_behind(number.behind))),
            section=section.index,
            confidence=_DOUBTED if _is_part(quantity, words + metric) else printed,
        )

    def _is_bracketed(self, found: FoundQuantity) -> bool:
        """信息公开（4分）: what a heading's indicator is worth."""
        return self._text[found.start - 1] in "（(" and self._text[found.end : found.end + 1] in ("）", ")")

    def no_score(self, clause: Clause, section: Section, topic: Topic) -> Iterator[Statement]:
        """ "该指标未能得分" states a score of nought."""
        match = _NO_SCORE.search(self._text, clause.start, clause.end)
        if match and topic.indicator:
            nought = Quantity(Decimal(0), Decimal(0), "分")
            yield Statement(
                nought, f"{topic.indicator}自评得分", topic.subject, "", self._period(match.start(), topic, section),
                "score", None, clause.start, match.end(), section.index, _PRINTED,
            )  # fmt: skip

    def _head(self, number: Number, topic: Topic) -> tuple[str, str, bool]:
        """The words before and behind a number that name what it counts; whether the former stand before a colon."""
        before = number.before
        own = strip_link(strip_companions(strip_front(before)))
        if self._text[number.found.start] not in "第前":
            own = _shared(own, before, topic)
        led = not own and topic.lead != ""
        head = own or strip_link(strip_front(topic.lead))
        behind = number.behind if number.last else before_verb(number.behind.partition("、")[0])
        noun = "" if _RATE.search(head) else strip_link(strip_tail(noun_behind(behind)))
        if "、" in head and strip_front(before).rstrip("“”").endswith("等"):
            head = verb_of(head)  # "…证明、…证明等5项": the list gives examples of what is counted
        elif noun and _NAMED_LIST.search(head):
            head = verb_of(head)  # 新增“精准教学”“智能排课”三个模块: the names are those of what is counted
        if noun and not head:
            head = topic.first_head
        elif noun and number.found.quantity.unit != "%":
            topic.first_head = head
        return head, noun, led

    def _metric(
        self,
        head: str,
        noun: str,
        quantity: Quantity,
        ranked: bool,
        section: Section,
        topic: Topic,
        ahead: bool = False,
        bracketed: bool = False,
    ) -> str:
        if quantity.unit == "分" and quantity.op == "=":
            indicator = indicator_of(self._text, section)
            if bracketed and not head:
                topic.indicator, topic.item = indicator, ""
                return f"{indicator}分值"
            if head and ahead and not head.endswith(_SCORED_HEAD):
                topic.indicator, topic.item = head, ""  # 信息公开4分，得3.5分: first what it is worth
                return f"{head}分值"
            return score_metric(head, indicator, topic)
        if ranked:
            return rank_metric(head, topic)
        return plain_metric(head, noun, quantity, topic)

    def _lies_ahead(self, period: Period | None, section: Section) -> bool:
        """What a government tells its congress of the year that has begun, or of later ones, is still to come."""
        about = self._document.about
        ahead = period is not None and about.year is not None and period.first.year >= about.year
        looks_back = any(
            _REVIEW in self._document.sections[i].title for i in ancestors(self._document.sections, section)
        )
        return ahead and not looks_back and about.kind == _TO_CONGRESS

    def _period(self, position: int, topic: Topic, section: Section) -> Period | None:
        """The nearest period of the sentence before the number, else of the headings, else the report's year."""
        before = [p for p in topic.periods if p.start <= position and not p.compared]
        if before:
            return before[-1].period
        for index in ancestors(self._document.sections, section):
            heading = self._document.sections[index]
            if index == 0 or heading.label == "" or _is_project(heading):
                continue  # a year in the name of a project is no period
            if (found := self._period_of(heading)) is not None:
                return found
        year = self._document.about.year
        return _whole_year(year + 1 if year and lies_ahead("\n".join(section.path)) else year)

    def _period_of(self, heading: Section) -> Period | None:
        """The first time that a heading names; read once, for every number below asks."""
        if heading.index not in self._headings:
            found = self._words.periods(heading.start, heading.body)
            self._headings[heading.index] = found[0].period if found else None
        return self._headings[heading.index]


def ancestors(sections: Sequence[Section], section: Section) -> Iterator[int]:
    """The indices of a section and of those above it, from the inside out."""
    index: int | None = section.index
    while index is not None:
        yield index
        index = sections[index].parent


def _shared(own: str, before: str, topic: Topic) -> str:
    """The words of one number of a list, with what its first number says for all: 新增A 2家、B 3家、累计9家."""
    if topic.fresh and SUM in before and not own:
        return SUM
    share = topic.fresh and before.startswith("、") and own and SUM not in before
    if share and not (verb_of(own) or is_dependent(own) or direction_of(own) or own.startswith("总")):
        return f"{topic.fresh}{own}"
    topic.fresh = newly(own) or ("新增" if own.endswith("新增") else "")
    return own


def _carry_on(
    topic: Topic, head: str, noun: str, quantity: Quantity, metric: str, ranked: bool, clause: Clause
) -> None:
    """Tells the topic what was counted, for the numbers that follow."""
    if not ranked and not is_dependent(head):
        topic.counted = owner(head, noun, quantity) or topic.counted
    if not (is_change(head) or is_share(head)):  # the next number is not one of the change or share
        topic.metric = metric
        topic.told.append((clause.start, metric))


def _is_part(quantity: Quantity, words: str) -> bool:
    """2.26条: nobody publishes a quarter of a notice, so 万 was left out; an average may have such parts."""
    whole = dimension(quantity.unit) not in MEASURED
    return whole and bool(quantity.low % 1) and not _AVERAGE.search(words)


def _begin(clause: Clause, found: FoundQuantity) -> int:
    """Where the quote begins: at the clause, or at the number's own part of a long one."""
    return clause.start if found.start - clause.start <= 2 * LONGEST_PART else found.start - 2 * LONGEST_PART


def _is_project(section: Section) -> bool:
    """Whether a numbered heading can be the name of a project: a leaf that speaks of nothing general."""
    return bool(section.title) and section.label[:1].isdigit() and not _NOT_A_PROJECT.search(section.title)


def _whole_year(year: int | None) -> Period | None:
    return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
