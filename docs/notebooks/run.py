"""Runs the notebooks of this folder without Jupyter: `python docs/notebooks/run.py` writes their outputs anew.

The tests run the same function and hold what it gives against what is written.
"""

from __future__ import annotations

import ast
import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"

Notebook = dict[str, Any]


def run(notebook: Notebook, home: Path) -> Notebook:
    """The notebook with the outputs of its code, cell after cell in one namespace.

    It runs in `home`, an empty folder, in which the reports stand under `corpus`.
    """
    (home / "corpus").symlink_to(CORPUS, target_is_directory=True)
    names: dict[str, Any] = {}
    number = 0
    cells = []
    with contextlib.chdir(home):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                number += 1
                value = _evaluated("".join(cell["source"]), names)
                outputs = [] if value is None else [_output(value, number)]
                cell = {**cell, "execution_count": number, "outputs": outputs}
            cells.append(cell)
    return {**notebook, "cells": cells}


def _evaluated(source: str, names: dict[str, Any]) -> Any:
    """Runs the statements of a cell; the value of the last one if it is an expression, as Jupyter shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None


def _output(value: Any, number: int) -> dict[str, Any]:
    data = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_().splitlines(keepends=True)
    return {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}


def main() -> None:
    """Writes the outputs of all notebooks."""
    for path in sorted(HERE.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as home:
            done = run(json.loads(path.read_text("utf-8")), Path(home))
        path.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", "utf-8")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
