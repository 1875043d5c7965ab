"""The shelf: profiles are read once a revision, rows agree with a plain loop, and little-used reports make room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import suizhi
from search import profiles_shelf
from search.encoder import load_encoder
from search.profiles_shelf import Rarity, Shelf, pairs_of, shelf_of, words_of
from suizhi import Suizhi

TEXT = """{year}年度丙州市河北区交通局部门整体支出绩效自评报告
一、主要工作
1.推出“随心停”错时共享停车，开放泊位{count}个，缓解停车难。
2.优化公交线路{lines}条，方便乘客换乘地铁。
"""


@pytest.fixture
def room(tmp_path: Path) -> Suizhi:
    folder = tmp_path / "reports"
    folder.mkdir()
    for year in (2022, 2023):
        text = TEXT.format(year=year, count=year - 1000, lines=year - 2010)
        (folder / f"hebei-{year}.txt").write_text(text, "utf-8")
    room = suizhi.open(tmp_path / "library")
    assert {taken.status for taken in room.ingest([folder])} == {"added"}
    return room


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which reports were read, in order."""
    read: list[str] = []
    shelve = profiles_shelf.shelve

    def counting(library, encoder, report):
        read.append(report.source)
        return shelve(library, encoder, report)

    monkeypatch.setattr(profiles_shelf, "shelve", counting)
    return read


def test_a_second_question_reads_nothing_again(room: Suizhi, counted: list[str]) -> None:
    first = room.similar("错时停车", "hebei-2022.txt")
    read = list(counted)
    assert sorted(set(read)) == ["hebei-2022.txt", "hebei-2023.txt"]
    assert room.similar("错时停车", "hebei-2022.txt") == first
    assert counted == read


def test_a_replaced_report_is_read_again_and_the_other_is_not(
    room: Suizhi, counted: list[str], tmp_path: Path
) -> None:
    room.similar("错时停车")
    counted.clear()
    path = tmp_path / "reports" / "hebei-2023.txt"
    path.write_text(TEXT.format(year=2023, count=9999, lines=77), "utf-8")
    list(room.ingest([path.parent], replace=True))
    assert any("9999" in each.text for each in room.similar("错时停车"))
    assert counted == ["hebei-2023.txt"]


def test_reports_not_asked_for_longest_make_room(
    room: Suizhi, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles_shelf, "_KEPT", 1)
    shelf, encoder = Shelf(), load_encoder()
    one, other = room.library.reports()
    for report in (one, other, other, one):
        shelf.of(room.library, encoder, [report])
    assert counted == [one.source, other.source, one.source]


def test_a_library_has_one_shelf(room: Suizhi) -> None:
    assert shelf_of(room.library) is shelf_of(room.library)


def test_rows_are_what_each_sentence_says(room: Suizhi) -> None:
    encoder = load_encoder()
    (report,) = Shelf().of(room.library, encoder, room.library.reports()[:1])
    for at, profile in enumerate(report.profiles):
        assert np.allclose(report.said[at], encoder.encode([profile.told])[0], atol=1e-5)
        first = report.starts[at]
        last = report.starts[at + 1] if at + 1 < len(report.starts) else len(report.flat)
        assert [report.words[number] for number in report.flat[first:last]] == (
            words_of(profile.told) or [""]
        )
    assert len(report.names) == len(report.owners) == sum(len(p.names) for p in report.profiles)


def test_what_fewer_profiles_have_is_rarer(room: Suizhi) -> None:
    reports = Shelf().of(room.library, load_encoder(), room.library.reports())
    rarity = Rarity.over(reports)
    assert rarity.count == sum(len(report.profiles) for report in reports)
    held = {
        pair: sum(pair in pairs_of(p.told) for report in reports for p in report.profiles)
        for pair in ("停车", "公交", "地铁", "学校")
    }
    for one, seen in held.items():
        for other, more in held.items():
            assert (rarity.pair(one) > rarity.pair(other)) == (seen < more)
