"""Where names begin and end: patterns over words, read off the language and its nouns.

A name ends in a noun of its kind (平台, 局, 改革 …) and begins behind the word that governs it (打造, 依托,
的, 、 …). Which words those are is data: `graph/ontology/entities.toml` and `boundaries.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.facts import EntityType
from graph.ontology.vocabulary import Kind, boundaries, kinds
from ingest.divisions import find_divisions

# A level of government before a name stands for the place itself: 区政务服务中心, 市财政局.
LEVELS = frozenset("省市区县州镇街")
_MARKS = frozenset("，。；：、！？,;:!?“”‘’\"（）()《》〈〉【】[]…—\n\t ·")
_OPENING = {"”": "“", "’": "‘", "）": "（", ")": "(", "》": "《"}
# Longer than any name of its kind in the field; past that the left end was missed.
_LONGEST = {"PROJECT": 44, "POLICY": 30}
_LONGEST_OTHER = 26
# A quotation longer than this is a sentence or a slogan, not a name.
_LONGEST_QUOTE = 16
_NUMBER = re.compile(r"[\d.,，]+$")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:[-—至](?:19|20)\d\d年?度?)?$")
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z0-9+@]")

_PLAIN, _STOP, _JOIN, _OPEN = range(4)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name; the longer one wins, then the one of lower rank."""

    start: int
    end: int
    type: EntityType
    rank: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its words, and what of them the patterns need.

    Attributes:
        starts, ends: characters of each word.
        classes: plain, stop, join or open, by `boundaries.toml`.
        places: end -> start of the names of divisions; neighbours (广州市花都区) are one.
        opening: closing mark -> opening mark, by character, for quotation marks and brackets.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    classes: tuple[int, ...]
    ending: dict[int, int]
    places: dict[int, int]
    opening: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, spans: Iterable[tuple[int, int]]) -> Words:
        """The view of `text` cut into words at `spans`."""
        spans = tuple(spans)
        return cls(
            text=text,
            starts=tuple(a for a, _ in spans),
            ends=tuple(b for _, b in spans),
            classes=tuple(_classify(text[a:b]) for a, b in spans),
            ending={b: i for i, (_, b) in enumerate(spans)},
            places=_join_places(text),
            opening=_pair_marks(text),
        )


def find_headed(words: Words, hits: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
    """Names that end in the nouns at `hits` (start, end of heads as the automaton found them)."""
    for start, end in hits:
        if end not in words.ending:
            continue
        for kind in _heads()[words.text[start:end]]:
            candidate = _complete(words, start, end, kind)
            if candidate:
                yield candidate


def _complete(words: Words, head: int, end: int, kind: Kind) -> Candidate | None:
    text = words.text
    if any(text.endswith(never, 0, end) for never in kind.never if len(never) > end - head or never == text[head:end]):
        return None
    start = _reach(words, head, end, kind)
    if end - start > _LONGEST.get(kind.type, _LONGEST_OTHER) or not _is_own(words, start, head, end, kind):
        return None
    return Candidate(start, end, kind.type, rank=3)


def _reach(words: Words, head: int, end: int, kind: Kind) -> int:
    """Where the name begins whose last noun is `head:end`."""
    index = words.ending[end]
    while words.starts[index] > head:
        index -= 1
    start = words.starts[index]
    while True:
        if start in words.places:
            return words.places[start]
        left = words.ending.get(start)
        if left is None:
            break
        word = words.text[words.starts[left] : start]
        if word in _OPENING:
            opened = words.opening.get(start - 1)
            if opened is None or not _may_enclose(words.text[opened + 1 : start - 1], word):
                break
            start = opened
        elif word in LEVELS and _is_level(words, left):
            start = words.starts[left]
            return words.places.get(start, start)
        elif words.classes[left] == _JOIN:
            joined = _across(words, left) if kind.type == "ORG" else None
            if joined is None:
                break
            start = joined
        elif words.classes[left] == _STOP or not _may_count(words, left, kind):
            break
        else:
            start = words.starts[left]
    return _trim(words, start, head)


def _may_enclose(inside: str, mark: str) -> bool:
    if mark in "）)":
        found = find_divisions(inside)
        return bool(found) and found[-1].end == len(inside)
    return mark in "”’" and len(inside) <= _LONGEST_QUOTE


def _is_level(words: Words, left: int) -> bool:
    """区 in 区政务服务中心, but not in 市、区 or 各区: a level has nothing of its own kind before it."""
    before = words.text[max(words.starts[left] - 1, 0) : words.starts[left]]
    return before not in LEVELS and before not in ("、", "各", "-")


def _across(words: Words, join: int) -> int | None:
    """Where 市规划|和|自然资源局 begins: the words before 和 lead straight to a place or a level."""
    start = words.starts[join]
    if words.text[start] not in "和与及":
        return None
    for _ in range(4):
        left = words.ending.get(start)
        if left is None or words.classes[left] in (_STOP, _JOIN):
            return None
        if words.text[words.starts[left] : start] in LEVELS or words.ends[left] in words.places:
            return start
        start = words.starts[left]
        if start in words.places:
            return start
    return None


def _may_count(words: Words, left: int, kind: Kind) -> bool:
    """Whether a number is part of the name: 12345热线, 24小时热线; years only in projects, plans and events."""
    word = words.text[words.starts[left] : words.ends[left]]
    before = words.text[max(words.starts[left] - 4, 0) : words.starts[left]]
    if _YEAR.match(word) or (word in ("年", "年度") and before.isdigit()):
        return kind.type in ("PROJECT", "POLICY", "EVENT", "AWARD")
    return not (_NUMBER.match(word) and "." in word)


def _trim(words: Words, start: int, head: int) -> int:
    """Past leading verbs that no name begins with."""
    while start < head:
        index = _word_at(words, start)
        if index is None or words.classes[index] != _OPEN:
            return start
        start = words.ends[index]
    return start


def _word_at(words: Words, start: int) -> int | None:
    index = words.ending.get(start, -1) + 1
    return index if index < len(words.starts) and words.starts[index] == start else None


def _is_own(words: Words, start: int, head: int, end: int, kind: Kind) -> bool:
    """Whether something before the head tells this thing from others of its kind."""
    modifier = words.text[start:head]
    if len(modifier) < 1 or modifier in _MARKS:
        return False
    name = words.text[head:end]
    if name not in kind.common:
        return len(modifier) >= 2 or kind.type == "ORG"
    if "”" in modifier or _LATIN_OR_DIGIT.search(modifier) or _begins_with_place(words, start):
        return True
    if kind.type == "ORG" and modifier[0] in LEVELS:
        return True
    parts = list(_parts(words, start, head))
    own = [p for p in parts if p not in boundaries().generic and p not in LEVELS]
    if kind.type in ("REGION", "ORG"):
        return bool(own) and len("".join(own)) >= 2 - (kind.type == "ORG")
    return (bool(own) and len(modifier) >= 2) or len(parts) >= 3


def _begins_with_place(words: Words, start: int) -> bool:
    return any(begin == start for begin in words.places.values())


def _parts(words: Words, start: int, end: int) -> Iterator[str]:
    while start < end:
        index = _word_at(words, start)
        stop = min(words.ends[index], end) if index is not None else end
        yield words.text[start:stop]
        start = stop


# What a document is told by without its title: 穗府〔2021〕64号, 广州市人民政府令第188号.
_NUMBERED = re.compile(r"[一-鿿]{2,8}[〔\[（(](?:19|20)\d\d[〕\]）)]\d+号")
_ORDER = re.compile(r"[一-鿿]{2,12}令第\d+号")
_TITLE = re.compile(r"《([^《》]{2,80}(?:《[^《》]*》[^《》]*)?)》")
# A newspaper that reports is no document that rules: 被《…》采纳, 获《…》报道.
_PRESS = re.compile(r"》[^，。；]{0,8}(?:采纳|报道|刊登|刊发|宣传|转载)")


def find_documents(text: str) -> Iterator[Candidate]:
    """Titles in 《》, document numbers and numbered orders."""
    for match in _TITLE.finditer(text):
        if not _PRESS.match(text, match.end() - 1):
            yield Candidate(match.start(1), match.end(1), "POLICY", rank=0)
    for pattern in (_NUMBERED, _ORDER):
        for match in pattern.finditer(text):
            yield Candidate(match.start(), match.end(), "POLICY", rank=1)


# A line of a list of budget items: 1.办公场租。年度预算数…
_BUDGET_LINE = re.compile(
    r"(?:^|(?<=[。；\n]))\s*(?:\d{1,2}[.．、]|（\d{1,2}）|\(\d{1,2}\))\s*([^。；，：\n]{3,60}?)[。，：\s]*"
    r"(?:全?年度?)?(?:年初)?(?:预算(?:数|金额|安排|资金|经费)?|安排(?:预算|资金|经费))[为：]?\s*[\d,，.]+",
    re.MULTILINE,
)


def find_budget_lines(text: str) -> Iterator[Candidate]:
    """The items of a list of funded projects, whatever noun they end in."""
    for match in _BUDGET_LINE.finditer(text):
        yield Candidate(match.start(1), match.end(1), "PROJECT", rank=0)


@cache
def heads() -> tuple[str, ...]:
    """Every head noun of every kind."""
    return tuple(_heads())


@cache
def _heads() -> dict[str, tuple[Kind, ...]]:
    found: dict[str, list[Kind]] = {}
    for kind in kinds().values():
        for head in kind.heads:
            found.setdefault(head, []).append(kind)
    return {head: tuple(found[head]) for head in sorted(found)}


def _classify(word: str) -> int:
    classes = boundaries()
    if word in classes.joins:
        return _JOIN
    if word in _MARKS or word in classes.governs or word in classes.breaks or word in classes.praises:
        return _STOP
    return _OPEN if word in classes.opens else _PLAIN


def _join_places(text: str) -> dict[int, int]:
    places: dict[int, int] = {}
    for start, end, *_ in find_divisions(text):
        places[end] = places.get(start, start)
    return places


def _pair_marks(text: str) -> dict[int, int]:
    """Closing -> opening positions; a mark without its partner is left out."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    closing = {"”": "“", "’": "‘", "）": "（", ")": "(", "》": "《"}
    for position, mark in enumerate(text):
        if mark in "“‘（(《":
            opened.append(position)
        elif mark in closing and opened and text[opened[-1]] == closing[mark]:
            pairs[position] = opened.pop()
        elif mark == "\n":
            opened.clear()
    return pairs
