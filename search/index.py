"""The passages of the library, found by word and by meaning, under one manifest.

The index holds keys only; the library owns the text and can rebuild the index at any time (`sync`). The
order of a change makes it safe to be killed: the manifest says which sources are changing, both indexes
change, the manifest says that they are changed. Whoever opens an index in between sees it without the
sources that were changing, and the next writer puts things right. Readers write nothing: where the files are
damaged or of another encoder they see an empty index, and the next writer begins anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from search import manifest as manifests
from search.compressed import Part, write_part
from search.dense import DenseError, DenseIndex, Floats, Keys, Vectors, embed, read_vectors, write_vectors
from search.encoder import Encoder
from search.late import LOOKED_AT, Worded, closeness
from search.lexical import LexicalIndex, Words
from search.manifest import Entry, Manifest, Segment
from search.ranking import WEIGHTS, Candidates, Found, Weights, rank
from search.sought import Sought

__all__ = ["Found", "Index", "PassageRecord"]

_NUMBER_BITS = 20  # of a key: the passage's number; the rest is the ordinal of its source's revision
_DEPTH = 60  # candidates of each index: 60, 100 and 200 found the same in libraries of 8 and of 420 reports
_BATCH = 5_000  # passages that `sync` holds in memory before it commits
_SEGMENTS = 32  # files of vectors before they are written as one, so that a change costs what it changes
_IN_MEMORY = 10_000  # rows scored exactly, some 40 reports: 20 MB and a millisecond a question
_BESIDE_PARTS = 5_000  # rows in memory when there are parts already, which cost their time as well
_SENTENCES = 1_000_000  # passages up to which their sentences are indexed too; each takes five times its passage's room
_DEAD = 1 / 3  # the share of a part's passages that may be gone before it is written anew
_ATTEMPTS = 20  # readings of a manifest that another process keeps replacing
_WORDS, _VECTORS, _PART, _LOCK = "words", "vectors", "part", "writing.lock"
_WORD = np.dtype("<u2")  # the number of a word, as it is kept beside its passage
_PATIENCE = 60.0  # seconds for another process's commit, which takes some at most


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage to index: `number` is its place in the source, `context` the titles it stands under."""

    source: str
    number: int
    start: int
    end: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class _Put:
    revision: str
    passages: tuple[PassageRecord, ...]


class Index:
    """Word index and meaning index of one library; safe to be used by several threads and processes.

    `put` and `drop` gather changes, `commit` makes them; searches see committed changes only, those of
    other processes too.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder, self._encoder = folder, encoder
        self._pending: dict[str, _Put | None] = {}
        self._reading = threading.RLock()
        self._changing = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._manifest = Manifest(encoder.name)
        self._dense = DenseIndex(encoder.dim)
        self._words: LexicalIndex
        self._names: dict[int, str] = {}
        self._usable = False

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> Index:
        """The index in `folder`, which is left as it stands.

        It is empty when there is none, when another version or encoder made it, or when it is damaged:
        then `stamps` is empty and `sync` builds it anew.
        """
        index = cls(folder, encoder)
        index._load()
        return index

    @property
    def encoder(self) -> Encoder:
        """The encoder that made the vectors."""
        return self._encoder

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    def passages_of(self, source: str) -> int:
        """How many passages of a source are indexed; 0 for one that is not."""
        with self._reading:
            self._refresh()
            entry = self._manifest.sources.get(source)
            return entry.passages if entry else 0

    def erase(self) -> None:
        """Begins anew with an empty index, whatever state the files are in; `sync` fills it.

        Raises:
            TimeoutError: another process has been writing for a minute.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._changing, FileLock(self._folder / _LOCK, timeout=_PATIENCE), self._reading:
            self._pending = {}
            self._erase()

    def stamps(self) -> Mapping[str, str]:
        """Which revision of each source is indexed."""
        with self._reading:
            self._refresh()
            return {name: entry.revision for name, entry in self._manifest.sources.items()}

    def put(self, source: str, revision: str, passages: Sequence[PassageRecord]) -> None:
        """Takes a source in, in place of what was indexed of it, at the next `commit`.

        Raises:
            ValueError: a passage is of another source, or numbers are repeated or out of range.
        """
        numbers = {passage.number for passage in passages if 0 <= passage.number < 1 << _NUMBER_BITS}
        if len(numbers) != len(passages) or any(passage.source != source for passage in passages):
            raise ValueError(f"{source}: passages need its name and numbers of their own below 2^20")
        self._pending[source] = _Put(revision, tuple(passages))

    def drop(self, source: str) -> None:
        """Takes a source away at the next `commit`."""
        self._pending[source] = None

    def commit(self) -> None:
        """Makes all changes since the last commit, whole or not at all.

        Raises:
            OSError: the disk does not take it; the changes stay pending.
            TimeoutError: another process has been writing for a minute.
        """
        with self._changing:
            pending, self._pending = self._pending, {}
            if not pending and not self._manifest.unfinished:
                return
            try:
                self._change(pending)
            except BaseException:
                self._pending = pending | self._pending
                raise

    def sync(self, wanted: Mapping[str, str], passages_of: Callable[[str], Sequence[PassageRecord]]) -> None:
        """Brings the index to exactly the wanted sources and revisions, and commits.

        Args:
            wanted: source to revision.
            passages_of: called for each source that is missing or has another revision.
        """
        stamps = self.stamps()
        for source in stamps.keys() - wanted.keys():
            self.drop(source)
        held = 0
        for source, revision in wanted.items():
            if stamps.get(source) != revision:
                passages = passages_of(source)
                self.put(source, revision, passages)
                held += len(passages)
            if held >= _BATCH:
                self.commit()
                held = 0
        self.commit()

    def search(
        self,
        query: str | Sought,
        top: int = 10,
        allowed: Collection[str] | None = None,
        boost: Mapping[str, float] | None = None,
        weights: Weights = WEIGHTS,
    ) -> list[Found]:
        """The best `top` passages for `query`, best first.

        Args:
            allowed: the sources to look in; None is all.
            boost: z-units added to the passages of a source (others stay reachable).
            weights: of the parts of a score.
        """
        sought = Sought(query) if isinstance(query, str) else query
        vector = _direction(self._encoder.encode_queries(sought.wordings))
        with self._reading:
            self._refresh()
            if allowed is not None and self._manifest.sources.keys() <= set(allowed):
                allowed = None  # a filter that lets all in costs as much as one that does not
            scopes = [allowed]
            if boost:
                scopes.append([name for name in boost if allowed is None or name in allowed])
            candidates = self._candidates(sought, vector, scopes, max(top, _DEPTH))
            words = self._words
        if not isinstance(self._encoder, Worded):
            return rank(candidates, boost or {}, top, weights=weights)

        def close(places: Sequence[int]) -> NDArray[np.float64]:
            keys = [candidates.keys[place] for place in places]
            kept = words.kept(keys)
            return closeness(
                encoder, sought.widest, [np.frombuffer(kept.get(key, b""), _WORD) for key in keys]
            )

        encoder = self._encoder
        return rank(candidates, boost or {}, top, close, LOOKED_AT, weights)

    def count(self, words: Sequence[str], allowed: Collection[str] | None = None) -> int:
        """How many passages have one of these words at least."""
        with self._reading:
            self._refresh()
            everything = allowed is None or self._manifest.sources.keys() <= set(allowed)
            return self._words.count(words, None if everything else allowed)

    def holding(self, words: Sequence[str], allowed: Collection[str] | None = None) -> list[tuple[str, int]]:
        """Report and number of each passage that has one of these words at least, as `count` counts them."""
        with self._reading:
            self._refresh()
            everything = allowed is None or self._manifest.sources.keys() <= set(allowed)
            keys = self._words.having(words, None if everything else allowed)
            names = self._names
        found = ((names.get(key >> _NUMBER_BITS), key & ((1 << _NUMBER_BITS) - 1)) for key in keys)
        return [(source, number) for source, number in found if source is not None]

    def _candidates(
        self, sought: Sought, vector: Floats, scopes: Sequence[Collection[str] | None], depth: int
    ) -> Candidates:
        """The best passages of either index in each scope, with both scores."""
        words: dict[int, float] = {}
        meaning: dict[int, float] = {}
        floor = 0.0
        weights = sought.weights()
        for scope in scopes:
            hits = self._words.search(weights, depth, scope)
            words.update(hits)
            if len(hits) == depth:
                floor = max(floor, hits[-1][1])
            if vector.any():
                near, cosines = self._dense.search(vector, depth, self._keys_of(scope))
                meaning.update(zip(near.tolist(), cosines.tolist(), strict=True))
        rest = np.array(sorted(words.keys() - meaning.keys()), np.int64)
        meaning.update(zip(rest.tolist(), self._dense.scores(vector, rest).tolist(), strict=True))
        live = [key for key in sorted(meaning) if key >> _NUMBER_BITS in self._names]
        return Candidates(
            keys=live,
            sources=[self._names[key >> _NUMBER_BITS] for key in live],
            numbers=[key & ((1 << _NUMBER_BITS) - 1) for key in live],
            words=np.array([words.get(key, 0.0) for key in live]),
            meaning=np.array([meaning[key] for key in live]),
            floor=floor,
        )

    def _keys_of(self, scope: Collection[str] | None) -> Keys | None:
        """The passages of a scope, sorted; None where it is everything."""
        sources = self._manifest.sources
        if scope is None or sources.keys() <= set(scope):
            return None
        wanted = np.zeros(self._manifest.unused + 1, np.bool_)
        wanted[[sources[name].ordinal for name in set(scope) if name in sources]] = True
        keys = self._dense.keys
        chosen: Keys = np.sort(keys[wanted[keys >> _NUMBER_BITS]])
        return chosen

    def _change(self, pending: dict[str, _Put | None]) -> None:
        puts = {source: put for source, put in pending.items() if put is not None}
        with self._writing() as words:
            before = self._manifest
            touched = tuple(sorted({*pending, *before.unfinished}))
            ordinals = {source: before.unused + place for place, source in enumerate(puts)}
            many = before.passages + sum(len(put.passages) for put in puts.values()) > _SENTENCES
            vectors = embed(self._encoder, list(_texts(puts, ordinals)), whole=many)
            during = before.begin(touched, len(puts))
            with self._reading:  # searches here go on with what is in memory until all is done
                manifests.write(self._folder, during)
                self._stamp = manifests.stamp(self._folder)
            for source in touched:
                words.remove(source)
            words.add(_words(puts, ordinals, self._encoder))
            words.commit()
            added = {s: Entry(put.revision, ordinals[s], len(put.passages)) for s, put in puts.items()}
            parts = self._parts(during, vectors)
            self._show(during, added, vectors, parts)

    def _parts(self, during: Manifest, vectors: Vectors) -> list[Part] | None:
        """The parts there are to be; None where the rows that come just go to those in memory.

        What is in memory becomes a part when it is too much, and takes along the parts before it that are
        not far larger: there are never many, and a row is rewritten few times however large the index grows.
        """
        old = list(self._dense.parts)
        worn = [part for part in old if 1 - _share(_alive(part.alive, during)) * (1 - part.dead) > _DEAD]
        held = len(self._dense) + len(vectors.keys)
        if held <= (_BESIDE_PARTS if old else _IN_MEMORY) and not worn:
            return None
        merged: list[Part] = []
        while old and (worn or len(old[-1]) <= 2 * held):
            held += len(old[-1])
            merged.insert(0, old.pop())
            worn = [part for part in worn if part in old]
        chunks = _living(during, merged, self._dense.vectors, vectors)
        file = write_part(self._folder, f"{_PART}-{during.generation}", self._dense.dim, chunks)
        return [*old, Part.open(self._folder, file, self._dense.dim)] if file.rows else old

    def _show(
        self, during: Manifest, added: dict[str, Entry], vectors: Vectors, parts: list[Part] | None
    ) -> None:
        """Changes the vectors, writes the manifest, and lets searches see both."""
        with self._reading:
            if parts is None:
                keys = self._dense.keys
                self._dense.remove(keys[~_alive(keys, during)])
                self._dense.add(vectors)
                segments = self._segments(during, vectors)
            else:
                self._dense, segments = DenseIndex(self._dense.dim, parts), ()
                keys = self._dense.keys
                self._dense.remove(keys[~(_alive(keys, during) | np.isin(keys, vectors.keys))])
            after = during.finish(added, segments, tuple(part.file for part in self._dense.parts))
            manifests.write(self._folder, after)
            self._words.reload()
            self._take(after)
        kept = {segment.file for segment in after.segments}
        kept |= {f"{part.name}.{end}" for part in after.parts for end in ("rows", "codes")}
        for kind in (_VECTORS, _PART):
            for old in self._folder.glob(f"{kind}-*"):
                if old.name not in kept:
                    old.unlink(missing_ok=True)

    def _segments(self, during: Manifest, vectors: Vectors) -> tuple[Segment, ...]:
        """The files that hold all vectors now: one more, or one for all when they have become too many."""
        old = during.segments
        written = sum(segment.rows for segment in old) + len(vectors.keys)
        if len(old) >= _SEGMENTS or written > 2 * len(self._dense):
            old, vectors = (), self._dense.vectors
        if not len(vectors.keys):
            return old
        file = f"{_VECTORS}-{during.generation}.bin"
        checksum = write_vectors(self._folder / file, vectors)
        return (*old, Segment(file, checksum, len(vectors.keys)))

    @contextmanager
    def _writing(self) -> Iterator[LexicalIndex]:
        """Holds the index against other processes, and starts from what they left, or from nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / _LOCK, timeout=_PATIENCE):
            with self._reading:
                self._refresh()
                # What a reader could not use may be whole by now.
                if not self._usable and not self._load():
                    self._erase()
            words = LexicalIndex.open(self._folder / _WORDS)
            words.begin()
            try:
                yield words
            except BaseException:
                with self._reading:
                    self._stamp = None  # half a change is in memory: read the files again
                raise
            finally:
                words.end()

    def _refresh(self) -> None:
        if self._stamp != manifests.stamp(self._folder):
            self._load()

    def _load(self) -> bool:
        """Reads the files; False, with an empty view, when they are damaged or not of this version and encoder."""
        for _ in range(_ATTEMPTS):
            seen = manifests.stamp(self._folder)
            self._usable = self._read()
            if seen == manifests.stamp(self._folder):
                break
        else:
            self._usable = False
        if not self._usable:
            self._words, self._dense = LexicalIndex.empty(), DenseIndex(self._encoder.dim)
            self._take(Manifest(self._encoder.name))
            self._stamp = seen  # not today's: what has come since is read with the next search
        return self._usable

    def _read(self) -> bool:
        state = manifests.read(self._folder)
        if state is None or state.encoder != self._encoder.name:
            return False
        if not LexicalIndex.stands(self._folder / _WORDS):
            return False
        try:
            words = LexicalIndex.open(self._folder / _WORDS)
            parts = [Part.open(self._folder, part, self._encoder.dim) for part in state.parts]
            dense = DenseIndex(self._encoder.dim, parts)
            for part in parts:
                part.remove(part.keys[~_alive(part.keys, state)])
            for segment in state.segments:
                vectors = read_vectors(self._folder / segment.file, dense.dim, segment.checksum)
                alive = _alive(vectors.keys, state)
                dense.add(Vectors(vectors.keys[alive], vectors.rows[alive]))
        except (DenseError, ValueError):
            return False
        if not state.unfinished and not len(words) == len(dense.keys) == state.passages:
            return False
        self._words, self._dense = words, dense
        self._take(state)
        return True

    def _erase(self) -> None:
        """Begins anew with an empty index; only the writer may."""
        LexicalIndex.erase(self._folder / _WORDS)
        for kind in (_VECTORS, _PART):
            for old in self._folder.glob(f"{kind}-*"):
                old.unlink(missing_ok=True)
        manifests.write(self._folder, Manifest(self._encoder.name))
        self._words = LexicalIndex.open(self._folder / _WORDS)
        self._dense = DenseIndex(self._encoder.dim)
        self._take(Manifest(self._encoder.name))
        self._usable = True

    def _take(self, state: Manifest) -> None:
        self._manifest = state
        self._names = {entry.ordinal: name for name, entry in state.sources.items()}
        self._stamp = manifests.stamp(self._folder)


def _texts(puts: dict[str, _Put], ordinals: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    for source, put in puts.items():
        for passage in put.passages:
            yield _key(ordinals[source], passage.number), passage.context, passage.text


def _words(puts: dict[str, _Put], ordinals: dict[str, int], encoder: Encoder) -> Iterator[Words]:
    for source, put in puts.items():
        texts = [f"{passage.context} {passage.text}" for passage in put.passages]
        kept = [b""] * len(texts)
        if isinstance(encoder, Worded):
            kept = [words.astype(_WORD).tobytes() for words in encoder.words(texts)]
        for passage, text, words in zip(put.passages, texts, kept, strict=True):
            yield Words(_key(ordinals[source], passage.number), source, text, words)


def _alive(keys: Keys, state: Manifest) -> NDArray[np.bool_]:
    """Which keys are of sources that are indexed."""
    return np.isin(keys >> _NUMBER_BITS, [entry.ordinal for entry in state.sources.values()])


def _share(mask: NDArray[np.bool_]) -> float:
    return float(mask.mean()) if len(mask) else 0.0


def _living(during: Manifest, parts: Sequence[Part], held: Vectors, new: Vectors) -> Iterator[Vectors]:
    """The rows of sources that stay, and those that come, in the order of their keys."""
    for part in parts:
        for chunk in part.vectors():
            alive = _alive(chunk.keys, during)
            yield Vectors(chunk.keys[alive], chunk.rows[alive])
    alive = _alive(held.keys, during)
    yield Vectors(held.keys[alive], held.rows[alive])
    yield new


def _direction(rows: Floats) -> Floats:
    """The mean of rows, of length 1; zeros where they are."""
    mean: Floats = rows.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _key(ordinal: int, number: int) -> int:
    return ordinal << _NUMBER_BITS | number
