"""Places in a question: which regions of the library it names, and which it names that no report is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    """

    within: Mapping[str, frozenset[str]]
    offices: frozenset[str] = frozenset()


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
