"""How good the product is, held against the annotation in `gold/`.

    evaluate(products, gold) -> Report   every task scored (`bench.run`)
    remember(report, state) -> Changes   what changed since the last run (`bench.changes`)
    table(report, changes) -> str        both as Markdown (`bench.table`)
    check(figures, floors) -> list       the figures that fell below their floor (`bench.floors`)

The product's side is injected (`Products`), so nothing here knows the command line or the library.
"""

from bench.changes import Changes, remember
from bench.figures import BenchError, Figure, Products, Report, Verdict
from bench.floors import check, read_floors
from bench.run import evaluate
from bench.table import table

__all__ = [
    "BenchError",
    "Changes",
    "Figure",
    "Products",
    "Report",
    "Verdict",
    "check",
    "evaluate",
    "read_floors",
    "remember",
    "table",
]
