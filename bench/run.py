"""One run: every task scored against the annotation of a folder."""

from __future__ import annotations

from pathlib import Path

from bench.annotation import read_gold
from bench.figures import Products, Report
from bench.places import Texts
from bench.tasks import TASKS


def evaluate(products: Products, gold: Path) -> Report:
    """The product's lines scored by the matching rules of `GUIDELINES.md`.

    Args:
        products: the product; what it raises is not caught: a fault is not a wrong answer.
        gold: a folder in the format of `bench/gold`. Tasks that it has no files for give no figures.

    Raises:
        BenchError: the folder or a line in it cannot be read.
    """
    annotation = read_gold(gold)
    texts = Texts(products.texts())
    scores = {name: task(products, annotation, texts) for name, task in TASKS.items()}
    return Report(
        figures=tuple(figure for score in scores.values() for figure in score.figures),
        verdicts=tuple(verdict for score in scores.values() for verdict in score.verdicts),
        extras={name: score.extras for name, score in scores.items() if score.extras},
        missing=tuple(sorted(annotation.reports - texts.reports)),
    )
