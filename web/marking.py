"""Report text as HTML with a place marked in it; everything from a report is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from ingest.fold import squeeze

if TYPE_CHECKING:
    from ingest.document import Citation, Document

DEEPEST_HEADING = 6
"""HTML knows headings down to h6; the page has h1 and h2 of its own, so that level 1 is shown as h3."""


def marked(text: str, offset: int, start: int, end: int, anchor: str = "") -> str:
    """`text`, which stands at `offset` of a report, with the characters `start:end` of the report marked.

    >>> marked("满意率67.82%。", 100, 103, 109)
    '满意率<mark>67.82%</mark>。'
    >>> marked("<b>", 0, 5, 9)
    '&lt;b&gt;'
    """
    first, last = max(start - offset, 0), min(end - offset, len(text))
    if first >= last:
        return escape(text)
    name = f' id="{escape(anchor)}"' if anchor else ""
    return f"{escape(text[:first])}<mark{name}>{escape(text[first:last])}</mark>{escape(text[last:])}"


def surroundings(document: Document, cited: Citation) -> tuple[int, int]:
    """The passages that the quote stands in, as `start, end`; the quote alone where there is none."""
    touching = [p for p in document.passages if p.start < cited.end and cited.start < p.end]
    if not touching:
        return cited.start, cited.end
    return min(touching[0].start, cited.start), max(touching[-1].end, cited.end)


def in_place(document: Document, cited: Citation) -> str:
    """The passage around a quote, with the quote marked."""
    start, end = surroundings(document, cited)
    return marked(
        document.text[start:end].strip("\n"),
        start + _leading(document.text[start:end]),
        cited.start,
        cited.end,
    )


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def whole_text(document: Document, start: int, end: int, anchor: str) -> str:
    """The report's text, headings and table rows shown as such, with `start:end` marked.

    The first mark carries `anchor` as its id.
    """
    return "".join(_paragraphs(document, start, end, anchor))


def _paragraphs(document: Document, start: int, end: int, anchor: str) -> Iterator[str]:
    shape = _Shape(document)
    position = 0
    for line in document.text.split("\n"):
        here, position = position, position + len(line) + 1
        if not line.strip():
            continue
        touches = start < here + len(line) and here < end
        content = marked(line, here, start, end, anchor if touches else "")
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
        # A run-in heading ("一是加强监管。…") shares its line with what it heads, and stays in it.
        if section is not None and section.body >= start + len(line.rstrip()):
            level = min(section.level + 2, DEEPEST_HEADING)
            return f"<h{level}>{content}</h{level}>"
        if self._title and squeeze(line) == self._title:
            return f'<p class="heading">{content}</p>'
        return f"<p>{content}</p>"
