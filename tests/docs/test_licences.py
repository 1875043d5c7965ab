"""The list of licences names what `pyproject.toml` names, and nothing of the core is under a licence that binds its users."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "docs" / "reference" / "licences.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| package", "| ---"))
]


def test_the_list_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {"": project["dependencies"], **project["optional-dependencies"]}
    wanted = {(re.split(r"[\[<>=]", d)[0], extra) for extra, deps in named.items() for d in deps}
    assert {(name, extra) for name, _, _, extra in ROWS} == wanted


def test_no_licence_of_the_core_binds_who_uses_it():
    core = {name: licence for name, _, licence, extra in ROWS if extra == ""}
    assert core
    assert [name for name, licence in core.items() if not licence or re.search(r"(?<!L)GPL", licence)] == []
