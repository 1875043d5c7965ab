import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench.places import LONGEST, ReportText, Texts

TEXT = "2023年政务大厅共服务人数\n\n1012724人，满意率 67.82%。另有窗口35个。"


@given(st.text("花都区数据局。 \n", min_size=2, max_size=40), st.data())
def test_any_piece_of_a_text_is_found_at_its_place_without_its_white_space(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    assume(piece.strip())
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    assert (left, right) in ReportText(text).spans("".join(piece.split()))


@pytest.mark.parametrize(
    ("quote", "expected", "reason"),
    [
        ("共服务人数1012724人", ["共服务人数\n\n1012724人"], "over a line wrap"),
        ("满意率６７.８２％", ["满意率 67.82%"], "full width"),
        ("窗口36个", [], "another number"),
        ("", [], "nothing"),
    ],
)
def test_a_quote_is_found_verbatim_or_not_at_all(quote: str, expected: list[str], reason: str) -> None:
    assert [TEXT[start:end] for start, end in ReportText(TEXT).spans(quote)] == expected, reason


def test_every_place_of_a_quote_counts() -> None:
    assert ReportText("满意率100%，办结率90%，满意率100%").spans("满意率100%") == [(0, 7), (15, 22)]


def test_a_quote_that_ran_over_a_page_number_is_found_where_cleaning_deleted_it() -> None:
    clean = "完成市政府交办的数据治理任务三十项，并通过验收。"
    assert ReportText(clean).spans("市政府交办的数据—12—治理任务三十项") == [(2, 17)]
    assert ReportText(clean).spans("市政府交办的数据平台治理任务三十项") == [], "words are no furniture"
    assert ReportText(clean).spans("市政府交办的数据平台建设项目25个治理任务三十项") == [], "nor is a clause"


def cite(start: int, end: int, other: dict[str, object] | None = None) -> dict[str, object]:
    return {"source": "x/a.txt", "start": start, "end": end, "quote": TEXT[start:end]} | (other or {})


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        (cite(0, 5), True, "the text at its address"),
        (cite(0, 5, {"quote": "2022年"}), False, "other characters"),
        (cite(0, 5, {"start": 1}), False, "another address"),
        (cite(0, 5, {"source": "b.txt"}), False, "a report that the library does not hold"),
        (cite(5, 5), False, "nothing quoted"),
        (cite(0, 5, {"start": None}), False, "no address"),
        (cite(0, len(TEXT), {"end": 10_000}), False, "outside the text"),
    ],
)
def test_a_line_is_verbatim_when_its_quote_stands_at_its_address(
    line: dict[str, object], expected: bool, reason: str
) -> None:
    assert Texts({"x/a.txt": TEXT}).verbatim(line, "quote") is expected, reason


@pytest.mark.parametrize(("length", "expected"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_span_of_a_whole_page_points_at_nothing(length: int, expected: bool) -> None:
    text = "数" * 500
    line = {"source": "a.txt", "start": 0, "end": length, "quote": text[:length]}
    assert Texts({"a.txt": text}).verbatim(line, "quote") is expected


@pytest.mark.parametrize(
    ("start", "end", "overlaps", "covers"),
    [
        (TEXT.index("满意"), TEXT.index("。") + 1, True, True),
        (TEXT.index("67"), TEXT.index("%") + 1, True, False),
        (0, TEXT.index("，"), False, False),
        (TEXT.index("。"), len(TEXT), False, False),
    ],
    ids=["the whole quote", "a part of it", "before it", "behind it"],
)
def test_a_span_overlaps_or_covers_a_quote_of_its_own_report(
    start: int, end: int, overlaps: bool, covers: bool
) -> None:
    texts = Texts({"x/a.txt": TEXT, "b.txt": TEXT})
    line = cite(start, end)
    assert texts.overlaps(line, "a", "满意率67.82%") is overlaps
    assert texts.covers(line, "a", "满意率67.82%") is covers
    assert not texts.overlaps(line, "b", "满意率67.82%"), "the same words of another report are no evidence"


def test_a_report_leads_to_its_source_and_an_unknown_one_to_none() -> None:
    texts = Texts({"x/a.txt": TEXT})
    assert texts.reports == {"a"}
    assert texts.source_of("a") == "x/a.txt"
    assert texts.source_of("b") is None
