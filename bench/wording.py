"""When two wordings count as the same: the comparing of texts, names, units, values and periods.

White space, punctuation, quotation marks and thousands separators do not count; full width equals half width.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath

from ingest.fold import fold

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[^\w.%+]+(?=\d)")
# A point counts inside a number only.
_LOOSE_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
# An answer "479" does not stand in "1479", "479.5", "479万" or "479%".
_NUMBER_GOES_ON = r"(?!\d|\.\d|[万亿千百十%])"
_NUMBER_BEGAN = r"(?<!\d)(?<!\d\.)"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@cache
def plain(text: str) -> str:
    """`text` as it is compared: letters, digits and the signs + and %, and a point inside a number.

    Two numbers with only punctuation between them stay two.

    >>> plain("“穗好办 | 穗康” 共１,８00.5 万件。"), plain("24、26")
    ('穗好办穗康共1800.5万件', '24|26')
    """
    text = _THOUSANDS.sub("", "".join(fold(text).lower().split())).replace("|", "/")
    text = _LOOSE_POINT.sub("", _BETWEEN_NUMBERS.sub("|", text))
    return "".join(c for c in text if c.isalnum() or c in "+%.|")


def holds(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text`; a number must stand there whole.

    >>> holds("满意率为67.82%", "67.82%"), holds("共1479个", "479"), holds("479万个", "479")
    (True, False, False)
    """
    needle = plain(wanted)
    if not needle:
        return False
    pattern = re.escape(needle)
    if needle[0].isdigit():
        pattern = _NUMBER_BEGAN + pattern
    if needle[-1].isdigit():
        pattern += _NUMBER_GOES_ON
    return re.search(pattern, plain(text)) is not None


def closeness(one: str, other: str) -> float:
    """F1 of the two texts as bags of characters, 0 to 1: 2 |A and B| / (|A| + |B|), order ignored.

    >>> closeness("按时完成率", "工单按时完成率") > 0.8
    True
    """
    a, b = Counter(plain(one)), Counter(plain(other))
    size = a.total() + b.total()
    return 2 * (a & b).total() / size if size else 0.0


def names(*texts: object) -> frozenset[str]:
    """The names among `texts` (strings and lists of strings) as they are compared, without empty ones."""
    flat: list[str] = []
    for item in texts:
        if isinstance(item, str):
            flat.append(item)
        elif isinstance(item, Iterable):
            flat.extend(t for t in item if isinstance(t, str))
    return frozenset(filter(None, map(plain, flat)))


@cache
def _unit_groups() -> dict[str, str]:
    with (Path(__file__).parent / "units.toml").open("rb") as file:
        groups = tomllib.load(file)["same"]
    return {plain(unit): plain(group["units"][0]) for group in groups for unit in group["units"]}


def same_unit(unit: str | None) -> str:
    """The name of the group of measure words that `unit` belongs to (`units.toml`), or the unit itself.

    >>> same_unit("宗") == same_unit("件"), same_unit("人次") == same_unit("人")
    (True, False)
    """
    word = plain(unit or "")
    return _unit_groups().get(word, word)


def numbers(value: object) -> tuple[Decimal, ...]:
    """The number as `(value,)`, the range as `(low, high)`, anything else as `()`.

    >>> numbers(67.82), numbers([5, 10.0]), numbers("many")
    ((Decimal('67.82'),), (Decimal('5'), Decimal('10.0')), ())
    """
    parts = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(part, bool) or not isinstance(part, (int, float, Decimal)) for part in parts):
        return ()
    found = tuple(Decimal(str(part)) for part in parts)
    return found if all(number.is_finite() for number in found) else ()


def years(period: object) -> tuple[int, int] | None:
    """The first and the last year of a period as facts have it, None where there is none.

    >>> years("2022-03-15/2022-10-31"), years("2024/2026"), years(None)
    ((2022, 2022), (2024, 2026), None)
    """
    found = [int(year) for year in _YEAR.findall(period)] if isinstance(period, str) else []
    return (found[0], found[-1]) if found else None


def report_of(source: str) -> str:
    """The report's id: the source without folder and suffix.

    >>> report_of("2023/huadu-2023.txt")
    'huadu-2023'
    """
    return PurePosixPath(source.replace("\\", "/")).stem
