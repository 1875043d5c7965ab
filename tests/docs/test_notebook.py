"""The notebooks of the documentation run, and give what is written in them."""

import importlib.util
import json
from pathlib import Path

import pytest

pytest.importorskip("pandas", reason="pip install 'suizhi[notebook]'")

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"


def runner():
    spec = importlib.util.spec_from_file_location("run_notebooks", FOLDER / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_runs_and_gives_outputs_of_the_kinds_that_are_written_in_it(path: Path, tmp_path: Path):
    written = json.loads(path.read_text("utf-8"))
    done = runner().run(written, tmp_path)
    compared = 0
    for old, new in zip(written["cells"], done["cells"], strict=True):
        if old["cell_type"] != "code":
            continue
        assert [output["data"].keys() for output in old["outputs"]] == [
            output["data"].keys() for output in new["outputs"]
        ], "python docs/notebooks/run.py writes the outputs anew"
        for before, now in zip(old["outputs"], new["outputs"], strict=True):
            # The answers and the columns stay; counts move with every extractor that reads better.
            assert before["data"]["text/plain"][0] == now["data"]["text/plain"][0]
            compared += 1
    assert compared > 5
