"""What is a name with characters dropped, and what is the name of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.contracting import blocks, is_contraction

NAMES = [
    ("卫健信息中心", "卫生健康信息中心", True, "two words contracted"),
    ("教科院", "教育科学研究院", True, "down to one character of an ending"),
    ("妇儿医院", "妇女儿童中心医院", True, "a hospital"),
    ("三医院", "第三人民医院", True, "by its number"),
    ("公交集团", "公共交通集团有限公司", True, "nobody says 有限公司"),
    ("规资局", "规划和自然资源局", True, "across a 和"),
    ("政务服务中心", "政务服务数据管理中心", False, "whole words: another body"),
    ("人民医院", "第三人民医院", False, "there may be a first one"),
    ("二医院", "第三人民医院", False, "another number"),
    ("水院", "水利科学研究院", False, "one character tells too little"),
    ("财政局", "教育局", False, "another body"),
    ("教育局", "教育局", False, "the name itself"),
]


@pytest.mark.parametrize(("short", "full", "expected", "reason"), NAMES)
def test_a_contraction_drops_characters_inside_words(
    short: str, full: str, expected: bool, reason: str
) -> None:
    assert is_contraction(short, full) is expected, reason


@given(
    st.text("卫生健康第三人民医院教育科学研究", min_size=1),
    st.text("卫生健康第三人民医院教育科学研究", min_size=1),
)
def test_a_contraction_is_shorter_and_found_by_its_block(short: str, full: str) -> None:
    if is_contraction(short, full):
        assert len(short) < len(full)
        assert set(blocks(short, short=True)) & set(blocks(full, short=False))
