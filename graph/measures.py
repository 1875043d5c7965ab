"""Facts from prose: which quantity says what of whom, when.

A clause is read around each of its numbers: the words before and behind say what is counted (the metric), a name at
the front says of whom (the subject). What a clause leaves out it takes from the clause, sentence or heading before:
Chinese drops what the reader already knows ("受理涉整改工单846宗，已办结846宗，…满意率93.18%").

Here is the order of reading, and what is carried from clause to clause; `parts` takes a clause apart, `stating` makes
a statement of one number and its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from graph.criteria import is_condition, is_old, is_threshold
from graph.facts import Kind, Mention
from graph.naming import Topic, item_of_aim, names_item, own_noun, venue_of
from graph.pairing import RESPECTIVELY, each_of, pair, sums_up
from graph.parts import Parts, Words
from graph.period import FoundPeriod, whole_month
from graph.phrasing import direction_of, ends_in_link, states_duties, strip_front, strip_link
from graph.quantity import FoundQuantity
from graph.stating import Number, Statement, Stating
from ingest.clauses import Clause, clauses
from ingest.document import Document, Section

__all__ = ["Reading", "Statement"]

_EACH = re.compile("分别|依次|各为|各有")
_RATES = re.compile(
    r"((?:[^，。；、和]{1,10}率[、])+[^，。；、和]{1,10}率)(?:均|都|皆|全部|双双|分别均)[^，。；]{0,6}$"
)
# 意向公开2分、内控制度1分，|均得满分
_FULL_MARKS = re.compile(r"(?:均|都|全部)(?:得|为|获|取得)了?满分")
_DIGIT = re.compile(r"\d")
# A heading is about the name that stands at most so far behind its number ("深化12345热线机制创新").
_LEAD_OF_HEADING = 4
# 本部门设定的数量指标：1.服务群众50万人次，全年服务群众已达100万人次.
_SET = re.compile(
    r"(?:设立|设定|设置|制定|下达|申报|目标)(?:(?!完成|达成|实现)[^，。；：])*(?:指标|目标|目标值)$"
)
# How far behind a number its successor's verb is looked for: 由20天（原法定时限）压缩至.
_REACH_OF_NEW = 16
# Lists of as many ranks under one span of months are one for each month.
_SEVERAL = 3


class Reading:
    """One pass over a document; `statements` are its numbers in order."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._document = document
        self._text = document.text
        self._mentions = mentions
        self._words = Words(document, mentions)
        self._stating = Stating(document, self._words)
        self._marks: list[Statement] = []  # what the indicators of the clause before are worth

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of the document, in order of the text."""
        return tuple(self._read())

    def _read(self) -> Iterator[Statement]:
        text = self._text
        section = self._document.sections[0]
        topic, heading = Topic(), ""
        for sentence in clauses(text, 0, len(text)):
            if not sentence:
                continue
            topic = Topic(subject=self._subject_of(section), heading=heading)
            for clause, following in zip(sentence, [*sentence[1:], None], strict=True):
                here = self._document.section_at(clause.start)
                if here is not section:
                    section, topic = here, Topic(subject=self._subject_of(here), aims=topic.aims)
                    topic.heading = heading = here.title
                if not self._states_duties(here):
                    for statement in self._clause(_after_label(clause, here), section, topic):
                        heading = topic.heading = ""
                        yield statement
                    self._name_item(clause, following, topic)

    def _states_duties(self, section: Section) -> bool:
        return self._of_duties[section.index]

    @cached_property
    def _of_duties(self) -> Sequence[bool]:
        """Of each section, whether it or one above it lists duties."""
        found: list[bool] = []
        for section in self._document.sections:  # a child follows its parent
            above = section.parent is not None and found[section.parent]
            found.append(above or states_duties(section.title))
        return found

    def _subject_of(self, section: Section) -> Mention | None:
        return self._subjects[section.index]

    @cached_property
    def _subjects(self) -> Sequence[Mention | None]:
        """Of each section the name that its heading is about, if it begins with one; else that of the one above."""
        starts = [mention.start for mention in self._mentions]
        found: list[Mention | None] = []
        for section in self._document.sections:
            above = None if section.parent is None else found[section.parent]
            begin = section.start + len(section.label)
            own = bisect_left(starts, begin)
            end = bisect_right(starts, begin + _LEAD_OF_HEADING) if section.parent is not None else own
            found.append(self._first_subject(own, end, section.body) or above)
        return found

    def _first_subject(self, first: int, last: int, end: int) -> Mention | None:
        """The first of these mentions that can own numbers, before one that goes on behind `end`."""
        for mention in self._mentions[first:last]:
            if mention.end > end:
                return None
            if mention.type in ("ORG", "PLATFORM", "PROJECT"):
                return mention
        return None

    def _clause(self, clause: Clause, section: Section, topic: Topic) -> Iterator[Statement]:
        parts = self._words.take_apart(clause)
        if self._text[clause.start - 1 : clause.start] in ("；", ";"):
            del topic.periods[topic.opening :]
            topic.told.clear()
        own = {
            at: dated for at, q in enumerate(parts.found) if (dated := self._words.dated(q, parts.periods))
        }
        bases = [own.pop(at) for at, q in enumerate(parts.found) if at in own and q.quantity.unit == "倍"]
        topic.periods += [p for p in parts.periods if p not in own.values() and p not in bases]
        topic.opening = topic.opening or len(topic.periods)
        if parts.front and not clause.aside:
            topic.subject = parts.front
        topic.first_head = topic.fresh = ""
        told = list(self._numbers(parts, section, topic, own))
        if told:
            self._marks = [s for s in told if s.kind == "score" and s.metric.endswith("分值")]
        yield from told
        # A single day is when something happened; what is told next was not counted on it.
        topic.periods = [p for p in topic.periods if p.period.first != p.period.last]
        self._lead_on(parts, topic)
        if _FULL_MARKS.fullmatch(self._text, clause.start, clause.end):
            for worth in self._marks:
                yield replace(worth, metric=worth.metric.removesuffix("分值") + "自评得分", end=clause.end)
        if not parts.found:
            yield from self._stating.no_score(clause, section, topic)

    def _numbers(
        self, parts: Parts, section: Section, topic: Topic, own: Mapping[int, FoundPeriod]
    ) -> Iterator[Statement]:
        """What each number of a clause says, in order; `own` are the times that one number alone is of."""
        clause, found = parts.clause, parts.found
        each = self._one_each(found, parts.periods)
        paired, former = ({}, 0) if each else self._respectively(parts, topic)
        begin = clause.start
        changed = ""
        for index, quantity in enumerate(found):
            after = found[index + 1].start if index + 1 < len(found) else clause.end
            before = self._words.without(begin, quantity.start, parts.front, parts.periods)
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
            if is_condition(
                quantity.quantity.unit,
                self._text[quantity.start : quantity.end],
                behind,
                last=after == clause.end,
            ):
                continue  # 500万元以上的重点项目10个: says which projects are meant
            if index in own and own[index].compared:
                before = behind = ""  # 比上年的|263人|增长: of what was counted before
            number = Number(quantity, before, behind, clause, last=index + 1 == len(found), aim=aim)
            statement = self._stating.state(number, section, topic, own.get(index))
            if statement:
                was = index < former and index in paired
                statement = self._told_apart(statement, number, was=was, dated=index in own)
                changed = before if statement.kind == "change" else ""
                yield from self._each_rate(statement, number, topic)
            # What this number counts is not what is said of the next: "785个接入点 | 提供了1392次维护".
            begin = quantity.end + len(own_noun(behind))

    def _each_rate(self, statement: Statement, number: Number, topic: Topic) -> Iterator[Statement]:
        """面商率、办结率均达100%: one number is that of each rate."""
        rates = _RATES.search(number.before) if statement.quantity.unit == "%" else None
        if rates is None:
            yield statement
            return
        for rate in (named := rates[1].split("、")):
            yield replace(statement, metric=rate)
        topic.metric = named[-1]

    def _told_apart(self, statement: Statement, number: Number, *, was: bool, dated: bool) -> Statement:
        """What was before a change, and what is asked for, is no result: its name says so."""
        found = number.found
        if was or is_old(number.before, self._text[found.end : found.end + _REACH_OF_NEW]):
            # When it was so is told by nobody, unless it has a time of its own (由上年的460元降到312元).
            period = statement.period if dated else None
            statement = replace(statement, metric=f"原{statement.metric}", period=period)
        around = self._words.around(number.clause, found)
        if is_threshold(*around, found.quantity.op, statement.quantity.unit):
            kind: Kind = "budget" if statement.kind == "budget" else "target"
            statement = replace(statement, metric=f"{statement.metric}门槛", kind=kind, direction=None)
        return statement

    def _name_item(self, clause: Clause, following: Clause | None, topic: Topic) -> None:
        """ "满意度，目标95%，实际91.3%": the indicator stands in a clause of its own."""
        text = self._text[clause.start : clause.end]
        numbered = _DIGIT.search(text) is not None
        topic.stated = "" if numbered else strip_front(text)
        topic.venue = topic.stated if venue_of(topic.stated) else topic.venue
        behind = self._text[following.start : following.end] if following else ""
        if numbered:
            topic.item = item_of_aim(topic.metric, behind) or topic.item
        else:
            topic.item = names_item(text, behind) or topic.item

    def _lead_on(self, parts: Parts, topic: Topic) -> None:
        """ "基本支出：" leads to the number behind the colon."""
        clause = parts.clause
        leads = self._text[clause.end : clause.end + 1] in ("：", ":") and not parts.found
        topic.lead = (
            self._words.without(clause.start, clause.end, parts.front, parts.periods) if leads else ""
        )
        topic.lead_start = clause.start
        if leads:
            topic.aims = _SET.search(self._text, clause.start, clause.end) is not None

    def _respectively(self, parts: Parts, topic: Topic) -> tuple[Mapping[int, str], int]:
        """A、B分别增长4%、11.3%: by index the words that each number is of, "" where that cannot be told.

        Also the index before which they are what was before a change (分别从2元、3元提高到4元、5元), else 0.
        """
        clause, found = parts.clause, parts.found
        at = self._text.find(RESPECTIVELY, clause.start, clause.end)
        counted = [q for q in found if q.end <= at]
        behind = [i for i, q in enumerate(found) if q.start > at >= 0]
        if len(behind) < 2 or found[behind[0]].quantity.unit == "名":
            return {}, 0
        between = [self._text[found[i].end : found[i + 1].start].strip("、，,和与及以 ") for i in behind[:-1]]
        verb = self._words.without(at + len(RESPECTIVELY), found[behind[0]].start, None, parts.periods)
        turns = [i for i, words in enumerate(between, 1) if words]
        groups = [behind]
        if turns and turns == [len(behind) / 2] and ends_in_link(between[turns[0] - 1]):
            groups = [behind[: turns[0]], behind[turns[0] :]]  # 分别从202元、270元提高到209元、280元
        elif turns and not all(direction_of(between[i - 1]) for i in turns):
            return {}, 0  # 分别完成道路3公里、管网5公里: each number has words of its own
        summed = behind[0] == 1 and sums_up(counted[0].quantity, len(groups[0]))
        heads = self._things(parts, at, behind[0] - summed, verb, len(groups[0]), topic)
        paired = dict.fromkeys([0, *behind] if summed else behind, "")
        for group in groups:
            paired.update(zip(group, heads, strict=False))
        return paired, groups[-1][0] if len(groups) > 1 else 0

    def _things(
        self, parts: Parts, at: int, counted: int, verb: str, count: int, topic: Topic
    ) -> Sequence[str]:
        """What `count` numbers behind the 分别 at `at` are of: the list before it, else what was told last.

        Nobody can tell where `counted` numbers of the clause stand before it.
        """
        things = self._words.without(parts.clause.start, at, parts.front, parts.periods)
        told = [metric for start, metric in topic.told if start != parts.clause.start]
        nearest = [metric for start, metric in topic.told if start == topic.told[-1][0]]
        if not counted and strip_link(strip_front(things)):
            return pair(things, verb, count) or each_of(nearest, things, verb, count)
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
        between = self._text[front[-1].end : found[0].start] if front else ""
        paired = 1 < len(front) == len(found) and _EACH.search(between) is not None
        return front if paired else ()

    def _month_by_month(self, period: FoundPeriod, count: int) -> Sequence[FoundPeriod]:
        """1-10月…排名第四、第五、第七…: a month for each rank, as far as the list goes."""
        first = period.period.first
        months = period.period.last.month - first.month + 1
        if first.year != period.period.last.year or not count <= months <= count + 1:
            return ()  # one month may be missing at the end ("10月排名未反馈"), more would be a guess
        return [replace(period, period=whole_month(first.year, first.month + i)) for i in range(count)]


def _after_label(clause: Clause, section: Section) -> Clause:
    """The clause without the number of the heading that it begins with."""
    begin = section.start + len(section.label)
    return replace(clause, start=begin) if clause.start <= section.start and begin < clause.end else clause
