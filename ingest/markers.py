"""Numbering of headings as these reports print it: 第一部分, 一、, （一）, 1., （1）, 1）, ①, and 一是 inside a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"十": 10}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CN = r"[一二三四五六七八九十]{1,3}"
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering style: how it looks at the start of a paragraph, and inside one (behind 。；：)."""

    name: str
    lead: re.Pattern[str]
    inline: re.Pattern[str]


STYLES = (
    Style("第一部分", re.compile(rf"第({_CN})(?:部分|章|篇|编|节)[、：:\s]?"), re.compile(_NEVER)),
    # "九、十、十四条中" is a list of articles, no heading.
    Style("一、", re.compile(rf"({_CN})、(?!{_CN}[、条款])"), re.compile(_NEVER)),
    Style("（一）", re.compile(rf"[（(]({_CN})[）)]"), re.compile(rf"[（(]({_CN})[）)]")),
    # "1.12345政务服务便民热线…": three digits or more behind the point are a name, fewer a decimal ("1.5万余条"),
    # and so are those that a unit follows ("1.125亿元").
    Style(
        "1.",
        re.compile(r"(\d{1,2})(?:[.．](?!\d{1,2}(?!\d)|\d+\s?[万亿元%％‰])|、(?!\d))"),
        re.compile(r"(\d{1,2})[.．](?!\d)"),
    ),
    # "（2 加强党风廉政建设" lost its bracket.
    Style(
        "（1）",
        re.compile(r"[（(](\d{1,2})(?:[）)]|\s?(?=[一-鿿]{2})(?![年月日个项条次宗件万亿]))"),
        re.compile(r"[（(](\d{1,2})[）)]"),
    ),
    Style("1）", re.compile(r"(\d{1,2})[）)](?!\d)"), re.compile(r"(\d{1,2})[）)](?!\d)")),
    Style("①", re.compile(rf"([{_CIRCLED}])"), re.compile(rf"([{_CIRCLED}])")),
    Style("一是", re.compile(rf"({_CN})是(?!否)"), re.compile(rf"({_CN})是(?!否)")),
)  # fmt: skip


def number(printed: str) -> int:
    """The number that a heading prints, in any style.

    >>> number("十二"), number("7"), number("③"), number("二十"), number("１２")
    (12, 7, 3, 20, 12)
    """
    if printed.isdecimal():  # full-width digits too
        return int(printed)
    if printed in _CIRCLED:
        return _CIRCLED.index(printed) + 1
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return _DIGITS[printed[-1]]
    return (_DIGITS[tens[-1]] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def match_lead(line: str) -> tuple[Style, re.Match[str]] | None:
    """The numbering at the start of `line`, if there is one.

    >>> found = match_lead("（二）部门整体收支情况")
    >>> found[0].name, found[1].group(1)
    ('（一）', '二')
    >>> match_lead("九、十、十四条中") is None
    True
    """
    for style in STYLES:
        found = style.lead.match(line)
        if found:
            return style, found
    return None


def starts_heading(line: str) -> bool:
    """Whether `line` begins with the number of a heading (一是 excepted: it stands inside paragraphs too).

    >>> starts_heading("1.12345政务服务便民热线解民生急难愁盼"), starts_heading("1.5万余条数据")
    (True, False)
    """
    found = match_lead(line)
    return found is not None and found[0].name != "一是"
