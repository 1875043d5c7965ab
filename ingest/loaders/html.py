"""Web pages: headings, paragraphs, lists and tables of the main content, each with the path of its element.

The only file that imports selectolax; `html_main` walks its nodes.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.document import BlockKind, IngestError, RawText
from ingest.fold import squeeze
from ingest.loaders.encoding import decode
from ingest.loaders.html_main import MAX_DEPTH, elements, is_data, is_dropped, main_of
from ingest.loaders.markup import number
from ingest.loaders.writer import Writer

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # browsers look at the first 1024 bytes; content systems put comments before
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SITE_NAME = re.compile(r"\s*[-_|–—]\s*[^-_|–—]*(?:网|政府|门户|网站|平台|信息公开)[^-_|–—]*$")
_TITLE_WITHIN = 400  # characters of the content in which its title stands, if it stands there at all
_MAX_SPAN = 400  # columns; a larger colspan is a slip
_BLOCKS = frozenset(
    {
        "html", "body", "div", "section", "article", "main", "center", "header", "p", "pre", "blockquote",
        "address", "ul", "ol", "dl", "li", "dt", "dd", "figure", "figcaption", "details", "summary",
        "fieldset", "legend", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "caption", "thead", "tbody",
        "tfoot", "tr", "td", "th",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, source: str) -> RawText:
    """The main content of a web page.

    Runs stand in "element/html[1]/body[1]/p[2]", offsets count the characters of the element's own text
    (its direct text nodes, one after the other). White space is shown as a browser would, and a space that
    stands for it has no origin.

    Raises:
        IngestError: the encoding cannot be told, or the page is broken beyond reading.
    """
    from selectolax.lexbor import LexborHTMLParser

    charset = _CHARSET.search(data[:_CHARSET_WITHIN])
    decoded = decode(data, source, charset[1].decode().lower() if charset else None)
    root = LexborHTMLParser(_XML_DECLARATION.sub("", decoded.text, count=1)).root
    writer = _Page()
    try:
        main = main_of(root) if root is not None else None
        if root is not None and main is not None:
            _write_title(writer, root, main)
            writer.blocks(main, _path(main), 0)
    except RecursionError as error:
        raise IngestError(
            source, f"网页嵌套超过 {MAX_DEPTH} 层", "请用浏览器打开，另存为 PDF 再导入"
        ) from error
    return writer.writer.finish("html")


class _Page:
    def __init__(self) -> None:
        self.writer = Writer()
        self._space = False
        self._begun = False

    def blocks(
        self, node: Any, path: str, depth: int, kind: BlockKind = "paragraph", level: int | None = None
    ) -> None:
        """Write the content of a block element: its inline stretches and its inner blocks, in order."""
        if depth > MAX_DEPTH:
            raise RecursionError
        stretch: list[tuple[Any, str, int]] = []
        for child, child_path, offset in _children(node, path):
            tag = child.tag
            if tag == "br" or _is_block(child):
                self.stretch(stretch, kind, level, depth)
                stretch = []
                if tag == "table" and is_data(child):
                    self._table(child, child_path, depth)
                elif tag in _HEADINGS:
                    self.blocks(child, child_path, depth + 1, "heading", _HEADINGS[tag])
                elif tag != "br":
                    self.blocks(child, child_path, depth + 1, kind, level)
            else:
                stretch.append((child, child_path, offset))
        self.stretch(stretch, kind, level, depth)

    def stretch(
        self, stretch: list[tuple[Any, str, int]], kind: BlockKind, level: int | None, depth: int
    ) -> None:
        """Write children that stand side by side as one block."""
        with self.writer.block(kind, level):
            self._space = self._begun = False
            for child, path, offset in stretch:
                self._inline(child, path, offset, depth)

    def _inline(self, node: Any, path: str, offset: int, depth: int) -> None:
        """Write a text node (which stands at `offset` of element `path`), or what an inline element holds."""
        if depth > MAX_DEPTH:
            raise RecursionError
        if node.is_text_node:
            self._text(node.text_content or "", path, offset)
            return
        for child, child_path, child_offset in _children(node, path):
            # A block in a cell or in an inline element: the line break it makes is a space here.
            self._space = self._space or _is_block(child) or child.tag == "br"
            self._inline(child, child_path, child_offset, depth + 1)
            self._space = self._space or _is_block(child)

    def _text(self, text: str, path: str, offset: int) -> None:
        position = 0
        for space in _SPACES.finditer(text):
            self._piece(text[position : space.start()], path, offset + position)
            self._space = True
            position = space.end()
        self._piece(text[position:], path, offset + position)

    def _piece(self, piece: str, path: str, offset: int) -> None:
        if piece:
            self.writer.put(" " if self._space and self._begun else "")
            self.writer.put(piece, f"element/{path}", offset)
            self._space, self._begun = False, True

    def _table(self, table: Any, path: str, depth: int) -> None:
        covered: dict[int, int] = {}
        for row, row_path in _rows(table, path):
            with self.writer.block("row"):
                column = at = 0
                for cell, cell_path, _ in _children(row, row_path):
                    if cell.tag not in ("td", "th"):
                        continue
                    while covered.get(column, 0) > 0:  # taken by a tall cell of a row above
                        column += 1
                    self.writer.put("\t" * (column - at))
                    at = column
                    self._space = self._begun = False
                    self._inline(cell, cell_path, 0, depth)
                    wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
                    covered.update({at: tall for at in range(column, column + wide) if tall > 1})
                    column += wide
            covered = {at: left - 1 for at, left in covered.items() if left > 1}


def _children(node: Any, path: str) -> list[tuple[Any, str, int]]:
    """What is shown of a node's children: elements with their path; texts with the node's path and offset."""
    counts: dict[str, int] = {}
    offset = 0
    found: list[tuple[Any, str, int]] = []
    for child in elements(node):
        if child.is_text_node:
            found.append((child, path, offset))
            offset += len(child.text_content or "")
            continue
        tag = child.tag or ""
        counts[tag] = counts.get(tag, 0) + 1
        if not is_dropped(child):
            found.append((child, f"{path}/{tag}[{counts[tag]}]", 0))
    return found


def _is_block(node: Any) -> bool:
    if node.tag in _BLOCKS:
        return True
    # Editors wrap whole paragraphs in <span> and <font>.
    return (
        bool(node.is_element_node)
        and node.css_first("p, div, table, h1, h2, h3, h4, h5, h6, li, br") is not None
    )


def _rows(table: Any, path: str) -> list[tuple[Any, str]]:
    rows: list[tuple[Any, str]] = []
    for child, child_path, _ in _children(table, path):
        if child.tag == "tr":
            rows.append((child, child_path))
        elif child.tag in ("tbody", "thead", "tfoot"):
            rows.extend(_rows(child, child_path))
    return rows


def _span(cell: Any, attribute: str) -> int:
    return min(max(number(cell.attributes.get(attribute), 1), 1), _MAX_SPAN)


def _path(node: Any) -> str:
    steps: list[str] = []
    while node is not None and node.is_element_node:
        nth, before = 1, node.prev
        while before is not None:
            nth += before.tag == node.tag
            before = before.prev
        steps.append(f"{node.tag}[{nth}]")
        node = node.parent
    return "/".join(reversed(steps))


def _write_title(page: _Page, root: Any, main: Any) -> None:
    """The page's title as a heading, where the content does not begin with it."""
    title = next((each for each in root.css("h1") if (each.text() or "").strip()), None)
    if title is None:
        title = root.css_first("head title")
    if title is None:
        return
    text = title.text() or ""
    shown = _SITE_NAME.sub("", text) if title.tag == "title" else text
    begin = squeeze((main.text() or "")[: 4 * _TITLE_WITHIN])[:_TITLE_WITHIN]
    if not squeeze(shown) or squeeze(shown) in begin:
        return
    with page.writer.block("heading", 1):
        if title.tag == "title":
            page.writer.put(
                " ".join(shown.split()), f"element/{_path(title)}", len(shown) - len(shown.lstrip())
            )
        else:
            page.stretch([(title, _path(title), 0)], "heading", 1, 0)
