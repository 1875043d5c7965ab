"""Periods in Chinese prose: which days a number is about.

>>> [str(f.period) for f in find_periods("2022年1月至12月", 2022)]
['2022']
>>> [str(f.period) for f in find_periods("3月15日至10月31日", 2022)]
['2022-03-15/2022-10-31']
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.facts import Period
from ingest.fold import fold

_Y = r"(?<!\d)(?:19|20)\d{2}"
_TO = r"\s*(?:-|~|至|到)+\s*"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_PATTERN = re.compile(
    rf"""
    (?P<until>截至|截止到?|至今)?(?:目前)?
    (?:
      (?P<years>{_Y})年?{_TO}(?P<years2>(?:19|20)\d{{2}})年
    | (?:(?P<y1>{_Y})年)?(?P<m1>\d{{1,2}})月(?:(?P<d1>\d{{1,2}})日)?{_TO}
      (?:(?P<y2>(?:19|20)\d{{2}})年)?(?P<m2>\d{{1,2}})月(?:(?P<d2>\d{{1,2}})日)?
    | (?:(?P<y3>{_Y})年)?(?P<m3>(?<![\d.])\d{{1,2}}){_TO}(?P<m4>\d{{1,2}})月(?!\d{{1,2}}日)
    | (?:(?P<y9>{_Y})年)?(?P<m9>(?<![\d.])\d{{1,2}})月(?P<d9>\d{{1,2}})日?{_TO}(?P<d10>\d{{1,2}})日
    | (?:(?P<y5>{_Y})年(?:度)?)?(?P<half>[上下]半年)
    | (?:(?P<y6>{_Y})年(?:度)?)?第?(?P<quarter>[一二三四1-4])季度
    | (?:(?P<y7>{_Y})年)?(?P<m7>(?<![\d.])\d{{1,2}})月(?:(?P<d7>\d{{1,2}})日)?(?:底|末|份)?
    | (?P<y8>{_Y})年(?:度|底|末|初)?
    | (?P<relative>本年度?|今年|去年|(?<![\d一二三四五六七八九十两几多半数历])年(?:底|末)(?!前)
      |上年度?(?!结转|结余)|上一年度?|是年(?![满轻终龄])
      |(?<![\d一二三四五六七八九十两几多半数])年内)
    )
    (?P<since>以来|起)?
    """,
    re.VERBOSE,
)
# One of these stands in every period.
_IN_EACH = re.compile("[年月]|季度")
# "同比2023年减少…": what the number is compared with, not when it was counted.
_COMPARED = re.compile(r"(?:同比|环比|相?比|较|对比|相较)\s*(?:于)?\s*$")
_COMPARED_BEHIND = re.compile(r"\s*(?:底|末)?(?:同期|相比|的\s*\d+(?:\.\d+)?倍)")
_SINCE = re.compile(r"自\s*$")


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period at `start:end`; `compared` if the text only compares with it."""

    start: int
    end: int
    period: Period
    compared: bool


def whole_month(year: int, month: int) -> Period:
    """That month.

    >>> str(whole_month(2024, 2))
    '2024-02'
    """
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def find_periods(text: str, year: int | None, start: int = 0, end: int | None = None) -> list[FoundPeriod]:
    """The periods of `text[start:end]`, in order.

    Args:
        year: the year that months without one, 今年 and 去年 refer to; without it they are left out.
    """
    folded = fold(text)
    stop = len(text) if end is None else end
    if _IN_EACH.search(folded, start, stop) is None:
        return []  # most clauses
    found = []
    for match in _PATTERN.finditer(folded, start, stop):
        period = _period(
            match, year, since=bool(match["since"] or _SINCE.search(folded[start : match.start()]))
        )
        if period is not None:
            compared = bool(
                _COMPARED.search(folded[max(start, match.start() - 8) : match.start()])
                or _COMPARED_BEHIND.match(folded, match.end(), stop)
            )
            found.append(FoundPeriod(match.start(), match.end(), period, compared))
    return found


def _period(match: re.Match[str], year: int | None, since: bool) -> Period | None:
    try:
        bounds = next(_bounds(match, year), None)
    except ValueError:  # the 31st of June, month 13: no date
        return None
    if bounds is None:
        return None
    first, last = bounds
    if since:
        # "自2003年以来承担…" says when a thing began, "自2021年11月启用以来上报913个" what was counted.
        dated = bool(match["m7"] or match["m1"] or match["m9"]) or first.year == year
        return Period(first, date(year, 12, 31)) if year and dated and first.year <= year else None
    if match["until"]:
        first = date(last.year, 1, 1)
    return Period(first, last) if first <= last else None


def _bounds(match: re.Match[str], year: int | None) -> Iterator[tuple[date, date]]:
    if match["years"]:
        yield date(int(match["years"]), 1, 1), date(int(match["years2"]), 12, 31)
    elif match["m1"]:
        first_year = _year(match["y1"], year)
        last_year = _year(match["y2"], first_year)
        if first_year and last_year:
            yield _first(first_year, match["m1"], match["d1"]), _last(last_year, match["m2"], match["d2"])
    elif match["m3"]:
        if known := _year(match["y3"], year):
            yield _first(known, match["m3"], None), _last(known, match["m4"], None)
    elif match["m9"]:
        if known := _year(match["y9"], year):
            yield _first(known, match["m9"], match["d9"]), _last(known, match["m9"], match["d10"])
    elif match["half"]:
        if known := _year(match["y5"], year):
            month = 1 if match["half"] == "上半年" else 7
            yield date(known, month, 1), _last(known, str(month + 5), None)
    elif match["quarter"]:
        if known := _year(match["y6"], year):
            month = 3 * _QUARTERS[match["quarter"]] - 2
            yield date(known, month, 1), _last(known, str(month + 2), None)
    elif match["m7"]:
        if known := _year(match["y7"], year):
            yield _first(known, match["m7"], match["d7"]), _last(known, match["m7"], match["d7"])
    elif match["y8"]:
        yield date(int(match["y8"]), 1, 1), date(int(match["y8"]), 12, 31)
    elif match["relative"] and year:
        known = year - 1 if match["relative"][0] in "去上" else year
        yield date(known, 1, 1), date(known, 12, 31)


def _year(printed: str | None, otherwise: int | None) -> int | None:
    return int(printed) if printed else otherwise


def _first(year: int, month: str, day: str | None) -> date:
    return date(year, int(month), int(day) if day else 1)


def _last(year: int, month: str, day: str | None) -> date:
    return date(year, int(month), int(day) if day else calendar.monthrange(year, int(month))[1])
