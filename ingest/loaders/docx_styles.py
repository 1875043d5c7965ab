"""What styles and automatic lists of a Word file add to a paragraph: heading level and printed number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.loaders.markup import child, children, number, value
from ingest.loaders.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|标题)$", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_BODY_LEVEL = 9  # w:outlineLvl 9 means body text (ECMA-376-1, 17.3.1.20)
_LEVELS = 9
_UNLABELLED = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    outline: int | None
    list_id: str | None
    list_level: int | None


class Styles:
    """The paragraph styles of styles.xml; an empty one where the file has none."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for style in children(root, "style") if root is not None else ():
            properties = child(style, "pPr")
            outline = value(child(properties, "outlineLvl"))
            level = value(child(properties, "numPr", "ilvl"))
            self._styles[value(style, "styleId") or ""] = _Style(
                name=value(child(style, "name")) or "",
                parent=value(child(style, "basedOn")),
                outline=None if outline is None else number(outline, _BODY_LEVEL),
                list_id=value(child(properties, "numPr", "numId")),
                list_level=None if level is None else number(level, 0),
            )

    def heading(self, properties: _Element | None) -> int | None:
        """1 to 9 for a heading, 0 for the title of the document, None for other text."""
        own = value(child(properties, "outlineLvl"))
        if own is not None:
            level = number(own, _BODY_LEVEL)
            return level + 1 if level < _BODY_LEVEL else None
        for style in self._chain(properties):
            if found := _HEADING_NAME.match(style.name):
                return int(found[1])
            if _TITLE_NAME.match(style.name):
                return 0
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_LEVEL else None
        return None

    def list_item(self, properties: _Element | None) -> tuple[str, int] | None:
        """The list and the level (from 0) that a paragraph belongs to, by itself or by its style."""
        own = child(properties, "numPr")
        list_id = value(child(own, "numId"))
        level = value(child(own, "ilvl"))
        for style in self._chain(properties):
            list_id = list_id if list_id is not None else style.list_id
            if level is None and style.list_level is not None:
                level = str(style.list_level)
        if list_id is None or list_id == "0":  # 0 takes a paragraph out of its style's list
            return None
        return list_id, min(max(number(level, 0), 0), _LEVELS - 1)

    def _chain(self, properties: _Element | None) -> list[_Style]:
        chain: list[_Style] = []
        key = value(child(properties, "pStyle"))
        while key in self._styles and self._styles[key] not in chain:
            chain.append(self._styles[key])
            key = self._styles[key].parent
        return chain


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    pattern: str
    legal: bool


class Lists:
    """Counts the automatic lists of numbering.xml while the paragraphs go by."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        for abstract in children(root, "abstractNum"):
            key = value(abstract, "abstractNumId") or ""
            self._levels[key] = {
                number(value(each, "ilvl"), 0): _level(each) for each in children(abstract, "lvl")
            }
        for each in children(root, "num"):
            key = value(each, "numId") or ""
            self._abstract[key] = value(child(each, "abstractNumId")) or ""
            self._restarts[key] = {
                number(value(override, "ilvl"), 0): number(value(child(override, "startOverride")), 1)
                for override in children(each, "lvlOverride")
                if child(override, "startOverride") is not None
            }

    def label(self, list_id: str, level: int) -> str:
        """The number that the next paragraph of a list carries, as Word prints it; "" for a bullet."""
        abstract = self._abstract.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        # A list that overrides the start does so once, when its first paragraph comes.
        for at, start in self._restarts.pop(list_id, {}).items():
            if at < _LEVELS:
                counts[at] = start - 1
        for outer in range(level):
            if counts[outer] is None:
                counts[outer] = levels[outer].start if outer in levels else 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if levels[level].format in _UNLABELLED:
            return ""
        return _PLACE.sub(
            lambda place: _print(counts, levels, levels[level], int(place[1]) - 1), levels[level].pattern
        )


def _level(element: _Element) -> _Level:
    legal = child(element, "isLgl")
    return _Level(
        start=number(value(child(element, "start")), 1),
        format=value(child(element, "numFmt")) or "decimal",
        pattern=value(child(element, "lvlText")) or "",
        legal=legal is not None and value(legal) not in ("0", "false"),
    )


def _print(counts: list[int | None], levels: dict[int, _Level], own: _Level, at: int) -> str:
    count = counts[at]
    if count is None or at not in levels:
        return ""
    return numeral(count, "decimal" if own.legal else levels[at].format)
