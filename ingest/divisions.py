"""Provinces, cities and districts of China, and where a text names them.

The data (`divisions.txt`) goes down to districts and counties. Names that several cities share (朝阳区,
白云区) are told apart by the cities that the text names; what the text does not decide stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import add
from pathlib import Path
from typing import Literal, NamedTuple

Level = Literal["province", "city", "district"]

_LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "district"}
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})

# What a full name ends in; without it the short form is left (花都区 -> 花都, 恩施土家族苗族自治州 -> 恩施).
_ENDING = re.compile(
    r"(?:维吾尔|壮族|回族)?自治区$|特别行政区$|自治[州县旗]$|地区$|(?<=..)(?:新区|林区|特区)$|[省市区县旗盟]$"
)
_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|"
    "傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克|怒族|鄂温克族|裕固族|保安族|独龙族|鄂伦春|各族"
)
_PEOPLES_AT_END = re.compile(rf"(?<=..)(?:{_PEOPLES})+$")

# A full name runs on into another word: 花都区域, 中山区间.
_NOT_AFTER_FULL = re.compile(r"(?<=[区县市])(?:域|间|块|分局)")
# A short name that begins another name or word: 北京路, 中山大学, 南京东路, 广州塔.
_NOT_AFTER_SHORT = re.compile(r"[东南西北中]?[路街桥站塔港江河湖山话菜派]|大[道学桥]|[东南西北]站|机场|语")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or district.

    Attributes:
        code: GB/T 2260 digits (2 province, 4 city, 6 district); "" where several divisions share the
            name and the text does not tell which.
        province, city: full names of the divisions it lies in, itself included; None if not told. The
            municipalities are province and city at once; a county directly under a province has no city.
    """

    code: str
    name: str
    level: Level
    province: str | None
    city: str | None

    @property
    def district(self) -> str | None:
        """Its own name, if it is a district or county."""
        return self.name if self.level == "district" else None

    @property
    def short(self) -> str:
        """The name without its ending.

        >>> lookup("花都区")[0].short
        '花都'
        """
        return _shorten(self.name)


class Found(NamedTuple):
    """`text[start:end]` names `division`; `short` when it does so without 省, 市, 区, 县."""

    start: int
    end: int
    division: Division
    short: bool


def lookup(name: str) -> tuple[Division, ...]:
    """The divisions of that full or short name, provinces first; empty if there is none.

    >>> [d.city for d in lookup("花都")], [d.city for d in lookup("朝阳区")]
    (['广州市'], ['北京市', '长春市'])
    """
    return _names().get(name, ())


def divisions() -> tuple[Division, ...]:
    """All of them, in the order of their codes.

    >>> [d.name for d in divisions() if d.city == "广州市"][:2]
    ['广州市', '荔湾区']
    """
    return tuple(division for division, _ in _read())


def find_divisions(text: str) -> list[Found]:
    """Where `text` names divisions, in order, the longest name at each place.

    A short name of a district counts only where the text names the district's city as well, or right after
    the name of its province; names such as 城区 and 郊区 only right after their city's.

    >>> [(f.division.name, f.short) for f in find_divisions("广州市花都区与天河、海珠联动")]
    [('广州市', False), ('花都区', False), ('天河区', True), ('海珠区', True)]
    """
    spotted = list(_spot(text))
    homes = _count_homes(spotted)
    found = []
    for index, (start, end, name) in enumerate(spotted):
        before = spotted[index - 1][2] if index and spotted[index - 1][1] == start else None
        division = _choose(name, before, homes)
        if division and _is_meant(division, name, before, homes):
            found.append(Found(start, end, division, division.name != name))
    return found


def _spot(text: str) -> Iterator[tuple[int, int, str]]:
    heads = _heads()
    behind = 0
    # Pairs of characters are looked up all at once: few of a text begin a name.
    for position in [at for at, pair in enumerate(map(add, text, text[1:])) if pair in heads]:
        if position < behind:
            continue
        for name in heads[text[position : position + 2]]:
            end = position + len(name)
            if text.startswith(name, position) and not _runs_on(name, text, end):
                if not _is_full(name) and _begins_full(text, position + 1, end, heads):
                    break  # 其|中江|夏区: the full name of another begins inside the short one
                yield position, end, name
                behind = end
                break


def _begins_full(text: str, start: int, end: int, heads: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a full name begins between `start` and `end` and goes on behind."""
    return any(
        _is_full(name) and at + len(name) > end and text.startswith(name, at)
        for at in range(start, end)
        for name in heads.get(text[at : at + 2], ())
    )


@cache
def _is_full(name: str) -> bool:
    return any(d.name == name for d in lookup(name))


def _runs_on(name: str, text: str, end: int) -> bool:
    if any(d.name == name for d in lookup(name)):
        return _NOT_AFTER_FULL.match(text, end) is not None
    return _NOT_AFTER_SHORT.match(text, end) is not None


def _is_meant(division: Division, name: str, before: str | None, homes: Counter[str]) -> bool:
    """Whether the words at this place are the name of a division at all."""
    if division.level != "district" or (len(division.name) > 2 and division.name == name):
        return True
    after_parent = before is not None and any(division.code.startswith(d.code) for d in lookup(before))
    return after_parent or (len(division.name) > 2 and homes[division.code[:4]] > 0)


def _count_homes(spotted: list[tuple[int, int, str]]) -> Counter[str]:
    """How often each city (four digits) and province (two) is named; only names that are not shared count."""
    homes: Counter[str] = Counter()
    for _, _, name in spotted:
        divisions = lookup(name)
        if divisions[0].level != "district":
            homes[divisions[0].code] += 1
            homes[divisions[0].code[:2]] += len(divisions[0].code) > 2
        elif len(divisions) == 1 and divisions[0].name == name and len(name) > 2:
            homes[divisions[0].code[:4]] += 1
            homes[divisions[0].code[:2]] += 1
    return homes


def _choose(name: str, before: str | None, homes: Counter[str]) -> Division | None:
    candidates = lookup(name)
    full = [d for d in candidates if d.name == name] or list(candidates)
    if len(full) == 1 or full[0].level != "district":
        return full[0]
    if before is not None:
        inside = [
            d for d in full for parent in lookup(before) if parent.code and d.code.startswith(parent.code)
        ]
        if len(inside) == 1:
            return inside[0]
    ranked = sorted(full, key=lambda d: (homes[d.code[:4]], homes[d.code[:2]]), reverse=True)
    best, second = ranked[:2]
    if (homes[best.code[:4]], homes[best.code[:2]]) > (homes[second.code[:4]], homes[second.code[:2]]):
        return best
    # Undecided: the name is certain, its city is not. A short form alone is no evidence at all.
    return Division("", name, "district", None, None) if best.name == name else None


def _shorten(name: str) -> str:
    stem = _ENDING.sub("", name)
    if stem != name and ("自治" in name or len(stem) > 4):
        stem = _PEOPLES_AT_END.sub("", stem)
    return stem if len(stem) > 1 else name


@cache
def _names() -> dict[str, tuple[Division, ...]]:
    names: dict[str, list[Division]] = {}
    for division, wordlike in _read():
        names.setdefault(division.name, []).append(division)
        short = _shorten(division.name)
        if not wordlike and short != division.name:
            names.setdefault(short, []).append(division)
            if "自治" in division.name and len(short) > 1:
                # 甘孜州, 凉山州: how everybody calls an autonomous prefecture, county or banner.
                names.setdefault(f"{short}{division.name[-1]}", []).append(division)
    return {name: tuple(sorted(found, key=lambda d: len(d.code))) for name, found in names.items()}


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for name in _names():
        heads.setdefault(name[:2], []).append(name)
    return {head: tuple(sorted(names, key=len, reverse=True)) for head, names in heads.items()}


def _read() -> Iterator[tuple[Division, bool]]:
    by_code: dict[str, str] = {}
    for line in Path(__file__).with_name("divisions.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, _, written = line.partition(" ")
        name = written.rstrip("*")
        by_code[code] = name
        province = by_code[code[:2]]
        city = province if code[:2] in _MUNICIPALITIES else by_code.get(code[:4]) if len(code) > 2 else None
        yield Division(code, name, _LEVELS[len(code)], province, city), written != name
