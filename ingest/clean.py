"""Cleaning only deletes: hard line wraps, page furniture, blanks inside words; every kept character knows its origin.

Published reports are typeset, and their text layer is cut where the lines were cut ("走访 7 \\n 个镇"). Whether a
line end ends a paragraph is read off the typesetting: a line that had room for the next word was ended on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, Box, RawText, Run, measure
from ingest.markers import match_lead, number, starts_heading

# Typesetters squeeze blanks and punctuation, so a full line may measure a little short of the widest.
_SLACK = 3
# The first line of a paragraph begins two characters (four columns) further right; the indent is often lost.
_INDENT = 4
# Where it is not lost (typed, or put in by the PDF loader), the line begins a paragraph; centred titles have more.
_TYPED_INDENT = re.compile(r"(?<![^\n\r\f\v\x1c-\x1e\x85\u2028\u2029])\u3000\u3000(?!\s)")
# Above this many columns (60 characters a line, A4 across) lines are whole paragraphs, not typeset lines.
_WIDEST_TYPESET_LINE = 120
# In a text of whole paragraphs only a long line can have been cut, by a page end.
_LONG_LINE = 40
# Some paragraphs are set narrower than the rest; a line this full that ends in mid-sentence goes on.
_NARROW = 0.6
# The title stands before the first heading and ends in one of these; what follows it is no part of it.
_TITLE_END = re.compile(r"(?:报告|说明|总结|方案|情况|自评表)(?:[（(].{1,12}[）)])?$")
# "…部门整体支出绩效自评表" and on the next line "说明".
_TITLE_REST = re.compile(r"的?(?:情况)?的?(?:报告|说明|总结|方案)")
# A line of an introduction may end in such a word as well; a title has none of these in it.
_PROSE = re.compile(r"[，。；]")

_FURNITURE = re.compile(
    r"""[-—–―－─·\s]*(?:\d{1,3}|[IVXivx]{1,6})[-—–―－─·\s]*     # — 12 —   - 3 -   5, but not "5." or "2023"
      | [-—–―－─·.]+\s*\d{1,4}\s*[-—–―－─·.]+                   # — 1024 —   . 3 .
      | 第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?          # 第 3 页 共 10 页
      | \d{1,4}\s*/\s*\d{1,4}                                     # 3 / 10
      | [Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?""",
    re.VERBOSE,
)
# A number with nothing behind it ("…89宗。5.") ends its line too.
_SENTENCE_END = re.compile(r"(?:[。！？!?；;：:][”’」』）)]*|[。；]\s*\d{1,2}[.．、])$")
_OPEN_END = re.compile(r"[，、,（(《“‘]$")
_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_RUN_OF_LATIN = re.compile(r"[0-9A-Za-z.,%+\-/]+")
# A line cannot begin with these, so they go with the character before them (kinsoku rules, W3C CLREQ 3.1.2).
_NO_LINE_START = "。，、；：！？）》”’」』】%）,.;:!?)"
# And these cannot end one, so they go with what follows ("…；" was full before "“1012”疫情").
_NO_LINE_END = "（《“‘「『【("


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text of which every paragraph is one line; `blocks` are its paragraphs, headings and rows, in order."""

    text: str
    runs: tuple[Run, ...]
    blocks: tuple[Block, ...]


def clean(raw: RawText) -> CleanText:
    """`raw` without line wraps, page numbers and stray blanks; nothing is put in, nothing changes place."""
    kept: list[tuple[int, int]] = []
    blocks: list[Block] = []
    length = 0
    width = _typeset_width(raw)
    for block, lines in _paragraphs(raw, width):
        pieces = [piece for line in lines for piece in _without_blanks(raw.text, *line, kind=block.kind)]
        pieces = _tidy_joints(raw.text, pieces)
        size = sum(end - start for start, end in pieces)
        if not size:
            continue
        line_end = _line_end(raw.text, lines[-1][1])
        if line_end is not None:
            pieces.append(line_end)
        kept.extend(pieces)
        blocks.append(Block(length, length + size, block.kind, block.level))
        length += size + (line_end is not None)
    text = "".join(raw.text[start:end] for start, end in kept)
    return CleanText(text, tuple(_moved(raw, kept)), tuple(blocks))


def columns(text: str) -> int:
    """The width of `text` in columns: two for a Chinese character, one for a Latin one (UAX #11).

    >>> columns("共7个")
    5
    """
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """Columns of each character, looked up once: a text has some thousands of different ones."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def _typeset_width(raw: RawText) -> int | None:
    """The measure of the typeset lines, None where the lines are whole paragraphs."""
    widths = sorted(
        columns(raw.text[start:end])
        for block in raw.blocks
        if block.kind == "lines"
        for start, end in _lines(raw.text, block.start, block.end)
    )
    if not widths:
        return None
    wide = widths[int(len(widths) * 0.95)]  # the odd line that runs over does not set the measure
    return wide if wide <= _WIDEST_TYPESET_LINE else None


def _paragraphs(raw: RawText, width: int | None) -> Iterator[tuple[Block, list[tuple[int, int]]]]:
    """Each paragraph as its block and the lines that make it up."""
    carried: tuple[Block, list[tuple[int, int]]] | None = None
    headed = False
    for block in raw.blocks:
        lines = list(_lines(raw.text, block.start, block.end))
        if block.kind != "lines":
            if carried:
                yield carried
                carried = None
            if lines:
                yield block, [_row(raw.text, block)] if block.kind == "row" else lines
            continue
        for line in lines:
            if carried is None:
                carried = (Block(line[0], line[1], "paragraph"), [line])
            elif _goes_on(raw.text, carried[1], line, width, headed):
                carried[1].append(line)
            else:
                yield carried
                carried = (Block(line[0], line[1], "paragraph"), [line])
            headed = headed or starts_heading(raw.text[slice(*line)])
    if carried:
        yield carried


def _row(text: str, block: Block) -> tuple[int, int]:
    """A table row without its line end; the tabs of empty cells at either end stay, they keep the columns apart."""
    row = text[block.start : block.end]
    return block.start + len(row) - len(row.lstrip("\n\r\f\v")), block.start + len(row.rstrip("\n\r\f\v"))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        stripped = line.strip()
        if stripped and not _FURNITURE.fullmatch(stripped):
            first = match.start() + len(line) - len(line.lstrip())
            yield first, first + len(stripped)


def _goes_on(
    text: str, before: Sequence[tuple[int, int]], line: tuple[int, int], width: int | None, headed: bool
) -> bool:
    """Whether `line` goes on with the paragraph whose lines are `before`; `headed` is past the title."""
    last = text[slice(*before[-1])]
    this = text[slice(*line)]
    if _TYPED_INDENT.match(text, max(line[0] - 2, 0)) or _counts_on(text[slice(*before[0])], this):
        return False
    if _OPEN_END.search(last):
        return True
    in_title = not headed and not _PROSE.search(text, before[0][0], before[-1][1])
    if in_title and (_is_first(this) or (_TITLE_END.search(last) and not _TITLE_REST.fullmatch(this))):
        return False
    ended = bool(_SENTENCE_END.search(last))
    if width is None:
        long = columns(last) > _LONG_LINE
        return long and not ended and not starts_heading(this) and not _is_heading(last)
    room = width - columns(last) - (_INDENT if len(before) == 1 else 0) - _SLACK
    full = room < columns(_first_token(this))
    if not full:
        cut = not ended and columns(last) >= _NARROW * width
        return cut and not starts_heading(this) and not _is_heading(last)
    return not (starts_heading(this) and (ended or _is_heading(last)))


def _counts_on(first: str, this: str) -> bool:
    """Whether `this` begins with the number after the one that `first` begins with ("(1)…，" "(2)…")."""
    one, other = match_lead(first), match_lead(this)
    return (
        one is not None
        and other is not None
        and one[0] is other[0]
        and number(other[1].group(1)) == number(one[1].group(1)) + 1
    )


def _is_first(line: str) -> bool:
    """Whether `line` begins with the number one: behind a title that is the first heading."""
    lead = match_lead(line)
    return lead is not None and lead[0].name != "一是" and number(lead[1].group(1)) == 1


def _is_heading(line: str) -> bool:
    return starts_heading(line) and not re.search(r"[。；;]", line)


def _first_token(line: str) -> str:
    """What the typesetter would have had to fit at the end of the line before."""
    end = len(line) - len(line.lstrip(_NO_LINE_END))
    latin = _RUN_OF_LATIN.match(line, end)
    end = latin.end() if latin else end + 1
    while end < len(line) and line[end] in _NO_LINE_START:
        end += 1
    return line[:end]


def _without_blanks(text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text[start:end]` that are kept: tabs between cells stay, blanks and controls go.

    A blank stays between two Latin words ("Smart City"), one of them.
    """
    if (piece := text[start:end]).isprintable() and " " not in piece:
        if piece:
            yield start, end  # nothing to drop: controls and blanks other than " " are not printable
        return
    first = start
    position = start
    while position < end:
        if not _is_dropped(text[position], kind):
            position += 1
            continue
        if first < position:
            yield first, position
        after = position
        while after < end and _is_dropped(text[after], kind):
            after += 1
        if (
            text[position] == " "
            and start < position
            and after < end
            and _both_latin(text[position - 1], text[after])
        ):
            yield position, position + 1
        first = position = after
    if first < end:
        yield first, end


def _tidy_joints(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring stretches joined; a line ends in a Latin word and the next begins with one: nothing to add."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        elif text[start:end]:
            joined.append((start, end))
    return joined


def _is_dropped(char: str, kind: str) -> bool:
    if char == "\t":
        return kind != "row"
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Co")


def _both_latin(left: str, right: str) -> bool:
    """Whether a blank between `left` and `right` parts two words ("Smart City"), which in "98 %" it does not."""
    latin = left.isascii() and right.isascii() and left.isprintable() and right.isprintable()
    return latin and right not in _NO_LINE_START and left not in _NO_LINE_END


def _line_end(text: str, position: int) -> tuple[int, int] | None:
    """The first line break at or behind `position`, kept as the end of the paragraph."""
    while position < len(text) and text[position].isspace():
        if text[position] in "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029":
            return position, position + 1
        position += 1
    return None


def _moved(raw: RawText, kept: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """The runs of the kept characters, at their new positions."""
    index = 0
    position = 0
    counted, offset = 0, 0  # characters of the current run already measured, and their length in the file
    for start, end in kept:
        while index < len(raw.runs) and raw.runs[index].end <= start:
            index, counted, offset = index + 1, 0, 0
        while index < len(raw.runs) and raw.runs[index].start < end:
            run = raw.runs[index]
            first, last = max(start, run.start), min(end, run.end)
            here = first - run.start
            offset += measure(raw.text[run.start + counted : first], raw.encoding)
            counted = here
            new = position + first - start
            yield Run(new, new + last - first, run.part, run.offset + offset, _cut(run, first, last))
            if run.end > end:
                break
            index, counted, offset = index + 1, 0, 0
        position += end - start


def _cut(run: Run, first: int, last: int) -> Box | None:
    if run.box is None:
        return None
    left, top, right, bottom = run.box
    width = (right - left) / (run.end - run.start)
    return (left + width * (first - run.start), top, left + width * (last - run.start), bottom)
