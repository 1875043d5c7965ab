"""Numbers that must fit together: what is done and what is left, budget and addition, share and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from search.audit.paper import Amount, Finding, Paper, Span, agree, shown

_HUNDRED = Decimal(100)
_DONE = re.compile(
    r"(?:已)?(?:成交|中标|完成|办结|整改|达到|达标|合格|解决|结案|销号|通过|落实|处置|处理|交付|开工|完工|移交|竣工|验收|执行|支出|使用)[^,。;、\d]{0,12}$"
)
_LEFT = re.compile(
    r"(?:未|剩余|其余|余下|剩下|尚余|尚有|还有|不合格|不达标|结余|节余|节约|节支|节省)[^,。;、\d]{0,10}$"
)
_NOT_WHOLE = re.compile(r"其中|每|平均|累计")
# Labels of the chain: what was granted first, what was added, what there was in all; what was spent, what is left.
_FIRST = re.compile(r"年初(?:批复|部门|安排|下达)*(?:的)?(?:预算)(?:数|安排|批复)?(?:为|是|:)?\s*$")
_ADDED = re.compile(r"(?:追加|调增|净增|净追加)(?:预算|资金)?(?:为|:)?\s*$")
_ALL = re.compile(
    r"(?:调整后(?:的)?(?:全年)?预算|全年预算|调整后|年度总预算|调整预算)(?:数|总额)?(?:为|是|达|共|:)?\s*$"
)
_SPENT = re.compile(
    r"(?:全年|年度|实际|总)?(?:执行数|支出数|支出合计|总支出|支出总计|支出)(?:为|是|共|达|:)?\s*$"
)
_INCOME = re.compile(r"(?:全年|年度|本年|总)?(?:收入总计|收入合计|总收入)(?:为|是|共|达|:)?\s*$")
_CARRIED = re.compile(
    r"(?:结转下年|年末结转(?:和|与)?结余|年末结转|年末结余|结转至下年|结转和结余|结转结余)(?:资金|数)?(?:为|是|共|:)?\s*$"
)
_EARLIER = re.compile(r"年初结转|上年结转|上年结余|以前年度")
# What was found or handed over, and how many of them were settled.
_SETTLED = re.compile(
    r"[,、](?:当年|年内|现|目前)?(?:已)?(?:全部)?(?:销号|办结|整改到位|整改完成|完成整改|整改|解决|结案)\s*"
)
_HARDLY_MORE = Decimal("1.2")
_SPLIT = re.compile(
    r"(?<![\d.])(?P<whole>\d[\d,]*)(?P<unit>[个项件家户条宗处])[^,。;\d]{0,14}[中里],?(?:已有|有|其中)?(?P<one>\d[\d,]*)(?P=unit)(?!工作日|百分点)[^,。;、\d]{0,10}"
    r"[、,](?:另有|还有|仅有|仅)?(?P<other>\d[\d,]*)(?P=unit)[^,。;、\d]{0,4}(?:未|没有|不)[^,。;、\d]{0,8}(?P<more>[、,][^。;]{0,6}\d)?"
)
# Nearer than that the three are meant for each other; further off one is of something else.
_NEAR = Decimal("0.05")
_OF = re.compile(r"[,、(]?(?:占(?:比)?|比例)(?:为|达|是|约)?\s*:?\s*$")
_OF_NUMBER = re.compile(
    r"[,、(]?占[^,。;\d]{0,8}$|[,、(]?(?:是|为|相当于|达到)(?:年度|全年|年初|既定)*(?:目标|计划|任务)(?:值|数|任务)?(?:的)?\s*$"
)
_OF_PLAN = re.compile(
    r"[,、]?(?:为|是|占|相当于|达到)(?:年度|年初|全年|调整后)?(?:目标值?|预算数?|计划数?|任务数?|安排数?)的?\s*$"
)
# A share that misses by more points than that is of another whole.
_POINTS = Decimal(15)


def read_complements(paper: Paper) -> Iterator[Finding]:
    """排查2,417处，整改2,400处，剩余8处; 年初100万元，追加20万元，全年预算数130万元."""
    for match in re.finditer(r"[^。;\n]+", paper.text):
        amounts = [a for a in paper.within(*match.span()) if a.exact and a.unit not in ("", "个百分点")]
        counts = [a for a in amounts if a.unit not in ("%", "‰")]
        for whole, done in pairwise(counts):
            yield from _more_than_all(paper, whole, done)
        for three in zip(counts, counts[1:], counts[2:], strict=False):
            yield from _left(paper, *three)
        yield from _shares(paper, amounts)
    yield from _split(paper)
    for start, end in paper.lines:
        yield from _chains(paper, start, end)


def _left(paper: Paper, whole: Amount, done: Amount, left: Amount) -> Iterator[Finding]:
    same = whole.unit == done.unit == left.unit and whole.value >= max(done.value, left.value)
    words = paper.text[whole.end : done.start], paper.text[done.end : left.start]
    if not same or len(words[0]) > 24 or len(words[1]) > 24 or _NOT_WHOLE.search(words[0] + words[1]):
        return
    begin = paper.clause(whole.start, whole.end)[0]
    if _NOT_WHOLE.search(paper.text, begin, whole.start) or not (
        _DONE.search(words[0]) and _LEFT.search(words[1])
    ):
        return
    if (
        not agree(whole, [done, left])
        and abs(whole.value - done.value - left.value) <= whole.value * 2 * _NEAR
    ):
        unit = whole.unit
        message = (
            f"{shown(done.value, unit)}＋{shown(left.value, unit)}＝{shown(done.value + left.value, unit)}，"
            f"与总数{shown(whole.value, unit)}不符"
        )
        yield paper.finding("sum_mismatch", "error", message, (begin, left.end))


def _more_than_all(paper: Paper, whole: Amount, done: Amount) -> Iterator[Finding]:
    """交办问题2,216个，当年销号2,287个: more were settled than there were."""
    same = whole.unit == done.unit and whole.unit != "元" and done.value > whole.value
    if (
        same
        and done.value <= whole.value * _HARDLY_MORE
        and _SETTLED.fullmatch(paper.text, whole.end, done.start)
    ):
        message = f"完成数{shown(done.value, done.unit)}大于总数{shown(whole.value, whole.unit)}"
        span = (paper.clause(whole.start, whole.end)[0], done.end)
        yield paper.finding("sum_mismatch", "warning", message, span)


def _split(paper: Paper) -> Iterator[Finding]:
    """14个产出指标中有12个达标、3个未达标."""
    for match in _SPLIT.finditer(paper.text):
        whole, one, other = (int(match[n].replace(",", "")) for n in ("whole", "one", "other"))
        if one + other > whole or (one + other < whole and not match["more"]):
            message = f"{one}＋{other}＝{one + other}，与总数{whole}不符"
            yield paper.finding("sum_mismatch", "error", message, paper.clause(*match.span()), match.span())


def _shares(paper: Paper, amounts: Sequence[Amount]) -> Iterator[Finding]:
    """13,864人，其中专任教师11,972人，占86.35%; 93所，占105所公办中小学的88.57%; 实际61万元，为预算的70.89%."""
    for index, rate in enumerate(amounts):
        before = [a for a in amounts[:index] if a.unit not in ("%", "‰") and a.value > 0]
        if rate.unit != "%" or len(before) < 2 or not rate.digits:
            continue
        last = before[-1]
        between = paper.text[last.end : rate.start]
        plain = False
        if _OF.fullmatch(between):
            part, wholes = last, [a for a in before[:-1] if a.unit == last.unit and a.value >= last.value]
        elif _OF_PLAN.fullmatch(between):
            part, wholes = last, [a for a in before[-2:-1] if a.unit == last.unit]
            plain = True
        elif re.fullmatch(r"[^,。;\d]{0,12}的", between) and _OF_NUMBER.fullmatch(
            paper.text[before[-2].end : last.start]
        ):
            part, wholes = before[-2], [last] if before[-2].unit == last.unit else []
            plain = True
        else:
            continue
        yield from _share(paper, rate, part, wholes, plain)


def _share(
    paper: Paper, rate: Amount, part: Amount, wholes: Sequence[Amount], plain: bool
) -> Iterator[Finding]:
    """The nearest whole is told of, if no other agrees either."""
    step = Decimal(1).scaleb(-len(rate.digits.partition(".")[2]))
    ratios = [(part.value / whole.value * _HUNDRED, whole) for whole in reversed(wholes)]
    for ratio, whole in ratios:
        slack = step + ratio * (part.step / part.value + whole.step / whole.value) / 2
        if abs(ratio - rate.value) <= slack:
            return
    plainly = plain or (len(ratios) == 1 and "其中" in paper.text[wholes[-1].end : part.start])
    if ratios and (plainly or abs(ratios[0][0] - rate.value) <= _POINTS):
        ratio, whole = ratios[0]
        real = ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)
        message = f"{shown(part.value, part.unit)}÷{shown(whole.value, whole.unit)}＝{real}%，与所写的{rate.digits}%不符"
        span = (paper.clause(min(whole.start, part.start), part.end)[0], rate.end)
        yield paper.finding("rate_mismatch", "error", message, span)


def _chains(paper: Paper, start: int, end: int) -> Iterator[Finding]:
    """年初＋追加＝全年; 全年－执行＝结转; 收入－支出＝结转."""
    money = [a for a in paper.within(start, end) if a.unit == "元" and a.exact]
    if len(money) < 3:
        return
    first, added, whole, spent, income, left = (
        next((a for a in money if label.search(paper.text, max(start, a.start - 16), a.start)), None)
        for label in (_FIRST, _ADDED, _ALL, _SPENT, _INCOME, _CARRIED)
    )
    words = paper.text[start:end]
    if first and added and whole and not re.search(r"调减|追减|核减|压减|收回", words):
        yield from _three(paper, whole, first, added)
    if left and spent and not _EARLIER.search(words):
        total = income or whole
        if total and spent.start > total.start:
            yield from _three(paper, total, spent, left)


def _three(paper: Paper, whole: Amount, one: Amount, other: Amount) -> Iterator[Finding]:
    added = one.value + other.value
    if not agree(whole, [one, other]) and abs(added - whole.value) <= whole.value * _NEAR:
        message = (
            f"{shown(one.value, '元')}＋{shown(other.value, '元')}＝{shown(added, '元')}，"
            f"与{shown(whole.value, '元')}相差{shown(abs(added - whole.value), '元')}"
        )
        places: list[Span] = [
            paper.clause(a.start, a.end) for a in sorted((whole, one, other), key=lambda a: a.start)
        ]
        yield paper.finding("sum_mismatch", "error", message, *places)
