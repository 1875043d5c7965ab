"""Slips of units: 元 for 万元, 万 too many or too few, a unit left out or written twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from search.audit.paper import Amount, Finding, Paper

# Digits that two different amounts hardly share by chance.
_TELLING = 5
_FACTORS = {"元": 0, "万元": 4, "亿元": 8}
_PRINTED_UNIT = re.compile(r"\s*(万元|亿元|元)")
# 53367万宗: nobody prints a count of more than 9999万, it would be 亿. Money is printed so (12,600万元).
_OVERFULL = re.compile(r"(?<![\d,.])(\d{5,}|\d{2,3},\d{3})(?:\.\d+)?\s*万\s*(?![元吨亩美欧港英])")
_INDIVISIBLE = frozenset(
    {"条", "宗", "件", "人", "家", "篇", "封", "名", "张", "户", "份", "起", "人次", "个", "项", "次", "笔"}
)
# Populations and visitors are counted in 万 however many they are (141260万人).
_PEOPLE = frozenset({"人", "人次"})
_AVERAGE = re.compile(
    r"平均|均|每|[年月日天]度?平|比|倍|折|约合|密度|[十百千万]人(?:口|次)?|人口|[十百千万]{1,2}(?:车|公里|台|户|家|机|架|小时|工时)|率|/"
)
# 每千人口托位数目标4.0个，实际4.08个: the average is told a little before.
_AVERAGE_BEFORE = 40
# 跑动次数降到0.08次: how often in the mean, though nobody says so.
_MEAN_TIMES = re.compile(r"次数[^,。;\d]{0,6}$|(?:降|减|压|缩)[^,。;\d]{0,3}[到至为]\s*$")
_MEAN_BELOW = 10
_MONEY = re.compile(r"(?:收入|支出|经费|资金|费用?|金额|拨款|预算|成本|投资|补助|投入)[^,。;\d]{0,4}$")
_YEARLY = re.compile(
    r"(?:经费|支出|收入|决算数?|预算数?|执行数?|拨款|资金|合计)(?:支出|合计|总额)?(?:为|共|是|:)?\s*$"
)
_PRICE = re.compile(r"单价|标准|票价|手续费|罚款|元/|/元|每")
# 元: no yearly sum of a department is less.
_LEAST_SPENT, _CENTS = 1_000, 2
# Two sums of one sentence that are of one size but for 万.
_WAN, _WAN_YUAN, _LIKE = re.compile(r"万\s*元"), 10_000, Decimal("0.5")
_BARE = re.compile(r"(?<![\d.,])[\d,]+(?:\.\d+)?\s*[万亿](?=以上|左右|以内|的|[^元一-鿿]|$)")
_NO_UNIT_END = re.compile(r"\s*(?:以上|左右|以内)?\s*(?=[,。;、)的\n]|$)")
_UNIT_TWICE = re.compile(
    r"\d\s*(?:万万|亿亿|[万亿千]亿?万(?=元)|%%|元元|项项(?!目)|[万亿]?(?:件件|次次|条条|家家|宗宗)(?![有落办清得]))"
)
_TWO_CLASSIFIERS = re.compile(
    r"\d[\d,.]*\s*个(?:宗|条(?![目例款])|份(?!额)|篇|场(?![景所地馆合区站址])|次(?![级生])|家(?![庭长具园属门乡校政电居])|名(?![录单称额]))(?=[一-鿿])"
)


def read_slips(paper: Paper) -> Iterator[Finding]:
    """Everything about units that one sentence or two equal numbers show."""
    yield from _ten_thousand(paper)
    yield from _overfull(paper)
    yield from _fractions(paper)
    yield from _missing(paper)
    yield from _tiny(paper)
    yield from _out_of_scale(paper)
    for match in _UNIT_TWICE.finditer(paper.text):
        message = f"单位重复：“{match.group()}”"
        yield paper.finding("unit_slip", "warning", message, paper.clause(*match.span()))
    for match in _TWO_CLASSIFIERS.finditer(paper.text):
        message = f"量词重复：“{match.group().strip()}”"
        yield paper.finding("typo", "note", message, paper.clause(*match.span()))


def _ten_thousand(paper: Paper) -> Iterator[Finding]:
    """7,278.02元 here and 7,278.02万元 there are one amount, of which one is ten thousand times wrong."""
    same: defaultdict[str, list[tuple[Amount, str]]] = defaultdict(list)
    for amount in paper.amounts:
        if amount.unit == "元" and "." in amount.digits and len(amount.digits) > _TELLING:
            printed = _PRINTED_UNIT.match(paper.text, amount.number + _digits_length(paper, amount))
            if printed:
                same[amount.digits].append((amount, printed[1]))
    for digits, found in same.items():
        units = {unit for _, unit in found}
        if len(units) > 1:
            smallest = min(units, key=_FACTORS.__getitem__)
            wrong = [a for a, unit in found if unit == smallest]
            right, unit = next((a, u) for a, u in found if u != smallest)
            message = f"同一数字{digits}一处写“{smallest}”、一处写“{unit}”，疑应为{digits}{unit}"
            places = [paper.clause(a.start, a.end) for a in (*wrong, right)]
            yield paper.finding("unit_slip", "error", message, *places)


def _digits_length(paper: Paper, amount: Amount) -> int:
    printed = re.compile(r"[\d,.]+").match(paper.text, amount.number)
    return len(printed.group()) if printed else 0


def _overfull(paper: Paper) -> Iterator[Finding]:
    for amount in paper.amounts:
        match = _OVERFULL.match(paper.text, amount.number)
        if match and amount.unit in _INDIVISIBLE - _PEOPLE:
            printed = paper.text[amount.number : amount.end]
            message = f"“{printed}”数量级可疑：过亿的数应以“亿”计，疑多写“万”字"
            yield paper.finding("unit_slip", "warning", message, paper.clause(amount.start, amount.end))


def _fractions(paper: Paper) -> Iterator[Finding]:
    """信息发布数为2.26条: what cannot be divided lost its 万."""
    for amount in paper.amounts:
        if not ("." in amount.digits and amount.unit in _INDIVISIBLE and amount.exact):
            continue
        start, end = paper.clause(amount.start, amount.end)
        printed = paper.text[amount.number : amount.end]
        plain = re.fullmatch(r"[\d,]+\.\d*[1-9]\d*\s*\D{1,2}", printed)
        behind = paper.text[amount.end : amount.end + 1]
        if amount.value < _MEAN_BELOW and _MEAN_TIMES.search(paper.text, start, amount.start):
            continue
        if plain and not re.search(r"[万亿千百]", printed) and behind not in ("百", "月", "工", "/") and not _AVERAGE.search(
            paper.text[max(paper.sentence(amount.start)[0], start - _AVERAGE_BEFORE) : end]
        ):  # fmt: skip
            message = f"“{printed}”不是整数，{amount.unit}不可分割，疑漏写“万”字"
            yield paper.finding("unit_slip", "warning", message, (start, end))


def _tiny(paper: Paper) -> Iterator[Finding]:
    """“三公”经费支出18.60元: what a department spends in a year is told in 万元."""
    for amount in paper.amounts:
        if amount.unit != "元" or not amount.exact or not 0 < amount.value < _LEAST_SPENT:
            continue
        start, end = paper.clause(amount.start, amount.end)
        cents = len(amount.digits.partition(".")[2]) == _CENTS
        words = paper.text[max(paper.sentence(amount.start)[0], start - _AVERAGE_BEFORE) : end]
        spent = _YEARLY.search(paper.text, start, amount.start)
        if "%" in paper.text[slice(*paper.sentence(amount.start))]:
            continue  # a rate beside it tells more
        if cents and spent and not _AVERAGE.search(words) and not _PRICE.search(words):
            printed = paper.text[amount.number : amount.end]
            message = f"“{printed}”作为部门的收支数额过小，疑漏写“万”字"
            yield paper.finding("unit_slip", "warning", message, (start, end))


def _out_of_scale(paper: Paper) -> Iterator[Finding]:
    """年初预算4,800.00万元，调整后预算4,950.00元: of two sums of one department, one is ten thousand times less."""
    for start, end in paper.sentences:
        money = [a for a in paper.within(start, end) if a.unit == "元" and a.exact and "." in a.digits]
        large = [a for a in money if _WAN.search(paper.text, a.number, a.end)]
        for slip in money:
            words = paper.text[paper.clause(slip.start, slip.end)[0] : slip.start]
            if slip in large or not _YEARLY.search(words) or _AVERAGE.search(words) or _PRICE.search(words):
                continue
            if slip.value < _LEAST_SPENT or "%" in paper.text[start:end]:
                continue  # the smallest are told already, and a rate tells more
            near = [a for a in large if _LIKE < a.value / slip.value / _WAN_YUAN < 1 / _LIKE]
            if near:
                printed, right = (paper.text[a.number : a.end].strip() for a in (slip, near[0]))
                message = f"“{printed}”与同句的“{right}”相差万倍，疑漏写“万”字"
                places = [paper.clause(a.start, a.end) for a in (slip, near[0])]
                yield paper.finding("unit_slip", "warning", message, *places)


def _missing(paper: Paper) -> Iterator[Finding]:
    """经营收入0万；: money whose 元 was left out."""
    bare = [
        match
        for match in _BARE.finditer(paper.text)
        if _NO_UNIT_END.match(paper.text, match.end())
        and _MONEY.search(paper.text, paper.clause(*match.span())[0], match.start())
    ]
    if bare:  # who leaves it out once leaves it out again: one thing to tell
        several = f"等{len(bare)}处" if len(bare) > 1 else ""
        message = f"“{bare[0].group()}”{several}是金额，漏写“元”字"
        yield paper.finding("unit_slip", "note", message, *(paper.clause(*match.span()) for match in bare))
