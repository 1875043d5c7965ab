"""Where the words of a query stand in a passage, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ingest.fold import fold

Span = tuple[int, int]


def marks(text: str, words: Collection[str], start: int = 0) -> tuple[Span, ...]:
    """Where any of `words` stands in `text`, in order and without overlaps.

    Args:
        words: folded and in lower case.
        start: the position of the text's first character, to which the spans are shifted.

    >>> marks("全年办理热线工单67万件，工单满意率98%", ["工单", "热线工单"], 100)
    ((104, 108), (113, 115))
    """
    folded = plain(text)
    found: list[Span] = []
    for word in words:
        place = folded.find(word)
        while word and place >= 0:
            found.append((start + place, start + place + len(word)))
            place = folded.find(word, place + len(word))
    return tuple(_joined(found))


def plain(text: str) -> str:
    """`text` folded and in lower case, every character in its place.

    >>> plain("ＡI İ，“花都行”")
    'ai İ,"花都行"'
    """
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in fold(text))


def _joined(spans: Iterable[Span]) -> Iterable[Span]:
    """The same characters in as few spans as can be."""
    last: Span | None = None
    for begin, end in sorted(spans):
        if last is not None and begin <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (begin, end)
    if last is not None:
        yield last
