"""One number printed with its digits changed: 签约居民836.4万人 here, 签约居民863.4万人 there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from search.audit.paper import Amount, Finding, Paper, Span

# Digits that two different counts hardly share by chance, but for two that are swapped or one that differs.
_SWAPPED, _CHANGED = 3, 5
# Characters that the words before both numbers have in common.
_SAME_SWAPPED, _SAME_CHANGED = 3, 5
_LABEL = 14
_HANZI = re.compile(r"[一-鿿]+")
_EMPTY = re.compile(
    r"^(?:全年|全市|全区|全省|全县|本年|年度|累计|共计|总共|共|年末|截至|目前|其中|达到?|为|至|到|约|有|是|已|了|的|数|个|完成|合计|总计|实现|新增)+"
    r"|(?:达到?|为|至|到|约|有|是|已|了|的|数|共|共计|合计|累计|总计|完成|达成|增至|升至|降至)+$"
)
# Words that say that the other number is of another time, a plan, or another thing.
_OTHER = re.compile(
    r"上年|去年|前年|同期|同比|相比|比[上去20]|较[上去20]|目标|计划|预算|预计|预期|拟|将|力争|年初|原|由|从|平均|均|每|增[长加]|减少|下降|提[高升]|"
    r"\d{1,2}月|季度|半年"
)
_YEAR = re.compile(r"20\d\d(?=年)")


def read_copies(paper: Paper) -> Iterator[Finding]:
    """The two stand in different paragraphs, their digits are as many, and the same words are before them."""
    groups: defaultdict[tuple[object, ...], list[Amount]] = defaultdict(list)
    rows = [(row.start, row.end) for row in paper.document.rows]
    for amount in paper.amounts:
        plain = amount.digits.replace(".", "")
        if len(plain.strip("0")) >= _SWAPPED and amount.exact and not _inside(rows, amount.start):
            scale = paper.text[amount.number + len(amount.digits) : amount.end][-3:]
            groups[amount.unit, len(plain), amount.digits.find("."), scale].append(amount)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.digits != other.digits and _like(one.digits, other.digits):
                yield from _compared(paper, one, other)


def _inside(rows: list[Span], position: int) -> bool:
    return any(start <= position < end for start, end in rows)


def _like(one: str, other: str) -> int:
    """How many common characters of label it takes to hold the two for one number; 0 where they are not alike.

    >>> _like("836.4", "863.4"), _like("93.65", "93.56"), _like("128.46", "118.46"), _like("12", "21")
    (3, 3, 5, 0)
    """
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    digits = sum(c.isdigit() for c in one)
    if len(differ) == 2 and digits >= _SWAPPED:
        first, last = differ
        adjacent = one[first + 1 : last] in ("", ".")
        return _SAME_SWAPPED if adjacent and (one[first], one[last]) == (other[last], other[first]) else 0
    return _SAME_CHANGED if len(differ) == 1 and digits >= _CHANGED else 0


def _compared(paper: Paper, one: Amount, other: Amount) -> Iterator[Finding]:
    first, second = paper.clause(one.start, one.end), paper.clause(other.start, other.end)
    if paper.text.find("\n", one.end, other.start) < 0 or _years_differ(paper, first, second):
        return
    if any(_OTHER.search(paper.text, start, amount.end) for (start, _), amount in ((first, one), (second, other))):
        return
    labels = [_label(paper, place[0], amount.number) for place, amount in ((first, one), (second, other))]
    common = SequenceMatcher(None, *labels, autojunk=False).find_longest_match()
    if common.size >= _like(one.digits, other.digits):
        printed = [paper.text[a.number : a.end].strip() for a in (one, other)]
        name = labels[0][common.a : common.a + common.size]
        message = f"“{name}”一处为{printed[0]}，一处为{printed[1]}，数字相近，疑有一处写错"
        yield paper.finding("same_quantity_two_values", "warning", message, first, second)


def _label(paper: Paper, start: int, end: int) -> str:
    """The words right before a number, without those that say nothing of what is counted."""
    words = "".join(_HANZI.findall(paper.text[max(start, end - _LABEL - 6) : end]))
    before = None
    while words != before:
        before, words = words, _EMPTY.sub("", words)
    return words[-_LABEL:]


def _years_differ(paper: Paper, one: Span, other: Span) -> bool:
    years = [set(_YEAR.findall(paper.text[start:end])) for start, end in (one, other)]
    own = {str(paper.document.about.year)}
    return any(found and found != own for found in years)
