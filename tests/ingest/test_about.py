"""What a report is, told by its words alone; what they do not say stays unknown."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest import read
from ingest.about import kind_of
from ingest.document import About

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS = tomllib.loads((CORPUS / "corpus.toml").read_text("utf-8"))["report"]
KINDS = tomllib.loads((Path(ingest.__file__).parent / "kinds.toml").read_text("utf-8"))["kind"]

KIND = "部门整体支出绩效自评报告"


def about(*paragraphs: str) -> About:
    return read("\n\n".join(paragraphs).encode(), "a.txt").about


def test_the_list_of_the_corpus_is_that_of_its_files() -> None:
    assert {report["file"] for report in REPORTS} == {path.name for path in CORPUS.glob("*.txt")}
    for report in REPORTS:
        assert sha256((CORPUS / report["file"]).read_bytes()).hexdigest() == report["sha256"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["file"])
def test_reports_of_the_corpus_are_known_under_any_file_name(report: dict[str, Any]) -> None:
    data = (CORPUS / report["file"]).read_bytes()
    found = [read(data, name).about for name in ("a.txt", "b.txt", "深圳市1999年.txt")]
    assert found[0] == found[1] == found[2]
    assert found[0].title == report["title"]
    assert found[0].department == report["publisher"]
    assert found[0].region == report["region"]
    assert found[0].year == report["year"]
    assert found[0].kind == KIND
    assert (found[0].province, found[0].city) == ("广东省", "广州市")


@pytest.mark.parametrize(
    ("kind", "title"), [(kind["name"], title) for kind in KINDS for title in kind["examples"]]
)
def test_the_examples_of_a_kind_are_of_it(kind: str, title: str) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize("line", ["一、基本情况", "广州市花都区", "全年完成12项", ""])
def test_other_lines_are_of_no_kind(line: str) -> None:
    assert kind_of(line) is None


# (title as printed, department, region: province, city, district, year, reason)
TITLES: list[tuple[list[str], str | None, tuple[str | None, str | None, str | None], int | None, str]] = [
    (["2024年度杭州市西湖区教育局部门整体支出绩效自评报告"],
     "杭州市西湖区教育局", ("浙江省", "杭州市", "西湖区"), 2024, "year, place, office, kind"),
    (["深圳市卫生健康委员会2023年度部门整体支出绩效自评报告"],
     "深圳市卫生健康委员会", ("广东省", "深圳市", None), 2023, "the office before the year"),
    (["苏州市水务局关于2023年度部门整体支出绩效自评情况的报告"],
     "苏州市水务局", ("江苏省", "苏州市", None), 2023, "关于…的报告"),
    (["贵州省财政厅2021年整体支出绩效评价报告"],
     "贵州省财政厅", ("贵州省", None, None), 2021, "an office of a province has no city"),
    (["北京市朝阳区住房和城乡建设委员会2022年度部门整体支出绩效自评报告"],
     "北京市朝阳区住房和城乡建设委员会", ("北京市", "北京市", "朝阳区"), 2022, "a municipality is province and city"),
    (["附件3", "2023年度", "成都市武侯区医疗保障局", "部门整体支出绩效自评报告"],
     "成都市武侯区医疗保障局", ("四川省", "成都市", "武侯区"), 2023, "over several lines, behind an attachment"),
    (["2023年度武汉市洪山区民政局部门整体", "支出绩效自评报告"],
     "武汉市洪山区民政局", ("湖北省", "武汉市", "洪山区"), 2023, "broken in the middle of a word"),
    (["2023年部门整体支出绩效自评报告", "（武汉市洪山区民政局）"],
     "武汉市洪山区民政局", ("湖北省", "武汉市", "洪山区"), 2023, "the office in brackets under the title"),
    (["附件2：2020年度长沙市教育局部门整体支出绩效自评报告"],
     "长沙市教育局", ("湖南省", "长沙市", None), 2020, "the attachment in the same line"),
    (["朝阳区水务局2022年度部门整体支出绩效自评报告"],
     "朝阳区水务局", (None, None, "朝阳区"), 2022, "a district of several cities: the city stays open"),
    (["2022—2023年度福州市鼓楼区教育局部门整体支出绩效自评报告"],
     "福州市鼓楼区教育局", ("福建省", "福州市", "鼓楼区"), 2023, "two years, and a district of several cities"),
    (["关于2024年报送2023年度长沙市教育局部门整体支出绩效自评情况的报告"],
     "长沙市教育局", ("湖南省", "长沙市", None), 2023, "the year reported on is called 年度"),
    (["株洲市荷塘区人民法院2021年度部门（单位）整体支出绩效评价自评报告"],
     "株洲市荷塘区人民法院", ("湖南省", "株洲市", "荷塘区"), 2021, "a court, and another wording of the kind"),
    (["中共广州市委组织部2023年度部门整体支出绩效自评报告"],
     "中共广州市委组织部", ("广东省", "广州市", None), 2023, "a body of the party"),
    (["内蒙古自治区财政厅2022年度部门整体支出绩效自评报告"],
     "内蒙古自治区财政厅", ("内蒙古自治区", None, None), 2022, "an autonomous region"),
    (["2021年度城步苗族自治县医疗保障局整体支出绩效评价报告"],
     "城步苗族自治县医疗保障局", ("湖南省", "邵阳市", "城步苗族自治县"), 2021, "an autonomous county"),
    (["2023年度部门整体支出绩效自评报告", "单位名称：长沙市水利局", "填报日期：2024年4月1日"],
     "长沙市水利局", ("湖南省", "长沙市", None), 2023, "a cover that is a form"),
    (["部门整体支出绩效自评报告"], None, (None, None, None), None, "nothing but the kind"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "department", "region", "year", "reason"), TITLES)
def test_a_title_says_who_reports_on_which_year(
    title: list[str],
    department: str | None,
    region: tuple[str | None, str | None, str | None],
    year: int | None,
    reason: str,
) -> None:
    found = about(
        *title,
        "一、基本情况",
        "本单位认真履行职责，全年各项工作任务均按期完成，取得了较好的社会效益和经济效益。",
    )
    assert found.title is not None, reason
    assert found.kind == KIND, reason
    assert (found.department, (found.province, found.city, found.district), found.year) == (
        department,
        region,
        year,
    ), reason


@pytest.mark.parametrize(
    ("paragraphs", "reason"),
    [
        (["全年共完成工作12项。", "共办理业务30宗。"], "no title at all"),
        (["会议通知", "定于近日召开工作会议，请准时参加。"], "another kind of writing"),
        (["关于报送部门整体支出绩效自评报告的通知", "各单位：请按时报送。"], "about reports, not one"),
    ],
)
def test_what_the_words_do_not_say_is_unknown_and_never_a_default(paragraphs: list[str], reason: str) -> None:
    assert about(*paragraphs) == About(), reason


def test_the_city_of_a_district_of_several_cities_is_the_one_that_the_text_names() -> None:
    title = "鼓楼区财政局2022年度部门整体支出绩效自评报告"
    for city, province in (("南京市", "江苏省"), ("福州市", "福建省"), ("徐州市", "江苏省")):
        found = about(title, "一、基本情况", f"{city}财政局下达的任务均已完成。")
        assert (found.province, found.city, found.district) == (province, city, "鼓楼区")


def test_a_place_in_the_text_is_not_taken_for_the_reporting_one() -> None:
    found = about(
        "部门整体支出绩效自评报告", "一、基本情况", "赴杭州市、深圳市南山区学习考察，与成都市开展合作。"
    )
    assert found.region is None


def test_the_year_of_a_report_without_one_in_its_title_is_the_one_that_it_speaks_of() -> None:
    title = "某县水务局部门整体支出绩效自评报告"
    body = "2023年度完成投资。2023年度办理业务。2023年，群众满意。"
    assert about(title, "一、基本情况", body).year == 2023
    assert about(title, "一、基本情况", body + "2022年度完成投资。2022年度办理业务。").year is None


NAMES = [
    (
        "2023年度广州市增城区政务服务数据管理局（增城开发区政务服务数据管理局）部门整体支出绩效自评报告",
        "区政数局负责。",
        "增城区政务服务数据管理局 增城开发区政务服务数据管理局 区政务服务数据管理局 区政数局",
        "one office with two names, and a short one",
    ),
    (
        "2024年度广州市荔湾区政务服务数据管理局部门整体支出绩效自评表说明",
        "区政务数据局与区财政局、区市场监管局配合。",
        "荔湾区政务服务数据管理局 区政务服务数据管理局 区政务数据局",
        "other offices are no short names",
    ),
    (
        "深圳市卫生健康委员会2023年度部门整体支出绩效自评报告",
        "市卫健委牵头，市教育局参加。",
        "市卫生健康委员会 市卫生健康委 市卫健委",
        "委员会 is shortened to 委",
    ),
    (
        "2023年度苏州市住房和城乡建设局部门整体支出绩效自评报告",
        "市住建局统筹，全市住建局系统参加，市建设集团承建。",
        "市住房和城乡建设局 市住建局",
        "the first characters of its words",
    ),
    (
        "武汉市公安局交通管理局2023年度部门整体支出绩效自评报告",
        "市公安局统一部署。",
        "市公安局交通管理局",
        "the office above it is another one",
    ),
    (
        "共青团深圳市委员会2023年度部门整体支出绩效自评报告",
        "深圳市委员会领导。",
        "",
        "without its first word it would be another body",
    ),
]


@pytest.mark.parametrize(("title", "body", "names", "reason"), NAMES)
def test_a_department_is_known_by_all_of_its_names(title: str, body: str, names: str, reason: str) -> None:
    found = about(title, "一、基本情况", body)
    assert set(found.names) == {found.department, *names.split()}, reason
    assert list(found.names) == sorted(found.names, key=lambda name: (-len(name), name))
