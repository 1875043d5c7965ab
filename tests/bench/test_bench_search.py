"""The table of the search: ranks, gains, and the command over the reports of the repository."""

from __future__ import annotations

import doctest
import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from bench.search import sets, table
from bench.search.sets import Asked, QuestionSet, open_set
from bench.search.table import SYSTEMS, bootstrap, into_readme, markdown, measure
from search.encoder import load_encoder
from search.index import Index, PassageRecord
from search.sought import Sought

TEXTS = ("热线受理工单十八万件，满意率九成以上。", "全年预算执行率为百分之九十八。", "新建便民服务站二十个。")


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(table).failed == 0


@pytest.fixture
def asked(tmp_path: Path) -> QuestionSet:
    index = Index.open(tmp_path, load_encoder())
    index.put("a.txt", "1", [PassageRecord("a.txt", n, 0, 1, text, "") for n, text in enumerate(TEXTS)])
    index.commit()
    questions = [
        Asked(Sought("热线满意率"), lambda hit: hit.number == 0),
        Asked(Sought("预算执行率"), lambda hit: hit.number == 1),
        Asked(Sought("没有谁答得了"), lambda _: False),
    ]
    return QuestionSet("toy", index, questions)


def test_a_question_without_its_passage_counts_as_lost(asked: QuestionSet) -> None:
    rows = measure(asked, lambda _: None)
    assert [row.system for row in rows] == ["words", "meaning", "both", "+ words one by one"], (
        "no place is named"
    )
    for row in rows:
        assert row.questions == 3
        assert row.recall[2] == pytest.approx(2 / 3)
        assert row.mrr <= 2 / 3
    assert rows[0].gains == ()
    assert len(rows[2].gains) == 2, "over the words and over the meaning"


def test_a_part_that_changes_nothing_gains_nothing() -> None:
    assert bootstrap(np.zeros(50)) == (0.0, 0.0, 0.0)
    mean, low, high = bootstrap(np.array([1.0] * 30 + [-1.0] * 10))
    assert mean == pytest.approx(50)
    assert 0 < low < mean < high


def test_each_system_adds_one_part_to_the_one_before() -> None:
    names = [system.name for system in SYSTEMS]
    for system in SYSTEMS:
        assert all(names.index(before) < names.index(system.name) for before in system.before)


def test_the_table_goes_between_its_marks(tmp_path: Path, asked: QuestionSet) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- search: begin -->\nold\n<!-- search: end -->\nafter\n", "utf-8")
    text = markdown(measure(asked, lambda _: None))
    into_readme(text, readme)
    written = readme.read_text("utf-8")
    assert text in written
    assert "old" not in written
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    (tmp_path / "bare.md").write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="search: begin"):
        into_readme(text, tmp_path / "bare.md")


def test_a_public_set_finds_each_passage_among_all(tmp_path: Path) -> None:
    rows = [{"q": text[:6], "p": text} for text in TEXTS]
    with lzma.open(tmp_path / "toy.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    found = open_set(tmp_path / "index", tmp_path, "toy", load_encoder())
    assert measure(found, lambda _: None)[0].recall[0] == 1.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("全年受理工单十八万件，满意率九成以上。", "全年受理工单十八万件， 满意率九成以上。", True),
        ("全年受理工单十八万件，满意率九成以上。", "新建便民服务站二十个，覆盖全部镇街。", False),
        ("", "新建便民服务站", False),
    ],
)
def test_passages_cut_elsewhere_are_known_again(one: str, other: str, same: bool) -> None:
    assert sets._same(one, other) is same
