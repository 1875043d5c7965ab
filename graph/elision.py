"""Names of which a list leaves out the end: 秀全街、狮岭镇和梯面镇便民服务中心 are three centres.

The last of the list is named in full; the places before it, of the same level, each have one of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.facts import Mention

# The place that the full name begins with, and what there is of it in each place.
_FULL = re.compile(
    r"[一-鿿]{1,6}?(街道|[镇街乡区县市州])((?![省市区县镇街乡村]|[一-鿿]{1,4}[区县镇街])[一-鿿]{2,})"
)
# 镇 and 街 are of one level, 区 and 县 of another, cities and prefectures of a third.
_LEVEL = {
    "街道": "镇街道乡",
    "镇": "镇街道乡",
    "街": "镇街道乡",
    "乡": "镇街道乡",
    "区": "区县",
    "县": "区县",
    "市": "市州",
    "州": "市州",
}
_BETWEEN = frozenset("、和及与")


def complete_elided(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """What the places of such lists mean: each where it stands in `text`, but named in full.

    >>> listed = "秀全街、梯面镇便民服务中心"
    >>> places = [Mention(0, 3, "秀全街", "REGION"), Mention(4, 13, "梯面镇便民服务中心", "ORG")]
    >>> list(complete_elided(listed, places))
    [Mention(start=0, end=3, text='秀全街便民服务中心', type='ORG')]
    """
    yield from _stores(text, mentions)
    for index, last in enumerate(mentions):
        full = _FULL.fullmatch(last.text) if last.type == "ORG" else None
        if full is None:
            continue
        start = last.start
        for place in (mentions[at] for at in range(index - 1, -1, -1)):
            adjoins = place.end == start - 1 and text[place.end] in _BETWEEN
            if not adjoins or place.type != "REGION" or place.text[-1] not in _LEVEL[full[1]]:
                break
            yield Mention(place.start, place.end, place.text + full[2], last.type)
            start = place.start


# 人口、法人、电子证照|四大|基础库
_STORES = re.compile(r"(?:[两三四五六七八九十]|\d{1,2})[大个类]((?:基础|专题|主题|数据|资源)库|子系统)")


def _stores(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Stores of data that are told by what they are of, and called stores once."""
    for index, last in enumerate(mentions):
        noun = _STORES.match(text, last.end) if last.type == "PLATFORM" else None
        start = last.end + 1
        for member in mentions[index::-1] if noun else ():
            if member.type != "PLATFORM" or member.end != start - 1:
                break
            if noun and not member.text.endswith(noun[1][-1]):
                yield Mention(member.start, member.end, member.text + noun[1], member.type)
            start = member.start
            if start == 0 or text[start - 1] not in _BETWEEN:
                break
