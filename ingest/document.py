"""The nouns of reading: what a file becomes once it is clean, addressed text.

Addresses are character positions of the cleaned text (half-open). Cleaning only deletes from the raw text
that a loader made, and every kept character remembers where it stood in the file (`Run`), so a quote is
verbatim and can be shown in place.

    Run, Block, RawText      what a loader gives
    Section, Passage, About  what the outline, the splitter and the title reader find
    Document                 all of it; only a Document makes a Citation
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""left, top, right, bottom in points, from the top left corner of the page."""

BlockKind = Literal["lines", "paragraph", "heading", "row"]


class IngestError(Exception):
    """A file that cannot be read: says which one, why, and what to do.

    Attributes:
        source: the file at fault, as the user named it.
        reason: what is wrong with it (Chinese, for people).
        remedy: what to do about it (Chinese, for people), or "".
    """

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        self.source = source
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{source}：{reason}" + (f"。{remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[IngestError], tuple[str, str, str]]:
        """Pickled by its parts: files are read in other processes too."""
        return type(self), (self.source, self.reason, self.remedy)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start:end` of a text that stand side by side in one part of the file.

    Attributes:
        part: which part: "" for a text file (the whole file), "page/3", "paragraph/12",
            "table/2/r3/c1", "sheet/预算/C4", "element/html[1]/body[1]/p[2]".
        offset: where the first character stands in the part: bytes from the start of a text file,
            characters (of the page's text layer, the paragraph, the cell) elsewhere.
        box: for a page, the box of the whole run; its characters have equal widths.
    """

    start: int
    end: int
    part: str
    offset: int
    box: Box | None = None

    @property
    def page(self) -> int | None:
        """The page (1-based) that the run stands on, if the file has pages."""
        return int(self.part[5:]) if self.part.startswith("page/") else None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text with one shape: wrapped lines, a true paragraph, a heading, a table row."""

    start: int
    end: int
    kind: BlockKind
    level: int | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """What a loader makes of a file.

    Attributes:
        text: the characters; separators and automatic numbers that the loader put in are in no run.
        runs: in order, not overlapping.
        blocks: in order, covering all that is not white space. "lines" are hard-wrapped and are joined
            by cleaning; "paragraph", "heading" and "row" are whole and end in a line feed. The cells of a
            row are separated by a tab.
        format: "txt", "pdf", "docx", ...
        encoding: for a text file the codec in which `Run.offset` counts bytes, else None.
    """

    text: str
    runs: tuple[Run, ...]
    blocks: tuple[Block, ...]
    format: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of characters stands in the file: `part` and `start:end` as in `Run`, and the box."""

    part: str
    start: int
    end: int
    page: int | None
    box: Box | None
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its address: `quote == document.text[start:end]`."""

    source: str
    start: int
    end: int
    quote: str
    section: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Attributes:
        index: its position in `Document.sections`; 0 is the report itself (level 0, no label).
        level: 1 for 一、, 2 for （一）, and so on by order of appearance of the numbering styles.
        label: the number as printed ("（二）", "3.", "一是"), or "".
        title: the heading without its number.
        start, body, end: the heading is `start:body`, the section `start:end` (its children included).
        parent: the index of the section it stands in, None for the report itself.
        path: the titles from the outermost section to this one.
    """

    index: int
    level: int
    label: str
    title: str
    start: int
    body: int
    end: int
    parent: int | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section, to be indexed and shown; `context` is indexed with it."""

    index: int
    start: int
    end: int
    section: int
    context: str


@dataclass(frozen=True, slots=True)
class About:
    """What title and text say of the report itself; None is unknown, never a default.

    Attributes:
        kind: the kind of report ("部门整体支出绩效自评报告", "政府工作报告", ...).
        province, city, district: full names of administrative divisions ("广东省", "广州市", "花都区").
        department: the full name of who reports, as the title has it.
        names: every name by which the text calls the department, the longest first, co-names included.
        year: the year that is reported on.
    """

    title: str | None = None
    kind: str | None = None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    department: str | None = None
    names: tuple[str, ...] = ()
    year: int | None = None

    @property
    def region(self) -> str | None:
        """The narrowest division known: the district, else the city, else the province."""
        return self.district or self.city or self.province


@dataclass(frozen=True, slots=True)
class Document:
    """A report as clean, addressed text.

    Attributes:
        source: its name in the library (path relative to the folder given).
        sha256: of the file's bytes.
        fingerprint: of the text without white space and with folded widths: the same report in another
            format has the same one.
        runs: origins of the characters of `text`; a character in no run was put in by the loader.
        rows: the table rows, as blocks of kind "row".
    """

    source: str
    sha256: str
    fingerprint: str
    format: str
    encoding: str | None
    text: str
    runs: tuple[Run, ...]
    rows: tuple[Block, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    about: About

    def cite(self, start: int, end: int) -> Citation:
        """A citation of `text[start:end]`, without white space at its ends.

        Raises:
            ValueError: nothing but white space, or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{self.source}: no text at {start}:{end} (it has {len(self.text)} characters)")
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            raise ValueError(f"{self.source}: only white space at {start}:{end}")
        return Citation(
            source=self.source,
            start=start,
            end=end,
            quote=self.text[start:end],
            section=" > ".join(self.section_at(start).path),
            page=self.page_at(start),
        )

    def section_at(self, position: int) -> Section:
        """The innermost section that holds the character at `position`."""
        # Sections are in order of their start, and a child follows its parent.
        index = bisect_right(self.sections, position, key=lambda s: s.start) - 1
        section = self.sections[max(index, 0)]
        while section.end <= position and section.parent is not None:
            section = self.sections[section.parent]
        return section

    def page_at(self, position: int) -> int | None:
        """The page of the character at `position`, or of the next one that has an origin."""
        index = bisect_right(self.runs, position, key=lambda r: r.end)
        return self.runs[index].page if index < len(self.runs) else None

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """Where `text[start:end]` stands in the file, in order; characters without origin are left out."""
        return tuple(self._places(start, end))

    def _places(self, start: int, end: int) -> Iterator[Place]:
        index = bisect_right(self.runs, start, key=lambda r: r.end)
        for run in self.runs[index:]:
            if run.start >= end:
                break
            first, last = max(run.start, start), min(run.end, end)
            piece = self.text[first:last]
            offset = run.offset + measure(self.text[run.start : first], self.encoding)
            yield Place(
                part=run.part,
                start=offset,
                end=offset + measure(piece, self.encoding),
                page=run.page,
                box=_part_of_box(run, first, last),
                text=piece,
            )


def measure(text: str, encoding: str | None) -> int:
    """How far `text` reaches in the file: bytes in `encoding`, or characters where it is None.

    >>> measure("花都", "utf-8"), measure("花都", None)
    (6, 2)
    """
    return len(text) if encoding is None else len(text.encode(encoding))


def _part_of_box(run: Run, first: int, last: int) -> Box | None:
    if run.box is None:
        return None
    left, top, right, bottom = run.box
    width = (right - left) / (run.end - run.start)
    return (left + width * (first - run.start), top, left + width * (last - run.start), bottom)
