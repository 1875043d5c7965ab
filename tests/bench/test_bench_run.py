import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import BenchError, Changes, Figure, Report, Verdict, check, read_floors, remember, table

Measure = Callable[..., Report]

FACT: dict[str, Any] = {
    "id": "a-f001",
    "doc": "a",
    "subject": "区局",
    "metric": "工单受理量",
    "value": 120,
    "unit": "宗",
    "op": "=",
    "period": "2023",
    "kind": "actual",
    "quote": "120宗",
}


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.facts.jsonl", "{", "a.facts.jsonl:1"),
        ("a.facts.jsonl", json.dumps(FACT) + "\n\n{}", "a.facts.jsonl:3"),
        ("a.facts.jsonl", json.dumps(FACT | {"value": "many"}), "a.facts.jsonl:1"),
        ("a.facts.jsonl", json.dumps(FACT) + "\n" + json.dumps(FACT), "a-f001"),
        ("a.qa.jsonl", "[]", "a.qa.jsonl:1"),
        ("notes.txt", "", "gold"),
    ],
    ids=["no JSON", "a field is missing", "no number", "an id twice", "no object", "no annotation at all"],
)
def test_an_annotation_that_cannot_be_read_names_the_place(
    measure: Measure, tmp_path: Path, name: str, content: str, where: str
) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / name).write_text(content, "utf-8")
    with pytest.raises(BenchError, match=where):
        measure({})


def test_a_report_that_the_library_does_not_hold_is_named(measure: Measure) -> None:
    report = measure({"a.facts.jsonl": [FACT]}, texts={"b.txt": "文"})
    assert report.missing == ("a",)
    assert "Not in the library, and counted as wrong: a" in table(report)


def run(*rights: bool, value: float = 0.5) -> Report:
    verdicts = tuple(
        Verdict("facts", f"f{i}", right, "" if right else "why") for i, right in enumerate(rights)
    )
    return Report((Figure("facts", "recall", value, len(rights)),), verdicts, {})


def test_the_first_run_has_nothing_to_compare_with(tmp_path: Path) -> None:
    changes = remember(run(True), tmp_path / "deep" / "state.json")
    assert changes.first
    assert (tmp_path / "deep" / "state.json").exists()
    assert "before" not in table(run(True), changes)


def test_lines_gained_and_lost_are_named_one_by_one(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    remember(run(True, False, True, False), state)
    after = run(True, True, False, False, value=0.75)
    changes = remember(after, state)
    assert ([v.id for v in changes.gained], [v.id for v in changes.lost]) == (["f1"], ["f2"])
    assert (changes.added, changes.dropped) == (0, 0)
    shown = table(after, changes)
    assert "| facts | recall | 0.750 | 4 | 0.500 | +0.250 |" in shown
    assert "Since the last run: 1 gained, 1 lost.\n+ facts f1\n- facts f2  (why)\n" in shown


def test_a_second_run_of_the_same_changes_nothing(tmp_path: Path) -> None:
    remember(run(True, False), tmp_path / "s")
    changes = remember(run(True, False), tmp_path / "s")
    assert changes == Changes(first=False, before={"facts.recall": 0.5})
    assert "| facts | recall | 0.500 | 2 | 0.500 |  |" in table(run(True, False), changes)


def test_new_annotation_is_counted_and_is_neither_gain_nor_loss(tmp_path: Path) -> None:
    remember(run(True, True), tmp_path / "s")
    changes = remember(run(True, True, False), tmp_path / "s")
    assert (changes.gained, changes.lost, changes.added) == ((), (), 1)
    assert remember(run(True), tmp_path / "s").dropped == 2


def test_a_figure_that_the_last_run_did_not_have_is_new(tmp_path: Path) -> None:
    remember(run(True), tmp_path / "s")
    after = replace(run(True), figures=(Figure("questions", "sure_wrong_count", 3.0, 7),))
    assert "| questions | sure_wrong_count | 3 | 7 |  | new |" in table(
        after, remember(after, tmp_path / "s")
    )


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99}', '{"format": 1, "lines": [], "figures": {}}'])
def test_a_file_that_is_no_record_of_a_run_is_not_overwritten(tmp_path: Path, content: str) -> None:
    state = tmp_path / "mine.json"
    state.write_text(content)
    with pytest.raises(BenchError, match=r"mine\.json"):
        remember(run(True), state)
    assert state.read_text() == content


@pytest.mark.parametrize(
    ("value", "floor", "fails"),
    [(0.6, 0.6, False), (0.7, 0.6, False), (0.59, 0.6, True), (0.66666, 0.6667, False)],
    ids=["at the floor", "above", "below", "a floor copied from the table"],
)
def test_a_figure_below_its_floor_is_named(value: float, floor: float, fails: bool) -> None:
    failures = check([Figure("facts", "recall", value, 9)], {"facts.recall": floor})
    assert bool(failures) is fails


def test_a_figure_that_was_not_measured_fails_its_floor() -> None:
    assert check([], {"facts.recall": 0.0}) == ["facts.recall was not measured (floor 0.0000)"]


@pytest.mark.parametrize(
    "content", ["facts = 1", "[facts]\nrecall = 'high'", "[facts", "[facts]\nrecall = [1]"]
)
def test_floors_that_are_no_numbers_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.toml").write_text(content)
    with pytest.raises(BenchError, match=r"floors\.toml"):
        read_floors(tmp_path / "floors.toml")


def test_a_figure_is_printed_as_one_flat_line() -> None:
    assert Figure("facts", "recall", 2 / 3, 3).line() == {
        "task": "facts",
        "metric": "recall",
        "value": 0.6667,
        "n": 3,
    }
