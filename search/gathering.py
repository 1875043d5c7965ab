"""The passages that either index names for a query, with both scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search.dense import DenseIndex, Floats, Keys
from search.keys import NUMBER_BITS, number_of
from search.lexical import LexicalIndex
from search.manifest import Manifest
from search.ranking import Candidates
from search.sought import Sought

_NAMES = 500
"""Reports that the word index is given by name: a millisecond or two."""

_SPARE, _PASSED_OVER = 2, 5_000
"""How many more passages than the share of a scope leads to expect, and how many at most: a few milliseconds."""


def gather(
    words: LexicalIndex,
    dense: DenseIndex,
    manifest: Manifest,
    names: Mapping[int, str],
    sought: Sought,
    vector: Floats,
    scopes: Sequence[frozenset[str] | None],
    depth: int,
) -> Candidates:
    """The best `depth` passages of either index in each scope.

    Args:
        names: the source of each ordinal that is shown.
        vector: the query's, of length 1; of zeros where it has no known word.
        scopes: sources to look in; None is all.
    """
    by_words: dict[int, float] = {}
    meaning: dict[int, float] = {}
    floor = 0.0
    weights = sought.weights()
    for scope in scopes:
        hits = _by_words(words, manifest, names, weights, depth, scope)
        by_words.update(hits)
        if len(hits) == depth:
            floor = max(floor, hits[-1][1])
        if vector.any():
            near, cosines = dense.search(vector, depth, _keys_of(dense, manifest, scope))
            meaning.update(zip(near.tolist(), cosines.tolist(), strict=True))
    rest = np.array(sorted(by_words.keys() - meaning.keys()), np.int64)
    meaning.update(zip(rest.tolist(), dense.scores(vector, rest).tolist(), strict=True))
    live = [key for key in sorted(meaning) if key >> NUMBER_BITS in names]
    return Candidates(
        keys=live,
        sources=[names[key >> NUMBER_BITS] for key in live],
        numbers=[number_of(key) for key in live],
        words=np.array([by_words.get(key, 0.0) for key in live]),
        meaning=np.array([meaning[key] for key in live]),
        floor=floor,
    )


def direction(rows: Floats) -> Floats:
    """The mean of rows, of length 1; zeros where they are.

    >>> direction(np.array([[1, 0], [0, 1]], np.float32)).round(2).tolist()
    [0.7099999785423279, 0.7099999785423279]
    """
    mean: Floats = rows.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _by_words(
    words: LexicalIndex,
    manifest: Manifest,
    names: Mapping[int, str],
    weights: Mapping[str, float],
    depth: int,
    scope: frozenset[str] | None,
) -> list[tuple[int, float]]:
    """The best `depth` passages of a scope by words.

    A filter of thousands of names costs more than the search. Where they are a good part of all, so many more passages
    are asked for without it, and those of other reports passed over.
    """
    if scope is not None and len(scope) > _NAMES:
        held = sum(entry.passages for name in scope if (entry := manifest.sources.get(name)))
        enough = int(depth * _SPARE * len(words) / max(held, 1))
        if enough <= _PASSED_OVER:
            hits = words.search(weights, enough)
            kept = [hit for hit in hits if names.get(hit[0] >> NUMBER_BITS) in scope]
            if len(kept) >= depth or len(hits) < enough:
                return kept[:depth]
    return words.search(weights, depth, scope)


def _keys_of(dense: DenseIndex, manifest: Manifest, scope: frozenset[str] | None) -> Keys | None:
    """The passages of a scope, sorted; None where it is everything."""
    if scope is None:
        return None
    entries = (manifest.sources.get(name) for name in scope)
    ordinals = np.sort(np.array([entry.ordinal for entry in entries if entry], np.int64))
    return dense.keys_of(ordinals << NUMBER_BITS, ordinals + 1 << NUMBER_BITS)
