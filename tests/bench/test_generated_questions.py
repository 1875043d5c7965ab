"""Questions made from a library's own facts: what answers them is known, and near-misses have no answer."""

from __future__ import annotations

from dataclasses import fields
from random import Random

import pytest

import suizhi
from bench.choice import Sample, chances_of, fit, leads
from bench.generated import everyday, main, questions, right
from search.questions.candidates import Signals

REPORT = """2023年度嘉兴市南湖区民政局部门整体支出绩效自评报告

一、履职情况

全年受理救助申请1,204件，办结率99.20%。新建社区食堂18家，接待老人30,500人次。养老服务满意率97.40%。
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A library of one report."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "nanhu-2023.txt").write_text(REPORT, encoding="utf-8")
    with_report = suizhi.open(folder / "home")
    assert {one.status for one in with_report.ingest([folder / "nanhu-2023.txt"])} == {"added"}
    return folder / "home"


def test_each_question_is_of_a_fact_or_of_what_no_report_says(home) -> None:
    room = suizhi.open(home)
    facts = room.library.facts(sources=["nanhu-2023.txt"])
    made = list(questions(room.library.reports(), facts, Random(0)))
    assert {"direct", "another year", "another region"} <= {one.way for one in made}
    assert all((one.fact is None) == (one.way not in ("direct", "everyday")) for one in made)
    assert all(right(one, room.ask(one.text), facts) for one in made if one.way.startswith("another"))


def test_the_same_seed_makes_the_same_questions(home) -> None:
    room = suizhi.open(home)
    facts = room.library.facts(sources=["nanhu-2023.txt"])
    one, other = (list(questions(room.library.reports(), facts, Random(3))) for _ in range(2))
    assert one == other


def test_an_official_word_is_said_in_an_everyday_one() -> None:
    assert everyday("满意率", Random(0)) != "满意率"
    assert everyday("甲乙丙", Random(0)) == "甲乙丙"


def test_the_table_tells_every_way_and_confidence(home, capsys) -> None:
    main([str(home), "--most", "20"])
    printed = capsys.readouterr().out
    assert "direct: " in printed
    assert "another year: " in printed
    assert "confidence 0." in printed


def test_weights_are_found_that_choose_the_right_and_nothing_else() -> None:
    import numpy as np

    pytest.importorskip("scipy")
    names = len(fields(Signals))
    good, bad = np.zeros(names), np.zeros(names)
    good[0], bad[1] = 1.0, 1.0
    numbers = np.array([1.0, 2.0])
    data = [Sample(np.array([good, bad]), numbers, np.array([True, False]), 1.0, n) for n in range(20)]
    data += [Sample(np.array([bad]), numbers[:1], np.array([False]), 1.0, n) for n in range(20)]
    weights = fit(data)
    assert chances_of(weights, np.array([good, bad])).argmax() == 1
    assert chances_of(weights, np.array([bad])).argmax() == 0
    assert leads(weights, data[0])[1]
