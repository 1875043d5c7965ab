"""A printed period (`str(Period)`) read back; what a person types when a period was misread."""

from __future__ import annotations

import calendar
import re
from datetime import date

from graph.facts import Period

_HALVES = {"1": (1, 6), "2": (7, 12)}
_PART = re.compile(r"(\d{4})(?:-(?:H([12])|(\d{1,2})(?:-(\d{1,2}))?))?")


def read_period(printed: str) -> Period:
    """The period that is printed so.

    >>> str(read_period("2023")), str(read_period("2023-H1")), str(read_period("2023-01/2023-10"))
    ('2023', '2023-H1', '2023-01/2023-10')

    Raises:
        ValueError: it is no period.
    """
    first, slash, last = printed.strip().partition("/")
    begins, ends = _days(first)
    return Period(begins, _days(last)[1] if slash else ends)


def _days(part: str) -> tuple[date, date]:
    """The first and the last day of a year, a half year, a month or a day."""
    match = _PART.fullmatch(part.strip())
    if match is None:
        raise ValueError(f"no period: {part!r}")
    year, half, month, day = match.groups()
    if day:
        whole = date(int(year), int(month), int(day))
        return whole, whole
    months = _HALVES[half] if half else (int(month), int(month)) if month else (1, 12)
    last = calendar.monthrange(int(year), months[1])[1] if 1 <= months[1] <= 12 else 0
    return date(int(year), months[0], 1), date(int(year), months[1], last)
