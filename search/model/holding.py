"""Whether a sentence says nothing but what is known: every number, name, direction and denial in it stands in the evidence.

The test is strict and knows no meaning: a right sentence in other words may fail it, and then the plain one stands.
"""

from __future__ import annotations

import re
from typing import Any

from graph.numerals import spelled_amount
from graph.quantity import find_quantities
from ingest.fold import fold, squeeze
from ingest.words import cut, part_of_speech
from search.questions.required import plain_words
from search.understand import asking

# A number in digits or in numerals, with what scales it: 67.82, 1,012,724, 三百五十, 百分之九十, 八成五, 两.
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NUMERALS = re.compile(
    r"[一二两三四五六七八九]成[一二三四五六七八九]?|百分之[零〇一二两三四五六七八九十百点]+|(?:[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?)|[壹贰叁肆伍陆柒捌玖拾佰仟]+|[半双]数?"
)
_QUOTED = re.compile(r"[“\"《「『]([^”\"》」』]{1,40})[”\"》」』]")
_CHINESE = re.compile(r"[一-鿿]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_CONTENT = ("n", "j", "x", "l", "i", "s", "t", "nz", "vn", "v", "a")
_SHORTEST = 2


def _data() -> dict[str, Any]:
    data: dict[str, Any] = asking()["model"]
    return data


def unsupported(text: str, known: str) -> str:
    """What of a sentence does not stand in `known`, "" if all of it holds.

    >>> unsupported("西湖区满意率为92.15%。", "西湖区2023年热线工单满意率92.15%")
    ''
    >>> unsupported("满意率为百分之九十五。", "满意率92.15%"), unsupported("滨江区满意率为92.15%。", "西湖区满意率92.15%")
    ('百分之九十五', '滨江区')
    """
    said, told = fold(text), fold(known)
    return _number(said, told) or _quoted(said, told) or _turned(said, told) or _word(said, told)


def _number(said: str, told: str) -> str:
    """A number that is not told, or not of that unit."""
    known = {_plain(match.group()) for match in _DIGITS.finditer(told)}
    for match in _DIGITS.finditer(said):
        if _plain(match.group()) not in known:
            return match.group()
    amounts = {(q.quantity.low, q.quantity.high, q.quantity.unit) for q in find_quantities(told)}
    for found in find_quantities(said):
        q = found.quantity
        if (q.low, q.high, q.unit) not in amounts and said[found.start : found.end] not in told:
            return said[found.start : found.end]
    spelled = {str(value) for match in _NUMERALS.finditer(told) if (value := spelled_amount(match.group()))}
    for match in _NUMERALS.finditer(re.sub(_data()["no_number"], "", said)):
        value = spelled_amount(match.group())
        if match.group() not in told and (value is None or str(value) not in spelled | known):
            return match.group()
    return ""


def _plain(number: str) -> str:
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _quoted(said: str, told: str) -> str:
    flat = squeeze(told)
    names: list[str] = [*_QUOTED.findall(said), *_LATIN.findall(said)]
    return next((name for name in names if squeeze(name) not in flat), "")


def _turned(said: str, told: str) -> str:
    """A word of direction, denial, rank, extent, nearness or plan none of whose kind is told."""
    for group in _data()["turns"]:
        word = next((w for w in group if w in said), "")
        if word and not any(w in told for w in group):
            return str(word)
    return ""


def _word(said: str, told: str) -> str:
    """A word of meaning that is not told; words of the frame and plain ones may be the sentence's own."""
    for run in _CHINESE.findall(said):
        for start, end in cut(run):
            word: str = run[start:end]
            if len(word) < _SHORTEST or word in told or word in _data()["frame"] or word in plain_words():
                continue
            tag = part_of_speech(word)
            if not tag or tag.startswith(_CONTENT):
                return word
    return ""
