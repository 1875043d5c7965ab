"""Report text as HTML with places marked in it; everything from a report is escaped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.fold import squeeze

if TYPE_CHECKING:
    from ingest.document import Citation, Document

DEEPEST_HEADING = 6
"""HTML knows headings down to h6; the page has h1 and h2 of its own, so that level 1 is shown as h3."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` of a report that are something: a name, or the clause of a fact.

    Attributes:
        classes: how it looks.
        href: where it leads, "" for a span that only is underlined.
        fact: the id of the fact, whose row in the table is found by it.
        title: what is told when it is pointed at.
    """

    start: int
    end: int
    classes: str
    href: str = ""
    fact: str = ""
    title: str = ""


def marked(text: str, offset: int, start: int, end: int, anchor: str = "", spans: Sequence[Span] = ()) -> str:
    """`text`, which stands at `offset` of a report, with the characters `start:end` of the report marked.

    >>> marked("满意率67.82%。", 100, 103, 109)
    '满意率<mark>67.82%</mark>。'
    >>> marked("<b>", 0, 5, 9)
    '&lt;b&gt;'
    """
    first, last = max(start - offset, 0), min(end - offset, len(text))
    if first >= last:
        return _woven(text, offset, spans)
    name = f' id="{escape(anchor)}"' if anchor else ""
    pieces = (_woven(text[a:b], offset + a, spans) for a, b in ((0, first), (first, last), (last, len(text))))
    before, inside, after = pieces
    return f"{before}<mark{name}>{inside}</mark>{after}"


def _woven(text: str, offset: int, spans: Sequence[Span]) -> str:
    """The text with all spans in it; where several overlap, each stretch of it is all of them."""
    inside = [s for s in spans if s.start < offset + len(text) and offset < s.end]
    if not inside:
        return escape(text)
    edges = {0, len(text)}
    for span in inside:
        edges |= {max(span.start - offset, 0), min(span.end - offset, len(text))}
    cuts = sorted(edges)
    pieces = []
    for first, last in pairwise(cuts):
        here = [s for s in inside if s.start - offset <= first and last <= s.end - offset]
        pieces.append(_piece(text[first:last], here))
    return "".join(pieces)


def _piece(text: str, spans: Sequence[Span]) -> str:
    if not spans:
        return escape(text)
    classes = " ".join(dict.fromkeys(span.classes for span in spans))
    # The shortest name is the one that is meant where names stand in each other.
    link = min((s for s in spans if s.href), key=lambda s: s.end - s.start, default=None)
    facts = " ".join(span.fact for span in spans if span.fact)
    title = link.title if link else next((span.title for span in spans if span.title), "")
    told = f' class="{escape(classes)}"'
    told += f' data-fact="{escape(facts)}"' if facts else ""
    told += f' title="{escape(title)}"' if title else ""
    if link is None:
        return f"<span{told}>{escape(text)}</span>"
    # A report has a thousand names: the tab key goes through the list beside the text instead.
    return f'<a{told} href="{escape(link.href)}" tabindex="-1">{escape(text)}</a>'


def surroundings(document: Document, cited: Citation) -> tuple[int, int]:
    """The passages that the quote stands in, as `start, end`; the quote alone where there is none."""
    touching = [p for p in document.passages if p.start < cited.end and cited.start < p.end]
    if not touching:
        return cited.start, cited.end
    return min(touching[0].start, cited.start), max(touching[-1].end, cited.end)


def in_place(document: Document, cited: Citation, spans: Sequence[Span] = ()) -> str:
    """The passage around a quote, with the quote marked, and the spans (in the order of the text)."""
    start, end = surroundings(document, cited)
    return marked(
        document.text[start:end].strip("\n"),
        start + _leading(document.text[start:end]),
        cited.start,
        cited.end,
        spans=within(spans, start, end),
    )


def within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of sorted spans that begin in `start:end`."""
    return spans[
        bisect_left(spans, start, key=lambda s: s.start) : bisect_left(spans, end, key=lambda s: s.start)
    ]


def context(document: Document, cited: Citation, around: int = 24) -> str:
    """A quote within the characters around it in its line, marked."""
    text = document.text
    first = max(cited.start - around, text.rfind("\n", 0, cited.start) + 1)
    line_end = text.find("\n", cited.end)
    last = min(cited.end + around, len(text) if line_end < 0 else line_end)
    return marked(text[first:last].replace("\t", " "), first, cited.start, cited.end)


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def whole_text(document: Document, start: int, end: int, anchor: str, spans: Sequence[Span] = ()) -> str:
    """The report's text, headings and table rows shown as such, with `start:end` marked, and the spans.

    The first mark carries `anchor` as its id; a heading has the id "s" and the number of its section.
    """
    return "".join(_paragraphs(document, start, end, anchor, sorted(spans, key=lambda s: s.start)))


def _paragraphs(
    document: Document, start: int, end: int, anchor: str, spans: Sequence[Span]
) -> Iterator[str]:
    shape = _Shape(document)
    position = 0
    longest = max((span.end - span.start for span in spans), default=0)
    for line in document.text.split("\n"):
        here, position = position, position + len(line) + 1
        if not line.strip():
            continue
        touches = start < here + len(line) and here < end
        first = bisect_left(spans, here - longest, key=lambda s: s.start)
        last = bisect_left(spans, here + len(line), key=lambda s: s.start)
        content = marked(line, here, start, end, anchor if touches else "", spans[first:last])
        anchor = "" if touches else anchor
        yield shape.paragraph(here, line, content)


class _Shape:
    """Which lines of a report are headings, table rows or the title."""

    def __init__(self, document: Document) -> None:
        self._headings = {s.start: s for s in document.sections if s.level}
        self._rows = {row.start for row in document.rows}
        self._title = squeeze(document.about.title or "")

    def paragraph(self, start: int, line: str, content: str) -> str:
        """The HTML of the line at `start`."""
        if start in self._rows:
            return '<p class="row">' + content.replace("\t", '<span class="cell"></span>') + "</p>"
        section = self._headings.get(start + len(line) - len(line.lstrip()))
        name = f' id="s{section.index}"' if section else ""
        # A run-in heading ("一是加强监管。…") shares its line with what it heads, and stays in it.
        if section is not None and section.body >= start + len(line.rstrip()):
            level = min(section.level + 2, DEEPEST_HEADING)
            return f"<h{level}{name}>{content}</h{level}>"
        if self._title and squeeze(line) == self._title:
            return f'<p class="heading">{content}</p>'
        return f"<p{name}>{content}</p>"
