"""Numbers written the way Excel shows them: thousands separators, decimals, percents, dates.

Source of the format codes: ECMA-376-1, 18.8.31. Colours, fills and widths are for the eye and left out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

GENERAL_DIGITS = 15
"""Significant digits that Excel keeps of a number; 0.1+0.2 is stored as 0.30000000000000004."""

_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|!(?P<banged>.)|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|(?P<drop>\[[^\]]*\]|_.|\*.)'
    r"|(?P<digits>[0#?](?:[0#?,.]*[0#?,.])?|\.[0#?]+)|(?P<exponent>E[+-]0+)|(?P<other>.)",
    re.IGNORECASE,
)
_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<drop>\[[^\]]*\]|_.|\*.|;.*)|(?P<part>y+|m+|d+|h+|s+|AM/PM|上午/下午)|(?P<other>.)',
    re.IGNORECASE,
)


def shown(value: object, format: str) -> str:
    """A cell's value as Excel shows it.

    >>> shown(1234567.5, "#,##0.00"), shown(0.6782, "0.00%"), shown(98, "General")
    ('1,234,567.50', '67.82%', '98')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(_exact(value), format)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, (datetime, date, time)):
        return _moment(value, format)
    return str(value)


def _exact(value: float) -> Decimal:
    number = Decimal(value if isinstance(value, int) else repr(value))
    return number if not number.is_finite() else Decimal(f"{number:.{GENERAL_DIGITS}g}")


def _number(number: Decimal, format: str) -> str:
    if not number.is_finite():
        return ""
    sections = _SECTION.findall(format)
    section, unsigned = _section(sections, number)
    if (
        section is None
        or section.strip().lower() in ("", "general", "@")
        or "/" in re.sub(r'"[^"]*"', "", section)
    ):
        return _plain(number)
    if section.lower().startswith("general"):
        return _plain(abs(number) if unsigned else number) + section[7:].replace('"', "")
    return _fill(abs(number) if unsigned else number, section)


def _section(sections: list[str], number: Decimal) -> tuple[str | None, bool]:
    """The section for the sign of the number, and whether it prints the sign itself."""
    if not sections:
        return None, False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fill(number: Decimal, section: str) -> str:
    tokens = [
        (match.lastgroup or "other", match.group(match.lastgroup or 0)) for match in _TOKEN.finditer(section)
    ]
    if any(kind == "exponent" for kind, _ in tokens):
        return _plain(number)
    number *= Decimal(100) ** sum(kind == "other" and text == "%" for kind, text in tokens)
    masks = [text for kind, text in tokens if kind == "digits"]
    split = next((i for i, (kind, text) in enumerate(tokens) if kind == "banged" and text == "."), None)
    if split is not None and len(masks) > 1:
        return _in_ten_thousands(number, masks)
    out, printed = "", False
    for kind, text in tokens:
        if kind == "digits":
            out += "" if printed else _masked(abs(number), text)
            printed = True
        elif kind != "drop":
            out += text
    sign = "-" if number < 0 and re.search("[1-9]", out) else ""
    return (sign + out).strip()


def _in_ten_thousands(number: Decimal, masks: list[str]) -> str:
    """`0!.0,` and its kin: scaling by thousands and a literal point show 万元 with a decimal."""
    scaled = number / Decimal(1000) ** (len(masks[-1]) - len(masks[-1].rstrip(",")))
    places = len(masks[-1].rstrip(","))
    whole = scaled.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{whole.scaleb(-places):f}"


def _masked(number: Decimal, mask: str) -> str:
    bare = mask.rstrip(",")
    number /= Decimal(1000) ** (len(mask) - len(bare))
    whole, _, places = bare.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    least = whole.count("0")
    left = left.lstrip("0").rjust(least, "0")
    if "," in whole and left:
        left = f"{int(left):,}".rjust(least, "0")
    while right and places[len(right) - 1] != "0" and right.endswith("0"):
        right = right[:-1]
    return left + ("." + right if right else "")


def _moment(value: datetime | date | time, format: str) -> str:
    out, before = "", ""
    twelve = "AM/PM" in format.upper() or "上午/下午" in format
    for match in _DATE_TOKEN.finditer(format if format.lower() != "general" else "yyyy-mm-dd"):
        kind, text = match.lastgroup or "other", match.group(match.lastgroup or 0)
        if kind == "part":
            out += _date_part(value, text.lower(), before, format[match.end() :], twelve)
            before = text.lower()
        elif kind != "drop":
            out += text
    return out.strip().removesuffix("@").rstrip(";")


def _date_part(value: datetime | date | time, part: str, before: str, rest: str, twelve: bool) -> str:
    # "m" means minutes behind hours or before seconds, else months.
    is_minute = part[0] == "m" and (
        before[:1] == "h" or re.match(r"[^a-z]*s", rest, re.IGNORECASE) is not None
    )
    if part in ("am/pm", "上午/下午"):
        half = getattr(value, "hour", 0) >= 12
        return part.upper().split("/")[half]
    key = (
        "minute"
        if is_minute
        else {"y": "year", "m": "month", "d": "day", "h": "hour", "s": "second"}[part[0]]
    )
    number = int(getattr(value, key, 0))
    if key == "hour" and twelve:
        number = (number - 1) % 12 + 1
    if key == "year":
        return f"{number:04d}" if len(part) > 2 else f"{number % 100:02d}"
    if len(part) > 2 and key == "day" and isinstance(value, date):
        return "星期" + "一二三四五六日"[value.weekday()]
    return f"{number:02d}" if len(part) == 2 else str(number)
