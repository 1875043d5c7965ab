"""What a list of places leaves out at the end of its names is completed, and only there."""

from __future__ import annotations

import re

import pytest

from graph.elision import complete_elided
from graph.facts import Mention

CASES = [
    ("秀全街、狮岭镇和梯面镇便民服务中心", ["狮岭镇便民服务中心", "秀全街便民服务中心"], "three centres"),
    ("余杭区、临平区教育局", ["余杭区教育局"], "districts with one kind of office"),
    ("沿江公园、狮岭镇便民服务中心", [], "a park is no town: it has no centre of its own here"),
    ("德阳市、眉山市、资阳市水利局", ["眉山市水利局", "德阳市水利局"], "cities, the nearest first"),
    ("广州市、成都市武侯区教育局", [], "the last is of a district"),
    ("杭州市、临平区教育局", [], "of another level"),
    ("狮岭镇，梯面镇便民服务中心", [], "a comma ends the list"),
    ("梯面镇便民服务中心、狮岭镇", [], "only what stands before the full name"),
]


def mentions(text: str) -> list[Mention]:
    """The names of such a list, as the recognisers give them."""
    found = []
    for match in re.finditer(r"[^、和，]+", text):
        office = match[0].endswith(("中心", "局"))
        found.append(Mention(match.start(), match.end(), match[0], "ORG" if office else "REGION"))
    return found


@pytest.mark.parametrize(("text", "names", "reason"), CASES)
def test_places_of_one_level_before_a_full_name_have_one_each(
    text: str, names: list[str], reason: str
) -> None:
    assert [m.text for m in complete_elided(text, mentions(text))] == names, reason


def test_an_elided_name_stands_where_its_place_stands() -> None:
    text = "秀全街和梯面镇便民服务中心"
    (found,) = complete_elided(text, mentions(text))
    assert (text[found.start : found.end], found.type) == ("秀全街", "ORG")
