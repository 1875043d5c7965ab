"""Ranks: where 第 and 前 state a place in a ranking, and where they only count editions, batches and hospitals."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import ranks
from graph.facts import Operator
from graph.ranks import find_ranks

RANKS: list[tuple[str, list[tuple[int, Operator]], str]] = [
    ("在全省21个地市中排名第3位", [(3, "=")], "digits with 位"),
    ("荣获全省比武第一名", [(1, "=")], "a numeral with 名"),
    ("满意率位列全市第二", [(2, "=")], "neither 名 nor 位, but the clause ranks"),
    ("营商环境评价全国第4", [(4, "=")], "全国第"),
    ("与珠海市并列第一", [(1, "=")], "并列"),
    ("名列第十一", [(11, "=")], "two characters"),
    ("第二十一名", [(21, "=")], "three characters"),
    ("百强县排名第28位", [(28, "=")], "a list of counties"),
    ("综合排名由第8名上升至第3名", [(8, "="), (3, "=")], "from and to"),
    (
        "1至9月考核排名分别为第四、第五、第七、第五、第五、第二、第六、第三、第一",
        [(n, "=") for n in (4, 5, 7, 5, 5, 2, 6, 3, 1)],
        "nine months, the word that ranks stands once",
    ),
    ("稳居全市前三名", [(3, "<=")], "the first three are a bound"),
    ("进入全国前100名", [(100, "<=")], "three digits"),
    ("位居全市前三，", [(3, "<=")], "a bound without 名"),
    ("指数排名前10。", [(10, "<=")], "a bound without 名"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), RANKS, ids=[row[0][:16] for row in RANKS])
def test_a_place_in_a_ranking_is_read(text: str, expected: list[tuple[int, Operator]], reason: str) -> None:
    found = [(f.quantity.low, f.quantity.unit, f.quantity.op) for f in find_ranks(text)]
    assert found == [(Decimal(value), "名", op) for value, op in expected], reason


NO_RANKS = [
    ("荣获第21届青年文明号", "an edition"),
    ("贯彻第一议题制度", "the first item of a meeting"),
    ("驻村第一书记12名", "a post"),
    ("引入第三方评估", "a party"),
    ("第二批试点学校", "a batch"),
    ("市第一人民医院", "a hospital"),
    ("实验第三小学", "a school"),
    ("发展第三产业", "a sector"),
    ("前三季度办结率", "a time"),
    ("排名全省前列", "no number"),
    ("名列前茅", "no number"),
    ("位列全省第一方阵", "a group"),
    ("位居全省第一梯队", "a group"),
    ("建成全国第一家智慧医院", "the first of its kind"),
    ("全省第一个试点", "the first of its kind"),
    ("全市第一批次上线", "a batch"),
    ("第2021-3号公告", "a document"),
    ("依据第五条第二款", "an article of a law"),
    ("入选全国前50强", "a class"),
]


@pytest.mark.parametrize(("text", "reason"), NO_RANKS, ids=[row[0] for row in NO_RANKS])
def test_other_ordinals_are_no_rank(text: str, reason: str) -> None:
    assert find_ranks(text) == [], reason


PIECES = st.sampled_from(["第", "前", "名", "位", "排名", "全市", "三", "十", "21", "、", "，", "届", "列"])


@given(st.text(max_size=40) | st.lists(PIECES, max_size=20).map("".join))
def test_any_text_is_read_without_failing(text: str) -> None:
    position = 0
    for found in find_ranks(text):
        assert position <= found.start == found.number < found.end <= len(text)
        assert text[found.start] in "第前"
        position = found.end


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(ranks)
    assert (failed, tried > 0) == (0, True)
