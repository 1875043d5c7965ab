"""Administrative divisions: the data holds together, and names are found and told apart in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import divisions
from ingest.divisions import find_divisions, lookup

CASES = [
    ("2023年广州市花都区共有", ["广州市", "花都区"], "full names, one after the other"),
    ("宣传推介广州政务环境", ["广州市"], "a city without 市"),
    ("广州市的天河、海珠和白云等区", ["广州市", "天河区", "海珠区", "白云区"], "with their city named"),
    ("这项要求高，天河在望", [], "a short district without its city says nothing"),
    ("恩施土家族苗族自治州利川市", ["恩施土家族苗族自治州", "利川市"], "an autonomous prefecture"),
    ("与恩施、延边、甘孜签约", ["恩施土家族苗族自治州", "延边朝鲜族自治州", "甘孜藏族自治州"], "short"),
    ("在北京路步行街和南京东路", [], "streets are not cities"),
    ("花都区域内的企业", [], "区域 is a word"),
    ("覆盖本市主城区、各郊区", [], "城区 and 郊区 alone are words"),
    ("山西省阳泉市城区、郊区", ["山西省", "阳泉市", "城区"], "right after its city 城区 is a district"),
    ("开展互助合作，促进社会和平", [], "互助, 合作 and 和平 are words before they are counties"),
    ("上海市浦东新区", ["上海市", "浦东新区"], "a municipality"),
    ("井冈山精神", [], "a county-level city without its parent"),
    ("赴江西井冈山学习", ["江西省", "井冈山市"], "with its province right before it"),
    ("其中江夏区18台", ["江夏区"], "a short name that ends inside a full one is none"),
    ("鹿城区和龙湾区", ["鹿城区", "龙湾区"], "和龙 is a city elsewhere"),
    ("赴广西、新疆、香港调研", ["广西壮族自治区", "新疆维吾尔自治区", "香港特别行政区"], "short regions"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_divisions_are_found_by_their_names(text: str, expected: list[str], reason: str) -> None:
    assert [f.division.name for f in find_divisions(text)] == expected, reason


@pytest.mark.parametrize(
    ("text", "city", "reason"),
    [
        ("北京市朝阳区政务服务局", "北京市", "the city stands right before it"),
        ("长春市的工作如下。朝阳区率先试点", "长春市", "the text names one of the two cities"),
        ("朝阳区率先试点", None, "nothing tells, and nothing is guessed"),
        ("贵阳市与广州市。白云区", None, "both of its cities are named as often"),
        ("福建省福州市鼓楼区", "福州市", "province and city"),
    ],
)
def test_a_shared_name_takes_the_city_that_the_text_tells(text: str, city: str | None, reason: str) -> None:
    last = find_divisions(text)[-1].division
    assert last.level == "district"
    assert last.city == city, reason
    assert bool(last.code) == (city is not None)


def test_a_division_knows_what_it_lies_in() -> None:
    huadu = lookup("花都")[0]
    assert (huadu.code, huadu.district, huadu.city, huadu.province) == (
        "440114",
        "花都区",
        "广州市",
        "广东省",
    )
    beijing = lookup("北京")[0]
    assert (beijing.level, beijing.city, beijing.district) == ("province", "北京市", None)
    assert lookup("济源市")[0].city is None, "a county-level city directly under its province"
    assert lookup("海南")[0].name == "海南省", "the province before the prefecture of that name"
    assert lookup("花都湖") == ()


def test_every_division_is_found_by_its_own_full_name_after_its_parents() -> None:
    for division, _ in divisions._read():
        text = (division.province or "") + (division.city or "") * (division.city != division.province)
        found = find_divisions(text + division.name if division.level == "district" else text)
        assert found, division
        if division.level == "district":
            assert (found[-1].division, found[-1].short) == (division, False)


def test_codes_are_unique_and_every_code_has_its_province() -> None:
    read = [division for division, _ in divisions._read()]
    assert len({d.code for d in read}) == len(read) > 3000
    assert all(d.province for d in read)
    assert {len(d.code) for d in read} == {2, 4, 6}


@given(
    st.lists(
        st.sampled_from(
            ["广州市", "花都区", "朝阳区", "北京", "天河", "，", "的", "区", "自治州", "路", "海"]
        )
    )
)
def test_what_is_found_stands_in_the_text_in_order_and_does_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    position = 0
    for start, end, division, short in find_divisions(text):
        assert position <= start < end
        assert text[start:end] == (division.short if short else division.name)
        position = end
