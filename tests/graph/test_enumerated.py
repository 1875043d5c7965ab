"""A name in a list is of the kind of its neighbours."""

from __future__ import annotations

import pytest

from graph.mentions import find_names

LISTS = [
    (
        "目前“惠民通”、门前三包、居民健康档案等应用已上线",
        "PLATFORM",
        ["惠民通", "门前三包", "居民健康档案"],
        "the noun behind the list",
    ),
    (
        "打造交通码、办事码、“渝居码”等融合生态",
        "PLATFORM",
        ["交通码", "办事码", "渝居码"],
        "the noun that they share",
    ),
    (
        "通过2023年蓉盾、护网行动等网络安全演练",
        "EVENT",
        ["蓉盾", "护网行动"],
        "drills are listed by their names",
    ),
    ("完成信息报送、文书管理、绩效考核等功能开发", "PLATFORM", [], "none of them is a name"),
    ("涉及公安、卫健、住建等应用领域", "PLATFORM", [], "none of them is known to be one"),
    (
        "完成自然人、法人等基础库和社保、“穗康”等专题库建设",
        "PLATFORM",
        ["穗康"],
        "of two lists in one clause only what is quoted",
    ),
]


@pytest.mark.parametrize(("text", "kind", "names", "reason"), LISTS)
def test_members_of_a_list_are_of_one_kind(text: str, kind: str, names: list[str], reason: str) -> None:
    assert [m.text for m in find_names(text) if m.type == kind] == names, reason


def test_the_noun_behind_a_list_names_the_kind_and_is_no_name() -> None:
    assert "网络安全演练" not in [m.text for m in find_names("通过蓉盾、护网行动等网络安全演练")]
