"""Text with a place marked in it: nothing of a report gets into the page as markup, nothing of it is lost."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest
from web.marking import Span, in_place, marked, surroundings, whole_text

CORPUS = Path(__file__).parents[2] / "corpus"


def plain(html: str) -> str:
    """What a reader sees."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(st.text(alphabet="<>&\"'花都12"), st.integers(0, 20), st.integers(0, 40), st.integers(0, 40))
def test_marking_only_adds_marks(text: str, offset: int, start: int, end: int):
    html = marked(text, offset, start, end)
    assert plain(html) == text
    assert "<" not in re.sub(r"</?mark>", "", html)
    inside = re.findall(r"<mark>(.*?)</mark>", html, re.S)
    wanted = text[max(start - offset, 0) : max(end - offset, 0)]
    assert [unescape(one) for one in inside] == ([wanted] if wanted else [])


@pytest.fixture(scope="module", params=sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> ingest.Document:
    return ingest.read(request.param.read_bytes(), request.param.name)


def test_a_whole_report_is_shown_with_one_place_marked_once(document):
    start = document.passages[len(document.passages) // 2].start
    html = whole_text(document, start, start + 20, "here")
    assert "".join(plain(html).split()) == "".join(document.text.split())
    marks = re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.S)
    shown = "".join(unescape(mark) for mark in marks)
    assert "".join(shown.split()) == "".join(document.text[start : start + 20].split())
    assert html.count('id="here"') == 1


def test_headings_are_shown_as_headings(document):
    html = whole_text(document, 0, 0, "here")
    first = next(section for section in document.sections if section.level == 1)
    assert f'<h3 id="s{first.index}">{document.text[first.start : first.body].strip()}</h3>' in html


def test_every_passage_is_shown_around_its_quote(document):
    for passage in document.passages:
        cited = document.cite(passage.start, min(passage.start + 10, passage.end))
        start, end = surroundings(document, cited)
        assert start <= cited.start < cited.end <= end
        html = in_place(document, cited)
        (mark,) = re.findall(r"<mark>(.*?)</mark>", html, re.S)
        assert unescape(mark) == cited.quote


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(["e e-ORG", "f"])), max_size=6)
)
def test_spans_that_overlap_only_add_elements(places):
    text = "花都区政务<服务>数据管理局12345热线满意率67.82%。"
    spans = [
        Span(
            start,
            start + length,
            classes,
            href="/entities/x" if classes != "f" else "",
            fact="a" if classes == "f" else "",
        )
        for start, length, classes in places
        if start + length <= len(text)
    ]
    html = marked(text, 0, 3, 9, "here", spans)
    assert plain(html) == text
    for span in spans:
        covered = "".join(
            unescape(piece)
            for classes, piece in re.findall(r'class="([^"]*)"[^>]*>([^<]*)<', html)
            if set(span.classes.split()) <= set(classes.split())
        )
        assert all(character in covered for character in text[span.start : span.end])


def test_a_name_of_a_report_leads_to_its_page_and_a_clause_to_its_fact():
    spans = [Span(0, 3, "e e-REGION", "/entities/1", title="地区 · 花都区"), Span(0, 10, "f", fact="42")]
    assert marked("花都区满意率67%。", 0, 0, 0, spans=spans) == (
        '<a class="e e-REGION f" data-fact="42" title="地区 · 花都区" href="/entities/1" tabindex="-1">花都区</a>'
        '<span class="f" data-fact="42">满意率67%。</span>'
    )
