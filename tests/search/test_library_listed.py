"""The list of reports that a library remembers: always what it holds, and the same object while nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph
from ingest import read
from search.library import Library, Part, move
from search.library import listed as listing

TEXTS = [f"202{n}年度江城市水务局部门整体支出绩效自评报告\n一、基本情况\n供水{n}件。\n" for n in range(9)]


def put(library: Library, number: int, text: int | None = None) -> None:
    data = TEXTS[number if text is None else text].encode()
    document = read(data, f"{number}.txt")
    library.put(document, graph.read(document), data, "test")


@pytest.mark.parametrize("few", [500, 1], ids=["those that changed are read", "all are read"])
def test_what_is_remembered_is_what_the_library_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    with Library.open(tmp_path) as library, Library.open(tmp_path) as other:
        assert library.listed() == library.reports() == ()
        for change in (
            lambda: (put(library, 3), put(library, 1)),
            lambda: put(other, 2),
            lambda: (put(other, 3, text=5), put(library, 4), library.remove("1.txt")),
            lambda: (other.remove("2.txt"), put(other, 2, text=7)),
        ):
            change()
            assert library.listed() == library.reports() == other.reports() == other.listed()
            assert library.listed() is library.listed()


def test_a_part_remembers_only_what_it_sees(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        put(library, 0)
        put(library, 1)
        move(library, "1.txt", "南区")
        south = Part(library, frozenset({"南区"}))
        assert [one.source for one in south.signed("甲").listed()] == ["1.txt"]
        assert south.listed() is south.signed("乙").listed()
        move(library, "0.txt", "南区")
        assert [one.source for one in south.listed()] == ["0.txt", "1.txt"]
        assert Part(library, None).listed() is library.listed()
