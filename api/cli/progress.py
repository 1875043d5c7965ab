"""The progress bar of `ingest`, `refresh` and `verify`: on standard error, and only where a person watches."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.output import margin

if TYPE_CHECKING:
    from search.intake import Progress as Step


# The words for the steps of a file.
_STEPS = {"reading": "读取", "understanding": "理解", "storing": "入库", "indexing": "建索引"}


class Bar:
    """A bar that is told of each step; silent when standard error is no terminal."""

    def __init__(self, doing: str = "读入") -> None:
        self._progress = Progress(
            TextColumn(doing),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=margin(),
            transient=True,
            disable=not margin().is_terminal,
        )
        self._task = self._progress.add_task("", total=None)

    def update(self, step: Step) -> None:
        """Shows how many files are done, and what is done with which."""
        self._progress.update(
            self._task,
            completed=step.done,
            total=step.total,
            description=f"{_STEPS[step.step]} {step.source}",
        )

    def step(self, done: int, total: int, source: str) -> None:
        """The same of work that has no steps, in plain values."""
        self._progress.update(self._task, completed=done, total=total, description=source)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
