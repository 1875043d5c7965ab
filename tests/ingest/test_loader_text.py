"""Text and Markdown: encodings are told or refused, every character leads back to its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import IngestError, RawText
from ingest.loaders import load
from ingest.loaders.encoding import decode

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
CODECS = [
    ("utf-8", b"", "utf-8"),
    ("utf-8", b"\xef\xbb\xbf", "utf-8"),
    ("utf-16-le", b"\xff\xfe", "utf-16-le"),
    ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ("utf-16-le", b"", "utf-16-le"),
    ("utf-16-be", b"", "utf-16-be"),
    ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
    ("gb18030", b"", "gb18030"),
]
TRADITIONAL = (
    "廣州市政務服務數據管理局二〇二三年度部門整體支出績效自評報告。一、基本情況。本部門主要職責是貫徹落實國家有關政務服務和"
    "數據管理的方針政策，組織推進數字政府改革建設，統籌協調全市政務公開工作。二、績效目標完成情況良好，滿意率達百分之九十八。"
)


def assert_leads_back(raw: RawText, data: bytes) -> None:
    assert raw.encoding is not None
    for run in raw.runs:
        piece = raw.text[run.start : run.end]
        size = len(piece.encode(raw.encoding))
        assert data[run.offset : run.offset + size].decode(raw.encoding) == piece


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize(("codec", "mark", "found"), CODECS)
def test_a_report_is_the_same_in_every_encoding(path: Path, codec: str, mark: bytes, found: str) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    data = mark + text.encode(codec)
    raw = load(data, "a.txt")
    assert (raw.text, raw.encoding, raw.format) == (text, found, "txt")
    assert_leads_back(raw, data)
    assert [block.kind for block in raw.blocks] == ["lines"]


@pytest.mark.parametrize(
    "text", ["合计 100 万元", "满意率98%", "一、基本情况", "花都区共走访7个镇街。\r\n满意率67.82%"]
)
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-be"])
def test_a_short_note_is_enough_to_tell(text: str, codec: str) -> None:
    assert load(text.encode(codec), "a.txt").text == text


@pytest.mark.parametrize("length", [12, 20, 40, len(TRADITIONAL)])
def test_big5_is_refused_by_name_and_not_shown_as_mojibake(length: int) -> None:
    with pytest.raises(IngestError) as caught:
        load(TRADITIONAL[:length].encode("big5", "ignore"), "繁体.txt")
    assert caught.value.source == "繁体.txt"
    assert "UTF-8" in caught.value.remedy
    if length > 40:
        assert "Big5" in caught.value.reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("锟斤拷" * 8, "UTF-8 replacement marks taken for GBK"),
        ("满意率" + "\ufffd" * 20, "replacement marks of a lossy conversion"),
        ("花都区政务服务数据管理局部门整体支出".encode().decode("latin-1"), "UTF-8 taken for Latin-1"),
        (
            "花都区政务服务数据管理局部门整体支出绩效".encode().decode("gb18030", "ignore"),
            "UTF-8 taken for GBK",
        ),
        ("\ue000\ue001\ue002政务", "private use"),
        ("报告\x00\x01\x02\x03\x04", "controls"),
    ],
)
def test_text_garbled_before_it_was_saved_is_refused(text: str, why: str) -> None:
    with pytest.raises(IngestError) as caught:
        load(text.encode(), "a.txt")
    assert caught.value.remedy, why


def test_a_utf8_file_that_was_cut_inside_a_character_names_the_byte() -> None:
    data = ("花都区政务服务数据管理局。" * 40).encode()
    with pytest.raises(IngestError, match="UTF-8 文本在第 1557 字节处损坏"):
        load(data[:-1], "a.txt")


def test_a_program_is_not_taken_for_text() -> None:
    with pytest.raises(IngestError, match="编码"):
        load(bytes(range(256)) * 40, "a.txt")


def test_traditional_text_in_utf8_is_text() -> None:
    assert load(TRADITIONAL.encode(), "a.txt").text == TRADITIONAL


def test_a_page_that_names_its_big5_is_believed() -> None:
    assert decode(TRADITIONAL.encode("big5", "ignore"), "a.html", "big5").encoding == "big5"


WORDS = st.sampled_from(
    ["政务服务", "满意率", "67.82%", "（一）", "\r\n", "　　", "走访 7 个镇", "≥90%", "“穗好办”", "—"]
)


@given(st.lists(WORDS, min_size=1).map("".join), st.sampled_from(["utf-8", "gb18030"]))
def test_offsets_are_bytes_of_the_file(text: str, codec: str) -> None:
    if not text.strip():
        return
    data = ("部门整体支出绩效自评报告" + text).encode(codec)
    assert_leads_back(load(data, "a.txt"), data)


MARKDOWN = """# 花都区2023年度报告

## 一、基本情况 ##

- 走访 **7** 个镇，见[附件](a.pdf)
> 引用 $\\leq 10\\%$

| 指标 | 目标 | 实际 |
|:---|---:|---|
| 满意率 | 60% | 67.82% |
| 办结\\|率 |  | 98% |

正文第一行
正文第二行
"""


@pytest.mark.parametrize(("codec", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"")])
def test_markdown_marks_are_not_content_and_what_stays_leads_back(codec: str, mark: bytes) -> None:
    data = mark + MARKDOWN.encode(codec)
    raw = load(data, "a.md")
    assert_leads_back(raw, data)
    shapes = [(block.kind, block.level, raw.text[block.start : block.end].strip()) for block in raw.blocks]
    assert shapes == [
        ("heading", 1, "花都区2023年度报告"),
        ("heading", 2, "一、基本情况"),
        ("lines", None, "走访 7 个镇，见附件\n引用 $\\leq 10\\%$"),
        ("row", None, "指标\t目标\t实际"),
        ("row", None, "满意率\t60%\t67.82%"),
        ("row", None, "办结|率\t\t98%"),
        ("lines", None, "正文第一行\n正文第二行"),
    ]
