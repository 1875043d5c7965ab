"""The meaning index, against the same sums written with numpy and a loop."""

from __future__ import annotations

import doctest
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search import dense
from search.compressed import Part, write_part
from search.dense import (
    DenseError,
    DenseIndex,
    Vectors,
    embed,
    read_vectors,
    sentences_of,
    write_vectors,
)
from search.encoder import load_encoder

DIM = 16
Floats = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def made(passages: int, seed: int, first_key: int = 100) -> Vectors:
    """Passages of one to seven rows around their own direction, as sentences of one subject are."""
    chance = np.random.default_rng(seed)
    keys, rows = [], []
    for place in range(passages):
        count = int(chance.integers(1, 8))
        subject = chance.standard_normal(DIM)
        keys += [first_key + place] * count
        rows.append(subject + 0.7 * chance.standard_normal((count, DIM)))
    return Vectors(np.array(keys, np.int64), unit(np.concatenate(rows)))


def twin(vectors: Vectors, query: Floats) -> dict[int, float]:
    """0.6 best sentence + 0.4 passage, passage by passage."""
    scores = {}
    for key in sorted(set(vectors.keys.tolist())):
        products = [float(row @ query) for row in vectors.rows[vectors.keys == key]]
        scores[key] = 0.6 * max(products[1:] or products) + 0.4 * products[0]
    return scores


def best(scores: dict[int, float], top: int) -> list[int]:
    return sorted(scores, key=lambda key: (-scores[key], key))[:top]


def query_like(vectors: Vectors, row: int, seed: int) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(DIM)
    return np.asarray(unit((vectors.rows[row] + 0.2 * noise)[None, :].astype(np.float64))[0])


def index_of(*parts: Vectors) -> DenseIndex:
    index = DenseIndex(DIM)
    for part in parts:
        index.add(part)
    return index


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(dense).failed == 0


@pytest.mark.parametrize("seed", range(5))
def test_scores_are_those_of_the_twin(seed: int) -> None:
    vectors = made(60, seed)
    query = query_like(vectors, 7 * seed, seed)
    expected = twin(vectors, query)
    keys, scores = index_of(vectors).search(query, 60)
    assert keys.tolist() == best(expected, 60)
    assert scores == pytest.approx([expected[key] for key in keys.tolist()], abs=1e-5)


@pytest.mark.parametrize("parts", [0, 1, 2])
def test_only_allowed_passages_are_found(tmp_path: Path, parts: int) -> None:
    vectors = made(50, 1)
    query = query_like(vectors, 0, 1)
    allowed = np.array([103, 120, 149, 9_999], np.int64)
    index = split_over(tmp_path, vectors, parts)
    keys, _ = index.search(query, 10, allowed)
    expected = {key: score for key, score in twin(vectors, query).items() if key in {103, 120, 149}}
    assert keys.tolist() == best(expected, 10)
    assert index.search(query, 10, np.zeros(0, np.int64))[0].tolist() == []


def split_over(folder: Path, vectors: Vectors, parts: int) -> DenseIndex:
    """An index whose first passages are in so many parts, the others in memory."""
    bounds = [100 + 20 * place for place in range(parts + 1)]
    opened = []
    for place, (begin, end) in enumerate(pairwise(bounds)):
        some = (vectors.keys >= begin) & (vectors.keys < end)
        file = write_part(folder, f"p{place}", DIM, [Vectors(vectors.keys[some], vectors.rows[some])])
        opened.append(Part.open(folder, file, DIM))
    index = DenseIndex(DIM, opened)
    rest = vectors.keys >= bounds[-1]
    index.add(Vectors(vectors.keys[rest], vectors.rows[rest]))
    return index


@pytest.mark.parametrize("parts", [1, 2])
def test_parts_and_memory_answer_as_one(tmp_path: Path, parts: int) -> None:
    vectors = made(60, 4)
    index, query = split_over(tmp_path, vectors, parts), query_like(vectors, 9, 4)
    gone = [101, 125, 150]
    index.remove(np.array(gone, np.int64))
    expected = {key: score for key, score in twin(vectors, query).items() if key not in gone}
    keys, scores = index.search(query, 60)
    assert sorted(index.keys.tolist()) == sorted(expected)
    assert scores == pytest.approx([expected[key] for key in keys.tolist()], abs=0.01), "eight bits a number"
    assert set(keys[:5].tolist()) <= set(best(expected, 8))
    asked = np.array([100, 101, 139, 159, 7], np.int64)
    assert index.scores(query, asked) == pytest.approx([expected.get(int(k), -1) for k in asked], abs=0.01)


def test_passages_come_and_go_one_by_one() -> None:
    first, second = made(30, 1), made(30, 2, first_key=500)
    index = index_of(first, second)
    index.remove(np.array([100, 110, 529], np.int64))
    kept = [key for key in [*range(100, 130), *range(500, 530)] if key not in {100, 110, 529}]
    assert index.keys.tolist() == kept
    query = query_like(second, 3, 5)
    expected = {k: s for k, s in (twin(first, query) | twin(second, query)).items() if k in kept}
    keys, scores = index.search(query, 12)
    assert keys.tolist() == best(expected, 12)
    assert scores == pytest.approx([expected[key] for key in keys.tolist()], abs=1e-5)


def test_an_unknown_passage_scores_below_all_others() -> None:
    vectors = made(5, 1)
    query = query_like(vectors, 0, 1)
    scores = index_of(vectors).scores(query, np.array([104, 7, 100], np.int64))
    expected = twin(vectors, query)
    assert scores.tolist() == pytest.approx([expected[104], -1, expected[100]], abs=1e-5)


def test_an_empty_index_finds_nothing() -> None:
    keys, scores = DenseIndex(DIM).search(np.ones(DIM, np.float32), 10)
    assert keys.tolist() == scores.tolist() == []
    emptied = index_of(made(3, 1))
    emptied.remove(emptied.keys)
    assert emptied.search(np.ones(DIM, np.float32), 10)[0].tolist() == []


def test_what_was_written_is_read(tmp_path: Path) -> None:
    vectors = made(40, 1)
    read = read_vectors(tmp_path / "v", DIM, write_vectors(tmp_path / "v", vectors))
    assert read.keys.tolist() == vectors.keys.tolist()
    assert read.rows == pytest.approx(vectors.rows, abs=1e-3)
    again = read_vectors(tmp_path / "w", DIM, write_vectors(tmp_path / "w", read))
    assert again.rows.tolist() == read.rows.tolist(), "what has been rounded once stays as it is"


def test_an_index_gives_back_all_its_rows() -> None:
    first, second = made(5, 1), made(5, 2, first_key=500)
    index = index_of(first, second)
    index.remove(first.keys)
    assert index.vectors.keys.tolist() == second.keys.tolist()
    assert index.vectors.rows.tolist() == second.rows.tolist()
    assert len(index) == len(second.keys)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:-1], "cut short"),
        (lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:], "one bit turned"),
        (lambda _: b"", "emptied"),
    ],
)
def test_a_damaged_file_is_not_trusted(tmp_path: Path, damage: object, reason: str) -> None:
    checksum = write_vectors(tmp_path / "v", made(10, 1))
    assert callable(damage)
    (tmp_path / "v").write_bytes(damage((tmp_path / "v").read_bytes()))
    with pytest.raises(DenseError, match="checksum"):
        read_vectors(tmp_path / "v", DIM, checksum)
    assert reason


def test_a_file_of_another_width_or_no_file_is_not_trusted(tmp_path: Path) -> None:
    checksum = write_vectors(tmp_path / "v", made(10, 1))
    with pytest.raises(DenseError, match="no rows of 17"):
        read_vectors(tmp_path / "v", DIM + 1, checksum)
    with pytest.raises(DenseError, match="nothing"):
        read_vectors(tmp_path / "nothing", DIM, checksum)


def test_passages_are_embedded_whole_and_by_sentence_under_their_context() -> None:
    encoder = load_encoder()
    text = "受理工单十万件以上。满意率达九成以上。"
    vectors = embed(encoder, [(5, "甲报告 一、成效", text), (6, "乙报告", "只有一句话。")])
    expected = [
        f"甲报告 一、成效 {text}",
        "甲报告 一、成效 受理工单十万件以上。",
        "甲报告 一、成效 满意率达九成以上。",
        "乙报告 只有一句话。",
    ]
    assert vectors.keys.tolist() == [5, 5, 5, 6]
    assert vectors.rows == pytest.approx(encoder.encode(expected), abs=1e-3)


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("", [], "nothing"),
        ("无标点的一段", ["无标点的一段"], "no mark at the end"),
        ("一、工作成效\n受理诉求十万件。", ["一、工作成效受理诉求十万件。"], "a label says nothing alone"),
        (
            "按时办结率达到九成。好。",
            ["按时办结率达到九成。", "好。"],
            "the last piece is kept, however short",
        ),
    ],
)
def test_sentences(text: str, expected: list[str], reason: str) -> None:
    assert sentences_of(text) == expected, reason
