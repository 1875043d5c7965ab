"""Towns, townships and streets of China by name, and where a text names them.

The data (`towns.txt`) are facts of public administrative tables. It tells what a name is, not where the place lies:
many districts have a 城关镇.
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


def is_town(name: str) -> bool:
    """Whether a town, township or street of this name exists.

    >>> is_town("厚街镇"), is_town("新华街"), is_town("各镇")
    (True, True, False)
    """
    ending = _ENDINGS.search(name, max(len(name) - 2, 0))
    return ending is not None and name[: ending.start()] in _stems(ending.group())


def find_towns(text: str) -> Iterator[tuple[int, int]]:
    """Where `text` has such names, the longest at each ending; a name may only look like one (美丽|乡).

    >>> [text[a:b] for text in ["在厚街镇、望牛墩镇试点"] for a, b in find_towns(text)]
    ['厚街镇', '望牛墩镇']
    """
    for ending in _ENDINGS.finditer(text):
        stems = _stems(ending.group())
        for length in _STEMS:
            start = ending.start() - length
            if start >= 0 and text[start : ending.start()] in stems:
                yield start, ending.end()
                break


@cache
def _stems(ending: str) -> frozenset[str]:
    return _read().get(_SHORT.get(ending, ending), frozenset())


@cache
def _read() -> dict[str, frozenset[str]]:
    stems: dict[str, list[str]] = {}
    ending = ""
    for line in Path(__file__).with_name("towns.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            ending = line.strip("[]")
        elif not line.startswith("#"):
            stems.setdefault(ending, []).extend(line.split())
    return {key: frozenset(names) for key, names in stems.items()}
