"""Towns, townships and streets of China by district, and where a text names them.

The data (`towns.txt`) are facts of public administrative tables. Many districts have a 城关镇: a name alone does not
tell where the place lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# 新华街 is short for 新华街道.
_SHORT = {"街": "街道"}
_ENDINGS = re.compile("街道|[镇乡街]")
_STEMS = range(8, 1, -1)
_NONE: frozenset[str] = frozenset()


def is_town_of(name: str, district: str) -> bool:
    """Whether the district with this code (GB/T 2260, six digits) has a town or street of this name.

    >>> is_town_of("新华街", "440114"), is_town_of("新华街", "440106")
    (True, False)
    """
    ending = _ENDINGS.search(name, max(len(name) - 2, 0))
    if ending is None or ending.end() != len(name):
        return False
    written = _SHORT.get(ending.group(), ending.group())
    return f"{name[: ending.start()]}{written}" in _districts().get(district, _NONE)


def find_towns(text: str) -> Iterator[tuple[int, int]]:
    """Where `text` has such names, the longest at each ending; a name may only look like one (美丽|乡).

    >>> [text[a:b] for text in ["在厚街镇、望牛墩镇试点"] for a, b in find_towns(text)]
    ['厚街镇', '望牛墩镇']
    """
    for ending in _ENDINGS.finditer(text):
        written = _SHORT.get(ending.group(), ending.group())
        for length in _STEMS:
            start = ending.start() - length
            if start >= 0 and f"{text[start : ending.start()]}{written}" in _all():
                yield start, ending.end()
                break


@cache
def _all() -> frozenset[str]:
    return frozenset().union(*_districts().values())


@cache
def _districts() -> dict[str, frozenset[str]]:
    return dict(_read())


def _read() -> Iterator[tuple[str, frozenset[str]]]:
    for line in Path(__file__).with_name("towns.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, *words = line.split()
        ending, names = "", set()
        for word in words:
            if _ENDINGS.fullmatch(word):
                ending = word
            else:
                names.add(f"{word}{ending}")
        yield code, frozenset(names)
