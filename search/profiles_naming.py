"""What a theme is called: what its members' names have in common, else the words that tell it from others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from ingest.words import cut
from search.matching import Matcher, terms
from search.profiles_language import matter_words
from search.profiles_things import FACETS, Thing

_NAMING = 2  # words that name a theme whose members have no name in common


def theme_name(things: Sequence[Thing], rarity: Matcher) -> tuple[str, tuple[str, ...]]:
    """The name of a theme, and the words of its things' names, most telling first.

    Args:
        rarity: of the terms among the names of all things of the library.
    """
    reports: defaultdict[str, set[str]] = defaultdict(set)
    counted: Counter[str] = Counter()
    for thing in things:
        for word in {thing.name[a:b] for a, b in cut(thing.name)}:
            if len(word) > 1 and not word[0].isdigit():
                counted[word] += len(thing.members)
                reports[word] |= {member.report.source for member in thing.members}
    # Of more reports, oftener, and seldom elsewhere: TF-IDF over the things of the library. The root and the square keep a
    # common word that is in every name (平台, 服务) behind a rare one that is in some.
    worth = {w: len(reports[w]) * counted[w] ** 0.5 * _weight(rarity, w) ** 2 for w in counted}
    words = sorted(counted, key=lambda word: (-worth[word], -len(word), word))
    telling = [word for word in words if len(reports[word]) > 1][:_NAMING]
    names = [thing.name for thing in things for _ in thing.members]
    common = _common(names, rarity)
    if not any(word in common for word in telling):
        common = ""  # 服务 is in most names, and tells nothing
    return common or "、".join(telling) or _matter(things) or names[0], tuple(words)


def _weight(rarity: Matcher, text: str) -> float:
    """How telling a word is: the mean rarity of its pairs, for pairs are what is counted."""
    pairs = [term for term in terms(text) if len(term) > 1]
    return sum(map(rarity.weigh, pairs)) / len(pairs) if pairs else 0.0


def _matter(things: Sequence[Thing]) -> str:
    """What most of the sentences are about."""
    counts = np.sum([row[FACETS.index("matter")] for thing in things for row in thing.rows], axis=0)
    return str(matter_words()[int(np.argmax(counts))]["name"]) if counts.any() else ""


def _common(names: Sequence[str], rarity: Matcher) -> str:
    """What most of the names have in common, longer and more telling stretches first: whole words, if there are any.

    >>> rarity = Matcher.over(["穗智管", "一件事", "热线"])
    >>> _common(["穗智管城市运行管理中枢", "增智管城市运行管理中枢", "穗智管指挥大屏"], rarity)
    '城市运行管理中枢'
    >>> _common(["一件事", "一件事一次办", "高效办成一件事专窗"], rarity)
    '一件事'
    >>> _common(["河长制", "暖心桥"], rarity)
    ''
    """
    words = [[a for a, _ in cut(name)] + [len(name)] for name in names]
    letters = [list(range(len(name) + 1)) for name in names]
    for edges in (words, letters):
        runs: Counter[str] = Counter()
        for name, borders in zip(names, edges, strict=True):
            runs.update({name[a:b] for a, b in combinations(borders, 2) if b - a > 1})
        common = [run for run, count in runs.items() if 2 * count > len(names)]
        if common:
            return min(common, key=lambda run: (-runs[run] * len(run) * _weight(rarity, run), run))
    return ""
