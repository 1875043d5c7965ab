"""What a query counts for, word by word."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import sought as sought_module
from search.encoder import load_encoder
from search.index import Index, PassageRecord
from search.lexical import LexicalIndex, Words, tokens
from search.sought import Sought

texts = st.text("花都区满意率热线工单2023 多少是", max_size=20)


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(sought_module).failed == 0


@given(texts)
def test_a_plain_query_counts_all_its_words_alike(text: str) -> None:
    assert Sought(text).weights() == dict.fromkeys(tokens(text), 1.0)
    assert Sought(text).wordings == (text,)


@given(texts, texts)
def test_no_word_is_lost_and_none_counts_nothing(text: str, wide: str) -> None:
    weights = Sought(text, wide).weights()
    assert set(weights) >= {*tokens(text), *tokens(wide)}
    assert min(weights.values(), default=1) > 0


@pytest.mark.parametrize(
    ("token", "weight", "reason"),
    [
        ("花都", 1.0, "where it is looked for"),
        ("不满", 1.75, "what it is about"),
        ("工单", 0.75, "the field's word alone"),
    ],
)
def test_words_count_by_what_they_tell(token: str, weight: float, reason: str) -> None:
    assert Sought("花都区不满", "不满 工单").weights()[token] == weight, reason


def test_a_token_of_weight_two_scores_like_two_tokens(tmp_path: Path) -> None:
    index = LexicalIndex.open(tmp_path)
    index.begin()
    index.add([Words(0, "a", "热线工单"), Words(1, "a", "预算执行"), Words(2, "a", "热线预算")])
    index.commit()
    index.end()
    index.reload()
    once, twice = dict(index.search({"热线": 1.0}, 5)), dict(index.search({"热线": 2.0}, 5))
    assert twice == {key: pytest.approx(2 * score) for key, score in once.items()}


def test_the_fields_words_find_what_the_query_does_not_say(tmp_path: Path) -> None:
    index = Index.open(tmp_path, load_encoder())
    passages = ["全年受理差评工单131宗。", "职工食堂的单子已公布。", "预算执行率为98.1%。"]
    index.put("a", "1", [PassageRecord("a", n, 0, 1, text, "") for n, text in enumerate(passages)])
    index.commit()
    question = "大家不高兴的单子"
    assert next(hit.number for hit in index.search(question)) == 1
    assert next(hit.number for hit in index.search(Sought(question, wide="差评工单 差评 工单"))) == 0
