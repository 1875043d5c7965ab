"""The systems: each is given passages and gives a function from a question to the numbers of the nearest of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.encoder import load_encoder

Search = Callable[[str, int], list[int]]
"""Question and how many -> numbers of passages, best first."""


def plain_bm25(passages: Sequence[str], _folder: Path) -> Search:
    """bm25s (BM25, Lucene's form) over the words that jieba cuts."""
    import bm25s

    index = bm25s.BM25()
    index.index([_words(text) for text in passages], show_progress=False)

    def search(question: str, top: int) -> list[int]:
        found, _ = index.retrieve([_words(question)], k=min(top, len(passages)), show_progress=False)
        return [int(number) for number in found[0]]

    return search


def plain_faiss(passages: Sequence[str], _folder: Path) -> Search:
    """Exact search among the vectors of our encoder."""
    import faiss

    encoder = load_encoder()
    index = faiss.IndexFlatIP(encoder.dim)
    index.add(encoder.encode(passages))

    def search(question: str, top: int) -> list[int]:
        _, found = index.search(encoder.encode_queries([question]), top)
        return [int(number) for number in found[0]]

    return search


def txtai(passages: Sequence[str], _folder: Path) -> Search:
    """As its documentation sets it up: content, hybrid search, a graph of likeness; with our encoder."""
    return _txtai(passages, {}, lambda text: text)


def txtai_cut(passages: Sequence[str], _folder: Path) -> Search:
    """The same, given its words by jieba: its own way makes each run of Chinese characters one word or many."""
    scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}
    return _txtai(passages, {"scoring": scoring}, lambda text: " ".join(_words(text)))


def _txtai(passages: Sequence[str], more: dict[str, Any], written: Callable[[str], str]) -> Search:
    from txtai import Embeddings

    encoder = load_encoder()
    given = {written(text): text for text in passages}

    def transform(texts: Sequence[str]) -> np.ndarray[Any, Any]:
        # Vectors are those of the text itself, however its words are marked for the other leg.
        return encoder.encode([given.get(text) or asked.get(text, text) for text in texts])

    asked: dict[str, str] = {}
    embeddings = Embeddings(
        {"method": "external", "transform": transform, "hybrid": True, "content": True, "graph": {}, **more}
    )
    embeddings.index((number, written(text), None) for number, text in enumerate(passages))

    def search(question: str, top: int) -> list[int]:
        wanted = written(question)
        asked[wanted] = question
        return [int(hit["id"]) for hit in embeddings.search(wanted, top)]

    return search


def own_index(passages: Sequence[str], folder: Path) -> Search:
    """Our index alone: words, meaning and words one by one, without what the product knows of reports and the field."""
    from search.index import Index, PassageRecord
    from search.sought import Sought

    index = Index.open(folder / "index", load_encoder())
    for begin in range(0, len(passages), _APIECE):
        some = passages[begin : begin + _APIECE]
        source = str(begin)
        index.put(
            source, "1", [PassageRecord(source, n, 0, len(text), text, "") for n, text in enumerate(some)]
        )
    index.commit()

    def search(question: str, top: int) -> list[int]:
        return [int(hit.source) + hit.number for hit in index.search(Sought(question), top)]

    return search


_APIECE = 500  # passages of one made-up source

PEERS: dict[str, Callable[[Sequence[str], Path], Search]] = {
    "bm25s with jieba": plain_bm25,
    "faiss, exact": plain_faiss,
    "txtai": txtai,
    "txtai with jieba": txtai_cut,
    "穗知, its index alone": own_index,
}


def _words(text: str) -> list[str]:
    from ingest.words import cut

    return [word for begin, end in cut(text) if (word := text[begin:end].strip())]
