"""Names that are one character away from a name the report uses throughout: 莞便通 once, where all else says 莞捷通."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.words import part_of_speech
from search.audit.paper import Finding, Paper, Span
from search.audit.sounds import sound_alike
from search.audit.typos import MAY_DIFFER

# A name that stands so often is how the report writes it; the other way stands once.
_USUAL = 2
_QUOTED = re.compile(r"[“\"「](?P<name>[一-鿿]{3,8})[”\"」]")
# What is named is a thing that people use; slogans (掌上办, 马上办) come in families.
_USED = re.compile(r"^[”\"」]?[一-鿿]{0,6}?(?:平台|系统|小程序|热线|公众号|APP|终端|一体机|机器人)")
# “莞格通”基层治理应用: told to be something else than “莞捷通”平台.
_DESCRIBED = re.compile(
    r"[”\"」](?P<what>[一-鿿]{2,10}?(?:应用|平台|系统|小程序|模块|专区|品牌|机制|工程|行动|计划))"
)
_USERS = re.compile(r"注册用户|登录|派单|接入")
# What is introduced is a thing of its own.
_NEW = re.compile(
    r"(?:推出|打造|创新|新设|设立|成立|开设|新建|另建|研发|开发|首创|命名)"
    r"[^,。;]{0,8}[“\"「]?$|[、和与及][“\"「]?$"
)
_OWN_OFFICE = re.compile(
    r"[省市区县](?P<name>[一-鿿]{2,12}?(?:中心|福利院|颐养院|研究院|救助站|管理站|监督站|工作站|管理所|研究所|博物馆|图书馆|学校|公园|基地|协会|学会))"
)
_NOUN_BEFORE = re.compile(r"(?<![一-鿿])[一-鿿]{2}$|(?:[建搭]成|使用|依托|通过|上线)[一-鿿]{2}$")
_SYSTEM_END = r"[一-鿿]{0,8}?(?:平台|系统|小程序|驾驶舱|数据库)"
_SHORTEST = 5


def read_near_names(paper: Paper) -> Iterator[Finding]:
    """“福满捷”派单3,000次, where “福满通” stands three times; 智能救助信息系统 for 智慧救助信息系统."""
    yield from _quoted(paper)
    yield from _unquoted(paper)
    yield from _offices(paper)
    yield from _systems(paper)


def _quoted(paper: Paper) -> Iterator[Finding]:
    """Names in quotation marks; what the platform is called in other places tells which of two is the slip."""
    places: dict[str, list[Span]] = {}
    for match in _QUOTED.finditer(paper.text):
        places.setdefault(match["name"], []).append(match.span("name"))
    for usual, found in places.items():
        if paper.text.count(usual) <= _USUAL or not any(_is_used(paper, span) for span in found):
            continue
        for odd in places:
            if paper.text.count(odd) == 1 and _one_off(usual, odd) and not _new(paper, places[odd][0], usual):
                if _described(paper, places[odd][0][1]) not in {_described(paper, end) for _, end in found}:
                    continue
                yield _finding(paper, usual, odd, found[0], places[odd][0])


def _described(paper: Paper, end: int) -> str:
    """What sort of thing a quoted name is said to be (“…”基层治理应用); "" where nothing is said but 平台 or 系统."""
    match = _DESCRIBED.match(paper.text, end)
    return match["what"] if match else ""


def _unquoted(paper: Paper) -> Iterator[Finding]:
    """莞便通平台 once and without quotation marks, where all else says “莞捷通”."""
    places: dict[str, Span] = {}
    for match in _QUOTED.finditer(paper.text):
        places.setdefault(match["name"], match.span("name"))
    for usual, first in places.items():
        if paper.text.count(usual) <= _USUAL:
            continue
        one_off = "|".join(f"{usual[:at]}[一-鿿]{usual[at + 1 :]}" for at in range(1, len(usual) - 1))
        for match in re.finditer(
            rf"(?<![一-鿿“\"「])(?P<name>{one_off})(?:平台|系统|小程序|热线|公众号|终端)", paper.text
        ):
            odd = match["name"]
            once = paper.text.count(odd) == 1 and _one_off(usual, odd)
            if once and not _new(paper, match.span("name"), usual):
                yield _finding(paper, usual, odd, first, match.span("name"))


def _offices(paper: Paper) -> Iterator[Finding]:
    """市麓山颐养院 twice and 市鹿山颐养院 once."""
    counts = Counter(match["name"] for match in _OWN_OFFICE.finditer(paper.text))
    usual = [name for name in counts if len(name) >= _SHORTEST and paper.text.count(name) >= _USUAL]
    for odd in counts:
        if paper.text.count(odd) != 1:
            continue
        at = paper.text.index(odd)
        for name in usual:
            if (
                _one_off(name, odd, ends=True)
                and _is_slip(name, odd)
                and not _new(paper, (at, at + len(odd)), name)
            ):
                first = paper.text.index(name)
                yield _finding(paper, name, odd, (first, first + len(name)), (at, at + len(odd)))


def _systems(paper: Paper) -> Iterator[Finding]:
    """One word of a system's name for another that is near to it."""
    told: set[str] = set()
    for near in near_words():
        for word in near.words:
            for match in re.finditer(rf"[一-鿿]{{0,6}}?{word}{_SYSTEM_END}", paper.text):
                other = next(w for w in near.words if w != word)
                start = match.start() + match.group().index(word)
                odd = paper.text[max(match.start(), start - _before(paper, start)) : match.end()]
                usual = odd.replace(word, other)
                once = paper.text.count(odd) == 1 and paper.text.count(usual) >= _USUAL
                if len(odd) < _SHORTEST or odd in told or not once:
                    continue
                place = (match.end() - len(odd), match.end())
                if not _new(paper, place, usual):
                    told.add(odd)
                    first = paper.text.index(usual)
                    yield _finding(paper, usual, odd, (first, first + len(usual)), place)


def _before(paper: Paper, start: int) -> int:
    """How many characters before the word belong to the name: none can be told apart, but for two of a noun."""
    words = _NOUN_BEFORE.search(paper.text[max(0, start - 6) : start])
    return 2 if words else 0


def _one_off(usual: str, odd: str, *, ends: bool = False) -> bool:
    """Whether one inner character differs, or two neighbours are swapped.

    Names of a family differ in their last character (粤省事, 粤省心), and in words for places and numbers.

    >>> _one_off("福满通", "福捷通"), _one_off("粤省事", "粤省心"), _one_off("跨省通办", "跨市通办")
    (True, False, False)
    """
    if len(usual) != len(odd):
        return False
    differ = [at for at, (a, b) in enumerate(zip(usual, odd, strict=True)) if a != b]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        return usual[differ[0]] == odd[differ[1]] and usual[differ[1]] == odd[differ[0]]
    if len(differ) != 1 or {usual[differ[0]], odd[differ[0]]} & MAY_DIFFER:
        return False
    return ends or 0 < differ[0] < len(usual) - 1


def _is_slip(usual: str, odd: str) -> bool:
    """Whether the character that differs sounds like the right one, or makes no word in its name.

    >>> _is_slip("安康福利院", "安糠福利院"), _is_slip("安康福利院", "安宁福利院")
    (True, False)
    """
    differ = [at for at, (a, b) in enumerate(zip(usual, odd, strict=True)) if a != b]
    alike = len(differ) != 1 or sound_alike(usual[differ[0]], odd[differ[0]])
    at = differ[0]
    pairs = (odd[max(0, at - 1) : at + 1], odd[at : at + 2])
    return alike or not any(len(pair) > 1 and part_of_speech(pair) for pair in pairs)


def _is_used(paper: Paper, span: Span) -> bool:
    start, end = span
    around = paper.text[max(0, start - 6) : start], paper.text[end : end + 14]
    return bool(_USED.match(around[1]) or _USERS.search("".join(around)))


def _new(paper: Paper, place: Span, usual: str) -> bool:
    """Whether the odd name is introduced, or stands beside the usual one: then they are two things."""
    start, end = paper.sentence(place[0])
    return usual in paper.text[start:end] or bool(
        _NEW.search(paper.text[max(start, place[0] - 14) : place[0]])
    )


def _finding(paper: Paper, usual: str, odd: str, first: Span, place: Span) -> Finding:
    times = paper.text.count(usual)
    message = f"“{odd}”只出现一次，他处{times}次写作“{usual}”，请核对是否同一名称"
    return paper.finding("name_variant", "note", message, paper.clause(*place), first)


@dataclass(frozen=True, slots=True)
class Near:
    """Two words that are taken for each other, and a report with the slip."""

    words: tuple[str, str]
    example: str


@cache
def near_words() -> tuple[Near, ...]:
    """All pairs of `nearwords.toml`."""
    data = tomllib.loads(files("search.audit").joinpath("nearwords.toml").read_text("utf-8"))
    return tuple(Near((n["words"][0], n["words"][1]), n["example"]) for n in data["near"])
