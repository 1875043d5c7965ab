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
from graph.ontology.vocabulary import Kind, boundaries, kinds
from graph.telling import NAMES, held, is_of_works, names_one
from graph.wording import EDITION, JOIN, LEVELS, OPEN, PLAIN, STOP, Words
from ingest.divisions import find_divisions
from ingest.words import part_of_speech

# “一网统管”应用|能力: the noun is that of an act.
_ABILITY = ("能力", "水平", "效能", "成效", "质量", "质效", "领域", "效果", "意识")
# Longer than any name of its kind in the field; past that the left end was missed.
_LONGEST: dict[EntityType, int] = {"PROJECT": 48, "POLICY": 30, "EVENT": 34, "ORG": 36}
_LONGEST_OTHER = 28
# A quotation longer than this is a sentence or a slogan, not part of a name.
_LONGEST_QUOTE = 24
# 人力资源|和|社会保障局: no name of an authority has more words before its 和.
_WORDS_BEFORE_JOIN = 4
# 中国科学院|精密测量科学|与|…研究院: the body above it.
_NATIONAL = ("中国", "国家", "全国")
# 市数据交易所|建设|指数平台: behind an authority 建设 is its verb.
_AUTHORITY = ("局", "厅", "委", "办", "院", "所", "中心", "公司", "集团", "政府")
_IN_PASSING = re.compile(r"（[镇街村居社区县市]{1,2}）$")
_MADE: frozenset[EntityType] = frozenset({"PLATFORM", "INITIATIVE", "EVENT"})
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?$")
_SET_UP_FOR = re.compile("领导小组|指挥部|委员会|专班|联席会议|工作组")
_WORDS_BEFORE_TASK = 6
# 市第二|人民医院互联网医院
_NUMBERED = ("人民医院", "医院", "中学", "小学", "水厂", "净水厂")
_ORDINAL = re.compile("第[一二三四五六七八九十]+")
# 支撑|平台 and 通报|机制, but not 支撑|城市运行平台: characters between such a verb and the noun.
_NEAR = 2
# 政务|“云厅”, 农村集体资产|“一张图”: a quoted noun with a word before it.
_MODIFIED = 2
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿两几多余")
_MEASURES = frozenset("位名人台条块级次支种类项个家宗件期批套份处座张所")
_COUNT = re.compile(rf"(?:\d[\d,.]*[万亿余多]*|[二两三四五六七八九十]+)[{''.join(sorted(_MEASURES))}]")
_TRIED = frozenset({"试点", "示范点", "示范区", "活动", "行动", "工程", "项目", "经费", "大市场", "品牌", "模式", "计划"})
# 供水热线|96968
_DIALLED = re.compile(r"[（(]?(?:1\d{2}|1\d{4}|9\d{4}|\d{6,12})(?![\d,.万千余多个件次人宗条])[）)]?")
_EDITION_AT_END = re.compile(rf"(?:{EDITION.pattern})$")
# 共青团|某市委, 中共|某市委: whose committee it is.
_OF_PARTY = frozenset({"共青团", "中共", "民革", "民盟", "民建", "民进", "九三学社", "致公党", "农工党"})
# 中国地质大学|（武汉）
_CAMPUS = re.compile(r"[（(]([一-鿿]{2,4})[）)]")
_SECTION = re.compile(r"[一二三四五六七八九十]?(?:号线|通道|期)?([一-鿿]{3,8})")
_GOVERNMENT = frozenset({"政府", "人民政府"})
_HAS_GOVERNMENT = frozenset("省市区县州盟旗镇乡")
_DATED: frozenset[EntityType] = frozenset({"PROJECT", "POLICY", "EVENT", "AWARD"})
# Each year has its own: 2024年广州市政务公开工作优秀单位.
_TOLD_BY_YEAR: frozenset[EntityType] = frozenset({"EVENT", "AWARD"})


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
    return next((at + 1 for at in range(*part.span(1)) if at in words.places and words.text[at] == "段"), None)


def _complete(words: Words, head: int, end: int, kind: Kind) -> int | None:
    """Where the name with the head `head:end` begins; None if there is no name."""
    noun = words.text[head:end]
    if end in words.known or (noun in kind.quoted | kind.anchored and words.text.startswith(_ABILITY, end)):
        return None
    if words.text.endswith(_never(kind.type, end - head), 0, end):
        return None
    if kind.type == "REGION" and end in words.places:
        return None  # 镇江, 狮岭镇: known as a place
    if kind.type == "ORG" and words.text[head - 1] in _NUMERALS and end - head == 1:
        return None  # 机场等三|处
    if noun in _GOVERNMENT and words.text[head - 1] not in _HAS_GOVERNMENT and head not in words.places:
        return None  # 省长作|政府工作报告
    start = reach(words, head, end, kind.type)
    if kind.type == "REGION":
        start = _of_region(words, start, head, end)
    if words.text[start - 1 : start] == "“" and words.text[end : end + 1] == "·":
        return None  # “红色引擎·…”: a part of a motto
    if kind.type == "EVENT" and words.text[start] in LEVELS:
        start = _of_levels(words, start)
    if end - start > _LONGEST.get(kind.type, _LONGEST_OTHER) or start >= head:
        return None
    if words.text.endswith("等", 0, start):
        return None  # 穗盾、粤盾等网络安全演练: the noun behind a list names the kind of its members
    if _IN_PASSING.search(words.text, max(start - 4, 0), start):
        return None  # 镇（街）便民服务中心: each of them, none by name
    if head in words.places and noun in _TRIED:
        return None  # 温江区|试点: where something is tried
    return start if names_one(words, start, head, end, kind) else None


@cache
def _never(type_: EntityType, size: int) -> tuple[str, ...]:
    """What ends in a head of that length and names nothing; shorter words are heads themselves."""
    return tuple(never for never in kinds()[type_].never if len(never) >= size)


def reach(words: Words, head: int, end: int, type_: EntityType) -> int:
    """Where the name begins whose last noun is `head:end`."""
    index = words.ending[end]
    while words.starts[index] > head:
        index -= 1
    start = words.starts[index]
    while True:
        if type_ == "ORG" and start < head and words.text[start] in LEVELS and words.text[start + 1] == "委":
            return words.with_place(start)  # 政务服务类|省委党校
        if start in words.places or _continues(words, start, type_):
            return _before_place(words, words.places.get(start, start), type_)
        left = words.ending.get(start)
        if left is None:
            return _trim(words, start, head)
        if words.is_level(left):
            return words.with_place(start)
        further = _further(words, left, start, head, type_)
        if further is None:
            return _trim(words, words.ends[left + 1] if _is_count(words, left) else start, head)
        if words.text[further] == "“":
            return _before_quotation(words, further, type_)
        start = further


def _of_region(words: Words, start: int, head: int, end: int) -> int:
    """运河直入|钱塘江: where the last word is a name by itself, that is the name, with the place before it."""
    last = words.starts[words.ending[end]]
    named = start < last < head and part_of_speech(words.text[last:end]) in NAMES
    return words.with_place(last) if named else start


def _of_levels(words: Words, start: int) -> int:
    """省、|市高质量发展大会: one series of meetings, level by level."""
    while words.text[start - 1 : start] == "、" and words.text[start - 2] in LEVELS:
        start -= 2
    return start


def _further(words: Words, left: int, start: int, head: int, type_: EntityType) -> int | None:
    """Where the name begins with the word `left` (a whole quotation or bracket) as well; None if it must not."""
    if words.text[start - 1] in "”’）)":
        opened = words.opening.get(start - 1)
        encloses = opened is not None and _may_enclose(
            words.text[opened + 1 : start - 1], words.text[start - 1]
        )
        return opened if encloses else None
    if words.classes[left] == JOIN:
        return _across(words, left, type_)
    governs = words.classes[left] == OPEN and type_ in _MADE
    before = words.starts[left]
    if (
        governs
        and words.text.endswith(_AUTHORITY, 0, before)
        and not words.text.endswith("数字政府", 0, before)
    ):
        return None
    if start in words.known or _is_count(words, left):
        return None
    if words.classes[left] == STOP and not _is_inner(words, left, start, head, type_):
        return None
    return words.starts[left] if _may_count(words, left, type_) else None


def _is_inner(words: Words, left: int, start: int, head: int, type_: EntityType) -> bool:
    """热线|支撑|平台, 定期|通报|机制, 市|第一|人民医院: what elsewhere ends a name and belongs to this one."""
    word = words.word(left)
    if _ORDINAL.fullmatch(word) and (type_ in _BUILT_ON_NAMES or words.text.startswith(_NUMBERED, start)):
        return True
    if type_ == "ORG":
        return _is_task(words, left, start, head)
    before = words.ending.get(words.starts[left])
    if word not in boundaries().inner or head - start > _NEAR or before is None:
        return False
    return words.classes[before] == PLAIN or words.text[words.starts[before]] == "”"


def _is_task(words: Words, left: int, start: int, head: int) -> bool:
    """区委党建|引领|城中村治理工作领导小组: named by its task, from the authority that set it up."""
    if words.word(left) not in boundaries().inner or not _SET_UP_FOR.search(words.text, start, head + 4):
        return False
    for index in range(left, max(left - _WORDS_BEFORE_TASK, 0), -1):
        if words.starts[index] in words.known or words.is_level(index - 1):
            return True
        if words.classes[index - 1] not in (PLAIN, OPEN):
            return False
    return False


def _before_quotation(words: Words, start: int, type_: EntityType) -> int:
    """首届“羊城铸网”…演练: an event has its edition, anything its place."""
    editions = [*EDITION.finditer(words.text, max(start - 6, 0), start)] if type_ == "EVENT" else []
    edition = editions[-1].start() if editions and editions[-1].end() == start else start
    return words.with_place(edition)


# An authority is named by what it is of (省委|第五巡视组), a project by what it is for (12345热线|外包项目).
_BUILT_ON_NAMES: frozenset[EntityType] = frozenset({"ORG", "PROJECT"})


def _continues(words: Words, start: int, type_: EntityType) -> bool:
    if start not in words.known or words.text[start] in LEVELS:
        return False
    return type_ in _BUILT_ON_NAMES or (type_ == "PLATFORM" and words.text.endswith(_AUTHORITY, 0, start))


def _before_place(words: Words, start: int, type_: EntityType) -> int:
    """数字|广州…, 2024年|广州市…演练, “粤盾-2024”|广东省…演练: what stands before a place and is of the name."""
    left = words.ending.get(start)
    if type_ in _MADE | {"PROJECT"} and words.text[start - 1 : start] == "”":
        opened = _further(words, words.ending[start], start, start, type_)
        return start if opened is None else _before_quotation(words, opened, type_)
    if type_ in _TOLD_BY_YEAR and (year := _YEAR.search(words.text[max(start - 6, 0) : start])):
        return start - len(year[0])
    if type_ == "EVENT" and (edition := _EDITION_AT_END.search(words.text, max(start - 8, 0), start)):
        return edition.start()
    if left is not None and words.word(left) in (_OF_PARTY if type_ == "ORG" else boundaries().places):
        return words.starts[left]
    return words.known.get(start, start) if _continues(words, start, type_) else start


def _may_enclose(inside: str, mark: str) -> bool:
    if mark in "）)":
        found = find_divisions(inside)
        return bool(found) and found[-1].end == len(inside)
    return len(inside) <= _LONGEST_QUOTE


def _across(words: Words, join: int, type_: EntityType) -> int | None:
    """Where the words before a 和 inside a name begin: 市规划|和|自然资源局, 网络|和|数据安全产业园."""
    start = words.starts[join]
    if words.text[start] not in "和与及":
        return None
    if type_ != "ORG":
        left = words.ending.get(start)
        before = words.ending.get(words.starts[left]) if left is not None else None
        alone = before is None or words.classes[before] == STOP
        generic = left is not None and words.word(left) in boundaries().generic - _heads().keys()
        return words.starts[left] if left is not None and alone and generic else None
    if start in words.places or _ends_authority(words.text, start):
        return None
    for _ in range(_WORDS_BEFORE_JOIN):
        left = words.ending.get(start)
        if left is None or words.classes[left] in (STOP, JOIN):
            return None
        if words.word(left) in LEVELS:
            return start
        start = words.starts[left]
        if start in words.places or (words.word(left).startswith(_NATIONAL) and len(words.word(left)) > 2):
            return start
    return None


def _ends_authority(text: str, end: int) -> bool:
    """区政务服务大厅|和: one authority is whole before the 和."""
    return any(text.endswith(head, 0, end) for head in kinds()["ORG"].heads if len(head) > 1)


def _is_count(words: Words, left: int) -> bool:
    """147|位|政务服务AI巡查员: the number counts the things, it does not name one."""
    return words.word(left)[-1] in _NUMERALS and words.word(left + 1) in _MEASURES


def _may_count(words: Words, left: int, type_: EntityType) -> bool:
    """Whether a number is part of the name: 12345热线, 24小时热线; years only where names are dated."""
    word = words.word(left)
    if _YEAR.match(word) or word in ("年", "年度"):
        return type_ in _DATED
    return "." not in word


def _trim(words: Words, start: int, head: int) -> int:
    """Past a leading count and leading verbs that no name begins with."""
    count = _COUNT.match(words.text, start, head)
    if count:
        start = count.end()
    if words.text.startswith("项目", start) and start + 2 < head:
        start += 2
    covers = words.text.find("全覆盖", start, head)
    if covers >= 0:
        start = covers + len("全覆盖")
    while start < head:
        index = words.at(start)
        if index is None or words.classes[index] != OPEN:
            return start
        start = words.ends[index]
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
