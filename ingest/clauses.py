"""Clauses: the stretches between commas, semicolons and colons, and brackets that hold numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.split import sentences

# An ASCII comma or colon between digits belongs to a number or a time.
_BREAK = re.compile(r"[，；：。！？!?\n\t;]|(?<!\d)[,:]|[,:](?!\d)")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_INCLUSIVE = re.compile(r"[（(]含[）)]")


@dataclass(frozen=True, slots=True)
class Clause:
    """`start:end` of the text, without the punctuation that ends it; `aside` if it stands in brackets."""

    start: int
    end: int
    aside: bool = False


def clauses(text: str, start: int, end: int) -> list[list[Clause]]:
    """The clauses of `text[start:end]`, sentence by sentence.

    >>> text = "配备聘用人员20人（其中：雇员4人，聘员16人）。镇（街）大厅上线873项。"
    >>> [[text[c.start:c.end] for c in s] for s in clauses(text, 0, len(text))]
    [['配备聘用人员20人', '其中', '雇员4人', '聘员16人'], ['镇（街）大厅上线873项']]
    """
    return [_clauses(text, first, last) for first, last in sentences(text, start, end)]


def _clauses(text: str, start: int, end: int) -> list[Clause]:
    asides = [
        m.span()
        for m in _BRACKET.finditer(text, start, end)
        if any(c.isdigit() for c in m.group()) and not _INCLUSIVE.fullmatch(m.group())
    ]
    borders = {start, end}
    for match in _BREAK.finditer(text, start, end):
        borders.update(match.span())
    for first, last in asides:
        borders.update((first, first + 1, last - 1, last))
    edges = sorted(borders)
    found = []
    for first, last in pairwise(edges):
        piece = text[first:last]
        if piece.strip("，；：。！？!?,:;（）() \n\t"):
            found.append(Clause(first, last, any(a < last and first < b for a, b in asides)))
    return found
