"""Which part of a web page is its content: by what is hidden, and by weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 200
"""Pages of content systems nest some 30 deep; more is a broken page, and near Python's recursion limit."""

_MAIN_SHARE = 0.9
"""The content is the innermost element with this share of the weight of the page: a table that stands beside
the text, a tenth of it, keeps both together."""

_LINKED = 0.8  # a list of which this share is links leads away: navigation, other news
_LEAST_LINKS = 4  # fewer are the attachments of a report
_SENTENCE = re.compile(r"[，。；：、！？]")
_PROSE = 20  # characters from which a stretch without punctuation is content too (a title, a table row)

_DROPPED = frozenset(
    {
        "head", "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button",
        "select", "input", "textarea", "option", "iframe", "object", "embed", "svg", "canvas", "video",
        "audio", "map", "dialog", "menu", "rp", "rt",
    }
)  # fmt: skip
_DROPPED_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "toolbar"}
)
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|footer|foot|bottom|sidebar|side|share|"
    r"bdsharebuttonbox|copyright|toolbar|login|search|searchbox|pager|pagination|advert|banner|qrcode|ewm|related|"
    r"recommend|hotnews|location|position|curpos|dqwz|friendlinks?|links|fontsize|print|closewin|topbar)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INSIDE = frozenset(
    {
        "html",
        "body",
        "div",
        "section",
        "article",
        "main",
        "center",
        "table",
        "tbody",
        "tr",
        "td",
        "span",
        "font",
    }
)


def elements(node: Any) -> Iterator[Any]:
    """The children of a node: elements and texts."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def is_dropped(node: Any) -> bool:
    """Whether an element is hidden or is furniture of the page by its name, role or class."""
    tag = node.tag
    if tag in _DROPPED:
        return True
    if not node.is_element_node:
        return not node.is_text_node
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if (attributes.get("role") or "").lower() in _DROPPED_ROLES or _HIDDEN.search(
        attributes.get("style") or ""
    ):
        return True
    if tag in ("html", "body", "main", "article", "p", "td", "tr", "table", "tbody"):
        return False
    if tag == "header":
        return not _is_inside(node, ("article", "main"))
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return _FURNITURE.search(names) is not None or (tag in ("ul", "ol", "dl") and _is_link_list(node))


def main_of(root: Any) -> Any:
    """The innermost element that holds nearly all of the page's text outside links.

    Raises:
        RecursionError: nested deeper than MAX_DEPTH.
    """
    weights: dict[int, int] = {}
    total = _weigh(root, weights, 0)
    node = root
    while total:
        parts = list(elements(node))
        heavy = [each for each in parts if weights.get(each.mem_id, 0) >= _MAIN_SHARE * total]
        if not heavy or heavy[0].tag not in _INSIDE:
            break
        # A table of figures weighs little beside prose, and is what a reader looks for.
        if any(each.mem_id != heavy[0].mem_id and _holds_table(each) for each in parts):
            break
        node = heavy[0]
    # A content cell or row by itself is no table any more, but a table is better kept whole.
    while node.tag in ("tr", "tbody") and node.parent is not None:
        node = node.parent
    return node


def _weigh(node: Any, weights: dict[int, int], depth: int) -> int:
    if depth > MAX_DEPTH:
        raise RecursionError
    if node.is_text_node:
        text = (node.text_content or "").strip()
        return len(text) if len(text) >= _PROSE or _SENTENCE.search(text) or text[:1].isdigit() else 0
    if node.tag == "a" or is_dropped(node):
        return 0
    weight = sum(_weigh(each, weights, depth + 1) for each in elements(node))
    weights[node.mem_id] = weight
    return weight


def is_data(table: Any) -> bool:
    """A table of data has several columns and no table inside; others lay out the page."""
    if len(table.css("table")) > 1:  # css() gives the table itself too
        return False
    return any(sum(cell.tag in ("td", "th") for cell in elements(row)) > 1 for row in table.css("tr"))


def _holds_table(node: Any) -> bool:
    if not node.is_element_node or is_dropped(node):
        return False
    tables = [table for table in node.css("table") if is_data(table)]
    return any(_unlinked_share(table) > 1 - _LINKED for table in tables)


def _unlinked_share(node: Any) -> float:
    linked = sum(len("".join((link.text() or "").split())) for link in node.css("a"))
    return 1 - linked / max(1, len("".join((node.text() or "").split())))


def _is_link_list(node: Any) -> bool:
    return len(node.css("a")) >= _LEAST_LINKS and _unlinked_share(node) <= 1 - _LINKED


def _is_inside(node: Any, tags: tuple[str, ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False
