"""What a report says twice: two values are both shown with their quotes, one value said twice is no contradiction."""

from __future__ import annotations

from decimal import Decimal

import pytest

import suizhi

# Each body says one thing; what is asked of it, the other value if the report contradicts itself, and why.
CASES = [
    (
        "全年检查餐饮单位1,240家。全年检查餐饮单位1,420家。",
        "检查餐饮单位多少家？",
        ("1,240家", "1,420家"),
        "a transposed digit, two sentences apart",
    ),
    (
        "处理投诉举报件860件。\n\n三、存在问题\n\n处理投诉举报件680件，力量不足。",
        "处理投诉举报件多少件？",
        ("860件", "680件"),
        "another section",
    ),
    (
        "投诉举报件按期办结率为98.5%。\n\n三、自评情况\n\n投诉举报件按期办结率为99.5%。",
        "投诉举报件按期办结率是多少？",
        ("98.5%", "99.5%"),
        "a rate",
    ),
    (
        "全年检查餐饮单位1,240家。\n\n三、总结\n\n全年检查餐饮单位1,240家，覆盖面广。",
        "检查餐饮单位多少家？",
        None,
        "the same value twice",
    ),
    (
        "全年检查餐饮单位1,240家。\n\n三、下一步计划\n\n2024年，计划检查餐饮单位1,500家。",
        "检查餐饮单位多少家？",
        None,
        "an aim for another year",
    ),
    (
        "年初计划检查餐饮单位1,500家。\n\n三、完成情况\n\n全年检查餐饮单位1,240家。",
        "检查餐饮单位多少家？",
        None,
        "an aim for the same year",
    ),
    (
        "全年检查餐饮单位1,240家。2022年，检查餐饮单位1,105家。",
        "检查餐饮单位多少家？",
        None,
        "another year's value",
    ),
    (
        "全年检查餐饮单位1,240家。全年检查药品零售企业315家。",
        "检查餐饮单位多少家？",
        None,
        "another thing in the same words",
    ),
]


def reading(tmp_path, body: str):
    """A library with one report of that body."""
    path = tmp_path / "jinniu-2023.txt"
    path.write_text(
        f"2023年度成都市金牛区市场监督管理局部门整体支出绩效自评报告\n\n二、履职情况\n\n{body}\n",
        encoding="utf-8",
    )
    room = suizhi.open(tmp_path / "home")
    assert [one.status for one in room.ingest([path])] == ["added"]
    return room


CONTRADICTED = [row for row in CASES if row[2]]
AGREED = [(body, asked, reason) for body, asked, both, reason in CASES if not both]


@pytest.mark.parametrize(
    ("body", "asked", "both", "reason"), CONTRADICTED, ids=[row[3] for row in CONTRADICTED]
)
def test_two_values_of_one_thing_are_both_shown_with_their_quotes(
    tmp_path, body: str, asked: str, both: tuple[str, str], reason: str
) -> None:
    answer = reading(tmp_path, body).ask(f"金牛区2023年{asked}")
    assert answer.kind == "metric", reason
    assert {value for value in both if value in answer.short} == set(both)
    assert "两处不一致" in answer.text
    quotes = [c.quote for c in answer.citations]
    assert all(any(value in quote for quote in quotes) for value in both)
    assert str(answer.value) in {value.rstrip("家件%").replace(",", "") for value in both}


@pytest.mark.parametrize(("body", "asked", "reason"), AGREED, ids=[row[2] for row in AGREED])
def test_what_is_no_contradiction_is_not_called_one(tmp_path, body: str, asked: str, reason: str) -> None:
    answer = reading(tmp_path, body).ask(f"金牛区2023年{asked}")
    assert answer.value == Decimal(1240), reason
    assert "另一处" not in answer.short + answer.text
    assert all("1,240家" in c.quote for c in answer.citations)


def test_values_of_two_years_are_no_contradiction_where_no_year_is_asked_for(tmp_path) -> None:
    room = reading(tmp_path, "全年检查餐饮单位1,240家。2022年，检查餐饮单位1,105家。")
    answer = room.ask("金牛区检查餐饮单位多少家？")
    assert answer.value in (1240, 1105)
    assert "不一致" not in answer.text


def test_a_contradiction_makes_less_sure(tmp_path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    question = "金牛区2023年检查餐饮单位多少家？"
    torn = reading(tmp_path / "one", CASES[0][0]).ask(question)
    whole = reading(tmp_path / "two", CASES[3][0]).ask(question)
    assert torn.confidence < whole.confidence


def test_a_year_that_no_fact_covers_is_told(tmp_path) -> None:
    answer = reading(tmp_path, "全年检查餐饮单位1,240家。").ask("金牛区2022年和2023年检查餐饮单位多少家？")
    assert answer.value == Decimal(1240)
    assert "2022年的没有找到" in answer.text
