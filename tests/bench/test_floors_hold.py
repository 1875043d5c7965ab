"""The five reports, read, indexed and asked: no figure of `bench/gold` falls below its floor."""

from pathlib import Path

import pytest

import suizhi
from api.measuring import products
from bench import Report, check, evaluate, read_floors

ROOT = Path(__file__).parents[2]
FAR = 0.08


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    assert [taken.error for taken in room.ingest([ROOT / "corpus"]) if taken.status == "failed"] == []
    return evaluate(products(room), ROOT / "bench" / "gold")


def test_no_figure_is_below_its_floor(report: Report):
    assert check(report.figures, read_floors()) == []


def test_no_answer_that_is_given_as_sure_is_wrong(report: Report):
    wrong = [figure.value for figure in report.figures if figure.name == "questions.sure_wrong_count"]
    assert wrong == [0]


def test_the_floors_are_not_far_below_what_is_measured(report: Report):
    """A floor that has been left behind lets a loss through unseen."""
    measured = {figure.name: figure.value for figure in report.figures}
    left_behind = {name for name, floor in read_floors().items() if measured[name] - floor > FAR}
    assert left_behind == set()
