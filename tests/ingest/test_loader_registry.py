"""What holds for every loader: the same text in every format, sound runs and blocks, one clear error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from html import escape
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import IngestError, RawText, measure
from ingest.loaders import LOADERS, SUFFIXES, load
from ingest.loaders.office import office_program
from ingest.loaders.sniff import FORMAT_OF_SUFFIX

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def paragraphs(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def as_txt(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


def as_docx(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_html(lines: list[str]) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<!doctype html><html><body><nav>导航，首页。</nav><div>{body}</div></body></html>".encode(
        "gb18030"
    )


def as_pdf(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = BytesIO()
    canvas = Canvas(file)
    wrapped = [line[at : at + 36] for line in lines for at in range(0, len(line), 36)]
    for at in range(0, len(wrapped), 30):
        canvas.setFont("STSong-Light", 12)
        for index, line in enumerate(wrapped[at : at + 30]):
            canvas.drawString(72, 770 - 24 * index, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def as_xlsx(lines: list[str]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append([line, 1234.5])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": as_txt,
    "md": as_txt,
    "docx": as_docx,
    "html": as_html,
    "pdf": as_pdf,
    "xlsx": as_xlsx,
}
PROSE = sorted(set(MAKERS) - {"xlsx"})
SAMPLE = ["一、部门基本情况", "花都区12345热线的满意率是67.82%。", "（一）绩效目标（2023年）"]


def squeezed(raw: RawText) -> str:
    return "".join(raw.text.split())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("format", PROSE)
def test_a_report_says_the_same_in_every_format(path: Path, format: str) -> None:
    lines = paragraphs(path.read_text(encoding="utf-8-sig"))
    raw = load(MAKERS[format](lines), f"a.{format}")
    assert squeezed(raw) == "".join("".join(lines).split())


@pytest.mark.parametrize("format", sorted(MAKERS))
def test_runs_and_blocks_are_in_order_and_cover_the_text(format: str) -> None:
    data = MAKERS[format](SAMPLE)
    raw = load(data, f"a.{format}")
    assert raw.format == format
    ends = [0, *(run.end for run in raw.runs)]
    assert all(before <= run.start < run.end for before, run in zip(ends, raw.runs, strict=False))
    block_ends = [0, *(block.end for block in raw.blocks)]
    for before, block in zip(block_ends, raw.blocks, strict=False):
        assert before <= block.start < block.end <= len(raw.text)
        assert not raw.text[before : block.start].strip()
        if block.kind != "lines":
            assert raw.text[block.start : block.end].count("\n") == 1
            assert raw.text[block.end - 1] == "\n"
    assert not raw.text[block_ends[-1] :].strip()
    inside = set().union(*(range(run.start, run.end) for run in raw.runs))
    lost = "".join(char for at, char in enumerate(raw.text) if at not in inside)
    assert lost.strip() in ("", "Sheet"), "only separators (and a sheet's name) have no origin"
    assert all(measure("字", raw.encoding) in (1, 3) for _ in raw.runs)


@given(st.lists(st.text("政务服务满意率（一）、。 　0123456789.%<>&|“”", min_size=1), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_paragraphs_come_through_word_and_web_unchanged(lines: list[str]) -> None:
    lines = ["部门整体支出绩效自评报告，全面完成年度目标任务。", *lines]
    for format in ("docx", "html"):
        assert squeezed(load(MAKERS[format](lines), f"a.{format}")) == "".join("".join(lines).split())


@pytest.mark.parametrize("format", sorted(set(MAKERS) - {"txt", "md"}))
def test_a_wrong_suffix_does_no_harm_where_the_content_is_plain(format: str) -> None:
    assert load(MAKERS[format](SAMPLE), "报告.txt").format == format


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".doc", ".png", ".rtf", ".xls"])
def test_text_under_a_false_suffix_is_refused_and_named(suffix: str) -> None:
    with pytest.raises(IngestError) as caught:
        load(as_txt(SAMPLE), f"报告{suffix}")
    assert caught.value.source == f"报告{suffix}"
    assert suffix in caught.value.reason
    assert "扩展名" in caught.value.remedy


def zipped(members: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("空.txt", b"", "空的"),
        ("空.docx", b"", "空的"),
        ("白.txt", " \r\n\t".encode("utf-16-le"), "空的"),
        ("断.docx", as_docx(SAMPLE)[:2000], "不完整"),
        ("断.xlsx", as_xlsx(SAMPLE)[:-30], "不完整"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
        ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
        ("怪.txt", OLE, "认不出"),
        ("演示.pptx", zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "演示文稿"),
        ("包.docx", zipped({"a.txt": b"x"}), "压缩包"),
        ("无正文.docx", zipped({"word/document.xml": b"<w/>"}), "没有正文"),
        ("坏.docx", zipped({"word/document.xml": b"<w:document><w:body>"}), "XML"),
        (
            "坏.xlsx",
            zipped({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}),
            "已损坏",
        ),
        ("弹.docx", zipped({"word/document.xml": b" " * 60_000_000}), "压缩炸弹"),
        ("弹.xlsx", zipped({"xl/workbook.xml": b" " * 60_000_000}), "压缩炸弹"),
        ("深.docx", zipped({"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "XML"),
        (
            "十亿笑.docx",
            zipped({"word/document.xml": b'<!DOCTYPE l [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]><w>&b;</w>'}),
            "没有正文",
        ),
        ("乱.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF", "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_bad_input_is_one_error_with_the_file_and_the_way_out(name: str, data: bytes, expected: str) -> None:
    with pytest.raises(IngestError) as caught:
        load(data, name)
    assert expected in caught.value.reason
    assert caught.value.source == name
    assert caught.value.remedy


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_spoiled_file_raises_nothing_else(data: st.DataObject) -> None:
    format = data.draw(st.sampled_from(sorted(MAKERS)))
    spoiled = bytearray(WHOLE[format])
    for _ in range(data.draw(st.integers(1, 8))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(spoiled)))
    for attempt in (bytes(spoiled), bytes(spoiled[:cut])):
        with suppress(IngestError):
            assert load(attempt, f"a.{format}").text.strip()


WHOLE = {format: make(SAMPLE) for format, make in MAKERS.items()}


def test_every_suffix_leads_to_a_loader() -> None:
    assert set(FORMAT_OF_SUFFIX.values()) == set(LOADERS)
    assert frozenset(FORMAT_OF_SUFFIX) == SUFFIXES


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "旧.xls", "旧.et"])
def test_without_libreoffice_old_formats_are_refused_with_the_way_out(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(IngestError, match="LibreOffice") as caught:
        load(OLE, name)
    assert "另存为" in caught.value.remedy


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice, which CI must have."""
    found = office_program()
    if found is None:
        message = "not run: no LibreOffice (Debian, Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.mark.usefixtures("soffice")
def test_rich_text_is_read_through_libreoffice() -> None:
    text = "".join(f"\\u{ord(char)}?" for char in "满意率67.82%")
    raw = load(f"{{\\rtf1\\ansi {text}\\par}}".encode(), "a.rtf")
    assert (raw.text.strip(), raw.format) == ("满意率67.82%", "rtf")


@pytest.mark.parametrize(
    ("new", "old", "suffixes"), [("docx", "doc", ("doc", "wps")), ("xlsx", "xls", ("xls", "et"))]
)
def test_old_office_files_say_what_todays_say(
    new: str, old: str, suffixes: tuple[str, ...], soffice: str, tmp_path: Path
) -> None:
    (tmp_path / f"a.{new}").write_bytes(WHOLE[new])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", old, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / f"a.{new}")], check=True, capture_output=True, timeout=120)
    written = (tmp_path / f"a.{old}").read_bytes()
    assert written.startswith(OLE[:8])
    for suffix in suffixes:
        assert load(written, f"a.{suffix}").text.split() == load(WHOLE[new], f"a.{new}").text.split()


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("name", ["坏.doc", "坏.wps", "坏.xls", "坏.et"])
def test_a_broken_old_file_is_refused_not_shown_as_strange_characters(name: str) -> None:
    with pytest.raises(IngestError, match="LibreOffice"):
        load(OLE, name)


def test_importing_the_loaders_imports_none_of_their_libraries() -> None:
    heavy = ["pypdfium2", "pdfplumber", "lxml", "openpyxl", "selectolax", "rapidocr", "PIL", "numpy"]
    code = (
        "import json, sys, ingest.loaders, ingest.walk;"
        f"print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert json.loads(done.stdout) == []
