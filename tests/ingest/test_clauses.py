"""Clauses: what a number is read in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses import clauses
from ingest.split import sentences

CLAUSES = [
    ("受理846宗，办结率98.5%；满意率93.18%。", [["受理846宗", "办结率98.5%", "满意率93.18%"]], "commas and semicolons"),
    ("办结89宗。满意率98%。", [["办结89宗"], ["满意率98%"]], "sentence by sentence"),
    ("得分如下：产出20分，效益30分。", [["得分如下", "产出20分", "效益30分"]], "a colon"),
    ("共3,649.79万件,其中热线1,200件", [["共3,649.79万件", "其中热线1,200件"]], "a comma between digits is part of the number"),
    ("上午9:30开放,下午17:00关闭", [["上午9:30开放", "下午17:00关闭"]], "so is the colon of a time"),
    ("聘用20人（其中：雇员4人）。", [["聘用20人", "其中", "雇员4人"]], "brackets that hold numbers are clauses of their own"),
    ("覆盖镇（街）便民中心7个。", [["覆盖镇（街）便民中心7个"]], "brackets without numbers are part of a name"),
    ("5人（含）以上的单位。", [["5人（含）以上的单位"]], "（含） belongs to the bound"),
    ("供水\t98%\t达标", [["供水", "98%", "达标"]], "cells of a row"),
    ("，，；", [[]], "nothing but marks"),
    ("", [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), CLAUSES)
def test_clauses_are_cut_at_marks_but_not_inside_numbers(
    text: str, expected: list[list[str]], reason: str
) -> None:
    found = clauses(text, 0, len(text))
    assert [[text[c.start : c.end] for c in sentence] for sentence in found] == expected, reason


def test_what_stands_in_brackets_is_an_aside() -> None:
    text = "聘用20人（其中：雇员4人）到岗。"
    [sentence] = clauses(text, 0, len(text))
    assert [(text[c.start : c.end], c.aside) for c in sentence] == [
        ("聘用20人", False),
        ("其中", True),
        ("雇员4人", True),
        ("到岗", False),
    ]


@given(st.text("年供水，。；：、（）()含12,.:%\n\t 甲", max_size=120))
def test_clauses_are_in_order_inside_their_sentence_and_lose_no_digit(text: str) -> None:
    found = clauses(text, 0, len(text))
    spans = sentences(text)
    assert len(found) == len(spans)
    for sentence, (start, end) in zip(found, spans, strict=True):
        for before, after in pairwise(sentence):
            assert before.end <= after.start
        assert all(start <= clause.start < clause.end <= end for clause in sentence)
    kept = {at for sentence in found for clause in sentence for at in range(clause.start, clause.end)}
    assert all(at in kept for at, char in enumerate(text) if char.isalnum())
