"""Reports that were annotated before anybody looked at how the rules read them: no figure falls below its floor."""

from pathlib import Path

import pytest

import suizhi
from api.measuring import products
from bench import Report, check, evaluate, read_floors

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "bench" / "guard", ROOT / "bench" / "fresh"]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder: Path = request.param
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    taken = room.ingest([ROOT / "corpus", *(other / "reports" for other in FOLDERS)])
    assert [one.error for one in taken if one.status == "failed"] == []
    return folder, evaluate(products(room), folder)


def test_no_figure_is_below_its_floor(measured: tuple[Path, Report]):
    folder, report = measured
    assert check(report.figures, read_floors(folder / "floors.toml")) == []
