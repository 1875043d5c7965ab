"""How well a trained folder finds, through the product's own indexes, on question sets it never saw."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.dense import DenseIndex, embed
from search.encoder.embedded import EmbeddedEncoder
from search.encoder.train.paraphrases import OWN, read_paraphrases
from search.encoder.train.texts import read_lines
from search.fuse import fuse
from search.lexical import LexicalIndex, Words

HELD_OUT = ("eval_cmrc2018_dev", "eval_drcd_test")
"""Question-to-passage sets that no training reads."""

_TOP = 10  # MRR@10, as everywhere in the project


@dataclass(frozen=True, slots=True)
class Figure:
    """`first`: per cent of `questions` whose passage is first; `mrr`: 100 times the mean of 1 / rank."""

    name: str
    system: str
    questions: int
    passages: int
    first: float
    mrr: float


def measure(model: Path, data: Path, own: Path = OWN) -> list[Figure]:
    """Words alone, meaning alone, and both, on every held-out set."""
    sets = {name: [(str(row["q"]), str(row["p"])) for row in read_lines(data, name)] for name in HELD_OUT}
    taught = [each.passage for each in read_paraphrases(data, held_out=False, own=own)]
    held = read_paraphrases(data, held_out=True, own=own)
    encoder = EmbeddedEncoder(model)
    figures = [figure for name, rows in sets.items() for figure in _measure(encoder, name, rows, ())]
    asked = [(question, each.passage) for each in held for question in each.questions]
    return figures + (_measure(encoder, "own questions, held out", asked, taught) if asked else [])


def _measure(
    encoder: EmbeddedEncoder, name: str, rows: Sequence[tuple[str, str]], others: Sequence[str]
) -> list[Figure]:
    """The passages of `rows` are looked for among themselves and `others`."""
    keys = {passage: key for key, passage in enumerate(dict.fromkeys([*(p for _, p in rows), *others]))}
    dense = DenseIndex(encoder.dim)
    dense.add(embed(encoder, [(key, "", passage) for passage, key in keys.items()]))
    vectors = encoder.encode_queries([question for question, _ in rows])
    everything = np.arange(len(keys))
    ranks: dict[str, list[int]] = {"words": [], "meaning": [], "both": []}
    with tempfile.TemporaryDirectory() as folder:
        words = _word_index(Path(folder), list(keys))
        for (question, passage), vector in zip(rows, vectors, strict=True):
            scores = np.zeros(len(keys))
            for key, score in words.search(question, len(keys)):
                scores[key] = score
            meaning = dense.scores(vector, everything).astype(float)
            for system, found in (
                ("words", scores),
                ("meaning", meaning),
                ("both", fuse(scores, meaning)),
            ):
                ranks[system].append(1 + int(np.sum(found > found[keys[passage]])))
    return [_figure(name, system, found, len(keys)) for system, found in ranks.items()]


def _word_index(folder: Path, passages: Sequence[str]) -> LexicalIndex:
    words = LexicalIndex.open(folder)
    words.begin()
    words.add(Words(key, "", passage) for key, passage in enumerate(passages))
    words.commit()
    words.end()
    words.reload()
    return words


def _figure(name: str, system: str, ranks: list[int], passages: int) -> Figure:
    places = np.array(ranks)
    mrr = float(np.mean(np.where(places <= _TOP, 1 / places, 0.0)))
    return Figure(name, system, len(ranks), passages, 100 * float(np.mean(places == 1)), 100 * mrr)
