"""A text as classed words: what the patterns for names read.

Each word governs names, joins them, breaks them, opens a clause before them, or is plain and may be part of
one (`graph/ontology/boundaries.toml`). Places and the field's common names are known by where they end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.ontology.vocabulary import boundaries
from ingest.divisions import find_divisions
from ingest.towns import find_towns
from ingest.words import part_of_speech

# A level of government before a name stands for the place itself: 区政务服务中心, 市财政局.
LEVELS = frozenset("省市区县州")
# What a place below the district ends in; a stem of one to four characters before it makes a name.
_SMALL = ("街道", "社区", "镇", "街", "乡", "村", "高新区", "经开区", "新区")
_ZONES_OF_PLACE = ("高新区", "经开区", "新区")
_SMALL_STEM = range(1, 5)
# 开发区 is one word, 推进|区 are two.
_ZONES = frozenset({"开发", "试验", "示范", "保护", "服务", "实验"})
# 秀|全街, 石|城镇: the end of a name that is a word by itself.
_SPLIT = frozenset({"全街", "全镇", "全村", "新街", "新村", "新镇", "大街", "城镇", "农村", "山村", "水乡"})
# Glued to a level behind a verb or a date: 管理|区, 年|区.
_BEFORE_LEVEL = frozenset({"管理", "年", "月", "日"})
# 大湾|区, 园|区: what the segmenter parts and is no level.
_NO_LEVEL_BEHIND = (
    "大湾",
    "自贸",
    "经开",
    "高新",
    "片",
    "景",
    "园",
    "社",
    "小",
    "辖",
    "校",
    "库",
    "港",
    "牧",
    "林",
    "山",
    "厂",
    "城",
)
# Glued to the end of a place: 花城街为试点.
_BEHIND_PLACE = frozenset("为在的等和与已均开设办")
# Behind these a verb is a stem: 在|联合|村.
_BEFORE_PLACE = frozenset({"在", "赴", "到", "于", "、", "对", "由", "为"})
_PREPOSITIONS = frozenset("为对向与在从将把由经按以")
MARKS = frozenset('，。；：、！？,;:!?“”‘’"（）()《》〈〉【】[]…—\n\t ·')
# 首届, 第三届: what tells one meeting of a series from the others.
EDITION = re.compile(r"首届|第[一二三四五六七八九十\d]{1,3}[届次]")
PLAIN, STOP, JOIN, OPEN = range(4)

_CLOSING = {"”": "“", "’": "‘", "）": "（", ")": "(", "》": "《"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its words.

    Attributes:
        starts, ends: characters of each word.
        classes: PLAIN, STOP, JOIN or OPEN for each word.
        ending: character -> the word that ends there.
        divisions: start and end of the names of provinces, cities and districts, in order.
        places: end -> start of the names of places; neighbours (广州市花都区, 狮岭镇马岭村) are one.
        begins: where the names of places begin.
        known: end -> start of the field's common names, with the place before them.
        opening: closing -> opening quotation mark or bracket, by character.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    classes: tuple[int, ...]
    ending: Mapping[int, int]
    divisions: tuple[tuple[int, int], ...]
    places: Mapping[int, int]
    begins: frozenset[int]
    known: Mapping[int, int]
    opening: Mapping[int, int]

    @classmethod
    def of(cls, text: str, spans: Iterable[tuple[int, int]], common: Iterable[tuple[int, int]] = ()) -> Words:
        """The view of `text` cut at `spans`, where common names stand at `common`."""
        cut = tuple(_part(text, spans))
        starts = tuple(a for a, _ in cut)
        classes = tuple(_classify(text[a:b]) for a, b in cut)
        ending = {b: i for i, (_, b) in enumerate(cut)}
        divisions = tuple((start, end) for start, end, *_ in find_divisions(text))
        places: dict[int, int] = {}
        for start, end in divisions:
            places[end] = places.get(start, start)
        ends = tuple(b for _, b in cut)
        words = cls(
            text, starts, ends, classes, ending, divisions, places, frozenset(), {}, _pair_marks(text)
        )
        places |= dict(_small_places(words))
        known = {
            end: words.with_place(min(start, starts[ending[end]])) for start, end in common if end in ending
        }
        return replace(words, begins=frozenset(places.values()), known=known)

    def at(self, start: int) -> int | None:
        """The word that begins at `start`."""
        index = self.ending.get(start, -1) + 1
        return index if index < len(self.starts) and self.starts[index] == start else None

    def word(self, index: int) -> str:
        """The characters of a word."""
        return self.text[self.starts[index] : self.ends[index]]

    def with_place(self, start: int) -> int:
        """Where a name at `start` begins with the level and place right before it: 广州市|区|12345热线."""
        if self.text[start] in LEVELS and start + 1 in self.places:
            return self.places[start + 1]  # 南沙|区政府 is that of 南沙区
        left = self.ending.get(start)
        if left is not None and self.is_level(left):
            start = self.starts[left]
        elif left is None and self.text[start - 1 : start] in LEVELS and self.at(start - 1) is not None:
            start -= 1  # 区政府|门户网站: the segmenter gave the level to the first word of the name
        return self.places.get(start, start)

    def is_level(self, index: int) -> bool:
        """市, 区 … before a name, and not one of a list (市、区), a count or a compound (市区)."""
        start = self.starts[index]
        if self.word(index) not in LEVELS or self.text.endswith(_NO_LEVEL_BEHIND, 0, start):
            return False
        return self.text[max(start - 1, 0) : start] not in ("、", "各", "-", *LEVELS)


def _part(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`spans`, with a level of government parted from the governing word glued to it (从|市)."""
    for start, end in spans:
        if end - start > 1:
            for cut in _cuts(text[start:end]):
                yield start, start + cut
                start += cut
        yield start, end


@lru_cache(maxsize=100_000)
def _cuts(word: str) -> tuple[int, ...]:
    """The lengths of the pieces that a word begins with and that are words by themselves."""
    if word[-1] in LEVELS and _governs_level(word[:-1]):
        return (len(word) - 1,)
    if _is_glued_to_place(word, 0, len(word)):
        return (1,)
    if word[0] in _GLUED_FIRST and not part_of_speech(word):
        return (1,)  # 与麓康, 每处: the segmenter makes a word of what it does not know
    if word[-1] in _GLUED_LAST and not part_of_speech(word):
        return (len(word) - 1,)
    if glued := _GLUED.fullmatch(word):
        return tuple(len(piece) for piece in glued.groups() if piece)
    return ()


_GLUED_FIRST = frozenset("与至由每各和及将把")
_GLUED_LAST = frozenset("为与至由")
# 局|等, 镇|和|秀(全街), 系统|升级, 小组|会议: what the segmenter takes for one word at the end of a name.
_GLUED = re.compile(
    r"([局委厅办])等|([镇街村乡])([和与及])[一-鿿]|(系统|平台)(?:升级|集成|建设)|(小组)会议|(试点|改革)工作"
)


def _is_glued_to_place(text: str, start: int, end: int) -> bool:
    """为|区府, 街|为: a preposition glued to the front or the end of a place."""
    if end - start == 2:
        return text[start] in _SMALL and text[start + 1] in _BEHIND_PLACE
    return end - start > 2 and text[start] in _PREPOSITIONS and text[start + 1] in LEVELS


def _governs_level(stem: str) -> bool:
    classes = boundaries()
    governing = stem in classes.governs or stem in classes.opens or stem in classes.joins
    return stem not in _ZONES and (governing or stem in _BEFORE_LEVEL)


@lru_cache(maxsize=100_000)
def _classify(word: str) -> int:
    classes = boundaries()
    if word in classes.joins:
        return JOIN
    if word in classes.opens:
        return OPEN
    return STOP if word in MARKS or _stops(word) or _is_glued(word) else PLAIN


def _stops(word: str) -> bool:
    classes = boundaries()
    return word in classes.governs or word in classes.breaks or word in classes.praises


def _is_glued(word: str) -> bool:
    """积极开展, 全面推行: two stops in one word of three characters or more."""
    if len(word) < 3:
        return False
    halves = ((word[:i], word[i:]) for i in range(1, len(word)))
    return any(_stops(a) and (_stops(b) or b in boundaries().opens) for a, b in halves)


def _small_places(words: Words) -> Iterator[tuple[int, int]]:
    """End and start of towns, streets and villages: 狮岭|镇, 花东镇, 花城|街, with the place before them."""
    found: dict[int, int] = {}
    inside = {at: end for start, end in words.divisions for at in range(start + 1, end)}
    for index, end in enumerate(words.ends):
        word = words.word(index)
        if not word.endswith(_SMALL) or words.classes[index] != PLAIN:
            continue
        ending = next(s for s in _SMALL if word.endswith(s))
        start = words.starts[index]
        left = words.ending.get(start)
        split = word == ending or (word in _SPLIT and left is not None and len(words.word(left)) == 1)
        if word in _ZONES_OF_PLACE and start in words.places:
            found[end] = words.places[start]  # 武汉|经开区
            continue
        if split and left is not None and start not in words.places and start not in found:
            stem = words.starts[left]
            if words.word(left) == "街" and (further := words.ending.get(stem)) is not None:
                stem = words.starts[further]  # 草市|街|街道
            if not _may_be_stem(words, left, found) or not is_stem(words.text[stem : end - len(ending)]):
                continue
            start = stem
        start = _with_first_character(words, start, end - len(ending))
        start = inside.get(start, start)  # 锦江|区三圣|街道: the level is that of the district
        if words.text[start] in "和与及" and (start in words.places or start in found):
            start += 1  # 狮岭镇|和秀全|街: the segmenter took the conjunction for a part of the name
        alone = end - start - len(ending) == 1 and start not in words.places and start not in found
        if (
            not alone
            and end - start - len(ending) in _SMALL_STEM
            and is_stem(words.text[start : end - len(ending)])
        ):
            found[end] = found.get(start, words.places.get(start, start))
    for zone in _NEW_ZONE.finditer(words.text):
        first = _zone(words, zone.start(), zone.end())
        if first is not None and zone.end() not in found:
            found[zone.end()] = found.get(first, words.places.get(first, first))
    for start, end in find_towns(words.text):
        # 虎门镇、厚|街镇: the segmenter knows fewer towns than there are.
        begins = words.at(start) is not None or start in inside.values()
        whole = begins and end in words.ending and words.text[start] not in _NEVER_FIRST
        if whole and is_stem(words.text[start : _stem_end(words.text, end)]):
            found[end] = found.get(start, words.places.get(start, start))
    yield from found.items()


# 郑东新区, 滨海湾新区: parted in the middle, or with a stem of several words.
_NEW_ZONE = re.compile("(?<!高)新区")


def _zone(words: Words, stem_end: int, end: int) -> int | None:
    """Where the name of a new zone begins: behind a place, a mark or a word that governs it."""
    start = words.starts[words.ending[end]] if end in words.ending else end
    start = min(start, stem_end)
    if start < stem_end and stem_end - start > max(_SMALL_STEM):
        return None
    while (left := words.ending.get(start)) is not None:
        further = words.starts[left]
        if start in words.places or words.classes[left] != PLAIN or stem_end - further > max(_SMALL_STEM):
            break
        start = further
    if words.at(start) is None:
        parted = words.ending.get(end - 1)  # 郑东新|区
        start = words.starts[parted] if parted is not None else start
    stem = words.text[start:stem_end]
    governed = start in words.places or words.classes[words.ending.get(start, -1)] != PLAIN or start == 0
    return start if len(stem) > 1 and governed and is_stem(stem) else None


def _stem_end(text: str, end: int) -> int:
    return end - (2 if text.endswith("街道", 0, end) else 1)


def _with_first_character(words: Words, start: int, stem_end: int) -> int:
    """狮|山镇, 里|水镇, 石|南村: where the segmenter cut a name of two characters in the middle."""
    left = words.ending.get(start)
    if not 1 <= stem_end - start <= _LONGEST_CUT or left is None or len(words.word(left)) != 1:
        return start
    first = words.word(left)
    before = words.ending.get(words.starts[left])
    if stem_end - start > 1 and (first in "原老新旧近" or not _may_name(first)):
        return start
    opens = (
        before is None
        or words.word(before) in MARKS
        or words.word(before) in _BEFORE_PLACE
        or words.word(before) in boundaries().governs
        or words.starts[left] in words.places
    )
    return words.starts[left] if opens and first.isalpha() and first not in _NEVER_FIRST else start


def _may_name(first: str) -> bool:
    """文|庙坪, but not 推|城中村."""
    tag = part_of_speech(first)
    return not tag or tag.startswith("n")


# 文|庙坪街道: what is left of a name whose first character was cut off.
_LONGEST_CUT = 2
# In the first place of a name these are words of their own: 和|山镇 is 山镇 and something else.
_NEVER_FIRST = frozenset("于和与及或在从由对将把为向到至的各全本该某每等是有共")


def _may_be_stem(words: Words, index: int, found: Mapping[int, int]) -> bool:
    """A plain word; even a verb behind a place (狮岭镇|联合|村) or a preposition (在|联合|村)."""
    start = words.starts[index]
    before = words.ending.get(start)
    if words.classes[index] == PLAIN or start in words.places or start in found:
        return True
    return words.word(index) not in MARKS and before is not None and words.word(before) in _BEFORE_PLACE


# 各村, 全镇, 一街, 市区街: no names of places.
_NO_STEM = re.compile(
    r"[于各全本每该某两多大小新农城步美]|[省市区县乡镇街村道]{1,3}|"
    r"[一二三四五六七八九十百千\d]+[个条次批]?|城中|小城|行政|智慧|和谐|自然|新型农|单|为|整洁|中心|圩|强|重|名|边|建制|返|水|鱼米|千.*|.*[之强名]|.?好|.*[镇街乡村区][一二两三四五六七八九十]|.*[级个类下进入回跨家]"
)


def is_stem(stem: str) -> bool:
    """Whether the characters before 镇, 街, 村 … can be a name: 狮岭, not 各 or 全区.

    >>> is_stem("狮岭"), is_stem("各")
    (True, False)
    """
    common = stem in boundaries().generic or stem in boundaries().sorts
    return not _NO_STEM.fullmatch(stem) and not common and stem.isalpha()


def _pair_marks(text: str) -> dict[int, int]:
    """Closing -> opening positions; a mark without its partner is left out."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"[“”‘’（）()《》\n]", text):
        position, mark = match.start(), match[0]
        if mark == "\n":
            opened.clear()
        elif mark not in _CLOSING:
            opened.append(position)
        elif opened and text[opened[-1]] == _CLOSING[mark]:
            pairs[position] = opened.pop()
    return pairs
