"""`from suizhi import Library`: results stay typed, are drawn without danger, and become data frames."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.document import Citation
from search.answer import Answer
from suizhi import Library
from suizhi.results import SHOWN, Reply, Table

QUESTION = "花都区2023年12345热线的满意率是多少？"


@pytest.fixture(scope="module")
def library(home: Path) -> Library:
    return Library(home)


def test_an_answer_is_drawn_with_its_quotes_and_is_true(library):
    reply = library.ask(QUESTION)
    assert reply
    assert (reply.short, reply.value) == ("67.82%", Decimal("67.82"))
    html = reply._repr_html_()
    assert "<b>67.82%</b>" in html
    assert "满意率67.82%" in html
    assert "huadu-2023.txt" in html
    assert [one.quote for one in reply.evidence()] == ["满意率67.82%"] * 2
    assert "67.82%" in repr(reply)


def test_a_refusal_is_false_and_shows_what_is_near(library):
    reply = library.ask("花都区2031年12345热线的满意率是多少？")
    assert not reply
    assert len(reply.evidence()) == 0
    assert "2031" in reply._repr_html_()


@pytest.mark.parametrize(
    "table",
    [
        lambda library: library.documents(),
        lambda library: library.search("热线", 3),
        lambda library: library.facts("满意率"),
        lambda library: library.entities(type="PLATFORM"),
        lambda library: library.compare("满意率"),
        lambda library: library.similar("接诉即办", top=3),
        lambda library: library.audit("huadu-2022.txt"),
        lambda library: library.diff("huadu-2022.txt", "huadu-2023.txt"),
        lambda library: library.path("广州市政务服务和数据管理局", "广州市"),
    ],
)
def test_every_table_has_rows_html_and_a_data_frame_of_one_shape(library, table):
    pytest.importorskip("pandas", reason="pip install 'suizhi[notebook]'")
    found = table(library)
    assert len(found) > 0
    rows = found.rows()
    frame = found.to_pandas()
    assert list(frame.columns) == list(rows[0])
    assert len(frame) == len(found) == len(rows)
    assert found._repr_html_().count("<tr>") == min(len(found), SHOWN) + 1
    assert found[0] == next(iter(found))
    assert len(found[:1]) == 1
    assert repr(found).splitlines()[0] == "  ".join(rows[0])


def test_the_frame_of_an_answer_has_the_question_in_front(library):
    pytest.importorskip("pandas", reason="pip install 'suizhi[notebook]'")
    frame = library.ask(QUESTION).to_pandas()
    assert list(frame.columns)[:3] == ["问题", "答案", "原文"]
    assert set(frame["答案"]) == {"67.82%"}


def test_without_pandas_it_says_what_to_install(library, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match="suizhi\\[notebook\\]"):
        library.documents().to_pandas()


def test_what_a_report_prints_is_never_markup():
    hostile = "<script>alert(1)</script>"
    assert hostile not in Table([hostile], {hostile: str})._repr_html_()
    cited = Citation(hostile, 0, 1, hostile, hostile, None)
    answer = Answer(
        hostile, "list", hostile[:20], hostile, 0.5, citations=(cited,), items=(hostile,), working=hostile
    )
    assert "<script>" not in Reply(answer)._repr_html_()


def test_long_tables_are_drawn_in_part_and_empty_ones_say_so():
    table = Table(list(range(SHOWN + 5)), {"数": lambda one: one})
    assert "另有 5 行" in table._repr_html_()
    assert len(table.rows()) == SHOWN + 5
    assert "没有" in Table([], {"数": str})._repr_html_()


def test_reports_are_read_in_and_a_name_that_is_none_is_an_error(tmp_path, corpus):
    opened = Library(tmp_path / "new")
    (taken,) = opened.ingest(corpus / "liwan-2024.txt", who="张三")
    assert (taken.status, opened.room.library.events()[0].who) == ("added", "张三")
    assert "1 份报告" in repr(opened)
    with pytest.raises(KeyError, match="没有的名称甲"):
        opened.path("没有的名称甲", "荔湾区")
    path = opened.evidence(tmp_path / "a.xlsx", "荔湾区2024年总支出是多少？")
    assert path.read_bytes().startswith(b"PK")
