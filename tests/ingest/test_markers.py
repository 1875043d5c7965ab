"""Numbering of headings: what is one, what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markers import STYLES, match_lead, number, starts_heading

LEADS = [
    ("第一部分 部门概况", "第一部分", "第一部分 ", "parts of a report of final accounts"),
    ("第三章总则", "第一部分", "第三章", "chapters of a regulation"),
    ("一、基本情况", "一、", "一、", "the first level of official documents (GB/T 9704)"),
    ("二十一、其他", "一、", "二十一、", "numbers above twenty"),
    ("（一）部门职能", "（一）", "（一）", "the second level"),
    ("(一)确保大楼经费", "（一）", "(一)", "half-width brackets"),
    ("1.主要职能", "1.", "1.", "the third level"),
    ("1．负责统筹", "1.", "1．", "a full-width point"),
    ("2、节约用水", "1.", "2、", "the pause mark that people type"),
    ("5.", "1.", "5.", "a number with nothing behind it"),
    ("1.12345政务服务便民热线解民生急难愁盼", "1.", "1.", "the heading runs into a name of digits"),
    ("（1）预算编制", "（1）", "（1）", "the fourth level"),
    ("（2 加强党风廉政建设", "（1）", "（2 ", "the bracket was lost"),
    ("（2加强党风廉政建设", "（1）", "（2", "the bracket was lost and cleaning dropped the blank"),
    ("1）供水", "1）", "1）", "half a bracket"),
    ("③节水宣传", "①", "③", "circled numbers"),
    ("一是完善制度", "一是", "一是", "heads that run into their paragraph"),
]

NO_LEADS = [
    ("九、十、十四条中的规定", "a list of articles, wrapped to the start of a line"),
    ("三、五条规定", "a list of articles"),
    ("1.5万余条数据", "a decimal"),
    ("1.25亿元", "a decimal with two digits"),
    ("1.125亿元", "a decimal with three digits and its unit"),
    ("2023.5开工", "a date"),
    ("12345热线", "a name of digits"),
    ("1、2号楼", "a list of numbers"),
    ("（2月）", "a month in brackets"),
    ("（3项）", "a count in brackets"),
    ("（2023）", "a year in brackets"),
    ("一是否完成", "一 是否, not 一是"),
    ("第一季度", "no part of a report"),
]


@pytest.mark.parametrize(("line", "style", "label", "reason"), LEADS)
def test_the_number_of_a_heading_is_told_with_its_style(
    line: str, style: str, label: str, reason: str
) -> None:
    found = match_lead(line)
    assert found is not None, reason
    assert (found[0].name, found[1].group()) == (style, label), reason


@pytest.mark.parametrize(("line", "reason"), NO_LEADS)
def test_what_only_looks_like_a_number_of_a_heading_is_none(line: str, reason: str) -> None:
    assert match_lead(line) is None, reason


def test_items_that_run_into_their_paragraph_start_no_heading() -> None:
    assert match_lead("二是加强监管") is not None
    assert not starts_heading("二是加强监管")


@given(st.integers(1, 99))
def test_a_number_is_the_same_in_digits_and_in_characters(value: int) -> None:
    assert number(str(value)) == value
    assert number(chinese(value)) == value


@given(st.integers(1, 20))
def test_circled_numbers_count_to_twenty(value: int) -> None:
    assert number(chr(ord("①") + value - 1)) == value


@given(st.text(max_size=30))
def test_any_line_has_at_most_one_number_at_its_start(line: str) -> None:
    found = match_lead(line)
    if found is not None:
        assert line.startswith(found[1].group())
        assert number(found[1].group(1)) >= 0


def test_styles_have_names_of_their_own() -> None:
    assert len({style.name for style in STYLES}) == len(STYLES)


def chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return ten + (digits[ones] if ones else "")
