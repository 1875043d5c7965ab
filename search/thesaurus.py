"""Everyday words and the field's words for the same thing (data: `language/thesaurus.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("language") / "thesaurus.toml"


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["entry"])


def field_words(question: str) -> tuple[str, ...]:
    """The field's words for what `question` says in everyday ones, without those it has already.

    >>> field_words("多大比例的来电能打得进去")[:2]
    ('接通率', '接通')
    """
    found: dict[str, None] = {}
    for entry in entries():
        if any(word in question for word in entry["say"]):
            found.update(dict.fromkeys(word for word in entry["mean"] if word not in question))
    return tuple(found)
