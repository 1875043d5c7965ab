"""Sentences and passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.document import About, Passage, Section

# Measured: 150-350 characters hold one topic of these reports and still fit a reader's glance.
SHORTEST, LONGEST = 150, 350
# Characters beyond which a line with nothing beneath is an item rather than a heading; with a full stop, sooner.
_LONG_HEADING, _LONG_ENDED = 30, 12

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|\n|$)")
_CLAUSE = re.compile(r".*?(?:；|;|$)|.+")
_PHRASE = re.compile(r".*?(?:[，、\t]|,(?!\d)|$)|.+")
# What has no mark at all (a table that lost its lines, a scan) is cut where no number or Latin word stands.
_PIECE = re.compile(rf".{{1,{LONGEST}}}(?:(?<![0-9A-Za-z.,])|$)|.{{{LONGEST}}}")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as spans without white space at their ends; a line feed ends one.

    >>> text = "一、概况\\n共7个镇。收到表扬信134封！"
    >>> [text[a:b] for a, b in sentences(text)]
    ['一、概况', '共7个镇。', '收到表扬信134封！']
    """
    return list(_spans(_SENTENCE, text, start, len(text) if end is None else end))


def split(text: str, sections: Sequence[Section], about: About, units: Sequence[int]) -> tuple[Passage, ...]:
    """The passages of a report: whole sentences, none across a unit.

    Args:
        units: indexes of the sections that a passage may not cross; run-in items (一是…二是…) are no units.
    """
    passages: list[Passage] = []
    for unit, start, end in _stretches(sections, units, len(text)):
        section = sections[unit]
        bare = unit and not text[section.body : end].strip()
        if bare and not _is_an_item(text[section.start : end]):
            continue
        context = _context(about, section)
        for first, last in _packed(text, start, end):
            if bare or _says_something(text[max(first, section.body) : last]):
                passages.append(Passage(len(passages), first, last, unit, context))
    return tuple(passages)


def _stretches(
    sections: Sequence[Section], units: Sequence[int], length: int
) -> Iterator[tuple[int, int, int]]:
    """Each unit with the text from its heading to the next unit's heading."""
    for position, unit in enumerate(units):
        after = sections[units[position + 1]].start if position + 1 < len(units) else length
        yield unit, sections[unit].start, after


def _context(about: About, section: Section) -> str:
    title = about.title or " ".join(str(p) for p in (about.year, about.region, about.department) if p)
    return " ".join(part for part in (title, *section.path) if part)


def _is_an_item(line: str) -> bool:
    """Whether a heading with nothing beneath says something itself, as the items of a list of one line do."""
    length = sum(c.isalnum() for c in line)
    ended = line.rstrip().endswith(("。", "；", ";"))
    return length > (_LONG_ENDED if ended else _LONG_HEADING)


def _says_something(text: str) -> bool:
    return len(list(islice(filter(str.isalnum, text), 2))) > 1


def _packed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences packed until they are long enough; one too long alone is cut at 、 and ； (never in a number)."""
    begin: int | None = None
    last = start
    for first, stop in _short_sentences(text, start, end):
        if begin is not None and (last - begin >= SHORTEST or stop - begin > LONGEST):
            yield begin, last
            begin = None
        if begin is None:
            begin = first
        last = stop
    if begin is not None:
        yield begin, last


def _short_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in sentences(text, start, end):
        if last - first <= LONGEST:
            yield first, last
            continue
        for part in _spans(_CLAUSE, text, first, last):
            if part[1] - part[0] <= LONGEST:
                yield part
                continue
            phrases = _spans(_PHRASE, text, *part)
            yield from _regrouped([piece for phrase in phrases for piece in _spans(_PIECE, text, *phrase)])


def _regrouped(parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Phrases put together again up to the length of a passage."""
    begin, last = parts[0]
    for first, stop in parts[1:]:
        if stop - begin > LONGEST:
            yield begin, last
            begin = first
        last = stop
    yield begin, last


def _spans(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < end:
        match = pattern.match(text, position, end)
        stop = match.end() if match and match.end() > position else end
        piece = text[position:stop]
        first = position + len(piece) - len(piece.lstrip())
        last = position + len(piece.rstrip())
        if first < last:
            yield first, last
        position = stop
