"""Reports that were annotated before anybody looked at how the rules read them: no figure falls below its floor."""

from pathlib import Path

import pytest

import suizhi
from api.measuring import products
from bench import Report, check, evaluate, read_floors

ROOT = Path(__file__).parents[2]
GUARD = ROOT / "bench" / "guard"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    taken = room.ingest([ROOT / "corpus", GUARD / "reports"])
    assert [one.error for one in taken if one.status == "failed"] == []
    return evaluate(products(room), GUARD)


def test_no_figure_is_below_its_floor(report: Report):
    assert check(report.figures, read_floors(GUARD / "floors.toml")) == []
