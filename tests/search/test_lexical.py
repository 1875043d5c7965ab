"""The word index, against BM25 written as a loop."""

from __future__ import annotations

import doctest
import random
import time
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import lexical
from search.lexical import LexicalIndex, Words, tokens

K1, B = 1.2, 0.75  # of tantivy


def quantised(length: int) -> int:
    """The length that tantivy keeps in a byte: exact below 40, then 4 significant bits (as Lucene does)."""
    if length < 24:
        return length
    rest = length - 24
    bits = rest.bit_length()
    return length if bits < 4 else 24 + (rest >> (bits - 4) << (bits - 4))


def bm25(query: str, texts: Sequence[str]) -> dict[int, float]:
    """The plain twin: the score of each text that shares a token with the query."""
    bags = [Counter(tokens(text)) for text in texts]
    average = sum(sum(bag.values()) for bag in bags) / len(bags)
    scores: dict[int, float] = {}
    for token in set(tokens(query)):
        holding = [i for i, bag in enumerate(bags) if token in bag]
        idf = log(1 + (len(bags) - len(holding) + 0.5) / (len(holding) + 0.5))
        for i in holding:
            length = quantised(sum(bags[i].values()))
            tf = bags[i][token]
            gain = idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))
            scores[i] = scores.get(i, 0.0) + gain
    return scores


def made_texts(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    pieces = [
        "花都区",
        "满意率",
        "12345",
        "热线",
        "工单",
        "67.82%",
        "数据管理局",
        "ICT",
        "，",
        "推进一网统管建设",
    ]
    return ["".join(chance.choices(pieces, k=chance.randint(1, 60))) for _ in range(count)]


def written(folder: Path, texts: Sequence[str], source: str = "甲.txt") -> LexicalIndex:
    index = LexicalIndex.open(folder)
    index.begin()
    index.add(Words(key, source, text) for key, text in enumerate(texts))
    index.commit()
    index.end()
    index.reload()
    return index


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(lexical).failed == 0


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("１２３４５热线", ["12345", "热", "线", "热线"], "full-width digits are the same number"),
        ("ICT项目", ["ict", "项", "目", "项目"], "Latin letters are whole, in any case"),
        ("67.82%", ["67", "82"], "a number is found by its parts"),
        ("满意。率", ["满", "意", "满意", "率"], "no pair reaches over a mark"),
        ("2023 年", ["2023", "年"], "a space inside is no token"),
        ("。，", [], "marks alone are nothing"),
    ],
)
def test_tokens(text: str, expected: list[str], reason: str) -> None:
    assert tokens(text) == expected, reason


@given(st.text(max_size=60))
def test_tokens_never_hold_a_space_that_would_break_them(text: str) -> None:
    assert all(token and not any(c.isspace() for c in token) for token in tokens(text))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_are_those_of_bm25(tmp_path: Path, seed: int) -> None:
    texts = made_texts(150, seed)
    index = written(tmp_path, texts)
    for query in ("花都区2023年12345热线的满意率", "一网统管", "ICT 67", texts[0]):
        expected = bm25(query, texts)
        found = dict(index.search(query, len(texts)))
        assert found.keys() == expected.keys()
        for key, score in found.items():
            assert score == pytest.approx(expected[key], rel=1e-4)


def test_the_best_come_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    index = written(tmp_path, made_texts(80, 4))
    everything = index.search("热线工单满意率", 80)
    assert [score for _, score in everything] == sorted((s for _, s in everything), reverse=True)
    assert [score for _, score in index.search("热线工单满意率", 5)] == [s for _, s in everything[:5]]


def test_only_allowed_sources_are_searched_and_score_as_before(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.begin()
    index.add([Words(1, "甲.txt", "热线工单"), Words(2, "乙.txt", "热线满意率"), Words(3, "丙.txt", "无关")])
    index.commit()
    index.end()
    index.reload()
    everywhere = dict(index.search("热线", 10))
    assert everywhere.keys() == {1, 2}
    assert dict(index.search("热线", 10, ["乙.txt"])) == {2: pytest.approx(everywhere[2])}
    assert index.search("热线", 10, ["没有.txt"]) == []
    assert index.search("热线", 10, []) == []


def test_a_removed_source_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    index = written(tmp_path, ["热线工单", "热线满意率"], "甲/一.txt")
    index.begin()
    index.add([Words(7, "甲/二.txt", "热线")])
    index.remove("甲/一.txt")
    index.commit()
    index.end()
    index.reload()
    assert [key for key, _ in index.search("热线工单", 10)] == [7]
    assert len(index) == 1


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    index = written(tmp_path, ["热线"])
    index.begin()
    index.add([Words(9, "乙.txt", "热线")])
    index.end()
    index.reload()
    assert [key for key, _ in index.search("热线", 10)] == [0]
    assert [key for key, _ in LexicalIndex.open(tmp_path).search("热线", 10)] == [0]


def test_a_second_writer_waits_and_is_told_when_it_waited_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = written(tmp_path, ["热线"]), LexicalIndex.open(tmp_path)
    first.begin()
    monkeypatch.setattr(lexical, "_PATIENCE", 0.1)
    with pytest.raises(TimeoutError, match="another process"):
        second.begin()
    first.end()
    second.begin()
    second.end()


@pytest.mark.parametrize("query", ["", "。？", "  ", "飨餮"])
def test_a_query_that_shares_nothing_finds_nothing(tmp_path: Path, query: str) -> None:
    assert written(tmp_path, ["热线工单"]).search(query, 10) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_merge_that_a_commit_began_is_done_when_the_index_is_given_back(tmp_path: Path, seed: int) -> None:
    # Giving it back in the middle of a merge once lost the merged file: one run of sixty commits in four.
    chance = random.Random(seed)
    seen = LexicalIndex.open(tmp_path)
    for place in range(60):
        index = LexicalIndex.open(tmp_path)
        index.begin()
        index.add([Words(place, str(place), "热线满意率")])
        index.commit()
        time.sleep(chance.random() * 0.03)
        index.end()
        seen.reload()
    assert len(LexicalIndex.open(tmp_path)) == 60
