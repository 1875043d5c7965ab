"""What a person may be about to type: names, metrics, regions, departments and years that the library really has."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.fold import squeeze
from search.library import Library
from search.library.called import entities_called, metrics_called
from search.places import short

CompletionKind = Literal["region", "department", "year", "metric", "entity"]

_ORDER: dict[CompletionKind, int] = {"region": 0, "year": 1, "department": 2, "metric": 3, "entity": 4}
_SHORTEST, _LONGEST = 2, 30  # characters of a name that helps; longer ones are sentences
_LOOKED_THROUGH = (
    300_000  # words among which those that hold what is typed are looked for: 30 ms; of more, beginnings
)
_QUICK, _SELDOM = 1.0, 20  # seconds that may be spent with every change; of more, one in so many
_LAST = "\U0010ffff"  # behind every word that begins so
_OWN = ("我", "本", "该", "全")  # 我局, 本部门: no names


@dataclass(frozen=True, slots=True)
class Completion:
    """A word for the box.

    Attributes:
        text: what is put in.
        type: of an entity, else None.
        count: how many reports have it.
    """

    text: str
    kind: CompletionKind
    type: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Completer:
    """All words of one state of a library, each with how it may be typed.

    Attributes:
        state: of the library; another one whenever that changes.
        made: when they had been read (`time.monotonic`).
        took: the seconds that it took.
    """

    words: tuple[tuple[str, Completion], ...]
    state: object
    made: float
    took: float

    def is_old(self, state: object) -> bool:
        """Whether they are to be read anew: at once in a small library, in a large one now and then."""
        waits = self.took * _SELDOM if self.took > _QUICK else 0.0
        return state != self.state and time.monotonic() - self.made >= waits

    @classmethod
    def of(cls, library: Library, state: object = None) -> Completer:
        """Reads the library's names through; a second or two for a thousand reports."""
        begun = time.monotonic()
        reports = library.listed()
        regions = Counter(level for r in reports for level in (r.about.district, r.about.city) if level)
        departments = Counter(r.about.department for r in reports if r.about.department)
        years = Counter(str(r.about.year) for r in reports if r.about.year)
        metrics = metrics_called(library)
        found = [Completion(name, "region", None, count) for name, count in regions.items()]
        found += [Completion(name, "department", None, count) for name, count in departments.items()]
        found += [Completion(f"{year}年", "year", None, count) for year, count in years.items()]
        found += [Completion(name, "metric", None, count) for name, count in metrics.items()]
        taken = {*regions, *departments}
        words = [(squeeze(one.text), one) for one in found]
        words += [(squeeze(short(name)), one) for one in found if one.kind == "region" for name in [one.text]]
        for entity in entities_called(library):
            sources = {mention.source for mention in entity.mentions}
            if entity.name in taken:
                continue
            for form in {entity.name, *entity.aliases}:
                if not form.startswith(_OWN):
                    one = Completion(entity.name, "entity", entity.type, len(sources))
                    words.append((squeeze(form), one))
        kept = {(form, one) for form, one in words if _SHORTEST <= len(one.text) <= _LONGEST}
        ordered = tuple(sorted(kept, key=lambda word: (word[0], _rank(word[1]))))
        made = time.monotonic()
        return cls(ordered, state, made, made - begun)

    def complete(
        self, typed: str, top: int = 10, kinds: Iterable[CompletionKind] | None = None
    ) -> tuple[Completion, ...]:
        """At most `top` words that begin so, then words that hold it; those of most reports first."""
        wanted = squeeze(typed)
        if not wanted:
            return ()
        allowed = frozenset(_ORDER) if kinds is None else frozenset(kinds)
        begin = bisect_left(self.words, wanted, key=_form)
        end = bisect_left(self.words, f"{wanted}{_LAST}", key=_form)
        first = dict.fromkeys(one for _, one in self.words[begin:end] if one.kind in allowed)
        ranked = sorted(first, key=_rank)
        if len(ranked) < top and len(self.words) <= _LOOKED_THROUGH:
            holding = (one for form, one in self.words if one.kind in allowed and wanted in form)
            ranked += sorted({one for one in holding if one not in first}, key=_rank)
        return tuple(ranked[:top])


def _form(word: tuple[str, Completion]) -> str:
    return word[0]


def _rank(one: Completion) -> tuple[int, int, int, str]:
    return (_ORDER[one.kind], -one.count, len(one.text), one.text)
