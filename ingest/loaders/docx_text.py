"""The words of one Word paragraph: insertions kept, deletions, field codes and hidden text left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.loaders.markup import child, children, name, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OUT = (
    "pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "rt", "rubyPr",
    "footnoteReference", "endnoteReference", "annotationRef", "commentReference",
)  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_PAGE_BREAKS = ("page", "column")
_MAX_DEPTH = 100
"""Elements inside a paragraph nest some ten deep; lxml itself stops at 256."""


@dataclass(slots=True)
class Words:
    """The text of a paragraph and the text boxes that hang on it (w:txbxContent elements)."""

    text: str
    boxes: list[_Element]


@dataclass(slots=True)
class Fields:
    """Which complex fields are open, across paragraphs; True while in the code, not yet in the result."""

    open: list[bool] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """Whether what comes now is a field's code."""
        return any(self.open)

    def turn(self, kind: str | None) -> None:
        """A w:fldChar went by."""
        if kind == "begin":
            self.open.append(True)
        elif kind == "separate" and self.open:
            self.open[-1] = False
        elif kind == "end" and self.open:
            self.open.pop()


def words_of(paragraph: _Element, fields: Fields) -> Words:
    """The words of a w:p element; `fields` is carried from paragraph to paragraph."""
    pieces: list[str] = []
    boxes: list[_Element] = []
    _collect(paragraph, fields, pieces, boxes, 0)
    return Words("".join(pieces), boxes)


def _collect(holder: _Element, fields: Fields, pieces: list[str], boxes: list[_Element], depth: int) -> None:
    for each in holder:
        kind = name(each)
        if kind == "fldChar":
            fields.turn(value(each, "fldCharType"))
        elif kind == "txbxContent":
            boxes.append(each)
        elif kind in _LEFT_OUT or (fields.in_code and kind in ("t", *_SIGNS, "br")) or _is_hidden(each, kind):
            continue
        elif kind == "t":
            pieces.append((each.text or "").replace("\n", " "))
        elif kind in _SIGNS:
            pieces.append(_SIGNS[kind])
        elif kind == "br":
            pieces.append("" if value(each, "type") in _PAGE_BREAKS else "\n")
        elif kind == "AlternateContent":
            # The same drawing twice, for new and for old readers.
            choice = child(each, "Choice")
            one = choice if choice is not None else child(each, "Fallback")
            if one is not None and depth < _MAX_DEPTH:
                _collect(one, fields, pieces, boxes, depth + 1)
        elif depth < _MAX_DEPTH:
            _collect(each, fields, pieces, boxes, depth + 1)


def _is_hidden(element: _Element, kind: str) -> bool:
    if kind != "r":
        return False
    hidden = [each for properties in children(element, "rPr") for each in children(properties, "vanish")]
    return any(value(each) not in ("0", "false", "off") for each in hidden)
