"""Pictures and scans: recognised as such, read where OCR is installed, refused with the command where not."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import IngestError
from ingest.loaders import load, ocr

# Where Debian, Fedora and macOS put a Chinese font; OCR itself brings none.
CHINESE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
CHINESE = next((path for path in CHINESE_FONTS if Path(path).exists()), None)
LINES = ("12345", "67.82%")

needs_ocr = pytest.mark.skipif(
    not ocr.has_ocr(), reason="not run: OCR is not installed; pip install 'suizhi[ocr]'"
)
needs_font = pytest.mark.skipif(
    CHINESE is None, reason="not run: no Chinese font; apt-get install fonts-noto-cjk"
)


def picture(lines: Sequence[str], font: str | None = None) -> Image.Image:
    image = Image.new("RGB", (1240, 400), "white")
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(font, 44) if font else ImageFont.load_default(44)
    for index, line in enumerate(lines):
        draw.text((120, 60 + 90 * index), line, fill="black", font=face)
    return image


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def scan(image: Image.Image) -> bytes:
    """A PDF of nothing but the picture, as a scanner makes it: 595 points wide."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 192))
    canvas.drawImage(ImageReader(image), 0, 0, 595, 192)
    canvas.save()
    return file.getvalue()


@needs_ocr
@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_read_line_by_line(format: str) -> None:
    raw = load(saved(picture(LINES), format), f"a.{format.lower()}")
    assert raw.text.splitlines() == list(LINES)
    assert [raw.text[run.start : run.end] for run in raw.runs] == list(LINES)
    assert {run.part for run in raw.runs} == {"page/1"}
    box = raw.runs[0].box
    assert box is not None
    assert box == pytest.approx((120, 70, 245, 110), abs=25)


@needs_ocr
def test_every_frame_of_a_tiff_is_a_page() -> None:
    pages = [picture(["2022"]), picture(["2023"])]
    raw = load(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), "a.tif")
    assert [(run.page, raw.text[run.start : run.end]) for run in raw.runs] == [(1, "2022"), (2, "2023")]


@needs_ocr
@needs_font
def test_a_scanned_pdf_is_read_with_boxes_in_points() -> None:
    lines = ("一、部门基本情况", "热线满意率为67.82%。")
    raw = load(scan(picture(lines, CHINESE)), "扫描.pdf")
    read = raw.text.splitlines()
    assert len(read) == len(lines)
    # A reader may take one character for another (门 for 内); most must be right.
    assert SequenceMatcher(None, raw.text, "\n".join(lines)).ratio() > 0.9
    assert raw.format == "pdf"
    box = raw.runs[0].box
    assert box is not None
    scale = 595 / 1240
    assert box == pytest.approx((120 * scale, 65 * scale, 470 * scale, 120 * scale), abs=15)


@pytest.mark.parametrize("name", ["扫描.pdf", "图.png"])
def test_without_ocr_the_command_that_installs_it_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    image = picture(LINES)
    with pytest.raises(IngestError, match="需要文字识别") as caught:
        load(scan(image) if name.endswith("pdf") else saved(image, "PNG"), name)
    assert "pip install 'suizhi[ocr]'" in caught.value.remedy


@needs_ocr
def test_an_empty_picture_and_a_broken_one_are_refused() -> None:
    with pytest.raises(IngestError, match="没有文字"):
        load(saved(Image.new("RGB", (400, 400), "white"), "PNG"), "白.png")
    with pytest.raises(IngestError, match="图片已损坏"):
        load(saved(picture(LINES), "PNG")[:300], "坏.png")


@needs_ocr
def test_a_picture_of_too_many_pixels_is_refused_undecoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1000)
    with pytest.raises(IngestError, match="超过 1000 像素"):
        load(saved(picture(LINES), "PNG"), "大.png")
