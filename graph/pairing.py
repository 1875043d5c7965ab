"""分别: as many things as numbers, and which number belongs to which thing.

>>> pair("货物和集装箱吞吐量", "增长", 2)
('货物吞吐量增长', '集装箱吞吐量增长')
>>> pair("城乡居民收入", "达", 2), pair("东、中、西部收入", "达", 2)
(('城镇居民收入达', '农村居民收入达'), ())
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.facts import Quantity
from graph.phrasing import strip_front, strip_verb, tables
from ingest.words import cut

RESPECTIVELY = "分别"
_AND = re.compile(r"[、和与及]|以及")
# 和 in 和平区 and 及 in 及时 join nothing: a conjunction is a word of its own.
_ALWAYS = "、"
# Stands between the things and 分别 and belongs to the verb: 收入同比|分别|增长.
_COMPARED = re.compile(r"(?:同比|环比|均|[较比](?:上一?年|去年|年初|上年同期|去年同期|(?:19|20)\d\d年))+$")
_COMPARISONS = frozenset({"同比", "环比"})


def pair(things: str, verb: str, count: int) -> tuple[str, ...]:
    """What each of `count` numbers behind 分别 is of, `verb` included; () if things and numbers cannot be paired.

    Args:
        things: the words before 分别, without times and the subject.
        verb: the words between 分别 and the first number.
    """
    things = things.rstrip()
    compared = _COMPARED.search(things)
    if compared and things[: compared.start()].rstrip("、和"):
        alone = _AND.search(things[: compared.start()][-1:])  # 面积环比、同比 are two comparisons, no adverb
        if not alone:
            things, verb = things[: compared.start()], compared.group() + verb
    verb = verb.removeprefix("从").removeprefix("由")
    items = _items(strip_front(things).rstrip("的，"))
    if len(items) == count and (summed := _SUMMED.fullmatch(items[-1])):
        items = [f"{item}{summed['shared']}" for item in (*items[:-1], summed["last"])]
    if len(items) == 1:
        items = _doubled(items[0])
    if len(items) != count or not all(items):
        return ()
    return tuple(f"{item}{verb}" for item in _whole(items))


_COUNT = re.compile(r"数$")


def each_of(told: Sequence[str], measure: str, verb: str, count: int) -> tuple[str, ...]:
    """One measure of several things that were counted right before: 领军人才20名、青年骨干120名，人均资助分别为….

    >>> each_of(["遴选领军人才数", "青年骨干数"], "人均资助", "为", 2)
    ('遴选领军人才人均资助为', '青年骨干人均资助为')
    """
    things = strip_front(measure.strip())
    if len(told) != count or len(_items(things)) != 1 or not things:
        return ()
    return tuple(f"{strip_verb(_COUNT.sub('', one))}{things}{verb}" for one in told)


# 咨询、投诉、建议三类工单: how many things the list has, and what all of them are.
_SUMMED = re.compile(
    r"(?P<last>.+?)(?:[两二三四五六七八九十]|\d+)(?:大?类|项|个|种|家|处|条|方面)(?P<shared>.*)"
)
_SUMMING = frozenset({"类", "大类", "项", "个", "种", "家", "处", "条"})


def sums_up(quantity: Quantity, count: int) -> bool:
    """Whether a number only says how many things the list before it has."""
    return quantity.value == count and quantity.unit in _SUMMING


def is_list(text: str) -> bool:
    """Whether `text` begins with what joins the things of a list."""
    return _AND.match(text) is not None


def _items(things: str) -> list[str]:
    """The things of a list."""
    borders = {start for start, _ in cut(things)} | {end for _, end in cut(things)}
    items, begin = [], 0
    for mark in _AND.finditer(things):
        alone = mark.start() in borders and mark.end() in borders
        if mark.group() == _ALWAYS or alone:
            items.append(things[begin : mark.start()])
            begin = mark.end()
    return [item.strip() for item in [*items, things[begin:]]]


def _doubled(thing: str) -> list[str]:
    """城乡居民收入: one word for two things."""
    for word, parts in tables()["doubled"]["words"].items():
        if word in thing:
            return [thing.replace(word, part, 1) for part in parts]
    return [thing]


def _whole(items: list[str]) -> list[str]:
    """Each thing with what the list says once: its last noun (货物和集装箱|吞吐量) or its first (面积|环比、同比)."""
    *earlier, last = items
    if earlier and last in _COMPARISONS and earlier[0].endswith(tuple(_COMPARISONS)):
        return [earlier[0], *(earlier[0][:-2] + item for item in items[1:])]
    if not earlier or any(is_measure(item) for item in earlier) or not is_measure(last):
        return items
    borders = [start for start, _ in cut(last) if start]
    longest = max(map(len, earlier))
    if longest < len(last) and len(cut(last[:longest])) == 1 and cut(last[longest:])[0][1] > 1:
        borders.append(longest)  # 农村|居民: the segmenter took both for one word
    if not borders:
        return items
    # Things are built alike: as long as the others or ending like them. Else only the last word is shared.
    ends = {item[-1:] for item in earlier}
    alike = [at for at in borders if at == longest] or [at for at in borders if last[at - 1] in ends]
    shared = last[alike[0] if alike else max(borders) :]
    return [*(item + shared for item in earlier), last]


def is_measure(thing: str) -> bool:
    """Whether a noun says how much of something by itself: 吞吐量, 收入; 货物 does not."""
    return thing.endswith(tuple(tables()["measures"]["words"]))
