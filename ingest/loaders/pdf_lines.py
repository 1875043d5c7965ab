"""Glyphs of a page put into lines, and lines into reading order; pure geometry."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from ingest.loaders.pdf_pages import Glyph

Line = list[Glyph]

_SAME_LINE = 0.5
"""Share of the smaller height by which two pieces on one line overlap; raised and small digits still do."""

_BACK = 0.5
"""A step back by this share of the size begins a new piece; kerning steps back by less."""

_WORD_GAP = 0.3
"""A gap of this share of the size is a space; characters of a justified line stand up to 0.2 apart."""

_COLUMN_LINES = 8
"""Fewer lines side by side are a signature or a pair of stamps, not columns of prose."""

_STEP = 4.0
"""Points within which lines begin at the same place: a third of a character of the smallest print."""

_USUAL = 0.15
"""At the left edge of the text begin at least this share of the lines; titles and signatures are fewer."""

_FEW = 6
"""A page of fewer lines does not show its margin."""

_SET_IN = (1.4, 2.8)
"""First lines are set in by two characters (GB/T 9704-2012, 7.3.3), in sizes of the line; titles by more."""

_FILLED = 0.6
"""Lines of prose fill their column; entries of a table without rules do not."""


def lines(glyphs: list[Glyph]) -> list[Line]:
    """The lines of text in reading order, each with its glyphs from left to right.

    Text at a slant (a watermark across the page) is left out; text turned against the rest comes last.
    """
    upright = [glyph for glyph in glyphs if glyph.turn >= 0]
    if not upright:
        return []
    turns = Counter(glyph.turn for glyph in upright if not glyph.char.isspace())
    ordered: list[Line] = []
    for turn, _ in turns.most_common():
        own = [_turned(glyph, turn) for glyph in upright if glyph.turn == turn]
        back = {glyph.index: glyph for glyph in upright}
        ordered += [[back[glyph.index] for glyph in line] for line in _in_order(_rows(_pieces(own)))]
    return ordered


def gap_between(left: Glyph, right: Glyph) -> bool:
    """Whether there is the space of a word between two neighbours on a line."""
    if left.turn != right.turn or left.turn != 0:
        return False
    return right.left - left.right > _WORD_GAP * max(left.size, right.size)


def left_margins(pages: list[list[Line]]) -> list[float]:
    """The left edge of the text on each page, in points.

    It is told from the whole document, because all lines of a page may begin a paragraph; a page whose lines
    all stand elsewhere (mirrored margins, another paper) has its own.
    """
    lefts = Counter(round(line[0].left / _STEP) for page in pages for line in page if line[0].turn == 0)
    usual = [place for place, count in lefts.items() if count >= _USUAL * lefts.total()]
    shared = min(usual, default=0) * _STEP
    margins = []
    for page in pages:
        own = [line[0].left for line in page if line[0].turn == 0]
        near = any(abs(left - shared) <= _STEP for left in own) or len(own) < _FEW
        margins.append(shared if near else min(own))
    return margins


def is_indented(line: Line, margin: float) -> bool:
    """Whether a line is set in as the first one of a paragraph is: by about two characters."""
    first = line[0]
    return first.turn == 0 and _SET_IN[0] * first.size < first.left - margin < _SET_IN[1] * first.size


def _turned(glyph: Glyph, turn: int) -> Glyph:
    """The glyph on a page that is turned so that it stands upright; only distances matter."""
    if turn == 0:
        return glyph
    left, top, right, bottom = glyph.left, glyph.top, glyph.right, glyph.bottom
    if turn == 1:  # reads upwards
        left, top, right, bottom = -bottom, left, -top, right
    elif turn == 2:
        left, top, right, bottom = -right, -bottom, -left, -top
    elif turn == 3:  # reads downwards
        left, top, right, bottom = top, -right, bottom, -left
    return replace(glyph, left=left, top=top, right=right, bottom=bottom)


def _pieces(glyphs: list[Glyph]) -> list[Line]:
    """Stretches of the text layer that run on from left to right on one height."""
    pieces: list[Line] = []
    for glyph in glyphs:
        last = pieces[-1][-1] if pieces else None
        if (
            last is None
            or not _overlap(last, glyph)
            or glyph.left < last.left - _BACK * last.size
            or glyph.left > last.right + 2 * max(last.size, glyph.size)
        ):
            pieces.append([glyph])
        else:
            pieces[-1].append(glyph)
    return [piece for piece in pieces if any(not glyph.char.isspace() for glyph in piece)]


def _overlap(one: Glyph, other: Glyph) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_LINE * min(one.size, other.size)


def _rows(pieces: list[Line]) -> list[list[Line]]:
    """Pieces that stand on one height, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: _ink(piece).middle):
        if rows and any(_overlap(_ink(other), _ink(piece)) for other in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: _ink(piece).left) for row in rows]


def _ink(piece: Line) -> Glyph:
    return next(glyph for glyph in piece if not glyph.char.isspace())


def _in_order(rows: list[list[Line]]) -> list[Line]:
    """Rows as lines; where prose stands in two columns, the left one of each stretch first."""
    gutter = _gutter(rows)
    if gutter is None:
        return [_joined(row) for row in rows]
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if any(piece[0].left < gutter < piece[-1].right for piece in row):
            ordered += [*left, *right, _joined(row)]
            left, right = [], []
            continue
        sides = [p for p in row if p[-1].right <= gutter], [p for p in row if p[-1].right > gutter]
        for column, side in zip((left, right), sides, strict=True):
            if side:
                column.append(_joined(side))
    return [*ordered, *left, *right]


def _gutter(rows: list[list[Line]]) -> float | None:
    """Where the white band between two columns of prose runs, or None."""
    pairs = [(a[-1].right, b[0].left) for row in rows for a, b in pairwise(row)]
    if len(pairs) < _COLUMN_LINES or len(pairs) < len(rows) / 2:
        return None
    left, right = min(row[0][0].left for row in rows), max(row[-1][-1].right for row in rows)
    middle = [
        (a, b) for a, b in pairs if left + 0.3 * (right - left) < (a + b) / 2 < left + 0.7 * (right - left)
    ]
    if len(middle) < _COLUMN_LINES:
        return None
    # The band is bounded by the longest left line and the left edge of the right column.
    edge = Counter(round(b) for _, b in middle).most_common(1)[0][0]
    within = [a for a, b in middle if abs(b - edge) < 3]
    ends = [a for a in within if a < edge]
    if len(ends) < _COLUMN_LINES:
        return None
    filled = sum(a - left > _FILLED * (edge - left) for a in ends)
    return (max(ends) + edge) / 2 if filled > _FILLED * len(ends) else None


def _joined(pieces: list[Line]) -> Line:
    line = [glyph for piece in pieces for glyph in piece]
    while line and line[-1].char.isspace():
        line.pop()
    while line and line[0].char.isspace():
        line.pop(0)
    return line
