"""Word files: what reads as text, what only Word shows (numbers, headings), and what is left out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from ingest.document import RawText
from ingest.loaders import load
from ingest.loaders.numerals import chinese, numeral

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def built(build: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    build(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(xml: str, numbering: str = "") -> bytes:
    """A Word file of these body elements, made of nothing but its parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {W} {VML} {MC}><w:body>{xml}</w:body></w:document>"
        )
        if numbering:
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return file.getvalue()


def shapes(raw: RawText) -> list[tuple[str, int | None, str]]:
    return [(block.kind, block.level, raw.text[block.start : block.end].rstrip("\n")) for block in raw.blocks]


def parts(raw: RawText) -> dict[str, str]:
    found: dict[str, str] = {}
    for run in raw.runs:
        found[run.part] = found.get(run.part, "") + raw.text[run.start : run.end]
    return found


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_paragraphs_headings_and_tables_come_in_order_with_their_places() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("花都区自评报告", style="Title")
        document.add_heading("一、基本情况", 1)
        document.add_paragraph("走访7个镇。")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (c for row in table.rows for c in row.cells), ["指标", "实际", "满意率", "67.82%"], strict=True
        ):
            cell.text = text
        document.add_paragraph("二、结论")

    raw = load(built(build), "报告.docx")
    assert shapes(raw) == [
        ("heading", 0, "花都区自评报告"),
        ("heading", 1, "一、基本情况"),
        ("paragraph", None, "走访7个镇。"),
        ("row", None, "指标\t实际"),
        ("row", None, "满意率\t67.82%"),
        ("paragraph", None, "二、结论"),
    ]
    assert parts(raw) == {
        "paragraph/1": "花都区自评报告",
        "paragraph/2": "一、基本情况",
        "paragraph/3": "走访7个镇。",
        "table/1/r1/c1": "指标",
        "table/1/r1/c2": "实际",
        "table/1/r2/c1": "满意率",
        "table/1/r2/c2": "67.82%",
        "paragraph/4": "二、结论",
    }


def test_runs_count_characters_of_the_paragraph_as_word_reads_it() -> None:
    data = built(lambda document: document.add_paragraph("满意率\t67.82%\n比上年提高 2 个百分点"))
    raw = load(data, "a.docx")
    paragraphs = docx.Document(BytesIO(data)).paragraphs
    for each in raw.runs:
        text = paragraphs[int(each.part.split("/")[1]) - 1].text
        assert text[each.offset : each.offset + each.end - each.start] == raw.text[each.start : each.end]
    assert [text for _, _, text in shapes(raw)] == ["满意率\t67.82%", "比上年提高 2 个百分点"]


@pytest.mark.parametrize(
    ("paragraph", "expected", "reason"),
    [
        (f"<w:ins>{run('新增')}</w:ins>{run('内容')}", "新增内容", "tracked insertions are accepted"),
        (
            f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>{run('新')}",
            "新",
            "tracked deletions are gone",
        ),
        (
            f"<w:hyperlink>{run('穗好办')}</w:hyperlink>平台",
            "穗好办",
            "the words of a link; bare text is no text",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            f'<w:r><w:t>代码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("12")}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("页")}',
            "12页",
            "a field shows its result",
        ),
        (f"<w:fldSimple w:instr='DATE'>{run('2024年')}</w:fldSimple>", "2024年", "a simple field too"),
        (
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>批注</w:t></w:r>{run('正文')}",
            "正文",
            "hidden text is hidden",
        ),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件", "content controls hold text"),
        (
            "<w:r><w:t>2019</w:t><w:noBreakHyphen/><w:t>nCoV</w:t></w:r>",
            "2019-nCoV",
            "a hyphen that does not break",
        ),
        (
            f"<w:r><w:ruby><w:rt>{run('suì')}</w:rt><w:rubyBase>{run('穗')}</w:rubyBase></w:ruby></w:r>",
            "穗",
            "the reading above a character is not text",
        ),
        (
            "<w:r><w:t>第一页</w:t><w:br w:type='page'/><w:t>续</w:t></w:r>",
            "第一页续",
            "a page break is no line",
        ),
    ],
)
def test_what_reads_as_text(paragraph: str, expected: str, reason: str) -> None:
    assert load(with_body(f"<w:p>{paragraph}</w:p>"), "a.docx").text == expected + "\n", reason


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    raw = load(with_body(f"<w:p>{run('正文')}{drawing}</w:p><w:p>{run('后文')}</w:p>"), "a.docx")
    assert raw.text == "正文\n框内\n后文\n"
    assert parts(raw) == {"paragraph/1": "正文", "paragraph/2": "框内", "paragraph/3": "后文"}


def test_merged_cells_are_said_once_and_keep_their_columns() -> None:
    def build(document: Document) -> None:
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "产出指标"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "2023年"
        table.cell(1, 1).text, table.cell(1, 2).text = "目标", "实际"
        table.cell(2, 0).text, table.cell(2, 1).text, table.cell(2, 2).text = "满意率", "60%", "67.82%"

    raw = load(built(build), "a.docx")
    assert [text for _, _, text in shapes(raw)] == [
        "产出指标\t2023年\t",
        "\t目标\t实际",
        "满意率\t60%\t67.82%",
    ]
    assert parts(raw)["table/1/r2/c3"] == "实际"


def test_lines_of_a_cell_stay_in_the_cell() -> None:
    def build(document: Document) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "指标\n甲"
        table.cell(0, 1).text = "90%\t以上"

    raw = load(built(build), "a.docx")
    assert raw.text == "指标 甲\t90% 以上\n"
    assert [(each.part, each.offset) for each in raw.runs] == [
        ("table/1/r1/c1", 0),
        ("table/1/r1/c1", 3),
        ("table/1/r1/c2", 0),
        ("table/1/r1/c2", 4),
    ]


def test_a_frame_of_one_cell_is_text_and_no_table() -> None:
    def build(document: Document) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "一、基本情况"
        cell.add_paragraph("正文。")

    raw = load(built(build), "a.docx")
    assert shapes(raw) == [("paragraph", None, "一、基本情况"), ("paragraph", None, "正文。")]


def test_a_long_paragraph_in_a_heading_style_is_text() -> None:
    raw = load(
        built(lambda document: document.add_heading("（一）加强管理。" + "全面推进。" * 40, 2)), "a.docx"
    )
    assert [kind for kind, _, _ in shapes(raw)] == ["paragraph"]


LEVELS = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
    '<w:lvlText w:val="%1.%3"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def item(text: str, level: int, list_id: int = 1) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}{run(text) if text else ''}</w:p>"


def test_automatic_numbers_are_shown_but_have_no_origin() -> None:
    body = (
        item("概况", 0)
        + item("职能", 1)
        + item("人员", 1)
        + item("", 1)
        + item("编制", 2)
        + item("要点", 3)
        + item("绩效", 0)
        + item("产出", 1)
        + item("附则", 0, 2)
        + item("说明", 0, 2)
        + item("无号", 0, 0)
    )
    raw = load(with_body(body, LEVELS), "a.docx")
    assert raw.text.splitlines() == [
        "一、概况",
        "（一）职能",
        "（二）人员",
        "1.1 编制",
        "要点",
        "二、绩效",
        "（一）产出",
        "五、附则",
        "六、说明",
        "无号",
    ]
    assert [raw.text[each.start : each.end] for each in raw.runs][:3] == ["概况", "职能", "人员"]


@pytest.mark.parametrize(
    ("number", "format", "expected"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (110, "japaneseCounting", "一百一十"),
        (2024, "ideographDigital", "二〇二四"),
        (15, "chineseLegalSimplified", "壹拾伍"),
        (3, "ideographTraditional", "丙"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (28, "lowerLetter", "bb"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (2, "decimalEnclosedParen", "⑵"),
        (7, "decimalZero", "07"),
        (3, "decimalFullWidth", "３"),
        (5, "hebrew1", "5"),
        (0, "chineseCounting", "0"),
        (1, "ideographZodiac", "子"),
    ],
)
def test_numbers_are_printed_in_words_formats(number: int, format: str, expected: str) -> None:
    assert numeral(number, format) == expected


def test_counted_numbers_are_all_different_and_hold_no_double_zero() -> None:
    words = [chinese(number) for number in range(1, 10_000)]
    assert len(set(words)) == len(words)
    assert not any("零零" in word or word.endswith("零") for word in words)
    assert (chinese(1001), chinese(1010), chinese(9090)) == ("一千零一", "一千零一十", "九千零九十")


def test_a_document_in_the_strict_namespace_reads_the_same() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {strict}><w:body><w:p>{run('正文')}</w:p></w:body></w:document>",
        )
    assert load(file.getvalue(), "a.docx").text == "正文\n"


def test_an_entity_is_not_resolved() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}><w:body><w:p><w:r>'
            "<w:t>甲&x;</w:t></w:r></w:p></w:body></w:document>",
        )
    assert load(file.getvalue(), "a.docx").text == "甲\n"


def test_python_docx_reads_what_these_tests_build() -> None:
    # The hand-made XML above must be what Word writes: python-docx finds the same paragraph in it.
    assert parse_xml(f"<w:p {W}>{run('甲')}</w:p>").text == "甲"
