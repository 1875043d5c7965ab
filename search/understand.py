"""What a question asks: of which regions and years, for what kind of number or name, about what.

>>> q = understand("花都区2023年12345热线的满意率是多少?", Catalogue({"花都区": frozenset({"广州市"})}))
>>> q.regions, q.years, q.kind, q.wanted.dimension
(('花都区',), (2023,), 'metric', 'ratio')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from graph.facts import Period
from graph.period import find_periods
from graph.units import dimension, written
from ingest.fold import fold
from search.measures import measure_at
from search.offices import offices_in
from search.places import (
    Catalogue,
    cities_of,
    each_named,
    each_of,
    inside,
    is_one_place,
    named,
    narrowest,
    other_sides,
    short,
    strangers,
    without_each,
)
from search.thesaurus import Said, field_words

_DATA = Path(__file__).with_name("language") / "asking.toml"
# A year without 年 ("花都区2023满意率") is one where nothing is counted behind it and no name stands before it:
# not 2000人, 粤盾-2024, 〔2024〕94号.
_YEAR = re.compile(
    r"(?<![\d\[A-Za-z])(?<!\d[.,])(?<![^\d]-)((?:19|20)\d{2})(?=\s*年)"
    r"|(?<![\d\[A-Za-z])(?<!\d[.,])(?<![^\d]-)(20[0-4]\d)(?!\s*[\d.,多余万亿个人名位家户件宗条项次元台套吨亩米号级届%])"
)
_COUNTED = re.compile(r"(?:多少|几)(?:万|亿|来)?(?P<unit>\S{1,8})")
_SIZE = r"规模[^，。？]{0,3}多大|多大(?:规模|体量)"
_HOW_MANY = re.compile(_SIZE + r"|多少|(?<![一第])几(?=[个项件宗条次场台家份篇种类户])|数量(?:是|有)")
# Nothing behind 多少 says what is counted: any kind of number may be meant.
_OPEN = re.compile(_SIZE + r"|(?<!数量是)(?<!数是)多少[\s?!,，。？！]*$")
# A phrase without a question word that ends in what a number is of ("2023年政策解读篇数").
_NOUN_OF_NUMBER = re.compile(
    r"^[^?？什么哪谁]*(?:[人次篇件宗户条个项台套]数|数量|总[分数量额]|[业务办件访问工单受理产]量|[得评]分|金额|余额|总额|面积"
    r"|(?<!的)(?:总?支出|总?收入|决算数?|预算数?|执行数)|总值|产值|增加值|总产|总投资"
    r"|(?:[客货]运|吞吐|浏览|访问|阅读|点击|下载|诊疗|供水|用水|排放|发电|用电|销售|成交|交易|注册|处理|出勤|粉丝|用户)[量额数]"
    r"|(?<![收免付计自])费|罚没款|罚款|会费|奖金|客流|流量|[上下]限|限额|(?:人均|平均)[一-鿿]{1,6}"
    r"|[率度量数额值比重例]的?(?:目标|计划)[值数]?|(?:目标|计划)[值数]|(?:人均|日均|月均|户均)[一-鿿]{2,6})[\s?。！]*$"
)
_SINGLE_SIDE_WORDS = frozenset("谁比从到差高")
_WAY = re.compile(r"(?:^|(?<=[一-鿿]{2}))(?:更|比较)?(?:[多少高低大小快慢](?:一些|一点|些)?|是|为|比)$")
_CITY_OFFICE = re.compile(r"市局|市里|市级|市本级")
_YEAR_BEFORE = re.compile(r"(?:比|较|与|和|同|跟)(?:上一?年度?|去年|前一年)|同比")
# Years told by their distance from the newest report's.
_BACK = {"今年": 0, "本年度": 0, "去年": 1, "上一年度": 1, "上年度": 1, "前年": 2}
_RELATIVE = re.compile("|".join(sorted(_BACK, key=len, reverse=True)))
_WHICH_DISTRICT = re.compile(r"哪(?:个|一个|几个|些)?(?:区|县|市|省|地区|城市)")
# Questions for reasons and ways: a number is what they start from, not what they want.
_TELLS = re.compile(r"为什么|为何|(?:什么|何种|啥)原因|原因(?:是|有|在)|怎样|怎么(?!样)|如何")
_REASON = re.compile(r"为什么|为何")
_NUMBER = re.compile(r"多少|几|百分之|多大|多高|名次|排名(?:是|为)?(?:怎样|如何)")
# Who did something with a number of it (委托哪家公司开展满意度调查) is a name.
_NAMES = re.compile(
    r"(?:委托|聘请|邀请|由|跟|和|与|同|请|被|是)(?:了)?(?:哪|谁|什么单位)|哪(?:家|所|位)(?![^，。？]{0,12}[更最])"
)
# Nouns of people by their ends.
_PEOPLE = re.compile(
    r"^[一-鿿]{0,6}(?:居民|市民|村民|乘客|旅客|游客|顾客|学生|考生|师生|教师|老师|医生|护士|医师|职工|员工|党员|干部|司机|驾驶员|志愿者|患者|病人|老人|儿童|女孩|男孩|孩子|幼儿|妇女|观众|学员|选手|专家|代表|嘉宾|农民工|听众|用户)$"
)
_WHOLE_YEAR = 360
# The year that months stand in where the question names none.
_NO_YEAR = 1
# 前六个月 is 上半年.
_FIRST_MONTHS = re.compile(r"[前头](?P<size>[三六九369])个?月")
_MONTHS_SAID = (
    dict.fromkeys("三3", "一季度") | dict.fromkeys("六6", "上半年") | dict.fromkeys("九9", "1月至9月")
)
_MOST = re.compile(r"[更最](?!新|近)|排第一|第一名")
_CITY_LEVEL = re.compile(r"市局|市里|市级|全市|市本级|市一级|(?<![一-鿿])市[一-鿿]{1,8}[局委]")


# Kinds that are answered with facts. A name is found by the words around it, and many plain words would lead astray there.
_NUMBERS = frozenset({"metric", "computed", "pick", "compare"})
Kind = Literal["metric", "text", "list", "which", "compare", "computed", "pick"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of number asked for: its dimension, and the unit if the question names one."""

    dimension: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the scopes that a question compares: a region, a year, or both."""

    region: str | None
    year: int | None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    Attributes:
        regions: full names of the regions of the library that it names, the narrowest of nested ones.
        strangers: regions it limits itself to that no report is of.
        departments: offices it limits itself to, as it calls them (教育局).
        assumed: what was taken for granted in reading it, in words for people: which year 去年 is.
        inner: places inside a region of the library that have no report of their own (余杭区 in a report of 杭州市).
        period: months, a quarter or half a year that it names; in the first year that it names, else in year 1.
        about: the question without scope and question words: what it is about.
        added: the field's words for its everyday ones.
        keys: names in quotation marks and numbers in names (12345) that an answer must be about.
        sides: the scopes that a question puts side by side, two at least, or none.
        asked: the type of name that a telling question asks for ("ORG", "DATE", …), or None.
    """

    text: str
    kind: Kind
    regions: tuple[str, ...]
    strangers: tuple[str, ...]
    city_level: bool
    years: tuple[int, ...]
    wanted: Wanted | None
    asked: str | None
    about: str
    added: tuple[Said, ...]
    keys: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    departments: tuple[str, ...] = ()
    period: Period | None = None
    inner: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def wide(self) -> str:
        """What it is about, with the field's words for its everyday ones: for searching by meaning."""
        return " ".join((self.about, *(word for said in self.added for word in said.means)))


@cache
def asking() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(_DATA.read_text("utf-8"))


def understand(text: str, catalogue: Catalogue) -> Question:
    """The question in `text`, against what the library has."""
    plain = fold(text).strip()
    places = named(plain, catalogue.within)
    regions = narrowest(plain, places, catalogue)
    if regions and _CITY_OFFICE.search(plain):
        # "市局、花都和增城": the city's own office beside its districts
        cities = [wider for wider in sorted(catalogue.within[regions[0]]) if wider.endswith("市")]
        regions = (*cities, *(region for region in regions if region not in cities))
    elif _WHICH_DISTRICT.search(plain) and _MOST.search(plain):
        regions = tuple(r for r in regions if all(r not in wider for wider in catalogue.within.values()))
    called = [word for region in places for word in (region, short(region))]
    departments = offices_in(plain, called, catalogue.offices)
    years = tuple(dict.fromkeys(int(match[1] or match[2]) for match in _YEAR.finditer(plain)))
    wanted = _wanted(plain)
    years, assumed = (years, ()) if years else _years_from_newest(plain, catalogue.newest_of(regions))
    if len(years) == 1 and _YEAR_BEFORE.search(plain) and len(regions) < 2:
        years = (years[0] - 1, *years)
    compared = bool(re.search(asking()["compare"]["pattern"], plain))
    sides = sides_of(plain, regions, years, departments) if compared else ()
    inner = () if len(regions) > 1 else inside(plain, catalogue)
    regions = regions or cities_of(inner, catalogue)
    kind = _kind(plain, regions, sides, wanted, catalogue)
    level = each_named(plain) if kind in ("metric", "computed", "text") else ""
    if level:
        regions = each_of(level, regions, catalogue)
    beyond = strangers(plain) if not places else other_sides(plain, regions, catalogue) if compared else ()
    matter = without_each(plain) if level else plain
    matter = _RELATIVE.sub(" ", matter) if assumed else matter
    about = _about(matter, places, departments, compared=kind == "compare")
    return Question(
        text=text,
        kind=kind,
        regions=regions,
        strangers=tuple(name for name in beyond if name not in inner),
        city_level=bool(_CITY_LEVEL.search(plain)) and not regions,
        years=years,
        wanted=wanted,
        asked=_asked(plain),
        about=about,
        added=field_words(plain, plain=kind in _NUMBERS),
        keys=keys_of(about),
        sides=sides,
        departments=departments,
        period=_months(plain, years),
        inner=inner,
        assumed=assumed,
    )


def _years_from_newest(plain: str, newest: int | None) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The years that 今年, 去年 and 前年 are, counted from the newest report, with that reading in words.

    >>> _years_from_newest("去年的满意率是多少", 2024)
    ((2023,), ('“去年”按所问范围内最新报告的年度（2024年）推算为2023年',))
    >>> _years_from_newest("比去年增加多少", 2024)
    ((), ())
    """
    found = None if newest is None or _YEAR_BEFORE.search(plain) else _RELATIVE.search(plain)
    if not found or newest is None:
        return (), ()
    year = newest - _BACK[found.group()]
    how = f"“{found.group()}”按所问范围内最新报告的年度（{newest}年）推算为{year}年"
    return (year,), ((how,) if year != newest else ())


def _kind(
    plain: str, regions: Sequence[str], sides: Sequence[Side], wanted: Wanted | None, catalogue: Catalogue
) -> Kind:
    if len(sides) > 1 or (not regions and _WHICH_DISTRICT.search(plain) and _MOST.search(plain)):
        return "compare"
    if _TELLS.search(plain) and not _NUMBER.search(plain):
        return (
            "list" if re.search(asking()["list"]["pattern"], plain) and not _REASON.search(plain) else "text"
        )
    if re.search(asking()["pick"]["pattern"], plain) and not _WHICH_DISTRICT.search(plain):
        return "pick"
    if not is_one_place(regions, catalogue) and re.search(asking()["which"]["pattern"], plain):
        return "which"
    if re.search(asking()["list"]["pattern"], plain):
        return "list"
    if wanted:
        return "computed" if re.search(asking()["computed"]["pattern"], plain) else "metric"
    return "text"


def _wanted(plain: str) -> Wanted | None:
    if (_TELLS.search(plain) or _NAMES.search(plain)) and not _NUMBER.search(plain):
        return None
    return wanted_of(re.sub("|".join(asking()["filler"]["words"]), "", plain))


def _months(plain: str, years: Sequence[int]) -> Period | None:
    """The months that the question names; None for whole years.

    >>> str(_months("2023年3月排第几", [2023])), _months("2023年排第几", [2023])
    ('2023-03', None)
    >>> str(_months("2023年前六个月", [2023]))
    '2023-H1'
    """
    plain = _FIRST_MONTHS.sub(lambda m: _MONTHS_SAID[m["size"]], plain)
    for found in find_periods(plain, years[-1] if years else _NO_YEAR):
        if (found.period.last - found.period.first).days < _WHOLE_YEAR and not found.compared:
            return found.period
    return None


def sides_of(
    question: str, regions: Sequence[str], years: Sequence[int], departments: Sequence[str] = ()
) -> tuple[Side, ...]:
    """The scopes that a question with these regions and years puts side by side, in its order.

    A year goes with the region it stands next to (增城区2023年…花都区2022年), one year with every region; the years of
    one region are compared with each other.

    >>> sides = sides_of("增城区2023年比花都区2022年高多少", ("增城区", "花都区"), (2023, 2022))
    >>> [(side.region, side.year) for side in sides]
    [('增城区', 2023), ('花都区', 2022)]
    """
    if len(departments) > 1 and len(regions) < 2 and len(years) < 2:
        place, year = (regions[0] if regions else None), (years[0] if years else None)
        return tuple(Side(place, year, department) for department in departments)
    if len(regions) < 2:
        return (
            tuple(Side(regions[0] if regions else None, year) for year in sorted(years))
            if len(years) > 1
            else ()
        )
    if len(years) < 2:
        return tuple(Side(region, years[0] if years else None) for region in regions)
    places = sorted((question.find(short(region)), region) for region in regions)
    dated = [(match.start(), int(match[1] or match[2])) for match in _YEAR.finditer(question)]
    return tuple(Side(region, min(dated, key=lambda d: _apart(d[0], start))[1]) for start, region in places)


def _apart(year: int, region: int) -> int:
    """How far a year stands from a region; behind it counts as nearer (荔湾区2024年)."""
    return year - region if year > region else (region - year) * 2


def wanted_of(question: str) -> Wanted | None:
    """The kind of number that `question` asks for, None if it asks for none.

    >>> wanted_of("共受理多少宗工单"), wanted_of("谁印发的")
    (Wanted(dimension='cases', unit='宗'), None)
    """
    for row in asking()["wanted"]:
        found = re.search(row["pattern"], question)
        if found:
            return Wanted(row["dimension"], row["unit"])
    counted = _COUNTED.search(question)
    if counted:
        measure = measure_at(counted["unit"])
        noun = re.split(r"[?？。,，、；]", counted["unit"][len(measure) :])[0]
        if not measure and _PEOPLE.search(noun):
            return Wanted("people", "人")
        unit = written().get(measure)
        if unit:
            return Wanted(dimension(unit.name) or "items", unit.name)
    rates = (rate for group in asking()["rates"]["same"] for rate in group)
    if any(rate in question for rate in rates):
        return Wanted("ratio", "%")
    if _OPEN.search(question) or _NOUN_OF_NUMBER.search(question):
        return Wanted("any", None)
    return Wanted("items", None) if _HOW_MANY.search(question) else None


def keys_of(about: str) -> tuple[str, ...]:
    """Quoted names, and digits or Latin words that belong to a name.

    >>> keys_of('"穗智管"与12345热线')
    ('穗智管', '12345')
    """
    quoted = re.findall(r'"([^"]{2,20})"', about)
    return tuple(dict.fromkeys([*quoted, *re.findall(r"[A-Za-z]{2,}|\d{3,}", about)]))


def _asked(question: str) -> str | None:
    for row in asking()["asked"]:
        if re.search(row["pattern"], question):
            return str(row["type"])
    return None


def _about(
    question: str, regions: Iterable[str], departments: Iterable[str], *, compared: bool = False
) -> str:
    about = re.sub(r"(?:19|20)\d{2}年?(?:度)?", " ", question)
    about = _CITY_OFFICE.sub(" ", about) if compared else about
    for region in regions:
        about = about.replace(region, " ").replace(short(region), " ")
    for office in departments:
        about = re.sub(rf"[省市区县]?{re.escape(office)}", " ", about)
    empty = [*asking()["empty"]["words"], *(asking()["side_by_side"]["words"] if compared else ())]
    for word in sorted(empty, key=len, reverse=True):
        if len(word) > 1 or (word in _SINGLE_SIDE_WORDS and compared):
            about = about.replace(word, " ")
    words = re.split(r"[\s?!,，。？！、:：;；]+", about)
    # What is left of "花都区和增城区的…" once the places are taken out.
    if compared:  # 总支出多, 总支出是: what is left of 哪个总支出多, 总支出是…的几倍
        words = [_WAY.sub("", word) for word in words]
    return " ".join(filter(None, (word.lstrip("的和与及在") for word in words)))
