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
from ingest.words import part_of_speech

# A level of government before a name stands for the place itself: 区政务服务中心, 市财政局.
LEVELS = frozenset("省市区县州")
# What a place below the district ends in; a stem of one to four characters before it makes a name.
SMALL = ("街道", "社区", "镇", "街", "乡", "村", "高新区", "经开区", "新区")
# 开发区 is one word, 推进|区 are two.
_ZONES = frozenset({"开发", "试验", "示范", "保护", "服务", "实验"})
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
        """The view of `text` cut at `spans`, where common names stand at `common`; places are divisions alone."""
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
        return words.with_names(common)

    def with_names(self, common: Iterable[tuple[int, int]], places: Mapping[int, int] | None = None) -> Words:
        """The same words with more places, and with the common names that stand at `common`."""
        both = {**self.places, **(places or {})}
        wider = replace(self, places=both, begins=frozenset(both.values()))
        known = {
            end: wider.with_place(min(start, self.starts[self.ending[end]]))
            for start, end in common
            if end in self.ending
        }
        return replace(wider, known=known)

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


_GLUED_FIRST = frozenset("与至由每各和及将把使")
_GLUED_LAST = frozenset("为与至由")
# 局|等, 镇|和|秀(全街), 系统|升级, 小组|会议: what the segmenter takes for one word at the end of a name.
_GLUED = re.compile(
    r"([局委厅办])等|([镇街村乡])([和与及])[一-鿿]|(系统|平台)(?:升级|集成|建设)|(小组)会议|(试点|改革)工作"
)


def _is_glued_to_place(text: str, start: int, end: int) -> bool:
    """为|区府, 街|为: a preposition glued to the front or the end of a place."""
    if end - start == 2:
        return text[start] in SMALL and text[start + 1] in _BEHIND_PLACE
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
