"""Numbers that are no result: thresholds, the whole that something was chosen from, what was before a change.

>>> is_threshold("无预算金额", "的新增项目", ">=", "元"), is_whole("成功入选首批", "成果案例")
(True, True)
>>> is_old("审批时间由原来的", "压减至10天"), is_old("满意率由", "，位列第一")
(True, False)
"""

from __future__ import annotations

import re

from graph.facts import Operator
from graph.units import dimension

# "在全市45个部门中排名第6位": among how many a rank was reached is no result of its own.
_AMONG = re.compile(r"[^，。；]{0,10}中[^，。；]{0,4}(?:排|位列|位居|名列|列第|居第)|[^，。；]{0,30}之一")
# 入选首批16项成果案例: one of 16 is ours.
_CHOSEN = re.compile(r"(?:入选|列入|入围|跻身|成为|列为|获批|纳入)[^，。；]{0,12}首批$")
# 无…超过3000万元的项目, 未发生5人以上事故: the bound says what there is none of.
_NONE = re.compile(
    r"(?:^|[^有])无(?![障人线偿证感为忧论锡理条需缝界意烟])|未(?:发生|出现|发现|有)|没有|不存在|杜绝"
)
_BOUND_OF = re.compile(r"(?:金额|额|预算|投资|资金|造价|价格|价|费用|面积|年限|时间|时长)$")
_DONE = re.compile(r"完成|实现|投入|带动|达成|签约|落实|安排|下达|争取|拨付|支出|发放")
_BOUNDS = frozenset({">", ">=", "<", "<="})
_FROM = re.compile(r"[由从](?:原(?:来|先|本)?的?)?(?:每[人生户月年天])*(?:约|近|最长|平均)?$")
_TO = re.compile(
    r"[^，。；\d]{0,6}，?(?:扩增|扩|攀升|跃升|上调|下调|压降|升|压减|压缩|缩减|缩短|降低|下降|减少|降|提高|提升|增加|增长|扩大|扩展|上升|调整|增|变|改|延长|拓展|精简|优化)(?:至|到|为|成)"
)


def is_whole(before: str, behind: str) -> bool:
    """Whether a number between the words `before` and `behind` is the whole that something was chosen from."""
    return bool(_AMONG.match(behind) or _CHOSEN.search(before))


def is_threshold(before: str, behind: str, op: Operator, unit: str) -> bool:
    """Whether a number only says from where on something is meant, or what there is none of."""
    if op not in _BOUNDS:
        return False
    attributive = behind.startswith("的") and dimension(unit) in ("money", "duration", "area")
    meant = attributive and _BOUND_OF.search(before) is not None and not _DONE.search(before)
    return meant or bool(_NONE.search(before))


_LIMITING = re.compile(r"(?:以上|及以上|以下|以内|之内|内)$")
_WHICH = re.compile(r"的?[^，。；：、]{0,14}$")
_RATE_WITHIN = re.compile(r"(?:以?内)?[一-鿿]{0,6}[率比]")


def is_condition(unit: str, quantity: str, behind: str, *, last: bool) -> bool:
    """Whether a number only says which of several are counted by the next one.

    Args:
        unit, quantity: of the number; the words that write it.
        behind: the words between it and the next number.
        last: whether there is no next number in the clause.

    >>> is_condition("元", "500万元以上", "的重点项目", last=False), is_condition("%", "85%以上", "", last=True)
    (True, False)
    """
    if last:
        return False
    if _LIMITING.search(quantity):
        return bool(_WHICH.fullmatch(behind)) and unit != "%"
    return dimension(unit) in ("duration", "length") and bool(_RATE_WITHIN.match(behind))


def is_old(before: str, behind: str) -> bool:
    """Whether a number is what was before a change; one with a time of its own is dated, not old.

    Args:
        before: the words before the number, without times.
        behind: the text behind it, up to the new value at least.
    """
    return bool(_FROM.search(before) and _TO.match(behind))
