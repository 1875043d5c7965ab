"""The outline: headings and run-in heads, as the numbering of the report nests them.

Levels are not fixed to a style: a style that appears under another is one level deeper, because reports put
（1） under （一） here and 1. under （一） there. Only 第一部分 and 一、 always stand above the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, Section
from ingest.markers import STYLES, Style, match_lead, number

# A numbered paragraph this short, of one sentence, is a heading; a longer one is a list item with a run-in head.
_LONGEST_HEADING = 42
# Run-in heads longer than this are sentences, not heads.
_LONGEST_RUN_IN = 40
# "(4)绩效管理完成情况分值15分，自评得分15分，其中：": the head is the indicator, its score begins the body.
_HEAD_END = re.compile(r"[。：:；;]|(?=分值\s*\d)")
# A list in the introduction ("一是…") does not hold the report that follows it.
_INNER = frozenset({"1.", "（1）", "1）", "①", "一是"})
_NEVER_UNDER = {
    "第一部分": _INNER | {"一、", "（一）"},
    "一、": _INNER | {"（一）"},
    "（一）": frozenset({"一是"}),
}
_INLINE_BEFORE = "。；：;:”"
_TRAILING = "。.：:；;、，, "


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading found: numbering `style`, printed `label`, heading `start:body`, and whether it is run in."""

    style: str
    label: str
    number: int
    start: int
    body: int
    title: str
    inline: bool


def outline(text: str, blocks: Sequence[Block], title: str | None) -> tuple[Section, ...]:
    """The sections of `text`, in order; the first is the report itself.

    >>> text = "一、基本情况\\n（一）职能\\n负责统筹。\\n二、自评"
    >>> found = outline(text, [Block(0, 6, "paragraph"), Block(7, 12, "paragraph")], "报告")
    >>> [(s.level, s.label, s.title) for s in found]
    [(0, '', '报告'), (1, '一、', '基本情况'), (2, '（一）', '职能')]
    """
    root = _Mark("", "", 0, 0, 0, title or "", False)
    marks = [root]
    parents: list[int | None] = [None]
    stack = [0]
    for block in blocks:
        if block.kind == "row":
            continue
        stack = [i for i in stack if not marks[i].inline]
        for mark in _marks(text, block, [marks[i] for i in stack]):
            ends = {mark.style} | _NEVER_UNDER.get(mark.style, frozenset())
            stack = stack[: next((depth for depth, i in enumerate(stack) if marks[i].style in ends), None)]
            marks.append(mark)
            parents.append(stack[-1])
            stack.append(len(marks) - 1)
    return _sections(marks, parents, len(text))


def _sections(marks: Sequence[_Mark], parents: Sequence[int | None], length: int) -> tuple[Section, ...]:
    sections: list[Section] = []
    for index, (mark, parent) in enumerate(zip(marks, parents, strict=True)):
        above = sections[parent] if parent is not None else None
        path = above.path if above else ()
        sections.append(
            Section(
                index=index,
                level=above.level + 1 if above else 0,
                label=mark.label,
                title=mark.title,
                start=mark.start,
                body=mark.body,
                end=_end(index, marks, parents, length),
                parent=parent,
                path=(*path, mark.title) if mark.title and above else path,
            )
        )
    return tuple(sections)


def _end(index: int, marks: Sequence[_Mark], parents: Sequence[int | None], length: int) -> int:
    """A section ends where the next one begins that is not inside it."""
    inside = {index}
    for later in range(index + 1, len(marks)):
        if parents[later] not in inside:
            return marks[later].start
        inside.add(later)
    return length


def _marks(text: str, block: Block, open_marks: Sequence[_Mark]) -> Iterator[_Mark]:
    line = text[block.start : block.end]
    last = {mark.style: mark.number for mark in open_marks}
    if block.kind == "heading":
        yield _styled_heading(line, block)
        return
    lead = match_lead(line)
    inline: list[_Mark] = []
    if lead and _is_expected(lead[0], lead[1], last):
        last[lead[0].name] = number(lead[1].group(1))
        inline = list(_inline_marks(line, block.start, lead[1].end(), last))
        first = inline[0].start - block.start if inline else len(line)
        yield _lead_mark(line[:first], block.start, lead[0], lead[1])
    else:
        inline = list(_inline_marks(line, block.start, 0, last))
    yield from inline


def _styled_heading(line: str, block: Block) -> _Mark:
    lead = match_lead(line)
    label = lead[1].group() if lead else ""
    title = line[len(label) :].strip(_TRAILING)
    return _Mark(f"heading {block.level or 1}", label, 0, block.start, block.end, title, False)


def _is_expected(style: Style, found: re.Match[str], last: dict[str, int]) -> bool:
    """A decimal ("1.125") and a heading ("1.12345热线") look alike: a heading takes the next number.

    Numbers are otherwise not insisted on, because reports print "3." twice and forget "6.".
    """
    if style.name == "1." and found.string[found.end() : found.end() + 1].isdigit():
        return number(found.group(1)) == last.get(style.name, 0) + 1
    if style.name == "一是":
        return number(found.group(1)) in (1, last.get(style.name, 0) + 1)
    return True


def _lead_mark(line: str, offset: int, style: Style, found: re.Match[str]) -> _Mark:
    label = found.group()
    body, title = _head(line, found.end(), whole=style.name != "一是")
    return _Mark(style.name, label.strip(), number(found.group(1)), offset, offset + body, title, False)


def _head(line: str, start: int, whole: bool) -> tuple[int, str]:
    """Where the head behind a number ends, and its words; no words where it is a plain sentence."""
    end = _HEAD_END.search(line, start)
    if end is None:
        if whole and len(line) - start <= _LONGEST_HEADING:
            return len(line), line[start:].strip(_TRAILING)
        return start, ""
    limit = _LONGEST_HEADING if whole and end.end() == len(line) else _LONGEST_RUN_IN
    if end.start() - start > limit or end.start() == start:
        return start, ""
    return end.end(), line[start : end.start()].strip(_TRAILING)


def _may_begin(line: str, match: re.Match[str], style: Style) -> bool:
    """Inline numbers follow the end of a clause; 一是 also follows a comma ("自评得分15分，一是绩效目标…")."""
    end = match.start()
    while end and line[end - 1].isspace():
        end -= 1
    before = line[end - 1 : end]
    if style.name == "一是" and number(match.group(1)) == 1 and before == "，":
        return True
    return before != "" and before in _INLINE_BEFORE


def _inline_marks(line: str, offset: int, after: int, last: dict[str, int]) -> Iterator[_Mark]:
    """Numbers inside a paragraph that count on: "…。二是…", "…。2.负责…", "…：1. 服务群众…；2. …"."""
    seen = dict(last)
    found = [
        (match.start(), style, match)
        for style in STYLES
        for match in style.inline.finditer(line, after)
        if match.start() and _may_begin(line, match, style)
    ]
    for start, style, match in sorted(found, key=lambda item: item[0]):
        value = number(match.group(1))
        name = _sequence(style.name, value, seen)
        if name is None:
            continue
        seen[name] = value
        body, title = _head(line, match.end(), whole=False)
        yield _Mark(name, match.group().strip(), value, offset + start, offset + body, title, True)


def _sequence(style: str, value: int, seen: dict[str, int]) -> str | None:
    """Which sequence of numbers `value` counts on: one inside the paragraph, the paragraphs' own, or a new one.

    A paragraph "1.…：1.服务群众…；2.有效投诉…" has a sequence of its own inside; "3." is printed twice here and there.
    """
    inside = f"{style} inside"
    if inside in seen and value == seen[inside] + 1:
        return inside
    if value == 1:
        return inside
    return style if style in seen and value in (seen[style], seen[style] + 1) else None
