"""The index of a library too large for memory: parts, what goes from them, damage and kills."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from search import gathering, index_rows
from search import index as index_module
from search.compressed import Part
from search.encoder import Encoder, load_encoder
from search.index import Index, PassageRecord
from search.vectors import Vectors

WORDS = ("热线", "满意率", "预算", "执行率", "大厅", "数据集", "培训", "企业", "证照", "投诉", "街道", "采购")


def records(source: str, count: int = 6) -> list[PassageRecord]:
    chance = random.Random(source)
    texts = [
        f"{'、'.join(chance.sample(WORDS, 4))}第{n}段。另有{chance.choice(WORDS)}若干项。"
        for n in range(count)
    ]
    return [PassageRecord(source, n, 0, len(text), text, source) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts as soon as there are some rows."""
    monkeypatch.setattr(index_rows, "IN_MEMORY", 40)
    monkeypatch.setattr(index_rows, "BESIDE_PARTS", 20)


def found(index: Index, query: str, top: int = 1000) -> list[tuple[str, int]]:
    return [(hit.source, hit.number) for hit in index.search(query, top)]


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.rows"))


@pytest.mark.usefixtures("tiny")
def test_an_index_of_parts_answers_as_one_of_rows_in_memory(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{n}.txt" for n in range(40)]
    split = Index.open(tmp_path / "split", encoder)
    for name in names:
        split.put(name, "r1", records(name))
        split.commit()
    assert parts(tmp_path / "split")
    monkeypatch.setattr(index_rows, "IN_MEMORY", 1_000_000)
    whole = Index.open(tmp_path / "whole", encoder)
    whole.sync(dict.fromkeys(names, "r1"), records)
    assert not parts(tmp_path / "whole")
    for query in ("热线满意率", "预算执行率", "培训了多少企业"):
        for seen in (split, Index.open(tmp_path / "split", encoder)):
            assert len(set(found(seen, query, 10)) & set(found(whole, query, 10))) >= 9
            assert sorted(found(seen, query)) == sorted(found(whole, query))
        some = ["3.txt", "17.txt"]
        assert {hit.source for hit in split.search(query, 10, allowed=some)} == set(some)


@pytest.mark.usefixtures("tiny")
def test_there_are_few_parts_however_many_commits(tmp_path: Path, encoder: Encoder) -> None:
    index = Index.open(tmp_path, encoder)
    most = 0
    for n in range(60):
        index.put(f"{n}.txt", "r1", records(f"{n}.txt"))
        index.commit()
        most = max(most, len(parts(tmp_path)))
    assert 1 <= most <= 5
    assert len(set(found(index, "满意率"))) == 60 * 6


@pytest.mark.usefixtures("tiny")
def test_what_goes_from_parts_is_gone_and_then_written_no_more(tmp_path: Path, encoder: Encoder) -> None:
    names = [f"{n}.txt" for n in range(40)]
    index = Index.open(tmp_path, encoder)
    index.sync(dict.fromkeys(names, "r1"), records)
    size = sum(path.stat().st_size for path in parts(tmp_path))
    index.drop("7.txt")
    index.commit()
    for seen in (index, Index.open(tmp_path, encoder)):
        assert not [key for key in found(seen, "满意率") if key[0] == "7.txt"]
    assert sum(path.stat().st_size for path in parts(tmp_path)) == size, "one report is not worth a rewriting"
    for name in names[10:35]:
        index.drop(name)
    index.put("8.txt", "r2", records("8.txt", 2))
    index.commit()
    kept = {name: 6 for name in names if name not in {"7.txt", *names[10:35]}} | {"8.txt": 2}
    for seen in (index, Index.open(tmp_path, encoder)):
        assert sorted(found(seen, "满意率")) == sorted(
            (s, n) for s, size in kept.items() for n in range(size)
        )
    assert sum(path.stat().st_size for path in parts(tmp_path)) < size / 2
    for name in list(index.stamps()):
        index.drop(name)
    index.commit()
    assert found(index, "满意率") == []
    assert found(Index.open(tmp_path, encoder), "满意率") == []
    assert parts(tmp_path) == []


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("end", ["rows", "codes"])
@pytest.mark.parametrize("lost", [True, False])
def test_a_damaged_part_opens_empty_and_is_rebuilt(
    tmp_path: Path, encoder: Encoder, end: str, lost: bool
) -> None:
    names = [f"{n}.txt" for n in range(10)]
    Index.open(tmp_path, encoder).sync(dict.fromkeys(names, "r1"), records)
    path = next(tmp_path.glob(f"part-*.{end}"))
    if lost:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9])
    index = Index.open(tmp_path, encoder)
    assert index.stamps() == {}
    index.sync(dict.fromkeys(names, "r1"), records)
    assert len(set(found(index, "满意率"))) == 60


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("step", ["search.compressed._write_codes", "search.index_rows.write_part"])
def test_a_full_disk_leaves_the_change_to_be_made_later(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    index = Index.open(tmp_path, encoder)
    index.sync({"0.txt": "r1"}, records)
    for n in range(1, 10):
        index.put(f"{n}.txt", "r1", records(f"{n}.txt"))
    with monkeypatch.context() as patched:
        patched.setattr(step, full)
        with pytest.raises(OSError, match="No space"):
            index.commit()
    for seen in (index, Index.open(tmp_path, encoder)):
        assert {source for source, _ in found(seen, "满意率")} == {"0.txt"}
    index.commit()
    for seen in (index, Index.open(tmp_path, encoder)):
        assert len(set(found(seen, "满意率"))) == 60


def test_beyond_a_million_passages_only_whole_ones_are_embedded(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_SENTENCES", 6)
    rows: list[int] = []

    def counted(_: Path, vectors: Vectors) -> int:
        rows.append(len(vectors.keys))
        return 0

    monkeypatch.setattr(index_rows, "write_vectors", counted)
    index = Index.open(tmp_path, encoder)
    for name in ("0.txt", "1.txt"):
        index.put(name, "r1", records(name))
        index.commit()
    assert rows == [18, 6]


CHANGES_FOR_EVER = """
import sys, random
from pathlib import Path
from search import index as index_module
from search import gathering, index_rows
from search.encoder import load_encoder
from search.index import Index, PassageRecord

index_rows.IN_MEMORY, index_rows.BESIDE_PARTS = 12, 6
folder, seed = Path(sys.argv[1]), int(sys.argv[2])
chance, index = random.Random(seed), Index.open(folder, load_encoder())

def put(source, size):
    texts = [f"第{n}段记载满意率{size}次" for n in range(size)]
    index.put(source, str(size), [PassageRecord(source, n, 0, 1, t, source) for n, t in enumerate(texts)])

put("stays.txt", 14)  # a part of its own: however slow the machine, there is something to be killed in
index.commit()
print("ready", flush=True)
while True:
    for _ in range(chance.randrange(1, 4)):
        source = f"{chance.randrange(12)}.txt"
        if chance.random() < 0.3:
            index.drop(source)
        else:
            put(source, chance.randrange(1, 6))
    index.commit()
"""


def test_a_kill_at_any_moment_leaves_parts_that_agree_with_the_manifest(
    tmp_path: Path, encoder: Encoder, killed: Callable[..., list[str]]
) -> None:
    chance = random.Random(3)
    with_parts = 0
    for kill in range(10):
        killed("-c", CHANGES_FOR_EVER, tmp_path, kill, after=chance.uniform(0.05, 0.5))
        opened = Index.open(tmp_path, encoder)
        with_parts += bool(parts(tmp_path))
        expected = sorted((source, n) for source, size in opened.stamps().items() for n in range(int(size)))
        assert expected
        assert sorted(found(opened, "满意率")) == expected
    assert with_parts > 5


@pytest.mark.usefixtures("tiny")
def test_a_filter_of_many_reports_finds_what_one_of_few_finds(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{n}.txt" for n in range(40)]
    index = Index.open(tmp_path, encoder)
    index.sync(dict.fromkeys(names, "r1"), records)
    index.drop("11.txt")
    index.commit()
    for some in (names[::2], names[5:25], names[3:4], names[1:]):
        by_name = [
            (hit.source, hit.number, hit.score) for hit in index.search("热线满意率", 10, allowed=some)
        ]
        with monkeypatch.context() as patched:
            patched.setattr(gathering, "_NAMES", 0)
            passed_over = index.search("热线满意率", 10, allowed=some)
        assert [(hit.source, hit.number, hit.score) for hit in passed_over] == by_name


@pytest.mark.usefixtures("tiny")
def test_parts_that_stay_are_not_read_again(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(tmp_path, encoder)
    index.sync({f"{n}.txt": "r1" for n in range(40)}, records)
    reader = Index.open(tmp_path, encoder)
    opened: list[str] = []
    read = Part.open
    with monkeypatch.context() as patched:
        patched.setattr(Part, "open", lambda *given: opened.append(given[1].name) or read(*given))
        index.drop("7.txt")
        index.commit()
        assert not [key for key in found(reader, "满意率") if key[0] == "7.txt"]
        assert sorted(found(reader, "满意率")) == sorted(found(index, "满意率"))
        assert not opened
    assert sorted(found(Index.open(tmp_path, encoder), "满意率")) == sorted(found(reader, "满意率"))
