"""Contractions: how an office, a hospital or a company is called for short by characters of its name.

市卫健信息中心 for 成都市卫生健康信息中心, 市三医院 for the 第三人民医院. A short form made of whole words of a
longer name (政务服务中心 and 政务服务数据管理中心) is another body, not a contraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What of a company's name nobody says.
_CORPORATE = re.compile(r"(?:股份|集团)?有限(?:责任)?公司$")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}")
# One character of a name before its ending (水院) tells too little.
_SHORTEST = 2


def is_contraction(short: str, full: str) -> bool:
    """Whether `short` is `full` with characters dropped inside its words; both without their place.

    >>> is_contraction("教科院", "教育科学研究院"), is_contraction("三医院", "第三人民医院")
    (True, True)
    >>> is_contraction("政务服务中心", "政务服务数据管理中心"), is_contraction("人民医院", "第三人民医院")
    (False, False)
    """
    named = _CORPORATE.sub(lambda ending: "集团" if ending[0].startswith("集团") else "", full)
    ending = _common_ending(short, named)
    stem, whole = short[: len(short) - ending], named[: len(named) - ending]
    if not ending or not stem or len(whole) <= len(stem):
        return False
    if _ORDINAL.fullmatch(stem):
        return whole.startswith(f"第{stem}")
    return len(stem) >= _SHORTEST and stem[0] == whole[0] and stem not in whole and _is_within(stem, whole)


def blocks(name: str, *, short: bool) -> Iterable[str]:
    """What a short form and the names that it may stand for have in common: where they begin.

    >>> set(blocks("三医院", short=True)) & set(blocks("第三人民医院", short=False))
    {'三'}
    """
    return (name[0],) if short else {name[0], name.removeprefix("第")[:1] or name[0]}


def _common_ending(one: str, other: str) -> int:
    """How many characters both end in."""
    size = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        size += 1
    return size


def _is_within(stem: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in stem)
