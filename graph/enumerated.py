"""Names by the company they keep: in a list of which one member is known, the others are of its kind.

The noun behind the list tells the kind (人才管家、“智慧大厅”、门前三包等应用), or the noun that the members end
in (办事码、交通码、“粤居码”).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from graph.facts import EntityType
from graph.names import Candidate
from graph.ontology.vocabulary import boundaries, kinds
from graph.quoted import kind_behind
from graph.telling import NAMES
from graph.wording import OPEN, PLAIN, Words
from ingest.words import part_of_speech

# Practices are listed with anything (政务公开、“一网通办”等工作); what is built, and meetings, are not.
_LISTED: tuple[EntityType, ...] = ("PLATFORM", "EVENT", "PROJECT")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
# A quotation is one member, whatever marks stand in it.
_ITEM = re.compile(r"(?:“[^“”\n]*”|[^、“”])+")
_CLOSE = re.compile(
    r"等(?![级待候于同次额价值])|(?=(?:[两三四五六七八九十]|\d{1,2})[个项款大](?:子?模块|子?系统|项目|工程|平台|应用|小程序|功能|专题|基础库|主题库|数据库|板块|栏目|场景))"
)
# 一体化治超、危运电子运单|两个|模块: as many as the list has, so all of it is named.
_SO_MANY = re.compile(r"([两三四五六七八九十]|\d{1,2})[个项款大]")
_NUMBERS = " 一两三四五六七八九十"
# Drills and contests are listed by their names: 粤盾、护网等网络安全演练.
_MEETINGS = re.compile(r"等[^、]{0,8}(?:演练|大赛|竞赛|赛事|展会|论坛|峰会)")
_YEAR = re.compile(r"(?:(?:19|20)\d\d)?年")
_SHORTEST, _LONGEST = 2, 12


def find_members(words: Words, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The members of lists beside the `known` ones in them."""
    listed = sorted((c for c in known if c.type in _LISTED), key=lambda c: c.start)
    starts = [c.start for c in listed]
    for clause in _CLAUSE.finditer(words.text):
        if "、" not in clause[0]:
            continue
        within = listed[bisect_left(starts, clause.start()) : bisect_left(starts, clause.end())]
        if (
            within
            or "“" in clause[0]
            or _SO_MANY.search(clause[0])
            or _MEETINGS.search(words.text, *clause.span())
        ):
            yield from _others(words, list(_items(words, *clause.span())), within)


# 受理中心|话务三班, 民政局|婚姻登记处: what a part of a body is called behind the name of the body.
_UNIT = re.compile(
    r"[一-鿿]{1,6}?(?:(?:[科处室队]|(?<!本)部)(?![门级长员伍])|班组?(?![子车级])|支部|登记处|服务队|党小组)"
    r"(?=[，。；：、）\n]|[的和与及]|获|荣|被|在|为|对|于|将|共|已|有|开展|负责|承担|牵头|连续|入选|全年)"
)


def find_units(words: Words, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """The parts of bodies, each by the body that it is named behind."""
    for body in known:
        unit = _UNIT.match(words.text, body.end) if body.type == "ORG" else None
        if unit is None:
            continue
        at: int | None = body.end
        while at is not None and at < unit.end():
            index = words.at(at)
            at = words.ends[index] if index is not None and words.classes[index] in (PLAIN, OPEN) else None
        if at is not None:
            yield Candidate(body.start, unit.end(), "ORG", rank=3)


def _others(
    words: Words, items: Sequence[tuple[int, int]], within: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The unnamed of `items`, where a candidate of `within` is one of them."""
    if not items:
        return
    end = items[-1][1] + words.text.startswith("”", items[-1][1])
    told = kind_behind(words.text, end) if _CLOSE.match(words.text, end) else None
    for type_ in _LISTED:
        begins = {c.end: c.start for c in within if c.type == type_}
        named = {item for item in items if _is_named(item, begins)}
        quoted = any(words.text[start - 1 : start] == "“" for start, _ in items)
        counted = _SO_MANY.match(words.text, end)
        all_told = counted is not None and _count(counted[1]) == len(items)
        if not named and not (type_ == told and (quoted or all_told or type_ == "EVENT") and len(items) > 1):
            continue
        shared = tuple({_head(words.text[start:end], type_) for start, end in named})
        for item in items:
            alike = (told == type_ and (type_ != "EVENT" or _is_called(words, item))) or words.text.endswith(
                shared, *item
            )
            if alike and item not in named and _is_name(words, item):
                # Where as many are told as are listed, the longest name is no better: 电子证照|四大基础库.
                yield Candidate(*item, type_, rank=-1 if all_told else 1)


def _count(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS.find(number)


def _is_named(item: tuple[int, int], begins: Mapping[int, int]) -> bool:
    """Whether a name (end -> start) fills the member, its quotation marks in or out."""
    start, end = item
    return any(start - 1 <= begins.get(last, -1) for last in (end, end + 1))


def _is_called(words: Words, item: tuple[int, int]) -> bool:
    """Of 消防、防震等演练 none is named; 粤盾, and what is quoted, is."""
    start = item[0]
    if words.text[start - 1 : start] == "“":
        return True
    index = words.at(start)
    return index is None or part_of_speech(words.word(index)) in ("", *NAMES)


def _head(name: str, type_: EntityType) -> str:
    """The longest noun of its kind that a name ends in; the whole name if none."""
    found = [head for head in kinds()[type_].heads if name.endswith(head)]
    return max(found, key=len, default=name)


def _items(words: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of the list in a clause, without their quotation marks; the first begins behind its verb."""
    pieces = list(_ITEM.finditer(words.text, start, end))
    # 人口、法人等基础库和社保、医保等专题库: two lists, of which the first is read.
    closed = next((at for at, piece in enumerate(pieces) if _CLOSE.search(piece[0])), len(pieces) - 1)
    pieces = pieces[: closed + 1]
    for piece in pieces:
        first, last = piece.span()
        if piece is pieces[-1]:
            close = _CLOSE.search(words.text, first, last)
            last = close.start() if close else last
        if piece is pieces[0]:
            first = _begin(words, last, first)
            dated = _YEAR.match(words.text, first)  # the year, or what is left of it, is that of them all
            first = dated.end() if dated else first
        quoted = words.text[first : first + 1] == "“" and words.text.find("”", first, last) == last - 1
        yield (first + 1, last - 1) if quoted else (first, last)


def _begin(words: Words, end: int, least: int) -> int:
    """Where the plain words that end at `end` begin, or the quotation."""
    start = end
    while start > least:
        if words.text[start - 1] == "”":
            return words.opening.get(start - 1, start)
        left = words.ending.get(start)
        if left is None or words.classes[left] != PLAIN:
            break
        start = words.starts[left]
    return start


def _is_name(words: Words, item: tuple[int, int]) -> bool:
    """Whether all words are plain, and not all of them generic."""
    start, end = item
    if not _SHORTEST <= end - start <= _LONGEST or end not in words.ending:
        return False
    own = words.text.endswith("年", 0, start)  # 年|穗盾: one word to the segmenter
    if own:
        start = words.ends[bisect_left(words.starts, start) - 1]
    while start < end:
        index = words.at(start)
        if index is None or words.classes[index] != PLAIN:
            return False
        own = own or words.word(index) not in boundaries().generic
        start = words.ends[index]
    return own
