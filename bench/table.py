"""A run as Markdown: the figures, and beside them what changed since the last run, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.changes import Changes
from bench.figures import Figure, Report, Verdict

# A figure that moved less than what is printed did not move.
_PRINTED = 0.0005


def table(report: Report, changes: Changes | None = None) -> str:
    """The figures as a Markdown table; with `changes` also the last run's values and the lines moved."""
    known = changes is not None and not changes.first
    head = ["task", "metric", "value", "n"] + (["before", "moved"] if known else [])
    rows = [_row(figure, changes if known else None) for figure in report.figures]
    parts = [_markdown(head, rows)]
    if report.missing:
        parts.append(f"Not in the library, and counted as wrong: {', '.join(report.missing)}")
    if changes is not None:
        parts.append(what_changed(changes))
    return "\n\n".join(parts) + "\n"


def what_changed(changes: Changes) -> str:
    """The lines that became right and those that became wrong, the wrong ones with the reason."""
    if changes.first:
        return f"No run to compare with; {changes.added} lines are kept for the next."
    counts = f"Since the last run: {len(changes.gained)} gained, {len(changes.lost)} lost"
    if changes.added or changes.dropped:
        counts += f", {changes.added} new, {changes.dropped} no longer there"
    return "\n".join([f"{counts}.", *_lines("+", changes.gained), *_lines("-", changes.lost)])


def _lines(sign: str, verdicts: Iterable[Verdict]) -> list[str]:
    return [f"{sign} {v.task} {v.id}" + (f"  ({v.why})" if v.why and sign == "-" else "") for v in verdicts]


def _row(figure: Figure, changes: Changes | None) -> list[str]:
    row = [figure.task, figure.metric, _number(figure, figure.value), str(figure.n)]
    if changes is not None:
        moved = changes.moved(figure)
        if moved is None:
            return [*row, "", "new"]
        row += [_number(figure, figure.value - moved), f"{moved:+.3f}" if abs(moved) >= _PRINTED else ""]
    return row


def _number(figure: Figure, value: float) -> str:
    return f"{value:.0f}" if figure.metric.endswith("_count") else f"{value:.3f}"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
