"""Real questions, put to reports that are made: moved to the places and years that a library has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bench.annotation import read_gold
from ingest.divisions import find_divisions
from search.library.report import Report

_GOLD = Path(__file__).parents[1]
_YEAR = re.compile(r"20[12]\d(?=年)")
_OPEN = 4  # one question in so many names no place and no year, and is put to all reports


def real_questions(most: int) -> list[str]:
    """At most `most` questions of the annotation, evenly over it."""
    found = [q.text for name in ("gold", "guard") for q in read_gold(_GOLD / name).questions]
    return found[:: max(len(found) // most, 1)][:most]


def moved_questions(reports: Sequence[Report], most: int, *, seed: int = 0) -> list[str]:
    """Those questions with the region and the year of some report each; one in four with neither.

    >>> moved_questions([], 1)
    []
    """
    random = Random(seed)
    placed = [report for report in reports if report.about.region and report.about.year]
    if not placed:
        return []
    found = []
    for number, text in enumerate(real_questions(most)):
        about = random.choice(placed).about
        if number % _OPEN == 0:
            found.append(_moved(text, "", "").lstrip("的") or text)
        else:
            found.append(_moved(text, about.region or "", f"{about.year}"))
    return found


def _moved(text: str, region: str, year: str) -> str:
    text = _YEAR.sub(year, text) if year else re.sub(rf"{_YEAR.pattern}年?(?:度)?", "", text)
    kept, begin = [], 0
    for found in find_divisions(text):
        kept.append(text[begin : found.start])
        # 广州市花都区 is one place.
        if found.start > begin or not kept[:-1]:
            kept.append(region)
        begin = found.end
    return "".join([*kept, text[begin:]])
