"""Rates against the numbers that they are made of, and rates that cannot be over a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from search.audit.paper import Amount, Finding, Paper, shown

_HUNDRED = Decimal(100)
# The last printed place of a rate may be cut instead of rounded: a whole step is no contradiction.
_SLACK = Decimal(1)
# Shares of a whole: none of these is over a hundred. 完成率 of a target may be.
_AT_MOST_ALL = re.compile(
    r"(?:满意[率度]|好评率|办结率|接通率|回复率|答复率|整改率|合格率|优良率|覆盖率|在线率|达标率|准时率|及时率|采纳率|公开率|"
    r"知晓率|参训率|参与率|入学率|就业率|普及率|到位率|拨付率|执行率|支出率|执行进度|支出进度|占比|比重|比例)(?:达到?|为|约|是|均为|已达)?\s*$"
)
_RATE = re.compile(r"([一-鿿]{2,10})(?:率|比例|进度)(?:为|达到?|是|约)?\s*:?\s*$")
# A rate under a condition counts only a part of the numerator (按时办结率), and rates of opinion count answers.
_CONDITIONED = re.compile(
    r"按[时期]|及时|依时|准时|一次|提前|满意|好评|平均|累计|增长|控制|差异|结余|结转|得分"
)
_NUMERATOR_WORDS = {
    "执行": ("执行", "支出", "完成", "决算"),
    "完成": ("完成", "执行", "支出", "决算"),
    "支出": ("支出", "执行", "完成", "决算"),
    "节约": ("中标", "成交", "合同", "支出", "执行", "实际", "节约"),
    "节支": ("中标", "成交", "合同", "支出", "执行", "实际", "节支"),
    "利用": ("在用", "使用", "利用"),
    "达标": ("达标", "达到"),
    "回收": ("收回", "回收"),
    "覆盖": ("覆盖", "已建", "建成", "设立", "已设", "设有", "设置", "配备", "开通", "实现"),
}
_COUNTED_UNITS = frozenset(
    {"元", "个", "项", "件", "宗", "条", "人", "家", "份", "户", "台", "套", "处", "路", "起", "次", "批次", "名", "户次",
     "人次", "例", "公里", "所", "间", "辆", "艘"}
)  # fmt: skip
# 由213家压减至7家，压减率96.71%: what is gone, or what is left, may stand as the second number.
_TAKEN_AWAY = re.compile(r"[压核削缩]减|节[支约余省]|下降|降低|减少|减免|[降减]幅")
# The name of a number stands in so many characters before it.
_LABEL = 8
_PLANNED = re.compile(r"预算(?:数|安排|金额)?(?:为|是|:)?\s*$")
_PLAN_OF_ALL = re.compile(r"(?:全年|调整后|年度|调整)的?预算(?:数|总额)?(?:为|是|达|共|:)?\s*$")
_USED = re.compile(r"(?:支出|执行数?|使用|完成)(?:为|是|数|:)?\s*$")
# 预算执行率92.20%（实际支出4,610.00万元/预算数5,000.00万元）: the working stands behind the rate.
_WORKED = re.compile(r"[(,](?:即|计算[式为]?[:]?)?[^(),;。\d]{0,10}$")
_OVER = re.compile(r"\s*[/÷]\s*[^(),;。\d]{0,10}$")
# One station can serve two villages: a cover that is off by more counts something else.
_COVER, _COVER_POINTS = "覆盖", Decimal(10)
_TEN_THOUSAND = Decimal(10_000)
_REMAINDER = re.compile(r"剩余|其余|余下|剩下|尚余|还有|不合格|未|结余|结转|节余")
_FULL = re.compile(r"分值\s*[:为]?\s*(\d+(?:\.\d+)?)\s*分")
_GOT = re.compile(r"得分\s*[:为是]{0,2}\s*(\d+(?:\.\d+)?)\s*分")
_SPENDING = re.compile(r"(?:执行率|支出率)(?:为|达到?)?\s*(\d+(?:\.\d+)?)%")


def read_rates(paper: Paper) -> Iterator[Finding]:
    """预算数80万元，完成数72万元，完成率95%; 满意率103%."""
    for rate in paper.amounts:
        if rate.unit != "%" or not rate.exact or not rate.digits:
            continue
        start, _ = paper.clause(rate.start, rate.end)
        if rate.value > _HUNDRED and _AT_MOST_ALL.search(paper.text, start, rate.start):
            message = f"“{paper.text[start : rate.end].strip()}”超过100%，这类比率不会超过100%"
            yield paper.finding("impossible_rate", "warning", message, paper.clause(rate.start, rate.end))
        yield from _against_operands(paper, rate, start)
        yield from _worked(paper, rate)
    yield from _proportional_scores(paper)


def _against_operands(paper: Paper, rate: Amount, start: int) -> Iterator[Finding]:
    """The two numbers before the rate, of which the second does what the rate is called after."""
    label = _RATE.search(paper.text, start, rate.start)
    if label is None or label.start() > start + 6:
        return
    begin, _ = paper.sentence(rate.start)
    counts = [a for a in paper.within(begin, start) if a.unit in _COUNTED_UNITS]
    if len(counts) > 2 and counts[-2].unit != counts[-1].unit and _names(paper, counts[-1], label[1]):
        counts = [
            a for a in counts if a.unit == counts[-1].unit
        ]  # 申报22.90亿元，通过163个，核减金额4.26亿元
    if len(counts) == 1:
        counts = [*_planned_before(paper, begin), *counts]
    before = _operands(paper, [a for a in counts if not _bracketed(paper, begin, a.start)], label[1])
    if (
        len(before) < 2
        or before[0].unit != before[1].unit
        or not all(a.exact and a.value > 0 for a in before)
    ):
        return
    whole, part = before
    if _PLANNED.search(paper.text, whole.end, part.start) and _USED.search(
        paper.text, max(begin, whole.start - _LABEL), whole.start
    ):
        whole, part = part, whole  # 支出960万元，预算数1000万元
    if any(a.unit == "%" for a in paper.within(min(whole.start, part.start), start)):
        return
    if _CONDITIONED.search(label[1]) and label[1] not in paper.text[whole.end : part.start]:
        return  # 按期办结1,232件，按期办结率: the number is of that condition
    first, last = before
    lead = max(begin, first.start - _LABEL) if first is part else first.end
    words = paper.text[lead : last.end + 12 if last.end + 12 < start else start]
    if not any(word in words for word in _stems(label[1])) or part.value > whole.value * 2:
        return
    ratio = part.value / whole.value * _HUNDRED
    if _TAKEN_AWAY.search(label[1]):
        ratio = min(ratio, _HUNDRED - ratio, key=lambda r: abs(r - rate.value))
    if label[1].endswith(_COVER) and (
        rate.value == _HUNDRED or abs(ratio - rate.value) > _COVER_POINTS or part is not last
    ):
        return
    if not _agrees(ratio, rate, part, whole) and not _unit_slipped(ratio, rate, part, whole):
        message = _quotient(ratio, rate, part, whole)
        yield paper.finding(
            "rate_mismatch", "error", message, (paper.clause(first.start, first.end)[0], rate.end)
        )


def _names(paper: Paper, amount: Amount, label: str) -> bool:
    """Whether a number goes by the word that the rate is called after: 核减金额, 核减率."""
    return label[-2:] in paper.text[max(0, amount.start - _LABEL) : amount.start]


def _planned_before(paper: Paper, begin: int) -> list[Amount]:
    """全年预算数38,950.72万元。 at the end of the sentence before, in one paragraph."""
    line = paper.text.rfind("\n", 0, begin) + 1
    before = paper.within(max(line, paper.sentence(begin - 1)[0]), begin) if begin > line else []
    ends = before and begin - before[-1].end <= 1 and before[-1].unit == "元"
    last = before[-1] if before else None
    return (
        [last]
        if last and ends and _PLAN_OF_ALL.search(paper.text, max(line, last.start - 16), last.start)
        else []
    )


def _agrees(ratio: Decimal, rate: Amount, part: Amount, whole: Amount) -> bool:
    """Whether a printed rate is the quotient, as far as its places and those of both numbers can tell."""
    step = Decimal(1).scaleb(-len(rate.digits.partition(".")[2]))
    slack = step * _SLACK + ratio * ((part.step / part.value) + (whole.step / whole.value)) / 2
    return abs(ratio - rate.value) < slack


def _unit_slipped(ratio: Decimal, rate: Amount, part: Amount, whole: Amount) -> bool:
    """Whether the rate is right but for 元 where 万元 was meant, which is told as a slip of units."""
    return part.unit == "元" and any(
        _agrees(ratio * factor, rate, part, whole) for factor in (_TEN_THOUSAND, 1 / _TEN_THOUSAND)
    )


def _quotient(ratio: Decimal, rate: Amount, part: Amount, whole: Amount) -> str:
    computed = ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (
        f"{shown(part.value, part.unit)}÷{shown(whole.value, whole.unit)}＝{computed}%，"
        f"与所写的{rate.digits}%不符"
    )


def _worked(paper: Paper, rate: Amount) -> Iterator[Finding]:
    """The working right behind a rate, with the sign of division in it."""
    two = paper.within(rate.end, paper.sentence(rate.start)[1])[:2]
    if len(two) < 2 or two[0].unit != two[1].unit or not all(a.exact and a.value > 0 for a in two):
        return
    part, whole = two
    if not _WORKED.fullmatch(paper.text, rate.end, part.start) or not _OVER.fullmatch(
        paper.text, part.end, whole.start
    ):
        return
    ratio = part.value / whole.value * _HUNDRED
    if not _agrees(ratio, rate, part, whole) and not _unit_slipped(ratio, rate, part, whole):
        span = (paper.clause(rate.start, rate.end)[0], whole.end)
        yield paper.finding("rate_mismatch", "error", _quotient(ratio, rate, part, whole), span)


def _bracketed(paper: Paper, begin: int, position: int) -> bool:
    """Whether a bracket that opened in the sentence is still open: 执行数95万元（基本支出60万元，…），执行率95%."""
    words = paper.text[begin:position]
    return words.count("(") > words.count(")")


def _operands(paper: Paper, before: list[Amount], label: str) -> list[Amount]:
    """The last two numbers; or, where what is left is told behind them (整改9处，剩余1处), the two before it."""
    if len(before) > 2 and _REMAINDER.search(paper.text, before[-2].end, before[-1].start):
        stem = any(word in paper.text[before[-3].end : before[-2].start] for word in _stems(label))
        return before[-3:-1] if stem else []
    return before[-2:]


def _stems(label: str) -> tuple[str, ...]:
    """The words by which the numerator of a rate is known: 落实率 has 落实, 预算完成率 also 执行 and 支出."""
    stem = label[-2:]
    return _NUMERATOR_WORDS.get(stem, (stem,))


def _proportional_scores(paper: Paper) -> Iterator[Finding]:
    """平均执行率99.99%, 分值10分, 得分9.99分: cut where it should be rounded. Only a step off, so surely meant so."""
    for section in paper.document.sections:
        start, end = paper.own(section)
        rates = list(_SPENDING.finditer(paper.text, start, end))
        full, got = _FULL.search(paper.text, start, end), _GOT.search(paper.text, start, end)
        if len(rates) != 1 or not full or not got or section.index == 0:
            continue
        places = Decimal(1).scaleb(-len(got[1].partition(".")[2]))
        exact = Decimal(full[1]) * Decimal(rates[0][1]) / _HUNDRED
        rounded, printed = exact.quantize(places, ROUND_HALF_UP), Decimal(got[1])
        if rounded != printed and abs(exact - printed) < places and places < 1:
            message = f"{full[1]}分×{rates[0][1]}%＝{exact.normalize():f}分，四舍五入应为{rounded}分，写作{printed}分"
            yield paper.finding("rate_mismatch", "note", message, (rates[0].start(), got.end()))
