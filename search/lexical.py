"""The word index: BM25 over characters and pairs of characters. The owner of tantivy.

Chinese needs no segmentation to be found: single characters and pairs of neighbours beat words of jieba by
nine points of MRR on questions about reports. Digits and Latin letters stay whole, so that 12345 is one
token and 67.82 is two.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Any

from ingest.fold import fold

# Runs of digits or of Latin letters are one token; every other letter stands for itself.
_PIECES = re.compile(r"[0-9]+|[a-z]+|[^\W\d_a-z]+")
_WRITER_BYTES = 32_000_000  # tantivy wants 15 MB at least; a commit of the product is smaller than this

# Of many passages, single characters that stand in three of ten cost half of the time and tell next to nothing.
_MANY, _COMMON = 20_000, 0.3

_PATIENCE, _PAUSE = 60.0, 0.05  # seconds to wait for another writer, and between two looks


@dataclass(frozen=True, slots=True)
class Words:
    """What the word index takes of a passage: `text` is its context and the passage itself.

    Attributes:
        kept: bytes that it keeps beside the passage, for whoever ranks it.
    """

    key: int
    source: str
    text: str
    kept: bytes = b""


def tokens(text: str) -> list[str]:
    """Characters, pairs of neighbouring characters, digit runs and Latin runs, folded and in lower case.

    >>> tokens("花都区12345热线")
    ['花', '都', '区', '花都', '都区', '12345', '热', '线', '热线']
    """
    found: list[str] = []
    for piece in _PIECES.findall(fold(text).lower()):
        if piece[0].isascii():
            found.append(piece)
        else:
            found.extend(piece)
            found.extend(map(add, piece, piece[1:]))
    return found


class LexicalIndex:
    """A folder of tantivy: `begin`, changes, `commit`, `end`, then `reload` shows them to `search`.

    Keys are integers of 63 bits; a source's passages are removed together. A kill loses only what was not
    committed, and gives the index back. Removed passages are never found, but count in the frequencies of
    words until tantivy next merges their files, so scores (not membership) may move a little by then.
    """

    def __init__(self, index: Any, schema: Any) -> None:
        self._index, self._schema = index, schema
        self._writer: Any = None
        self._unsaved = False
        self._searcher: Any = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in `folder`, made when it is not there.

        Raises:
            ValueError: what stands there cannot be read (`erase` it).
        """
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        schema = _schema(tantivy)
        index = tantivy.Index(schema, path=str(folder))
        # We say when to look again: a background watcher would show half of a commit of both indexes.
        index.config_reader(reload_policy="Manual")
        return cls(index, schema)

    @classmethod
    def empty(cls) -> LexicalIndex:
        """An index of nothing, in memory: to be searched, not to be written."""
        import tantivy

        schema = _schema(tantivy)
        return cls(tantivy.Index(schema), schema)

    @staticmethod
    def stands(folder: Path) -> bool:
        """Whether there is an index in `folder`, readable or not; `open` would make one."""
        import tantivy

        return folder.is_dir() and bool(tantivy.Index.exists(str(folder)))

    @staticmethod
    def erase(folder: Path) -> None:
        """Deletes the index in `folder`."""
        shutil.rmtree(folder, ignore_errors=True)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def begin(self) -> None:
        """Takes the index for writing, waiting while another process has it; `end` gives it back.

        Raises:
            TimeoutError: another process had it for a minute.
        """
        deadline = time.monotonic() + _PATIENCE
        while self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
            except ValueError as problem:
                if "LockBusy" not in str(problem):
                    raise
                if time.monotonic() > deadline:
                    raise TimeoutError("another process has been writing the word index") from problem
                time.sleep(_PAUSE)

    def add(self, records: Iterable[Words]) -> None:
        """Takes passages in; a key must not be in the index yet. Only between `begin` and `end`."""
        import tantivy

        self._unsaved = True
        for record in records:
            body = " ".join(tokens(record.text))
            self._writer.add_document(
                tantivy.Document(key=record.key, source=record.source, body=body, kept=record.kept)
            )

    def remove(self, source: str) -> None:
        """Takes all passages of `source` away that were added before. Only between `begin` and `end`."""
        self._unsaved = True
        self._writer.delete_documents_by_term("source", source)

    def commit(self) -> None:
        """Writes all changes, whole or not at all; `reload` shows them."""
        self._writer.commit()
        self._unsaved = False

    def end(self) -> None:
        """Gives the index back to other writers; changes that were not committed are forgotten."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # Not after a commit: a merge of files that it began would go on under the rollback, which then
            # deletes files that the merge has just put into the index.
            if self._unsaved:
                writer.rollback()
            self._unsaved = False
            writer.wait_merging_threads()

    def reload(self) -> None:
        """Lets `search` see what has been committed, by any process."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, asked: str | Mapping[str, float], top: int, allowed: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """(key, BM25) of the best `top` passages, best first; any shared token makes a hit.

        Args:
            asked: a text, or what each token of it counts.
            allowed: the sources to look in; None is all.
        """
        weights = dict.fromkeys(tokens(asked), 1.0) if isinstance(asked, str) else asked
        query = self._query(weights, allowed)
        if query is None:
            return []
        hits = self._searcher.search(query, limit=top, count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(key), float(score)) for key, (score, _) in zip(keys, hits, strict=True)]

    def kept(self, keys: Sequence[int]) -> dict[int, bytes]:
        """What is kept beside these passages; those that are not there are left out."""
        from tantivy import Query

        if not keys:
            return {}
        query = Query.term_set_query(self._schema, "key", list(keys))
        hits = self._searcher.search(query, limit=len(keys), count=False).hits
        addresses = [address for _, address in hits]
        found = self._searcher.fast_field_values("key", addresses)
        return {
            int(key): bytes(self._searcher.doc(address).get_first("kept") or b"")
            for key, address in zip(found, addresses, strict=True)
        }

    def count(self, words: Sequence[str], allowed: Collection[str] | None = None) -> int:
        """How many passages have one of these words at least: all pairs of its characters, that is."""
        query = self._having(words, allowed)
        return 0 if query is None else int(self._searcher.search(query, limit=1, count=True).count or 0)

    def having(self, words: Sequence[str], allowed: Collection[str] | None = None) -> list[int]:
        """The keys of these passages, sorted."""
        query = self._having(words, allowed)
        if query is None or not len(self):
            return []
        hits = self._searcher.search(query, limit=len(self), count=False).hits
        return sorted(map(int, self._searcher.fast_field_values("key", [address for _, address in hits])))

    def _having(self, words: Sequence[str], allowed: Collection[str] | None) -> Any:
        """What finds the passages with one of these words; None if there can be none."""
        from tantivy import Occur, Query

        if allowed is not None and not allowed:
            return None
        clauses = []
        for word in words:
            terms = [term for term in tokens(word) if len(term) > 1] or tokens(word)
            parts = [(Occur.Must, Query.term_query(self._schema, "body", term, "basic")) for term in terms]
            if parts:
                clauses.append((Occur.Should, Query.boolean_query(parts)))
        return self._within(Query.boolean_query(clauses), allowed) if clauses else None

    def _query(self, weights: Mapping[str, float], allowed: Collection[str] | None) -> Any:
        from tantivy import Occur, Query

        terms = list(weights)
        if not terms or (allowed is not None and not allowed):
            return None
        if len(self) > _MANY:
            common = _COMMON * len(self)
            terms = [t for t in terms if len(t) > 1 or self._searcher.doc_freq("body", t) <= common] or terms
        clauses = [(Occur.Should, self._term(term, weights[term])) for term in terms]
        return self._within(Query.boolean_query(clauses), allowed)

    def _term(self, term: str, weight: float) -> Any:
        from tantivy import Query

        query = Query.term_query(self._schema, "body", term, "freq")
        return query if weight == 1 else Query.boost_query(query, weight)

    def _within(self, query: Any, allowed: Collection[str] | None) -> Any:
        from tantivy import Occur, Query

        if allowed is None:
            return query
        within = Query.const_score_query(Query.term_set_query(self._schema, "source", list(allowed)), 0.0)
        return Query.boolean_query([(Occur.Must, within), (Occur.Must, query)])


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", fast=True, stored=False, indexed=True)
    builder.add_bytes_field("kept", stored=True, fast=False, indexed=False)
    builder.add_text_field("source", stored=False, tokenizer_name="raw", index_option="basic")
    # No positions: tokens are never asked for as phrases, and the file is half as large.
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
