"""Means that are not the total divided by the days or months of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from search.audit.paper import Amount, Finding, Paper

_MEAN = re.compile(r"(?P<span>[日月])均[^,。;\d]{0,10}$")
_EACH = re.compile(
    r"(?P<of>[场期户家件])均(?:补助|补贴|发放|投入|投资|罚款|减免|节约|增收)?(?:约|达|为)?\s*$"
)
# 户均补助3.2万元，共发放4,032万元: the total stands behind.
_IN_ALL = re.compile(r"[,、](?:全年|总)?(?:合计|共计|累计|总计|共)[^,。;\d]{0,8}$")
_TEN_THOUSAND = Decimal(10_000)
# A mean is often told roundly.
_ROUND = Decimal("0.05")
_WHOLE_YEAR = re.compile(r"全年|年度|20\d\d年(?!\d{1,2}月|[上下]半年|[前第一二三四]+季)")
_PART_OF_YEAR = re.compile(r"\d{1,2}月|半年|季度|以来|工作日")
# "全年9.62亿人次，上年为8.74亿人次；日均263.6万人次": the mean is this year's.
_LAST_YEAR = re.compile(r"(?:上年|去年|前年|上一年)(?:同期|度)?(?:的|为|是|约)*\s*$")
# Days of a year, and of a year of offices (about 250 working days, give or take the holidays).
_SPANS = {
    "日": ((Decimal(360), Decimal(372)), (Decimal(240), Decimal(262))),
    "月": ((Decimal("11.9"), Decimal("12.1")),),
}


def read_each(paper: Paper) -> Iterator[Finding]:
    """开展培训24场次，培训人员1,860人次，场均92人次."""
    for mean in paper.amounts:
        label = _EACH.search(paper.text, max(0, mean.start - 8), mean.start)
        if label is None or mean.value <= 0 or mean.unit in ("%", ""):
            continue
        begin = paper.sentence(mean.start)[0]
        before = [a for a in paper.within(begin, mean.start) if a.exact and a.value > 0]
        wholes = [a for a in before if a.unit == mean.unit]
        counts = [a for a in before if label["of"] in a.unit and a.unit != mean.unit]
        behind = paper.within(mean.end, paper.sentence(mean.start)[1])[:1]
        if behind and not wholes and _IN_ALL.fullmatch(paper.text, mean.end, behind[0].start):
            wholes = [a for a in behind if a.unit == mean.unit and a.exact and a.value > 0]
        if len(wholes) != 1 or len(counts) != 1:
            continue
        yield from _scaled(paper, mean, wholes[0], counts[0])
        real = wholes[0].value / counts[0].value
        if abs(real - mean.value) > max(mean.step, Decimal(1)) + real * _ROUND and real < mean.value * 2:
            message = f"总数与{label['of']}均数不合：相除得{real:.1f}{mean.unit}"
            start = paper.clause(min(wholes[0].start, counts[0].start), mean.end)[0]
            yield paper.finding("rate_mismatch", "warning", message, (start, mean.end))


def _scaled(paper: Paper, mean: Amount, whole: Amount, count: Amount) -> Iterator[Finding]:
    """1,260户 with 3.2万元 each are 4,032万元, not 4,032元."""
    real = whole.value / count.value
    if mean.unit == "元" and abs(real * _TEN_THOUSAND - mean.value) <= mean.value * _ROUND:
        printed = paper.text[whole.number : whole.end].strip()
        each = paper.text[mean.number : mean.end]
        message = f"按{count.digits}{count.unit}、每{count.unit[-1]}{each}计，“{printed}”疑漏写“万”字"
        start = paper.clause(min(whole.start, count.start), mean.end)[0]
        yield paper.finding("unit_slip", "error", message, (start, max(mean.end, whole.end)))


def read_averages(paper: Paper) -> Iterator[Finding]:
    """全年总浏览量1971.1万人次，日均6.57万人次: that would be a year of 300 days."""
    for mean in paper.amounts:
        label = _MEAN.search(paper.text, max(0, mean.start - 16), mean.start)
        begin, _ = paper.sentence(mean.start)
        words = paper.text[begin : mean.start]
        if label is None or mean.value <= 0 or not _WHOLE_YEAR.search(words) or _PART_OF_YEAR.search(words):
            continue
        before = [a for a in paper.within(begin, mean.start) if a.unit == mean.unit and a.exact]
        before = [a for a in before if not _LAST_YEAR.search(paper.text, max(0, a.start - 12), a.start)]
        if (
            not before
            or before[-1].value < mean.value * 2
            or "均" in paper.text[before[-1].start - 6 : before[-1].start]
        ):
            continue
        total, ratio = before[-1], before[-1].value / mean.value
        slack = ratio * (mean.step / mean.value + total.step / total.value) / 2
        spans = _SPANS[label["span"]]
        if not any(low - slack <= ratio <= high + slack for low, high in spans):
            unit = "天" if label["span"] == "日" else "个月"
            message = f"全年总数与{label['span']}均数不合：相除得{ratio:.0f}{unit}"
            start = paper.clause(total.start, total.end)[0]
            yield paper.finding("rate_mismatch", "warning", message, (start, mean.end))
