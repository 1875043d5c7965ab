"""Things: what the reports of a library name, and their measures without a name, with what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.clauses import clauses
from ingest.document import Citation, Document
from ingest.fold import squeeze
from search.encoder import Encoder
from search.library import Library
from search.library.report import Report
from search.profiles import Named, Profile, named
from search.profiles_language import language
from search.profiles_shelf import Floats, Shelved, shelf_of

_LONGEST_QUOTE = 200
_LEVELS = "省市区县"
_SHORT = 2
_BARE = re.compile(r"[^\W\d].*[^\W\d]")  # more than a year or a single character is left
_BRANDED = frozenset({"PLATFORM", "PROJECT"})
_BRAND = re.compile(r"“([^“”]{3,})”")

FACETS = ("said", "around", "matter", "matter_around", "audience")
"""What each row of a thing holds, in this order."""


@dataclass(frozen=True, slots=True)
class Member:
    """A thing of a theme as one report has it; the citation is the clause that names it."""

    name: str
    type: str
    report: Report
    citation: Citation


@dataclass(slots=True)
class Thing:
    """What has one name in any number of reports, or a measure without a name.

    Attributes:
        forms: the names it goes by, without places.
        members: once a report.
        rows: for each sentence that tells of it one row of each facet, in the order of `FACETS`.
    """

    name: str
    forms: set[str]
    members: list[Member]
    rows: list[tuple[Floats, ...]]


def read_things(library: Library, encoder: Encoder, reports: Sequence[Report]) -> list[Thing]:
    """The named things of all reports, those of one name together, and the measures without a name; by name."""
    things: dict[str, Thing] = {}
    places = _places(reports)
    shelf = shelf_of(library)
    for report in reports:  # one at a time: of a large library only the rows stay
        (shelved,) = shelf.of(library, encoder, [report])
        forms = _forms(library, report, places)
        seen: set[str] = set()
        for at, profile in enumerate(shelved.profiles):
            if profile.aside:
                continue
            for name, kind, citation, key in _called(shelved, at, places):
                thing = things.setdefault(key, Thing(_bare(name, places), {_bare(name, places)}, [], []))
                thing.rows.append(_rows(shelved, at))
                thing.forms |= forms.get(name, set())
                if key not in seen:
                    seen.add(key)
                    thing.members.append(Member(name, kind, report, citation))
    return [things[key] for key in sorted(things)]


def _called(shelved: Shelved, at: int, places: Places) -> Iterator[tuple[str, str, Citation, str]]:
    """What a sentence tells of: name, type, citation, and what keeps it apart from other things."""
    profile, document = shelved.profiles[at], shelved.document
    known = [each for each in profile.names if each.id and _BARE.search(_bare(each.name, places))]
    for each in {each.name: each for each in reversed(known)}.values():
        yield each.name, each.type, _quote(document, profile, each.start, each.end), _key(each, places)
    if not known and profile.roles.actions and profile.roles.acts_on:
        name, citation = named(document, profile)
        quote = _quote(document, profile, citation.start, citation.end)
        yield name, "INITIATIVE", quote, f"{_bare(name, places)} {profile.source}"


def _key(each: Named, places: Places) -> str:
    """What things have in common that are one: the bare name, or the name of its own that a platform bears.

    The city's “穗智管” and a district's part of it are one platform, whatever else their names say.
    """
    brand = _BRAND.search(each.name) if each.type in _BRANDED else None
    return _bare(brand[1] if brand else each.name, places)


def _quote(document: Document, profile: Profile, start: int, end: int) -> Citation:
    """The sentence, or its clause with the name, or the bare name: the longest that can be shown."""
    if profile.end - profile.start <= _LONGEST_QUOTE:
        return document.cite(profile.start, profile.end)
    whole = [
        clause
        for found in clauses(document.text, profile.start, profile.end)
        for clause in found
        if clause.start < end and start < clause.end
    ]
    first = min([start, *(clause.start for clause in whole)])
    last = max([end, *(clause.end for clause in whole)])
    return document.cite(first, last) if last - first <= _LONGEST_QUOTE else document.cite(start, end)


def _forms(library: Library, report: Report, places: Places) -> dict[str, set[str]]:
    """The bare forms that each entity goes by beside its name, by its name."""
    return {
        # Of two characters there are too many alike; what stands in quotation marks is the name of the thing itself.
        entity.name: {_bare(alias, places) for alias in entity.aliases if len(alias) > _SHORT}
        | {_bare(brand, places) for brand in _BRAND.findall(entity.name)}
        for entity in library.entities(sources=[report.source])
    }


def _rows(shelved: Shelved, at: int) -> tuple[Floats, ...]:
    """A sentence by its facets; half as wide, for a large library holds many."""
    audiences = [row["name"] for row in language()["audience"]]
    whom = np.isin(audiences, shelved.profiles[at].roles.audiences).astype(np.float16)
    rows = (shelved.said[at], shelved.passages[shelved.places[at]], shelved.matters[at], shelved.around[at])
    return (*(row.astype(np.float16) for row in rows), whom)


@dataclass(frozen=True, slots=True)
class Places:
    """What names begin with that says only whose a thing is: divisions and departments.

    Attributes:
        longest: characters of the longest of them.
    """

    names: frozenset[str]
    longest: int

    @classmethod
    def of(cls, names: Iterable[str]) -> Places:
        """The places so called."""
        known = frozenset(filter(None, names))
        return cls(known, max(map(len, known), default=0))

    def first_in(self, text: str, after: tuple[int, str]) -> str | None:
        """The longest of them that stands in the text and comes behind `after` in the order of length, then name.

        The text is looked through, not the places: a library of ten thousand reports has some ten thousand.
        """
        longest = min(self.longest, len(text))
        found = {text[a : a + size] for size in range(1, longest + 1) for a in range(len(text) - size + 1)}
        behind = (name for name in found & self.names if (-len(name), name) > after)
        return min(behind, key=lambda name: (-len(name), name), default=None)


def _places(reports: Sequence[Report]) -> Places:
    found: set[str] = set()
    for told in (report.about for report in reports):
        parts = (told.department, *told.names, told.province, told.city, told.district)
        found |= {name for name in parts if name}
    return Places.of(squeeze(name) for name in found)


def _bare(name: str, places: Places) -> str:
    """A name without places, the longest taken out first, and without marks.

    >>> _bare("广州市花都区“穗智管”指挥大屏", Places.of(["广州市", "花都区"])), _bare("区数据中心平台", Places.of([]))
    ('穗智管指挥大屏', '数据中心平台')
    """
    bare = squeeze(name)
    done = (-len(bare) - 1, "")
    while (place := places.first_in(bare, done)) is not None:
        bare, done = bare.replace(place, ""), (-len(place), place)
    return bare.lstrip(_LEVELS) or bare
