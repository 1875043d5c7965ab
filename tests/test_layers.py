"""The contracts of import-linter leave no package out."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_is_in_a_layer_but_the_bench_which_nothing_imports():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers, bench = settings["contracts"]
    assert set(layers["layers"]) == set(settings["root_packages"]) - {"bench"}
    assert {*bench["source_modules"], "api", "bench"} == set(settings["root_packages"])
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= set(settings["root_packages"])
