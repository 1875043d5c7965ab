"""(query, passage) pairs as token ids, in batches of one source each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoder.train.paraphrases import Asked
from search.encoder.train.texts import OPEN_PAIRS, Text, read_lines, windows_of
from search.encoder.train.vocabulary import encode_all

Ids = NDArray[np.int32]
Batch = tuple[list[Ids], list[Ids]]

_LONGEST = 220  # tokens; a window of 300 characters has about 180
_TITLE = 0.45  # of the windows that have one are asked for by their title, one of a document in a batch
_CONTEXT = 0.30  # of the other passages have their title in front, as the product indexes them
_KEEP = 0.10  # of the queries stay in their window, so that copied words count too
_CUT = 0.5  # of the sentence queries are cut to a few words, as people type them
_CUT_WORDS = (4, 12)
_ADJACENT, _RUN = 0.30, 4  # of a batch are runs of neighbouring windows: the same subject, so harder
_DROP = 0.10  # of a query's tokens are left out
_OPEN_EVERY = 11  # one batch of open questions after ten of windows (measured mix 10 : 1)
# One batch of the project's own questions; they are few, and the dropped tokens keep them from being learnt by heart.
_OWN_EVERY = 22
_MIN_QUERY = 4  # tokens; a shorter sentence says too little to find its window


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows over sentences: `sentences[first:last]` with the title of their document, if it has one."""

    sentences: list[Ids]
    spans: list[tuple[int, int]]
    titles: list[Ids | None]


def read_windows(tokenizer: Any, texts: list[Text], chance: random.Random) -> Windows:
    """All windows of `texts`, neighbours side by side."""
    sentences = [_array(ids) for ids in encode_all(tokenizer, (s for t in texts for s in t.sentences))]
    names = [_array(ids) if ids else None for ids in encode_all(tokenizer, (t.title for t in texts))]
    spans, titles, base = [], [], 0
    for text, name in zip(texts, names, strict=True):
        for first, last in windows_of([len(s) for s in text.sentences], chance):
            spans.append((base + first, base + last))
            titles.append(name)
        base += len(text.sentences)
    return Windows(sentences, spans, titles)


def read_open_pairs(tokenizer: Any, folder: Path) -> list[tuple[Ids, Ids]]:
    """Questions with the passages that answer them (CC BY-SA sets)."""
    rows = list(read_lines(folder, OPEN_PAIRS))
    questions = encode_all(tokenizer, [str(row["q"]) for row in rows])
    passages = encode_all(tokenizer, [str(row["p"]) for row in rows])
    return [(_array(q), _array(p)) for q, p in zip(questions, passages, strict=True) if q and p]


def read_own_pairs(tokenizer: Any, asked: Sequence[Asked]) -> list[tuple[list[Ids], Ids]]:
    """The project's own questions, (questions, passage) for each passage."""
    passages = encode_all(tokenizer, [each.passage for each in asked])
    questions = iter(encode_all(tokenizer, [q for each in asked for q in each.questions]))
    return [
        ([_array(next(questions)) for _ in each.questions], _array(passage))
        for each, passage in zip(asked, passages, strict=True)
    ]


class PairSource:
    """Draws batches; the same seed draws the same ones."""

    def __init__(
        self,
        windows: Windows,
        asked: list[tuple[Ids, Ids]],
        size: int,
        seed: int,
        own: Sequence[tuple[list[Ids], Ids]] = (),
    ) -> None:
        self._windows, self._asked, self._size, self._own = windows, asked, size, own
        self._chance = random.Random(seed)

    def batch(self, step: int) -> Batch:
        """`size` queries and their passages."""
        if self._own and step % _OWN_EVERY == _OWN_EVERY // 2:
            # One question a passage: two in a batch would make each other's passage a false negative.
            chosen = self._chance.sample(self._own, min(self._size, len(self._own)))
            drawn = [self._ask((self._chance.choice(questions), passage)) for questions, passage in chosen]
        elif step % _OPEN_EVERY == _OPEN_EVERY - 1:
            drawn = [self._ask(pair) for pair in self._chance.sample(self._asked, self._size)]
        else:
            used: set[int] = set()  # a title asked for twice would make each passage a false negative
            drawn = [self._draw(index, used) for index in self._choose()]
        return [query for query, _ in drawn], [passage for _, passage in drawn]

    def _choose(self) -> list[int]:
        count, runs = len(self._windows.spans), int(self._size * _ADJACENT / _RUN)
        chosen: dict[int, None] = {}  # ordered and without repeats: a twin would be a false negative
        for start in (self._chance.randrange(count - _RUN) for _ in range(runs)):
            chosen.update(dict.fromkeys(range(start, start + _RUN)))
        while len(chosen) < self._size:
            chosen[self._chance.randrange(count)] = None
        return list(chosen)

    def _draw(self, index: int, used: set[int]) -> tuple[Ids, Ids]:
        first, last = self._windows.spans[index]
        title = self._windows.titles[index]
        if title is not None and id(title) not in used and self._chance.random() < _TITLE:
            used.add(id(title))
            return self._drop(title), _join(self._windows.sentences[first:last])
        query, rest = self._ask_for_sentence(first, last)
        if title is not None and self._chance.random() < _CONTEXT:
            rest = [title, *rest]
        return self._drop(query), _join(rest)

    def _ask_for_sentence(self, first: int, last: int) -> tuple[Ids, list[Ids]]:
        """One sentence of a window, or a piece of it, and the others."""
        sentences = self._windows.sentences
        long = [i for i in range(first, last) if len(sentences[i]) >= _MIN_QUERY]
        asked = self._chance.choice(long or [first])
        rest = [sentences[i] for i in range(first, last) if i != asked or self._chance.random() < _KEEP]
        query = sentences[asked]
        if self._chance.random() < _CUT and len(query) > _CUT_WORDS[0]:
            length = self._chance.randint(_CUT_WORDS[0], min(_CUT_WORDS[1], len(query)))
            start = self._chance.randint(0, len(query) - length)
            query = query[start : start + length]
        return query, rest

    def _ask(self, pair: tuple[Ids, Ids]) -> tuple[Ids, Ids]:
        return self._drop(pair[0]), pair[1][:_LONGEST]

    def _drop(self, ids: Ids) -> Ids:
        kept = [i for i in ids if self._chance.random() >= _DROP]
        return np.array(kept, np.int32) if kept else ids


def _array(ids: list[int]) -> Ids:
    return np.array(ids, np.int32)


def _join(parts: list[Ids]) -> Ids:
    return np.concatenate(parts)[:_LONGEST]
