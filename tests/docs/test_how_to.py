"""The rows that the how-to adds do what it says: put into a copy of the source tree, which then reads their examples."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to" / "extend-the-data.md"
BLOCKS = dict(
    re.findall(r"^```toml\n# (\S+)\n(.*?)^```$", HOW_TO.read_text("utf-8"), re.MULTILINE | re.DOTALL)
)

READ = {
    "graph/ontology/units.toml": (
        "from graph.quantity import find_quantities\n"
        "for text, value, unit in row['unit'][0]['examples']:\n"
        "    (found,) = find_quantities(text)\n"
        "    assert (str(found.quantity.low), found.quantity.unit) == (value, unit), found\n"
    ),
    "graph/ontology/metrics.toml": (
        "from graph.metrics import canonical\n"
        "for wording in row['metric'][0]['examples']:\n"
        "    found = canonical(wording)\n"
        "    assert found.known and found.name == row['metric'][0]['name'], found\n"
    ),
    "search/language/thesaurus.toml": (
        "from search.thesaurus import field_words\n"
        "for question, word in row['entry'][0]['examples']:\n"
        "    assert any(word in said.means for said in field_words(question)), question\n"
    ),
    "graph/ontology/entities.toml": (
        "from graph.mentions import find_names\n"
        "for example in row['TEAM']['examples']:\n"
        "    found = [m.text for m in find_names(example['text']) if m.type == 'TEAM']\n"
        "    assert found == example['names'], found\n"
    ),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages that read data, without the weights of the encoder."""
    for package in ("ingest", "graph", "search"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "model")
        )
    return tmp_path


def fails(tree: Path, file: str) -> str:
    """What goes wrong when the examples of the block for `file` are read in `tree`; "" if nothing does."""
    script = f"import tomllib\nrow = tomllib.loads({BLOCKS[file]!r})\n{READ[file]}"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return "" if ran.returncode == 0 else ran.stderr


def test_every_block_of_the_how_to_is_tried():
    assert BLOCKS.keys() == READ.keys()


@pytest.mark.parametrize("file", READ)
def test_a_row_added_to_the_data_reads_its_examples_and_without_it_they_are_not_read(tree: Path, file: str):
    assert "Error" in fails(tree, file)  # else the row would show nothing
    with (tree / file).open("a", encoding="utf-8") as data:
        data.write(f"\n{BLOCKS[file]}")
    nouns = tree / "graph" / "facts.py"
    text = nouns.read_text("utf-8")
    assert text.count('"EVENT"]') == 1
    nouns.write_text(text.replace('"EVENT"]', '"EVENT", "TEAM"]'), "utf-8")
    assert fails(tree, file) == ""


@pytest.mark.parametrize("file", READ)
def test_a_row_of_the_how_to_has_the_fields_of_the_rows_that_are_there(file: str):
    (kind, added), *_ = tomllib.loads(BLOCKS[file]).items()
    there = tomllib.loads((ROOT / file).read_text("utf-8"))
    rows = there[kind] if isinstance(added, list) else [row for row in there.values() if "heads" in row]
    row = added[0] if isinstance(added, list) else added
    assert row.keys() <= set().union(*rows)
    assert set.intersection(*(set(other) for other in rows)) <= row.keys()
