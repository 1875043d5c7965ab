"""How far a name reaches to the left of its last noun: past its own words, up to the word that governs it.

Which words govern, join, break or open is data: `graph/ontology/boundaries.toml`.
"""

from __future__ import annotations

import re

from graph.facts import EntityType
from graph.ontology.vocabulary import boundaries, head_nouns, kinds
from graph.wording import EDITION, JOIN, LEVELS, OPEN, PLAIN, STOP, Words
from ingest.divisions import find_divisions

# A quotation longer than this is a sentence or a slogan, not part of a name.
_LONGEST_QUOTE = 24
# 人力资源|和|社会保障局: no name of an authority has more words before its 和.
_WORDS_BEFORE_JOIN = 4
# 中国科学院|精密测量科学|与|…研究院: the body above it.
_NATIONAL = ("中国", "国家", "全国")
# 市数据交易所|建设|指数平台: behind an authority 建设 is its verb.
_AUTHORITY = ("局", "厅", "委", "办", "院", "所", "中心", "公司", "集团", "政府")
# Longer than every name with a quotation in it (`names._LONGEST`).
_FARTHEST = 80
_BRANCHES = ("分行", "支行", "分公司", "营业部", "总部")
_HAVE_BRANCHES = ("科技", "银行", "公司", "集团", "移动", "联通", "电信", "铁塔", "广电")
_MADE: frozenset[EntityType] = frozenset({"PLATFORM", "INITIATIVE", "EVENT"})
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?$")
# 投资|促进|局
_OF_TASK = ("局", "中心", "会", "处", "科", "办")
_SET_UP_FOR = re.compile("领导小组|指挥部|委员会|专班|联席会议|工作组")
_WORDS_BEFORE_TASK = 6
# 市第二|人民医院互联网医院
_NUMBERED = ("人民医院", "医院", "中学", "小学", "水厂", "净水厂")
_ORDINAL = re.compile("第[一二三四五六七八九十]+")
# 支撑|平台 and 通报|机制, but not 支撑|城市运行平台: characters between such a verb and the noun.
_NEAR = 2
NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿两几多余")
_MEASURES = frozenset("位名人台条块级次支种类项个家宗件期批套份处座张所")
_COUNT = re.compile(rf"(?:\d[\d,.]*[万亿余多]*|[二两三四五六七八九十]+)[{''.join(sorted(_MEASURES))}]")
_EDITION_AT_END = re.compile(rf"(?:{EDITION.pattern})$")
# 共青团|某市委, 中共|某市委: whose committee it is.
_OF_PARTY = frozenset({"共青团", "中共", "民革", "民盟", "民建", "民进", "九三学社", "致公党", "农工党"})
_DATED: frozenset[EntityType] = frozenset({"PROJECT", "POLICY", "EVENT", "AWARD"})
# Each year has its own: 2024年广州市政务公开工作优秀单位.
_TOLD_BY_YEAR: frozenset[EntityType] = frozenset({"EVENT", "AWARD"})
# An authority is named by what it is of (省委|第五巡视组), a project by what it is for (12345热线|外包项目).
_BUILT_ON_NAMES: frozenset[EntityType] = frozenset({"ORG", "PROJECT"})


def reach(words: Words, head: int, end: int, type_: EntityType) -> int:
    """Where the name begins whose last noun is `head:end`."""
    index = words.ending[end]
    while words.starts[index] > head:
        index -= 1
    start = words.starts[index]
    while True:
        if head - start > _FARTHEST:
            return (
                start  # no name is so long: a text without marks is not read to its beginning for each noun
            )
        if type_ == "ORG" and start < head and words.text[start] in LEVELS and words.text[start + 1] == "委":
            return words.with_place(start)  # 政务服务类|省委党校
        if type_ == "ORG" and start in words.places and words.text.startswith(_BRANCHES, head):
            return _before_branch(words, words.places[start])
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


def _before_branch(words: Words, start: int) -> int:
    """中国工商银行股份有限公司|南京分行: the firm that has the branch stands before its place."""
    while start in words.places:
        start = words.places[start]  # 南京|江宁|支行
    if not words.text.endswith(_HAVE_BRANCHES, 0, start):
        return start
    left = words.ending.get(start)
    while left is not None and words.classes[left] == PLAIN:
        start = words.places.get(words.starts[left], words.starts[left])
        left = words.ending.get(start)
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
    if type_ == "ORG" and start == head:
        return word in boundaries().inner and words.text.startswith(_OF_TASK, head)
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
        generic = left is not None and words.word(left) in boundaries().generic - head_nouns()
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
    return words.word(left)[-1] in NUMERALS and words.word(left + 1) in _MEASURES


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
