"""Two reports of one department against each other: each kind of change, from reports that are not in the corpus."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import suizhi
from ingest.document import About
from search.diffing import CHANGE_KINDS, Change, of_one_department
from search.library.errors import LibraryError
from suizhi import Suizhi

TOWNS = Path(__file__).with_name("towns")
CORPUS = Path(__file__).parents[2] / "corpus"

OLD = """2021年度乙州市河西区文化广电旅游局部门整体支出绩效自评报告

一、部门基本情况

乙州市河西区文化广电旅游局内设科室6个。

二、履职情况

2021年，图书馆接待读者312.6万人次。全年举办文化活动128场，文化惠民工程共服务基层群众45,872人次。整改安全隐患16处。场馆设备完好率为97.35%。

三、下一步计划

2022年，力争举办文化活动不少于150场，场馆设备完好率不低于98%，安全隐患不超过10处。
"""
NEW = """2022年度乙州市河西区文化广电旅游局部门整体支出绩效自评报告

一、部门基本情况

乙州市河西区文化广电旅游局内设科室6个。

二、履职情况

2022年，图书馆接待读者298.4万人次。全年举办文化活动163场，文化惠民工程共服务基层群众45,872人次。场馆设备完好率为96.9%。新建城市书房9间。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hexi-2021.txt").write_text(OLD, "utf-8")
    (folder / "hexi-2022.txt").write_text(NEW, "utf-8")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    paths = [folder, TOWNS, CORPUS / "huadu-2022.txt", CORPUS / "huadu-2023.txt"]
    assert {taken.status for taken in room.ingest(paths)} == {"added"}
    return room


def of_kind(changes: list[Change], kind: str) -> dict[str, Change]:
    return {change.fact.metric: change for change in changes if change.kind == kind}


def the(changes: dict[str, Change], words: str) -> Change:
    """The one change whose metric has these words."""
    (found,) = (change for metric, change in changes.items() if words in metric)
    return found


def test_a_value_that_differs_has_moved_by_the_exact_difference(room: Suizhi) -> None:
    moved = of_kind(room.diff("hexi-2021.txt", "hexi-2022.txt"), "moved")
    assert the(moved, "读者").difference == Decimal("-142000")
    assert the(moved, "文化活动").difference == Decimal("35")
    assert the(moved, "完好率").difference == Decimal("-0.45")


def test_the_same_clause_with_the_same_telling_number_is_a_copy(room: Suizhi) -> None:
    copied = of_kind(room.diff("hexi-2021.txt", "hexi-2022.txt"), "copied")
    assert [change.fact.quantity.low for change in copied.values()] == [Decimal("45872")]
    (copy,) = copied.values()
    assert copy.a is not None
    assert copy.b is not None
    assert copy.a.citation.quote == copy.b.citation.quote


def test_six_offices_that_stay_six_are_nothing_to_tell(room: Suizhi) -> None:
    assert not any("科室" in change.fact.metric for change in room.diff("hexi-2021.txt", "hexi-2022.txt"))


def test_what_only_one_report_says_is_new_or_gone(room: Suizhi) -> None:
    changes = room.diff("hexi-2021.txt", "hexi-2022.txt")
    assert the(of_kind(changes, "new"), "书房").a is None
    assert the(of_kind(changes, "gone"), "整改安全隐患").b is None


def test_targets_are_held_against_what_was_done(room: Suizhi) -> None:
    promised = of_kind(room.diff("hexi-2021.txt", "hexi-2022.txt"), "promised")
    events, devices = the(promised, "活动"), the(promised, "完好率")
    assert (events.kept, events.difference) == (True, Decimal("13"))
    assert (devices.kept, devices.difference) == (False, Decimal("-1.1"))


# reports, metric, both values, reason
PAIRS = [
    (("huadu-2022.txt", "huadu-2023.txt"), "一件事", (94, 180), "推出…服务 and 上线…服务, 个 and 项"),
    (("huadu-2022.txt", "huadu-2023.txt"), "视频会议", (1003, 712), "said of the building a year later"),
    (("huadu-2022.txt", "huadu-2023.txt"), "群众表扬", (89, 137), "the hotline by two names"),
    (("huadu-2022.txt", "huadu-2023.txt"), "基本支出", (18890300, 17974200), "the department renamed"),
    (("xihu-2022.txt", "xihu-2023.txt"), "满意率", (Decimal("93.15"), Decimal("94.6")), "a rate"),
    (("xihu-2022.txt", "xihu-2023.txt"), "排名", (7, 4), "a rank"),
]


@pytest.mark.parametrize(("reports", "metric", "values", "reason"), PAIRS)
def test_facts_are_paired_by_what_they_count(room: Suizhi, reports, metric, values, reason) -> None:
    change = the(of_kind(room.diff(*reports), "moved"), metric)
    assert change.a is not None
    assert change.b is not None
    assert (change.a.quantity.low, change.b.quantity.low) == values, reason


def test_a_budget_is_not_held_against_that_of_something_else(room: Suizhi) -> None:
    changes = room.diff("xihu-2022.txt", "xihu-2023.txt")
    assert the(of_kind(changes, "gone"), "年初预算").fact.quantity.low == Decimal("28604000")
    assert "“三公”经费年初预算数" in of_kind(changes, "new")


@pytest.mark.parametrize("pair", [("xihu-2022.txt", "xihu-2023.txt"), ("huadu-2022.txt", "huadu-2023.txt")])
def test_each_side_is_cited_from_its_own_report_and_used_once(room: Suizhi, pair: tuple[str, str]) -> None:
    changes = room.diff(*pair)
    assert changes
    for source, side in zip(pair, ("a", "b"), strict=True):
        text = room.library.document(source).text
        facts = [fact for c in changes if c.kind != "promised" and (fact := getattr(c, side))]
        assert len({fact.id for fact in facts}) == len(facts)
        for fact in facts:
            cited = fact.citation
            assert (cited.source, text[cited.start : cited.end]) == (source, cited.quote)


def test_back_in_time_new_is_gone_and_moves_are_reversed(room: Suizhi) -> None:
    there, back = room.diff("xihu-2022.txt", "xihu-2023.txt"), room.diff("xihu-2023.txt", "xihu-2022.txt")
    moves = {(c.a.id, c.b.id, c.difference) for c in there if c.kind == "moved" and c.a and c.b}
    assert moves == {
        (c.b.id, c.a.id, -(c.difference or 0)) for c in back if c.kind == "moved" and c.a and c.b
    }
    assert {c.fact.id for c in there if c.kind == "gone"} == {c.fact.id for c in back if c.kind == "new"}


def test_changes_come_by_kind_and_place(room: Suizhi) -> None:
    kinds = [CHANGE_KINDS.index(change.kind) for change in room.diff("hexi-2021.txt", "hexi-2022.txt")]
    assert kinds == sorted(kinds)
    assert set(kinds) == set(range(len(CHANGE_KINDS)))


@pytest.mark.parametrize(
    ("pair", "culprit"),
    [(("xihu-2022.txt", "xihu-2022.txt"), "xihu-2022.txt"), (("xihu-2022.txt", "none.txt"), "none.txt")],
)
def test_one_report_twice_and_an_absent_one_are_refused_by_name(room: Suizhi, pair, culprit: str) -> None:
    with pytest.raises(LibraryError, match=culprit):
        room.diff(*pair)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (About(district="河西区", department="河西区财政局"), About(district="河西区"), True),
        (About(district="河西区", department="河西区财政局"), About(district="河东区"), False),
        (
            About(district="河西区", department="河西区财政局"),
            About(district="河西区", department="河西区教育局"),
            False,
        ),
    ],
)
def test_reports_of_two_departments_are_told_apart(one: About, other: About, same: bool) -> None:
    assert of_one_department(one, other) is same
