"""Who reports: the department's full name, its co-names, and the short forms by which its report calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.divisions import find_divisions

# What names of public bodies end in; in a title the next word (部门整体支出…) shows that the name is over.
_ENDINGS = (
    "局|厅|委员会|办公室|委|办|院|中心|处|署|馆|学校|中学|小学|大学|公司|政府|集团|科协"
    "|会|部|联|站|所|社|队|园|团"
)
_DEPARTMENT = re.compile(
    rf"(?P<name>[一-鿿、（）()]*?(?:{_ENDINGS}))(?P<co>(?:[（(][^（）()]{{3,40}}[）)])*)(?=$|部门|单位|整体|项目|关于|本级)"
)
_CO_NAME = re.compile(r"[（(]([^（）()]{3,40})[）)]")
_OFFICE = r"[一-鿿、（）()]*?(?:局|厅|委员会|办公室|委|院|中心|处|署|馆|学校|大学|医院|公司|政府|协会|联合会|集团|街道办事处)"
_SELF_NAMED = re.compile(
    rf"(?:根据|按照)?(?P<name>[一-鿿]{{2,12}}?[省市区县]{_OFFICE})(?:的内设机构|是[一-鿿]{{0,20}}政府(?:工作|组成)部门|主要职[责能])"
)
# A cover that is a form: "填报单位（盖章）：长沙市水利局".
_LABELLED = re.compile(
    r"^(?:填报|预算|报告|评价|自评|主管)?(?:单位|部门)(?:名称|全称)?(?:[（(][^（）()\n]{1,8}[）)])?[：:]"
    rf"(?P<name>[一-鿿]+(?:{_ENDINGS}))$",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"(?<![一-鿿])[全我本]?([省市区县][一-鿿]{2,14}?(?:局|委|办|厅|中心))|([省市区县][一-鿿]{2,12}?(?:局|委|厅))"
)
# An office shortens its ending too: 委员会 to 委, 办公室 to 办.
_LONG_ENDING = re.compile(r"委员会$|办公室$")
# Names of departments that a process remembers without their places: those of a library of a hundred thousand reports.
_NAMES = 1 << 18
# The cover and the first pages, where a report says who makes it.
_BEGINNING = 3000


def find_department(subject: str, text: str) -> tuple[str | None, list[str]]:
    """The full name and the co-names in brackets of who reports, told by the title, the cover or the text.

    >>> find_department("增城区水务局（增城开发区水务局）", "")
    ('增城区水务局', ['增城开发区水务局'])
    >>> find_department("", "填报单位（盖章）：长沙市水利局")
    ('长沙市水利局', [])

    Args:
        subject: the title without year and kind, "" without a title.
        text: of the report.
    """
    match = _DEPARTMENT.match(subject)
    if match:
        return match["name"], _CO_NAME.findall(match["co"])
    named = _LABELLED.search(text, 0, _BEGINNING) or _SELF_NAMED.search(text, 0, _BEGINNING)
    return (named["name"].removeprefix("根据").removeprefix("按照"), []) if named else (None, [])


def names_of(department: str | None, others: Sequence[str], text: str) -> tuple[str, ...]:
    """Every name of the department, the longest first: with fewer places in front, and shortened as `text` does.

    A short form keeps the first and last character of what follows the place and drops some between:
    区政务服务数据管理局, 区政务数据局, 区政数局.

    >>> names_of("苏州市吴中区水务局", [], "")
    ('苏州市吴中区水务局', '吴中区水务局', '区水务局')
    """
    if department is None:
        return ()
    names = {department, *others}
    starts, stem = _places(department)
    names.update(department[start:] for start in starts)
    if stem and starts:
        place = _generic(department[: -len(stem)])
        names.add(place + stem)
        for match in _NAMED.finditer(text):
            name = match.group(1) or match.group(2)
            if name[0] == place[-1] and _shortens(name[1:], stem):
                names.add(name)
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


def is_short_for(short: str, name: str) -> bool:
    """Whether `short`, without places in front, is a name of the office with that `name`; 人民政府办公室 is 政府办.

    Offices that were renamed by a word or two (政务服务数据管理局, 政务服务和数据管理局) are the same.

    >>> is_short_for("卫健委", "上海市普陀区卫生健康委员会"), is_short_for("商务委员会", "普陀区商务委员会")
    (True, True)
    >>> is_short_for("教育局", "广州市花都区政务服务数据管理局")
    False
    """
    stem = stem_of(name)
    asked = short.replace("人民政府", "政府")
    return (
        asked == stem
        or _shortens(_LONG_ENDING.sub(lambda e: e.group()[0], asked), stem)
        or _shortens(stem, asked)
    )


@lru_cache(maxsize=_NAMES)
def stem_of(name: str) -> str:
    """The name of an office without the places in front.

    >>> stem_of("上海市普陀区人民政府办公室"), stem_of("区政数局")
    ('政府办公室', '政数局')
    """
    stem = (_places(name)[1] or name).replace("人民政府", "政府")
    return stem[1:] if stem[:1] in "省市区县" else stem


def _places(department: str) -> tuple[list[int], str]:
    """Where the places at the front of a name begin, and what follows them.

    Without 共青团, 共青团深圳市委员会 would be another body: places behind other words stay where they are.
    """
    starts: list[int] = []
    end = 0
    for found in find_divisions(department):
        if found.short or found.start != end:
            break
        starts.append(found.start)
        end = found.end
    return starts, department[end:]


def _generic(place: str) -> str:
    """What people of a place call it: 区 of 广州市花都区, 自治区 of 内蒙古自治区."""
    return "自治区" if place.endswith("自治区") else place[-1]


def _shortens(short: str, full: str) -> bool:
    """Whether `short` is `full` with characters dropped between the first and the last.

    >>> _shortens("政数局", "政务服务数据管理局"), _shortens("卫健委", "卫生健康委员会")
    (True, True)
    >>> _shortens("财政局", "政务服务数据管理局"), _shortens("公安局", "公安局交通管理局")
    (False, False)
    """
    full = _LONG_ENDING.sub(lambda ending: ending.group()[0], full)
    if len(short) < 3 or short[0] != full[0] or short[-1] != full[-1]:
        return False
    if full.startswith(short) and full != short:  # the office above it
        return False
    rest = iter(full)
    return all(char in rest for char in short)
