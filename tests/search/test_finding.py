"""Pages of hits: filters, doubles, reasons, counts, over the reports of the corpus and one made for it."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

import suizhi
from search.answer import Hit
from search.finding import Filters, telling
from search.scope import catalogue
from search.understand import understand

ROOT = Path(__file__).parents[2]

TWICE = """临江市政务服务和数据管理局2024年度部门整体支出绩效自评报告

一、基本情况

（一）主要工作。2024年，全市建成便民服务站三百二十个，覆盖全部镇街，群众办事平均少跑两趟。

（二）财务情况。全年预算执行率为98.1%，三公经费比上年下降。

二、绩效情况

（一）履职效能。2024年，全市建成便民服务站三百二十个，覆盖全部镇街，群众办事平均少跑两趟！

（二）存在问题。部分镇街自助终端使用率不高，宣传不够。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> suizhi.Suizhi:
    folder = tmp_path_factory.mktemp("finding")
    for path in (ROOT / "corpus").glob("*.txt"):
        shutil.copy(path, folder)
    (folder / "linjiang-2024.txt").write_text(TWICE, "utf-8")
    room = suizhi.open(folder / "home")
    assert sum(one.status == "added" for one in room.ingest(folder.glob("*.txt"))) == 6
    return room


@pytest.mark.parametrize(
    ("filters", "expected", "reason"),
    [
        (Filters(regions=("花都区",)), {"huadu-2022.txt", "huadu-2023.txt"}, "a full name"),
        (Filters(regions=("花都",)), {"huadu-2022.txt", "huadu-2023.txt"}, "a short name"),
        (
            Filters(regions=("花都", "荔湾"), years=(2022, 2024)),
            {"huadu-2022.txt", "liwan-2024.txt"},
            "both must hold",
        ),
        (Filters(years=(1999,)), set(), "no report of that year"),
        (Filters(departments=("没有这个局",)), set(), "no such department"),
        (Filters(kinds=("整体支出",), years=(2022,)), {"huadu-2022.txt"}, "a part of the kind"),
    ],
)
def test_filters_of_reports(room: suizhi.Suizhi, filters: Filters, expected: set[str], reason: str) -> None:
    page = room.find("热线 预算", 100, filters=filters)
    assert {hit.source for hit in page.hits} == expected, reason
    assert page.found >= len(page.hits)


def test_a_filter_by_name_leaves_passages_that_mention_it(room: suizhi.Suizhi) -> None:
    (entity, *_) = room.library.entity_named("穗智管")
    for wanted in ("穗智管", entity.id):
        page = room.find("平台建设", 100, filters=Filters(entities=(wanted,)))
        assert page.hits
        assert page.found == len(page.hits)
        for hit in page.hits:
            said = [
                e
                for e in room.library.entities(sources=[hit.source])
                if "穗智管" in "".join((e.name, *e.aliases))
            ]
            assert any(hit.start <= m.start < hit.end for e in said for m in e.mentions)
    assert room.find("平台", filters=Filters(entities=("没有这个平台",))).hits == ()


def test_a_filter_by_type_leaves_passages_that_mention_one(room: suizhi.Suizhi) -> None:
    page = room.find("荣誉", 20, filters=Filters(types=("AWARD",)))
    assert page.hits
    for hit in page.hits:
        awards = [e for e in room.library.entities(sources=[hit.source]) if e.type == "AWARD"]
        assert any(hit.start <= m.start < hit.end for e in awards for m in e.mentions)


def test_what_a_report_says_twice_is_shown_once(room: suizhi.Suizhi) -> None:
    hits = room.find("临江市建成多少便民服务站", 100, filters=Filters(regions=("临江市",))).hits
    assert sum("便民服务站" in hit.text for hit in hits) <= 1
    everywhere = room.find("建成多少便民服务站", 100).hits
    assert sum("三百二十个" in hit.text for hit in everywhere) == 1


def test_pages_follow_one_another(room: suizhi.Suizhi) -> None:
    whole = room.find("热线满意率", 12)
    pages = [room.find("热线满意率", 4, offset=offset) for offset in (0, 4, 8)]
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    assert {page.found for page in pages} == {whole.found}
    assert room.find("热线满意率", 4, offset=100_000).hits == ()


def test_found_counts_the_passages_with_a_word_of_the_query(room: suizhi.Suizhi) -> None:
    texts = [p.context + p.text for report in room.documents() for p in room.library.passages(report.source)]
    assert room.find("满意率", 1).found == sum("满意率" in text for text in texts)
    only = [p.context + p.text for p in room.library.passages("huadu-2022.txt")]
    filters = Filters(regions=("花都",), years=(2022,))
    assert room.find("满意率", 1, filters=filters).found == max(1, sum("满意率" in text for text in only))


def test_a_hit_says_which_words_and_names_it_has(room: suizhi.Suizhi) -> None:
    hits = room.find("穗智管接入了哪些系统", 5).hits
    told = ["；".join(hit.reasons) for hit in hits]
    assert any("含有“" in reasons and "穗智管" in reasons for reasons in told)
    assert any("提到" in reasons for reasons in told)
    for hit, reasons in zip(hits, told, strict=True):
        assert "相似度" in reasons
        if "“系统”" in reasons:
            assert "系统" in hit.text


def test_words_and_names_of_the_query_are_marked_where_they_stand(room: suizhi.Suizhi) -> None:
    hits = room.find("穗智管接入了哪些系统", 5).hits
    said = {word for hit in hits for word in marked(hit)}
    assert {"穗智管", "系统"} <= said
    for hit in hits:
        assert all(hit.start <= start < end <= hit.end for start, end in hit.marks)
        assert all(one[1] < two[0] for one, two in pairwise(hit.marks)), "in order, apart"


def test_a_report_that_says_it_in_other_words_is_found_with_the_reason(room: suizhi.Suizhi) -> None:
    hit = room.find("2022年花都区群众留下负面评价而形成的单子有多少件", 1).hits[0]
    assert "差评工单131宗" in hit.text
    assert any(reason.startswith("“负面评价”报告写作“差评") for reason in hit.reasons)
    assert "差评工单" in marked(hit)


def marked(hit: Hit) -> list[str]:
    return [hit.text[start - hit.start : end - hit.start] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "expected", "reason"),
    [
        ("花都区2023年热线满意率", ("热线", "满意率"), "neither the place nor the year"),
        ("的？", (), "nothing tells"),
    ],
)
def test_words_that_tell(room: suizhi.Suizhi, query: str, expected: tuple[str, ...], reason: str) -> None:
    assert telling(understand(query, catalogue(room.documents()))) == expected, reason


def test_what_a_form_left_empty_is_no_filter(room: suizhi.Suizhi) -> None:
    everything = room.find("热线").found
    assert everything > 0
    assert room.find("热线", filters=Filters(departments=("",), regions=(" ",))).found == everything
