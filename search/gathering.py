"""The passages that either index names for a query, with both scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from search.dense import DenseIndex, Floats, Keys
from search.keys import NUMBER_BITS, number_of
from search.lexical import LexicalIndex
from search.manifest import Manifest
from search.ranking import Candidates
from search.sought import Sought


def gather(
    words: LexicalIndex,
    dense: DenseIndex,
    manifest: Manifest,
    names: Mapping[int, str],
    sought: Sought,
    vector: Floats,
    scopes: Sequence[Collection[str] | None],
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
        hits = words.search(weights, depth, scope)
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


def _keys_of(dense: DenseIndex, manifest: Manifest, scope: Collection[str] | None) -> Keys | None:
    """The passages of a scope, sorted; None where it is everything."""
    sources = manifest.sources
    if scope is None or sources.keys() <= set(scope):
        return None
    wanted = np.zeros(manifest.unused + 1, np.bool_)
    wanted[[sources[name].ordinal for name in set(scope) if name in sources]] = True
    keys = dense.keys
    chosen: Keys = np.sort(keys[wanted[keys >> NUMBER_BITS]])
    return chosen
