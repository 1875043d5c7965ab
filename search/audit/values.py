"""One quantity with two values: the same count stated again with another number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from graph.facts import Fact
from graph.metrics import canonical
from graph.quantity import plain
from ingest.fold import squeeze
from search.audit.paper import Amount, Finding, Paper, Span

# A paragraph that states so many of the counts of another one again is a second telling of the same.
_SHARED = 3
# Names that have so many characters in common are of the same thing ("…政务服务大厅", "…政务服务中心").
_ALIKE = 4
# So near are two readings of one count; further apart they count different things.
_NEAR = Decimal("0.9")

_WHOLE = re.compile(r"^(?:全年|累计|年度|共)+")
# Rates, money and marks go by general names (支出决算), each item having its own.
_MANY_OF = frozenset({"%", "元", "分"})
_REACHED = re.compile(r"已[^。;]{0,8}完成")

Pair = tuple[Fact, Fact]


def read_values(paper: Paper) -> Iterator[Finding]:
    """锦旗34面 in one paragraph and 锦旗40面 in another that tells of the same counts again."""
    told: defaultdict[Span, list[Pair]] = defaultdict(list)
    for one, other in _pairs(paper):
        first, second = _line(paper, one.citation.start), _line(paper, other.citation.start)
        if first != second and _alike(paper, one, other):
            told[first, second].append((one, other))
    for pairs in told.values():
        different = [pair for pair in pairs if not _same_value(paper, *pair)]
        metrics = {one.metric_id for one, _ in pairs}
        if different and len(metrics) >= _SHARED:
            for one, other in different:
                yield _finding(paper, one, other)
        else:
            for one, other in different:
                if _told_of_one(paper, one, other) and _near(one, other):
                    yield _finding(paper, one, other)


def _pairs(paper: Paper) -> Iterator[Pair]:
    """Facts that count the same in the same time."""
    groups: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in paper.facts:
        if fact.quantity.op != "=" or fact.quantity.value is None or _in_table(paper, fact):
            continue  # a table states one count under several heads
        if _is_reached(paper, fact):
            groups[_bare(fact), fact.quantity.unit, str(fact.period)].append(fact)
    for group in groups.values():
        yield from combinations(group, 2)


def _in_table(paper: Paper, fact: Fact) -> bool:
    return any(row.start <= fact.citation.start < row.end for row in paper.document.rows)


def _bare(fact: Fact) -> str:
    """The metric as it is canonical, or its words where only 全年 or 累计 tell two apart."""
    plainer = _WHOLE.sub("", squeeze(fact.metric))
    return fact.metric_id if plainer == squeeze(fact.metric) else canonical(plainer).id


def _is_reached(paper: Paper, fact: Fact) -> bool:
    """已按计划完成整体绩效目标：服务群众101万人次 tells what was reached, under the name of a target."""
    if fact.kind == "actual":
        return True
    line = _line(paper, fact.citation.start)
    return fact.kind == "target" and bool(_REACHED.search(paper.text, line + 1, fact.citation.start))


def _alike(paper: Paper, one: Fact, other: Fact) -> bool:
    about = paper.document.about
    if {one.subject, other.subject} <= {about.region, about.department}:
        return True  # where a sentence names nobody, one of these stands in
    if one.subject_id is not None and one.subject_id == other.subject_id:
        return True
    matcher = SequenceMatcher(None, one.subject, other.subject, autojunk=False)
    longest = matcher.find_longest_match(0, len(one.subject), 0, len(other.subject))
    return longest.size >= _ALIKE


def _told_of_one(paper: Paper, one: Fact, other: Fact) -> bool:
    """Whether two facts far from each other are of one subject and one metric, to the letter."""
    own = {paper.document.about.region, paper.document.about.department}
    same = one.subject == other.subject or {one.subject, other.subject} <= own
    words = [_WHOLE.sub("", squeeze(fact.metric)) for fact in (one, other)]
    return same and words[0] == words[1] and one.quantity.unit not in _MANY_OF


def _line(paper: Paper, position: int) -> int:
    return paper.text.rfind("\n", 0, position)


def _amount(paper: Paper, fact: Fact) -> Amount | None:
    """The number of a fact as it is printed."""
    cited = fact.citation
    return next(
        (
            a
            for a in paper.within(cited.start, cited.end)
            if a.value == fact.quantity.low and a.unit == fact.quantity.unit
        ),
        None,
    )


def _same_value(paper: Paper, one: Fact, other: Fact) -> bool:
    """Whether one is the other, rounded: 101万人次 and 1012724人次."""
    left, right = _amount(paper, one), _amount(paper, other)
    step = max(left.step if left else Decimal(0), right.step if right else Decimal(0))
    return abs(one.quantity.low - other.quantity.low) <= step / 2


def _near(one: Fact, other: Fact) -> bool:
    small, large = sorted((abs(one.quantity.low), abs(other.quantity.low)))
    return large > 0 and small / large >= _NEAR


def _finding(paper: Paper, one: Fact, other: Fact) -> Finding:
    unit = one.quantity.unit
    left, right = plain(one.quantity.low), plain(other.quantity.low)
    message = f"“{one.metric}”一处为{left}{unit}，一处为{right}{unit}"
    spans = [(f.citation.start, f.citation.end) for f in (one, other)]
    return paper.finding("same_quantity_two_values", "warning", message, *spans)
