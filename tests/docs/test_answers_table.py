"""The questions that the READMEs show are answered as the READMEs say."""

import re
from pathlib import Path

import pytest

import suizhi

ROOT = Path(__file__).parents[2]
READMES = {"README.md": "What it answers", "README.zh.md": "能回答什么"}


def shown(readme: str) -> list[tuple[str, str]]:
    """The questions of the table with their answers."""
    text = (ROOT / readme).read_text("utf-8")
    table = text[text.index(f"## {READMES[readme]}") :].partition("\n\n## ")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", table, re.MULTILINE)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A library with the five reports."""
    opened = suizhi.open(tmp_path_factory.mktemp("shown") / "home")
    assert {one.status for one in opened.ingest(sorted((ROOT / "corpus").glob("*.txt")))} == {"added"}
    return opened


@pytest.mark.parametrize(("question", "short"), shown("README.md"))
def test_a_question_that_is_shown_is_answered_as_shown(room, question: str, short: str):
    answer = room.ask(question)
    assert answer.short == short
    assert answer.citations


def test_both_readmes_show_the_same_questions():
    assert shown("README.md") == shown("README.zh.md")
    assert len(shown("README.md")) >= 6


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_the_page(readme: str):
    assert "](docs/pictures/ask.png)" in (ROOT / readme).read_text("utf-8")
    picture = ROOT / "docs" / "pictures" / "ask.png"
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size < 300_000
