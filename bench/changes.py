"""What changed since the last run: the figures that moved, and the lines gained and lost."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import BenchError, Figure, Report, Verdict

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Changes:
    """A run held against the one before it.

    Attributes:
        first: there was no run before.
        gained, lost: lines of the annotation that became right, became wrong.
        added: how many lines the last run did not know (new annotation, or a task that is new).
        dropped: how many lines of the last run are gone.
        before: name of a figure -> its value in the last run.
    """

    first: bool
    gained: tuple[Verdict, ...] = ()
    lost: tuple[Verdict, ...] = ()
    added: int = 0
    dropped: int = 0
    before: dict[str, float] | None = None

    def moved(self, figure: Figure) -> float | None:
        """By how much the figure moved, None where the last run did not have it."""
        value = (self.before or {}).get(figure.name)
        return None if value is None else figure.value - value


def remember(report: Report, state: Path) -> Changes:
    """The changes since the run kept in `state`, which then holds this one.

    Raises:
        BenchError: the file holds something else; nothing is overwritten then.
    """
    changes = compare(_read(state), report)
    _write(state, report)
    return changes


def compare(before: dict[str, Any] | None, report: Report) -> Changes:
    """`report` held against the state of a run, None for none."""
    if before is None:
        return Changes(first=True, added=len(report.verdicts))
    lines: dict[str, dict[str, bool]] = before["lines"]
    known = [(v, lines.get(v.task, {}).get(v.id)) for v in report.verdicts]
    now = {(v.task, v.id) for v in report.verdicts}
    return Changes(
        first=False,
        gained=tuple(v for v, was in known if v.right and was is False),
        lost=tuple(v for v, was in known if not v.right and was is True),
        added=sum(was is None for _, was in known),
        dropped=sum((task, line) not in now for task, told in lines.items() for line in told),
        before=dict(before["figures"]),
    )


def _read(state: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(state.read_text("utf-8"))
        if found["format"] != _FORMAT or not isinstance(found["lines"], dict):
            raise ValueError(f"format {found['format']!r}")
        dict(found["figures"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        reason = f"不是评测记录（{type(error).__name__}: {error}）"
        raise BenchError(str(state), reason, "换一个记录文件，或删除它后重新评测") from error
    return found  # type: ignore[no-any-return]


def _write(state: Path, report: Report) -> None:
    """Whole or not at all: written beside the file, then moved onto it."""
    lines: dict[str, dict[str, bool]] = {}
    for verdict in report.verdicts:
        lines.setdefault(verdict.task, {})[verdict.id] = verdict.right
    told = {"format": _FORMAT, "figures": {f.name: f.value for f in report.figures}, "lines": lines}
    state.parent.mkdir(parents=True, exist_ok=True)
    beside = state.with_name(f"{state.name}.{os.getpid()}.part")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(state)
