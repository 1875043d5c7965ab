"""Whose report it is: what 区, 市, 我区, 我局 and 市局 stand for in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.divisions import Found, find_divisions
from ingest.document import About

# 市 and 区 that begin an ordinary word: 市民广场, 区块链平台, 省内通办.
ORDINARY = re.compile(
    r"市(?:民|场|直|区|级|面|容|价|值|县|政(?:工程|设施|道路|公用|园林))|区(?:域|块|间|长|级|别|位|分|划|县|镇|街)|省(?:内|级|外|直|心|时|市)|"
    r"县(?:域|级|长|区)|州级"
)
SELF = re.compile(r"(?:我|本)(?:局|部门|单位|中心|办|委|厅|院|处)(?![长员领法])")
# 局党组, 委党委: of the reporting department.
PARTY = re.compile(
    r"(?:(?<![一-鿿])|(?<=[在由对经向是]))(?:[局委厅办院](?:机关)?(?:党委|党组|党总支)|机关(?:党委|党总支))(?![书成员中])"
)
AREA = re.compile(r"[我全本](?:省|市|区|县|州)(?![民场直级面容价值域块间长别位分划内外])")
_DETERMINED = re.compile(r"[我全本]([省市区县州])")
# 市局, 省局: the authority one level up that does the same.
_COUNTERPART = re.compile(r"[省市区县](?:局|厅)")
# Of the largest reports all names fit; each is looked at a dozen times.
_NAMES = 8192


@dataclass(frozen=True, slots=True)
class Home:
    """The place and department that report.

    Attributes:
        province, city, district: full names, None where unknown.
        department: full name, and `names` all of its names.
    """

    province: str | None
    city: str | None
    district: str | None
    department: str | None
    names: tuple[str, ...]

    @classmethod
    def of(cls, about: About) -> Home:
        """What the report's metadata say."""
        names = tuple(n for n in (about.department, *about.names) if n)
        return cls(about.province, about.city, about.district, about.department, names)

    @property
    def place(self) -> str:
        """The reporting place with its city (广州市花都区), or ""."""
        return self.of_level("区") or self.of_level("市") or self.of_level("省") or ""

    def of_level(self, level: str) -> str | None:
        """What 省, 市, 区 or 县 stands for here.

        >>> Home("广东省", "广州市", "花都区", None, ()).of_level("区")
        '广州市花都区'
        """
        if level == "省":
            return self.province
        if level in "市州":
            return self.city
        if self.district is None:
            return None
        return f"{self.city or ''}{self.district}"

    def split(self, name: str) -> tuple[str | None, str]:
        """The full place that `name` begins with (printed or as a level), and the rest.

        >>> Home("广东省", "广州市", "花都区", None, ()).split("区政务服务中心")
        ('广州市花都区', '政务服务中心')
        """
        level = self.of_level(name[0]) if name[0] in "省市区县州" and not ORDINARY.match(name) else None
        if level and len(name) > 1:
            return level, name[1:]
        chain = self.places_before(name)
        if not chain:
            return None, name
        last = chain[-1]
        rest = name[last.end :]
        if not rest or (last.short and len(rest) < 2):
            return self.full(last), rest
        return self.full(last), rest.lstrip("的")

    def full(self, found: Found) -> str:
        """The full name of a place, a district's with its city."""
        division = found.division
        if division.level == "district" and division.name == self.district:
            return f"{self.city or ''}{division.name}"
        if division.level == "district" and division.city:
            return f"{division.city}{division.name}"
        return division.name

    def determined(self, before: str) -> str | None:
        """The place of 全区, 我市 … at the end of the characters before a name."""
        match = _DETERMINED.fullmatch(before[-2:])
        return self.of_level(match[1]) if match else None

    def counterpart(self, name: str) -> str | None:
        """The full name behind 市局: what the department does, one place up.

        >>> Home("广东省", "广州市", "花都区", "广州市花都区财政局", ()).counterpart("市局")
        '广州市财政局'
        """
        if not self.department or not _COUNTERPART.fullmatch(name):
            return None
        place = self.of_level(name[0])
        return place + self.split(self.department)[1] if place else None

    def places_before(self, name: str) -> list[Found]:
        """The divisions that `name` begins with, outermost first; short ones of the reporting city included.

        >>> home = Home("广东省", "广州市", "花都区", None, ())
        >>> [f.division.name for f in home.places_before("广州市花都区政务云")]
        ['广州市', '花都区']
        """
        return list(_places_before(name, self.city or ""))


@lru_cache(maxsize=_NAMES)
def _places_before(name: str, city: str) -> tuple[Found, ...]:
    chain: list[Found] = []
    position = 0
    # The reporting city behind the name tells the districts of that city apart from others of their name.
    for found in find_divisions(f"{name}\n{city}"):
        if found.start != position or found.end > len(name):
            break
        chain.append(found)
        position = found.end
    return tuple(chain)
