"""Which names mean the same thing, in a report and across reports."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Entity
from graph.home import Home
from graph.mentions import find_mentions
from graph.resolve import Resolution, resolve
from ingest.document import About, Document, Run, Section

HUADU = About(
    province="广东省",
    city="广州市",
    district="花都区",
    department="广州市花都区政务服务数据管理局",
    names=("广州市花都区政务服务数据管理局", "区政务服务数据管理局"),
)
WUHOU = About(province="四川省", city="成都市", district="武侯区", department="成都市武侯区行政审批局")
WUHAN = About(province="湖北省", city="武汉市", department="武汉市财政局", names=("武汉市财政局", "市财政局"))


def report(text: str, about: About = HUADU) -> Document:
    section = Section(0, 0, "", "", 0, 0, len(text), None, ())
    runs = (Run(0, len(text), "", 0),)
    return Document("甲.txt", "", "", "txt", "utf-8", text, runs, (), (section,), (), about)


def read(text: str, about: About = HUADU) -> Resolution:
    document = report(text, about)
    return resolve(document, find_mentions(document))


def entity(resolution: Resolution, form: str) -> Entity:
    found = [e for e in resolution.entities if form in (e.name, *e.aliases)]
    assert len(found) == 1, (form, resolution.entities)
    return found[0]


SAME = [
    (
        "区政务服务中心与花都区政务服务中心",
        "花都区政务服务中心",
        {"区政务服务中心"},
        HUADU,
        "区 is the district",
    ),
    ("广州市花都区政务服务数据管理局成立，我局和本部门", HUADU.department, {"我局", "本部门"}, HUADU, "we"),
    ("我区、花都与花都区联动，惠及全区", "花都区", {"我区", "花都", "全区"}, HUADU, "names of the district"),
    ("按市局要求办理", "广州市政务服务数据管理局", {"市局"}, HUADU, "what does the same in the city"),
    ("市财政局牵头，我局负责", "武汉市财政局", {"市财政局", "我局"}, WUHAN, "a city's department"),
    (
        "推广“事前服务”工作模式，做好“事前服务”",
        "“事前服务”工作模式",
        {"事前服务"},
        HUADU,
        "the quotation alone",
    ),
    ("上线“花管家”APP，使用“花管家”APP", "“花管家”APP", {"花管家"}, HUADU, "quotation marks do not count"),
    (
        "印发《关于数据共享的意见》（花府〔2021〕64号）",
        "关于数据共享的意见",
        {"花府〔2021〕64号"},
        HUADU,
        "the number behind a title",
    ),
    ("区12345热线和区12345政府服务热线", "花都区12345政务服务便民热线", set(), HUADU, "forms of one hotline"),
    (
        "建设市城市运行监测平台（以下简称“城运平台”）",
        "武汉市城市运行监测平台",
        {"城运平台"},
        WUHAN,
        "defined",
    ),
    (
        "完善数字孪生三维地图，三维地图覆盖",
        "数字孪生三维地图",
        {"三维地图"},
        HUADU,
        "the only one that ends so",
    ),
    ("建设校园餐监管平台（又名“阳光餐”），“阳光餐”上线", "校园餐监管平台", {"阳光餐"}, WUHAN, "又名"),
    (
        "推广智能接送平台“小送通”，小送通覆盖",
        "智能接送平台",
        {"小送通"},
        WUHAN,
        "named right behind its noun",
    ),
    (
        "武汉市卫生健康信息中心与市卫健信息中心",
        "武汉市卫生健康信息中心",
        {"市卫健信息中心"},
        WUHAN,
        "contracted",
    ),
    ("武汉市第三人民医院、市三医院门诊", "武汉市第三人民医院", {"市三医院"}, WUHAN, "by its number"),
    ("局党组带头，", "武汉市财政局党组", {"局党组"}, WUHAN, "of the department"),
    ("党的二十大精神，二十大报告", "党的二十大", {"二十大"}, HUADU, "a common name"),
]


@pytest.mark.parametrize(("text", "name", "aliases", "about", "reason"), SAME)
def test_names_of_one_thing_are_one_entity(
    text: str, name: str, aliases: set[str], about: About, reason: str
) -> None:
    found = entity(read(text, about), name)
    assert found.name == name, reason
    assert aliases <= set(found.aliases), reason


def test_a_name_of_whole_words_is_no_contraction() -> None:
    found = read("武汉市政务服务数据管理中心和市政务服务中心", WUHAN)
    assert len([e for e in found.entities if e.type == "ORG" and "政务服务" in e.name]) == 2


def test_of_two_that_may_be_meant_none_is() -> None:
    found = read("武汉市妇女儿童医院、武汉市妇产儿科医院和市妇儿医院", WUHAN)
    assert entity(found, "市妇儿医院").name not in ("武汉市妇女儿童医院", "武汉市妇产儿科医院")


def test_the_hotlines_of_two_places_stay_two() -> None:
    found = read("区12345热线受理市12345政务服务便民热线转办工单")
    assert entity(found, "区12345热线").id != entity(found, "市12345政务服务便民热线").id


@pytest.mark.parametrize(
    "name", ["区政务服务中心", "区财政局", "区政府", "12345热线", "区数据共享平台", "我局"]
)
def test_the_same_short_name_in_two_districts_is_two_things(name: str) -> None:
    here, there = entity(read(f"依托{name}开展"), name), entity(read(f"依托{name}开展", WUHOU), name)
    assert here.id != there.id


@pytest.mark.parametrize("name", ["粤省事", "“一网通办”", "《数据安全管理办法》"])
def test_what_is_of_no_place_is_the_same_everywhere(name: str) -> None:
    bare = name.strip("“”《》")
    assert entity(read(f"推广{name}。"), bare).id == entity(read(f"推广{name}。", WUHOU), bare).id


def test_a_name_is_the_same_in_the_reports_of_district_and_city() -> None:
    city = About(province="广东省", city="广州市", department="广州市财政局")
    ours, theirs = read("依托区政务服务中心办理"), read("依托花都区政务服务中心办理", city)
    assert entity(ours, "区政务服务中心").id == entity(theirs, "花都区政务服务中心").id


def test_a_place_inside_a_name_is_an_entity_too() -> None:
    found = read("在狮岭镇政务服务中心办理")
    assert entity(found, "狮岭镇").type == "REGION"
    assert entity(found, "狮岭镇政务服务中心").id != entity(found, "狮岭镇").id


def test_a_list_of_towns_with_one_kind_of_office_has_one_in_each() -> None:
    found = read("选取秀全街、狮岭镇和梯面镇便民服务中心为试点")
    assert {e.name for e in found.entities if e.type == "ORG"} == {
        f"{town}便民服务中心" for town in ("秀全街", "狮岭镇", "梯面镇")
    }
    assert {"秀全街", "狮岭镇"} <= {e.name for e in found.entities if e.type == "REGION"}


def test_a_group_of_a_commissions_office_is_not_that_office() -> None:
    found = read("区委城市更新工作领导小组办公室数据管理组印发通知")
    assert [e.name for e in found.entities if e.type == "ORG" and "领导小组" in e.name] == [
        "花都区委城市更新工作领导小组办公室",
        "花都区委城市更新工作领导小组办公室数据管理组",
    ]


def test_the_platform_that_a_project_builds_is_an_entity_too() -> None:
    found = read("“某智管”花都区分平台建设项目已完成")
    assert entity(found, "“某智管”花都区分平台").type == "PLATFORM"
    assert entity(found, "“某智管”花都区分平台建设项目").type == "PROJECT"


def test_a_place_far_from_home_is_one_only_where_it_is_named_by_itself() -> None:
    found = read("根据四川省人民政府文件，全省推进")
    assert not [e for e in found.entities if e.type == "REGION"]
    assert entity(read("赴四川省学习"), "四川省").type == "REGION"


def test_a_window_for_a_service_is_not_that_service() -> None:
    found = read("推进“高效办成一件事”，设立“高效办成一件事”专窗")
    assert entity(found, "高效办成一件事") is not entity(found, "“高效办成一件事”专窗")


def test_the_same_trial_on_two_levels_is_two() -> None:
    found = read("列入市“三化”创新试点，建设区“三化”创新试点")
    assert len([e for e in found.entities if "三化" in e.name]) == 2


def test_what_a_dash_explains_is_one_thing() -> None:
    found = read("建设首个城市级数字安全监测平台——花都数字安全监测平台")
    assert len([e for e in found.entities if e.type == "PLATFORM"]) == 1


def test_who_issued_a_document_by_its_title_is_an_entity() -> None:
    assert entity(read("根据《广州市财政局关于印发绩效方案的通知》执行"), "广州市财政局").type == "ORG"


def test_where_the_place_is_unknown_nothing_is_made_up() -> None:
    found = entity(read("依托区政务服务中心办理", About()), "区政务服务中心")
    assert found.name == "区政务服务中心"


WORDS = [
    "区政务服务中心",
    "，",
    "我局",
    "“一网通办”",
    "建设",
    "市数据平台",
    "花都区",
    "。",
    "广州市",
    "狮岭镇",
    "《数据条例》",
    "全区",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20), st.randoms())
def test_every_mention_has_one_entity_in_any_order_of_mentions(words: list[str], random: Random) -> None:
    document = report("".join(words))
    mentions = list(find_mentions(document))
    first = resolve(document, mentions)
    random.shuffle(mentions)
    assert resolve(document, mentions) == first
    ids = [e.id for e in first.entities]
    assert len(ids) == len(set(ids))
    assert set(first.by_mention.values()) == set(ids)
    assert set(mentions) <= set(first.by_mention)
    for found in first.entities:
        assert found.mentions
        assert found.name not in found.aliases
        assert all(document.text[c.start : c.end] == c.quote for c in found.mentions)


def test_a_home_without_a_district_leaves_its_level_open() -> None:
    assert Home.of(WUHAN).of_level("区") is None
    assert Home.of(WUHAN).split("市财政局") == ("武汉市", "财政局")
    assert Home.of(HUADU).split("市民广场") == (None, "市民广场")
