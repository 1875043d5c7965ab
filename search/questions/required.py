"""Which words of a question narrow it: kinds, names, towns and grades; what everything is called narrows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from graph.units import written
from ingest.words import cut, part_of_speech
from search.understand import asking

SHORTEST, LONG = 2, 3
_NOUNS = ("n", "b", "s", "j", "e")
# Words of these kinds, and those that no dictionary has, are hardly worded otherwise.
NAMES = ("ns", "nt", "nz")
GRADE = re.compile(r"第?[一二三四五六七八九十]+[级类等次批期届]")
TOWN = re.compile(
    r"(?:(?<=[在的])|(?<![一-鿿]))[一-鿿]{2,3}?"
    r"(?:街道|镇|乡|社区|村|片区|园区|(?<![步沿临大小老])街(?![道区头镇边面口上]))(?![街村])"
)
# A word of these, cut out where no dictionary has it, is an accident of cutting (签了, 几个点).
LOOSE = re.compile("[了到把过着得能的这那哪几多个份要上下是有在里们后前时年月]")
_TIME = re.compile("[年月日天号周季旬今昨明]|时候")
WORDLIKE = re.compile(r"[一-鿿A-Za-z]+")
_DEGREES = "高中低大小上下东南西北前后新旧内外左右正副"


def pairs_in(text: str) -> set[str]:
    """The pairs of characters that stand side by side in a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def overlap(word: str, said: str) -> bool:
    """Whether two share a pair of characters."""
    return any(pair in said for pair in pairs_in(word))


@lru_cache(4096)
def initials(text: str) -> str:
    """The first characters of the words of a text: 卫健 for 卫生健康."""
    return "".join(text[a] for a, _ in cut(text))


def is_name(word: str) -> bool:
    """Whether a word is a name, or in no dictionary."""
    tag = part_of_speech(word)
    return tag[:2] in NAMES if tag else len(word) >= LONG


@cache
def plain_words() -> frozenset[str]:
    """Words that narrow nothing."""
    return frozenset(asking()["plain"]["words"]) | frozenset(asking()["empty"]["words"])


@cache
def beside() -> dict[str, frozenset[str]]:
    """Of each word that tells kinds apart the other words of its row."""
    found: dict[str, frozenset[str]] = {}
    for group in asking()["kinds"]["groups"]:
        for word in group:
            found[word] = found.get(word, frozenset()) | frozenset(group) - {word}
    return found


def sibling(word: str, text: str) -> bool:
    """Whether a text has high, middle and low kinds of what a word is one of (高危 for 中危)."""
    return word[0] in _DEGREES and any(degree + word[1:] in text for degree in _DEGREES)


def must_words(about: str, texts: Iterable[str] = (), names: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a question that narrow it; of those in no dictionary only what `texts` have.

    >>> must_words("公办幼儿园有多少家"), must_words("群众总数")
    (('公办', '幼儿园'), ())
    """
    found = []
    for piece in about.split():
        towns = [m.group() for m in TOWN.finditer(piece)]
        towns += [name for name in names if name in piece and not any(name in other for other in towns)]
        found += towns
        for a, b in cut(piece):
            word = piece[a:b]
            if any(word in town or overlap(word, town) for town in towns):
                continue
            if (
                len(word) < SHORTEST
                or word in plain_words()
                or word in written()
                or not WORDLIKE.fullmatch(word)
            ):
                continue
            tag = part_of_speech(word)
            if tag == "t":
                narrows = not _TIME.search(word)
            elif tag:
                narrows = tag.startswith(_NOUNS) or word in beside() or (tag == "l" and len(word) == LONG)
            else:
                narrows = not LOOSE.search(word) and (
                    len(word) >= LONG or any(word in text for text in texts)
                )
            if narrows or GRADE.fullmatch(word):
                found.append(word)
    return tuple(dict.fromkeys(found))
