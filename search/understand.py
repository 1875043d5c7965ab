"""What a question asks: of which regions and years, for what kind of number or name, about what.

>>> q = understand("花都区2023年12345热线的满意率是多少?", Catalogue({"花都区": frozenset({"广州市"})}))
>>> q.regions, q.years, q.kind, q.wanted.dimension
(('花都区',), (2023,), 'metric', 'ratio')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from graph.units import dimension, written
from ingest.fold import fold
from search.thesaurus import Said, field_words

_DATA = Path(__file__).with_name("language") / "asking.toml"
# A year without 年 ("花都区2023满意率") is one where nothing is counted behind it and no name stands before it:
# not 2000人, 粤盾-2024, 〔2024〕94号.
_YEAR = re.compile(
    r"(?<![\d.,\[A-Za-z])(?<![^\d]-)((?:19|20)\d{2})(?=\s*年)"
    r"|(?<![\d.,\[A-Za-z])(?<![^\d]-)(20[0-4]\d)(?!\s*[\d.,多余万亿个人名位家户件宗条项次元台套吨亩米号级届%])"
)
_COUNTED = re.compile(r"(?:多少|几)(?:万|亿|来)?(?P<unit>\S{1,5})")
_HOW_MANY = re.compile(r"多少|(?<![一第])几(?=[个项件宗条次场台家份篇种类户])|数量(?:是|有)")
_CITY_LEVEL = re.compile(r"市局|市里|市级|全市|市本级|市一级")
# Words by which a question limits itself to a place that may not be in the library.
_SCOPE_START = re.compile(r"^(?:据|在|请问|截至)?(?:(?:19|20)\d{2}年(?:度)?)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of number asked for: its dimension, and the unit if the question names one."""

    dimension: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    Attributes:
        regions: full names of the regions of the library that it names, the narrowest of nested ones.
        strangers: regions it limits itself to that no report is of.
        about: the question without scope and question words: what it is about.
        added: the field's words for its everyday ones.
        keys: names in quotation marks and numbers in names (12345) that an answer must be about.
        computed: whether the number asked for has to be computed from others.
        asked: the type of name that a telling question asks for ("ORG", "DATE", …), or None.
    """

    text: str
    kind: Literal["metric", "text", "list"]
    regions: tuple[str, ...]
    strangers: tuple[str, ...]
    city_level: bool
    years: tuple[int, ...]
    wanted: Wanted | None
    asked: str | None
    about: str
    added: tuple[Said, ...]
    keys: tuple[str, ...] = ()
    computed: bool = False

    @property
    def wide(self) -> str:
        """What it is about, with the field's words for its everyday ones: for searching by meaning."""
        return " ".join((self.about, *(word for said in self.added for word in said.means)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The regions that the library has reports of, by full name, each with the wider regions that it lies in."""

    within: Mapping[str, frozenset[str]]


@cache
def asking() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(_DATA.read_text("utf-8"))


def understand(text: str, catalogue: Catalogue) -> Question:
    """The question in `text`, against what the library has."""
    plain = fold(text).strip()
    regions = _narrowest(plain, _named(plain, catalogue.within), catalogue)
    years = tuple(dict.fromkeys(int(match[1] or match[2]) for match in _YEAR.finditer(plain)))
    wanted = wanted_of(re.sub("|".join(asking()["filler"]["words"]), "", plain))
    kind: Literal["metric", "text", "list"] = "text"
    if re.search(asking()["list"]["pattern"], plain):
        kind = "list"
    elif wanted:
        kind = "metric"
    about = _about(plain, _named(plain, catalogue.within))
    return Question(
        text=text,
        kind=kind,
        regions=regions,
        strangers=() if regions else _strangers(plain),
        city_level=bool(_CITY_LEVEL.search(plain)) and not regions,
        years=years,
        wanted=wanted,
        asked=_asked(plain),
        about=about,
        added=field_words(plain),
        keys=_keys(about),
        computed=bool(re.search(asking()["computed"]["pattern"], plain)),
    )


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
        for size in range(len(counted["unit"]), 0, -1):
            unit = written().get(counted["unit"][:size])
            if unit:
                return Wanted(dimension(unit.name) or "items", unit.name)
    return Wanted("items", None) if _HOW_MANY.search(question) else None


def _keys(about: str) -> tuple[str, ...]:
    """Quoted names, and digits or Latin words that belong to a name ("12345", "AI")."""
    quoted = re.findall(r'"([^"]{2,20})"', about)
    return tuple(dict.fromkeys([*quoted, *re.findall(r"[A-Za-z]{2,}|\d{3,}", about)]))


def _asked(question: str) -> str | None:
    for row in asking()["asked"]:
        if re.search(row["pattern"], question):
            return str(row["type"])
    return None


def _named(question: str, regions: Iterable[str]) -> tuple[str, ...]:
    """The regions that the question names, by full or short name, in order of their place."""
    found = []
    for region in regions:
        position = question.find(_short(region))
        if position >= 0:
            found.append((position, region))
    return tuple(region for _, region in sorted(found))


def _narrowest(question: str, named: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Without the wider of nested regions (广州市花都区), unless the question puts both side by side (市局和花都区)."""
    return tuple(
        region
        for region in named
        if not any(region in catalogue.within[other] for other in named)
        or re.search(rf"{_short(region)}[省市区县]?(?:局|级|里|本级)?(?:[和与、跟同及比]|以及)", question)
    )


def _short(region: str) -> str:
    return region[:-1] if len(region) > 2 else region


def _strangers(question: str) -> tuple[str, ...]:
    """Regions that limit the question, at its start or as 在…的, though the library has none of them."""
    from ingest.divisions import find_divisions

    start = _SCOPE_START.match(question)
    begin = start.end() if start else 0
    return tuple(
        f.division.name
        for f in find_divisions(question)
        if f.start <= begin + 4 or (question[: f.start].endswith("在") and question.startswith("的", f.end))
    )[:3]


def _about(question: str, regions: Iterable[str]) -> str:
    about = re.sub(r"(?:19|20)\d{2}年?(?:度)?", " ", question)
    for region in regions:
        about = about.replace(region, " ").replace(_short(region), " ")
    for word in sorted(asking()["empty"]["words"], key=len, reverse=True):
        if len(word) > 1:
            about = about.replace(word, " ")
    words = re.split(r"[\s?!,，。？！、:：;；]+", about)
    # What is left of "花都区和增城区的…" once the places are taken out.
    return " ".join(filter(None, (word.lstrip("的和与及在") for word in words)))
