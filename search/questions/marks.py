"""What indicators are worth and got where sentences tell it: 过程部分满分30分，得27.5分。其中预算执行率10分，得9.5分.

>>> [(m.name, str(m.worth), str(m.got)) for m in marks_in("信息公开4分，得3.5分；预算调整率5分，因追加较多，扣1分，得4分。")]
[('信息公开', '4', '3.5'), ('预算调整率', '5', '4')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.facts import Fact, Quantity, identify
from ingest.document import Document
from search.questions.rows import Row

_MARK = re.compile(
    r"(?:^|(?<=[，,。；;：:、\n])|(?<=其中))(?:其中|具体为)?[：:，,]?(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,2}[）)、.])?"
    r"(?P<name>[^，,。；;：:\n\d（(扣得]{2,24}?)(?:[（(])?(?:部分)?(?:满分|分值|权重|总分|共|占)?(?:为|是|值)?"
    r"(?P<worth>\d{1,3}(?:\.5)?)分[）)]?[，,]"
    r"(?:(?:(?!得\d)[^，,。；;\n]){1,30}[，,]){0,3}?"
    r"(?P<scored>(?:自评|实际|实|评价)?得分?(?:为|是|[：:])?(?P<got>\d{1,3}(?:\.\d+)?)分)"
)
# A part with its own items behind it.
_ITEMS = re.compile(r"\s*[。，；;,：:]?\s*(?:其中|具体|分项|包括)")
# A line that begins with the worth itself is named by its heading, and is a row of facts.
_NO_NAME = re.compile(r"(?:指标)?(?:分值|满分|权重|总分|小计|合计)")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """An indicator with what it is worth and what it got; the worth is told from `start`, all of it up to `end`."""

    name: str
    worth: Decimal
    got: Decimal
    start: int
    scored: int
    end: int
    parent: str = ""


def marks_in(text: str) -> list[Mark]:
    """The marks that a text tells, in order; items know the part that they are led in by."""
    found: list[Mark] = []
    parent: tuple[str, int] = ("", -1)
    for match in _MARK.finditer(text):
        name = match["name"].strip("“” ")
        if "\n" in text[parent[1] : match.start()] or parent[1] < 0:
            parent = ("", -1)
        leads = bool(_ITEMS.match(text, match.end()))
        if leads:
            parent = ("", -1)
        worth, got = Decimal(match["worth"]), Decimal(match["got"])
        if got <= worth and not _NO_NAME.fullmatch(name):
            found.append(
                Mark(name, worth, got, match.start("name"), match.start("scored"), match.end(), parent[0])
            )
        if leads:
            parent = (name, match.end())
    return _summed(found)


def _summed(marks: Sequence[Mark]) -> list[Mark]:
    """The same, where items right behind a part come to its worth and its marks, with that part as theirs."""
    found = list(marks)
    for place, part in enumerate(marks):
        if found[place].parent:
            continue
        worth = got = Decimal(0)
        for last in range(place + 1, len(marks)):
            item = marks[last]
            worth, got = worth + item.worth, got + item.got
            if item.parent or worth > part.worth:
                break
            if (worth, got) == (part.worth, part.got) and last - place >= _FEWEST:
                for at in range(place + 1, last + 1):
                    found[at] = replace(found[at], parent=part.name)
                break
    return found


def rows_told(document: Document) -> list[Row]:
    """The same as rows of a report; a row's section ends in its name, behind that of the part it is of."""
    return [_row(document, mark) for mark in marks_in(document.text)]


def _row(document: Document, mark: Mark) -> Row:
    section = document.section_at(mark.start)
    path = section.path[:-1] if section.index and mark.start < section.body else section.path
    parent = (mark.parent,) if mark.parent and path[-1:] != (mark.parent,) else ()
    names = (*path, *parent, mark.name)
    return Row(
        mark.name,
        " > ".join(names),
        {
            "worth": _fact(document, mark, "分值", mark.worth, mark.scored),
            "got": _fact(document, mark, "得分", mark.got, mark.end),
        },
    )


def _fact(document: Document, mark: Mark, column: str, value: Decimal, end: int) -> Fact:
    return Fact(
        id=identify(document.source, str(mark.start), column),
        subject="",
        subject_id=None,
        metric=f"{mark.name}{column}",
        metric_id="",
        quantity=Quantity(value, value, "分"),
        period=None,
        kind="score",
        direction=None,
        citation=document.cite(mark.start, end),
    )
