"""Parts of the meaning index: codes that find, rows that score, against the sums written with numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search import compressed
from search.compressed import Part, PartFile, fingerprint, write_part
from search.vectors import DenseError, Floats, Keys, Vectors

DIM = 64


def unit(rows: NDArray[np.float64]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def made(passages: int, seed: int = 0) -> Vectors:
    """Passages of four rows around subjects that several share, as those of one library do."""
    chance = np.random.default_rng(seed)
    subjects = chance.standard_normal((passages // 20 + 1, DIM))
    own = subjects[chance.integers(len(subjects), size=passages)] + 0.8 * chance.standard_normal(
        (passages, DIM)
    )
    rows = np.repeat(own, 4, axis=0) + 0.5 * chance.standard_normal((4 * passages, DIM))
    return Vectors(np.repeat(np.arange(passages) * 3 + 7, 4), unit(rows))


def exact(vectors: Vectors, query: Floats) -> dict[int, float]:
    products = (vectors.rows @ query).reshape(-1, 4)
    scores = 0.6 * products[:, 1:].max(axis=1) + 0.4 * products[:, 0]
    return dict(zip(vectors.keys[::4].tolist(), scores.tolist(), strict=True))


def questions(vectors: Vectors, count: int) -> Floats:
    chance = np.random.default_rng(99)
    chosen = vectors.rows[chance.integers(len(vectors.rows), size=count)]
    return unit(chosen + 0.1 * chance.standard_normal((count, DIM)))


def best(scores: dict[int, float], top: int = 10) -> set[int]:
    return set(sorted(scores, key=lambda key: -scores[key])[:top])


def named(part: Part, query: Floats, rows: int, allowed: NDArray[np.bool_] | None = None) -> set[int]:
    keys, scores = part.nearest(query, rows, None if allowed is None else part.keys[allowed])
    return set(keys[np.argsort(-scores)][:10].tolist())


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return made(3_000)


@pytest.fixture(params=["codes", "lists"])
def part(
    request: pytest.FixtureRequest, tmp_path: Path, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> Part:
    monkeypatch.setattr(compressed, "SCANNED", 0)  # always through faiss
    if request.param == "lists":
        monkeypatch.setattr(compressed, "LISTS_FROM", 1_000)
        monkeypatch.setattr(compressed, "PROBED", 2)
    return Part.open(tmp_path, write_part(tmp_path, "p", DIM, halves(vectors)), DIM)


def halves(vectors: Vectors) -> list[Vectors]:
    middle = len(vectors.keys) // 8 * 4
    return [
        Vectors(vectors.keys[:middle], vectors.rows[:middle]),
        Vectors(vectors.keys[middle:], vectors.rows[middle:]),
    ]


def recall(part: Part, vectors: Vectors, gone: Keys, allowed: NDArray[np.bool_] | None = None) -> float:
    shares = []
    for query in questions(vectors, 20):
        scores = exact(vectors, query)
        kept = set(part.keys.tolist() if allowed is None else part.keys[allowed].tolist()) - set(
            gone.tolist()
        )
        wanted = best({key: score for key, score in scores.items() if key in kept})
        found = named(part, query, 400, allowed)
        assert found <= kept
        shares.append(len(found & wanted) / len(wanted))
    return float(np.mean(shares))


def test_the_best_passages_are_those_of_an_exact_search(part: Part, vectors: Vectors) -> None:
    assert recall(part, vectors, np.zeros(0, np.int64)) >= 0.93


def test_what_is_gone_is_never_found_and_the_rest_is(part: Part, vectors: Vectors) -> None:
    gone = np.array(sorted(set().union(*(best(exact(vectors, q), 3) for q in questions(vectors, 20)))))
    part.remove(gone)
    assert recall(part, vectors, gone) >= 0.93
    assert set(part.alive.tolist()) == set(part.keys.tolist()) - set(gone.tolist())
    assert part.dead == pytest.approx(len(gone) / 3_000)
    there, scores = part.scores(questions(vectors, 1)[0], np.append(gone[:2], part.alive[:1]))
    assert there.tolist() == [False, False, True]
    assert len(scores) == 1


def test_a_filter_leaves_what_it_allows(part: Part, vectors: Vectors) -> None:
    allowed = np.random.default_rng(5).random(len(part.keys)) < 0.2
    assert recall(part, vectors, np.zeros(0, np.int64), allowed) >= 0.93


def test_few_passages_are_all_scored(tmp_path: Path) -> None:
    vectors = made(500)
    part = Part.open(tmp_path, write_part(tmp_path, "p", DIM, [vectors]), DIM)
    keys, scores = part.nearest(questions(vectors, 1)[0], 1)
    expected = exact(vectors, questions(vectors, 1)[0])
    assert len(keys) == len(expected)
    assert scores == pytest.approx([expected[key] for key in keys.tolist()], abs=0.005), "eight bits a number"


def test_a_part_written_again_is_the_same_but_for_what_is_gone(tmp_path: Path, vectors: Vectors) -> None:
    first = Part.open(tmp_path, write_part(tmp_path, "a", DIM, [vectors]), DIM)
    first.remove(first.keys[::2])
    second = Part.open(tmp_path, write_part(tmp_path, "b", DIM, first.vectors()), DIM)
    assert second.keys.tolist() == first.alive.tolist()
    query = questions(vectors, 1)[0]
    once, again = first.scores(query, second.keys)[1], second.scores(query, second.keys)[1]
    assert again == pytest.approx(once, abs=1e-5), "what was rounded once stays as it is"


def test_of_nothing_there_is_no_part(tmp_path: Path) -> None:
    empty = Vectors(np.zeros(0, np.int64), np.zeros((0, DIM), np.float32))
    assert write_part(tmp_path, "p", DIM, [empty]) == PartFile("p", 0, 0, 0, 0)


@pytest.mark.parametrize("end", ["rows", "codes"])
@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda data: data[:-1], "cut short"),
        (lambda data: data[:99] + bytes([data[99] ^ 1]) + data[100:], "one bit turned"),
        (lambda _: None, "lost"),
    ],
)
def test_a_damaged_part_is_not_trusted(tmp_path: Path, end: str, harm: object, reason: str) -> None:
    file = write_part(tmp_path, "p", DIM, [made(50)])
    path = tmp_path / f"p.{end}"
    assert callable(harm)
    data = harm(path.read_bytes())
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    with pytest.raises(DenseError, match=r"p\.(rows|codes)"):
        Part.open(tmp_path, file, DIM)
    assert reason


def test_a_large_file_is_checked_at_its_ends_and_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "_WHOLE", 1_000)
    monkeypatch.setattr(compressed, "_SAMPLE", 16)
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 100)
    before = fingerprint(path)
    for place in (0, 25_599):
        data = bytearray(path.read_bytes())
        data[place] ^= 1
        path.write_bytes(data)
        assert fingerprint(path) != before
        data[place] ^= 1
        path.write_bytes(data)
    path.write_bytes(path.read_bytes() + b"\0")
    assert fingerprint(path) != before
