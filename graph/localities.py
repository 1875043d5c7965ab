"""Towns, streets, villages and new zones: what a text calls places below the district.

They are too many and too new for a table alone: a stem of one to four characters before 镇, 街道, 村 … makes a name,
where nothing governs it. The table of towns (`ingest/towns.txt`) helps where the segmenter cuts a name in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from graph.ontology.vocabulary import boundaries
from graph.wording import MARKS, PLAIN, SMALL, Words
from ingest.towns import find_towns
from ingest.words import part_of_speech

_ZONES_OF_PLACE = ("高新区", "经开区", "新区")
_SMALL_STEM = range(1, 5)
# 秀|全街, 石|城镇: the end of a name that is a word by itself.
_SPLIT = frozenset({"全街", "全镇", "全村", "新街", "新村", "新镇", "大街", "城镇", "农村", "山村", "水乡"})
# Behind these a verb is a stem: 在|联合|村.
_BEFORE_PLACE = frozenset({"在", "赴", "到", "于", "、", "对", "由", "为"})


def find_localities(words: Words) -> Iterator[tuple[int, int]]:
    """End and start of towns, streets and villages: 狮岭|镇, 花东镇, 花城|街, with the place before them."""
    found: dict[int, int] = {}
    inside = {at: end for start, end in words.divisions for at in range(start + 1, end)}
    for index, end in enumerate(words.ends):
        word = words.word(index)
        if not word.endswith(SMALL) or words.classes[index] != PLAIN:
            continue
        ending = next(s for s in SMALL if word.endswith(s))
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
