"""Everyday words and the field's words for the same thing (data: `language/thesaurus.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("language") / "thesaurus.toml"


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["entry"])


@dataclass(frozen=True, slots=True)
class Said:
    """An everyday word of a question, and the field's words that mean it."""

    word: str
    means: tuple[str, ...]


def field_words(question: str) -> tuple[Said, ...]:
    """What `question` says in everyday words, with the field's words for it.

    A word that is only a part of one of the field's is not said: 满意率 says 满意率, not 满意.

    >>> field_words("多大比例的来电打得进去")[0].means
    ('接通率', '接通')
    """
    found = []
    for entry in entries():
        word = next(
            (word for word in sorted(entry["say"], key=len, reverse=True) if _says(question, word, entry)),
            None,
        )
        if word:
            found.append(Said(word, tuple(entry["mean"])))
    return tuple(found)


def _says(question: str, word: str, entry: dict[str, Any]) -> bool:
    """Whether `word` stands in the question outside the longer words of the field that have it in them."""
    for longer in entry["mean"]:
        if word in longer and word != longer:
            question = question.replace(longer, " ")
    return word in question
