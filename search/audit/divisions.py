"""Words by which a whole is divided without overlap: 线上 and 线下, 公办 and 民办, the four quarters."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Division:
    """Parts of which no two overlap.

    Attributes:
        parts: for each part the words that it goes by.
        whole: whether the parts are all there is.
        example: a sentence whose numbers do not add up.
    """

    parts: tuple[tuple[str, ...], ...]
    whole: bool
    example: str


def divided_by(labels: Sequence[str]) -> Division | None:
    """The division of which every label names another part; of a division that is whole, all of its parts.

    >>> found = divided_by(["其中线上", "、线下"])
    >>> found and found.whole
    True
    >>> divided_by(["其中党员", "、女性"]), divided_by(["一季度", "二季度"])
    (None, None)
    """
    for division in divisions():
        named = [_part(division, label) for label in labels]
        apart = None not in named and len(set(named)) == len(named)
        if apart and (not division.whole or len(named) == len(division.parts)):
            return division
    return None


def _part(division: Division, label: str) -> int | None:
    """Which part a label names; None where it names none, or several."""
    named = [at for at, words in enumerate(division.parts) if any(word in label for word in words)]
    return named[0] if len(named) == 1 else None


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions of `partitions.toml`."""
    data = tomllib.loads(files("search.audit").joinpath("partitions.toml").read_text("utf-8"))
    return tuple(
        Division(tuple(tuple(words.split("|")) for words in d["words"]), d["whole"], d["example"])
        for d in data["partition"]
    )
