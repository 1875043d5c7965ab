"""A report against itself: each rule on sentences of its own, faulty ones and sound ones that look like them."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph
import search.audit
import suizhi
from ingest import read
from search.audit import RULES, Finding, Paper, audit, check
from search.audit.counts import items_of
from search.audit.divisions import Division, divisions
from search.audit.nearnames import Near, near_words
from search.audit.paper import Amount, agree
from search.audit.spelling import _misspelt, _pairs, misspellings
from search.library import LibraryError

CORPUS = Path(__file__).parents[2] / "corpus"
REPLIES = Path(__file__).parents[2] / "docs" / "reference" / "replies.md"
TITLE = "2021年度滨江市民政局部门整体支出绩效自评报告\n"


def paper_of(text: str) -> Paper:
    document = read((TITLE + text).encode(), "binjiang-2021.txt")
    return Paper(document, graph.read(document).facts)


def found_in(text: str) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in check(paper_of(text))]


EXAMPLES = tomllib.loads(Path(__file__).with_name("audit_examples.toml").read_text("utf-8"))
FAULTY, SOUND = EXAMPLES["faulty"], EXAMPLES["sound"]
PAIRS = tomllib.loads(Path(__file__).with_name("audit_pairs.toml").read_text("utf-8"))["pair"]


@pytest.mark.parametrize("example", FAULTY, ids=lambda example: f"{example['rule']}: {example['why']}")
def test_what_does_not_agree_is_found(example: dict[str, str]):
    found = found_in(example["text"])
    assert [m for rule, m in found if rule == example["rule"] and example["says"] in m], found


@pytest.mark.parametrize("example", SOUND, ids=lambda example: example["why"])
def test_what_agrees_is_left_alone(example: dict[str, str]):
    assert found_in(example["text"]) == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['rule']}: {pair['why']}")
def test_a_slip_is_told_once_and_its_sound_twin_is_left_alone(pair: dict[str, str]):
    found = found_in(pair["faulty"])
    assert [rule for rule, message in found if pair["says"] in message] == [pair["rule"]], found
    assert found_in(pair["sound"]) == []


@pytest.mark.parametrize("division", divisions(), ids=lambda division: "、".join(map(str, division.parts)))
def test_parts_that_cannot_overlap_are_held_against_their_whole(division: Division):
    assert [rule for rule, _ in found_in(division.example)] == ["sum_mismatch"]


@pytest.mark.parametrize("near", near_words(), ids=lambda near: "、".join(near.words))
def test_a_word_for_a_near_one_in_the_name_of_a_system_is_found(near: Near):
    assert [rule for rule, _ in found_in(near.example)] == ["name_variant"]
    usual = re.sub("|".join(near.words), near.words[0], near.example)
    assert found_in(usual) == []


def test_the_levels_of_indicators_are_counted_where_their_marks_make_a_hundred():
    leaves = "\n".join(
        f"{top}.{name}\n（1）{name}甲项\n指标分值20分，该指标得20分。\n（2）{name}乙项\n指标分值5分，该指标得5分。"
        for top, name in enumerate(("预算", "采购", "资产", "绩效"), 1)
    )
    head = (
        "二、绩效自评情况\n（一）自评结论\n共设置9个三级指标，部门整体支出绩效自评得分为99分。\n（二）分析\n"
    )
    messages = [message for _, message in found_in(head + leaves)]
    assert any("称有9个三级指标" in m for m in messages)
    assert any("指标得分之和100分，与自评总分99分" in m for m in messages)
    sound = head.replace("9个", "8个").replace("99分", "100分")
    assert found_in(sound + leaves) == []


def test_a_second_telling_of_the_same_counts_with_other_values_is_found():
    told = "一、{}\n滨江市民政局{}表扬信{}封、锦旗{}面，办理登记{}件。\n"
    first = told.format("工作任务", "收到", 70, 34, 900)
    found = found_in(first + told.format("履职成效", "收到", 71, 40, 1500))
    assert [rule for rule, _ in found] == ["same_quantity_two_values"] * 3
    assert found_in(first + told.format("履职成效", "共收到", 70, 34, 900)) == []


def test_one_slip_in_two_places_is_told_once_with_both():
    paper = paper_of("一、工作\n财政拔款到位。\n二、成效\n全部财政拔款已使用。\n")
    (finding,) = check(paper)
    places = sorted({cited.start for cited in finding.citations if cited.quote == "财政拔款"})
    assert [paper.text[start : start + 4] for start in places] == ["财政拔款", "财政拔款"]
    assert len(places) == 2


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("市政务服务数据管理局", ["name_variant"]),
        ("省政务服务数据管理局", []),
        ("原滨江市政务服务数据管理局", []),
    ],
)
def test_only_an_office_of_the_reports_own_place_is_its_department(office: str, expected: list[str]):
    title = "2021年度东莞市政务服务和数据管理局部门整体支出绩效自评报告\n"
    told = f"东莞市政务服务和数据管理局开展自评。{office.replace('滨江', '东莞')}牵头开展普查。"
    assert [f.rule for f in check(Paper(read((title + told).encode(), "dongguan-2021.txt")))] == expected


def table_of(*rows: str) -> Paper:
    """A report with one table; cells are parted by spaces."""
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row.split(' '))}</tr>" for row in rows)
    page = f"<html><body><h1>{TITLE}</h1><p>自评情况如下。</p><table>{cells}</table></body></html>"
    return Paper(read(page.encode(), "table.html"))


@pytest.mark.parametrize(
    ("rows", "expected", "why"),
    [
        (["指标 分值 得分", "产出 60 58", "效益 40 41"], ["score_exceeds_max"], "41 of 40"),
        (["指标 分值 得分", "产出 60 58", "效益 40 39", "合计 100 98"], ["sum_mismatch"], "97, not 98"),
        (["指标 分值 得分", "产出 60 58", "效益 40 39", "合计 100 97"], [], "adds up"),
        (
            ["指标 分值 得分", "产出 60 58", "数量 30 29", "质量 30 29", "合计 60 58"],
            [],
            "rows over rows: not parts",
        ),
        (
            ["区县 线路 新辟", "东山 386 14", "西岭 214 9", "南湖 168 11", "合计 768 34"],
            [],
            "both columns add up",
        ),
        (
            ["区县 线路 新辟", "东山 386 14", "西岭 214 9", "南湖 168 11", "合计 768 35"],
            ["sum_mismatch"],
            "14, 9 and 11",
        ),
        (
            ["项目 年初预算 调整后预算 支出 执行率", "养老 90.00 80.00 72.00 95.00%"],
            ["rate_mismatch"],
            "of what was adjusted",
        ),
        (["项目 年度预算数 实际支出数 执行率", "养老 80.00 72.00 95.00%"], ["rate_mismatch"], "90"),
        (["项目 年度预算数 实际支出数 执行率", "养老 80.00 72.00 90.00%", "救助 3 1 33.3%"], [], "quotients"),
    ],
)
def test_tables_of_marks_and_spending_are_added_up(rows: list[str], expected: list[str], why: str):
    assert [finding.rule for finding in check(table_of(*rows))] == expected, why


@pytest.mark.parametrize(("end", "expected"), [("", ["truncated"]), ("。", [])])
def test_a_paragraph_that_ends_without_a_sign_before_a_heading_was_not_finished(
    end: str, expected: list[str]
):
    told = "全年建成社区食堂12家，服务老人三千余人。组织培训两期，反响良好。推送信息203条，采纳率100%"
    paragraphs = ["一、工作情况", told + end, "二、社会救助情况", "应救尽救，应养尽养。"]
    page = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{p}</p>' for p in paragraphs)}</body></html>"
    assert [finding.rule for finding in check(Paper(read(page.encode(), "page.html")))] == expected


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Two years of one office: 1000 cases, then 1200 that are said to be fewer by a fifth."""
    folder = tmp_path_factory.mktemp("years")
    for year, count, change in ((2020, 1000, ""), (2021, 1200, "，同比减少20%")):
        title = f"{year}年度广州市花都区民政局部门整体支出绩效自评报告"
        text = f"{title}\n一、基本情况\n{year}年，花都区民政局受理救助申请{count}件{change}。\n"
        (folder / f"huadu-{year}.txt").write_text(text, "utf-8")
    room = suizhi.open(folder / "home")
    assert {taken.status for taken in room.ingest(sorted(folder.glob("*.txt")))} == {"added"}
    return room


def test_a_change_is_held_against_the_report_of_the_year_before(years):
    (finding,) = audit(years.library, ["huadu-2021.txt"])
    assert (finding.rule, finding.source) == ("change_mismatch", "huadu-2021.txt")
    assert "应为增长20.00%" in finding.message
    assert "huadu-2020.txt" in finding.message
    assert list(audit(years.library, ["huadu-2020.txt"])) == []


def test_a_report_that_is_not_there_is_an_error(years):
    with pytest.raises(LibraryError):
        list(audit(years.library, ["nowhere.txt"]))


def test_every_finding_quotes_the_report_and_errors_come_first(reports):
    for document in reports.values():
        found = check(Paper(document, graph.read(document).facts))
        order = [("error", "warning", "note").index(finding.severity) for finding in found]
        assert order == sorted(order)
        for finding in found:
            assert finding.citations
            for cited in finding.citations:
                assert document.text[cited.start : cited.end] == cited.quote


def test_a_finding_quotes_something():
    with pytest.raises(ValueError, match="quotes what it finds"):
        Finding("sum_mismatch", "error", "不符", ())


def test_every_kind_of_finding_is_documented_and_has_an_example():
    section = REPLIES.read_text("utf-8").split("## Rules of the audit")[1].split("\n## ")[0]
    table = section.split("| `rule` | found when |")[1]
    documented = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    assert documented == {example["rule"] for example in FAULTY}


def test_every_rule_finds_something_in_the_examples():
    papers = [paper_of(text) for text in (*(e["text"] for e in FAULTY), *(p["faulty"] for p in PAIRS))]
    silent = {name for name, rule in RULES.items() if not any(list(rule(paper)) for paper in papers)}
    assert silent == {"changes", "tables"}  # two reports, and a format with tables: tests of their own


def amount(value: int, step: int) -> Amount:
    return Amount(0, 1, 0, Decimal(value), "元", Decimal(step), str(value), True, False)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=8), st.integers(1, 10**4))
def test_parts_agree_with_their_sum_however_they_are_rounded(parts: list[int], step: int):
    exact = amount(sum(parts), 0)
    assert agree(exact, [amount(part, 0) for part in parts])
    rounded = [amount(round(part / step) * step, step) for part in parts]
    assert agree(amount(round(sum(parts) / step) * step, step), rounded)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=8), st.integers(1, 10**6))
def test_plain_counts_agree_with_nothing_but_their_sum(parts: list[int], off: int):
    assert not agree(amount(sum(parts) + off, 0), [amount(part, 0) for part in parts])


@given(st.lists(st.sampled_from(["预算编制", "资产管理", "信息公开", "成本控制"]), min_size=3, max_size=9))
def test_a_list_of_like_names_is_counted_with_or_without_its_last_and(names: list[str]):
    assert items_of("、".join(names)) == {len(names)}
    assert items_of("、".join(names[:-1]) + "和" + names[-1]) == {len(names)}


@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(search.audit.__path__)])
def test_the_examples_of_the_rules_are_true(name: str):
    assert doctest.testmod(importlib.import_module(f"search.audit.{name}")).failed == 0


@pytest.mark.parametrize("slip", misspellings(), ids=lambda slip: slip.right)
def test_a_slip_with_guards_is_found_in_its_example(slip):
    assert [right for _, right in _misspelt(slip.example)] == [slip.right]


def test_no_right_word_holds_a_slip():
    _, rights = _pairs()
    assert len(rights) > 100
    for wrong, right in rights.items():
        assert wrong != right
        assert list(_misspelt(right)) == [], right
        assert [match.group() for match, _ in _misspelt(f"我局{wrong}。")] == [wrong]
