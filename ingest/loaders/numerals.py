"""The number formats of automatic lists in Word: 一、 （一） 1. ① a. i. and their kin.

Source: ECMA-376-1, 17.18.59 ST_NumberFormat.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int) -> str:
    """A number below 10000 as it is counted.

    >>> chinese(12), chinese(20), chinese(105)
    ('十二', '二十', '一百零五')
    """
    text = _counted(number, "零一二三四五六七八九", "十百千")
    return text.removeprefix("一") if text.startswith("一十") else text


def _counted(number: int, digits: str, units: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(digits[0]) and number % 10**power:
            text += digits[0]
    return text


def _by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _upper_roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


def _upper_letter(number: int) -> str:
    # Word doubles the letter after Z: 27 is AA, 28 is BB.
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _ring(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _sequence(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
    "decimalHalfWidth": str,
    "numberInDash": lambda number: f"-{number}-",
    "upperRoman": _upper_roman,
    "lowerRoman": lambda number: _upper_roman(number).lower(),
    "upperLetter": _upper_letter,
    "lowerLetter": lambda number: _upper_letter(number).lower(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "chineseLegalSimplified": lambda number: _counted(number, _FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _counted(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _ring,
    "decimalEnclosedCircleChinese": _ring,
    "ideographEnclosedCircle": _sequence("㊀", 10),
    "decimalEnclosedParen": _sequence("⑴", 20),
    "decimalEnclosedFullstop": _sequence("⒈", 20),
}


def numeral(number: int, format: str) -> str:
    """`number` in one of Word's formats; decimal in a format of another script.

    >>> numeral(3, "chineseCounting"), numeral(4, "lowerRoman"), numeral(2, "decimalEnclosedCircle")
    ('三', 'iv', '②')
    """
    return _FORMATS.get(format, str)(number) if number > 0 else str(number)
