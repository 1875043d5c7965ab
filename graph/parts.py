"""A clause taken apart: its numbers, its times, the name at its front, and the words that are left.

Digits that belong to a name (of a work, a document, a heading, a cell of a table) are no numbers of the clause.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.criteria import is_whole
from graph.facts import Mention
from graph.naming import MEASURED, noun_behind
from graph.pairing import RESPECTIVELY, is_list
from graph.period import FoundPeriod, find_periods
from graph.phrasing import lies_ahead, strip_front, strip_link, strip_tail
from graph.quantity import FoundQuantity, find_quantities
from graph.ranks import find_ranks
from graph.units import dimension
from ingest.clauses import Clause
from ingest.document import Document

# “1012”疫情 is a name; “新辟优化公交线路150条” quotes a statement.
_QUOTED_NAME = re.compile(r"“(?![^“”\n]*[^“”\d\n]\d[\d,.]*[万亿]?[一-鿿%]{1,3}”)[^“”\n]{1,16}”")
_TITLE_OF_WORK = re.compile(r"《[^《》\n]{1,80}》")
_DOCUMENT_NUMBER = re.compile(r"[〔\[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d+\s*号")
# Every number has one of these: a digit, or what Chinese numerals begin with.
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万亿]")
_OF_PLACES = frozenset({"items", "places", "kinds", None})
_COUNTED_FRONT = frozenset({"ORG", "PLATFORM", "REGION", "PROJECT", "INITIATIVE", "EVENT"})
# 与浙江工业大学共建…: a companion or a beneficiary counts nothing.
_BESIDE = re.compile(r"(?:与|和|同|跟|及|对|向|将|把|为|从|联合|会同|委托|依托|通过|根据|按照)“?$")
# 由2021年的213家压减至7家, 比2022年的9,870个多: the time is that of one number.
_DATED = re.compile(r"(?:由|从|自|比|较|与|同|相比|超过?|高于|低于|达到?了?|[是为])$")
_DATED_BEHIND = re.compile(r"(?:全?年)?(?:同期)?(?:末|底|初)?的?(?:近|约|超|逾)?$")
# 上年度自评提出的|7条意见，已办结6条: the time is in what describes the first.
_ATTRIBUTE = re.compile(r"[^，。；：\d]{2,14}的")
# 上年为|10,242件，减少14.8%: what it is held against; the next numbers are of the report's year again.
_BASE = re.compile(r"(?:全年|同期)?(?:[为是]|仅为?|则为|只有)(?:近|约|超)?")
_LONGEST_BESIDE = 3
# “X”平台（以下简称“X”）累计…, “X”平台（即某市大数据平台）累计…
_OTHER_NAME = re.compile(r"[（(](?:(?:以下|下文?)?统?简?称|即|又[称名]|原名?)[^（）()\n]{2,30}[）)]")
_FIRST_OF = re.compile(r"率先|首[个创推批家次]|唯一|领先|第一")


@dataclass(frozen=True, slots=True)
class Parts:
    """A clause with its numbers and times in order, and the name that it begins with."""

    clause: Clause
    found: Sequence[FoundQuantity]
    periods: Sequence[FoundPeriod]
    front: Mention | None


class Words:
    """The words of a document, for taking its clauses apart."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._document = document
        self._text = document.text
        self._mentions = mentions
        self._starts = [m.start for m in mentions]
        self._rows = [row.start for row in document.rows]
        self._year = document.about.year

    def take_apart(self, clause: Clause) -> Parts:
        """The numbers and times of a clause, and the name that owns its numbers."""
        periods = self.periods(clause.start, clause.end)
        found = self._quantities(clause, periods)
        front = self._front(clause, found[0].start if found else clause.end, periods)
        if front and found and self._is_what_counts(front, found, clause):
            front = None
        if front and RESPECTIVELY in self._text[front.end : clause.end] and is_list(self._text[front.end]):
            front = None  # 民办学校、公办学校学生分别占…: one of several things
        return Parts(clause, found, periods, front)

    def periods(self, start: int, end: int) -> list[FoundPeriod]:
        """The times of `text[start:end]` that are no part of a name."""
        found = find_periods(self._text, self._year, start, end)
        if found and self._year and lies_ahead("\n".join(self._document.section_at(start).path)):
            # 下步打算: 年内完成…, 一季度支出… are of the year that comes.
            found = find_periods(self._text, self._year + 1, start, end)
        return [p for p in found if not self._named(p.start, p.end)]

    def dated(self, found: FoundQuantity, periods: Sequence[FoundPeriod]) -> FoundPeriod | None:
        """The time that one number alone is of (由|2021年|的213家), None if it has none of its own."""
        for period in periods:
            before = self._text[max(0, period.start - 2) : period.start]
            if period.end > found.start:
                continue
            if _DATED_BEHIND.fullmatch(self._text, period.end, found.start):
                return period if _DATED.search(before) else None
            if _ATTRIBUTE.fullmatch(self._text, period.end, found.start):
                return period
            past = self._year is not None and period.period.last.year < self._year
            if past and _BASE.fullmatch(self._text, period.end, found.start):
                return period
        return None

    def around(self, clause: Clause, found: FoundQuantity) -> tuple[str, str]:
        """The words of the clause before and behind a number."""
        return self._text[clause.start : found.start], self._text[found.end : clause.end]

    def without(self, start: int, end: int, front: Mention | None, periods: Sequence[FoundPeriod]) -> str:
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

    def _quantities(self, clause: Clause, periods: Sequence[FoundPeriod]) -> list[FoundQuantity]:
        if not _NUMERAL.search(self._text, clause.start, clause.end):
            return []  # neither quantities nor ranks, as in most clauses
        ranks = find_ranks(self._text, clause.start, clause.end)
        taken = [(r.start, r.end) for r in ranks] + [(p.start, p.end) for p in periods]
        plain = [
            q
            for q in find_quantities(self._text, clause.start, clause.end)
            if not any(a < q.end and q.start < b for a, b in taken)
        ]
        found = sorted([*plain, *ranks], key=lambda q: q.start)
        return [
            q for q in found if not self._named(q.number, q.end) and not is_whole(*self.around(clause, q))
        ]

    def _named(self, start: int, end: int) -> bool:
        """Whether the number at `start:end` is part of a name; one that a name begins with counts ("147位AI巡查员")."""
        names = self._names
        first = bisect_left(names, (start - self._longest_name, 0))
        last = bisect_left(names, (start, 0))
        return any(end <= b for _, b in names[first:last]) or self._in_quotes(start)

    def _in_quotes(self, start: int) -> bool:
        """A quoted name or title may begin with its number: “30分钟办事圈”, a table cell too."""
        row = bisect_right(self._rows, start) - 1
        in_cell = row >= 0 and start < self._document.rows[row].end
        return in_cell or self._text[start - 1 : start] in ("“", "《")

    def _front(self, clause: Clause, stop: int, periods: Sequence[FoundPeriod]) -> Mention | None:
        """The name that the clause begins with, after its time and its adverbs."""
        for index in range(bisect_left(self._starts, clause.start), len(self._mentions)):
            mention = self._mentions[index]
            if mention.end > stop:
                break
            if mention.type not in _COUNTED_FRONT:
                continue
            if _FIRST_OF.match(self._text, mention.end) and mention.type == "REGION":
                break  # 全省率先实现…: among whom it was first, not who
            lead = self.without(clause.start, mention.start, None, periods)
            beside = _BESIDE.search(
                self._text, max(clause.start, mention.start - _LONGEST_BESIDE), mention.start
            )
            return mention if not beside and not strip_front(lead).strip("“由（") else None
        return None

    def _is_what_counts(self, front: Mention, found: Sequence[FoundQuantity], clause: Clause) -> bool:
        """区属医院12家: the name at the front is no owner of the number, it is what the number counts."""
        first = found[0]
        behind = self._text[first.end : found[1].start if len(found) > 1 else clause.end]
        if front.type == "REGION" and dimension(first.quantity.unit) not in _OF_PLACES:
            return False  # 龙华街道29.7万件: a place is not counted in cases
        return (
            dimension(first.quantity.unit) not in MEASURED
            and self._text[first.start] not in "第前"
            and not strip_link(strip_front(self._text[front.end : first.start]))
            and not strip_tail(noun_behind(behind))
        )

    def _measured_against(self, period: FoundPeriod) -> bool:
        """较上年提升, 比2022年增加: without its time the comparison says nothing."""
        before = self._text[max(0, period.start - 2) : period.start]
        return (
            period.compared
            and before.endswith(("较", "比"))
            and before not in ("同比", "环比", "相比", "对比")
        )

    def _quoted(self, name: Mention) -> tuple[int, int]:
        """The stretch of a name with the quotation marks around it and the bracket that gives it another."""
        around = self._text[name.start - 1 : name.start] == "“" and self._text[name.end : name.end + 1] == "”"
        start, end = (name.start - 1, name.end + 1) if around else (name.start, name.end)
        other = _OTHER_NAME.match(self._text, end)
        return start, other.end() if other else end
