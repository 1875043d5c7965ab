"""Places in a question: which regions of the library it names, and which it names that no report is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.divisions import find_divisions, lookup

# Words by which a question limits itself to a place that may not be in the library.
# Behind a place that is put beside others: 市局和…, 广州市2023年、….
_BESIDE_OTHERS = r"[省市区县]?(?:局|级|里|本级)?(?:(?:19|20)\d{2}年(?:度)?)?(?:[和与、跟同及比]|以及)"
_REGIONS = 1 << 13  # China has some 3,200 divisions down to districts
_SCOPE_START = re.compile(r"^(?:据|在|请问|截至)?(?:(?:19|20)\d{2}年(?:度)?)?")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the library has reports of.

    Attributes:
        within: the regions by full name, each with the wider regions that it lies in.
        offices: the departments' names without places in front.
        newest: the newest year that each region has a report of.
    """

    within: Mapping[str, frozenset[str]]
    offices: frozenset[str] = frozenset()
    newest: Mapping[str, int] = field(default_factory=dict)

    def newest_of(self, regions: Sequence[str]) -> int | None:
        """The newest year that these regions have a report of; of all, where none is given."""
        years = [self.newest[r] for r in (regions or self.newest) if r in self.newest]
        return max(years, default=None)


def named(question: str, regions: Iterable[str]) -> tuple[str, ...]:
    """The regions that the question names, by full or short name, in order of their place."""
    found = []
    for region in regions:
        position = question.find(short(region))
        if position >= 0:
            found.append((position, region))
    return tuple(region for _, region in sorted(found))


def narrowest(question: str, found: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Without the wider of nested regions (广州市花都区), unless the question puts both side by side (市局和花都区)."""
    return tuple(
        region
        for region in found
        if not any(region in catalogue.within[other] for other in found)
        or re.search(
            rf"{short(region)}[省市区县]?(?:局|级|里|本级)?(?:(?:19|20)\d{{2}}年(?:度)?)?(?:[和与、跟同及比]|以及)",
            question,
        )
    )


@lru_cache(maxsize=_REGIONS)
def short(region: str) -> str:
    """What people call a region: 花都 for 花都区."""
    known = lookup(region)
    return known[0].short if known else region[:-1] if len(region) > 2 else region


def strangers(question: str) -> tuple[str, ...]:
    """Regions that limit the question, at its start or as 在…的, though the library has none of them."""
    start = _SCOPE_START.match(question)
    begin = start.end() if start else 0
    return tuple(
        f.division.name
        for f in find_divisions(question)
        if f.start <= begin + 4 or (question[: f.start].endswith("在") and question.startswith("的", f.end))
    )[:3]


def is_one_place(regions: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a question stays within one region: then 哪些单位 asks for names in its report."""
    return len(regions) == 1 and not any(regions[0] in wider for wider in catalogue.within.values())


def other_sides(question: str, regions: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Regions put beside a known one (西湖区和余杭区谁高) that no report is of."""
    known = set(catalogue.within) | {short(name) for name in catalogue.within}
    beside = "|".join(re.escape(short(region)) for region in regions)
    found = [f for f in find_divisions(question) if not f.short and f.division.name not in known]
    return tuple(
        f.division.name
        for f in found
        if re.search(rf"(?:{beside})[省市区县]?(?:和|与|、|跟|同|比|及)$", question[: f.start])
        or re.match(rf"(?:和|与|、|跟|同|比|及)(?:{beside})", question[f.end :])
    )


def inside(question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Places named by full name that no report is of, in a city that the library knows: its reports may tell of them.

    >>> inside("2022年余杭区有多少条公交线路", Catalogue({"杭州市": frozenset({"浙江省"})}))
    ('余杭区',)
    """
    return tuple(
        dict.fromkeys(
            found.division.name
            for found in find_divisions(question)
            if not found.short
            and found.division.name not in catalogue.within
            and any(division.city in catalogue.within for division in lookup(found.division.name))
        )
    )


def cities_of(places: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The cities of the library that the places lie in."""
    cities = (division.city for place in places for division in lookup(place))
    return tuple(dict.fromkeys(city for city in cities if city and city in catalogue.within))


# 各区, 三个区, 每个区县: all districts that have a report; behind names of some it only counts them.
_EACH = re.compile(
    r"(?:[各每]个?|所有|全部|几个?|[二两三四五六七八九十]个?)(?P<level>区县?|县|市)(?!里|内|级|民|场|政|域|属|区)(?:的|分别|各自|都|局)?"
)


def each_named(question: str) -> str:
    """The level of places that a question asks about one by one, "" if it does not.

    >>> each_named("广州市和各区的满意率分别是多少"), each_named("三个区的满意率"), each_named("全区的满意率")
    ('区', '区', '')
    """
    found = _EACH.search(question)
    return found["level"][0] if found else ""


def each_of(level: str, regions: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The regions of that level, within those named where they have any; those named first, as they are.

    >>> each_of("区", ("甲市",), Catalogue({"乙区": frozenset({"甲市"}), "甲市": frozenset(), "丙区": frozenset()}))
    ('甲市', '乙区')
    """
    ends = ("区", "县") if level in ("区", "县") else (level,)
    if any(region.endswith(ends) for region in regions):
        return tuple(regions)
    inside_them = [
        name
        for name, wider in sorted(catalogue.within.items())
        if name.endswith(ends) and (not regions or wider & set(regions))
    ]
    return tuple(dict.fromkeys((*regions, *inside_them)))


def without_each(words: str) -> str:
    """Words without those that say that each place is asked about: they say nothing of what is counted.

    >>> without_each("三个区的满意率")
    '满意率'
    """
    return _EACH.sub("", words)
