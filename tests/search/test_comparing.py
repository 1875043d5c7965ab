"""One metric side by side, asked of reports of 杭州 that are not in the corpus: every cell cited, or told why not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import suizhi
from search.comparing import Cell, Row, compare_metric
from search.subjects import whose
from suizhi import Suizhi

TOWNS = Path(__file__).with_name("towns")
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    """Two districts of 杭州, two years each, the city's own office, and a district of 宁波."""
    room = suizhi.open(tmp_path_factory.mktemp("towns") / "home")
    assert {taken.status for taken in room.ingest(sorted(TOWNS.glob("*.txt")))} == {"added"}
    return room


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    room = suizhi.open(tmp_path_factory.mktemp("corpus") / "home")
    assert {taken.status for taken in room.ingest(sorted(CORPUS.glob("*.txt")))} == {"added"}
    return room


def values(cells: list[Cell]) -> dict[tuple[str | None, int | None], str]:
    """The values with their units, or the first word of the reason, by region and year."""
    return {
        (cell.region, cell.year): f"{cell.fact.quantity.low}{cell.fact.quantity.unit}"
        if cell.fact
        else (cell.missing or "").split("：")[0]
        for cell in cells
    }


# metric, values by region and year, reason
TABLES = [
    (
        "参保人数",
        {
            ("杭州市", 2023): "11526000人",
            ("滨江区", 2022): "517000人",
            ("滨江区", 2023): "532500人",
            ("西湖区", 2022): "864000人",
            ("西湖区", 2023): "881000人",
            ("鄞州区", 2023): "指标",
        },
        "a count, with 万 resolved; a report of another trade is told, not left out",
    ),
    (
        "预算执行率",
        {
            ("杭州市", 2023): "98.74%",
            ("滨江区", 2022): "98.57%",
            ("滨江区", 2023): "98.74%",
            ("西湖区", 2022): "95.97%",
            ("西湖区", 2023): "98.2%",
            ("鄞州区", 2023): "指标",
        },
        "a rate that all have under one name",
    ),
    (
        "2023年滨江区的参保人数是多少",
        {("滨江区", 2023): "532500人"},
        "a scope in the metric itself limits the table",
    ),
    ("水稻产量", dict.fromkeys([("杭州市", 2023), ("滨江区", 2022)], "指标"), "what no report says"),
]


@pytest.mark.parametrize(("metric", "wanted", "reason"), TABLES, ids=[row[0] for row in TABLES])
def test_each_report_has_its_value_or_the_reason_why_not(room, metric, wanted, reason) -> None:
    found = values(room.compare(metric))
    assert {place: found[place] for place in wanted} == wanted, reason
    assert len(found) == (1 if "滨江区" in metric else 6)


def test_every_cell_is_cited_verbatim(room) -> None:
    cells = [
        cell for metric in ("满意率", "参保人数", "表扬信") for cell in room.compare(metric) if cell.fact
    ]
    assert len(cells) > 10
    for cell in cells:
        assert cell.fact is not None
        cited = cell.fact.citation
        assert room.library.document(cited.source).text[cited.start : cited.end] == cited.quote


def test_what_counts_another_thing_is_marked_and_not_mixed_in(corpus) -> None:
    cells = {(cell.region, cell.year): cell for cell in corpus.compare("满意率")}
    plain, firms = cells["花都区", 2023], cells["荔湾区", 2024]
    assert plain.fact is not None
    assert firms.fact is not None
    assert (plain.fact.quantity.low, plain.note) == (Decimal("67.82"), None)
    assert firms.fact.metric == "企业工单满意率"
    assert firms.note is not None
    assert "口径不同" in firms.note
    assert "企业工单满意率" in firms.note


def test_asked_for_by_its_own_name_it_is_the_one_without_a_note(corpus) -> None:
    notes = {cell.region: cell.note for cell in corpus.compare("企业工单满意率") if cell.fact}
    assert notes.pop("荔湾区") is None
    assert all(notes.values())


def test_a_number_of_one_project_is_not_that_of_the_department(corpus) -> None:
    cells = {(cell.region, cell.year): cell for cell in corpus.compare("预算执行率")}
    own = cells["花都区", 2023]
    assert own.note is None
    one = cells["花都区", 2022]
    assert one.fact is not None
    assert whose(one.fact, corpus.library.report("huadu-2022.txt").about)
    assert one.note is not None
    assert one.note.startswith("主体不同")


# limits, cells by region and year, reason
LIMITS = [
    ({"regions": ["西湖"]}, {("西湖区", 2022), ("西湖区", 2023)}, "a short name is a region too"),
    ({"regions": ["杭州市西湖区"]}, {("西湖区", 2022), ("西湖区", 2023)}, "so is a full one"),
    ({"regions": ["杭州市"]}, {("杭州市", 2023)}, "a city with a report of its own is that report"),
    ({"regions": ["宁波市"]}, {("鄞州区", 2023)}, "a city without one is the districts in it"),
    ({"years": [2022], "regions": ["西湖区"]}, {("西湖区", 2022)}, "one year"),
    ({"departments": ["医疗保障"]}, None, "a part of the department's name"),
    ({"departments": ["医保局"]}, None, "a short name of it"),
]


@pytest.mark.parametrize(("limits", "wanted", "reason"), LIMITS)
def test_a_table_is_limited_by_region_year_and_department(room, limits, wanted, reason) -> None:
    cells = room.compare("满意率", **limits)
    if wanted is None:
        assert len(cells) == 5
        assert all("医疗保障" in (cell.department or "") for cell in cells), reason
    else:
        assert {(cell.region, cell.year) for cell in cells} == wanted, reason


def test_the_subject_limits_the_facts(corpus) -> None:
    cells = corpus.compare("满意率", subject="12345热线")
    subjects = {cell.region: cell.fact.subject for cell in cells if cell.fact}
    assert subjects["花都区"] == "花都区12345热线"
    assert all("12345" in subject for subject in subjects.values())
    assert any(cell.missing and "12345热线的“满意率”" in cell.missing for cell in cells)


# limits, what the reason names, reason
GAPS = [
    ({"regions": ["天河区"]}, "地区：资料库里没有天河区的报告", "no report of that region"),
    ({"years": [2031], "regions": ["西湖区"]}, "年份：西湖区没有2031年度的报告", "no report of that year"),
    ({"departments": ["体育局"]}, "部门：资料库里没有体育局的报告", "no report of that department"),
]


@pytest.mark.parametrize(("limits", "missing", "reason"), GAPS)
def test_what_the_library_lacks_is_a_cell_with_the_reason(room, limits, missing, reason) -> None:
    (cell,) = room.compare("满意率", **limits)
    assert (cell.fact, cell.missing, cell.asked) == (None, missing, "满意率"), reason


def test_every_region_has_a_cell_for_every_named_year(room) -> None:
    cells = room.compare("满意率", years=[2022, 2023])
    regions = {"杭州市", "滨江区", "西湖区", "鄞州区"}
    assert {(cell.region, cell.year) for cell in cells} == {(r, y) for r in regions for y in (2022, 2023)}


def test_a_report_is_not_asked_for_the_year_before_without_a_date(room) -> None:
    (cell,) = room.compare("满意率", regions=["杭州市"], years=[2022])
    assert cell.missing == "年份：杭州市没有2022年度的报告"


def test_the_same_reports_give_the_same_table_in_any_order_of_adding(room, tmp_path) -> None:
    other = suizhi.open(tmp_path / "home")
    list(other.ingest(sorted(TOWNS.glob("*.txt"), reverse=True)))
    assert other.compare("满意率") == room.compare("满意率")


def test_an_empty_library_gives_no_cells(tmp_path) -> None:
    assert suizhi.open(tmp_path / "home").compare("满意率") == []


def test_a_cell_without_fact_and_reason_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="reason"):
        Cell("西湖区", None, 2023, "满意率")


def test_a_row_of_nothing_but_words_of_scope_finds_nothing(room) -> None:
    encoder = room.desk._index.encoder
    cells = compare_metric(room.library, encoder, Row("2023年"))
    assert cells
    assert all(cell.missing for cell in cells)


def test_a_project_in_the_very_words_does_not_stand_for_its_department(tmp_path) -> None:
    """苏州 tells 执行率 of one project and 整体执行率 of all."""
    room = suizhi.open(tmp_path / "home")
    reports = CORPUS.parent / "bench" / "guard" / "reports"
    names = ("suzhou-water-2024.txt", "hangzhou-transport-2022.docx")
    assert {taken.status for taken in room.ingest([reports / name for name in names])} == {"added"}
    assert values(room.compare("执行率")) == {("杭州市", 2022): "99.22%", ("苏州市", 2024): "96.61%"}
