"""Where quotes of the annotation stand in the product's texts, and whether its own quotes are verbatim."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeGuard

from bench.figures import Line
from bench.wording import report_of
from ingest.fold import fold

Span = tuple[int, int]

# A citation or a hit that is longer points at a page, not at a statement (GUIDELINES.md: "at most 400").
LONGEST = 400
# Cleaning deletes page furniture ("— 12 —"), on which a quote of the annotation may run; the two sides of
# such a gap are looked for with at least `_SIDE` characters each, enough to be telling. Furniture is at most
# `_GAP` characters long.
_SIDE = 6
_GAP = 8


class ReportText:
    """One report's text, searchable with all white space away."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _bare(self) -> tuple[str, list[int]]:
        folded = fold(self.text)
        kept = [i for i, c in enumerate(folded) if not c.isspace()]
        return "".join(folded[i] for i in kept), kept

    def spans(self, quote: str) -> list[Span]:
        """Every place of `quote`, white space and character width ignored, as spans of `text`."""
        bare, kept = self._bare
        needle = "".join(fold(quote).split())
        if not needle:
            return []
        found = _all(bare, needle) or _around_a_gap(bare, needle)
        return [(kept[start], kept[end - 1] + 1) for start, end in found]


def _all(bare: str, needle: str) -> list[Span]:
    found, at = [], bare.find(needle)
    while at >= 0:
        found.append((at, at + len(needle)))
        at = bare.find(needle, at + 1)
    return found


def _around_a_gap(bare: str, needle: str) -> list[Span]:
    """The place of the quote where a page number in it was deleted: its head and tail side by side."""
    for head in range(len(needle) - _SIDE - 1, _SIDE - 1, -1):
        for start, middle in _all(bare, needle[:head]):
            for tail in range(len(needle) - head - 1, max(_SIDE, len(needle) - head - _GAP) - 1, -1):
                number = any(c.isdigit() for c in needle[head : len(needle) - tail])
                if number and bare.startswith(needle[-tail:], middle):
                    return [(start, middle + tail)]
    return []


class Texts:
    """The product's texts by source."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {source: ReportText(text) for source, text in texts.items()}

    @property
    def reports(self) -> frozenset[str]:
        """The ids of the reports that the library holds."""
        return frozenset(map(report_of, self._texts))

    def source_of(self, report: str) -> str | None:
        """A source of the report, the first by name."""
        return min((s for s in self._texts if report_of(s) == report), default=None)

    def verbatim(self, line: Line, field: str) -> TypeGuard[Line]:
        """Whether the line's `field` is exactly the text at its `start:end`, and not longer than 400."""
        source, start, end, quote = line.get("source"), line.get("start"), line.get("end"), line.get(field)
        if not (isinstance(source, str) and isinstance(start, int) and isinstance(end, int)):
            return False
        report = self._texts.get(source)
        inside = report is not None and 0 <= start < end <= len(report.text) and end - start <= LONGEST
        return inside and report is not None and report.text[start:end] == quote

    def overlaps(self, line: Line, report: str, quote: str) -> bool:
        """Whether the line's span shares a character with a place of `quote` in `report`."""
        spans = self._spans(line, report, quote)
        return any(line["start"] < end and start < line["end"] for start, end in spans)

    def covers(self, line: Line, report: str, quote: str) -> bool:
        """Whether the line's span holds a whole place of `quote` in `report`."""
        spans = self._spans(line, report, quote)
        return any(line["start"] <= start and end <= line["end"] for start, end in spans)

    def _spans(self, line: Line, report: str, quote: str) -> list[Span]:
        source = line["source"]
        return self._texts[source].spans(quote) if report_of(source) == report else []
