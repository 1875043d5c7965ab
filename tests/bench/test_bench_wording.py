from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tomllib import loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bench
from bench.wording import closeness, holds, names, numbers, plain, report_of, same_unit, years

UNITS = loads((Path(bench.__file__).parent / "units.toml").read_text("utf-8"))["same"]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("9,395.61万元", "９３９５.６１万元", "thousands separators and full width do not count"),
        ("“穗好办”APP", "穗好办 app", "quotation marks, case and white space do not count"),
        ("合 理\n\n性。", "合理性", "line wraps and the full stop do not count"),
        ("（一件事）", "(一件事)", "brackets do not count"),
    ],
)
def test_texts_that_differ_only_in_what_does_not_count_are_the_same(
    one: str, other: str, reason: str
) -> None:
    assert plain(one) == plain(other), reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("24、26", "2426", "two numbers do not become one"),
        ("96.44%", "9644%", "the point inside a number counts"),
        ("96.44%", "96.44", "the percent sign counts"),
        ("1,80", "180", "a comma that separates no thousands separates two numbers"),
    ],
)
def test_texts_that_say_something_else_stay_different(one: str, other: str, reason: str) -> None:
    assert plain(one) != plain(other), reason


@pytest.mark.parametrize(
    ("text", "wanted", "held", "reason"),
    [
        ("满意率为67.82%", "67.82%", True, "the answer within a clause"),
        ("约1,012,724人", "1012724人", True, "with thousands separators"),
        ("7.82%至67.82%", "7.82%", True, "once whole is enough"),
        ("67.82%", "7.82%", False, "the end of another number"),
        ("0.5个", "5个", False, "the decimals of another number"),
        ("4790", "479", False, "the beginning of another number"),
        ("479.5", "479", False, "a number that goes on behind the point"),
        ("共479.", "479", True, "a full stop is no decimal point"),
        ("479万个", "479", False, "ten thousand times as many"),
        ("479%", "479", False, "a share, not a number"),
        ("广州市政务服务和数据管理局", "市政务服务和数据管理局", True, "a name by a part of it"),
        ("市政局", "市政务服务和数据管理局", False, "less than the name"),
        ("什么都有", "", False, "nothing is not an answer"),
        ("什么都有", "“”", False, "nor is punctuation"),
    ],
)
def test_an_answer_is_held_whole_or_not_at_all(text: str, wanted: str, held: bool, reason: str) -> None:
    assert holds(text, wanted) is held, reason


@given(
    st.text(alphabet="0123456789.,万件共约 ", max_size=12),
    st.integers(1, 9999),
    st.text("共约，件个 ", max_size=4),
)
def test_a_number_is_found_wherever_it_stands_among_words(before: str, number: int, after: str) -> None:
    assert holds(f"{before}共{number}件{after}", f"{number}件")


@given(st.text(max_size=30), st.text(max_size=30))
def test_closeness_is_a_share_that_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert 0 <= closeness(one, other) == closeness(other, one) <= 1
    assert closeness(one, one) == (1.0 if plain(one) else 0.0)


@pytest.mark.parametrize(
    ("one", "other", "close", "reason"),
    [
        ("按时完成率", "工单按时完成率", True, "a fuller name of the metric"),
        ("热线满意率", "满意率", True, "a shorter one"),
        ("满意率", "受理量", False, "another metric with one character in common"),
        ("", "", False, "nothing is close to nothing"),
    ],
)
def test_wording_is_close_from_one_half_on(one: str, other: str, close: bool, reason: str) -> None:
    assert (closeness(one, other) >= 0.5) is close, reason


@pytest.mark.parametrize("group", UNITS, ids=lambda group: group["units"][0])
def test_units_of_a_group_count_as_one_as_its_examples_show(group: dict[str, list[str]]) -> None:
    assert len({same_unit(unit) for unit in group["units"]}) == 1
    for text in group["example"]:
        assert any(text.endswith(unit) for unit in group["units"]), text


def test_units_of_different_groups_stay_apart() -> None:
    heads = [same_unit(group["units"][0]) for group in UNITS]
    assert all(one != other for one, other in pairwise(sorted(heads)))
    for one, other in (("人", "人次"), ("公里", "平方公里"), ("分", "元"), ("%", "")):
        assert same_unit(one) != same_unit(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (302, (Decimal(302),)),
        (67.82, (Decimal("67.82"),)),
        ([5, 10], (Decimal(5), Decimal(10))),
        (None, ()),
        ("302", ()),
        (True, ()),
        ([5, None], ()),
        (float("nan"), ()),
    ],
)
def test_a_value_is_a_number_or_a_range_and_nothing_else(
    value: object, expected: tuple[Decimal, ...]
) -> None:
    assert numbers(value) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2023", (2023, 2023)),
        ("2023-H1", (2023, 2023)),
        ("2022-03-15/2022-10-31", (2022, 2022)),
        ("2021-11/2022-12", (2021, 2022)),
        ("2024/2026", (2024, 2026)),
        ("", None),
        (None, None),
    ],
)
def test_a_period_has_a_first_and_a_last_year(period: object, expected: tuple[int, int] | None) -> None:
    assert years(period) == expected


def test_names_are_compared_without_marks_and_empty_ones_are_none() -> None:
    assert names("“穗智管”", ["穗智管 平台", "", "—"], None) == {"穗智管", "穗智管平台"}


@pytest.mark.parametrize(
    "source", ["huadu-2023.txt", "2023/huadu-2023.pdf", "a\\huadu-2023.docx", "huadu-2023"]
)
def test_a_report_is_its_source_without_folder_and_suffix(source: str) -> None:
    assert report_of(source) == "huadu-2023"
