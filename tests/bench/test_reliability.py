"""Questions from annotated facts: the same from one seed, near-misses that surely have no answer, a map that only rises."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import suizhi
from bench.reliability.asking import FOLDERS, Judged, ask_all, made, table
from bench.reliability.fit import fitted, halves
from bench.reliability.questions import PARTS, Asked, read_facts
from bench.reliability.readme import README
from ingest.fold import fold
from search.sureness import mapped, maps
from suizhi import Suizhi

CORPUS = Path(__file__).parents[2] / "corpus"
_FEW = 48


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    opened = suizhi.open(tmp_path_factory.mktemp("reliability"))
    list(opened.ingest([CORPUS]))
    return opened


@pytest.fixture(scope="module")
def asked(room: Suizhi) -> list[Asked]:
    return made(room, _FEW, 0)


def test_the_same_seed_asks_the_same_and_another_does_not(room: Suizhi, asked: list[Asked]) -> None:
    assert made(room, _FEW, 0) == asked
    assert made(room, _FEW, 1) != asked


def test_a_third_are_near_misses_of_several_ways(asked: list[Asked]) -> None:
    misses = [one for one in asked if one.fact is None]
    assert len(misses) * 3 == len(asked) == _FEW
    assert len({one.way for one in misses}) >= 3


def test_a_narrower_noun_stands_nowhere_in_its_report(room: Suizhi) -> None:
    texts = {PurePosixPath(r.source).stem: room.library.document(r.source).text for r in room.documents()}
    narrow = [one for one in made(room, 400, 0) if one.way == "a narrower noun"]
    assert narrow
    for one in narrow:
        assert any(
            part in one.text and part not in fold("".join(texts[one.report].split())) for part in PARTS
        ), one.text


def test_the_table_counts_every_question_once(room: Suizhi, asked: list[Asked]) -> None:
    judged = ask_all(room, asked)
    told = table(judged)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in told.splitlines()
        if line.startswith("| a")
    ]
    answers = sum(one.answered for one in judged)
    assert f"{len(asked)} questions, {answers} answers" in told
    assert all(int(row[1]) == sum(one.way == row[0] for one in asked) for row in rows)
    assert sum(one.right for one in judged) > len(asked) / 2, "most of them are easy"


def judged(report: str, confidence: float, right: bool) -> Judged:
    """An answer of that confidence."""
    return Judged(Asked("问", None, "direct", report), True, confidence, "metric", right)


@given(st.lists(st.tuples(st.floats(0.05, 0.97), st.booleans()), min_size=60, max_size=200))
def test_a_fitted_map_only_rises_and_stays_below_certainty(rows: list[tuple[float, bool]]) -> None:
    points = fitted([judged("甲", value, right) for value, right in rows])
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(points))
    assert all(0 <= y <= 0.97 for _, y in points)
    values = [mapped(x / 50, points) for x in range(51)]
    assert values == sorted(values)


def test_no_report_is_both_fitted_on_and_judged() -> None:
    one, other = halves([judged(name, 0.5, True) for name in "甲乙丙丁戊"])
    assert {j.asked.report for j in one} | {j.asked.report for j in other} == set("甲乙丙丁戊")
    assert not {j.asked.report for j in one} & {j.asked.report for j in other}


def test_the_map_that_is_shipped_rises() -> None:
    for points in maps().values():
        assert list(points) == sorted(points)
        assert [y for _, y in points] == sorted(y for _, y in points)


def test_there_are_enough_annotated_facts_for_two_thousand_questions() -> None:
    assert len(read_facts(FOLDERS)) > 1500
    assert "<!-- reliability: begin -->" in README.read_text("utf-8")
