"""All pages of the documentation: their links lead somewhere, what they name exists, and the READMEs are complete."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.main import get_command

from api.cli import app as command_line

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")
PAGES = [ROOT / name for name in (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
COMMANDS = get_command(command_line).commands
SVG = "{http://www.w3.org/2000/svg}"

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MAKE = re.compile(r"\bmake ([a-z-]+)\b")
_COMMAND = re.compile(r"(?:^\$ |`|^)suizhi ([a-z]+)", re.MULTILINE)
_CODE = re.compile(r"^```sh\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made on code hosting sites."""
    heads = (re.sub(r"[^\w\- ]", "", head.lower()) for head in _HEADING.findall(page.read_text("utf-8")))
    return {head.strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_inside_the_project_leads_somewhere(page: Path):
    for link in _LINK.findall(page.read_text("utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_and_make_target_that_is_named_exists(page: Path):
    text = page.read_text("utf-8")
    assert set(_COMMAND.findall(text)) <= COMMANDS.keys()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    code = "\n".join(block or span for block, span in _CODE.findall(text))
    assert set(_MAKE.findall(code)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_page_shows_a_picture_from_the_network(page: Path):
    text = page.read_text("utf-8")
    assert not re.search(r"!\[[^\]]*\]\(https?://|<img[^>]+https?://", text)


@pytest.mark.parametrize("page", [path for path in PAGES if path.is_relative_to(ROOT / "docs")], ids=name)
def test_every_page_is_reached_from_the_index(page: Path):
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve() for link in _LINK.findall(index.read_text("utf-8"))
    }
    assert page == index or page in linked


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_every_folder_and_every_command(readme: str):
    text = (ROOT / readme).read_text("utf-8")
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    for folder in packages | {"corpus", "tests", "docs"}:
        assert f"| `{folder}/` |" in text, folder
    assert set(re.findall(r"^\| `suizhi ([a-z]+)", text, re.MULTILINE)) == COMMANDS.keys()


def test_the_two_readmes_have_the_same_parts_and_the_same_links():
    one, other = ((ROOT / readme).read_text("utf-8") for readme in READMES)
    assert len(_HEADING.findall(one)) == len(_HEADING.findall(other))
    links = [
        {link for link in _LINK.findall(text) if not link.endswith((".svg", *READMES))}
        for text in (one, other)
    ]
    assert links[0] == links[1]


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "pictures").glob("*.svg")), ids=name)
def test_a_drawing_says_what_it_shows_and_fetches_nothing(picture: Path):
    drawing = ET.parse(picture).getroot()
    assert drawing.findtext(f"{SVG}title")
    assert drawing.findtext(f"{SVG}desc")
    text = picture.read_text("utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"https?://|@import|<script|<image", text)


def test_the_licence_is_the_one_that_the_package_names():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.split()[:5] == ["Apache", "License", "Version", "2.0,", "January"]
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
