"""What a report is: title, kind, region, department with its names, year. From its words, never from its file name.

What the words do not say stays unknown: a wrong region would put every number of the report in the wrong place.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.departments import find_department, names_of
from ingest.divisions import find_divisions, lookup
from ingest.document import About, Block
from ingest.markers import starts_heading

# The title stands in the first lines; a cover, a red head or an attachment number may come before it.
_LINES_OF_TITLE = 16
_MOST_LINES_JOINED = 5
_LONGEST_TITLE = 120
_ATTACHMENT = re.compile(
    r"^附(?:件\s*[\d一二三四五六七八九十]*\s*[：:]?|\s*[\d一二三四五六七八九十]+\s*[：:]?|[：:]|$)\s*"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_FISCAL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年度")
_YEARS = re.compile(r"(?:(?<!\d)(?:19|20)\d{2}\s*年?\s*[-—–至]\s*)?(?<!\d)(?:19|20)\d{2}\s*年度?")
_BEFORE_SUBJECT = re.compile(r"^(?:关于)?(?:报送|上报|公布|公开|开展)?")
_IN_BRACKETS = re.compile(r"[（(](.*)[）)]")
_YEAR_OF_REPORT = re.compile(r"(?<!\d)(20\d{2})年(?:度|以来|，|,)")


def read_about(text: str, blocks: Sequence[Block]) -> About:
    """What title and text say of the report; None for all they do not say."""
    title = find_title(text, blocks)
    subject, behind = _subject(title) if title else ("", "")
    department, names = find_department(subject, text)
    named = next((words for words in (subject, behind, department or "") if find_divisions(words)), "")
    province, city, district = _region(named, text)
    return About(
        title=title,
        kind=kind_of(title) if title else None,
        province=province,
        city=city,
        district=district,
        department=department,
        names=names_of(department, names, text),
        year=_year(title, text),
    )


def find_title(text: str, blocks: Sequence[Block]) -> str | None:
    """The title, its lines joined; None if no line of the first ones ends like the title of a known kind."""
    lines = []
    for block in blocks[:_LINES_OF_TITLE]:
        line = text[block.start : block.end].strip()
        if starts_heading(line) or block.kind == "row":
            break
        line = _ATTACHMENT.sub("", line)
        if line:
            lines.append(line)
    best: str | None = None
    for first in range(len(lines)):
        for count in range(1, _MOST_LINES_JOINED + 1):
            joined = "".join(lines[first : first + count])
            if len(joined) > _LONGEST_TITLE or "。" in joined or first + count > len(lines):
                break
            if kind_of(joined, whole=True) and (best is None or _fullness(joined) > _fullness(best)):
                best = joined
    return best


def _fullness(title: str) -> tuple[bool, bool, int]:
    """A title with year and region says more than one without; of two such the shorter is the title."""
    return bool(_YEAR.search(title)), bool(find_divisions(title)), -len(title)


def kind_of(title: str, *, whole: bool = False) -> str | None:
    """The kind of report that ends like `title`; with `whole`, only where nothing but a bracket follows.

    >>> kind_of("2023年度广州市荔湾区政务服务数据管理局部门整体支出绩效自评表说明")
    '部门整体支出绩效自评报告'
    """
    for name, pattern in _kinds():
        match = pattern.search(title)
        if match and (not whole or re.fullmatch(r"(?:[（(].*[）)]|[—\-].*)?", title[match.end() :])):
            return name
    return None


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
    return tuple((kind["name"], re.compile(kind["pattern"])) for kind in data["kind"])


def _subject(title: str) -> tuple[str, str]:
    """The title without year and kind, which is who reports; and what stands behind the kind.

    >>> _subject("深圳市水务局关于2023年度部门整体支出绩效自评报告")
    ('深圳市水务局关于', '')
    >>> _subject("2023年部门整体支出绩效自评报告（洪山区民政局）")
    ('洪山区民政局', '（洪山区民政局）')
    """
    stem, behind = title, ""
    for _, pattern in _kinds():
        match = pattern.search(stem)
        if match:
            stem, behind = stem[: match.start()], stem[match.end() :]
            break
    subject = _BEFORE_SUBJECT.sub("", _YEARS.sub("", stem).strip())
    bracket = _IN_BRACKETS.fullmatch(behind)
    return subject or (bracket[1] if bracket else ""), behind


def _region(subject: str, text: str) -> tuple[str | None, str | None, str | None]:
    """Province, city and district of who reports, as far as the words fix them."""
    found = [f.division for f in find_divisions(subject)]
    if not found:
        return None, None, None
    narrowest = max(found, key=lambda d: ("province", "city", "district").index(d.level))
    if narrowest.level == "district" and narrowest.city is None:
        # 朝阳区 of which city? The report usually names its own city somewhere.
        cities = Counter(f.division.city for f in find_divisions(text) if f.division.name == narrowest.name)
        [(city, _)] = cities.most_common(1) or [(None, 0)]
        province = next((d.province for d in lookup(city or "") if d.level != "district"), None)
        return province, city, narrowest.district
    return narrowest.province, narrowest.city, narrowest.district


def _year(title: str | None, text: str) -> int | None:
    """The year in the title; without one the year that the text gives as its own more often than any other."""
    if title:
        # "2024年报送的2023年度…报告": the year reported on is the one that is called 年度.
        year = _FISCAL_YEAR.search(title) or _YEAR.search(title)
        if year:
            return int(year[1])
    counted = Counter(_YEAR_OF_REPORT.findall(text)).most_common(2)
    if counted and counted[0][1] >= 3 and (len(counted) == 1 or counted[0][1] >= 2 * counted[1][1]):
        return int(counted[0][0])
    return None
