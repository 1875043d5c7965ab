"""Reading a file: from bytes to a Document whose every character leads back to them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Document, IngestError, read
from ingest.fold import fingerprint
from ingest.split import sentences

CORPUS = Path(__file__).parents[2] / "corpus"
REPORT = "2024年度苏州市水务局部门整体支出绩效自评报告\n\n一、基本情况\n\n供水管网漏损率为 8.5 %。\n"


def assert_leads_back(document: Document, data: bytes, start: int, end: int) -> None:
    assert document.encoding is not None
    found = "".join(
        data[place.start : place.end].decode(document.encoding) for place in document.places(start, end)
    )
    assert found == document.text[start:end]


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_all_spans_of_the_reports_lead_back_to_their_bytes(
    path: Path, reports: Mapping[str, Document]
) -> None:
    data, document = path.read_bytes(), reports[path.stem]
    assert document.sha256 == sha256(data).hexdigest()
    spans = [(s.start, s.end) for s in document.sections] + [(s.start, s.body) for s in document.sections]
    spans += [(p.start, p.end) for p in document.passages]
    spans += sentences(document.text)
    for start, end in spans:
        assert_leads_back(document, data, start, end)


@given(data=st.data())
def test_any_span_leads_back_in_any_encoding(data: st.DataObject) -> None:
    codec = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    file = REPORT.encode(codec)
    document = read(file, "报告.txt")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start, len(document.text)))
    assert_leads_back(document, file, start, end)
    assert document.text == read(REPORT.encode(), "a.txt").text


def test_a_document_knows_what_it_was_made_of() -> None:
    data = REPORT.encode()
    document = read(data, "水务/报告.txt")
    assert (document.source, document.format, document.encoding) == ("水务/报告.txt", "txt", "utf-8")
    assert document.fingerprint == fingerprint(REPORT)
    assert document.text.endswith("一、基本情况\n供水管网漏损率为8.5%。\n")
    assert [s.title for s in document.sections] == [document.about.title, "基本情况"]
    assert document.rows == ()


def test_the_same_bytes_are_the_same_document() -> None:
    assert read(REPORT.encode(), "a.txt") == read(REPORT.encode(), "a.txt")


def test_rows_of_tables_are_rows_of_the_document() -> None:
    word = docx.Document()
    word.add_paragraph("一、绩效指标")
    table = word.add_table(rows=0, cols=2)
    for name, value in (("指标", "数值"), ("漏损率", "8.5 %")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    file = BytesIO()
    word.save(file)
    document = read(file.getvalue(), "表.docx")
    assert [document.text[row.start : row.end] for row in document.rows] == ["指标\t数值", "漏损率\t8.5%"]


def test_run_in_items_do_not_cut_passages() -> None:
    text = "一、做法\n\n主要做法：一是完善制度。二是加强监管。三是强化宣传，群众满意度进一步提升。\n\n二、问题\n\n无。"
    document = read(text.encode(), "a.txt")
    assert len([s for s in document.sections if s.label.endswith("是")]) == 3
    assert any(
        "一是完善制度。二是加强监管。三是" in document.text[p.start : p.end] for p in document.passages
    )


@pytest.mark.parametrize("data", [b"", b"\n \n", "— 1 —\n\n— 2 —\n".encode()])
def test_a_file_without_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(IngestError) as caught:
        read(data, "空白.txt")
    assert caught.value.source == "空白.txt"
    assert caught.value.reason


REPORT_LIKE = st.text("一二、（）1.2%元年花都区报告。，；：—\n\t 　ab$\\", max_size=200)


@given(REPORT_LIKE.filter(lambda text: any(char.isalpha() for char in text)))
def test_any_text_is_read_and_leads_back(text: str) -> None:
    data = text.encode()
    document = read(data, "a.txt")
    assert_leads_back(document, data, 0, len(document.text))
    assert all(document.text[s.start : s.end] for s in document.sections)
