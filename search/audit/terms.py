"""Terms of the field with one character that does not belong there: 预算执性 for 预算执行."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ingest.words import part_of_speech
from search.audit.paper import Finding, Paper
from search.audit.sounds import sound_alike
from search.audit.typos import MAY_DIFFER


def read_terms(paper: Paper) -> Iterator[Finding]:
    """A stretch that is a term but for one character, which sounds like it and makes a word with neither neighbour."""
    told: set[int] = set()
    for term in terms():
        for start, at in _one_off(paper.text, term):
            if start + at not in told and _is_slip(paper.text, start, at, term):
                told.add(start + at)
                odd = paper.text[start : start + len(term)]
                message = f"“{odd}”疑为“{term}”之误"
                span = (start, start + len(term))
                yield paper.finding("typo", "warning", message, paper.clause(*span), span)


def _one_off(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Where `term` stands with one other character, and which one: one of its halves is always whole.

    >>> list(_one_off("加强预算执性管理，推进预算执行", "预算执行"))
    [(2, 3)]
    """
    half = len(term) // 2
    for part, before in ((term[:half], 0), (term[half:], half)):
        for match in re.finditer(re.escape(part), text):
            start = match.start() - before
            there = text[start : start + len(term)] if start >= 0 else ""
            if len(there) == len(term):
                differ = [at for at, (a, b) in enumerate(zip(there, term, strict=True)) if a != b]
                if len(differ) == 1:
                    yield start, differ[0]


def _is_slip(text: str, start: int, at: int, term: str) -> bool:
    position = start + at
    odd = text[position]
    if odd in MAY_DIFFER or not sound_alike(odd, term[at]):
        return False
    neighbours = (text[position - 1 : position + 1], text[position : position + 2])
    around = (*neighbours, text[max(0, position - 2) : position + 1], text[position : position + 3])
    return not any(_is_word(pair) for pair in around)


def _is_word(characters: str) -> bool:
    return len(characters) > 1 and bool(part_of_speech(characters)) and part_of_speech(characters) != "x"


@cache
def terms() -> tuple[str, ...]:
    """All terms of `terms.txt`."""
    lines = files("search.audit").joinpath("terms.txt").read_text("utf-8").splitlines()
    return tuple(term for line in lines if not line.startswith("#") for term in line.split())
