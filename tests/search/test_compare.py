"""Sides held against each other, asked of reports of 杭州 that are not in the corpus: exact, cited, in the right direction."""

from __future__ import annotations

import doctest
import random
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import suizhi
from graph.facts import Fact, Quantity
from graph.metrics import canonical
from ingest.document import Citation
from search.questions import likeness
from search.questions.likeness import alike, core

TOWNS = Path(__file__).with_name("towns")
CORPUS = Path(__file__).parents[2] / "corpus"


def opened(home: Path, paths: list[Path]):
    """A library with the reports at `paths`."""
    room = suizhi.open(home)
    assert {one.status for one in room.ingest(paths)} == {"added"}
    return room


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Two districts of 杭州, two years each, the city's own office, and a district of 宁波."""
    return opened(tmp_path_factory.mktemp("towns") / "home", sorted(TOWNS.glob("*.txt")))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """The same reports beside the five of the corpus."""
    reports = [*sorted(TOWNS.glob("*.txt")), *sorted(CORPUS.glob("*.txt"))]
    return opened(tmp_path_factory.mktemp("crowded") / "home", reports)


# question, short, value, unit, direction, working, reason
YEARS = [
    (
        "西湖区2023年受理医保咨询电话比2022年增加了多少宗？",
        "增加4530宗",
        "4530",
        "宗",
        "up",
        "45,730宗 − 41,200宗 = 4530宗",
        "more",
    ),
    (
        "西湖区2023年转办工单比2022年减少了多少宗？",
        "减少170宗",
        "170",
        "宗",
        "down",
        "3,150宗 − 2,980宗 = 170宗",
        "fewer, unsigned",
    ),
    (
        "西湖区2022年到2023年医保服务热线满意率变化了多少个百分点？",
        "增加1.45个百分点",
        "1.45",
        "个百分点",
        "up",
        "94.6% − 93.15% = 1.45个百分点",
        "rates differ by points, exactly",
    ),
    (
        "滨江区从2022年到2023年，医保服务热线满意率是涨是跌，变化多少个百分点？",
        "减少0.92个百分点",
        "0.92",
        "个百分点",
        "down",
        "96.02% − 95.1% = 0.92个百分点",
        "a rate that fell",
    ),
    (
        "西湖区2023年绩效自评得分比2022年提高了多少分？",
        "增加1.75分",
        "1.75",
        "分",
        "up",
        "95.25分 − 93.5分 = 1.75分",
        "marks",
    ),
    (
        "西湖区医保服务站的数量2023年比2022年增加了多少个？",
        "不变",
        "0",
        "个",
        "same",
        "36个 − 36个 = 0个",
        "nothing changed, whatever the question supposes",
    ),
    (
        "西湖区2023年新增参保比上一年多多少人？",
        "不变",
        "0",
        "人",
        "same",
        "2.35万人 − 2.35万人 = 0人",
        "the year before, not named",
    ),
    (
        "西湖区2022年和2023年追回医保基金相差多少万元？",
        "增加85.58万元",
        "855800",
        "元",
        "up",
        "412.08万元 − 326.5万元 = 85.58万元",
        "money in 元, told in 万元",
    ),
    (
        "西湖区2022年和2023年全市医保经办考核排第几名，变化多少？",
        "上升3名",
        "3",
        "名",
        "up",
        "第7名 − 第4名 = 3名",
        "a rank rises as its number falls",
    ),
    (
        "西湖区2023年政策宣讲比2022年多开展多少场？",
        "增加约30场",
        "30",
        "场",
        "up",
        "150余场 − 约120场 ≈ 30场",
        "what is not exact is not told as exact",
    ),
    (
        "滨江区2023年比2022年少受理多少宗医保咨询电话？",
        "增加2162宗",
        "2162",
        "宗",
        "up",
        "31,066宗 − 28,904宗 = 2162宗",
        "the question supposes what the reports deny",
    ),
]


@pytest.mark.parametrize("row", YEARS, ids=[row[0] for row in YEARS])
def test_two_years_of_one_place_give_their_exact_change(room, row: tuple[str, ...]) -> None:
    question, short, value, unit, direction, working, reason = row
    answer = room.ask(question)
    assert (answer.kind, answer.short, answer.direction) == ("trend", short, direction), reason
    assert (answer.value, answer.unit, answer.working) == (Decimal(value), unit, working)
    assert [side.year for side in answer.values] == [2022, 2023]
    assert {c.source[-8:-4] for c in answer.citations} == {"2022", "2023"}


# question, short, value, direction, sources cited, reason
PLACES = [
    (
        "2023年西湖区比滨江区多受理医保咨询电话多少宗？",
        "西湖区多14664宗",
        "14664",
        "up",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "the larger is named",
    ),
    (
        "2023年滨江区比西湖区多受理医保咨询电话多少宗？",
        "西湖区多14664宗",
        "14664",
        "up",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "the larger is named, whatever the question supposes",
    ),
    (
        "2023年西湖区与滨江区的医保服务热线满意率相差多少个百分点？",
        "滨江区高0.5个百分点",
        "0.5",
        "up",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "a rate is higher, not more",
    ),
    (
        "2023年西湖区和滨江区收到的表扬信相差多少封？",
        "相同",
        "0",
        "same",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "equal",
    ),
    (
        "2023年西湖区的表扬信比滨江区2022年的少多少封？",
        "滨江区多3封",
        "3",
        "up",
        {"xihu-2023.txt", "binjiang-2022.txt"},
        "each place with its own year",
    ),
    (
        "2023年西湖区和滨江区追回医保基金相差多少万元？",
        "西湖区多314.68万元",
        "3146800",
        "up",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "money",
    ),
    (
        "2023年西湖区和滨江区全市医保经办考核分别排第几，相差几名？",
        "滨江区靠前2名",
        "2",
        "up",
        {"xihu-2023.txt", "binjiang-2023.txt"},
        "the smaller rank is ahead",
    ),
]


@pytest.mark.parametrize("row", PLACES, ids=[row[0] for row in PLACES])
def test_two_places_give_their_exact_difference(room, row) -> None:
    question, short, value, direction, sources, reason = row
    answer = room.ask(question)
    assert (answer.kind, answer.short, answer.direction) == ("compare", short, direction), reason
    assert answer.value == Decimal(value)
    assert {c.source for c in answer.citations} == sources


WINNERS = [
    ("2023年西湖区和滨江区哪个区受理的医保咨询电话更多？", "西湖区（45,730宗）", "the largest number"),
    (
        "2022年西湖区和滨江区谁的医保服务热线满意率更低？",
        "西湖区（93.15%）",
        "the least, where it is asked for",
    ),
    ("2023年西湖区和滨江区全市医保经办考核谁排名更靠前？", "滨江区（第2名）", "the smaller rank"),
    ("2023年西湖区和滨江区的绩效自评得分谁更高？", "西湖区、滨江区（95.25分）", "a tie names both"),
    (
        "2023年滨江区和西湖区“三公”经费控制率谁省得更多？",
        "滨江区（62.5%）",
        "who spent less of the budget saved more",
    ),
    (
        "2023年杭州市局、西湖区、滨江区预算执行率谁最低？",
        "西湖区（98.2%）",
        "the city's office, where it is named",
    ),
    (
        "杭州市、西湖区、滨江区2023年参保人数谁最多？",
        "杭州市局（1,152.6万人）",
        "the office is not called a region",
    ),
    (
        "西湖区2022年和2023年相比哪一年满意率更高？",
        "2023年（94.6%）",
        "years of one place are told by the year",
    ),
]


@pytest.mark.parametrize(("question", "short", "reason"), WINNERS, ids=[row[2] for row in WINNERS])
def test_the_one_ahead_is_named_with_its_number(room, question: str, short: str, reason: str) -> None:
    answer = room.ask(question)
    assert (answer.kind, answer.short) == ("compare", short), reason
    assert (answer.value, answer.direction) == (None, None)
    assert {v.citation for v in answer.values} == set(answer.citations)
    assert all(c.quote for c in answer.citations)


def test_a_question_which_district_leaves_the_city_out_and_tells_who_is_silent(room) -> None:
    answer = room.ask("2023年哪个区检查的定点医药机构最多？")
    assert answer.short == "西湖区（437家）"  # 杭州市 has 6,120
    assert {v.region for v in answer.values} == {"西湖区", "滨江区"}
    assert "鄞州区2023年的报告没有说" in answer.text


def test_metrics_that_count_different_things_are_shown_and_never_ranked(room) -> None:
    answer = room.ask("2023年滨江区和杭州市局的工单满意率哪个更高？")
    assert answer.short.startswith("口径不同：")
    assert {v.citation.quote for v in answer.values} == {"企业工单满意率为92.5%", "工单综合满意率为97.1%"}
    assert (answer.value, answer.working, answer.direction) == (None, None, None)
    assert "不宜直接排名或相减" in answer.text
    alike_answer = room.ask("2023年滨江区和西湖区的医保服务热线满意率哪个更高？")
    assert answer.confidence < alike_answer.confidence


MISSING = [
    ("2022年西湖区和滨江区追回医保基金谁更多？", {"滨江区2022年"}, "one of two"),
    ("滨江区2022年的表扬信比上一年多多少封？", {"滨江区2021年"}, "the year before has no report"),
    ("2023年西湖区和滨江区谁种植的树木更多？", {"西湖区2023年", "滨江区2023年"}, "both"),
    (
        "2023年西湖区、滨江区、鄞州区谁检查的定点医药机构最多？",
        {"鄞州区2023年"},
        "one of three that are named",
    ),
]


@pytest.mark.parametrize(("question", "sides", "reason"), MISSING, ids=[row[2] for row in MISSING])
def test_a_side_that_is_silent_is_named_and_nothing_is_computed(
    room, question: str, sides: set[str], reason: str
) -> None:
    answer = room.ask(question)
    assert not answer.answerable, reason
    assert {part.partition("：")[0] for part in answer.failed} == sides
    assert all(side in answer.text for side in sides)
    assert (answer.value, answer.working, answer.citations) == (None, None, ())


def test_a_library_without_districts_refuses_to_say_which_is_ahead(tmp_path) -> None:
    answer = opened(tmp_path / "home", [TOWNS / "hangzhou-2023.txt"]).ask("哪个区的预算执行率最高？")
    assert not answer.answerable


@pytest.mark.parametrize("question", [row[0] for row in (*YEARS[:4], *PLACES[:4], *WINNERS[:3])])
def test_reports_of_other_cities_change_no_answer(room, crowded, question: str) -> None:
    alone, among = room.ask(question), crowded.ask(question)
    assert (among.short, among.value, among.citations) == (alone.short, alone.value, alone.citations)


DISTRICTS = ("上城区", "拱墅区", "萧山区", "余杭区", "临平区", "钱塘区", "富阳区", "临安区")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> tuple[object, dict[str, tuple[Decimal, Decimal]]]:
    """Eight districts with drawn numbers: letters received and the rate of satisfaction."""
    folder, chance = tmp_path_factory.mktemp("drawn"), random.Random(20)
    known = {}
    for number, district in enumerate(DISTRICTS):
        letters, rate = chance.randint(100, 99_999), Decimal(chance.randint(8000, 9999)) / 100
        known[district] = (Decimal(letters), rate)
        text = (
            f"2023年度杭州市{district}信访局部门整体支出绩效自评报告\n\n一、履职情况\n\n"
            f"全年受理群众来信{letters:,}件，来信办理满意率为{rate}%。\n"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return opened(folder / "home", sorted(folder.glob("*.txt"))), known


@pytest.mark.parametrize(("one", "other"), list(combinations(DISTRICTS[:5], 2)))
def test_the_difference_of_any_two_is_that_of_their_printed_numbers(drawn, one: str, other: str) -> None:
    room, known = drawn
    for position, unit, asked in (
        (0, "件", "受理的群众来信相差多少件"),
        (1, "个百分点", "来信办理满意率相差多少个百分点"),
    ):
        answer = room.ask(f"2023年{one}和{other}{asked}？")
        a, b = known[one][position], known[other][position]
        assert (answer.value, answer.unit) == (abs(a - b), unit)
        assert answer.short.startswith(one if a > b else other)
        assert [v.value for v in answer.values] == [a, b]


def test_the_district_that_is_ahead_of_all_is_the_one_with_the_extreme(drawn) -> None:
    room, known = drawn
    most = max(known, key=lambda d: known[d][0])
    least = min(known, key=lambda d: known[d][1])
    assert room.ask("2023年哪个区受理的群众来信最多？").short.startswith(most)
    lowest = room.ask("2023年哪个区的来信办理满意率最低？")
    assert lowest.short.startswith(least)
    assert [v.region for v in lowest.values] == sorted(known, key=lambda d: known[d][1])


CORES = [
    ("企业工单满意率", "综合满意率", False, "two kinds of satisfaction"),
    ("满意率", "12345热线工单满意率", True, "words that do not change what is counted"),
    ("受理工单数量", "受理量", True, "both count what was received"),
    ("新增参保人数", "参保人数", False, "the new ones are not all"),
]


@pytest.mark.parametrize(("one", "other", "same", "reason"), CORES, ids=[row[3] for row in CORES])
def test_a_core_keeps_what_tells_metrics_apart(one: str, other: str, same: bool, reason: str) -> None:
    assert (core(one) == core(other)) is same, reason


def fact(metric: str) -> Fact:
    """A fact of that metric; the rest does not matter."""
    quote = Citation("a.txt", 0, 1, "一", "", None)
    amount = Quantity(Decimal(1), Decimal(1), "%")
    return Fact("f", "热线", None, metric, canonical(metric).id, amount, None, "actual", None, quote)


METRICS = st.text("企业工单综合满意率接通办结热线量", min_size=1, max_size=12)


@given(METRICS, METRICS)
def test_likeness_is_symmetric_within_bounds_and_whole_for_equals(one: str, other: str) -> None:
    first, second = fact(one), fact(other)
    assert 0 <= alike(first, second) == alike(second, first) <= 1
    assert alike(first, fact(one)) == 1


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(likeness)
    assert (failed, tried > 0) == (0, True)
