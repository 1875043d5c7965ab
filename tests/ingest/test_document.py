"""A Document: citations, sections at a position, places in the file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import About, Block, Document, IngestError, Run, Section, measure
from ingest.outline import outline

TEXT = "一、供水\n全年供水3.5万吨。\n二、排水\n\n排水管网12公里。\n"


def document(text: str = TEXT, runs: tuple[Run, ...] = (), encoding: str | None = "utf-8") -> Document:
    blocks = []
    position = 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(position, position + len(line), "paragraph"))
        position += len(line) + 1
    return Document(
        source="a.txt",
        sha256="",
        fingerprint="",
        format="txt",
        encoding=encoding,
        text=text,
        runs=runs,
        rows=(),
        sections=outline(text, blocks, None),
        passages=(),
        about=About(),
    )


def test_a_citation_is_verbatim_with_its_section() -> None:
    start = TEXT.index("全年")
    citation = document().cite(start, start + 8)
    assert citation.quote == "全年供水3.5万"
    assert (citation.source, citation.start, citation.end) == ("a.txt", start, start + 8)
    assert citation.section == "供水"
    assert citation.page is None


def test_a_citation_leaves_out_white_space_at_its_ends() -> None:
    start, end = TEXT.index("二、") + 4, TEXT.index("公里")
    citation = document().cite(start, end)
    assert citation.quote == "排水管网12"
    assert TEXT[citation.start : citation.end] == citation.quote


NO_TEXT = [
    (3, 3, "an empty span"),
    (5, 4, "backwards"),
    (-1, 4, "before the text"),
    (0, len(TEXT) + 1, "behind the text"),
    (TEXT.index("\n\n"), TEXT.index("\n\n") + 2, "nothing but white space"),
]


@pytest.mark.parametrize(("start", "end", "reason"), NO_TEXT)
def test_where_there_is_no_text_there_is_no_citation(start: int, end: int, reason: str) -> None:
    with pytest.raises(ValueError, match=r"a\.txt"):
        pytest.fail(f"{reason}: {document().cite(start, end)}")


@given(st.data())
def test_citing_and_looking_up_gives_the_same_characters(
    reports: Mapping[str, Document], data: st.DataObject
) -> None:
    report = data.draw(st.sampled_from(sorted(reports)).map(reports.__getitem__))
    start = data.draw(st.integers(0, len(report.text) - 1))
    end = data.draw(st.integers(start + 1, min(len(report.text), start + 400)))
    if not report.text[start:end].strip():
        return
    citation = report.cite(start, end)
    assert report.text[citation.start : citation.end] == citation.quote == report.text[start:end].strip()
    assert report.cite(citation.start, citation.end) == citation


HEADS = st.lists(
    st.sampled_from(
        [
            "一、甲",
            "二、乙",
            "（一）丙",
            "（二）丁",
            "1.戊",
            "2.己",
            "（1）庚",
            "做法：一是辛。二是壬。",
            "正文。",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(HEADS)
def test_the_section_at_a_position_is_that_of_a_plain_scan(lines: list[str]) -> None:
    report = document("\n".join(lines))
    for position in range(len(report.text)):
        assert report.section_at(position) == scanned(report, position)


def scanned(report: Document, position: int) -> Section:
    return max(
        (s for s in report.sections if s.start <= position < s.end or s.index == 0),
        key=lambda section: (section.level, section.start),
    )


def test_every_position_of_the_reports_is_in_the_section_of_a_plain_scan(
    reports: Mapping[str, Document],
) -> None:
    for report in reports.values():
        for position in range(0, len(report.text), 7):
            assert report.section_at(position) == scanned(report, position)


def test_places_are_counted_in_bytes_of_a_text_and_leave_out_what_the_loader_put_in() -> None:
    runs = (Run(0, 2, "", 10), Run(3, 6, "", 40))
    found = document("供水、3.5万吨", runs).places(1, 7)
    assert [(p.part, p.start, p.end, p.text) for p in found] == [("", 13, 16, "水"), ("", 40, 43, "3.5")]


def test_places_on_a_page_have_their_share_of_the_box() -> None:
    box = (100.0, 50.0, 180.0, 66.0)
    [place] = document("供水3万吨水", (Run(0, 4, "page/7", 30, box),), encoding=None).places(1, 3)
    assert (place.page, place.start, place.end) == (7, 31, 33)
    assert place.box == (120.0, 50.0, 160.0, 66.0)


def test_a_character_without_origin_is_on_the_page_of_the_next_one_that_has_one() -> None:
    report = document("甲乙丙丁", (Run(0, 1, "page/1", 0), Run(2, 3, "page/2", 0)), encoding=None)
    assert [report.page_at(position) for position in range(4)] == [1, 2, 2, None]


def test_parts_that_are_no_pages_have_none() -> None:
    assert Run(0, 1, "paragraph/12", 0).page is None
    assert Run(0, 1, "page/12", 0).page == 12


@pytest.mark.parametrize(
    ("encoding", "length"), [("utf-8", 7), ("gb18030", 5), ("utf-16-le", 6), (None, 3)], ids=str
)
def test_text_is_measured_in_bytes_of_its_encoding_or_in_characters(
    encoding: str | None, length: int
) -> None:
    assert measure("花都a", encoding) == length


@pytest.mark.parametrize(
    ("about", "region"),
    [
        (About(province="广东省", city="广州市", district="花都区"), "花都区"),
        (About(province="广东省", city="广州市"), "广州市"),
        (About(province="广东省"), "广东省"),
        (About(), None),
    ],
)
def test_the_region_is_the_narrowest_division_known(about: About, region: str | None) -> None:
    assert about.region == region


def test_an_error_says_which_file_what_is_wrong_and_what_to_do() -> None:
    error = IngestError("报告.pdf", "文件已加密", "请先解除密码")
    assert str(error) == "报告.pdf：文件已加密。请先解除密码"
    assert (error.source, error.reason, error.remedy) == ("报告.pdf", "文件已加密", "请先解除密码")
    assert str(IngestError("报告.pdf", "文件已加密")) == "报告.pdf：文件已加密"
