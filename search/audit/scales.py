"""元 where 万元 was meant, shown by a rate beside the two amounts: 采购2,500.00万元，授予中小企业2,000.00元，占80.00%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from search.audit.paper import Amount, Finding, Paper

_HUNDRED = Decimal(100)
_TEN_THOUSAND = Decimal(10_000)
_IN_TEN_THOUSANDS = re.compile(r"万\s*元")
# A rate of fewer digits agrees with some pair of numbers by chance.
_TELLING = 3
# So many amounts before the rate are looked at; further back they are of something else.
_FEW = 4


def read_scales(paper: Paper) -> Iterator[Finding]:
    """The rate is the quotient of the printed digits, and no quotient of the amounts."""
    for rate in paper.amounts:
        if rate.unit != "%" or not rate.exact or len(rate.digits.replace(".", "")) < _TELLING:
            continue
        begin = paper.sentence(rate.start)[0]
        money = [a for a in paper.within(begin, rate.start) if a.unit == "元" and a.exact and a.value > 0]
        for before in money[-_FEW:-1]:
            yield from _held(paper, rate, before, money[-1])


def _held(paper: Paper, rate: Amount, whole: Amount, part: Amount) -> Iterator[Finding]:
    if _ten_thousands(paper, whole) == _ten_thousands(paper, part):
        return
    slip, other = (whole, part) if _ten_thousands(paper, part) else (part, whole)
    factor = _TEN_THOUSAND if slip is part else 1 / _TEN_THOUSAND
    ratio = part.value / whole.value * _HUNDRED * factor
    if abs(ratio - rate.value) <= Decimal(1).scaleb(-len(rate.digits.partition(".")[2])):
        printed, right = (paper.text[a.number : a.end].strip() for a in (slip, other))
        message = f"“{printed}”与“{right}”相除不得{rate.digits}%，按万元计才相符，疑漏写“万”字"
        places = [(paper.clause(slip.start, slip.end)[0], max(slip.end, rate.end if slip is part else 0))]
        yield paper.finding(
            "unit_slip",
            "error",
            message,
            *places,
            paper.clause(other.start, other.end),
            (rate.start, rate.end),
        )


def _ten_thousands(paper: Paper, amount: Amount) -> bool:
    return bool(_IN_TEN_THOUSANDS.search(paper.text, amount.number, amount.end))
