"""Similar initiatives: from other reports, with their quotes and reasons."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import suizhi
from api.lines import similar_line
from bench.annotation import Theme, read_gold
from bench.places import Texts
from bench.tasks.similar import score
from search import similar
from suizhi import Suizhi

ROOT = Path(__file__).parents[2]

REPORTS = {
    "江北2023.txt": """2023年度甲州市江北区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.建设“江北一码通”服务平台。推动市民凭一个二维码办理社保、医保、图书借阅等业务，接入应用46个。
2.开展冬季供暖检查。走访居民小区120个，整改问题35个。
""",
    "江南2023.txt": """2023年度甲州市江南区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.打造“江南一码办”服务平台。群众凭一个二维码即可办理社保、公交、图书借阅等事项，接入应用31个。
2.绿化养护。新增口袋公园5个，补种行道树2000棵。
""",
    "江北2022.txt": """2022年度甲州市江北区政务服务局部门整体支出绩效自评报告
一、基本情况
（一）主要工作
1.防汛排涝。清理河道12公里，加固堤防3处。
""",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


def test_the_like_thing_of_another_district_comes_first(room: Suizhi) -> None:
    found = room.similar("“江北一码通”服务平台", "江北2023.txt")
    assert found[0].report.source == "江南2023.txt"
    assert "一码办" in found[0].name
    assert any("服务平台" in reason for reason in found[0].reasons)


def test_nothing_is_found_in_the_report_that_asks(room: Suizhi) -> None:
    found = room.similar("“江北一码通”服务平台", "江北2023.txt", top=50)
    assert {each.report.source for each in found} == {"江南2023.txt", "江北2022.txt"}


def test_no_two_hits_show_one_passage(room: Suizhi) -> None:
    shown = [(each.report.source, each.text) for each in room.similar("一码通", "江北2023.txt", top=50)]
    assert len(shown) == len(set(shown))


def test_quotes_are_verbatim_and_stand_in_the_text(room: Suizhi) -> None:
    for each in room.similar("凭二维码办事", top=20):
        text = room.library.document(each.report.source).text
        assert text[each.citation.start : each.citation.end] == each.citation.quote
        assert each.citation.quote in each.text
        assert len(each.text) <= 400


def test_any_text_may_be_asked_with(room: Suizhi) -> None:
    assert "一码" in room.similar("扫码就能借书坐公交", top=1)[0].text.replace("二维码", "一码")


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    assert suizhi.open(tmp_path).similar("一码通") == []


# Named quite differently, alike in purpose; each district has other things too. A row: what is asked, what is wanted.
PURPOSES = {
    "山南2023.txt": """2023年度丁州市山南区政务服务局部门整体支出绩效自评报告
一、主要工作
1.打造“街坊眼”应用。通过公交车和环卫车上的摄像头自动识别占道经营、井盖破损等问题，派给网格员处置，每天上报200件。
2.推出“早知道”月报。分析每月来电中的热点诉求，预判问题苗头，供区领导决策。
3.开办“小候鸟”暑托班。为双职工家庭儿童提供免费照看，惠及600人。
4.上线“云盖章”。企业开办全程网上签章，免交纸质材料。
""",
    "山北2023.txt": """2023年度丁州市山北区政务服务局部门整体支出绩效自评报告
一、主要工作
1.部署智能巡查车。利用人工智能算法分析视频，发现违停和垃圾堆放后自动派单给社区。
2.绘制“民声地图”。汇总12345热线工单，研判群众反映集中的热点问题和区域。
3.设立社区托育驿站。为幼儿家庭提供临时照护。
4.推行“免证办”。凭电子证照办事，市场主体少跑腿。
""",
}


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("differing")
    for name, text in PURPOSES.items():
        (folder / name).write_text(text, encoding="utf-8")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


@pytest.mark.parametrize(
    ("name", "source", "wanted", "told"),
    [
        ("街坊眼", "山南2023.txt", "智能巡查车", "视频识别"),
        ("早知道", "山南2023.txt", "民声地图", "民情分析"),
        ("小候鸟", "山南2023.txt", "社区托育驿站", "托育儿童"),
        ("云盖章", "山南2023.txt", "免证办", "免证减材料"),
        ("智能巡查车", "山北2023.txt", "街坊眼", "视频识别"),
        ("民声地图", "山北2023.txt", "早知道", "民情分析"),
    ],
)
def test_what_is_alike_in_purpose_is_found_whatever_it_is_called(
    differing: Suizhi, name: str, source: str, wanted: str, told: str
) -> None:
    first = differing.similar(name, source)[0]
    assert wanted in first.text
    assert any(reason.startswith("同为") and told in reason for reason in first.reasons)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("用车上的摄像头自动发现街面问题", {"街坊眼", "智能巡查车"}),
        ("其他区有没有帮忙照看小孩的做法？", {"小候鸟", "托育"}),
        ("还有哪些地方也在分析群众来电里的热点？", {"早知道", "民声地图"}),
    ],
)
def test_a_sentence_or_a_question_may_be_asked(differing: Suizhi, asked: str, wanted: set[str]) -> None:
    found = differing.similar(asked, top=2)
    assert all(any(word in each.text for word in wanted) for each in found)


def test_a_question_that_names_a_thing_asks_for_what_is_said_of_it(differing: Suizhi) -> None:
    found = differing.similar("别的区有没有像“民声地图”那样的做法？", top=2)
    assert {each.report.source for each in found} == set(PURPOSES)
    assert any("早知道" in each.text for each in found)


def test_one_name_in_two_reports_is_alike_though_all_else_differs(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for source, said in (("a", "受理群众诉求900件，办结率98%"), ("b", "与人才服务、停车收费一并接入小程序")):
        text = f"2023年度戊州市{source}东区政务服务局部门整体支出绩效自评报告\n一、主要工作\n1.“连心工作室”{said}。\n"
        text += "2.修剪行道树2000棵，补种草坪。\n"
        (folder / f"{source}.txt").write_text(text, "utf-8")
    room = suizhi.open(tmp_path / "home")
    list(room.ingest([folder]))
    assert "连心工作室" in room.similar("连心工作室", "a.txt")[0].text


def test_scores_are_chances_and_every_hit_has_a_reason(differing: Suizhi) -> None:
    found = differing.similar("街坊眼", "山南2023.txt", top=20)
    assert all(0 <= each.score <= 1 for each in found)
    assert all(each.reasons and all(each.reasons) for each in found)


def test_a_large_library_is_looked_through_by_its_nearest_reports(
    differing: Suizhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = differing.similar("街坊眼", "山南2023.txt", top=1)
    monkeypatch.setattr(similar, "_WHOLE", 0)
    assert differing.similar("街坊眼", "山南2023.txt", top=1) == whole


def test_nothing_asked_finds_nothing(differing: Suizhi) -> None:
    assert differing.similar("  ") == []


@pytest.mark.parametrize(("folder", "least", "first"), [("gold", 0.74, 0.74), ("guard", 0.80, 0.65)])
def test_the_measured_quality_holds(tmp_path: Path, folder: str, least: float, first: float) -> None:
    """Recall@5, and how often the first hit is right; measured: gold 0.80 and 0.83, guard 0.87 and 0.71."""
    room = suizhi.open(tmp_path / "home")
    list(room.ingest(sorted((ROOT / "corpus").glob("*.txt"))))
    themes = read_gold(ROOT / "bench" / folder).themes
    texts = Texts({r.source: room.library.document(r.source).text for r in room.documents()})

    def hits(top: int):
        return lambda name, source, _: [similar_line(each) for each in room.similar(name, source, top)]

    (found,) = score(themes, hits(5), texts).figures
    assert found.value >= least
    asked = reached = 0
    for verdict in score(themes, hits(1), texts).verdicts:
        wanted = len({m.report for m in theme_of(themes, verdict.id).members}) - 1
        asked += 1
        reached += verdict.right or len(verdict.why.removeprefix("not reached: ").split(", ")) < wanted
    assert reached / asked >= first


def theme_of(themes: Sequence[Theme], asked: str) -> Theme:
    """The group that a verdict's question is of."""
    return next(theme for theme in themes if asked.startswith(f"{theme.name} "))
