"""How alike what is asked for and each profile of a report are, facet by facet, and in all.

A facet is a number from about 0 to 1 (a cosine may fall a little below 0). Their weights are data
(`language/profile_weights.toml`), fitted by `profiles_fit` on half of the annotated groups.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.document import Document
from ingest.fold import squeeze
from search.encoder import Encoder
from search.profiles import Profile
from search.profiles_language import Roles, matters, roles
from search.profiles_shelf import Floats, Rarity, Shelved, about, pairs_of, words_of
from search.thesaurus import field_words

_WEIGHTS = Path(__file__).with_name("language") / "profile_weights.toml"
# Words less alike than this are not the same thing said otherwise.
_LIKE_WORDS = 0.5
_LONGEST_SAID = 300
_LEAST_PAIRS = 2.5  # pairs that no profile has: what the lightest name weighs at least
_TELLING = 3  # characters: shorter names stand in others by chance

FACETS = (
    "same",  # the asked name stands in the sentence
    "letters",  # character pairs that the names share, by rarity
    "words",  # words of the asked name in the sentence, themselves or others of like meaning, by rarity
    "name",  # meaning of the asked name, and of a name of the profile
    "said",  # meaning of what is said
    "around",  # meaning of the passages
    "said_around",  # meaning of what is said, and of the passage
    "name_around",  # meaning of the asked name, and of the passage
    "name_head",  # meaning of the asked name, and of the heading
    "path",  # meaning of the titles that both stand under
    "matter_name",  # matters of the asked name that the sentence is about
    "matter_names",  # matters of both names
    "matter",  # matters of both sentences
    "matter_around",  # matters of what is said, and of the passage
    "object",  # meaning of what is acted on
    "means",  # meaning of the means
    "result",  # meaning of the result
    "audience",  # for whom
    "action",  # what is done
    "metric",  # numbers of one metric
    "thing",  # things that both name, consist of, cover or rest on
    "aside",  # 1 for a duty or a score
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a thing of a report with the sentences that name it, or any text.

    Attributes:
        name: without the place it is in.
        said: the sentences, or the text itself.
        around: its passage, or the text itself.
    """

    name: str
    said: str
    around: str
    path: str
    roles: Roles
    matters: tuple[str, ...]
    metrics: frozenset[str]
    things: frozenset[str]


@cache
def weights() -> tuple[float, ...]:
    """The weight of each facet, in their order."""
    table = tomllib.loads(_WEIGHTS.read_text("utf-8"))["weights"]
    return tuple(float(table[facet]) for facet in FACETS)


@cache
def calibration() -> tuple[float, float]:
    """(slope, middle): a likeness s is right with the chance 1 / (1 + exp(-slope * (s - middle)))."""
    table = tomllib.loads(_WEIGHTS.read_text("utf-8"))["chance"]
    return float(table["slope"]), float(table["middle"])


@cache
def theme_weights() -> dict[str, float]:
    """What the facets of two things count when themes are made, and `middle`: the likeness of an even chance."""
    table = tomllib.loads(_WEIGHTS.read_text("utf-8"))["themes"]
    return {facet: float(weight) for facet, weight in table.items()}


def asked_by_text(text: str) -> Asked:
    """Any text as what is asked for; what it says in everyday words is said in the field's too."""
    meant = dict.fromkeys(word for said in field_words(text) for word in said.means)
    said = " ".join([text, *meant])
    return Asked(text, said, said, "", roles(said), matters(said), frozenset(), frozenset())


def asked_by_profiles(name: str, document: Document, profiles: Sequence[Profile]) -> Asked:
    """What a report says of `name` in these profiles; at least one, the most telling first."""
    first = profiles[0]
    passage = document.passages[first.passage] if document.passages else None
    said = " ".join(profile.told for profile in profiles)[:_LONGEST_SAID]
    return Asked(
        name=name,
        said=said,
        around=document.text[passage.start : passage.end] if passage else said,
        path=" ".join(first.path[1:]),
        roles=roles(said),
        matters=matters(said),
        metrics=frozenset().union(*(profile.metrics for profile in profiles)),
        things=frozenset().union(*(profile.things for profile in profiles)),
    )


def facets(asked: Asked, reports: Sequence[Shelved], rarity: Rarity, encoder: Encoder) -> list[Floats]:
    """For each report (n, len(FACETS)): how alike each of its profiles is, facet by facet."""
    told = (asked.roles.acts_on, asked.roles.means, asked.roles.results)
    texts = [asked.name, asked.said, asked.around, asked.path, *(" ".join(part) for part in told)]
    vectors = encoder.encode(texts)
    words = words_of(asked.name) or [asked.name]
    worth = np.array([max(rarity.word(word), _TINY) for word in words], np.float32)
    question = _Question(asked, vectors, words, encoder.encode(words), worth / worth.sum(), rarity)
    return [question.against(report) for report in reports]


_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class _Question:
    asked: Asked
    vectors: Floats
    words: Sequence[str]
    meant: Floats
    worth: Floats
    rarity: Rarity

    def against(self, report: Shelved) -> Floats:
        name, said, around, path, objects, means, results = self.vectors
        in_name = about([matters(self.asked.name)])[0] * self.rarity.matters
        in_said = about([self.asked.matters])[0] * self.rarity.matters
        roles_ = [profile.roles for profile in report.profiles]
        columns = {
            "same": self._same(report),
            "letters": self._letters(report),
            "words": self._words(report),
            "name": _best(report, report.names @ name),
            "said": report.said @ said,
            "around": (report.passages @ around)[report.places],
            "said_around": (report.passages @ said)[report.places],
            "name_around": (report.passages @ name)[report.places],
            "name_head": report.head @ name,
            "path": report.path @ path,
            "matter_name": report.matters @ in_name / max(float(in_name.sum()), _TINY),
            "matter_names": self._cosine(in_name, report.named),
            "matter": self._cosine(in_said, report.matters),
            "matter_around": self._cosine(in_said, report.around),
            "object": report.objects @ objects,
            "means": report.means @ means,
            "result": report.results @ results,
            "audience": _shared(self.asked.roles.audiences, [r.audiences for r in roles_]),
            "action": _shared(self.asked.roles.actions, [r.actions for r in roles_]),
            "metric": _shared(self.asked.metrics, [p.metrics for p in report.profiles]),
            "thing": _shared(self.asked.things, [p.things for p in report.profiles]),
            "aside": [float(profile.aside) for profile in report.profiles],
        }
        return np.stack([np.asarray(columns[facet], np.float32) for facet in FACETS], axis=1)

    def _same(self, report: Shelved) -> list[float]:
        name = squeeze(self.asked.name)
        return [float(len(name) >= _TELLING and name in plain) for plain in report.plain]

    def _letters(self, report: Shelved) -> Floats:
        """The weight of the shared pairs in that of the lighter name; a name of a word or two is never light."""
        wanted = {pair: self.rarity.pair(pair) for pair in pairs_of(self.asked.name)}
        whole, least = sum(wanted.values()), _LEAST_PAIRS * self.rarity.pair("")
        shares = [
            sum(wanted[pair] for pair in pairs & wanted.keys())
            / max(least, min(whole, sum(map(self.rarity.pair, pairs))))
            for pairs in report.pairs
        ]
        return _best(report, np.array(shares, np.float32))

    def _words(self, report: Shelved) -> Floats:
        """Each word of the name with the likest word of each sentence."""
        alike = self.meant @ report.vectors.T
        known = {word: at for at, word in enumerate(report.words)}
        for row, word in enumerate(self.words):
            if word in known:
                alike[row, known[word]] = 1.0
        alike[alike < _LIKE_WORDS] = 0.0
        best = np.maximum.reduceat(alike[:, report.flat], report.starts, axis=1)
        return np.asarray(self.worth @ best, np.float32)

    def _cosine(self, wanted: Floats, rows: Floats) -> Floats:
        weighed = rows * self.rarity.matters
        lengths = np.linalg.norm(weighed, axis=1) * np.linalg.norm(wanted)
        return np.asarray(weighed @ wanted / np.maximum(lengths, _TINY), np.float32)


def _best(report: Shelved, of_names: Floats) -> Floats:
    """The best of each profile's names, 0 where it has none."""
    best = np.zeros(len(report.profiles), np.float32)
    np.maximum.at(best, report.owners, of_names)
    return best


def _shared(
    wanted: Sequence[str] | frozenset[str], rows: Sequence[Sequence[str] | frozenset[str]]
) -> list[float]:
    """Shared ones among all of both (Jaccard)."""
    own = set(wanted)
    return [len(own & set(row)) / len(own | set(row)) if own and row else 0.0 for row in rows]


def without_places(name: str, places: Sequence[str]) -> str:
    """A name without the places and departments it begins with or has in it; the name where nothing is left.

    >>> without_places("广州市花都区“穗智管”指挥大屏", ["广州市", "花都区"]), without_places("区数据中心平台", [])
    ('穗智管指挥大屏', '数据中心平台')
    """
    bare = squeeze(name)
    for place in places:
        bare = bare.replace(place, "")
    return bare.lstrip("省市区县") or bare or name
