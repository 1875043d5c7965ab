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
_YEARS = re.compile(r"(?:(?<!\d)(?:19|20)\d{2}\s*年?\s*[-—–至]\s*)?(?<!\d)(?:19|20)\d{2}\s*年度?")
_IN_BRACKETS = re.compile(r"[（(](.*)[）)]")
_YEAR_OF_REPORT = re.compile(r"(?<!\d)(20\d{2})年(?:度|以来|，|,)")
_ORGANISATION = (
    r"[一-鿿、（）()]*?(?:局|厅|委员会|办公室|委|院|中心|处|署|馆|学校|大学|医院|公司|政府"
    r"|协会|联合会|法院|检察院|集团|学院|街道办事处)"
)
_DEPARTMENT = re.compile(
    rf"^(?P<name>{_ORGANISATION})(?P<co>(?:[（(][^（）()]{{3,40}}[）)])*)(?=$|部门|单位|整体|项目|关于|本级)"
)
# An office shortens its ending too: 委员会 to 委, 办公室 to 办.
_LONG_ENDING = re.compile(r"委员会$|办公室$")
_CO_NAME = re.compile(r"[（(]([^（）()]{3,40})[）)]")
_SELF_NAMED = re.compile(
    rf"(?:根据|按照)?(?P<name>[一-鿿]{{2,12}}?[省市区县]{_ORGANISATION})(?:的内设机构|是[一-鿿]{{0,6}}政府工作部门|主要职[责能])"
)
_NAMED = re.compile(
    r"(?<![一-鿿])[全我本]?([省市区县][一-鿿]{2,14}?(?:局|委|办|厅|中心))|([省市区县][一-鿿]{2,12}?(?:局|委|厅))"
)


def read_about(text: str, blocks: Sequence[Block]) -> About:
    """What title and text say of the report; None for all they do not say."""
    title = find_title(text, blocks)
    subject, behind = _subject(title) if title else ("", "")
    department, names = _department(subject, text)
    named = next((words for words in (subject, behind, department or "") if find_divisions(words)), "")
    province, city, district = _region(named, text)
    return About(
        title=title,
        kind=kind_of(title) if title else None,
        province=province,
        city=city,
        district=district,
        department=department,
        names=_all_names(department, names, text),
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
    subject = _YEARS.sub("", stem).strip().removeprefix("关于")
    bracket = _IN_BRACKETS.fullmatch(behind)
    return subject or (bracket[1] if bracket else ""), behind


def _department(subject: str, text: str) -> tuple[str | None, list[str]]:
    """Its full name and its co-names in brackets ("增城区…局（增城开发区…局）" is one office with two names)."""
    match = _DEPARTMENT.match(subject)
    if match:
        return match["name"], _CO_NAME.findall(match["co"])
    named = _SELF_NAMED.search(text[:3000])
    return (named["name"].removeprefix("根据").removeprefix("按照"), []) if named else (None, [])


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


def _all_names(department: str | None, others: Sequence[str], text: str) -> tuple[str, ...]:
    """Every name of the department: with fewer places in front, and shortened as the text does.

    A short form keeps the first and last character of what follows the place and drops some between:
    区政务服务数据管理局, 区政务数据局, 区政数局.
    """
    if department is None:
        return ()
    names = {department, *others}
    divisions = [f for f in find_divisions(department) if not f.short]
    last = max((f.end for f in divisions), default=0)
    stem = department[last:]
    for found in divisions:
        names.add(department[found.start :])
    if stem and divisions:
        place = divisions[-1].division.name[-1]
        names.add(place + stem)
        for match in _NAMED.finditer(text):
            name = match.group(1) or match.group(2)
            if name[0] == place and _shortens(name[1:], stem):
                names.add(name)
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


def _shortens(short: str, full: str) -> bool:
    """Whether `short` is `full` with characters dropped between the first and the last.

    >>> _shortens("政数局", "政务服务数据管理局"), _shortens("财政局", "政务服务数据管理局")
    (True, False)
    >>> _shortens("卫健委", "卫生健康委员会")
    True
    """
    full = _LONG_ENDING.sub(lambda ending: ending.group()[0], full)
    if len(short) < 3 or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


def _year(title: str | None, text: str) -> int | None:
    """The year in the title; without one the year that the text gives as its own more often than any other."""
    if title:
        years = _YEAR.findall(title)
        if years:
            return int(years[0])
    counted = Counter(_YEAR_OF_REPORT.findall(text)).most_common(2)
    if counted and counted[0][1] >= 3 and (len(counted) == 1 or counted[0][1] >= 2 * counted[1][1]):
        return int(counted[0][0])
    return None
