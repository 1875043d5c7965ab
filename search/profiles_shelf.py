"""Profiles of the library's reports with their vectors: read once a revision, kept for the next question."""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ingest.document import Document
from ingest.fold import fold, squeeze
from ingest.words import cut
from search.encoder import Encoder
from search.library import Library
from search.library.report import Report
from search.profiles import Profile, read_profiles
from search.profiles_language import matter_words, matters

# Reports kept: some 1.5 MB each with their vectors. A question looks into a few dozen (`similar`).
_KEPT = 128
_RARITIES = 16  # kept: one for each report that asks, and whole

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shelved:
    """The profiles of one report with what is computed of them; rows are profiles unless said otherwise.

    Attributes:
        plain: each sentence without marks, in lower case.
        said, path, head, objects, means, results: (n, dim), what is told and its parts mean; zeros where there is none.
        passages, places: (p, dim) passages, and the row of each profile's (n,).
        names, owners: (m, dim) names, and the profile of each.
        pairs: the character pairs of each name.
        matters, around: (n, k) 0 or 1: what a sentence is about, and its passage.
        named: (n, k) the same of the names alone.
        words, vectors: the words of the report, (v, dim).
        flat, starts: the words of all profiles in a row, by number, and where each profile's begin; none is empty.
    """

    report: Report
    document: Document
    profiles: tuple[Profile, ...]
    plain: tuple[str, ...]
    said: Floats
    path: Floats
    head: Floats
    objects: Floats
    means: Floats
    results: Floats
    passages: Floats
    places: Numbers
    names: Floats
    owners: Numbers
    pairs: tuple[frozenset[str], ...]
    matters: Floats
    around: Floats
    named: Floats
    words: tuple[str, ...]
    vectors: Floats
    flat: Numbers
    starts: Numbers


def words_of(text: str) -> list[str]:
    """The words of a text that say something, each once: no single characters, marks or bare numbers.

    >>> words_of("汇聚459亿条数据，AI智能派单")
    ['汇聚', '亿条', '数据', 'ai', '智能', '派单']
    """
    plain = fold(text).lower()
    words = (plain[a:b] for a, b in cut(plain))
    return list(dict.fromkeys(w for w in words if len(w) > 1 and w[0].isalnum() and not w[0].isdigit()))


def pairs_of(text: str) -> frozenset[str]:
    """The character pairs of a name, marks left out."""
    return frozenset("".join(pair) for pair in pairwise(squeeze(text)))


def about(told: Sequence[Sequence[str]]) -> Floats:
    """(n, k) 0 or 1: which matters each row is about."""
    places = {row["name"]: at for at, row in enumerate(matter_words())}
    found = np.zeros((len(told), len(places)), np.float32)
    for row, names in enumerate(told):
        found[row, [places[name] for name in names]] = 1.0
    return found


def shelve(library: Library, encoder: Encoder, report: Report) -> Shelved:
    """One report's profiles with their vectors; some 50 ms for a report of 150 sentences."""
    document = library.document(report.source)
    profiles = read_profiles(document, library.knowledge(report.source))
    titles = tuple(title for title in (document.about.title or "",) if title)
    paths = [[title for title in profile.path if title not in titles] for profile in profiles]
    places = np.array([profile.passage for profile in profiles], np.int64)
    texts = [document.text[p.start : p.end] for p in document.passages] or [""]
    names = [(at, named.name) for at, profile in enumerate(profiles) for named in profile.names]
    per = [words_of(profile.told) or [""] for profile in profiles]
    words = {word: number for number, word in enumerate(dict.fromkeys(w for row in per for w in row))}
    lengths = np.array([len(row) for row in per], np.int64)
    own = about([profile.matters for profile in profiles])
    # All at once: a passage and its sentences share most of their pieces, which are looked up once.
    said, path, head, objects, means, results, passages, called, vectors = _encoded(
        encoder,
        [profile.told for profile in profiles],
        [" ".join(path[1:]) for path in paths],
        [path[-1] if path else "" for path in paths],
        [" ".join(profile.roles.acts_on) for profile in profiles],
        [" ".join(profile.roles.means) for profile in profiles],
        [" ".join(profile.roles.results) for profile in profiles],
        texts,
        [name for _, name in names],
        list(words),
    )
    return Shelved(
        report=report,
        document=document,
        profiles=profiles,
        plain=tuple(squeeze(profile.text) for profile in profiles),
        said=said,
        path=path,
        head=head,
        objects=objects,
        means=means,
        results=results,
        passages=passages,
        places=places,
        names=called,
        owners=np.array([at for at, _ in names], np.int64),
        pairs=tuple(pairs_of(name) for _, name in names),
        matters=own,
        around=_joined(own, places, len(texts)),
        named=_named(profiles),
        words=tuple(words),
        vectors=vectors,
        flat=np.array([words[word] for row in per for word in row], np.int64),
        starts=np.cumsum(lengths) - lengths,
    )


def _encoded(encoder: Encoder, *lists: Sequence[str]) -> list[Floats]:
    """The vectors of each list."""
    rows = encoder.encode([text for texts in lists for text in texts])
    ends = np.cumsum([len(texts) for texts in lists])
    return np.split(rows, ends[:-1])


def _joined(own: Floats, places: Numbers, count: int) -> Floats:
    """What the passage of each profile is about: what any of its sentences is."""
    whole = np.zeros((count, own.shape[1]), np.float32)
    np.maximum.at(whole, places, own)
    return whole[places] if len(places) else own


def _named(profiles: Sequence[Profile]) -> Floats:
    return about([matters(" ".join(named.name for named in profile.names)) for profile in profiles])


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words, character pairs and matters are among the profiles of some reports.

    The inverse document frequency of Robertson (2004): log(1 + (N - n + 0.5) / (n + 0.5)), N profiles, n of them with it.
    """

    count: int
    words: Counter[str]
    pairs: Counter[str]
    matters: Floats

    @classmethod
    def over(cls, shelved: Sequence[Shelved]) -> Rarity:
        """The rarities over the profiles of `shelved`."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for report in shelved:
            counts = np.bincount(report.flat, minlength=len(report.words)).tolist()
            words.update(dict(zip(report.words, counts, strict=True)))
            for profile in report.profiles:
                pairs.update(pairs_of(profile.told))
        count = sum(len(report.profiles) for report in shelved)
        seen = sum((report.matters.sum(axis=0) for report in shelved), np.zeros(len(matter_words())))
        return cls(count, words, pairs, np.log1p((count - seen + 0.5) / (seen + 0.5)).astype(np.float32))

    def word(self, word: str) -> float:
        """The weight of a word."""
        return _weight(self.count, self.words[word])

    def pair(self, pair: str) -> float:
        """The weight of a character pair; of "" that of a pair that no profile has."""
        return _weight(self.count, self.pairs[pair])


def _weight(count: int, seen: int) -> float:
    return math.log1p((count - seen + 0.5) / (seen + 0.5))


_Key = tuple[str, str, str, int]


class Shelf:
    """The shelved reports of one library; those not asked for longest make room. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: OrderedDict[_Key, Shelved] = OrderedDict()
        self._rarities: OrderedDict[tuple[_Key, ...], Rarity] = OrderedDict()

    def of(self, library: Library, encoder: Encoder, reports: Sequence[Report]) -> list[Shelved]:
        """The shelved `reports`; nothing is read again that has not changed."""
        with self._lock:
            return [self._one(library, encoder, key, r) for key, r in _keys(library, encoder, reports)]

    def with_rarity(
        self, library: Library, encoder: Encoder, reports: Sequence[Report]
    ) -> tuple[list[Shelved], Rarity]:
        """The shelved `reports`, and the rarities over them."""
        with self._lock:
            keys = tuple(key for key, _ in _keys(library, encoder, reports))
            found = [self._one(library, encoder, key, r) for key, r in zip(keys, reports, strict=True)]
            if keys not in self._rarities:
                self._rarities[keys] = Rarity.over(found)
            self._rarities.move_to_end(keys)
            while len(self._rarities) > _RARITIES:
                self._rarities.popitem(last=False)
            return found, self._rarities[keys]

    def _one(self, library: Library, encoder: Encoder, key: _Key, report: Report) -> Shelved:
        found = self._kept.get(key) or shelve(library, encoder, report)
        self._kept[key] = found
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def _keys(library: Library, encoder: Encoder, reports: Sequence[Report]) -> list[tuple[_Key, Report]]:
    """What each report's profiles depend on: its revision, the encoder, and what people decided."""
    decided = library.last_word()
    return [((report.source, report.revision, encoder.name, decided), report) for report in reports]


_SHELVES: WeakKeyDictionary[Library, Shelf] = WeakKeyDictionary()
_OPENING = threading.Lock()


def shelf_of(library: Library) -> Shelf:
    """The shelf of a library, one for as long as the library is open."""
    with _OPENING:
        return _SHELVES.setdefault(library, Shelf())
