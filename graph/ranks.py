"""Ranks: 第2名, 排名全市第2, 位列第三, 前五名, and lists of them for several months."""

from __future__ import annotations

import re
from decimal import Decimal

from graph.facts import Quantity
from graph.numerals import chinese_number
from graph.quantity import FoundQuantity
from ingest.fold import fold

_NUMBER = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
# 第 makes a rank only with 名 or 位 behind it, or where the clause speaks of ranking: 第21届 and 第一议题 are names,
# 全国第一家 is a first one. 前三 is a bound in the same way: 前三季度 is a time.
_NO_RANK = "届批号次条章期版个份代师轮支方议阵时线手类种季度年月日天周家所座项例台部套款站梯产医书实块强等"
_RANK = re.compile(
    rf"(?:第(?P<rank>{_NUMBER})|前(?P<first>{_NUMBER}))(?P<unit>[名位])?(?![{_NO_RANK}一二三四五六七八九十\d])"
)
_RANKING = re.compile(
    r"排名|排在|位列|位居|名列|跃居|[排列居][全本各省市区国]|得分列|均列|并列|稳居|(?:全[国省市区]|各区)[第前]"
)
_REACH = 24  # the words that speak of ranking stand at most this far before the number


def find_ranks(text: str, start: int = 0, end: int | None = None) -> list[FoundQuantity]:
    """The ranks of `text[start:end]`, with unit "名"; 前五名 is the bound "<=" 5.

    >>> [(str(f.quantity.low), f.quantity.op) for f in find_ranks("满意率在全市各区排名第三名，保持在前五名")]
    [('3', '='), ('5', '<=')]
    >>> find_ranks("贯彻第一议题制度，荣获第21届青年文明号")
    []
    """
    folded = fold(text)
    stop = len(text) if end is None else end
    found: list[FoundQuantity] = []
    for match in _RANK.finditer(folded, start, stop):
        bound = match["first"] is not None
        before = folded[max(start, match.start() - _REACH) : match.end()]
        listed = found and found[-1].end >= match.start() - 1
        if not (match["unit"] or _RANKING.search(before) or listed):
            continue
        digits = match["first"] or match["rank"]
        value = Decimal(int(digits) if digits.isascii() else chinese_number(digits))
        quantity = Quantity(value, value, "名", "<=" if bound else "=")
        found.append(FoundQuantity(match.start(), match.end(), match.start(), quantity))
    return found
