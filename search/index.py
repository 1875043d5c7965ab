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
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from search import manifest as manifests
from search.compressed import Part
from search.dense import DenseIndex, Vectors, embed
from search.encoder import Encoder
from search.gathering import direction, gather
from search.index_files import PART, VECTORS, WORDS, Opened, begin_anew, nothing, read_files, sweep
from search.index_records import WORD, PassageRecord, Put, texts_of, words_of
from search.index_rows import alive, parts_of, segments_of
from search.keys import NUMBER_BITS, number_of
from search.late import LOOKED_AT, Worded, closeness
from search.lexical import LexicalIndex
from search.manifest import Entry, Manifest
from search.ranking import WEIGHTS, Found, Weights, rank
from search.sought import Sought

__all__ = ["Found", "Index", "PassageRecord"]

_DEPTH = 60  # candidates of each index: 60, 100 and 200 found the same in libraries of 8 and of 420 reports
# Passages that `sync` holds in memory before it commits. A commit costs something for each report there is: in a large
# index, where a passage has one row, it takes more of them along.
_BATCH, _LARGE_BATCH = 5_000, 20_000
_SENTENCES = 1_000_000  # passages up to which their sentences are indexed too; each takes five times its passage's room
_ATTEMPTS = 20  # readings of a manifest that another process keeps replacing
_LOCK = "writing.lock"
_PATIENCE = 60.0  # seconds for another process's commit, which takes some at most


class Index:
    """Word index and meaning index of one library; safe to be used by several threads and processes.

    `put` and `drop` gather changes, `commit` makes them; searches see committed changes only, those of
    other processes too.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder, self._encoder = folder, encoder
        self._pending: dict[str, Put | None] = {}
        self._reading = threading.RLock()
        self._changing = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._manifest = Manifest(encoder.name)
        self._dense = DenseIndex(encoder.dim)
        self._words: LexicalIndex
        self._names: dict[int, str] = {}
        self._revisions: Mapping[str, str] = {}
        self._everything: Collection[str] | None = None
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
            self._begin_anew()

    def stamps(self) -> Mapping[str, str]:
        """Which revision of each source is indexed; the same object until that changes."""
        with self._reading:
            self._refresh()
            return self._revisions

    def put(self, source: str, revision: str, passages: Sequence[PassageRecord]) -> None:
        """Takes a source in, in place of what was indexed of it, at the next `commit`.

        Raises:
            ValueError: a passage is of another source, or numbers are repeated or out of range.
        """
        numbers = {passage.number for passage in passages if 0 <= passage.number < 1 << NUMBER_BITS}
        if len(numbers) != len(passages) or any(passage.source != source for passage in passages):
            raise ValueError(f"{source}: passages need its name and numbers of their own below 2^20")
        self._pending[source] = Put(revision, tuple(passages))

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
        held, most = 0, _BATCH if len(self._words) <= _SENTENCES else _LARGE_BATCH
        for source, revision in wanted.items():
            if stamps.get(source) != revision:
                passages = passages_of(source)
                self.put(source, revision, passages)
                held += len(passages)
            if held >= most:
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
        vector = direction(self._encoder.encode_queries(sought.wordings))
        with self._reading:
            self._refresh()
            allowed = self._limit(allowed)
            scopes: list[frozenset[str] | None] = [allowed]
            if boost:
                scopes.append(frozenset(boost if allowed is None else boost.keys() & allowed))
            depth, words = max(top, _DEPTH), self._words
            candidates = gather(
                words, self._dense, self._manifest, self._names, sought, vector, scopes, depth
            )
        if not isinstance(self._encoder, Worded):
            return rank(candidates, boost or {}, top, weights=weights)

        def close(places: Sequence[int]) -> NDArray[np.float64]:
            keys = [candidates.keys[place] for place in places]
            kept = words.kept(keys)
            return closeness(
                encoder, sought.widest, [np.frombuffer(kept.get(key, b""), WORD) for key in keys]
            )

        encoder = self._encoder
        return rank(candidates, boost or {}, top, close, LOOKED_AT, weights)

    def count(self, words: Sequence[str], allowed: Collection[str] | None = None) -> int:
        """How many passages have one of these words at least."""
        with self._reading:
            self._refresh()
            return self._words.count(words, self._limit(allowed))

    def holding(self, words: Sequence[str], allowed: Collection[str] | None = None) -> list[tuple[str, int]]:
        """Report and number of each passage that has one of these words at least, as `count` counts them."""
        with self._reading:
            self._refresh()
            keys = self._words.having(words, self._limit(allowed))
            names = self._names
        found = ((names.get(key >> NUMBER_BITS), number_of(key)) for key in keys)
        return [(source, number) for source, number in found if source is not None]

    def counted(self, words: Sequence[str], allowed: Collection[str] | None = None) -> dict[str, int]:
        """How many passages of each report `holding` tells; reports without one are left out."""
        with self._reading:
            self._refresh()
            keys = np.array(self._words.having(words, self._limit(allowed)), np.int64)
            names = self._names
        ordinals, counts = np.unique(keys >> NUMBER_BITS, return_counts=True)
        found = zip(ordinals.tolist(), counts.tolist(), strict=True)
        return {names[ordinal]: count for ordinal, count in found if ordinal in names}

    def _limit(self, allowed: Collection[str] | None) -> frozenset[str] | None:
        """None for a filter that lets all in: it costs as much as one that does not."""
        if allowed is None or allowed is self._everything:
            return None
        sources = self._manifest.sources
        if len(allowed) < len(sources) or not sources.keys() <= set(allowed):
            return frozenset(allowed)
        if isinstance(allowed, frozenset):
            self._everything = allowed  # what never changes need not be looked through again
        return None

    def _change(self, pending: dict[str, Put | None]) -> None:
        puts = {source: put for source, put in pending.items() if put is not None}
        with self._writing() as words:
            before = self._manifest
            touched = tuple(sorted({*pending, *before.unfinished}))
            ordinals = {source: before.unused + place for place, source in enumerate(puts)}
            many = before.passages + sum(len(put.passages) for put in puts.values()) > _SENTENCES
            vectors = embed(self._encoder, list(texts_of(puts, ordinals)), whole=many)
            during = before.begin(touched, len(puts))
            with self._reading:  # searches here go on with what is in memory until all is done
                manifests.write(self._folder, during)
                self._stamp = manifests.stamp(self._folder)
            for source in touched:
                words.remove(source)
            words.add(words_of(puts, ordinals, self._encoder))
            words.commit()
            added = {s: Entry(put.revision, ordinals[s], len(put.passages)) for s, put in puts.items()}
            name = f"{PART}-{during.generation}"
            parts = parts_of(self._folder, name, self._dense, during, vectors)
            self._show(during, added, vectors, parts)

    def _show(
        self, during: Manifest, added: dict[str, Entry], vectors: Vectors, parts: list[Part] | None
    ) -> None:
        """Changes the vectors, writes the manifest, and lets searches see both."""
        with self._reading:
            if parts is None:
                keys = self._dense.keys
                self._dense.remove(keys[~alive(keys, during)])
                self._dense.add(vectors)
                name = f"{VECTORS}-{during.generation}.bin"
                segments = segments_of(self._folder, name, self._dense, during, vectors)
            else:
                self._dense, segments = DenseIndex(self._dense.dim, parts), ()
                keys = self._dense.keys
                self._dense.remove(keys[~(alive(keys, during) | np.isin(keys, vectors.keys))])
            after = during.finish(added, segments, tuple(part.file for part in self._dense.parts))
            manifests.write(self._folder, after)
            self._words.reload()
            self._take(Opened(after, self._words, self._dense))
        sweep(self._folder, after)

    @contextmanager
    def _writing(self) -> Iterator[LexicalIndex]:
        """Holds the index against other processes, and starts from what they left, or from nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / _LOCK, timeout=_PATIENCE):
            with self._reading:
                self._refresh()
                # What a reader could not use may be whole by now.
                if not self._usable and not self._load():
                    self._begin_anew()
            words = LexicalIndex.open(self._folder / WORDS)
            words.begin()
            try:
                yield words
            except BaseException:
                with self._reading:
                    self._stamp = None  # half a change is in memory: read the files again
                raise
            finally:
                words.end()

    def _begin_anew(self) -> None:
        """Shows an empty index; only the writer may."""
        self._take(begin_anew(self._folder, self._encoder.name, self._encoder.dim))
        self._usable = True

    def _refresh(self) -> None:
        if self._stamp != manifests.stamp(self._folder):
            self._load()

    def _load(self) -> bool:
        """Reads the files; False, with an empty view, when they are damaged or not of this version and encoder."""
        encoder = self._encoder
        for _ in range(_ATTEMPTS):
            seen = manifests.stamp(self._folder)
            opened = read_files(self._folder, encoder.name, encoder.dim, self._dense.parts)
            if seen == manifests.stamp(self._folder):
                break
        else:
            opened = None
        self._usable = opened is not None
        self._take(opened or nothing(encoder.name, encoder.dim))
        self._stamp = seen  # not today's: what has come since is read with the next search
        return self._usable

    def _take(self, opened: Opened) -> None:
        """Shows what was read or written."""
        self._manifest, self._words, self._dense = opened.manifest, opened.words, opened.dense
        self._names = {entry.ordinal: name for name, entry in opened.manifest.sources.items()}
        self._revisions = {name: entry.revision for name, entry in opened.manifest.sources.items()}
        self._everything = None
        self._stamp = manifests.stamp(self._folder)
