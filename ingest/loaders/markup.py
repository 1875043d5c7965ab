"""XML parts of office files: parsed without entities or network, read by local names.

Local names, because the same element stands in one of two namespaces (ECMA-376 transitional and strict).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.document import IngestError

if TYPE_CHECKING:
    from lxml.etree import _Element


def parse(data: bytes, source: str, part: str) -> _Element:
    """The root element of `data`, which is `part` of the file.

    Raises:
        IngestError: not well-formed, or too deep or large for lxml's own bounds.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IngestError(
            source, f"其中的 {part} 不是正确的 XML（{error}）", "请用 Word 或 WPS 打开后另存再导入"
        ) from error


def name(element: _Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: _Element | None, attribute: str = "val") -> str | None:
    """An attribute by its local name, or None."""
    if element is None:
        return None
    for key, found in element.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(found)
    return None


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first descendant along local names, or None."""
    for step in path:
        if element is None:
            return None
        element = next(children(element, step), None)
    return element


def children(element: _Element, wanted: str) -> Iterator[_Element]:
    """The children with a local name, in order."""
    return (each for each in element if name(each) == wanted)


def number(text: str | None, default: int) -> int:
    """A decimal integer, or the default where there is none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
