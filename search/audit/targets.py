"""Targets against what was reached: 未达标 beside more than the target, full marks for less, marks lost without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from search.audit.marks import stated_wholes
from search.audit.paper import Amount, Finding, Paper, shown
from search.audit.scores import marked

_HUNDRED = Decimal(100)
_TARGET = re.compile(
    r"(?:目标|指标|计划|任务)(?:值|数|任务)?(?:为|是|:|定为|设定为|设置为)?(?:新[建增设改]|改造|建成|完成|达到|培训|举办|开展|组织|服务|安置|发放|办理)?[^,。;\d≥≤<>]{0,6}?\s*(?:>=|≥|大于等于|不低于|不少于|至少|<=|≤|小于等于|不高于|不超过|不多于|低于)?\s*$"
)
_BETWEEN = re.compile(
    r"(?:以内|以下|以上)?[,、;(]?(?:全年|年末|当年|年内|本年)?(?:实际|完成|达到|实现|到岗|建成)[^,。;\d]{0,6}$"
)
# Where less is better nobody falls short by having less.
_LESS_IS_BETTER = re.compile(
    r"≤|不超过|不高于|以内|以下|控制|成本|费用|支出|死亡|发病|投诉|事故|差错|误|逾期|时长|时间|时限|耗时|下降|降低|压减|减少|结转|结余|空置|失业|流失|返贫"
)
# Right before or behind a target: no more than that.
_AT_MOST = re.compile(r"(?:<=|≤|小于等于|不高于|不超过|不多于|(?<!不)低于|控制在)\s*$")
_WITHIN = re.compile(r"\s*(?:以内|之内|以下)")
# 建成43个（目标值50个）: the target stands behind what was reached.
_BEHIND_IT = re.compile(
    r"[(,](?:年度|全年|年初|绩效|原定|既定|计划)*(?:目标|指标|计划|任务)(?:值|数)?(?:为|是|:)?(?:>=|≥|不低于|不少于)?\s*$"
)
# 为71.5%，高于75%的目标值: two numbers, and which of them is said to be more.
_COMPARED = re.compile(
    r"[,、(](?:比|已)?(?P<way>高于|超过|超出|优于|好于|大于|达到|实现|满足|低于|少于|未达到|没有达到)(?:了)?(?:年度|全年|年初|绩效|预期|既定)*(?P<aim>目标|计划|任务)?(?:值|数)?(?:的|为)?\s*$"
)
_OF_AIM = re.compile(r"\s*(?:以上|及以上)?的?(?:年度|全年|年初|绩效|预期|既定)*(?:目标|计划|任务|指标值)")
_MORE = frozenset({"高于", "超过", "超出", "大于", "达到", "实现", "满足"})
_REACHING = frozenset({"达到", "实现", "满足"})
_LESS = frozenset({"低于", "少于", "未达到", "没有达到"})
_RATE_OF = re.compile(r"[,、(]?(?:目标|任务|指标)?完成(?:率|比例)(?:为|达到?|是)?\s*$")
_FAILED = re.compile(r"[,、(;]?(?:该?指标|目标)?(?:未达标|未完成|未达到|未达目标|没有达到|没有完成)")
_REACHED = re.compile(
    r"[,、(;)]*(?:该?指标|该项)?(?:已(?!完成[,。;)])|均已|顺利|如期|按期|全面|圆满)*(?:超额完成|完成(?:了)?(?:年度|全年|年初|既定|预期|绩效)+(?:目标|任务|指标)|高于目标|优于目标|超目标|超出目标|圆满完成|顺利完成|达标(?!率)|达到目标|完成目标|达到(?:年度|预期|既定|绩效)+(?:目标|要求)|已完成(?=[,。;)]))"
)
_GAP = re.compile(
    r"[,、(]?(?:比目标|较目标|与目标)?(?:值)?(?:相差|差|缺|少|缺口|高出|高于目标|低于目标|高|低|超出目标|超过目标|超目标|高出目标|超出|超)(?:值)?(?:了)?\s*$"
)
_FULL = re.compile(
    r"[,、(;]?分值[为:]?\s*(\d+(?:\.\d+)?)\s*分[,、;]?(?:自评)?得分?[为:]?\s*(\d+(?:\.\d+)?)\s*分"
)
_BEHIND = 30

# What explains a mark that is less than full, in any words.
_WHOLE = re.compile(
    r"结论|结果|总体|整体(?:支出)?绩效自评|总分|综合得分|加减分|附加分|加分|自评得分为\d{2,3}\.\d+分$"
)
_REASON = re.compile(
    r"扣|失分|未|不足|不够|不高|不到|偏|欠|缺|较[低慢少弱]|问题|原因|由于|因|有待|低于|滞后|延迟|超期|逾期|迟|尚|个别|部分|没有|仍|差距|薄弱|影响|"
    r"(?<![\d.])\d{1,2}(?:\.\d+)?%|(?<![\d.])-?\d+\.\d+%|执行率|支出率|完成率|得分率|调整率"
)


def read_targets(paper: Paper) -> Iterator[Finding]:
    """目标60名，实际42名，完成率75%; 目标60%，实际58.3%，超额完成; 得分8.99分 where all is said to be right."""
    amounts = [a for a in paper.amounts if a.unit]
    for first, second in pairwise(amounts):
        yield from _behind(paper, first, second)
        yield from _compared(paper, first, second)
    for target, actual in pairwise(amounts):
        if actual.start - target.end > 14 or target.unit != actual.unit:
            continue
        begin = paper.clause(target.start, target.end)[0]
        between = paper.text[target.end : actual.number]
        if not _TARGET.search(paper.text, begin, target.number) or not _BETWEEN.search(between):
            continue
        words = paper.text[paper.sentence(target.start)[0] : actual.end]
        yield from _rated(paper, target, actual, begin)
        at_most = bool(
            _AT_MOST.search(paper.text, begin, target.number)
            or _WITHIN.search(paper.text, target.number, target.end + 2)
        )
        if at_most or not _LESS_IS_BETTER.search(words):
            yield from _judged(paper, target, actual, begin, at_most)
    yield from _unexplained(paper)


def _behind(paper: Paper, actual: Amount, target: Amount) -> Iterator[Finding]:
    """建成43个（目标值50个），超额完成任务."""
    if actual.unit == target.unit and _BEHIND_IT.fullmatch(paper.text, actual.end, target.number):
        begin, end = paper.clause(actual.start, actual.end)[0], target.end
        verdict = _REACHED.match(paper.text, end + (paper.text[end : end + 1] == ")"))
        words = paper.text[paper.sentence(actual.start)[0] : end]
        if verdict and actual.exact and actual.value < target.value and not _LESS_IS_BETTER.search(words):
            printed = [paper.text[a.number : a.end].strip() for a in (target, actual)]
            message = f"目标{printed[0]}、实际{printed[1]}，与“{verdict.group().strip(',、(;)')}”不符"
            yield paper.finding("target_mismatch", "error", message, (begin, verdict.end()))


def _compared(paper: Paper, actual: Amount, target: Amount) -> Iterator[Finding]:
    """健康管理率为71.5%，高于75%的目标值."""
    word = _COMPARED.fullmatch(paper.text, actual.end, target.number)
    if not word or actual.unit != target.unit or not actual.exact:
        return
    behind = _OF_AIM.match(paper.text, target.end)
    if not (word["aim"] or behind) or actual.value == target.value:
        return
    words = paper.text[paper.sentence(actual.start)[0] : target.end]
    if word["way"] in _REACHING and _LESS_IS_BETTER.search(words):
        return
    more, less = word["way"] in _MORE, word["way"] in _LESS
    if (more and actual.value < target.value) or (less and actual.value > target.value):
        printed = [paper.text[a.number : a.end].strip() for a in (target, actual)]
        message = f"目标{printed[0]}、实际{printed[1]}，与“{word['way']}”不符"
        end = behind.end() if behind else target.end
        yield paper.finding(
            "target_mismatch", "error", message, (paper.clause(actual.start, actual.end)[0], end)
        )


def _rated(paper: Paper, target: Amount, actual: Amount, begin: int) -> Iterator[Finding]:
    """目标60名，全年到岗42名，完成率75%: 70."""
    rate = next((a for a in paper.within(actual.end, actual.end + _BEHIND) if a.unit == "%"), None)
    if (
        rate is None
        or not rate.exact
        or not target.value
        or not _RATE_OF.fullmatch(paper.text, actual.end, rate.start)
    ):
        return
    ratio = actual.value / target.value * _HUNDRED
    step = Decimal(1).scaleb(-len(rate.digits.partition(".")[2]))
    slack = step + ratio * (actual.step / (actual.value or 1) + target.step / target.value) / 2
    if abs(ratio - rate.value) > slack:
        real = ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)
        message = f"{shown(actual.value, actual.unit)}÷{shown(target.value, target.unit)}＝{real}%，与所写的{rate.digits}%不符"
        yield paper.finding("rate_mismatch", "error", message, (begin, rate.end))


def _judged(paper: Paper, target: Amount, actual: Amount, begin: int, at_most: bool) -> Iterator[Finding]:
    """The verdict, and the marks, right behind the two values."""
    behind = paper.text[actual.end : actual.end + _BEHIND]
    printed = [paper.text[a.number : a.end].strip() for a in (target, actual)]
    verdict = _FAILED.match(behind) or _REACHED.match(behind)
    reached = actual.value <= target.value if at_most else actual.value >= target.value
    if verdict and (verdict.re is _REACHED) != reached:
        message = f"目标{printed[0]}、实际{printed[1]}，与“{verdict.group().strip(',、(;')}”不符"
        yield paper.finding("target_mismatch", "error", message, (begin, actual.end + verdict.end()))
    by = next((a for a in paper.within(actual.end, actual.end + _BEHIND) if a.exact), None)
    gap = _GAP.fullmatch(paper.text, actual.end, by.start) if by else None
    if (
        by
        and gap
        and by.unit in (actual.unit, "个百分点" if actual.unit == "%" else actual.unit)
        and by.unit != "%"
    ):
        off = abs(actual.value - target.value)
        if abs(off - by.value) > (actual.step + target.step + by.step) / 2:
            unit = "个百分点" if actual.unit == "%" else actual.unit
            stated = paper.text[by.number : by.end]
            message = f"目标{printed[0]}、实际{printed[1]}，相差{shown(off, unit)}，与所写的{stated}不符"
            yield paper.finding("target_mismatch", "error", message, (begin, by.end))
    marks = _FULL.match(behind)
    if marks and not reached and Decimal(marks[1]) == Decimal(marks[2]):
        message = f"目标{printed[0]}、实际{printed[1]}，没有达到目标却得满分{marks[2]}分"
        yield paper.finding("target_mismatch", "warning", message, (begin, actual.end + marks.end()))


def _unexplained(paper: Paper) -> Iterator[Finding]:
    """A section with a broken mark (8.99), or one below its maximum, and nothing that says why."""
    wholes = [place for _, place in stated_wholes(paper)]
    for section in paper.document.sections:
        found = marked(paper, section)
        if found is None or paper.children.get(section.index):
            continue
        if any(start < found.place[1] <= end for start, end in wholes):
            continue  # the mark of all: the reasons stand with its parts
        below = found.full is not None and found.got < found.full
        broken = found.full is None and found.got != int(found.got)
        words = paper.text[section.start : section.end]
        if _WHOLE.search(section.title) or _WHOLE.search(
            paper.text[paper.clause(*found.place)[0] : found.place[1]]
        ):
            continue
        if (below or broken) and len(words) < 600 and not _REASON.search(words):
            begin = paper.clause(found.place[1] - 1, found.place[1])[0]
            message = f"得{found.got}分，没有得满分，文中没有说明扣分原因"
            yield paper.finding("score_unexplained", "note", message, (begin, found.place[1]), found.place)
