"""How well a piece of text tells what a question is about: words weighted by rarity, and meaning.

Words are character pairs and single characters of little weight, digits and Latin words whole, so that a question
needs none of a dictionary's words; rarity is counted over the candidates themselves.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.fold import fold
from search.thesaurus import Said

_TERM = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[一-鿿]+")
# A single character says little beside a pair.
_SINGLE = 0.25
# Words that the thesaurus added count less than the question's own.
_ADDED = 0.8


# Texts whose terms are kept: those of a question are asked for with every fact, and those of facts with every question.
_KEPT = 1 << 14


@lru_cache(_KEPT)
def terms(text: str) -> Counter[str]:
    """The terms of a text with their weights before rarity: pairs 1, single characters less. Not to be changed.

    >>> sorted(terms("满意率 AI"))
    ['ai', '意', '意率', '满', '满意', '率']
    """
    counted: Counter[str] = Counter()
    for run in _TERM.findall(fold(text).lower()):
        if run[0].isascii():
            counted[run] = 1
            continue
        for char in run:
            counted[char] = 1
        for pair in pairwise(run):
            counted["".join(pair)] = 1
    return counted


@dataclass(frozen=True, slots=True)
class Matcher:
    """Rarity of terms over a set of texts; `weights[t]` is the inverse document frequency (Robertson 2004)."""

    weights: dict[str, float]
    unseen: float

    @classmethod
    def over(cls, texts: Sequence[str]) -> Matcher:
        """A matcher whose rarities are those in `texts`."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(terms(text).keys())
        count = len(texts)
        weights = {t: math.log(1 + (count - n + 0.5) / (n + 0.5)) for t, n in seen.items()}
        return cls(weights, math.log(1 + (count + 0.5) / 0.5))

    def weigh(self, term: str) -> float:
        """The weight of a term; one that no text has weighs most."""
        size = _SINGLE if len(term) == 1 and not term.isascii() else 1.0
        return size * self.weights.get(term, self.unseen)

    def coverage(self, question: str, added: Iterable[Said], fields: Sequence[tuple[float, str]]) -> float:
        """The share of the question's weight that the fields have, 0 to 1.

        Args:
            added: everyday words of the question; where a field has a word that means one, its terms are had too.
            fields: (how much a term there counts, text).
        """
        wanted = terms(question)
        have: dict[str, float] = {}
        for worth, text in fields:
            for term in terms(text):
                have[term] = max(have.get(term, 0.0), worth)
        for said in added:
            worth = _ADDED * max((self._phrase(phrase, have) for phrase in said.means), default=0.0)
            for term in terms(said.word) if worth else ():
                have[term] = max(have.get(term, 0.0), worth)
        total = sum(self.weigh(t) for t in wanted)
        return sum(self.weigh(t) * have.get(t, 0.0) for t in wanted) / total if total else 0.0

    def _phrase(self, phrase: str, have: dict[str, float]) -> float:
        """What a whole phrase is worth in the fields: all of its pairs must be there."""
        pairs = [t for t in terms(phrase) if len(t) > 1]
        return min((have.get(t, 0.0) for t in pairs), default=0.0)

    def precision(self, text: str, question: str, added: Iterable[Said]) -> float:
        """The share of the weight of `text` that the question (or a word that means its words) has, 0 to 1."""
        told = terms(text)
        asked = set(terms(question))
        for said in added:
            for phrase in said.means:
                asked |= set(terms(phrase))
        total = sum(self.weigh(t) for t in told)
        return sum(self.weigh(t) for t in told if t in asked) / total if total else 0.0
