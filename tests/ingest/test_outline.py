"""The outline: which headings there are and how they nest, with the slips that reports have."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Document, Section
from ingest.outline import outline

PLAIN = "本部门全年开展各项工作，取得较好成效，各项任务均按期完成，服务对象普遍满意，没有发生安全责任事故，受到上级充分肯定。"


def sections_of(paragraphs: list[str], kind: str = "paragraph") -> tuple[str, tuple[Section, ...]]:
    blocks = []
    position = 0
    for paragraph in paragraphs:
        blocks.append(Block(position, position + len(paragraph), kind))  # type: ignore[arg-type]
        position += len(paragraph) + 1
    text = "".join(f"{paragraph}\n" for paragraph in paragraphs)
    return text, outline(text, blocks, "报告")


Heads = list[tuple[int, str, str]]

OUTLINES: list[tuple[list[str], Heads, str]] = [
    (
        ["一、基本情况", "（一）职能", "1.供水", "（1）管网", "（2）水厂", "2.节水", "（二）机构", "二、自评"],
        [(1, "一、", "基本情况"), (2, "（一）", "职能"), (3, "1.", "供水"), (4, "（1）", "管网"),
         (4, "（2）", "水厂"), (3, "2.", "节水"), (2, "（二）", "机构"), (1, "二、", "自评")],
        "the levels of an official document",
    ),
    (
        ["一、工作", "（1）供水", "1.管网", "2.水厂", "（2）排水"],
        [(1, "一、", "工作"), (2, "（1）", "供水"), (3, "1.", "管网"), (3, "2.", "水厂"), (2, "（2）", "排水")],
        "levels go by order of appearance: here 1. stands under （1）",
    ),
    (
        ["第一部分 概况", "一、职责", "二、机构", "第二部分 决算", "一、收支"],
        [(1, "第一部分", "概况"), (2, "一、", "职责"), (2, "二、", "机构"), (1, "第二部分", "决算"), (2, "一、", "收支")],
        "final accounts have parts",
    ),
    (
        ["（1）加强作风建设", "（2加强党风廉政建设，推进全面从严治党", PLAIN],
        [(1, "（1）", "加强作风建设"), (1, "（2", "加强党风廉政建设，推进全面从严治党")],
        "a bracket was lost",
    ),
    (
        ["1.供水", PLAIN, "2.排水", PLAIN, "3.节水", PLAIN, "3.防汛", PLAIN, "4.水质", PLAIN],
        [(1, "1.", "供水"), (1, "2.", "排水"), (1, "3.", "节水"), (1, "3.", "防汛"), (1, "4.", "水质")],
        "3. is printed twice",
    ),
    (
        ["1.供水", PLAIN, "2.排水。" + PLAIN + "收到表扬89宗。3."],
        [(1, "1.", "供水"), (1, "2.", "排水"), (1, "3.", "")],
        "a number with nothing behind it",
    ),
    (
        ["1.12345政务服务便民热线解民生急难愁盼", PLAIN, "2.一网通办"],
        [(1, "1.", "12345政务服务便民热线解民生急难愁盼"), (1, "2.", "一网通办")],
        "the number runs into a name of digits",
    ),
    (
        ["一、收支", "7.12345热线按期办结", PLAIN],
        [(1, "一、", "收支")],
        "7.12345 follows no 6.: a number, no heading",
    ),
    (["共采集数据。", "1.5万余条，", "九、十、十四条中的规定"], [], "numbers at the start of a line"),
    (
        ["主要做法：一是完善制度。" + PLAIN + "二是加强监管。" + PLAIN, "三是不再计数的另一段。"],
        [(1, "一是", "完善制度"), (1, "二是", "加强监管")],
        "run-in heads end with their paragraph; a 三是 without its 二是 is none",
    ),
    (
        ["一是完善制度。" + PLAIN, "二是加强监管。" + PLAIN, "二、保障"],
        [(1, "一是", "完善制度"), (1, "二是", "加强监管"), (1, "二、", "保障")],
        "run-in heads at the start of paragraphs hold no heading of a higher kind",
    ),
    (
        ["1.通知要求", "2.评价方法", "一、概况", "（一）职能", "1.供水"],
        [(1, "1.", "通知要求"), (1, "2.", "评价方法"), (1, "一、", "概况"), (2, "（一）", "职能"), (3, "1.", "供水")],
        "a list in the introduction does not hold the report",
    ),
    (
        ["（三）目标：1.供水人口达3万人；2.投诉少于5个；3.故障不超过24小时。"],
        [(1, "（三）", "目标"), (2, "1.", "供水人口达3万人"), (2, "2.", "投诉少于5个"), (2, "3.", "故障不超过24小时")],
        "a list inside a paragraph",
    ),
    (
        ["自评得分15分，一是绩效目标合理。" + PLAIN],
        [(1, "一是", "绩效目标合理")],
        "一是 follows a comma too",
    ),
    (["问题一是否已经解决，尚待核实。"], [], "一 是否"),
    (
        ["（4）绩效管理完成情况分值15分，自评得分15分，其中：", "①制度建设分值5分，得5分。"],
        [(1, "（4）", "绩效管理完成情况"), (2, "①", "制度建设")],
        "the head is the indicator, its score is not",
    ),
    (["一、" + PLAIN], [(1, "一、", "")], "a numbered paragraph without a head of its own"),
    (["截至2023年底。2024.1开工。3.6亿元到位。"], [], "decimals behind a full stop"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "expected", "reason"), OUTLINES)
def test_headings_are_found_and_nest(paragraphs: list[str], expected: Heads, reason: str) -> None:
    _, sections = sections_of(paragraphs)
    assert [(s.level, s.label, s.title) for s in sections[1:]] == expected, reason


def test_the_first_section_is_the_report_itself() -> None:
    text, sections = sections_of(["一、基本情况"])
    root = sections[0]
    assert (root.level, root.label, root.title, root.start, root.end) == (0, "", "报告", 0, len(text))
    assert root.parent is None
    assert root.path == ()


def test_a_path_leads_from_the_outermost_heading_and_leaves_out_heads_without_words() -> None:
    _, sections = sections_of(["一、工作", "1." + PLAIN, "（1）供水", "二、问题"])
    assert [s.path for s in sections[1:]] == [("工作",), ("工作",), ("工作", "供水"), ("问题",)]


def test_styled_headings_have_the_level_of_their_style() -> None:
    text = "概况\n职责\n正文\n决算\n"
    blocks = [
        Block(0, 2, "heading", 1),
        Block(3, 5, "heading", 2),
        Block(6, 8, "paragraph"),
        Block(9, 11, "heading", 1),
    ]
    found = outline(text, blocks, None)
    assert [(s.level, s.title, s.parent) for s in found[1:]] == [
        (1, "概况", 0),
        (2, "职责", 1),
        (1, "决算", 0),
    ]


def test_rows_of_tables_hold_no_headings() -> None:
    _, sections = sections_of(["一、收入\t12", "1.拨款\t10"], kind="row")
    assert len(sections) == 1


def test_the_slips_of_the_real_reports_are_read(reports: Mapping[str, Document]) -> None:
    def heads(name: str) -> list[tuple[str, str]]:
        return [(s.label, s.title) for s in reports[name].sections]

    assert ("（2", "加强党风廉政建设，推进全面从严治党") in heads("huadu-2022")
    assert [label for label, title in heads("huadu-2022") if title.startswith("以网为媒")] == ["（6）", "3."]
    assert ("5.", "") in heads("huadu-2022")
    assert ("1.", "12345政务服务便民热线解民生急难愁盼") in heads("guangzhou-2023")
    for name in reports:
        assert [label for label, _ in heads(name) if label in ("一、", "二、", "三、")] == [
            "一、",
            "二、",
            "三、",
        ]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["一、概况", "二、自评", "（一）职能", "（二）机构", "1.供水", "2.排水", "（1）管网", "①甲"]
        ),
        st.sampled_from([PLAIN, "一是完善。二是加强。", "做法：1.甲；2.乙。", "5.", "。。", "1.5万"]),
        st.text("一二三、（）12.①是；。：甲乙", min_size=1, max_size=25),
    ),
    min_size=1,
    max_size=15,
)


@given(LINES)
def test_sections_nest_like_brackets_and_hold_all_of_their_children(paragraphs: list[str]) -> None:
    text, sections = sections_of(paragraphs)
    assert sections[0].end == len(text)
    for section in sections:
        assert sections[section.index] is section
        assert section.start <= section.body <= section.end
        assert text[section.start :].startswith(section.label)
        if section.parent is None:
            assert section.index == 0
            continue
        parent = sections[section.parent]
        assert section.level == parent.level + 1
        assert parent.start <= section.start
        assert section.end <= parent.end
        assert section.path == (*parent.path, section.title) if section.title else section.path == parent.path
    for before, after in pairwise(sections):
        assert before.start <= after.start
        assert before.body <= after.start
    siblings: dict[int | None, int] = {}
    for section in sections:
        assert siblings.get(section.parent, 0) <= section.start, "siblings do not overlap"
        siblings[section.parent] = section.end
