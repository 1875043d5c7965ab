"""Old and new value of one sentence: the way between them, and the difference that is stated with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from search.audit.paper import Amount, Finding, Paper, shown

# 由, 从 before the old value, with the year or the thing between: 由2022年的5,120件降至4,352件.
_FROM = re.compile(
    r"(?:由|从)(?:上年度?|去年|前年|20\d\d年度?|年初|原来|原先|最初)?(?:底|末)?(?:时)?(?:同期)?的?(?:约|大约)?\s*$"
)
_UP = r"增加|增长|提高|提升|上升|升高|扩大|扩展|扩充|增|升|涨"
_DOWN = r"减少|下降|降低|缩短|缩减|压缩|压减|精简|减|降|压"
_TO = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到了?|至|为|成)(?:了)?(?:目前的|今年的|现在的|本年的)?\s*$"
)
# "83.2%，超过年度目标3.2个百分点" names no target value; "比上年的52.3%提高5.6个百分点" names the old one.
_THAN = re.compile(
    r"(?:(?<!占)比|较|与)(?:上年度?|去年|前年|20\d\d年度?|年初)?(?:底|末)?(?:同期)?(?:决算|支出|收入|实际|完成|受理|预算|年初预算)?数?[(]?的?\s*$"
)
_BY = re.compile(
    rf"[)]?[,、]?(?:相比|相较|比)?[,、]?(?:同比|净)?(?:(?P<up>{_UP}|多出|多)|(?P<down>{_DOWN}|少|节约|节省))(?:了|约)?\s*$"
)
# 增加4家，由18家增至23家: the difference stands before both.
_BEFORE_FROM = re.compile(r"[,、(](?:由|从)(?:上年度?|去年|20\d\d年度?|年初)?(?:底|末)?的?\s*")
_WAY = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约)?\s*$")
_RANKS = frozenset({"名", "位"})
_PLANNED = re.compile(r"预算|目标|计划|任务|安排")
_THAN_PLAN = re.compile(
    rf"[,、]?(?:比|较)(?:年初|年度|调整后)?(?:预算数?|目标值?|计划数?|任务数?|安排数?)(?:(?P<up>{_UP}|多出|多|超出|超|高出|高)|(?P<down>{_DOWN}|节约|节省|少|低))(?:了|约)?\s*$"
)
_THAN_BY = re.compile(
    rf"[,(](?:比|较)(?:上年度?|去年|前年|20\d\d年度?|年初)(?:底|末)?(?:同期)?(?:净)?(?:(?P<up>{_UP}|多)|(?P<down>{_DOWN}|少))(?:了|约)?\s*"
)
_WAS = re.compile(r"[,(](?:上年度?|去年|前年|20\d\d年度?|年初)(?:底|末)?(?:同期)?(?:数)?[为是:]\s*")
_TIMES = re.compile(r"[,、](?:是|为|达到?|相当于)(?:上年度?|去年|20\d\d年度?|原来)(?:同期)?的\s*")
_POINTS = frozenset({"个百分点", "百分点"})
_SEGMENT = re.compile(r"[^。;\n]+")
_RANK = re.compile(
    r"(?:由|从)[^,。;\d]{0,6}第(\d{1,3})[名位](?:[^,。;\d]{0,6}?)(上升|提升|前移|跃升|跃居|升|下降|下滑|后退|降|退)(?:到|至|为)?第(\d{1,3})[名位]?"
)
_ROSE = ("上升", "提升", "前移", "跃升", "跃居", "升")


def read_differences(paper: Paper) -> Iterator[Finding]:
    """由9件减少至11件; 比2022年的9,870个多4,510个, 14,580个; 由第7名升至第11名."""
    for match in _SEGMENT.finditer(paper.text):
        amounts = [a for a in paper.within(*match.span()) if a.exact and not a.implied]
        for index in range(len(amounts) - 1):
            yield from _moved(paper, amounts, index)
            yield from _compared(paper, amounts, index)
        for three in zip(amounts, amounts[1:], amounts[2:], strict=False):
            yield from _behind(paper, *three)
    for match in _RANK.finditer(paper.text):
        before, after = int(match[1]), int(match[3])
        if before != after and (after < before) != (match[2] in _ROSE):
            message = f"由第{before}到第{after}，与“{match[2]}”方向相反"
            yield paper.finding("change_mismatch", "error", message, paper.clause(*match.span()))


def _moved(paper: Paper, amounts: list[Amount], index: int) -> Iterator[Finding]:
    """由A降至B, 降低D: B is less than A, by D."""
    old, new = amounts[index], amounts[index + 1]
    if old.unit in _RANKS:
        return  # from place 369 to place 235 is up
    way = _TO.search(paper.text, old.end, new.start)
    if (
        not way
        or old.unit != new.unit
        or old.implied
        or not _FROM.search(paper.text, max(0, old.start - 12), old.start)
    ):
        return
    if re.search(r"[,。;]", paper.text[old.end : way.start()]) or way.start() - old.end > 4:
        return
    span = (paper.clause(old.start, old.end)[0], new.end)
    if new.value != old.value and (new.value > old.value) != bool(way["up"]):
        message = f"由{_printed(paper, old)}到{_printed(paper, new)}，与“{way[0]}”方向相反"
        yield paper.finding("change_mismatch", "error", message, span)
    elif (
        index
        and amounts[index - 1].unit == "%"
        and _BEFORE_FROM.fullmatch(paper.text, amounts[index - 1].end, old.start)
    ):
        yield from _grown_before(paper, amounts[index - 1], old, new)
    elif index and _BEFORE_FROM.fullmatch(paper.text, amounts[index - 1].end, old.start):
        by = amounts[index - 1]
        if word := _WAY.search(paper.text, max(0, by.start - 8), by.start):
            yield from _held(
                paper, old, new, by, bool(word["up"]), (paper.clause(by.start, by.end)[0], new.end)
            )
    elif index + 2 < len(amounts):
        by = amounts[index + 2]
        yield from _multiplied(paper, old, new, by)
        if word := _BY.fullmatch(paper.text, new.end, by.start):
            yield from _held(paper, old, new, by, bool(word["up"]), (span[0], by.end))


def _grown_before(paper: Paper, rate: Amount, old: Amount, new: Amount) -> Iterator[Finding]:
    """同比下降12.4%，由1,405件降至1,250件: the rate stands before both."""
    word = _WAY.search(paper.text, max(0, rate.start - 8), rate.start)
    if not word or new.unit == "%" or not old.value:
        return
    real = (new.value - old.value) / old.value * 100
    stated = rate.value if word["up"] else -rate.value
    slack = rate.step + (abs(real) + 100) * (old.step / old.value + new.step / (new.value or 1)) / 2
    slack += Decimal(1).scaleb(-len(rate.digits.partition(".")[2]))
    if abs(real - stated) > slack:
        way = "增长" if real >= 0 else "减少"
        message = (
            f"由{_printed(paper, old)}到{_printed(paper, new)}，应为{way}{abs(real):.2f}%，"
            f"与所写的“{word[0].strip()}{_printed(paper, rate)}”不符"
        )
        span = (paper.clause(rate.start, rate.end)[0], new.end)
        yield paper.finding("change_mismatch", "error", message, span)


def _multiplied(paper: Paper, old: Amount, new: Amount, times: Amount) -> Iterator[Finding]:
    """由2.4万人次增加到3.6万人次，是上年的1.5倍."""
    if times.unit != "倍" or not old.value or not _TIMES.fullmatch(paper.text, new.end, times.start):
        return
    real = new.value / old.value
    slack = Decimal(1).scaleb(-len(times.digits.partition(".")[2]))
    slack += real * (old.step / old.value + new.step / (new.value or 1)) / 2
    if abs(real - times.value) > slack:
        message = (
            f"{_printed(paper, new)}÷{_printed(paper, old)}＝{real:.2f}，与所写的{_printed(paper, times)}不符"
        )
        span = (paper.clause(old.start, old.end)[0], times.end)
        yield paper.finding("change_mismatch", "error", message, span)


def _behind(paper: Paper, new: Amount, by: Amount, old: Amount) -> Iterator[Finding]:
    """总数9,860张，较上年末净增740张，上年末为9,120张."""
    word = _THAN_BY.fullmatch(paper.text, new.end, by.start)
    if word and _WAS.fullmatch(paper.text, by.end, old.start) and old.unit == new.unit:
        span = (paper.clause(new.start, new.end)[0], old.end)
        yield from _held(paper, old, new, by, bool(word["up"]), span)


def _compared(paper: Paper, amounts: list[Amount], index: int) -> Iterator[Finding]:
    """B, 比上年的A多D; 预算A, 决算B, 比预算减少D."""
    old, by = amounts[index : index + 2]
    word = _BY.fullmatch(paper.text, old.end, by.start)
    before = [a for a in amounts[:index] if a.unit == old.unit]
    if word and before and _THAN.search(paper.text, max(0, old.start - 16), old.start):
        new = before[-1]
        if paper.text[new.end : old.start].count(",") <= 2 and "其中" not in paper.text[new.end : old.start]:
            yield from _held(
                paper, old, new, by, bool(word["up"]), (paper.clause(new.start, new.end)[0], by.end)
            )
    planned = _THAN_PLAN.fullmatch(paper.text, old.end, by.start)
    if planned and index and amounts[index - 1].unit == old.unit:
        plan = amounts[index - 1]
        if _PLANNED.search(paper.text, paper.clause(plan.start, plan.end)[0], plan.start):
            span = (paper.clause(plan.start, plan.end)[0], by.end)
            yield from _held(paper, plan, old, by, bool(planned["up"]), span)


def _held(
    paper: Paper, old: Amount, new: Amount, by: Amount, up: bool, span: tuple[int, int]
) -> Iterator[Finding]:
    """The difference as stated, in the same unit or in points of a rate; a rate of growth is another rule's."""
    points = new.unit == "%" and by.unit in _POINTS
    if not points and (by.unit != new.unit or new.unit == "%"):
        return
    stated = by.value if up else -by.value
    real = new.value - old.value
    slack = (old.step + new.step + by.step) / 2
    if abs(real - stated) > slack:
        word = "多" if real >= 0 else "少"
        unit = "个百分点" if points else by.unit
        message = (
            f"{_printed(paper, new)}比{_printed(paper, old)}{word}{shown(abs(real), unit)}，"
            f"与所写的{_printed(paper, by)}不符"
        )
        yield paper.finding("change_mismatch", "error", message, span)


def _printed(paper: Paper, amount: Amount) -> str:
    return paper.text[amount.number : amount.end].strip()
