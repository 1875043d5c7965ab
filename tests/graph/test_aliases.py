"""What is proposed to be one, what is not, and why."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from graph.aliases import Proposal, propose
from graph.facts import Entity, EntityType, Relation, identify
from ingest.document import Citation

DATA = Path(__file__).parents[2] / "graph" / "ontology" / "aliases.toml"
EXAMPLES = tomllib.loads(DATA.read_text("utf-8"))["example"]


def entity(
    name: str,
    type_: EntityType = "PLATFORM",
    *aliases: str,
    sources: tuple[str, ...] = ("a.txt",),
    key: str = "",
) -> Entity:
    mentions = tuple(Citation(source, 0, 1, "名", "自评报告", None) for source in sources)
    return Entity(identify(type_, key or name), name, type_, tuple(sorted(aliases)), mentions)


def pairs(found: tuple[Proposal, ...]) -> set[tuple[str, str]]:
    return {(proposal.from_name, proposal.to_name) for proposal in found}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['one']}-{e['other']}")
def test_the_examples_of_the_data_hold_whichever_name_comes_first(example: dict):
    names = [example["one"], example["other"]]
    for first, second in (names, names[::-1]):
        found = propose([entity(first, example["type"]), entity(second, example["type"])])
        assert bool(found) == example["proposed"], example["why"]
        assert all(proposal.reason and 0 < proposal.score < 1 for proposal in found)


TABLE = [
    ("政务服务数据管理局", "政务服务和数据管理局", "ORG", True, "两个名称，一个机构（2024年机构改革）"),
    ("广州市花都区政务服务数据管理局", "花都区政务服务和数据管理局", "ORG", True, "地区详略不同，又差一个“和”字"),
    ("广州花都区政务中心", "花都区政务服务中心", "ORG", True, "简称，地区写法不同"),
    ("荔湾区政务服务中心", "花都区政务服务中心", "ORG", False, "两个地区"),
    ("跨市通办", "跨域通办", "INITIATIVE", True, "一份报告里只差一字"),
    ("跨市通办", "跨省通办", "INITIATIVE", False, "省与市相对"),
    ("民情月历", "民情日历", "PLATFORM", False, "月与日相对"),
    ("城市大数据中心", "城市大数据平台", "PLATFORM", False, "两种东西"),
    ("“数字政府”改革建设领导小组", "“数字政府”改革建设领导小组办公室", "ORG", False, "办公室另是一个机构"),
    ("“穗好办”APP", "“穗好办”小程序", "PLATFORM", False, "一个品牌的两种产品"),
    ("智慧水务一期工程", "智慧水务二期工程", "PROJECT", False, "期次不同"),
    ("2022年度信息化项目", "2023年度信息化项目", "PROJECT", False, "年度不同"),
    ("第三届创新大赛", "第四届创新大赛", "EVENT", False, "届次不同"),
    ("公安局", "公安局交通管理局", "ORG", False, "上下级"),
    ("数据共享平台", "水务数据共享平台", "PLATFORM", False, "只有结尾相同，没有旁证"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "type_", "proposed", "why"), TABLE)
def test_names_of_the_field_that_may_be_one_and_lookalikes(one, other, type_, proposed, why):
    assert bool(propose([entity(one, type_), entity(other, type_)])) == proposed, why


@pytest.mark.parametrize(
    ("entities", "expected", "why"),
    [
        (["“穗智管”", "“穗智管”平台"], {("“穗智管”", "“穗智管”平台")}, "只有一个全名"),
        (["“穗好办”", "“穗好办”小程序", "“穗好办”自助终端"], set(), "说的是哪一种产品，不知道"),
        (["健康云", "佛山市健康云"], {("健康云", "佛山市健康云")}, "只有一个地区有"),
        (["健康云", "佛山市健康云", "东莞市健康云"], set(), "说的是哪个地区的，不知道"),
    ],
)
def test_what_could_be_several_things_is_not_proposed(entities, expected, why):
    assert pairs(propose([entity(name) for name in entities])) == expected, why


def test_a_short_name_that_fits_two_offices_is_not_proposed():
    names = ["佛山市园林局", "佛山市园林绿化局", "佛山市园林建设局"]
    assert propose([entity(name, "ORG") for name in names]) == ()
    assert pairs(propose([entity(name, "ORG") for name in names[:2]])) == {
        ("佛山市园林局", "佛山市园林绿化局")
    }


def test_one_character_tells_little_in_short_names_of_different_reports():
    one, other = entity("跨市通办", "INITIATIVE"), entity("跨域通办", "INITIATIVE", sources=("b.txt",))
    assert propose([one, other]) == ()


def test_the_alias_that_a_report_gives_is_a_reason_unless_two_things_are_called_so():
    one = entity("经济态势感知研判平台", "PLATFORM", "经济大脑")
    bare = entity("经济大脑", sources=("b.txt",))
    (found,) = propose([one, bare])
    assert (found.from_name, found.to_name) == ("经济大脑", "经济态势感知研判平台")
    assert "也叫" in found.reason
    assert propose([one, bare, entity("产业监测平台", "PLATFORM", "经济大脑")]) == ()


def test_what_a_report_calls_its_own_is_no_name():
    one = entity("佛山市教育局", "ORG", "我局", "市教育局")
    other = entity("东莞市教育局", "ORG", "我局", "市教育局", sources=("b.txt",))
    assert propose([one, other]) == ()


def test_a_longer_name_needs_something_in_common():
    short, full, third = (
        entity("三维地图"),
        entity("数字孪生三维地图", sources=("b.txt",)),
        entity("某局", "ORG"),
    )
    place = Citation("a.txt", 0, 1, "名", "自评报告", None)
    built = [Relation(third.id, "建设", one.id, place) for one in (short, full)]
    assert propose([short, full, third]) == ()
    assert propose([short, full, third], built[:1]) == ()
    assert pairs(propose([short, full, third], built)) == {("三维地图", "数字孪生三维地图")}


def test_the_later_name_of_an_office_stays_and_the_years_are_told():
    old = entity("佛山市教育和体育局", "ORG", sources=("2022.txt", "2023.txt"))
    new = entity("佛山市教育体育局", "ORG", sources=("2024.txt",))
    (found,) = propose([old, new], years={"2022.txt": 2022, "2023.txt": 2023, "2024.txt": 2024})
    assert (found.from_name, found.to_name) == (old.name, new.name)
    assert "2023" in found.reason
    assert "2024" in found.reason


def test_lookalikes_rank_below_spelling():
    found = propose(
        [
            entity("佛山市教育和体育局", "ORG"),
            entity("佛山市教育体育局", "ORG"),
            entity("跨市通办", "INITIATIVE"),
            entity("跨域通办", "INITIATIVE"),
        ]
    )
    assert [proposal.type for proposal in found] == ["ORG", "INITIATIVE"]
    assert found[1].score < 0.5 < found[0].score


def test_entities_of_different_types_are_never_proposed():
    assert propose([entity("穗智管"), entity("穗智管", "INITIATIVE"), entity("穗智管平台", "PROJECT")]) == ()


def test_the_order_of_the_entities_does_not_matter():
    names = ["“穗智管”", "“穗智管”平台", "健康云", "佛山市健康云", "区城医疗数据中心", "区域医疗数据中心"]
    entities = [entity(name) for name in names]
    first = propose(entities)
    assert len(first) == 3
    for seed in range(5):
        Random(seed).shuffle(entities)
        assert propose(entities) == first


def test_the_work_grows_with_the_names_and_not_with_their_pairs():
    text = "政务服务数据管理智慧城市健康教育交通水务综合监管应急指挥便民共享交易人才企业环境"
    words = [text[at : at + 2] for at in range(0, len(text), 2)]
    places = ["佛山市", "东莞市", "杭州市", "成都市", "武汉市", "长沙市", "南京市", "西安市"]
    random = Random(1)

    def some(count: int) -> list[Entity]:
        made = {}
        while len(made) < count:
            name = random.choice(["", random.choice(places)]) + "".join(random.sample(words, 4)) + "平台"
            made[name] = entity(name, sources=(f"{random.randrange(200)}.txt",))
        return list(made.values())

    def calls(entities: list[Entity]) -> int:
        """Calls made, of Python and of C: the work, the same on a busy machine."""
        count = 0

        def one_more(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(one_more)
        try:
            propose(entities)
        finally:
            sys.setprofile(None)
        return count

    few, many = some(1500), some(6000)
    calls(few)  # reads the data
    # 4 times the names: some 4 times the work, where all pairs would be 16 times.
    assert calls(many) < 8 * calls(few)
