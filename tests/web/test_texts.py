"""What the pages say: every text is there in both languages, none is left over, and templates escape."""

import re
from pathlib import Path

import pytest

from web.texts import LANGUAGES, UnknownTextError, say, texts

WEB = Path(__file__).parents[2] / "web"
SOURCES = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
SAID = re.compile(r"""\b(?:t|say)\(\s*["']([a-z_]+\.[a-z_]+)["'][,)]""")
GROUPS = re.compile(r"""\b(?:told)\(\s*["']([a-z_]+)["'],|\bt\(["']([a-z_]+)\.["'] ~""")
FIELD = re.compile(r"\{(\w+)\}")


def test_every_text_is_said_in_both_languages_with_the_same_fields():
    for key, by_language in texts().items():
        assert set(by_language) == set(LANGUAGES), key
        assert all(by_language.values()), key
        chinese, english = (sorted(FIELD.findall(by_language[lang])) for lang in LANGUAGES)
        assert chinese == english, key


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_text_that_a_page_asks_for_is_there(path: Path):
    for key in SAID.findall(path.read_text("utf-8")):
        assert key in texts(), f"{path.name}: {key}"


def test_no_text_is_left_over():
    sources = "\n".join(path.read_text("utf-8") for path in SOURCES)
    said = set(SAID.findall(sources)) | set(re.findall(r'"([a-z_]+\.[a-z_]+)"', sources))
    groups = {name for pair in GROUPS.findall(sources) for name in pair if name}
    left = [key for key in texts() if key not in said and key.split(".")[0] not in groups]
    assert left == []


def test_an_unknown_text_is_a_mistake_and_not_an_empty_place():
    with pytest.raises(UnknownTextError):
        say("nav.nowhere", "zh")


def test_the_names_of_the_data_have_words_in_both_languages():
    from typing import get_args

    from graph.claims import NodeType
    from graph.facts import EntityType, Kind, RelationType
    from search.audit import Severity
    from search.diffing import CHANGE_KINDS
    from search.intake import Status
    from search.library import DecisionState
    from search.library.corrections import CORRECTED
    from search.library.events import Happening
    from search.library.watches import WatchKind

    wanted = {
        "type": {*get_args(EntityType), *get_args(NodeType)} - {EntityType},
        "rel": get_args(RelationType),
        "kind": get_args(Kind),
        "severity": get_args(Severity),
        "diff": CHANGE_KINDS,
        "status": get_args(Status),
        "state": get_args(DecisionState),
        "corrected": [what for what in CORRECTED if what != "finding"],
        "event": get_args(Happening),
        "watch": get_args(WatchKind),
    }
    for group, names in wanted.items():
        for name in names:
            if isinstance(name, str):
                assert f"{group}.{name}" in texts()


def test_every_rule_of_the_audit_has_a_name():
    reference = (WEB.parent / "docs" / "reference" / "replies.md").read_text("utf-8")
    section = reference.split("## Rules of the audit")[1].split("\n## ")[0]
    rules = {
        rule for row in re.findall(r"^\| (`.*?) \|", section, re.M) for rule in re.findall(r"`(\w+)`", row)
    }
    assert rules
    assert {rule for rule in rules if f"rule.{rule}" not in texts()} <= {"rule"}


def test_templates_escape_what_reports_say(tmp_path: Path):
    import suizhi
    from web.address import Address
    from web.desk import Desk
    from web.drawing import render
    from web.keeping import Kept

    desk = Desk(suizhi.open(tmp_path), Kept())
    html = render("missing.html", Address("/"), desk, what="<script>").text
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
