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

    A question that has one of the field's words means that one: 满意率 is not 满意度.

    >>> field_words("多大比例的来电打得进去")[0].means
    ('接通率', '接通')
    """
    found = []
    for entry in entries():
        rest = question
        for word in entry["mean"]:
            rest = rest.replace(word, " ")
        word = next((word for word in sorted(entry["say"], key=len, reverse=True) if word in rest), None)
        if word:
            found.append(Said(word, tuple(entry["mean"])))
    return tuple(found)
