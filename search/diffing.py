"""Two reports of one department, fact against fact: what is new, gone, moved, promised, or copied.

Facts are paired by what they count and whom they are about, first by the same metric of the same stretch of the year,
then by like wordings; rates, marks and ranks only by the same metric. The department itself is one subject by
whatever name and in whatever year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from graph.facts import Fact
from graph.units import comparable, dimension
from ingest.document import About
from ingest.fold import squeeze
from search.library import Library
from search.library.errors import LibraryError
from search.questions.likeness import alike, core
from search.subjects import pairs_of, same_subject, whose

ChangeKind = Literal["promised", "copied", "moved", "new", "gone"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("promised", "copied", "moved", "new", "gone")

# Counts of one department that are worded less alike are of different things (as where sides are compared).
_LIKE = 0.34
# 年初预算数 is not “三公”经费年初预算数; but for these words, by which 总支出 is 支出.
_LIKE_MONEY = 0.7
_WHOLE = re.compile("总额|总|合计|全部")
# Of subjects: 12345热线 is 12345政务服务便民热线, 信息化项目经费 is not 信息化建设经费.
_LIKE_SUBJECT = 0.67
_LIKE_NAME = 0.5
# Dimensions in which only the same metric is the same.
_EXACT = frozenset({"ratio", "score", "points", "rank", None})
# Characters in common that make a count the same whatever its subject is held to be: 视频会议, not 业务.
_TELLING_STRETCH = 4
# A number of so many digits is seldom the same by chance a year later; one of two is, unless a long clause is too.
_TELLING_DIGITS, _LONG_CLAUSE = 3, 12
_AIM = re.compile("力争|争取|预计|预期|计划|确保|目标值?|实现")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a fact from one report (a) to the other (b).

    Attributes:
        kind: "new" stands in b only, "gone" in a only; "moved" has another value in b; "copied" the same clause with
            the same telling value; "promised" is a target in a, held against what b says was done.
        a, b: the facts; None where a report has none.
        difference: b less a, in the unit of both (percentages differ by 个百分点); None unless both are one number
            in one unit.
        kept: whether what was promised was done; None for a target without 不低于, 不超过 that was not met exactly.
    """

    kind: ChangeKind
    a: Fact | None
    b: Fact | None
    difference: Decimal | None = None
    kept: bool | None = None

    @property
    def fact(self) -> Fact:
        """The newer of the facts, by which the change is named."""
        fact = self.b or self.a
        if fact is None:
            raise ValueError("a change is of at least one fact")
        return fact


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact with the subject in its report's own words ("" for the department), and its part of the year.

    Attributes:
        ahead: of a year after the report's: a promise, even where its clause alone (满意率不低于98%) does not say so.
    """

    fact: Fact
    subject: str
    part: str
    ahead: bool


def diff_reports(library: Library, a: str, b: str) -> list[Change]:
    """The changes from report `a` to report `b`, by kind and then by place.

    Raises:
        LibraryError: there is no such report, or both are one.
    """
    if a == b:
        raise LibraryError("要比较的两份报告是同一份", a, "请给出两份不同的报告")
    reports = library.report(a), library.report(b)
    old, new = (_said(library.facts(sources=[r.source]), r.about) for r in reports)
    pairs = _pairs([s for s in old if not s.ahead], [s for s in new if not s.ahead])
    kept = list(_promised(old, new, reports[0].about.year, reports[1].about.year))
    changes = [*kept, *filter(None, (_change(one.fact, other.fact) for one, other in pairs))]
    used = {id(said) for pair in pairs for said in pair}
    told = {id(change.a) for change in kept}
    changes += [Change("gone", s.fact, None) for s in old if id(s) not in used and id(s.fact) not in told]
    changes += [Change("new", None, s.fact) for s in new if id(s) not in used]
    return sorted(changes, key=lambda c: (CHANGE_KINDS.index(c.kind), c.fact.citation.start, c.fact.id))


def of_one_department(one: About, other: About) -> bool:
    """Whether two reports are by one department, as far as is known: of one region, and of like names.

    >>> old = About(district="花都区", department="花都区政务服务数据管理局")
    >>> of_one_department(old, About(district="花都区", department="花都区政务服务和数据管理局"))
    True
    >>> of_one_department(old, About(district="花都区", department="花都区财政局"))
    False
    """
    if one.region != other.region:
        return False
    left, right = (pairs_of(_without_place(about.department or "", about)) for about in (one, other))
    return not left or not right or 2 * len(left & right) >= _LIKE_NAME * (len(left) + len(right))


def _without_place(name: str, about: About) -> str:
    for place in (about.province, about.city, about.district):
        name = name.removeprefix(place or "")
    return name


def _said(facts: Iterable[Fact], about: About) -> list[_Said]:
    """Each thing that is said, once: reports repeat themselves in their chapters on goals."""
    found: dict[object, _Said] = {}
    for fact in facts:
        period = str(fact.period) if fact.period else ""
        ahead = fact.period is not None and about.year is not None and fact.period.first.year > about.year
        said = _Said(fact, whose(fact, about), re.sub(r"\b\d{4}\b", "", period), ahead)
        key = (core(fact.metric), said.subject, fact.kind, fact.quantity, period)
        found.setdefault(key, said)
    return list(found.values())


def _pairs(old: Sequence[_Said], new: Sequence[_Said]) -> list[tuple[_Said, _Said]]:
    """Facts of both reports that count the same, best first, each in one pair."""
    scored = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            likeness = _likeness(one, other)
            if likeness > 0:
                apart = abs(one.fact.citation.start - other.fact.citation.start)
                scored.append((-likeness, apart, i, j))
    free_old, free_new = set(range(len(old))), set(range(len(new)))
    pairs = []
    for _, _, i, j in sorted(scored):
        if i in free_old and j in free_new:
            free_old.discard(i)
            free_new.discard(j)
            pairs.append((old[i], new[j]))
    return pairs


def _likeness(one: _Said, other: _Said, *, across_kinds: bool = False) -> float:
    """How surely two facts count the same of the same, 0 for no and up to 2 for yes."""
    left, right = one.fact, other.fact
    if not comparable(left.quantity.unit, right.quantity.unit):
        return 0.0
    if left.kind != right.kind and not across_kinds:
        return 0.0
    sort = "rank" if left.kind == "rank" else dimension(left.quantity.unit)
    metric = alike(*((_whole(left), _whole(right)) if sort == "money" else (left, right)))
    if metric < _least(sort, left, right):
        return 0.0
    subject = same_subject(one.subject, other.subject)
    counted = sort not in _EXACT and sort != "money" and not (one.subject and other.subject)
    if subject < _LIKE_SUBJECT and not (counted and _stretch(left, right) >= _TELLING_STRETCH):
        return 0.0
    part = 1.0 if one.part == other.part else 0.5
    return metric * (0.5 + 0.25 * subject + 0.25 * part) + (_clause(left) == _clause(right))


def _least(sort: str | None, one: Fact, other: Fact) -> float:
    """How alike the wordings of two metrics must be."""
    if sort in _EXACT:
        return 1.0
    if sort == "money":
        return _LIKE_MONEY
    # 单位数 has its one word in many a longer metric.
    short = min(len(pairs_of(core(fact.metric))) for fact in (one, other))
    return _LIKE if short > 1 else 1.0


def _whole(fact: Fact) -> Fact:
    return replace(fact, metric=_WHOLE.sub("", fact.metric))


def _stretch(one: Fact, other: Fact) -> int:
    """The longest stretch of characters that two metrics have in common."""
    left, right = core(one.metric), core(other.metric)
    return SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size


def _clause(fact: Fact) -> str:
    """The clause as it would stand in the next year's report, its own number included."""
    return squeeze(_YEAR.sub("", fact.citation.quote))


def _change(a: Fact, b: Fact) -> Change | None:
    """What became of a fact; None if it stayed what it was, and that says nothing."""
    if a.quantity != b.quantity or a.direction != b.direction:
        return Change("moved", a, b, _difference(a, b))
    restated = a.period is not None and a.period == b.period
    if _clause(a) == _clause(b) and _is_telling(a) and not restated:
        return Change("copied", a, b, _difference(a, b))
    return None


def _is_telling(fact: Fact) -> bool:
    """Whether the same value a year later is worth a look: not 0, 100%, full marks, or a small count."""
    if fact.kind in ("score", "rank") or (fact.quantity.unit == "%" and fact.quantity.low in (0, 100)):
        return False
    digits = len(f"{fact.quantity.low:f}".replace(".", "").strip("-0"))
    return digits >= _TELLING_DIGITS or (digits == 2 and len(_clause(fact)) >= _LONG_CLAUSE)


def _difference(a: Fact, b: Fact) -> Decimal | None:
    one, other = a.quantity.value, b.quantity.value
    if one is None or other is None or a.direction != b.direction:
        return None
    return other - one


def _promised(
    old: Sequence[_Said], new: Sequence[_Said], year_a: int | None, year_b: int | None
) -> Iterator[Change]:
    """Targets of the older report with what the newer one says was done."""
    done, of_then = (
        [said for said in side if said.fact.kind == "actual" and not said.ahead] for side in (new, old)
    )
    for said in old:
        target = _aimed(said)
        promised = target.fact.kind == "target" or (target.ahead and target.fact.kind == "actual")
        if not promised or not _is_due(target, of_then, year_a, year_b):
            continue
        best = max(done, key=lambda s: _likeness(target, s, across_kinds=True), default=None)
        if best is not None and _likeness(target, best, across_kinds=True) > 0:
            a, b = said.fact, best.fact
            yield Change("promised", a, b, _difference(a, b), _is_kept(a, b))


def _aimed(target: _Said) -> _Said:
    """A target by what is aimed at: 力争满意率 is held against 满意率."""
    return replace(target, fact=replace(target.fact, metric=_AIM.sub("", target.fact.metric)))


def _is_due(target: _Said, of_then: Sequence[_Said], year_a: int | None, year_b: int | None) -> bool:
    """Whether a target is for the newer report's year: it says so, or its own report has nothing to hold against it."""
    period = target.fact.period
    if period is None or year_b is None:
        return True
    if period.first.year <= year_b <= period.last.year:
        return True
    same_year = period.year == year_a
    return same_year and not any(_likeness(target, said, across_kinds=True) for said in of_then)


def _is_kept(target: Fact, done: Fact) -> bool | None:
    wanted, reached = target.quantity, done.quantity
    if wanted.op in (">", ">="):
        return reached.low > wanted.low if wanted.op == ">" else reached.low >= wanted.low
    if wanted.op in ("<", "<="):
        return reached.high < wanted.high if wanted.op == "<" else reached.high <= wanted.high
    return True if wanted == reached else None
