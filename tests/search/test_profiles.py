"""Profiles of a report that is not in the corpus: its sentences, their names, where they stand, and what is no measure."""

from __future__ import annotations

import pytest

import suizhi
from search.profiles import Profile, named, read_profiles
from suizhi import Suizhi

REPORT = """2023年度乙州市河西区卫生健康局部门整体支出绩效自评报告
一、基本情况
（一）主要职能
负责全区公共卫生服务工作的组织管理；承担辖区医疗机构的监督检查。
（二）主要工作
1.建设“河西云诊室”平台。依托社区卫生服务中心开设远程诊室，方便老年人就近看病，接诊1200人次。
2.开展明厨亮灶检查；为孕产妇免费筛查300人。
3.为孕产妇免费筛查300人。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hexi-2023.txt").write_text(REPORT, "utf-8")
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


@pytest.fixture(scope="module")
def profiles(room: Suizhi) -> tuple[Profile, ...]:
    library = room.library
    return read_profiles(library.document("hexi-2023.txt"), library.knowledge("hexi-2023.txt"))


def of(profiles: tuple[Profile, ...], part: str) -> Profile:
    """The first profile with this text."""
    return next(profile for profile in profiles if part in profile.text)


def test_a_profile_stands_where_it_says(room: Suizhi, profiles: tuple[Profile, ...]) -> None:
    text = room.library.document("hexi-2023.txt").text
    assert all(text[profile.start : profile.end] == profile.text for profile in profiles)
    for profile in profiles:
        for each in profile.names:
            assert profile.start <= each.start < each.end <= profile.end


def test_a_semicolon_parts_two_measures_and_what_is_said_twice_is_one(profiles: tuple[Profile, ...]) -> None:
    assert of(profiles, "明厨亮灶").text.endswith("检查；")
    assert sum("免费筛查300人" in profile.text for profile in profiles) <= 2


def test_what_is_said_is_read_by_its_roles(profiles: tuple[Profile, ...]) -> None:
    said = of(profiles, "远程诊室")
    assert said.roles.means == ("社区卫生服务中心",)
    assert "老幼病残" in said.roles.audiences
    assert "建设" in said.roles.actions
    assert "医疗" in said.matters or "自助远程" in said.matters


def test_duties_are_aside_and_measures_are_not(profiles: tuple[Profile, ...]) -> None:
    assert of(profiles, "负责全区公共卫生").aside
    assert not of(profiles, "远程诊室").aside


def test_a_quoted_name_is_among_the_names(profiles: tuple[Profile, ...]) -> None:
    assert any("河西云诊室" in each.name for each in of(profiles, "河西云诊室").names)


def test_numbers_bring_their_metrics(profiles: tuple[Profile, ...]) -> None:
    assert of(profiles, "接诊1200人次").metrics


def test_a_measure_without_a_name_is_called_by_what_it_acts_on(
    room: Suizhi, profiles: tuple[Profile, ...]
) -> None:
    document = room.library.document("hexi-2023.txt")
    called, citation = named(document, of(profiles, "明厨亮灶"))
    assert "明厨亮灶" in called
    assert document.text[citation.start : citation.end] == citation.quote


def test_every_measure_can_be_called_something_and_cited(room: Suizhi, profiles: tuple[Profile, ...]) -> None:
    document = room.library.document("hexi-2023.txt")
    for profile in profiles:
        called, citation = named(document, profile)
        assert called.strip()
        assert profile.start <= citation.start < citation.end <= profile.end
