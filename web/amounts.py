"""Quantities for people: exact, with their unit; large sums of money in 万元 and 亿元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.facts import Quantity

_SIGNS = {"=": "", ">": "＞", ">=": "≥", "<": "＜", "<=": "≤", "~": "约 "}
_MONEY = "元"
# Officials read budgets in 万元; from a hundred million on in 亿元.
# 1.641256亿元 is harder to read than 16412.56万元; a 元 with six places of 万元 is printed as such.
_MOST_PLACES = {"亿元": 2, "万元": 6}
_SCALES = ((Decimal(10) ** 8, "亿元"), (Decimal(10) ** 4, "万元"))


def plain(value: Decimal) -> str:
    """A decimal without exponent, thousands apart.

    >>> plain(Decimal("3025300")), plain(Decimal("67.82")), plain(Decimal("1E+3"))
    ('3,025,300', '67.82', '1,000')
    """
    return f"{value:,f}"


def scaled(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Money in the unit that is read most easily; nothing is rounded.

    >>> scaled(Decimal("72980400"), "元"), scaled(Decimal("260000000"), "元"), scaled(Decimal("164125600"), "元")
    ((Decimal('7298.04'), '万元'), (Decimal('2.6'), '亿元'), (Decimal('16412.56'), '万元'))
    """
    scale, name = common_scale([value], unit)
    return _trimmed(value / scale), name


def _trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def common_scale(values: Sequence[Decimal], unit: str) -> tuple[Decimal, str]:
    """What all of `values` are divided by to be read easily side by side, and the unit that they have then.

    >>> common_scale([Decimal("72980400"), Decimal("12500000")], "元")
    (Decimal('10000'), '万元')
    >>> common_scale([Decimal(95)], "%")
    (Decimal('1'), '%')
    """
    largest = max(map(abs, values), default=Decimal(0))
    if unit == _MONEY:
        for scale, name in _SCALES:
            if largest >= scale and all(_places(value / scale) <= _MOST_PLACES[name] for value in values):
                return scale, name
    return Decimal(1), unit


def _places(value: Decimal) -> int:
    """Digits behind the point."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def amount(quantity: Quantity) -> str:
    """A quantity as it is read.

    >>> from graph.facts import Quantity
    >>> amount(Quantity(Decimal("3025300"), Decimal("3025300"), "元")), amount(Quantity(Decimal(95), Decimal(95), "%", ">="))
    ('302.53万元', '≥95%')
    >>> amount(Quantity(Decimal(3), Decimal(5), "个工作日"))
    '3–5个工作日'
    """
    high, unit = scaled(quantity.high, quantity.unit)
    sign = _SIGNS[quantity.op]
    if quantity.value is not None:
        return f"{sign}{plain(high)}{unit}"
    low, low_unit = scaled(quantity.low, quantity.unit)
    return f"{sign}{plain(low)}{'' if low_unit == unit else low_unit}–{plain(high)}{unit}"


def difference(value: Decimal | None, unit: str) -> str:
    """What a value went up or down by, signed; of percentages in points.

    >>> difference(Decimal("-1.5"), "%"), difference(Decimal("20000"), "元"), difference(None, "宗")
    ('−1.5个百分点', '+2万元', '')
    """
    if value is None:
        return ""
    size, name = scaled(abs(value), "个百分点" if unit == "%" else unit)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{plain(size)}{name}"
