"""Names by their last noun: where they begin is read off the words before it.

A name ends in a noun of its kind (平台, 局, 改革 …) and begins behind the word that governs it (打造, 依托,
的, 、 …). Which words those are is data: `graph/ontology/entities.toml` and `boundaries.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.facts import EntityType
from graph.ontology.vocabulary import Kind, kinds
from graph.reaching import NUMERALS, reach
from graph.telling import NAMES, held, is_of_works, names_one
from graph.wording import LEVELS, Words
from ingest.divisions import find_divisions
from ingest.words import part_of_speech

_PROJECT = "项目"
# “一网统管”应用|能力: the noun is that of an act.
_ABILITY = ("能力", "水平", "效能", "成效", "质量", "质效", "领域", "效果", "意识")
# Longer than any name of its kind in the field; past that the left end was missed.
_LONGEST: dict[EntityType, int] = {"PROJECT": 48, "POLICY": 30, "EVENT": 34, "ORG": 36}
_LONGEST_OTHER = 28
_IN_PASSING = re.compile(r"（[镇街村居社区县市]{1,2}）$")
# 政务|“云厅”, 农村集体资产|“一张图”: a quoted noun with a word before it.
_MODIFIED = 2
_SEVERAL_OF = re.compile(r"”(?:[两三四五六七八九十]|\d+)[套个大项款类]")
_TRIED = frozenset(
    {"试点", "示范点", "示范区", "活动", "行动", "工程", "项目", "经费", "大市场", "品牌", "模式", "计划"}
)
# 供水热线|96968
_DIALLED = re.compile(r"[（(]?(?:1\d{2}|1\d{4}|9\d{4}|\d{6,12})(?![\d,.万千余多个件次人宗条])[）)]?")
# 中国地质大学|（武汉）
_CAMPUS = re.compile(r"[（(]([一-鿿]{2,4})[）)]")
_SECTION = re.compile(r"[一二三四五六七八九十]?(?:号线|通道|期)?([一-鿿]{3,8})")
_GOVERNMENT = frozenset({"政府", "人民政府"})
_HAS_GOVERNMENT = frozenset("省市区县州盟旗镇乡")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name; the longer one wins, then the one of lower rank."""

    start: int
    end: int
    type: EntityType
    rank: int


def find_headed(words: Words, hits: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
    """Names that end in the nouns at `hits` (start, end of heads as the automaton found them)."""
    for start, end in hits:
        if end in words.ending:
            if words.text.startswith("工程", end - 2) and end - start > 2:
                # 湘江堤防|提升工程 is built; a campaign of that name was proposed before it and wins.
                built = _complete(words, end - 2, end, kinds()["PROJECT"])
                if built is not None and is_of_works(words, built, end - 2):
                    yield Candidate(built, end, "PROJECT", rank=4)
            for kind in _heads()[words.text[start:end]]:
                name = _complete(words, start, end, kind)
                if name is None and kind.type == "PROJECT" and end - start > len(_PROJECT):
                    # 数字政府一体化|运维项目: the longer noun leaves it too little of its own.
                    bare = words.text.endswith(_PROJECT, start, end)
                    name = _complete(words, end - len(_PROJECT), end, kind) if bare else None
                if name is not None:
                    dialled = _DIALLED.match(words.text, end) if kind.type == "PLATFORM" else None
                    if dialled and words.text.startswith("热线", start):
                        yield Candidate(name, dialled.end(), kind.type, rank=3)
                    campus = _CAMPUS.match(words.text, end) if kind.type == "ORG" else None
                    if campus and find_divisions(campus[1]):
                        yield Candidate(name, campus.end(), kind.type, rank=3)
                    section = _section(words, end) if kind.type == "REGION" else None
                    if section:
                        yield Candidate(name, section, kind.type, rank=3)
                    yield Candidate(name, end, held(words.text, name, end) or kind.type, rank=3)
                elif kind.type == "PLATFORM" and words.opening.get(end) == start - 1:
                    first = reach(words, start - 1, start, kind.type)
                    if start - first > _MODIFIED:
                        yield Candidate(first, end + 1, kind.type, rank=3)


def _section(words: Words, end: int) -> int | None:
    """Where 320国道|富阳段 ends: a part of a way is named by the place that it lies in."""
    part = _SECTION.match(words.text, end)
    if part is None:
        return None
    return next(
        (at + 1 for at in range(*part.span(1)) if at in words.places and words.text[at] == "段"), None
    )


def _complete(words: Words, head: int, end: int, kind: Kind) -> int | None:
    """Where the name with the head `head:end` begins; None if there is no name."""
    noun = words.text[head:end]
    if end in words.known or (noun in kind.quoted | kind.anchored and words.text.startswith(_ABILITY, end)):
        return None
    if words.text.endswith(_never(kind.type, end - head), 0, end):
        return None
    if kind.type == "REGION" and end in words.places:
        return None  # 镇江, 狮岭镇: known as a place
    if kind.type == "ORG" and words.text[head - 1] in NUMERALS and end - head == 1:
        return None  # 机场等三|处
    if noun in _GOVERNMENT and words.text[head - 1] not in _HAS_GOVERNMENT and head not in words.places:
        return None  # 省长作|政府工作报告
    start = reach(words, head, end, kind.type)
    if kind.type == "REGION":
        start = _of_water(words, _of_region(words, start, head, end), head)
    if kind.type == "REGION" and words.opening.get(end) == start - 1 and words.text[start - 1] == "“":
        return None  # “莞数湖”: what is called like a lake is none
    if words.text[start - 1 : start] == "“" and words.text[end : end + 1] == "·":
        return None  # “红色引擎·…”: a part of a motto
    if kind.type == "EVENT" and words.text[start] in LEVELS:
        start = _of_levels(words, start)
    if _SEVERAL_OF.search(words.text, start, head):
        return None  # “云瞰”“尘安”|三套平台
    if end - start > _LONGEST.get(kind.type, _LONGEST_OTHER) or start >= head:
        return None
    if words.text.endswith("等", 0, start):
        return None  # 穗盾、粤盾等网络安全演练: the noun behind a list names the kind of its members
    if _IN_PASSING.search(words.text, max(start - 4, 0), start):
        return None  # 镇（街）便民服务中心: each of them, none by name
    if head in words.places and noun in _TRIED:
        return None  # 温江区|试点: where something is tried
    dialled = noun == "热线" and _DIALLED.match(words.text, end) is not None
    return start if dialled or names_one(words, start, head, end, kind) else None


@cache
def _never(type_: EntityType, size: int) -> tuple[str, ...]:
    """What ends in a head of that length and names nothing; shorter words are heads themselves."""
    return tuple(never for never in kinds()[type_].never if len(never) >= size)


def _of_region(words: Words, start: int, head: int, end: int) -> int:
    """运河直入|钱塘江: where the last word is a name by itself, that is the name, with the place before it."""
    last = words.starts[words.ending[end]]
    named = start < last < head and part_of_speech(words.text[last:end]) in NAMES
    return words.with_place(last) if named else start


# 巩义市|伊洛河: a water is of no one place; its gauging sections are of the water (双洎河|新郑青石断面).
_WATERS = frozenset("江河湖溪")
_PLACE_IN_FULL = ("市", "区", "县", "镇", "乡", "街道", "村")


def _of_water(words: Words, start: int, head: int) -> int:
    """Where the name of a water begins, without the place before it; of a section of one, with the water."""
    if words.text[head] in _WATERS:
        for end in range(head - 1, start + 1, -1):
            if words.places.get(end) == start and words.text.endswith(_PLACE_IN_FULL, 0, end):
                return end
    elif words.text.startswith("断面", head) and words.text[start - 1] in _WATERS and start in words.ending:
        return reach(words, start - 1, start, "REGION")
    return start


def _of_levels(words: Words, start: int) -> int:
    """省、|市高质量发展大会: one series of meetings, level by level."""
    while words.text[start - 1 : start] == "、" and words.text[start - 2] in LEVELS:
        start -= 2
    return start


@cache
def heads() -> tuple[str, ...]:
    """Every head noun of every kind."""
    return tuple(_heads())


@cache
def _heads() -> dict[str, tuple[Kind, ...]]:
    found: dict[str, list[Kind]] = {}
    for kind in kinds().values():
        for head in kind.heads | kind.quoted | kind.anchored:
            found.setdefault(head, []).append(kind)
    return {head: tuple(found[head]) for head in sorted(found)}
