"""Numbers of one kind told in a row: one street after another, one year after another, one answer of a survey after another.

>>> [(i.label, str(i.value)) for i in items_in("其中东湖街道29.7万件居首，南湖街道最少，为14.9万件。")]
[('东湖街道', '297000'), ('南湖街道', '149000')]
>>> [(i.label, str(i.value)) for i in items_in("2021年、2022年、2023年依次为88.4%、91.2%、94.6%。")]
[('2021年', '88.4'), ('2022年', '91.2'), ('2023年', '94.6')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from graph.quantity import FoundQuantity, find_quantities
from graph.units import comparable
from ingest.document import Document
from ingest.fold import fold
from ingest.split import sentences

# A name of one of several is short; more words make it a sentence of its own.
_LONGEST_LABEL = 24
_SHORT_LABEL = 8
_FEWEST = 2
# Marks between which a label stands.
_BORDER = re.compile(r"[，,。；;：:、\n]|[（(](?=[^（）()]*\d)|(?<=\d)[^\d（）()]{0,3}[）)]")
# What a label is led in or followed by, which is none of its name.
_LEAD = re.compile(
    r"^(?:其中|分别是|分别为|具体为|依次为|包括|分项看|从[^，。]{1,6}看|[和与及](?!平)|以及|而|另有|另外|至于|对(?=[^，。]{2,14}表示))+"
)
_TRAIL = re.compile(
    r"(?:的?占比|的?比例|所占比重|[约共仅只]?(?:有|为|是|达到?|占到?|得|计|完成)|的?表示(?:满意|认可)的?|"
    r"居首|次之|居次|排名?第?[一二三]|最[多少高低]|约|近|逾|超过?|仅|只|共|则|的|数|[一-鿿]{0,2}受理)+$"
)
_CHANGED = re.compile(
    r"(?:[一-鿿]{0,8}?)?(?:同比|环比|比上年|较上年|比去年)?(?P<way>上升|增长|增加|提高|上涨|下降|减少|降低|回落|下跌)(?:了)?$"
)
# What changed in a place is none of its name: 东湖街道投诉量.
_COUNTED = re.compile(r"(?<=[道镇乡区县市村局州])[一-鿿]{1,6}(?:量|数|率|额)$|(?:数量|总量|量|数)$")
_DOWN = frozenset({"下降", "减少", "降低", "回落", "下跌"})
_YEAR = re.compile(r"(?:(?:19|20)\d{2}年(?:度|底|末)?|上年|去年|前年|本年|今年|当年)(?:同期)?$")
_SPREAD = re.compile(r"(?P<labels>[^，,。；;：:]{2,60}、[^，,。；;：:]{1,60}?)(?:分别|依次)[一-鿿]{0,4}$")
_PARTS = re.compile(r"其中|按[^，。]{1,8}(?:分|看)|分项看|分[^，。]{1,6}看")
# A sum is none of its parts, and what is planned stands beside nothing that was done.
_NO_NAME = re.compile(r"^(?:总|累计?|合计|总[量数]|共计?|全年)$|力争|计划|预计|争取|目标")
# Words that say where in a row an item stands: a clause of its own between name and number.
_PLACE_IN_ROW = re.compile(r"(?:最[多少高低]|居首|次之|居末|垫底)$")


@dataclass(frozen=True, slots=True)
class Item:
    """One of the row: its name, its number in `unit` at `start:end` of the text; `way` is "up" or "down" for a change."""

    label: str
    value: Decimal
    unit: str
    start: int
    end: int
    way: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Items of one kind that one sentence tells, which stands at `start:end` of the report."""

    document: Document
    start: int
    end: int
    items: tuple[Item, ...]

    @property
    def sentence(self) -> str:
        """The characters of the sentence."""
        return self.document.text[self.start : self.end]

    @property
    def dated(self) -> bool:
        """Whether the items are years."""
        return all(_YEAR.fullmatch(item.label) for item in self.items)


@lru_cache(64)
def series_of(document: Document) -> tuple[Series, ...]:
    """The rows of numbers that a report tells in its sentences, in order."""
    return tuple(_series(document))


def _series(document: Document) -> Iterator[Series]:
    for start, end in sentences(document.text, 0, len(document.text)):
        text = document.text[start:end]
        for row in _rows(text):
            moved = tuple(replace(i, start=i.start + start, end=i.end + start) for i in row)
            yield Series(document, start, end, moved)


def items_in(text: str) -> list[Item]:
    """The items of the first row of a sentence; none if it tells none."""
    return list(next(iter(_rows(text)), ()))


def _rows(text: str) -> Iterator[tuple[Item, ...]]:
    """Rows of at least two items of one unit, of names that are formed alike."""
    row: list[Item] = []
    found = [q for q in find_quantities(text) if q.quantity.value is not None]
    spread = _spread(text, found)
    if spread:
        yield spread
        found = [q for q in found if q.start > spread[-1].end]
    for place, quantity in enumerate(found):
        before = found[place - 1].end if place else 0
        item = _item(text, quantity, before)
        if row and _PARTS.search(text, row[-1].end, quantity.start):
            # 办件132.4万件，其中东湖街道29.7万件: a whole is none of its parts
            if _alike(row, text):
                yield tuple(row)
            row = []
        if item and row and not (comparable(item.unit, row[-1].unit) and bool(item.way) == bool(row[-1].way)):
            if _alike(row, text):
                yield tuple(row)
            row = []
        if item:
            row.append(item)
        elif row and quantity.quantity.unit != "%":
            if _alike(row, text):
                yield tuple(row)
            row = []
    if _alike(row, text):
        yield tuple(row)


def _spread(text: str, found: Sequence[FoundQuantity]) -> tuple[Item, ...]:
    """Names told first and their numbers behind them: 甲、乙、丙分别为1件、2件、3件."""
    for place, first in enumerate(found):
        lead = _SPREAD.search(text, 0, first.start)
        if not lead:
            continue
        labels = [_LEAD.sub("", part) for part in re.split(r"、|和|与|及", lead["labels"]) if part]
        row = found[place : place + len(labels)]
        if len(row) < len(labels) or len(labels) < _FEWEST:
            continue
        if any(not comparable(q.quantity.unit, row[0].quantity.unit) for q in row):
            continue
        if any(len(text[a.end : b.start]) > 1 for a, b in pairwise(row)):
            continue
        return tuple(
            Item(label, q.quantity.low, q.quantity.unit, q.start, q.end)
            for label, q in zip(labels, row, strict=True)
        )
    return ()


def _item(text: str, quantity: FoundQuantity, before: int) -> Item | None:
    """The number with the name right before it; None where none stands there."""
    clause = max((m.end() for m in _BORDER.finditer(text, 0, quantity.start)), default=0)
    clause = max(clause, before)
    name, way = _name(text[clause : quantity.start])
    if not name and clause > 1 and clause > before:
        # 南湖街道最少，为14.9万件; 海棠街道（5个）
        earlier = max((m.end() for m in _BORDER.finditer(text, 0, clause - 1)), default=0)
        lead = text[max(earlier, before) : clause - 1]
        if _PLACE_IN_ROW.search(lead) or text[clause - 1] in "（(":
            name, way = _name(lead)
    if not name or len(name) > _LONGEST_LABEL:
        return None
    q = quantity.quantity
    # 25.3万件次之: the measure word is 件
    if q.unit.endswith("次") and text.startswith("之", quantity.end):
        return Item(name, q.low, q.unit[:-1], quantity.start, quantity.end - 1, way)
    return Item(name, q.low, q.unit, quantity.start, quantity.end, way)


def _name(words: str) -> tuple[str, str]:
    """A label without the words around its name, and the way of a change."""
    words = "".join(words.split())
    changed = _CHANGED.search(words)
    way = ("down" if changed["way"] in _DOWN else "up") if changed else ""
    if changed:
        words = words[: changed.start("way")]
        words = _COUNTED.sub("", re.sub(r"(?:同比|环比|比上年|较上年|比去年)+$", "", words))
    return _TRAIL.sub("", _LEAD.sub("", words)).strip("“”‘’（( "), way


def _alike(row: Sequence[Item], text: str) -> bool:
    """Whether the names of a row are names of things of one kind: years, or alike at their ends, or joined by 、."""
    if len(row) < _FEWEST or len({item.label for item in row}) < len(row):
        return False
    labels = [item.label for item in row]
    if any(map(_NO_NAME.search, labels)):
        return False
    if all(_YEAR.fullmatch(label) for label in labels):
        return True
    if any(_YEAR.fullmatch(label) or re.fullmatch(r"\d.*", label) for label in labels):
        return False
    if len({fold(label)[-1:] for label in labels}) == 1:
        return True
    # 其中咨询类51万件，求助类19万件，其他3万件
    lead = text[max(0, text.rfind("。", 0, row[0].start)) : row[0].start]
    if re.search(rf"其中{re.escape(labels[0])}\D*$", lead) and max(map(len, labels)) <= _SHORT_LABEL:
        return True
    between = [text[a.end : b.start] for a, b in pairwise(row)]
    surveyed = all(re.search("满意|认可", gap) for gap in between)
    return surveyed or all(gap.startswith("、") for gap in between)
