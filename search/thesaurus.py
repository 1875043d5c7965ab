"""Everyday words and the field's words for the same thing.

Data: `language/thesaurus.toml`, patterns with examples, and `language/plain_words.txt`, plain words by field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.words import cut

_DATA = Path(__file__).with_name("language") / "thesaurus.toml"
_PLAIN = _DATA.with_name("plain_words.txt")
# So many characters stand inside other words by no accident.
_PHRASE = 3


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["entry"])


@cache
def plain_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Of each everyday word what the rows of the list say that reports call it, one tuple a row."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in _PLAIN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            said, means = line.split(" = ")
            for word in said.split():
                others = tuple(mean for mean in means.split() if mean != word)
                found[word] = (*found.get(word, ()), others)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says in everyday words, and the field's words that mean it."""

    word: str
    means: tuple[str, ...]


def field_words(question: str, *, plain: bool = True) -> tuple[Said, ...]:
    """What `question` says in everyday words, with the field's words for it.

    A word that is only a part of one of the field's is not said: 满意率 says 满意率, not 满意; nor is one that stands
    within another entry's longer one: 奖补 is no 奖; nor one across the borders of words: 儿科 says no 科.

    Args:
        plain: with the list of plain words.

    >>> field_words("多大比例的来电打得进去")[0].means
    ('接通率', '接通')
    """
    borders = frozenset(place for span in cut(question) for place in span)
    rows = [(said, m) for pattern, m in _patterns() if (said := _said(question, borders, pattern, m))]
    listed = _plain_in(question) if plain else []
    words = [(said, m) for pattern, m in listed if (said := _said(question, borders, pattern, m))]
    # A row of patterns was written with its neighbours in sight: no plain word outdoes one.
    return (*_longest_of(rows, rows), *_longest_of(words, [*rows, *words]))


Match = tuple[re.Match[str], tuple[str, ...]]


def _longest_of(found: Sequence[Match], all_found: Sequence[Match]) -> Iterator[Said]:
    """Those of `found` that stand within no longer one of all."""
    spans = [said.span() for said, _ in all_found]
    for said, means in found:
        inside = any(
            start <= said.start() and said.end() <= end and end - start > said.end() - said.start()
            for start, end in spans
        )
        if not inside:
            yield Said(said.group(), means)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """One pattern an entry."""
    return tuple((re.compile("|".join(entry["say"])), tuple(entry["mean"])) for entry in entries())


def _plain_in(question: str) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    """A pattern and its meaning for each row of the list that one of its words stands in the question for."""
    known, longest = plain_words(), _longest()
    words = dict.fromkeys(
        question[start:end]
        for start in range(len(question))
        for end in range(start + 2, min(len(question), start + longest) + 1)
    )
    return [(re.compile(re.escape(word)), means) for word in words if word in known for means in known[word]]


@cache
def _longest() -> int:
    return max(map(len, plain_words()))


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
