"""The load test itself: a few askers for a moment, and its figures."""

from __future__ import annotations

from pathlib import Path

from bench.load import Seen, figures, load
from bench.pages.serving import served

CORPUS = Path(__file__).parents[2] / "corpus"


def test_a_few_who_ask_while_a_report_comes_in_are_all_answered(tmp_path):
    with served(CORPUS, tmp_path / "home") as server:
        seen = load(server, askers=4, seconds=3.0, think=0.5, every=1.0)
    assert seen.errors == []
    assert len(seen.seconds) >= 4
    assert seen.uploads >= 1
    assert all(size > 10_000_000 for size in seen.memory)


def test_growth_is_from_the_first_third_to_the_last():
    seen = Seen(seconds=[0.1] * 99 + [9.0], memory=[1e6, 2e6, 3e6, 9e6, 5e6, 4e6])
    said = figures(seen, 10.0)
    assert (said["growth"], said["memory"], said["p50"]) == (3.0, 5.0, 0.1)
    assert said["answers a second"] == 10.0
    assert said["p99"] > 1
