"""Similar initiatives: what other reports have that is like a platform, project, reform or policy of one report.

Not name against name: each sentence of a report is a profile (`profiles`), and what is asked for is held against it by
its name, what is said of it, what it is about, for whom, by what means and with what result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

import numpy as np

from ingest.document import Citation
from ingest.fold import squeeze
from search.index import Index
from search.library import Library
from search.library.report import Report
from search.profiles import named
from search.profiles_language import language
from search.profiles_likeness import (
    Asked,
    asked_by_profiles,
    asked_by_text,
    calibration,
    facets,
    weights,
    without_places,
)
from search.profiles_reasons import reasons
from search.profiles_shelf import Floats, Rarity, Shelf, Shelved, pairs_of, shelf_of

# A library of so many reports is looked through whole; of a larger one the reports whose passages are nearest.
_WHOLE, _REPORTS = 24, 24
_WIDE = 400  # passages by which these are chosen
_EACH = 0.1  # of a name's likeness, for each character pair that it shares
_HEADED = 2
_LATE = 30  # characters: a name that comes later is not what a sentence is about
_SENTENCES = 3  # that name a thing stand for what its report says of it
_DEPTH = 6  # hits of one report at most
# How much less a further hit of a report is worth when the one before it may be right already: the likeness at which
# either is as likely as not lies so far above the best, and the chance falls so fast (fitted with the weights).
_ABOVE, _WIDTH = 3.0, 2.0
_COMMON, _LEVEL, _BEST = 0.3, 12, 2


_MARKS = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Similar:
    """Something alike in another report.

    Attributes:
        text: the passage around the quote.
        score: the chance that it is of the same kind, 0 to 1, as measured on annotated groups.
        reasons: why it is held to be alike, in words.
    """

    name: str
    type: str
    report: Report
    citation: Citation
    text: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    shelved: Shelved
    at: int
    likeness: float


def find_similar(
    library: Library, index: Index, name: str, source: str | None = None, top: int = 10
) -> list[Similar]:
    """What reports other than `source` have that is like `name`: a name in the library, a sentence or a question.

    Hits come by how much each adds: the best of a report, and further ones of it where they are nearly as good.
    """
    shelf = shelf_of(library)
    asked = _asked(library, index, shelf, name, source)
    others = _candidates(library, index, asked, source)
    if not others or not name.strip():
        return []
    reports, rarity = shelf.with_rarity(library, index.encoder, others)
    tables = facets(asked, reports, rarity, index.encoder)
    best = _ordered(reports, [_levelled(table @ np.array(weights(), np.float32)) for table in tables])[:top]
    rows = {id(shelved): table for shelved, table in zip(reports, tables, strict=True)}
    return [_shown(found, asked, rows[id(found.shelved)][found.at], rarity, index) for found in best]


def _candidates(library: Library, index: Index, asked: Asked, source: str | None) -> list[Report]:
    others = {report.source: report for report in library.listed() if report.source != source}
    if len(others) <= _WHOLE:
        return list(others.values())
    near = index.search(f"{asked.name} {asked.said}", _WIDE, allowed=list(others))
    chosen = list(dict.fromkeys(found.source for found in near))[:_REPORTS]
    return [others[each] for each in sorted(chosen)]


def _asked(library: Library, index: Index, shelf: Shelf, name: str, source: str | None) -> Asked:
    """What is asked for, with what its report says of it; the text itself where no report is known to name it."""
    text = name if source else _bare_question(name)
    known = library.entity_named(text, sources=[source] if source else None)
    exact = [entity for entity in known if squeeze(text) in map(squeeze, (entity.name, *entity.aliases))]
    home = source or next((entity.mentions[0].source for entity in exact), None)
    report = next((report for report in library.listed() if report.source == home), None)
    if report is None:
        return asked_by_text(text)
    (own,) = shelf.of(library, index.encoder, [report])
    if not own.profiles:
        return asked_by_text(text)
    about = report.about
    places = [about.department, *about.names, about.province, about.city, about.district]
    bare = without_places(text, sorted({squeeze(p) for p in places if p}, key=lambda p: (-len(p), p)))
    forms = [
        squeeze(text),
        bare,
        *(squeeze(n) for entity in exact[:1] for n in (entity.name, *entity.aliases)),
    ]
    told = _naming(own, forms, {entity.id for entity in exact})
    if not told:
        _, rarity = shelf.with_rarity(library, index.encoder, [report])
        (table,) = facets(asked_by_text(text), [own], rarity, index.encoder)
        told = [int(np.argmax(table @ np.array(weights(), np.float32)))]
    return asked_by_profiles(bare, own.document, [own.profiles[at] for at in told[:_SENTENCES]])


def _naming(own: Shelved, forms: Sequence[str], ids: Set[str]) -> list[int]:
    """The profiles that tell of what has one of these forms (by the first that any has), the most telling first.

    What stands under a heading that names a thing defines it; else the sentences that name it; duties and scores last.
    """
    for form in filter(None, forms):
        naming = [at for at, text in enumerate(own.plain) if form in text]
        if naming:
            headed = [
                at
                for at, profile in enumerate(own.profiles)
                if profile.path and form in squeeze(profile.path[-1]) and at not in naming
            ]
            first = {at: min(own.plain[at].find(form), _LATE) for at in naming}
            # “穗好办” is in “穗好办@企” too, which is another thing.
            other = {at: not any(each.id in ids for each in own.profiles[at].names) for at in naming}
            told = sorted(naming, key=lambda at: (own.profiles[at].aside, other[at], first[at], at))
            return [*headed[:_HEADED], *told]
    return []


def _bare_question(text: str) -> str:
    """What a question asks for, without the words of asking.

    >>> _bare_question("其他区有没有类似“民情月历”的做法？")
    '民情月历'
    >>> _bare_question("市民随手拍问题上传")
    '市民随手拍问题上传'
    """
    return _MARKS.sub("", _framing().sub("", text)) or text


@cache
def _framing() -> re.Pattern[str]:
    frame = language()["question"]
    return re.compile(f"^(?:{'|'.join(frame['begins'])})+|(?:{'|'.join(frame['ends'])})+[?？。!！]*$")


def _levelled(likeness: Floats) -> Floats:
    """Likenesses less a part of what sentences of the report that are not its best have: all that a report says of one
    field is somewhat alike."""
    level = np.sort(likeness)[-_LEVEL:-_BEST]
    return np.asarray(likeness - _COMMON * (float(level.mean()) if len(level) else 0.0), np.float32)


def _ordered(reports: Sequence[Shelved], likenesses: Sequence[Floats]) -> list[_Found]:
    """The best hits, one of a passage, each by its likeness and by what the report's hits before it leave to find."""
    best = max((float(row.max()) for row in likenesses if len(row)), default=0.0)
    gains: list[tuple[float, str, int, _Found]] = []
    for shelved, row in zip(reports, likenesses, strict=True):
        left = 1.0
        for at in _of_report(shelved, row):
            likeness = float(row[at])
            chance = 1 / (1 + float(np.exp((best + _ABOVE - likeness) / _WIDTH)))
            gains.append((-left * chance, shelved.report.source, at, _Found(shelved, at, likeness)))
            left *= 1 - chance
    return [found for *_, found in sorted(gains, key=lambda gain: gain[:3])]


def _of_report(shelved: Shelved, row: Floats) -> list[int]:
    """The best profiles of a report, best first, no two of one passage."""
    taken: dict[int, int] = {}
    for at in np.argsort(-row, kind="stable").tolist():
        taken.setdefault(shelved.profiles[at].passage, at)
        if len(taken) == _DEPTH:
            break
    return list(taken.values())


def _shown(found: _Found, asked: Asked, row: Floats, rarity: Rarity, index: Index) -> Similar:
    shelved, profile = found.shelved, found.shelved.profiles[found.at]
    document = shelved.document
    own = np.flatnonzero(shelved.owners == found.at)
    if len(own):
        alike = shelved.names[own] @ index.encoder.encode([asked.name])[0]
        shared = [len(shelved.pairs[at] & pairs_of(asked.name)) for at in own]
        best = max(range(len(own)), key=lambda at: (float(alike[at]) + _EACH * shared[at], -at))
        each = profile.names[best]
        name, kind, citation = each.name, each.type, document.cite(each.start, each.end)
    else:
        (name, citation), kind = named(document, profile), "INITIATIVE"
    passage = document.passages[profile.passage] if document.passages else None
    inside = passage is not None and passage.start <= citation.start and citation.end <= passage.end
    text = document.text[passage.start : passage.end] if passage and inside else profile.text
    slope, middle = calibration()
    score = 1 / (1 + float(np.exp(slope * (middle - found.likeness))))
    why = reasons(asked, profile, name, row, rarity)
    return Similar(name, kind, shelved.report, citation, text, round(score, 4), why)
