"""Shares and growth that one sentence states with both of their numbers: 占总支出的45%; 由10万元增加到12.5万元，增长30%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from search.audit.paper import Amount, Finding, Paper, shown

_HUNDRED = Decimal(100)
_TEN_THOUSAND = Decimal(10_000)
_SHARE = re.compile(r"占(?P<whole>[^,。;\d占的]{2,15}?)(?:总额|总数|总量)?的?(?:比重|比例)?(?:为|达|约)?\s*$")
_OF_WHOLE = re.compile(r"\s*占比(?:为|达|是)?\s*:?\s*")
_GROWN = re.compile(
    r"(?P<up>增长|增加|增幅|上升|提高|提升)|(?P<down>减少|下降|降低|降幅|压减|压缩|缩短|精简|压降|节约|节省)"
)
_GROWTH = re.compile(
    r"(?:增长|增加|增幅|上升|提高|提升|减少|下降|降低|降幅|压减|压缩|缩短|精简|压降|节约|节省)(?:了|率|幅度)?(?:为|达)?\s*$"
)
_BEFORE = re.compile(
    r"(?:比|较|与)(?:年初|年度|全年|调整后|上年)?(?:预算|计划|决算|目标)(?:数|值|安排)?的?\s*$|"
    r"(?:上年度?|去年|前年|(?<![到至])20\d\d年度?)(?:同期)?[(]?(?:的|为|是)?\s*$|(?:由|从)(?:上年|去年|20\d\d年度?)?(?:年?[底末初])?(?:同期)?的?\s*$"
)
# The rate stands right behind a number that it belongs to; 年均 and 加工效率提升 tell of something else.
_RIGHT_BEHIND = re.compile(
    r"[,、]?(?:同比|比上年|较上年|比去年|较去年)?(?:增长|增加|增幅|上升|提高|提升|减少|下降|降低|降幅|压减|压缩|缩短|精简|压降|节约|节省)(?:了|率|幅度)?(?:为|达)?\s*"
)
_DIFFERENCE = re.compile(
    r"[,、]?(?:同比|比上年|较上年|比去年|较去年|比20\d\d年|较20\d\d年)(?:(?P<up>增加|增长|多|提高|上升)|减少|下降|少|降低)了?\s*"
)
_OF_YEAR = re.compile(r"(20\d\d)年度?(?:全年)?([^,。;\d]{0,10}?)(?:为|是|达|共)?\s*$")
# A whole that is told further away may be another year's.
_FAR = 120
_LABEL_BEGINS = re.compile(r"(?:^|[,。;:(\n]|年度?|全年|本年|其中|局|部门)$")
_FEW = 3  # numbers of one sentence, with the rate; where there are more nobody can say which belong together


def read_shares(paper: Paper) -> Iterator[Finding]:
    """项目支出1,800万元，占总支出的45%, where 总支出 is told to be 3,000万元."""
    for rate in paper.amounts:
        if rate.unit != "%" or not rate.exact or not rate.digits:
            continue
        start, _ = paper.clause(rate.start, rate.end)
        begin, end = _statement(paper, rate.start)
        others = [a for a in paper.within(begin, end) if a.unit != "%" and a.exact and a.value > 0]
        before = [a for a in others if a.end <= start]
        share = _SHARE.search(paper.text, start, rate.start)
        if share and before and not any(a.start >= start for a in others if a.end <= rate.start):
            yield from _checked(paper, rate, before[-1], _labelled(paper, share["whole"], before[-1]))
        elif (
            _OF_WHOLE.fullmatch(paper.text, start, rate.start)
            and len(before) == 2
            and "其中" in paper.text[begin:start]
        ):
            yield from _checked(paper, rate, before[1], before[0])
        elif _GROWTH.search(paper.text, start, rate.start):
            found = list(_grown(paper, rate, others)) or list(_by_difference(paper, rate, before))
            yield from found or _two_years(paper, rate, before)


def _statement(paper: Paper, position: int) -> tuple[int, int]:
    """The sentence around a position, from one semicolon to the next: others are of other things."""
    start, end = paper.sentence(position)
    return max(start, paper.text.rfind(";", start, position) + 1), _found(
        paper.text.find(";", position, end), end
    )


def _found(at: int, end: int) -> int:
    return at if at >= 0 else end


def _labelled(paper: Paper, label: str, part: Amount) -> Amount | None:
    """The one amount that the report states under `label`; None where there is none, or several."""
    stated = re.compile(re.escape(label) + r"(?:总额|总数|总量)?(?:合计|共计|共|为|是|数)?\s*:?\s*$")
    found = []
    for amount in paper.amounts:
        near = abs(amount.start - part.start) <= _FAR and amount.value >= part.value and amount != part
        if near and amount.exact and amount.unit == part.unit:
            label_at = stated.search(paper.text, max(0, amount.start - 30), amount.start)
            if label_at and _LABEL_BEGINS.search(paper.text, max(0, label_at.start() - 3), label_at.start()):
                found.append(amount)
    return found[0] if found and len({a.value for a in found}) == 1 else None


def _checked(paper: Paper, rate: Amount, part: Amount, whole: Amount | None) -> Iterator[Finding]:
    if whole is None or whole.unit != part.unit:
        return
    ratio = part.value / whole.value * _HUNDRED
    if part.unit == "元" and _agrees(ratio * _TEN_THOUSAND, rate, part, whole):
        return  # 元 for 万元: a slip of units
    if not _agrees(ratio, rate, part, whole):
        quotient = f"{shown(part.value, part.unit)}÷{shown(whole.value, whole.unit)}＝{_rounded(ratio)}%"
        message = f"{quotient}，与所写的{rate.digits}%不符"
        places = [(paper.clause(part.start, part.end)[0], rate.end), paper.clause(whole.start, whole.end)]
        yield paper.finding("rate_mismatch", "error", message, *places)


def _grown(paper: Paper, rate: Amount, others: list[Amount]) -> Iterator[Finding]:
    """由10万元增加到12.5万元，增长30%; 12.5万元，比上年的10万元增长30%."""
    nearest = max((a.end for a in others if a.end <= rate.start), default=None)
    if nearest is None or not _RIGHT_BEHIND.fullmatch(paper.text, nearest, rate.start):
        return
    old = [a for a in others if _BEFORE.search(paper.text, max(0, a.start - 14), a.start)]
    if (
        old and old[-1].end == nearest
    ):  # 12.01万元，比预算数15.50万元节约22.52%，其中…: what follows is of something else
        others = [a for a in others if a.end <= nearest]
        old = [a for a in old if a.end <= nearest]
    if len(old) != 1 or "相比" in paper.text[old[0].start : rate.start]:
        return
    same = [a for a in others if a.unit == old[0].unit and a is not old[0] and not _is_change(paper, a)]
    if len(same) != 1 or len(others) > _FEW:
        return
    ratio = (same[0].value - old[0].value) / old[0].value * _HUNDRED
    word = _GROWN.search(paper.text, max(0, rate.start - 8), rate.start)
    stated = -rate.value if word and word["down"] else rate.value
    if not _agrees(abs(ratio), rate, same[0], old[0]) or (ratio * stated < 0):
        way = "增长" if ratio >= 0 else "减少"
        message = (
            f"由{shown(old[0].value, old[0].unit)}到{shown(same[0].value, same[0].unit)}，"
            f"应为{way}{_rounded(abs(ratio))}%，与所写的{rate.digits}%不符"
        )
        span = (min(old[0].start, same[0].start), max(rate.end, old[0].end, same[0].end))
        yield paper.finding("change_mismatch", "error", message, span)


def _by_difference(paper: Paper, rate: Amount, before: list[Amount]) -> Iterator[Finding]:
    """9,600件，同比增加1,600件，增长25%: the old value is what the difference leaves."""
    if len(before) < _FEW - 1:
        return
    new, by = before[-2:]
    if paper.text[: new.start].endswith("的") and _BEFORE.search(
        paper.text, max(0, new.start - 14), new.start
    ):
        yield from _of_old(paper, rate, new, by)
        return
    if len(before) != _FEW - 1:
        return
    word = _DIFFERENCE.fullmatch(paper.text, new.end, by.start)
    if not word or new.unit != by.unit or not _RIGHT_BEHIND.fullmatch(paper.text, by.end, rate.start):
        return
    old = new.value - by.value if word["up"] else new.value + by.value
    ratio = by.value / old * _HUNDRED if old > 0 else rate.value
    if not _agrees(ratio, rate, by, new):
        way = "增长" if word["up"] else "减少"
        message = (
            f"{way}{shown(by.value, by.unit)}到{shown(new.value, new.unit)}，应为{way}{_rounded(ratio)}%，"
            f"与所写的{rate.digits}%不符"
        )
        yield paper.finding(
            "change_mismatch", "error", message, (paper.clause(new.start, new.end)[0], rate.end)
        )


def _two_years(paper: Paper, rate: Amount, before: list[Amount]) -> Iterator[Finding]:
    """2020年受理3,200件，2021年受理3,840件，同比上升20%."""
    if len(before) != _FEW - 1 or before[0].unit != before[1].unit:
        return
    old, new = before
    told = [_OF_YEAR.search(paper.text, max(0, a.start - 20), a.start) for a in before]
    if not all(told) or not _RIGHT_BEHIND.fullmatch(paper.text, new.end, rate.start):
        return
    years = [int(match[1]) for match in told if match]
    if abs(years[0] - years[1]) != 1 or len({match[2] for match in told if match}) != 1:
        return
    if years[0] > years[1]:
        old, new = new, old
    ratio = (new.value - old.value) / old.value * _HUNDRED
    word = _GROWN.search(paper.text, max(0, rate.start - 8), rate.start)
    stated = -rate.value if word and word["down"] else rate.value
    if not _agrees(abs(ratio), rate, new, old) or ratio * stated < 0:
        way = "增长" if ratio >= 0 else "减少"
        message = (
            f"由{shown(old.value, old.unit)}到{shown(new.value, new.unit)}，应为{way}{_rounded(abs(ratio))}%，"
            f"与所写的{rate.digits}%不符"
        )
        span = (paper.clause(before[0].start, before[0].end)[0], rate.end)
        yield paper.finding("change_mismatch", "error", message, span)


def _of_old(paper: Paper, rate: Amount, old: Amount, by: Amount) -> Iterator[Finding]:
    """比2022年的9,870个多4,710个，增幅47.7%."""
    way = re.fullmatch(r"(多|增加|增长|少|减少|下降)了?", paper.text[old.end : by.start])
    if way and old.unit == by.unit and _RIGHT_BEHIND.fullmatch(paper.text, by.end, rate.start):
        ratio = by.value / old.value * _HUNDRED
        if not _agrees(ratio, rate, by, old):
            message = f"{shown(by.value, by.unit)}÷{shown(old.value, old.unit)}＝{_rounded(ratio)}%，与所写的{rate.digits}%不符"
            yield paper.finding(
                "change_mismatch", "error", message, (paper.clause(old.start, old.end)[0], rate.end)
            )


def _is_change(paper: Paper, amount: Amount) -> bool:
    """增加2.5万元 is the difference, not the new value; 增加到12.5万元 is."""
    return bool(_GROWTH.search(paper.text, max(0, amount.start - 8), amount.start))


def _agrees(ratio: Decimal, rate: Amount, part: Amount, whole: Amount) -> bool:
    """Whether a printed rate is the quotient, as far as its places and those of both numbers can tell."""
    step = Decimal(1).scaleb(-len(rate.digits.partition(".")[2]))
    slack = step + (ratio + _HUNDRED) * (part.step / part.value + whole.step / whole.value) / 2
    return abs(ratio - rate.value) < slack


def _rounded(ratio: Decimal) -> Decimal:
    return ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)
