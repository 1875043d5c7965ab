"""Everyday words and the field's words for the same thing (data: `language/thesaurus.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.words import cut

_DATA = Path(__file__).with_name("language") / "thesaurus.toml"
# So many characters stand inside other words by no accident.
_PHRASE = 3


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["entry"])


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says in everyday words, and the field's words that mean it."""

    word: str
    means: tuple[str, ...]


def field_words(question: str) -> tuple[Said, ...]:
    """What `question` says in everyday words, with the field's words for it.

    A word that is only a part of one of the field's is not said: 满意率 says 满意率, not 满意; nor is one that stands
    within another entry's longer one: 奖补 is no 奖; nor one across the borders of words: 儿科 says no 科.

    >>> field_words("多大比例的来电打得进去")[0].means
    ('接通率', '接通')
    """
    borders = frozenset(place for span in cut(question) for place in span)
    found = [
        (said, means) for pattern, means in _patterns() if (said := _said(question, borders, pattern, means))
    ]
    spans = [(said.start(), said.end()) for said, _ in found]
    return tuple(
        Said(said.group(), means)
        for said, means in found
        if not any(
            start <= said.start() and said.end() <= end and end - start > said.end() - said.start()
            for start, end in spans
        )
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """One pattern an entry."""
    return tuple((re.compile("|".join(entry["say"])), tuple(entry["mean"])) for entry in entries())


def _said(
    question: str, borders: frozenset[int], pattern: re.Pattern[str], means: tuple[str, ...]
) -> re.Match[str] | None:
    """The longest stretch of the question that says an entry, outside the longer words of the field that have it in them."""
    said = [match for match in pattern.finditer(question) if _whole(match, borders)]
    if not said:
        return None
    own = [place for word in means for place in _places(word, question)]
    said = [
        match
        for match in said
        if not any(
            start <= match.start() and match.end() <= end and end - start > len(match.group())
            for start, end in own
        )
    ]
    return max(said, key=lambda match: (len(match.group()), -match.start()), default=None)


def _whole(match: re.Match[str], borders: frozenset[int]) -> bool:
    """Whether a match begins or ends with a word: 重点评价 says no 点评. One character says too little."""
    size = len(match.group())
    return size > 1 and (size >= _PHRASE or bool({match.start(), match.end()} & borders))


def _places(word: str, question: str) -> list[tuple[int, int]]:
    """Where a word stands, without overlaps."""
    found, start = [], question.find(word)
    while start >= 0:
        found.append((start, start + len(word)))
        start = question.find(word, start + len(word))
    return found
