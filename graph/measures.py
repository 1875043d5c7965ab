"""Facts from prose: which quantity says what of whom, when.

A clause is read around each of its numbers: the words before and behind say what is counted (the metric), a name at
the front says of whom (the subject). What a clause leaves out it takes from the clause, sentence or heading before:
Chinese drops what the reader already knows ("受理涉整改工单846宗，已办结846宗，…满意率93.18%").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from graph.criteria import is_old, is_threshold, is_whole
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
    own_noun,
    owner,
    plain_metric,
    rank_metric,
    score_metric,
    tells,
)
from graph.pairing import RESPECTIVELY, is_list, pair
from graph.period import FoundPeriod, find_periods, whole_month
from graph.phrasing import (
    direction_of,
    ends_in_link,
    implied_unit,
    is_change,
    is_dependent,
    kind_of,
    states_duties,
    strip_front,
    strip_link,
    strip_tail,
    verb_of,
)
from graph.quantity import FoundQuantity, find_quantities
from graph.ranks import find_ranks
from graph.units import dimension
from ingest.clauses import Clause, clauses
from ingest.document import Document, Section

# A heading is about the name that stands at most so far behind its number ("深化12345热线机制创新").
_LEAD_OF_HEADING = 4
# Lines of a list of projects: the heading is the project, the sentence its money.
_OF_PROJECT = re.compile(r"^(?:年度|年初|全年|项目)?(?:预算|执行|完成|支出|资金|投资|合同)")
_NOT_A_PROJECT = re.compile(r"收支|预算|支出|情况|分析|目标|管理|得分|结论|绩效")
_QUOTED_NAME = re.compile(r"“[^“”\n]{1,16}”")
_TITLE_OF_WORK = re.compile(r"《[^《》\n]{1,80}》")
_DOCUMENT_NUMBER = re.compile(r"[〔\[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d+\s*号")
# 本部门设定的数量指标：1.服务群众50万人次，全年服务群众已达100万人次.
_SET = re.compile(
    r"(?:设立|设定|设置|制定|下达|申报|目标)(?:(?!完成|达成|实现)[^，。；：])*(?:指标|目标|目标值)$"
)
_REACHED = re.compile(r"全年|实际|已|完成|达")
_AVERAGE = re.compile(r"均|每|[万千百]人(?=[^次数])|率|比|占|倍|密度")
# A number that is probably printed wrong.
_DOUBTED = 0.3
_REVIEW = "回顾"
_TO_CONGRESS = "政府工作报告"
# How far behind a number its successor's verb is looked for: 由20天（原法定时限）压缩至.
_REACH_OF_NEW = 16
_COUNTED_FRONT = frozenset({"ORG", "PLATFORM", "REGION", "PROJECT", "INITIATIVE", "EVENT"})
# Lists of as many ranks under one span of months are one for each month.
_SEVERAL = 3
_FIRST_OF = re.compile(r"率先|首[个创推批家次]|唯一|领先|第一")
_NO_SCORE = re.compile(r"未(?:能)?得分|不得分")
_RATE = re.compile(r"(?:率|度|比例|占比|比重)$")


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


class Reading:
    """One pass over a document; `statements` are its numbers in order."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._document = document
        self._text = document.text
        self._mentions = mentions
        self._year = document.about.year

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of the document, in order of the text."""
        return tuple(self._read())

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        """Stretches whose digits belong to a name: titles of works, short quoted names, document numbers, headings' numbers."""
        spans = [
            m.span() for p in (_QUOTED_NAME, _TITLE_OF_WORK, _DOCUMENT_NUMBER) for m in p.finditer(self._text)
        ]
        spans += [(s.start, s.start + len(s.label)) for s in self._document.sections if s.label]
        spans += [(m.start, m.end) for m in self._mentions]
        spans += [(row.start, row.end) for row in self._document.rows]
        return sorted(spans)

    @cached_property
    def _longest_name(self) -> int:
        return max((end - start for start, end in self._names), default=0)

    def _read(self) -> Iterator[Statement]:
        text = self._text
        section = self._document.sections[0]
        topic = Topic()
        for sentence in clauses(text, 0, len(text)):
            if not sentence:
                continue
            topic = Topic(subject=self._subject_of(section))
            for clause in sentence:
                here = self._document.section_at(clause.start)
                if here is not section:
                    section, topic = here, Topic(subject=self._subject_of(here), aims=topic.aims)
                if not self._states_duties(here):
                    yield from self._clause(_after_label(clause, here), section, topic)

    def _states_duties(self, section: Section) -> bool:
        sections = self._document.sections
        return any(states_duties(sections[i].title) for i in _ancestors(sections, section))

    def _subject_of(self, section: Section) -> Mention | None:
        """The name that the heading is about, if it begins with one; else that of the heading above."""
        while section.parent is not None:
            begin = section.start + len(section.label)
            for mention in self._mentions[bisect_left(self._mentions, begin, key=lambda m: m.start) :]:
                if mention.start > begin + _LEAD_OF_HEADING or mention.end > section.body:
                    break
                if mention.type in ("ORG", "PLATFORM", "PROJECT"):
                    return mention
            section = self._document.sections[section.parent]
        return None

    def _clause(self, clause: Clause, section: Section, topic: Topic) -> Iterator[Statement]:
        periods = [
            p
            for p in find_periods(self._text, self._year, clause.start, clause.end)
            if not self._named(p.start, p.end)
        ]
        found = self._quantities(clause, periods)
        each = self._one_each(found, periods)
        if self._text[clause.start - 1 : clause.start] in ("；", ";"):
            del topic.periods[topic.opening :]
            topic.told.clear()
        topic.periods += periods
        topic.opening = topic.opening or len(topic.periods)
        front = self._front(clause, found[0].start if found else clause.end, periods)
        if front and found and self._is_what_counts(front, found, clause):
            front = None
        if front and RESPECTIVELY in self._text[front.end : clause.end] and is_list(self._text[front.end]):
            front = None  # 民办学校、公办学校学生分别占…: one of several things
        if front and not clause.aside:
            topic.subject = front
        paired, former = ({}, 0) if each else self._respectively(clause, found, periods, front, topic)
        begin = clause.start
        topic.first_head = topic.fresh = ""
        changed = ""
        for index, quantity in enumerate(found):
            after = found[index + 1].start if index + 1 < len(found) else clause.end
            before = self._without(begin, quantity.start, front, periods)
            aim = ""
            if index in paired:
                before, aim = paired[index], self._text[clause.start : quantity.start]
                if not before:
                    continue  # nobody can say which of the things it is of
            if each:
                topic.periods.append(each[index])
            if changed and not before.strip("、和及与"):
                before = changed  # 分别提高3.2个和1.5个百分点
            behind = self._text[quantity.end : after]
            was = index < former and index in paired
            old = was or is_old(before, self._text[quantity.end : quantity.end + _REACH_OF_NEW])
            statement = self._state(
                quantity, before, behind, clause, section, topic, last=index + 1 == len(found), aim=aim
            )
            if statement and old:
                statement = replace(statement, metric=f"原{statement.metric}")
            if statement and is_threshold(
                *self._around(clause, quantity), quantity.quantity.op, statement.quantity.unit
            ):
                kind: Kind = "budget" if statement.kind == "budget" else "target"
                statement = replace(statement, metric=f"{statement.metric}门槛", kind=kind, direction=None)
            if statement:
                changed = before if statement.kind == "change" else ""
                yield statement
            # What this number counts is not what is said of the next: "785个接入点 | 提供了1392次维护".
            begin = quantity.end + len(own_noun(behind))
        # "基本支出：" leads to the number behind the colon.
        colon = self._text[clause.end : clause.end + 1] in ("：", ":")
        topic.lead = self._without(clause.start, clause.end, front, periods) if colon and not found else ""
        topic.lead_start = clause.start
        if colon and not found:
            topic.aims = _SET.search(self._text, clause.start, clause.end) is not None
        if not found:
            yield from self._no_score(clause, section, topic)

    def _respectively(
        self,
        clause: Clause,
        found: Sequence[FoundQuantity],
        periods: Sequence[FoundPeriod],
        front: Mention | None,
        topic: Topic,
    ) -> tuple[dict[int, str], int]:
        """A、B分别增长4%、11.3%: by index the words that each number is of, "" where that cannot be told.

        Also the index before which they are what was before a change (分别从2元、3元提高到4元、5元), else 0.
        """
        at = self._text.find(RESPECTIVELY, clause.start, clause.end)
        behind = [i for i, q in enumerate(found) if q.start > at >= 0]
        if len(behind) < 2 or found[behind[0]].quantity.unit == "名":
            return {}, 0
        between = [self._text[found[i].end : found[i + 1].start].strip("、，,和与及以 ") for i in behind[:-1]]
        verb = self._without(at + len(RESPECTIVELY), found[behind[0]].start, None, periods)
        turns = [i for i, words in enumerate(between, 1) if words]
        groups = [behind]
        if turns and turns == [len(behind) / 2] and ends_in_link(between[turns[0] - 1]):
            groups = [behind[: turns[0]], behind[turns[0] :]]  # 分别从202元、270元提高到209元、280元
        elif turns and not all(direction_of(between[i - 1]) for i in turns):
            return {}, 0  # 分别完成道路3公里、管网5公里: each number has words of its own
        heads = self._things(clause, at, found[: behind[0]], verb, len(groups[0]), periods, front, topic)
        paired = dict.fromkeys(behind, "")
        for group in groups:
            paired.update(zip(group, heads, strict=False))
        return paired, groups[-1][0] if len(groups) > 1 else 0

    def _things(
        self,
        clause: Clause,
        at: int,
        counted: Sequence[FoundQuantity],
        verb: str,
        count: int,
        periods: Sequence[FoundPeriod],
        front: Mention | None,
        topic: Topic,
    ) -> Sequence[str]:
        """What `count` numbers behind the 分别 at `at` are of: the list before it, else what was told last."""
        things = self._without(clause.start, at, front, periods)
        if not counted and strip_link(strip_front(things)):
            return pair(things, verb, count)
        told = [metric for start, metric in topic.told if start != clause.start]
        nearest = [metric for start, metric in topic.told if start == topic.told[-1][0]]
        if not counted and direction_of(verb):
            told = nearest if len(nearest) == count else told
            return [f"{metric}{verb}" for metric in told] if len(told) == count else ()
        return ()

    def _one_each(
        self, found: Sequence[FoundQuantity], periods: Sequence[FoundPeriod]
    ) -> Sequence[FoundPeriod]:
        """2022年和2023年分别支出120万元、150万元: a time for each number, else none."""
        front = [p for p in periods if not p.compared and found and p.end <= found[0].start]
        if len(front) == 1 and len(found) >= _SEVERAL and all(q.quantity.unit == "名" for q in found):
            return self._month_by_month(front[0], len(found))
        paired = 1 < len(front) == len(found) and "分别" in self._text[front[-1].end : found[0].start]
        return front if paired else ()

    def _month_by_month(self, period: FoundPeriod, count: int) -> Sequence[FoundPeriod]:
        """1-10月…排名第四、第五、第七…: a month for each rank, as far as the list goes."""
        first = period.period.first
        months = period.period.last.month - first.month + 1
        if first.year != period.period.last.year or not count <= months <= count + 1:
            return ()  # one month may be missing at the end ("10月排名未反馈"), more would be a guess
        return [replace(period, period=whole_month(first.year, first.month + i)) for i in range(count)]

    def _quantities(self, clause: Clause, periods: Sequence[FoundPeriod]) -> list[FoundQuantity]:
        ranks = find_ranks(self._text, clause.start, clause.end)
        taken = [(r.start, r.end) for r in ranks] + [(p.start, p.end) for p in periods]
        plain = [
            q
            for q in find_quantities(self._text, clause.start, clause.end)
            if not any(a < q.end and q.start < b for a, b in taken)
        ]
        found = sorted([*plain, *ranks], key=lambda q: q.start)
        return [
            q for q in found if not self._named(q.number, q.end) and not is_whole(*self._around(clause, q))
        ]

    def _around(self, clause: Clause, found: FoundQuantity) -> tuple[str, str]:
        """The words of the clause before and behind a number."""
        return self._text[clause.start : found.start], self._text[found.end : clause.end]

    def _named(self, start: int, end: int) -> bool:
        """Whether the number at `start:end` is part of a name; one that a name begins with counts ("147位AI巡查员")."""
        names = self._names
        first = bisect_left(names, (start - self._longest_name, 0))
        last = bisect_left(names, (start, 0))
        return any(end <= b for _, b in names[first:last]) or self._in_quotes(start)

    def _in_quotes(self, start: int) -> bool:
        """A quoted name or title may begin with its number: “30分钟办事圈”, a table cell too."""
        return self._text[start - 1 : start] in ("“", "《") or any(
            r.start <= start < r.end for r in self._document.rows
        )

    def _front(self, clause: Clause, stop: int, periods: Sequence[FoundPeriod]) -> Mention | None:
        """The name that the clause begins with, after its time and its adverbs."""
        for mention in self._mentions[bisect_left(self._mentions, clause.start, key=lambda m: m.start) :]:
            if mention.end > stop:
                break
            if mention.type not in _COUNTED_FRONT:
                continue
            if _FIRST_OF.match(self._text, mention.end) and mention.type == "REGION":
                break  # 全省率先实现…: among whom it was first, not who
            lead = self._without(clause.start, mention.start, None, periods)
            return mention if not strip_front(lead).strip("“由（") else None
        return None

    def _is_what_counts(self, front: Mention, found: Sequence[FoundQuantity], clause: Clause) -> bool:
        """区属医院12家: the name at the front is no owner of the number, it is what the number counts."""
        first = found[0]
        behind = self._text[first.end : found[1].start if len(found) > 1 else clause.end]
        return (
            dimension(first.quantity.unit) not in MEASURED
            and self._text[first.start] not in "第前"
            and not strip_link(strip_front(self._text[front.end : first.start]))
            and not strip_tail(noun_behind(behind))
        )

    def _without(self, start: int, end: int, front: Mention | None, periods: Sequence[FoundPeriod]) -> str:
        """`text[start:end]` without its times and the name at its front."""
        cuts = [(p.start, p.end) for p in periods if not self._measured_against(p)] + (
            [self._quoted(front)] if front else []
        )
        kept = []
        position = start
        for first, last in sorted(cuts):
            if start <= first and last <= end:
                kept.append(self._text[position:first])
                position = max(position, last)
        kept.append(self._text[position:end])
        return "".join(kept)

    def _measured_against(self, period: FoundPeriod) -> bool:
        """较上年提升, 比2022年增加: without its time the comparison says nothing."""
        before = self._text[max(0, period.start - 2) : period.start]
        return (
            period.compared
            and before.endswith(("较", "比"))
            and before not in ("同比", "环比", "相比", "对比")
        )

    def _quoted(self, name: Mention) -> tuple[int, int]:
        """The stretch of a name with the quotation marks around it."""
        around = self._text[name.start - 1 : name.start] == "“" and self._text[name.end : name.end + 1] == "”"
        return (name.start - 1, name.end + 1) if around else (name.start, name.end)

    def _state(
        self,
        found: FoundQuantity,
        before: str,
        behind: str,
        clause: Clause,
        section: Section,
        topic: Topic,
        *,
        last: bool,
        aim: str,
    ) -> Statement | None:
        own = strip_link(strip_front(before))
        if self._text[found.start] not in "第前":
            own = self._shared(own, before, topic)
        led = not own and topic.lead != ""
        head = own or strip_link(strip_front(topic.lead))
        if "、" in head and strip_front(before).rstrip("“”").endswith("等"):
            head = verb_of(head)  # "…证明、…证明等5项": the list gives examples of what is counted
        noun = "" if _RATE.search(head) else strip_link(strip_tail(noun_behind(behind)))
        if noun and not head:
            head = topic.first_head
        elif noun and found.quantity.unit != "%":
            topic.first_head = head
        quantity = found.quantity
        ranked = quantity.unit == "名" and self._text[found.start] in "第前"
        confidence = 0.9
        if found.implied:
            unit = implied_unit(head) or ("个" if noun else None)
            if unit is None:
                return None
            quantity = replace(quantity, unit=unit)
            confidence = 0.8
        if quantity.unit == "分" and quantity.op == "=":
            metric = score_metric(head, indicator_of(self._text, section), topic)
        elif ranked:
            metric = rank_metric(head, topic)
        else:
            metric = plain_metric(head, noun, quantity, topic)
        metric = of_item(balanced(metric), section.title)
        if not tells(metric):
            return None
        if not ranked and not is_dependent(head):
            topic.counted = owner(head, noun, quantity) or topic.counted
        if not (is_change(head) or is_share(head)):  # the next number is not one of the change or share
            topic.metric = metric
            topic.told.append((clause.start, metric))
        project = section.title if _OF_PROJECT.match(head) and _is_project(section) else ""
        words = f"{aim}{before}{self._text[found.start : found.number]}"
        kind: Kind = "rank" if ranked else kind_of(words, "\n".join(section.path), quantity.unit)
        period = self._period(found.start, topic, section)
        planned = topic.aims and not _REACHED.search(before)
        if kind in ("actual", "change") and (planned or self._lies_ahead(period, section)):
            kind = "target"
        topic.scored = topic.scored or kind == "score"
        if (
            dimension(quantity.unit) not in MEASURED
            and quantity.low % 1
            and not _AVERAGE.search(words + metric)
        ):
            confidence = _DOUBTED  # 2.26条: nobody publishes a quarter of a notice, so 万 was left out
        return Statement(
            quantity=quantity,
            metric=metric,
            subject=None if project else topic.subject,
            subject_text=project,
            period=period,
            kind=kind,
            direction=direction_of(before) if kind == "change" else None,
            start=topic.lead_start if led else self._begin(clause, found),
            end=max(found.end, clause.end if last else found.end + len(noun_behind(behind))),
            section=section.index,
            confidence=confidence,
        )

    def _shared(self, own: str, before: str, topic: Topic) -> str:
        """The words of one number of a list, with what its first number says for all: 新增A 2家、B 3家、累计9家."""
        if topic.fresh and SUM in before and not own:
            return SUM
        share = topic.fresh and before.startswith("、") and own and SUM not in before
        if share and not (verb_of(own) or is_dependent(own) or direction_of(own) or own.startswith("总")):
            return f"{topic.fresh}{own}"
        topic.fresh = newly(own) or ("新增" if own.endswith("新增") else "")
        return own

    def _begin(self, clause: Clause, found: FoundQuantity) -> int:
        """Where the quote begins: at the clause, or at the number's own part of a long one."""
        return (
            clause.start if found.start - clause.start <= 2 * LONGEST_PART else found.start - 2 * LONGEST_PART
        )

    def _no_score(self, clause: Clause, section: Section, topic: Topic) -> Iterator[Statement]:
        """ "该指标未能得分" states a score of nought."""
        match = _NO_SCORE.search(self._text, clause.start, clause.end)
        if match and topic.indicator:
            nought = Quantity(Decimal(0), Decimal(0), "分")
            yield Statement(
                nought, f"{topic.indicator}自评得分", topic.subject, "", self._period(match.start(), topic, section),
                "score", None, clause.start, match.end(), section.index, 0.9,
            )  # fmt: skip

    def _lies_ahead(self, period: Period | None, section: Section) -> bool:
        """What a government tells its congress of the year that has begun, or of later ones, is still to come."""
        about = self._document.about
        ahead = period is not None and about.year is not None and period.first.year >= about.year
        looks_back = any(
            _REVIEW in self._document.sections[i].title for i in _ancestors(self._document.sections, section)
        )
        return ahead and not looks_back and about.kind == _TO_CONGRESS

    def _period(self, position: int, topic: Topic, section: Section) -> Period | None:
        """The nearest period of the sentence before the number, else of the headings, else the report's year."""
        before = [p for p in topic.periods if p.start <= position and not p.compared]
        if before:
            return before[-1].period
        for index in _ancestors(self._document.sections, section):
            heading = self._document.sections[index]
            if index == 0 or heading.label == "" or _is_project(heading):
                continue  # a year in the name of a project is no period
            found = [
                p
                for p in find_periods(self._text, self._year, heading.start, heading.body)
                if not self._named(p.start, p.end)
            ]
            if found:
                return found[0].period
        return _whole_year(self._year)


def _after_label(clause: Clause, section: Section) -> Clause:
    """The clause without the number of the heading that it begins with."""
    begin = section.start + len(section.label)
    return replace(clause, start=begin) if clause.start <= section.start and begin < clause.end else clause


def _is_project(section: Section) -> bool:
    """Whether a numbered heading can be the name of a project: a leaf that speaks of nothing general."""
    return bool(section.title) and section.label[:1].isdigit() and not _NOT_A_PROJECT.search(section.title)


def _ancestors(sections: Sequence[Section], section: Section) -> Iterator[int]:
    index: int | None = section.index
    while index is not None:
        yield index
        index = sections[index].parent


def _whole_year(year: int | None) -> Period | None:
    from datetime import date

    return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
