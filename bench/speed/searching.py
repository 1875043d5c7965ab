"""How fast passages are found among many, and in how much memory, against faiss's plain index and SQLite's FTS5."""

from __future__ import annotations

import json
import lzma
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

import ingest
from bench.annotation import read_gold
from bench.made import made
from bench.speed.references import Compared
from search.compressed import Part, write_part
from search.encoder import load_encoder
from search.index import Index, PassageRecord
from search.lexical import LexicalIndex, tokens
from search.vectors import Vectors

ROWS = 100_000
"""Rows of the comparison with faiss."""

_GOLD = Path(__file__).parents[1]
_QUESTIONS = 100
_SLOWLY = 10  # questions for FTS5, which takes a second each
_BATCH = 5_000  # passages a commit, as `Index.sync` has it
_TOP = 10
_NAMED = 120  # rows that codes name: as many as for the 60 passages of a query
_AT_ONCE = 2_000
_TEXTS = ("text_gwr", "text_policies", "text_jszx", "text_laws")
_A_REPORT = 10_000  # characters


@dataclass(frozen=True, slots=True)
class Searched:
    """CPU milliseconds for a query over `passages`, and what the index costs.

    Attributes:
        query: the median over the questions, everything included.
        recall: of the ten best passages by meaning, the share that an exact search agrees on.
        held: bytes of memory a passage that a reader of the index has.
        disk: bytes of files a passage.
        built: CPU seconds.
    """

    passages: int
    query: float
    recall: float
    held: float
    disk: float
    built: float
    compared: Sequence[Compared]


def search_speed(count: int, *, data: Path | None = None, seed: int = 0) -> Searched:
    """An index of `count` passages, of made reports or of the official text in `data`, asked real questions."""
    questions = _questions()
    encoder = load_encoder()
    with TemporaryDirectory(prefix="suizhi-searching-") as name:
        folder = Path(name)
        begun = time.process_time()
        records = _records(data, seed)
        index = Index.open(folder / "index", encoder)
        made_in = time.process_time()
        texts, taken, reading = [], 0, made_in - begun
        while taken < count:
            pulled = time.process_time()
            batch = list(islice(records, min(_BATCH, count - taken)))
            if not batch:
                break
            reading += time.process_time() - pulled
            texts += [record.text for record in batch[:: max(count // ROWS, 1)]]
            source = f"{taken}"
            index.put(
                source, "1", [PassageRecord(source, n, 0, 1, r.text, r.context) for n, r in enumerate(batch)]
            )
            index.commit()
            taken += len(batch)
        built = time.process_time() - begun - reading
        del index
        before = _own_memory()
        index = Index.open(folder / "index", encoder)
        for question in questions[:5]:
            index.search(question, _TOP)
        held = (_own_memory() - before) / taken
        query = _median(lambda q: index.search(q, _TOP), questions)
        disk = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file()) / taken
        rows = encoder.encode(texts[:ROWS])
        asked = encoder.encode_queries(questions)
        vectors, recall = _against_faiss(folder, rows, asked)
        words = _against_fts5(folder, texts[:ROWS], questions)
    return Searched(taken, query, recall, held, disk, built, (vectors, words))


def _against_faiss(
    folder: Path, rows: NDArray[np.float32], asked: NDArray[np.float32]
) -> tuple[Compared, float]:
    import faiss

    flat: Any = faiss.IndexFlatIP(rows.shape[1])
    flat.add(rows)
    file = write_part(folder, "part", rows.shape[1], [Vectors(np.arange(len(rows)), rows)])
    part = Part.open(folder, file, rows.shape[1])

    def ours(query: NDArray[np.float32]) -> list[int]:
        keys, scores = part.nearest(query, _NAMED)
        return [int(key) for key in keys[np.argsort(-scores)][:_TOP]]

    shared = []
    for query in asked:
        products, found = flat.search(query[None, :], _TOP)
        # Reports repeat themselves: a passage as near as the tenth is as right as the tenth.
        near = rows[ours(query)] @ query >= products[0, -1] - 1e-3
        shared.append(float(near.sum()) / min(_TOP, len(found[0])))
    mine = _median(ours, list(asked))
    theirs = _median(lambda query: flat.search(query[None, :], _TOP), list(asked))
    what = f"nearest of {len(rows):,} × {rows.shape[1]} (recall@10 {np.mean(shared):.3f})"
    return Compared(what, mine, "faiss IndexFlatIP", theirs), float(np.mean(shared))


def _against_fts5(folder: Path, texts: Sequence[str], questions: Sequence[str]) -> Compared:
    from search.lexical import Words

    index = LexicalIndex.open(folder / "words")
    index.begin()
    index.add(Words(key, "", text) for key, text in enumerate(texts))
    index.commit()
    index.end()
    index.reload()
    plain = sqlite3.connect(folder / "fts5.db")
    plain.execute("create virtual table passages using fts5(body, detail=none, tokenize='unicode61')")
    plain.executemany("insert into passages values (?)", ((" ".join(tokens(text)),) for text in texts))
    plain.commit()
    statement = "select rowid from passages where passages match ? order by rank limit ?"

    def asked(question: str) -> list[object]:
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(tokens(question)))
        return plain.execute(statement, (query, _TOP)).fetchall()

    few = questions[:_SLOWLY]
    mine = _median(lambda q: index.search(q, _TOP), few)
    theirs = _median(asked, few)
    plain.close()
    return Compared(f"words over {len(texts):,} passages", mine, "SQLite FTS5, the same words", theirs)


def _questions() -> list[str]:
    found = [q.text for name in ("gold", "guard") for q in read_gold(_GOLD / name).questions]
    return found[:: max(len(found) // _QUESTIONS, 1)][:_QUESTIONS]


def _records(data: Path | None, seed: int) -> Iterator[PassageRecord]:
    """Passages of reports without end, or of all text in `data`."""
    for number, text in enumerate(_made(seed) if data is None else _official(data)):
        document = ingest.read(text, f"{number}.txt")
        for passage in document.passages:
            yield PassageRecord(
                str(number),
                passage.index,
                passage.start,
                passage.end,
                document.text[passage.start : passage.end],
                passage.context,
            )


def _made(seed: int) -> Iterator[bytes]:
    while True:
        yield from (data for _, data in made(_AT_ONCE, seed=seed))
        seed += _AT_ONCE


def _official(data: Path) -> Iterator[bytes]:
    for name in _TEXTS:
        with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = f"{row.get('title') or ''}\n{row['text']}"
                for begin in range(0, len(text), 10 * _A_REPORT):  # a few statutes are books
                    yield text[begin : begin + 10 * _A_REPORT].encode()


def _own_memory() -> float:
    """Bytes that are this process's own, without pages of files, which the system takes back (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return 1024 * float(line.split()[1])
    raise OSError("/proc/self/status names no RssAnon: memory is measured on Linux only")


def _median(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    work(items[0])
    times = []
    for item in items:
        begun = time.process_time()
        work(item)
        times.append(time.process_time() - begun)
    return 1000 * float(np.median(times))
