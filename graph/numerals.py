"""Numbers that are written in words: 三百五十二, 1亿5千万, 百分之九十, 八成五, 3分12秒.

>>> chinese_number("三十二"), *(str(spelled_amount(text)) for text in ("百分之九十点五", "八成五", "3分12秒"))
(32, '90.5', '85', '192')
"""

from __future__ import annotations

import re
from decimal import Decimal

SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DIGIT = "一二两三四五六七八九"
PER_CENT = "百分之"
PER_MILLE = "千分之"
_PLACES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}

# 300千瓦时, 5千米 and 1.7百分点: there 千 and 百 belong to the unit.
SCALE = r"万亿|千万|百万|十万|亿|万|千(?![瓦克米伏])|百(?!分)"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = rf"[{DIGIT}十百千](?:[{DIGIT}十百千]|(?<=[十百千万亿])零|[万亿](?![一-鿿]*工程))*"
CHINESE_PER_CENT = rf"(?:{PER_CENT}|{PER_MILLE})(?:[{DIGIT}十百零]+(?:点[{DIGIT}零]+)?|\d+(?:\.\d+)?)"
# 四成, 八成五, 一成半 are 40, 85 and 15 per cent; 促成, 一成不变 and 建成 are words.
TENTHS = (
    rf"(?<![{DIGIT}十第])[{DIGIT}]成(?:[{DIGIT}](?![{DIGIT}十成个项家])|半)|"
    rf"(?<![{DIGIT}十第])[{DIGIT}]成(?![立为员果本功绩效长熟交都不套品人分型因就新{DIGIT}])"
)
# 3分12秒, 2小时30分钟: one duration in two units, told in the smaller.
CLOCK = r"\d+分钟?\d+秒|\d+小时\d+分钟?(?!\d*秒)"
# 1亿5千万: one number written in several scales, each smaller than the one before.
CHAIN = rf"\d+(?:{SCALE})(?:零?\d+(?:{SCALE}))+"
_SIXTY = 60


def chinese_number(text: str) -> int:
    """The number that Chinese numerals write; nought where they write none.

    >>> chinese_number("三十二"), chinese_number("十一"), chinese_number("一百零五"), chinese_number("两")
    (32, 11, 105, 2)
    """
    return int(_spelled(text) or 0)


def is_tenths(number: str) -> bool:
    """Whether a number counts in tenths: 四成."""
    return number[1:2] == "成"


def clock_unit(number: str) -> str | None:
    """The unit that a duration of two units is told in, None for any other number.

    >>> clock_unit("3分12秒"), clock_unit("2小时30分"), clock_unit("312")
    ('秒', '分钟', None)
    """
    if number.endswith("秒"):
        return "秒"
    return "分钟" if "小时" in number else None


def spelled_amount(number: str) -> Decimal | None:
    """The amount that a number in words writes; None if its scales do not descend."""
    if clock_unit(number):
        large, small = map(Decimal, re.findall(r"\d+", number))
        return large * _SIXTY + small
    if is_tenths(number):
        rest = 5 if number.endswith("半") else CN_DIGITS.get(number[2:3], 0)
        return Decimal(CN_DIGITS[number[0]] * 10 + rest)
    if number.startswith((PER_CENT, PER_MILLE)):
        whole, _, places = number[len(PER_CENT) :].partition("点")
        digits = "".join(str(CN_DIGITS[c]) for c in places)
        value = Decimal(whole) if whole[0].isascii() else _spelled(whole)
        return value if value is None or not digits else value + Decimal(f"0.{digits}")
    if all(c in "百千万亿" for c in number):
        product = Decimal(1)
        for char in number:
            product = product.scaleb(SCALES[char])
        return product
    return _spelled(number)


def _spelled(text: str) -> Decimal | None:
    """The number that digits and scales in turn write (1亿5千万, 三百五十二), None if the scales do not descend."""
    total = section = part = Decimal(0)
    above_section, above = 99, 99  # the scale before: of 万 and 亿, and inside one section
    for token in re.findall(r"[\d.]+|[^\d.]", text):
        if token[0] in "0123456789":
            part = Decimal(token)
        elif token in CN_DIGITS:
            part = Decimal(CN_DIGITS[token])
        elif (place := _PLACES[token]) < _PLACES["万"]:
            if place >= above:
                return None
            section, part, above = section + (part or Decimal(1)).scaleb(place), Decimal(0), place
        elif place > above_section and not section and not part:
            total, above_section = total.scaleb(place), place  # 两万亿
        else:
            if place >= above_section:
                return None
            total += (section + part).scaleb(place)
            section, part, above_section, above = Decimal(0), Decimal(0), place, 99
    return total + section + part
