"""One report in four formats: text, Word, web page and PDF say the same facts."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import graph
from graph.facts import Fact
from ingest import read
from ingest.document import Document
from ingest.fold import squeeze

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))

# A page of an official document: 28 characters a line, 22 lines a page (GB/T 9704-2012, 5.2.3).
FONT, SIZE, STEP = "STSong-Light", 16, 29
IN_LINE, IN_PAGE = 28, 22
LEFT, TOP = (A4[0] - IN_LINE * SIZE) / 2, 105
NO_LINE_START = "。，、；：！？）》”’」』】%）,.;:!?)"
NO_LINE_END = "（《“‘「『【(["


def as_docx(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_html(paragraphs: list[str]) -> bytes:
    body = "\n".join(f"<p>　　{html.escape(paragraph)}</p>" for paragraph in paragraphs[1:])
    return (
        "<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>信息公开</title></head><body>"
        "<nav><a href=/>首页</a><a href=/zw>政务公开</a></nav>"
        f"<article><h1>{html.escape(paragraphs[0])}</h1>\n{body}</article>"
        "<footer>主办单位：办公室</footer></body></html>"
    ).encode()


def as_pdf(paragraphs: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    printed = [line for at, paragraph in enumerate(paragraphs) for line in typeset(paragraph, title=at == 0)]
    for first in range(0, len(printed), IN_PAGE):
        canvas.setFont(FONT, SIZE)
        for at, (left, line) in enumerate(printed[first : first + IN_PAGE]):
            canvas.drawString(left, A4[1] - TOP - at * STEP, line)
        canvas.drawCentredString(A4[0] / 2, 60, f"— {first // IN_PAGE + 1} —")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def typeset(paragraph: str, title: bool, in_line: int = IN_LINE) -> Iterator[tuple[float, str]]:
    """The lines of a paragraph with their left ends: the first line two characters in, a title centred."""
    room = in_line * SIZE
    begin = 0
    while begin < len(paragraph):
        indent = 2 * SIZE if begin == 0 and not title else 0
        end = begin + 1
        while end < len(paragraph) and width(paragraph[begin : end + 1]) <= room - indent:
            end += 1
        while end < len(paragraph) and not may_break(paragraph, end) and end > begin + 1:
            end -= 1
        line = paragraph[begin:end]
        yield (A4[0] - width(line)) / 2 if title else LEFT + indent, line
        begin = end


def width(text: str) -> float:
    return pdfmetrics.stringWidth(text, FONT, SIZE)


def may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    latin = all(c.isascii() and not c.isspace() for c in (before, after))
    return after not in NO_LINE_START and before not in NO_LINE_END and not latin


FORMATS: dict[str, Callable[[list[str]], bytes]] = {"docx": as_docx, "html": as_html, "pdf": as_pdf}


@pytest.fixture(scope="module", params=CORPUS, ids=lambda path: path.stem)
def printed(request: pytest.FixtureRequest) -> Document:
    return read(request.param.read_bytes(), "报告.txt")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_report_says_the_same_facts_in_every_format(printed: Document, suffix: str) -> None:
    data = FORMATS[suffix](paragraphs_of(printed))
    other = read(data, f"报告.{suffix}")
    assert other.format == suffix
    assert other.fingerprint == printed.fingerprint
    assert lines_of(other) == lines_of(printed)
    assert other.about == printed.about
    assert said(other) - said(printed) == Counter()
    assert said(printed) - said(other) == Counter()


@pytest.mark.parametrize("in_line", [24, 28, 34])
def test_a_report_is_the_same_text_however_wide_its_lines_are(printed: Document, in_line: int) -> None:
    title, *paragraphs = paragraphs_of(printed)
    lines = [line for _, line in typeset(title, title=True, in_line=in_line)]
    for paragraph in paragraphs:
        first, *rest = (line for _, line in typeset(paragraph, title=False, in_line=in_line))
        lines += ["　　" + first, *rest]
    pages = ["\n\n".join(lines[at : at + IN_PAGE]) for at in range(0, len(lines), IN_PAGE)]
    text = "".join(f"{page}\n\n— {number} —\n\n" for number, page in enumerate(pages, 1))
    other = read(text.encode("gb18030"), "报告.txt")
    assert lines_of(other) == lines_of(printed)
    assert other.about == printed.about


def lines_of(document: Document) -> list[str]:
    """The paragraphs without blanks: where two Latin words stood at a line end, the one between them is lost."""
    return [line.replace(" ", "") for line in document.text.splitlines()]


def paragraphs_of(document: Document) -> list[str]:
    assert document.about.title is not None
    text = document.text.split("\n")
    return [line for line in text if line]


def said(document: Document) -> Counter[tuple[object, ...]]:
    return Counter(essence(fact) for fact in graph.read(document).facts)


def essence(fact: Fact) -> tuple[object, ...]:
    quantity = fact.quantity
    return (
        fact.metric,
        quantity.low,
        quantity.high,
        quantity.unit,
        quantity.op,
        str(fact.period),
        fact.kind,
        squeeze(fact.citation.quote),
    )
