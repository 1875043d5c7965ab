"""What a person says that a report is: title, region, department, year."""

from __future__ import annotations

from typing import Any

from ingest.divisions import Division, lookup
from ingest.fold import squeeze
from search.amending.changes import UNKNOWN, ReportChange, joined, some
from search.library import Library, LibraryError
from search.library.corrections import Correction, correction_id

_YEARS = range(1949, 2200)


def amend_report(
    library: Library, source: str, change: ReportChange, *, who: str, reason: str = ""
) -> Correction:
    """What a person says that a report is, joined to what was said before.

    Raises:
        LibraryError: there is no such report, no such region, or no such year.
    """
    about = library.report(source).about
    told = library.told(source)
    said = next((one for one in library.corrections() if one.id == correction_id("report", source)), None)
    before: dict[str, Any] = {
        name: getattr(about, name) for name in ("title", "province", "city", "district", "department", "year")
    }
    if told and said is not None:
        before = {name: said.before.get(name, value) for name, value in before.items()}
    new: dict[str, Any] = {}
    for name in ("title", "department"):
        words = getattr(change, name)
        if words is not None:
            new[name] = None if words == UNKNOWN else some(name, words)
    if change.year is not None:
        new["year"] = None if change.year == UNKNOWN else _year(change.year)
    if change.region is not None:
        new |= _region(change.region, about.city)
    return Correction(
        correction_id("report", source), "report", source, source, before,
        joined(told, new, before, source), reason, who,
    )  # fmt: skip


def _year(words: str) -> int:
    if not (words.isascii() and words.isdigit() and int(words) in _YEARS):
        raise LibraryError("看不懂这个年度", words, "请写四位数字，如 2023，未知写 -")
    return int(words)


def _region(words: str, city: str | None) -> dict[str, Any]:
    """The province, city and district that a name means."""
    if words == UNKNOWN:
        return {"province": None, "city": None, "district": None}
    whole = squeeze(words)
    found = [one for one in _divisions(whole) if _spelled(one, whole)]
    if len(found) > 1:
        found = [one for one in found if one.city == city] or found
    if not found:
        raise LibraryError("没有这个地区", words, "请写行政区划的名称，如 花都区 或 广州市花都区，未知写 -")
    if len(found) > 1:
        several = "、".join("".join(filter(None, (one.province, one.city, one.name))) for one in found)
        raise LibraryError(f"有几个地区叫这个名称：{several}", words, "请连同上级一起写")
    one = found[0]
    return {"province": one.province, "city": one.city, "district": one.district}


def _divisions(words: str) -> list[Division]:
    """The divisions whose name the words end with; the words before it are for `_spelled`."""
    ends = (words[at:] for at in range(len(words)))
    return next(([*found] for end in ends if (found := lookup(end))), [])


def _spelled(one: Division, words: str) -> bool:
    """Whether what stands before its name are places that it lies in."""
    levels = [level for level in (one.province, one.city, one.district) if level]
    for level in levels:
        words = words.removeprefix(level)
    return not words or one in lookup(words)
