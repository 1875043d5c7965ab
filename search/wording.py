"""How answers are worded: numbers as the report prints them, quotes, and the sentence around a short answer."""

from __future__ import annotations

import re

from graph.facts import Fact
from graph.quantity import plain
from ingest.fold import fold

_OPERATORS = {"=": "", ">": "超", ">=": "不少于", "<": "少于", "<=": "不超过", "~": "约"}
_PRINTED = re.compile(r"-?\d[\d,]*(?:\.\d+)?\s*[余多]?\s*(?:万亿|亿|万|千)?\s*[余多]?")


def amount(fact: Fact) -> str:
    """The quantity of a fact as its report prints it: 9,395.61万元, 超2亿人次, 第2名."""
    quantity = fact.quantity
    if fact.kind == "rank":
        return f"第{plain(quantity.low)}名" if quantity.op == "=" else f"前{plain(quantity.low)}名"
    printed = printed_number(fact)
    if quantity.low != quantity.high:
        return f"{plain(quantity.low)}-{plain(quantity.high)}{quantity.unit}"
    words = _OPERATORS[quantity.op]
    if printed is None:
        return f"{words}{plain(quantity.low)}{quantity.unit}"
    if quantity.op == "~" and re.search("[余多]", printed):
        words = ""
    return f"{words}{printed}{quantity.unit}"


def printed_number(fact: Fact) -> str | None:
    """The number with its 万 or 亿 as printed in the quote, the last such of that value; None if not found."""
    from graph.quantity import find_quantities

    quote = fact.citation.quote
    for found in reversed(find_quantities(quote)):
        if found.quantity.low == fact.quantity.low:
            match = _PRINTED.match(fold(quote), found.number)
            sign = "-" if fact.quantity.low < 0 else ""
            return sign + "".join(quote[match.start() : match.end()].split()) if match else None
    return None


def named(fact: Fact) -> str:
    """Subject and metric as one phrase, without what both say."""
    subject, metric = fact.subject, fact.metric
    return metric if metric.startswith(subject) else f"{subject}的{metric}" if subject else metric


def when(fact: Fact) -> str:
    """The period in words: 2023年, 2023年1月至10月, "" if unknown.

    >>> when_words("2023-01/2023-10")
    '2023年1月至10月'
    """
    return when_words(str(fact.period)) if fact.period else ""


def when_words(period: str) -> str:
    """A printed period (`str(Period)`) in words.

    >>> when_words("2023"), when_words("2023-H1"), when_words("2024/2026")
    ('2023年', '2023年上半年', '2024年至2026年')
    """
    first, _, last = period.partition("/")
    if not last:
        return _date(first)
    if last[:4] == first[:4]:
        return f"{_date(first)}至{_date(last)[5:]}"
    return f"{_date(first)}至{_date(last)}"


def _date(text: str) -> str:
    parts = text.split("-")
    words = f"{parts[0]}年"
    if len(parts) > 1:
        words += {"H1": "上半年", "H2": "下半年"}.get(parts[1], f"{parts[1].lstrip('0')}月")
    if len(parts) > 2:
        words += f"{int(parts[2])}日"
    return words


def shorten(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut at a clause end if there is one."""
    if len(text) <= most:
        return text
    piece = text[:most]
    mark = max(piece.rfind(sign) for sign in "，；。、")
    return piece[:mark] if mark > most // 2 else piece
