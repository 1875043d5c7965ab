"""`eval` and `demo`: figures for machines, a table for people, and floors that hold."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """An annotation of two questions, one of which the reports do not answer."""
    folder = tmp_path / "gold"
    folder.mkdir()
    quote = "满意率67.82%"
    lines = [
        {
            "id": "q1", "docs": ["huadu-2023"], "type": "metric", "wording": "direct",
            "question": "花都区2023年12345热线的满意率是多少?", "answers": ["67.82%"],
            "value": 67.82, "unit": "%",
            "evidence": [{"doc": "huadu-2023", "quote": quote}],
        },
        {
            "id": "q2", "docs": ["huadu-2023"], "type": "unanswerable", "wording": "direct",
            "question": "花都区2031年12345热线的满意率是多少?", "answers": [],
            "value": None, "unit": None, "evidence": [],
        },
    ]  # fmt: skip
    (folder / "huadu-2023.qa.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return folder


def test_eval_prints_a_figure_a_line_and_remembers_the_run(suizhi, home, gold, tmp_path):
    state = tmp_path / "state.json"
    ran = suizhi("eval", "--gold", gold, "--state", state, "--home", home, "--json")
    assert ran.status == 0
    assert all({"task", "metric", "value", "n"} <= line.keys() for line in ran.lines)
    figures = {f"{line['task']}.{line['metric']}": line["value"] for line in ran.lines}
    assert figures["questions.accuracy"] == 1.0
    table = suizhi("eval", "--gold", gold, "--state", state, "--home", home)
    assert "| questions" in table.out
    assert "0 gained, 0 lost" in table.out


def test_a_figure_below_its_floor_makes_exit_status_1(suizhi, home, gold, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text("[questions]\naccuracy = 1.5\n")
    common = ("eval", "--gold", gold, "--state", tmp_path / "state.json", "--home", home)
    ran = suizhi(*common, "--floors", floors)
    assert ran.status == 1
    assert "questions.accuracy" in ran.err
    floors.write_text("[questions]\naccuracy = 1.0\n")
    assert suizhi(*common, "--floors", floors).status == 0


def test_a_gold_folder_that_is_not_there_is_wrong_usage(suizhi, home, tmp_path):
    assert suizhi("eval", "--gold", tmp_path / "absent", "--home", home).status == 2


def test_eval_of_an_empty_library_says_what_to_do_instead_of_printing_zeros(suizhi, gold, tmp_path):
    ran = suizhi("eval", "--gold", gold, "--home", tmp_path / "empty", "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "suizhi ingest" in ran.err


def test_the_version_is_that_of_the_package(suizhi):
    ran = suizhi("--version")
    assert (ran.status, ran.out) == (0, f"suizhi {version('suizhi')}\n")


def test_demo_answers_the_sample_questions_and_needs_reports(suizhi, home, tmp_path):
    ran = suizhi("demo", "--home", home)
    assert ran.status == 0
    assert "67.82%" in ran.out
    none = suizhi("demo", "--home", tmp_path)
    assert (none.status, none.out) == (2, "")
    assert "ingest" in none.err
