"""Numbers that no report prints, computed from two that it does: asked of reports that are not in the corpus."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import suizhi
from search.questions.operands import terms_of

TOWNS = Path(__file__).with_name("towns")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """The reports of two districts of 杭州, the city's own office, and a district of 宁波."""
    opened = suizhi.open(tmp_path_factory.mktemp("towns") / "home")
    assert {one.status for one in opened.ingest(sorted(TOWNS.glob("*.txt")))} == {"added"}
    return opened


# question, value, unit, working, quotes, reason
COMPUTED = [
    (
        "鄞州区2023年培训支出占总支出的百分之几？",
        "0.27",
        "%",
        "2.40万元 ÷ 900.00万元 × 100% = 0.27%",
        ("培训支出2.40万元", "总支出900.00万元"),
        "never a share of the budget, though one fits the words",
    ),
    (
        "西湖区2023年项目支出占总支出的百分之几？",
        "37.56",
        "%",
        "1,126.80万元 ÷ 3,000.00万元 × 100% = 37.56%",
        ("项目支出1,126.80万元", "总支出3,000.00万元"),
        "a share of money",
    ),
    (
        "西湖区2023年总支出里，项目支出占多少？",
        "37.56",
        "%",
        "1,126.80万元 ÷ 3,000.00万元 × 100% = 37.56%",
        ("项目支出1,126.80万元", "总支出3,000.00万元"),
        "the whole stands first",
    ),
    (
        "鄞州区2023年劳动争议案件中仲裁裁决占百分之几？",
        "20.63",
        "%",
        "330件 ÷ 1,600件 × 100% = 20.63%",
        ("仲裁裁决330件", "受理劳动争议案件1,600件"),
        "20.625 is rounded half up",
    ),
    (
        "西湖区2023年医保咨询电话中转办工单占百分之几？",
        "6.52",
        "%",
        "2,980宗 ÷ 45,730宗 × 100% = 6.52%",
        ("转办工单2,980宗", "医保咨询电话45,730宗"),
        "a share of a count",
    ),
    (
        "鄞州区2023年项目支出占总支出的百分之几？",
        "38.89",
        "%",
        "350.00万元 ÷ 900.00万元 × 100% = 38.89%",
        ("项目支出350.00万元", "总支出900.00万元"),
        "spending of spending, not of the budget beside it",
    ),
    (
        "鄞州区2023年基本支出占总支出多大比例？",
        "61.11",
        "%",
        "550.00万元 ÷ 900.00万元 × 100% = 61.11%",
        ("基本支出550.00万元", "总支出900.00万元"),
        "without 的",
    ),
    (
        "西湖区2023年“三公”经费比预算少花了多少元？",
        "42500",
        "元",
        "12.60万元 − 8.35万元 = 42,500元",
        ("年初预算数12.60万元", "实际支出8.35万元"),
        "a saving, the budget first",
    ),
    (
        "西湖区2023年“三公”经费比预算节约多少万元？",
        "42500",
        "元",
        "12.60万元 − 8.35万元 = 42,500元",
        ("年初预算数12.60万元", "实际支出8.35万元"),
        "another word for it; money is in 元",
    ),
    (
        "鄞州区2023年公务接待费比预算少花了多少元？",
        "19000",
        "元",
        "3.00万元 − 1.10万元 = 19,000元",
        ("公务接待费年初预算数3.00万元", "实际支出1.10万元"),
        "the spending right behind its budget",
    ),
    (
        "鄞州区2023年会议费比预算节约多少元？",
        "5000",
        "元",
        "4.00万元 − 3.50万元 = 5,000元",
        ("会议费年初预算数4.00万元", "实际支出3.50万元"),
        "that of the item asked for, among three worded alike",
    ),
    (
        "鄞州区2023年公务用车运行维护费比预算多花了多少元？",
        "8500",
        "元",
        "9.85万元 − 9.00万元 = 8,500元",
        ("公务用车运行维护费年初预算数9.00万元", "实际支出9.85万元"),
        "overspent, and the question says so",
    ),
    (
        "西湖区2023年还有多少个医保服务事项没有实现网上办理？",
        "14",
        "个",
        "162个 − 148个 = 14个",
        ("医保服务事项162个", "148个已实现网上办理"),
        "what is left",
    ),
    (
        "鄞州区2023年还有多少件群众来信没有办结？",
        "39",
        "件",
        "640件 − 601件 = 39件",
        ("群众来信640件", "601件已办结"),
        "what is left, of letters",
    ),
    (
        "鄞州区2023年还有多少件劳动争议案件没有调解结案？",
        "384",
        "件",
        "1,600件 − 1,216件 = 384件",
        ("劳动争议案件1,600件", "调解结案1,216件"),
        "the part that was asked for, not the one beside it",
    ),
]


@pytest.mark.parametrize("row", COMPUTED, ids=[row[0] for row in COMPUTED])
def test_a_number_is_computed_exactly_and_both_operands_are_cited(room, row) -> None:
    question, value, unit, working, quotes, reason = row
    answer = room.ask(question)
    assert (answer.kind, answer.value, answer.unit) == ("metric", Decimal(value), unit), reason
    assert answer.working == working
    assert len(answer.citations) == 2
    for quote in quotes:
        assert any(quote in c.quote for c in answer.citations), quote


@pytest.mark.parametrize("row", COMPUTED, ids=[row[0] for row in COMPUTED])
def test_the_working_gives_the_value_when_it_is_worked_again(room, row) -> None:
    answer = room.ask(row[0])
    formula, _, _ = answer.working.partition(" = ")
    left, sign, right = re.match(r"(\S+) ([÷−]) (\S+)", formula).groups()
    one, other = (_amount(text) for text in (left, right))
    again = (one * 100 / other).quantize(Decimal("0.01"), ROUND_HALF_UP) if sign == "÷" else one - other
    assert answer.value == again


def _amount(printed: str) -> Decimal:
    """A printed amount, read without the product's own parser."""
    digits = Decimal(re.sub(r"[^\d.]", "", printed))
    return digits * 10_000 if "万" in printed else digits


REFUSED = [
    ("西湖区2023年培训费比预算少花了多少元？", "it was overspent: 6.20 of 5.00"),
    ("鄞州区2023年公务用车运行维护费比预算少花了多少元？", "it was overspent: 9.85 of 9.00"),
    ("鄞州区2023年差旅费比预算少花了多少元？", "the spending beside it is of another item"),
    ("鄞州区2023年支出里，印刷费占百分之几？", "the part is not in the report"),
    ("滨江区2023年总支出里项目支出占百分之几？", "neither is in the report"),
    ("西湖区2022年还有多少个医保服务事项没有实现网上办理？", "the other year says it"),
    ("鄞州区2023年还有多少名职工没有就业？", "nothing of the kind is counted"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_computed_from_printed_numbers_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert (answer.value, answer.working, answer.citations) == (None, None, ())
    assert answer.failed


def test_operands_are_of_one_report(room) -> None:
    for row in COMPUTED:
        assert len({c.source for c in room.ask(row[0]).citations}) == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_pairs_of_a_text_hold_those_of_its_parts(one: str, other: str) -> None:
    assert terms_of(one) <= terms_of(one + other)
    assert all(len(pair) == 2 for pair in terms_of(other))
