"""Sentences and passages: whole, in order, and never across a section."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import About, Document, Section
from ingest.split import LONGEST, SHORTEST, sentences, split

SENTENCES = [
    ("共7个镇。收到表扬信134封！", ["共7个镇。", "收到表扬信134封！"], "marks that end a sentence"),
    ("一、概况\n全年完成。", ["一、概况", "全年完成。"], "a line feed ends one, headings have no mark"),
    ("他说“好！”已办结。", ["他说“好！”", "已办结。"], "a closing quotation mark stays with its sentence"),
    ("（全部办结。）评价良好。", ["（全部办结。）", "评价良好。"], "so does a bracket"),
    ("投资1.5万元；完成率98.5%。", ["投资1.5万元；完成率98.5%。"], "no sentence ends at a decimal point"),
    ("真的吗！？是。", ["真的吗！？", "是。"], "marks in a row"),
    ("  前后有空白  \n", ["前后有空白"], "white space at the ends is left out"),
    ("没有句号", ["没有句号"], "the text ends"),
    ("", [], "nothing"),
    (" \n \n", [], "nothing but white space"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str], reason: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected, reason


TEXTS = st.text("花都区，、。；！？”“（）\n\t 12.5", max_size=900)


@given(TEXTS)
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    kept = set()
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
        kept.update(range(start, end))
    assert all(char.isspace() for at, char in enumerate(text) if at not in kept)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def two_sections(text: str, cut: int) -> list[Section]:
    root = Section(0, 0, "", "报告", 0, 0, len(text), None, ())
    return [root, Section(1, 1, "", "后半", cut, cut, len(text), 0, ("后半",))]


@given(TEXTS, st.data())
def test_passages_cover_all_that_says_something_and_never_cross_a_unit(
    text: str, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(text)))
    passages = split(text, two_sections(text, cut), About(title="自评报告"), [0, 1])
    kept = set()
    for index, passage in enumerate(passages):
        assert passage.index == index
        assert passage.end - passage.start <= LONGEST
        first, last = (0, cut) if passage.section == 0 else (cut, len(text))
        assert first <= passage.start < passage.end <= last
        kept.update(range(passage.start, passage.end))
    assert all(before.end <= after.start for before, after in pairwise(passages))
    for first, last in ((0, cut), (cut, len(text))):
        for start, end in sentences(text, first, last):
            letters = [at for at in range(start, end) if text[at].isalnum()]
            assert len(letters) < 2 or kept.issuperset(letters), "only a stray character is left out"


def test_short_sentences_are_packed_and_long_ones_cut_between_clauses() -> None:
    short, clause = "全年完成供水任务。", "供水管网改造工程按期完成并投入使用；"
    text = short * 60 + clause * 40 + "全部验收。"
    passages = split(text, two_sections(text, len(text)), About(), [0])
    pieces = [text[p.start : p.end] for p in passages]
    assert "".join(pieces) == text
    assert all(SHORTEST <= len(piece) <= LONGEST for piece in pieces[:-1])
    assert all(piece.endswith(("。", "；")) for piece in pieces)


def test_a_number_is_never_cut_even_in_an_endless_clause() -> None:
    text = "、".join(f"第{number}泵站供水1,234,567.89吨" for number in range(60)) + "。"
    for passage in split(text, two_sections(text, len(text)), About(), [0]):
        piece = text[passage.start : passage.end]
        assert piece.count("吨") == piece.count("1,234,567.89吨") > 0


def test_a_passage_is_indexed_with_the_report_and_the_path_of_its_headings() -> None:
    text = "全年完成供水任务。"
    sections = [
        Section(0, 0, "", "报告", 0, 0, len(text), None, ()),
        Section(1, 1, "一、", "供水", 0, 0, len(text), 0, ("供水",)),
        Section(2, 2, "（一）", "管网", 0, 0, len(text), 1, ("供水", "管网")),
    ]
    [titled] = split(text, sections, About(title="某县水务局自评报告"), [2])
    assert titled.context == "某县水务局自评报告 供水 管网"
    about = About(city="苏州市", department="苏州市水务局", year=2024)
    [untitled] = split(text, sections, about, [2])
    assert untitled.context == "2024 苏州市 苏州市水务局 供水 管网"


def test_passages_of_the_reports_are_whole_sentences_of_one_section(reports: Mapping[str, Document]) -> None:
    for document in reports.values():
        starts = {start for start, _ in sentences(document.text)}
        units = {p.section for p in document.passages}
        for passage in document.passages:
            assert passage.end - passage.start <= 350, "a glance of a reader"
            begins_clause = document.text[passage.start - 1] in "；、，"
            assert passage.start in starts or begins_clause
            for unit in units:
                section = document.sections[unit]
                inside = passage.start <= section.start < passage.end
                assert not inside or section.start == passage.start, "no passage runs over a heading"
        lengths = sorted(p.end - p.start for p in document.passages)
        assert lengths[len(lengths) // 2] > 80, "passages are not scraps"


UNMARKED = [
    ("供水管网改造" * 9_000, "characters"),
    ("泵站供水1,234,567.89吨" * 300, "numbers, which are not cut"),
    ("管网 改造　工程" * 300, "white space"),
    ("8" * 3 * LONGEST, "a number longer than a passage, which must be cut"),
]


@pytest.mark.parametrize(("text", "reason"), UNMARKED)
def test_a_text_without_any_mark_is_cut_into_passages_too(text: str, reason: str) -> None:
    passages = split(text, two_sections(text, len(text)), About(), [0])
    pieces = [text[p.start : p.end] for p in passages]
    assert "".join("".join(pieces).split()) == "".join(text.split()), reason
    assert max(map(len, pieces)) <= LONGEST, reason
    assert min(map(len, pieces[:-1])) >= SHORTEST, reason
    assert sum(piece.count("1,234,567.89") for piece in pieces) == text.count("1,234,567.89"), reason
