"""Quoted names: “X” alone takes its kind from what stands around it.

The kind is told by the noun that the quotation ends in (“广州荔湾政府网”), by the noun behind a list
(“A”、“B”和“C”小程序; “A”、“B”等一系列工具), by the verb before it (荣获“X”), or is a service or practice
(“跨域通办”) where nothing else is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from graph.facts import EntityType
from graph.names import Candidate
from graph.ontology.vocabulary import boundaries, common_names, kinds

_QUOTE = re.compile(r"“([^“”\n]{1,60})”|「([^「」\n]{1,60})」|\"([^\"\n]{1,60})\"")
# Longer quotations are slogans (“进一扇门、办所有事”), not names, unless they end in the noun of a kind.
_LONGEST_NAME = 12
_LONGEST_ENDED_NAME = 24
_SLOGAN = re.compile(r"[，。；：！？]")
_PART = re.compile(r"[^、]{2,10}")
_MOST_PARTS = 3
_LIST_MARK = re.compile(r"[、和与及以]{0,2}$")
# Behind a list: 等 + a count + 一系列 + words up to the next mark, verb or preposition.
_BEHIND = re.compile(
    r"等?(?:\d+|[一二两三四五六七八九十多]+)?[个项款种类]?(?:一系列|系列)?(?:“[^”]{1,4}”)?([^，。；：、“”（\n从将由已为在对与和及的是被可以]{1,10})"
)
_AWARDING = re.compile(
    r"(?:荣获|获评|获得|获|评为|被授予|授予|入选|摘得|斩获|评定为|命名为)[^，。；\n“”]{0,16}$"
)
# Arithmetic of slogans: “人工+智能”; names with a plus sign have letters or digits (“1+11+N”).
_SUM = re.compile(r"[^A-Za-z0-9]*\+[^A-Za-z0-9]*")
# 三大平台, 一张表单: counted, not named.
_COUNTED = re.compile(
    r"[一二三四五六七八九十两]大|[二三四五六七八九十两]个|一[张套扇份口台盘]|[二三四五六七八九十两].$|[\dA-Z+%个.·]+$"
)
# Tasks with their figure (“新辟公交线路150条”), distances and how far nobody must go (“最后500米”, “大病不出县”).
_MEASURED = re.compile(
    r"\d[\d.,]*(?:[万亿]?[一-鿿]|[%％])$|^最[后先前]\d|^.{1,5}不出[省市区县镇乡村]$|^从.+到"
)
# An indicator or what is wrong with one: “黑臭水体动态清零率”, “目标值设定偏低”.
_MEASURE = re.compile(r"[率度量值数]$|(?:偏[低高少多]|不[足高够强力]|滞后|缺失)$|^僵尸")
# What is quoted and of no told kind is a service or a practice (“跨域通办”).
_PRACTICE: EntityType = "INITIATIVE"


# （以下简称“区政务中心”）: the short form of what stands before it.
_CALLED = re.compile(r"(?:简称|[（(，]下?称|[（(]即)为?$")


_BUILT: frozenset[EntityType | None] = frozenset({"PLATFORM", "PROJECT"})


def find_quoted(text: str) -> Iterator[Candidate]:
    """A candidate for each quotation that looks like a name; “A、B” counts as two."""
    quotes = list(_QUOTE.finditer(text))
    # “莞数湖” is a name wherever it stands, if the text calls it “莞数湖”…平台 anywhere.
    told = {text[q.start() + 1 : q.end() - 1] for q in quotes if kind_behind(text, q.end()) in _BUILT}
    behind: EntityType | None = None
    described = False
    for index in range(len(quotes) - 1, -1, -1):
        start, end = quotes[index].start() + 1, quotes[index].end() - 1
        follower = quotes[index + 1].start() if index + 1 < len(quotes) else -1
        listed = follower > 0 and _LIST_MARK.fullmatch(text, end + 1, follower) is not None
        behind = (behind if listed else None) or kind_behind(text, end + 1)
        described = (described and listed) or _described().match(text, end + 1) is not None
        adverb = _is_adverb(text, start, end) and text[start:end] not in told
        if described or adverb or _CALLED.search(text, max(start - 6, 0), start - 1):
            continue
        kind = _kind_before(text, quotes, index) or behind or _kind_of_noun(text, _first(text, quotes, index))
        if _is_way(text, start - 1, end):
            yield Candidate(start, end, _PRACTICE, rank=1)
            continue
        launched = text.endswith(_LAUNCHED, 0, start - 1)
        for first, last in _parts(text, start, end, told=kind is not None):
            inside = text[first:last]
            known = common_names().get(inside)
            found = (
                known[0]
                if known
                else _of_machine(inside) or kind or _kind_at_end(inside) or _kind_of_verb(text, start - 1)
            )
            if _is_name(inside, found, told=kind is not None or (launched and "+" in inside)):
                storm = found == "EVENT" and text.endswith("台风", 0, first - 1) and not known
                yield (
                    Candidate(first - 3, last + 1, found, rank=2)
                    if storm
                    else Candidate(first, last, found, rank=2)
                )


def _of_machine(inside: str) -> EntityType | None:
    """“某某码”, “某某付” are shown or paid with, whatever service they are for."""
    return "PLATFORM" if _MACHINE.fullmatch(inside) else None


def _parts(text: str, start: int, end: int, *, told: bool) -> list[tuple[int, int]]:
    """“A、B” is two names where their kind is told or one of them is known; else it is a slogan."""
    pieces = text[start:end].split("、")
    names = told or any(p in common_names() for p in pieces)
    if names and 1 < len(pieces) <= _MOST_PARTS and all(_PART.fullmatch(p) for p in pieces):
        return [(m.start(), m.end()) for m in _PART.finditer(text, start, end)]
    return [(start, end)]


# 推行“午间不断档、周末不打烊”: a way of working put into parallel phrases of like length.
_PHRASES = re.compile(r"[一-鿿]{3,8}(?:、[一-鿿]{3,8}){1,2}")
_WORKING = re.compile(r"(?:推行|实行|试行|施行|适用|推广)了?[^，。；：“”\n]{0,6}$")
_VERB = 12


def _is_way(text: str, opened: int, closed: int) -> bool:
    """Whether a quotation behind a verb of carrying out is one way of working in parallel phrases."""
    inside = text[opened + 1 : closed]
    if not _PHRASES.fullmatch(inside) or text.startswith("的", closed + 1):
        return False
    sizes = [len(phrase) for phrase in inside.split("、")]
    return max(sizes) - min(sizes) <= 1 and _WORKING.search(text, max(opened - _VERB, 0), opened) is not None


def _is_name(inside: str, kind: EntityType, *, told: bool) -> bool:
    if inside in boundaries().sayings or len(inside) < 2 or inside.isdigit() or _SLOGAN.search(inside):
        return False
    if kind == "AWARD":
        return len(inside) <= _LONGEST_ENDED_NAME
    if _MEASURED.search(inside) or _COUNTED.match(inside) or inside.startswith(tuple(boundaries().launches)):
        return False
    if kind != _PRACTICE and _kind_at_end(inside) == kind:
        return len(inside) <= _LONGEST_ENDED_NAME and not _is_sort(inside)
    if kind == _PRACTICE and not told and _MEASURE.search(inside):
        return False
    if kind == _PRACTICE and not told and (len(inside) < _SHORTEST_PRACTICE or "的" in inside[1:]):
        return inside in common_names()
    return len(inside) <= _LONGEST_NAME and "、" not in inside and (told or not _SUM.fullmatch(inside))


def _is_sort(inside: str) -> bool:
    """“过渡校区”: of what sort, not which."""
    words = boundaries().sorts | boundaries().generic
    return any(inside[:at] in words and inside[at:] in _types_of_heads() for at in range(2, len(inside)))


# Verbs right before a quotation that name it whatever its form: 推出“夜间门诊+周末签约”.
_LAUNCHED = ("推出", "推行", "试行", "试点", "首创", "打造", "创新推出")
_MACHINE = re.compile(r"[^，。、\d一]{2,4}[码付]")
_NOUNS_BEFORE: dict[EntityType, tuple[str, ...]] = {
    "PLATFORM": (
        "平台",
        "系统",
        "小程序",
        "APP",
        "App",
        "公众号",
        "数据库",
        "应用",
        "软件",
        "算法",
        "机器人",
        "客服",
        "数字人",
        "助手",
        "智能体",
    ),
    "EVENT": ("台风", "疫情", "事件"),
}
# “一站式”申请, “一门”兑现: how a thing is done; longer ones are names of the way (“不见面”审批 is told by behind).
_LONGEST_ADVERB = 3
_ONLY = re.compile(r"(?:只需|只填|仅需|只要|无需)$")
# 从“人找政策”到“政策找人”, 变“群众跑”为“数据跑”: what was and what is now, in figures.
_TURNED = re.compile(r"(?:[从由变]|从[^“”，。；]{1,8}到|[从由变]“[^”，。；]*”[^，。；“”]{0,6}(?:到|向|为))$")
# No practice has a name of two characters (“清零”, “出海”).
_SHORTEST_PRACTICE = 3


def _is_adverb(text: str, start: int, end: int) -> bool:
    """“掌上”办理, 只需“一次申请”, 跑出“加速度”: says how, names nothing."""
    if text[start:end] in common_names():
        return False
    if text.endswith(_figures(), 0, start - 1) or _TURNED.search(text, max(start - 40, 0), start - 1):
        return True
    if _ONLY.search(text, max(start - 3, 0), start - 1):
        return True
    return end - start <= _LONGEST_ADVERB and text.startswith(_acts(), end + 1)


@cache
def _acts() -> tuple[str, ...]:
    return tuple(sorted(boundaries().acts))


@cache
def _figures() -> tuple[str, ...]:
    return tuple(sorted(boundaries().figures))


def _kind_of_verb(text: str, opened: int) -> EntityType:
    """上线“X”: what is built is a platform; what is carried out is a practice."""
    return "PLATFORM" if text.endswith(_builds(), 0, opened) else _PRACTICE


def _kind_of_noun(text: str, opened: int) -> EntityType | None:
    """智能接送平台“X”, 台风“X”: the noun right before it."""
    return next((kind for kind, nouns in _NOUNS_BEFORE.items() if text.endswith(nouns, 0, opened)), None)


@cache
def _builds() -> tuple[str, ...]:
    return tuple(sorted(boundaries().builds))


def _kind_at_end(inside: str) -> EntityType | None:
    if inside in _types_of_heads():
        return _types_of_heads()[inside][0]
    if len(inside) < 3:
        return None
    found = [
        (len(head), type_)
        for head in (inside[at:] for at in range(1, len(inside)))
        if len(inside) - len(head) >= 2 - (len(head) > 1)
        for type_ in _types_of_heads().get(head, ())
        # “莞数湖”, “云上村”: what is called like a place is none.
        if (type_ != "REGION" or len(head) > 1) and not inside.endswith(kinds()[type_].never)
    ]
    return max(found)[1] if found else None


@cache
def _types_of_heads() -> dict[str, list[EntityType]]:
    found: dict[str, list[EntityType]] = {}
    for type_, kind in kinds().items():
        for head in kind.heads:
            found.setdefault(head, []).append(type_)
    return found


@cache
def _described() -> re.Pattern[str]:
    """“差评整改率”等可量化指标: told what it is for, and no name."""
    return re.compile(
        rf"(?:等[^，。；、“”]{{0,8}}|作?为)?(?:{'|'.join(sorted(boundaries().described))})(?!\d)"
    )


def kind_behind(text: str, end: int) -> EntityType | None:
    """The kind that the words right behind a quotation name: ”小程序, ”等一系列数字化工具."""
    match = _BEHIND.match(text, end)
    if not match:
        return None
    return _kind_in(match[1])


@lru_cache(maxsize=8192)
def _kind_in(words: str) -> EntityType | None:
    """The kind of the last noun of a kind in a few words; none where they begin with a verb."""
    if words.startswith((*_verbs(), "进", "入", "下")):
        return None
    found = [(-words.find(noun), len(noun), type_) for noun, type_ in _nouns_behind() if noun in words]
    return max(found)[2] if found else None


@cache
def _verbs() -> tuple[str, ...]:
    """Words of two characters and more that begin a clause's verb: ”获得广州市公安局 tells of no bureau."""
    return tuple(sorted(verb for verb in boundaries().governs if len(verb) > 1))


@cache
def _nouns_behind() -> tuple[tuple[str, EntityType], ...]:
    return tuple(
        (noun, type_) for type_, kind in kinds().items() for noun in kind.heads | kind.after if len(noun) > 1
    )


def _first(text: str, quotes: list[re.Match[str]], index: int) -> int:
    """Where the list of quotations that one stands in begins: 台风|“苏拉”“海葵”."""
    while index > 0 and _LIST_MARK.fullmatch(text, quotes[index - 1].end(), quotes[index].start()):
        index -= 1
    return quotes[index].start()


def _kind_before(text: str, quotes: list[re.Match[str]], index: int) -> EntityType | None:
    """荣获“A”“B”和“C”: the verb before the first of a list."""
    first = _first(text, quotes, index)
    return "AWARD" if _AWARDING.search(text, max(0, first - 24), first) else None
