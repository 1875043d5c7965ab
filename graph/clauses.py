"""Sentences, clauses and lists of names: the frame in which relations are read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.facts import Mention

_SENTENCE_END = re.compile(r"[。！？\n]|；")
_CLAUSE_END = re.compile(r"[，；。：！？\n,;]")
# Between two names of one list: ”、“ or 》和《 or （简称）、.
_BETWEEN = re.compile(r"[”》]?(?:（[^（）]{0,20}）)?(?:[、和与及]|以及|以及“)?[、和与及]?[“《]?$")
# All districts of a province fit; a dump of thousands of names would be read in the square of their number.
_LONGEST_RUN = 150
_CLOSERS = "”》）"
_OPENERS = "“《"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` up to its full stop or semicolon, with the mentions in it, in order.

    Attributes:
        masked: the whole text with every character of a name hidden.
        marks: where the commas and colons stand in it that are in no name.
    """

    text: str
    masked: str
    start: int
    end: int
    mentions: tuple[Mention, ...]
    marks: tuple[int, ...]

    def clause(self, mention: Mention) -> tuple[int, int]:
        """The stretch between commas that holds `mention`; commas inside names do not count."""
        before, behind = bisect_left(self.marks, mention.start), bisect_left(self.marks, mention.end)
        start = self.marks[before - 1] + 1 if before else self.start
        return start, self.marks[behind] if behind < len(self.marks) else self.end

    def run_of(self, mention: Mention) -> tuple[Mention, ...]:
        """The list of names that `mention` stands in (A、B和C), itself alone if there is none.

        Of a longer list than anybody writes the part around `mention`.
        """
        first = last = bisect_left(
            self.mentions, (mention.start, mention.end), key=lambda m: (m.start, m.end)
        )
        lowest, highest = first - _LONGEST_RUN, first + _LONGEST_RUN
        while first > max(0, lowest) and self._adjoin(first - 1):
            first -= 1
        while last + 1 < min(len(self.mentions), highest) and self._adjoin(last):
            last += 1
        return self.mentions[first : last + 1]

    def _adjoin(self, index: int) -> bool:
        one, two = self.mentions[index], self.mentions[index + 1]
        gap = self.text[one.end : two.start]
        beside = bool(gap) or one.type == "REGION"
        return one.type == two.type and beside and _BETWEEN.fullmatch(gap) is not None


# More names than any sentence has; a text without full stops is read in pieces of so many.
_MOST_NAMES = 300


def sentences(text: str, masked: str, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """The sentences of `text` that hold a mention; a full stop inside a name ends nothing."""
    starts = [m.start for m in mentions]
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(masked)), len(text)]:
        first, behind = bisect_left(starts, start), bisect_left(starts, end)
        for begin in range(first, behind, _MOST_NAMES):
            inside = tuple(mentions[begin : min(begin + _MOST_NAMES, behind)])
            stop = starts[begin + _MOST_NAMES] if begin + _MOST_NAMES < behind else end
            marks = tuple(m.start() for m in _CLAUSE_END.finditer(masked, start, stop))
            yield Sentence(text, masked, start, stop, inside, marks)
            start = stop
        start = end


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """`start:end` with the marks that belong to a name at either edge."""
    if start > 0 and text[start - 1] in _OPENERS:
        start -= 1
    if end < len(text) and text[end] in _CLOSERS:
        end += 1
    return start, end
