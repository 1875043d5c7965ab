"""PDF files: lines in order, tables as rows, pages and boxes that lead back, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import IngestError, RawText
from ingest.loaders import load
from ingest.loaders.radicals import character

FONT = "STSong-Light"
SIZE = 12
WIDTH, HEIGHT = A4
REPORT = [
    "2023年度花都区政务服务数据管理局",
    "部门整体支出绩效自评报告",
    "一、部门基本情况",
    "12345热线的满意率是67.82%。",
]


def pdf(*pages: Callable[[Canvas], object], **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def write(canvas: Canvas, lines: list[str], left: float = 72, top: float = 72, step: float = 24) -> None:
    for index, line in enumerate(lines):
        canvas.drawString(left, HEIGHT - top - index * step, line)


def grid(canvas: Canvas, across: list[float], down: list[float]) -> None:
    for y in down:
        canvas.line(across[0], HEIGHT - y, across[-1], HEIGHT - y)
    for x in across:
        canvas.line(x, HEIGHT - down[0], x, HEIGHT - down[-1])


def assert_leads_back(raw: RawText, data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    try:
        for run in raw.runs:
            assert run.page is not None
            page = document[run.page - 1]
            text = page.get_textpage()
            assert text.get_text_range(run.offset, run.end - run.start) == raw.text[run.start : run.end]
            assert run.box is not None
            left, top, right, bottom = run.box
            assert 0 <= left < right <= page.get_width()
            assert 0 <= top < bottom <= page.get_height()
            text.close()
            page.close()
    finally:
        document.close()


def shapes(raw: RawText) -> list[tuple[str, str]]:
    return [(block.kind, raw.text[block.start : block.end].strip("\n")) for block in raw.blocks]


def test_lines_come_page_by_page_with_their_boxes() -> None:
    data = pdf(lambda canvas: write(canvas, REPORT[:2]), lambda canvas: write(canvas, REPORT[2:]))
    raw = load(data, "报告.pdf")
    assert shapes(raw) == [("lines", "\n".join(REPORT[:2])), ("lines", "\n".join(REPORT[2:]))]
    assert_leads_back(raw, data)
    start = raw.text.index("热线")
    [run] = [run for run in raw.runs if run.start <= start < run.end]
    assert (run.page, run.box is not None) == (2, True)


def test_the_box_of_every_character_is_told_by_its_run() -> None:
    data = pdf(lambda canvas: write(canvas, ["花都区12345热线满意率67.82%"]))
    raw = load(data, "a.pdf")
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage()
    for run in raw.runs:
        assert run.box is not None
        left, _, right, _ = run.box
        width = (right - left) / (run.end - run.start)
        for index in range(run.end - run.start):
            true_left, _, true_right, _ = text.get_charbox(run.offset + index, loose=True)
            assert left + index * width == pytest.approx(true_left, abs=0.25 * SIZE)
            assert left + (index + 1) * width == pytest.approx(true_right, abs=0.25 * SIZE)
    text.close()
    document.close()


def test_lines_are_read_from_the_top_even_if_they_were_written_from_the_bottom() -> None:
    def draw(canvas: Canvas) -> None:
        for index in reversed(range(len(REPORT))):
            canvas.drawString(72, HEIGHT - 72 - 24 * index, REPORT[index])

    assert load(pdf(draw), "a.pdf").text.splitlines() == REPORT


def budget(canvas: Canvas) -> None:
    write(canvas, ["收支预算总表", "单位：万元"])
    grid(canvas, [72, 200, 280, 440, 520], [120, 150, 190, 220])
    for y, row in (
        (140, ["项目", "预算数", "项目", "预算数"]),
        (167, ["一、一般公共预算", "2,940.05", "一、教育支出", ""]),
        (183, ["财政拨款收入", "", "", ""]),
        (210, ["合计", "2,946.25", "合计", "2,946.25"]),
    ):
        for x, text in zip((76, 204, 284, 444), row, strict=True):
            canvas.drawString(x, HEIGHT - y, text)
    write(canvas, ["注：以上为预算数。"], top=260)


def test_a_ruled_table_becomes_rows_and_is_not_said_twice() -> None:
    data = pdf(budget)
    raw = load(data, "预算.pdf")
    assert shapes(raw) == [
        ("lines", "收支预算总表\n单位：万元"),
        ("row", "项目\t预算数\t项目\t预算数"),
        ("row", "一、一般公共预算财政拨款收入\t2,940.05\t一、教育支出\t"),
        ("row", "合计\t2,946.25\t合计\t2,946.25"),
        ("lines", "注：以上为预算数。"),
    ]
    assert_leads_back(raw, data)


def test_borders_drawn_as_thin_boxes_make_a_table_too() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (120, 150, 180):
            canvas.rect(72, HEIGHT - y, 200, 0.5, stroke=0, fill=1)
        for x in (72, 172, 272):
            canvas.rect(x, HEIGHT - 180, 0.5, 60, stroke=0, fill=1)
        write(canvas, ["满意率", "办结率"], left=76, top=140, step=30)
        write(canvas, ["67.82%", "98%"], left=176, top=140, step=30)

    assert load(pdf(draw), "a.pdf").text == "满意率\t67.82%\n办结率\t98%\n"


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (120, 150, 180, 210):
            canvas.line(72, HEIGHT - y, 372, HEIGHT - y)
        for x in (172, 272):
            canvas.line(x, HEIGHT - 120, x, HEIGHT - 210)
        for left, texts in (
            (76, ["指标", "满意率", "办结率"]),
            (176, ["目标", "60%", "90%"]),
            (276, ["实际", "67%", "98%"]),
        ):
            write(canvas, texts, left=left, top=140, step=30)

    assert load(pdf(draw), "a.pdf").text == "指标\t目标\t实际\n满意率\t60%\t67%\n办结率\t90%\t98%\n"


def test_a_wide_cell_is_said_once_and_numbers_stay_under_their_heads() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (120, 180, 210):
            canvas.line(72, HEIGHT - y, 372, HEIGHT - y)
        canvas.line(172, HEIGHT - 150, 372, HEIGHT - 150)
        for x, top in ((72, 120), (172, 120), (272, 150), (372, 120)):
            canvas.line(x, HEIGHT - top, x, HEIGHT - 210)
        for x, y, text in (
            (76, 155, "指标"), (220, 140, "2023年"), (176, 170, "目标"), (276, 170, "实际"),
            (76, 200, "满意率"), (176, 200, "60%"), (276, 200, "67%"),
        ):  # fmt: skip
            canvas.drawString(x, HEIGHT - y, text)

    assert load(pdf(draw), "a.pdf").text == "指标\t2023年\t\n\t目标\t实际\n满意率\t60%\t67%\n"


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 200, 480, 160)
        canvas.line(60, HEIGHT - 60, 540, HEIGHT - 60)
        write(canvas, REPORT)

    assert load(pdf(draw), "a.pdf").text.splitlines() == REPORT


LEFT = [f"左栏第{n}行，全面完成年度目标" for n in "一二三四五六七八九十"]
RIGHT = [f"右栏第{n}行，持续优化营商环境" for n in "一二三四五六七八九十"]


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    # huadu-2022 as PDF: pdfium gives U+0002 for it.
    lines = ["构建区-镇街-", "社区村居三级指挥调度一体化体系"]
    assert load(pdf(lambda canvas: write(canvas, lines)), "a.pdf").text.splitlines() == lines


def test_radicals_of_the_text_layer_are_read_as_the_characters_that_they_show() -> None:
    written, shown = "⼀、⽤户⻅⾯：⻔⼾⽹站⻓⻛", "一、用户见面：门户网站长风"
    data = pdf(lambda canvas: write(canvas, [written]))
    assert load(data, "a.pdf").text.strip() == shown


def test_every_kangxi_radical_becomes_a_character_and_all_other_text_stays() -> None:
    signs = {chr(code): character(chr(code)) for code in range(0x20, 0x20000)}
    assert all(len(shown) == 1 for shown in signs.values())
    assert all("一" <= signs[chr(code)] <= "鿿" for code in range(0x2F00, 0x2FD6))
    changed = [sign for sign, shown in signs.items() if sign != shown]
    assert all("⺀" <= sign <= "⿕" or "\uf900" <= sign <= "\ufad9" for sign in changed)


def test_the_first_line_of_a_paragraph_keeps_its_indent_which_has_no_origin() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["部门整体支出绩效自评报告"], left=220)
        for index, (left, line) in enumerate(
            [
                (96, "一、基本情况"),
                (96, "全局共有编制三十二名，下属事业单位"),
                (72, "两个。"),
                (96, "另有人员七名，其中在编人"),
                (72, "员六名。"),
            ]
        ):
            write(canvas, [line], left=left, top=120 + 24 * index)

    raw = load(pdf(draw), "a.pdf")
    assert raw.text.splitlines() == [
        "部门整体支出绩效自评报告",
        "　　一、基本情况",
        "　　全局共有编制三十二名，下属事业单位",
        "两个。",
        "　　另有人员七名，其中在编人",
        "员六名。",
    ]
    assert not any("　" in raw.text[run.start : run.end] for run in raw.runs)


def test_a_page_of_headings_only_is_seen_to_be_indented_from_the_other_pages() -> None:
    def prose(canvas: Canvas) -> None:
        write(canvas, ["正文第一行接着上一页的段落"] * 8)

    def heads(canvas: Canvas) -> None:
        write(canvas, ["一、概况", "二、绩效", "三、结论"], left=96)

    assert load(pdf(prose, heads), "a.pdf").text.splitlines()[8:] == [
        "　　一、概况",
        "　　二、绩效",
        "　　三、结论",
    ]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["一行横贯两栏的标题，比一栏的文字要长出许多，因此不属于任何一栏"])
        for left, right, top in zip(LEFT, RIGHT, range(120, 400, 24), strict=False):
            write(canvas, [left], left=72, top=top)
            write(canvas, [right], left=310, top=top)

    assert load(pdf(draw), "a.pdf").text.splitlines()[1:] == LEFT + RIGHT


def test_a_list_with_figures_at_the_right_is_no_second_column() -> None:
    names = [f"第{n}项指标" for n in "一二三四五六七八九十"]

    def draw(canvas: Canvas) -> None:
        write(canvas, names)
        write(canvas, [f"{n}8%" for n in range(10)], left=400)

    lines = load(pdf(draw), "a.pdf").text.splitlines()
    assert lines == [f"{name} {n}8%" for n, name in enumerate(names)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        # What is drawn turned back by as much stands upright on the page as shown. reportlab swaps the
        # sides of a page that is turned by a quarter.
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        for index, line in enumerate(REPORT):
            canvas.drawString(72, 400 - index * 24, line)

    data = pdf(draw)
    raw = load(data, "a.pdf")
    assert raw.text.splitlines() == REPORT
    assert_leads_back(raw, data)
    starts = [raw.text.index(line) for line in REPORT]
    boxes = [run.box for run in raw.runs if run.start in starts and run.box]
    assert len(boxes) == len(REPORT)
    assert all(20 < lower[1] - upper[1] < 28 for upper, lower in pairwise(boxes))


def test_a_watermark_is_left_out_and_a_side_note_comes_last() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, REPORT)
        canvas.saveState()
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "装订线")

    data = pdf(draw)
    raw = load(data, "a.pdf")
    assert raw.text.splitlines() == [*REPORT, "装订线"]
    assert_leads_back(raw, data)


def test_a_cropped_page_counts_from_its_own_corner() -> None:
    plain = load(pdf(lambda canvas: write(canvas, REPORT)), "a.pdf")
    cropped = load(pdf(lambda canvas: write(canvas, REPORT), cropBox=(50, 100, WIDTH, HEIGHT - 30)), "a.pdf")
    assert cropped.text == plain.text
    before, after = plain.runs[0].box, cropped.runs[0].box
    assert before is not None
    assert after is not None
    assert after[0] == pytest.approx(before[0] - 50, abs=0.01)
    assert after[1] == pytest.approx(before[1] - 30, abs=0.01)


@pytest.mark.parametrize(
    ("spoil", "expected", "reason"),
    [
        (lambda data: data[: len(data) // 2], "不完整", "cut in the middle"),
        (lambda data: data[:-20], "不完整", "its end is missing"),
        (lambda _: b"%PDF-1.4\nnothing\n%%EOF\n", "已损坏", "no page tree"),
    ],
)
def test_a_spoiled_file_is_refused(spoil: Callable[[bytes], bytes], expected: str, reason: str) -> None:
    with pytest.raises(IngestError) as caught:
        load(spoil(pdf(lambda canvas: write(canvas, REPORT))), "坏.pdf")
    assert expected in caught.value.reason, reason
    assert caught.value.source == "坏.pdf"


def test_a_file_with_a_password_is_refused_with_the_way_out() -> None:
    data = pdf(lambda canvas: write(canvas, REPORT), encrypt=StandardEncryption("secret", strength=128))
    with pytest.raises(IngestError, match="加密") as caught:
        load(data, "密.pdf")
    assert "取消密码" in caught.value.remedy


def test_a_file_that_anyone_may_open_but_not_print_is_read() -> None:
    data = pdf(
        lambda canvas: write(canvas, REPORT),
        encrypt=StandardEncryption("", "owner", canPrint=0, strength=128),
    )
    assert load(data, "a.pdf").text.splitlines() == REPORT
