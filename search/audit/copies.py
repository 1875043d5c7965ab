"""One number printed with its digits changed: 签约居民836.4万人 here, 签约居民863.4万人 there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
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
# Rates of service go by general names, each service having its own.
_GENERAL = re.compile(
    r"满意[度率]|办结|接通|覆盖|执行|完成|达标|整改|合格|公开|得分|占比|支出|收入|预算|资金|投资|金额|面积|经费|拨款|年度|群众|企业|项目|个数|数量|规模|受理|服务|人数|人次|"
    r"率|度|数|总|量|共|全[市区省县年]|[市区省县我]|为|达|有"
)
_EVALUATION = re.compile(r"绩效|自评|决算")
_AHEAD = re.compile(r"下一步|打算|改进|措施|计划|安排|目标|建议|今后")
_TELLING_LABEL = 4
_MOST_TOLD = 4
_CLOSE = Decimal("0.5")
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
    yield from _told_again(paper, rows)


def _told_again(paper: Paper, rows: list[Span]) -> Iterator[Finding]:
    """重点人群签约率81.7% and 重点人群签约率84.7%: one whole label, told twice, with two values that are near."""
    if not _EVALUATION.search(paper.document.about.kind or ""):
        return  # a work report states last year's count and this year's plan in the same words
    labels: defaultdict[tuple[str, str], list[tuple[Amount, Span]]] = defaultdict(list)
    for amount in paper.amounts:
        place = paper.clause(amount.start, amount.end)
        words = _EMPTY.sub("", paper.text[place[0] : amount.number].strip())
        whole = _HANZI.fullmatch(words) and len(_GENERAL.sub("", words)) >= _TELLING_LABEL
        if whole and amount.exact and amount.digits and not _inside(rows, amount.start):
            if _AHEAD.search(" ".join(paper.document.section_at(amount.start).path)):
                continue
            labels[words, amount.unit].append((amount, place))
    for (words, _), found in labels.items():
        values = {amount.value for amount, _ in found}
        (one, first), (other, second) = found[0], found[-1]
        apart = paper.text.find("\n", one.end, other.start) >= 0
        if not (1 < len(found) <= _MOST_TOLD and len(values) == 2 and apart) or _years_differ(
            paper, first, second
        ):
            continue
        if any(_OTHER.search(paper.text, place[0], amount.end) for amount, place in found):
            continue
        if _same_when_rounded(one, other) or min(values) < max(values) * _CLOSE:
            continue
        printed = [
            paper.text[a.number : a.end].strip()
            for a, _ in (found[0], next(f for f in found if f[0].value != one.value))
        ]
        message = f"“{words}”一处为{printed[0]}，一处为{printed[1]}"
        odd = next(place for amount, place in found if amount.value != one.value)
        yield paper.finding("same_quantity_two_values", "warning", message, first, odd)


def _same_when_rounded(one: Amount, other: Amount) -> bool:
    return abs(one.value - other.value) <= max(one.step, other.step) / 2


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
    if any(
        _OTHER.search(paper.text, start, amount.end) for (start, _), amount in ((first, one), (second, other))
    ):
        return
    label, twin = (_label(paper, place[0], a.number) for place, a in ((first, one), (second, other)))
    common = SequenceMatcher(None, label, twin, autojunk=False).find_longest_match()
    if common.size >= _like(one.digits, other.digits):
        printed = [paper.text[a.number : a.end].strip() for a in (one, other)]
        name = label[common.a : common.a + common.size]
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
