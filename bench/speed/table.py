"""The figures as Markdown, and their place in `bench/README.md`."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.speed.references import Compared
from bench.speed.searching import Searched
from bench.speed.steps import REPORTS_A_MINUTE, Speed

README = Path(__file__).parents[1] / "README.md"
DOCS = Path(__file__).parents[2] / "docs"
PAGE, PLOT = DOCS / "reference" / "speed.md", DOCS / "pictures" / "growth.svg"
_BEGIN, _END = "<!-- {}: begin -->", "<!-- {}: end -->"


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes resident after so many reports were read and stored; the last, behind the index."""

    points: Sequence[tuple[int, float]]
    indexed: float

    @property
    def slope(self) -> float:
        """Megabytes more for each 1,000 reports, by least squares over the second half of the way."""
        points = self.points[len(self.points) // 2 - 1 :] if len(self.points) > 3 else self.points
        if len(points) < 2:
            return 0.0
        mean_x = sum(x for x, _ in points) / len(points)
        mean_y = sum(y for _, y in points) / len(points)
        above = sum((x - mean_x) * (y - mean_y) for x, y in points)
        return 1000 * above / sum((x - mean_x) ** 2 for x, _ in points)


def figures(
    speed: Speed, compared: Sequence[Compared], memory: Memory | None, searched: Searched | None = None
) -> list[dict[str, object]]:
    """A figure a line: `task`, `metric`, `value`, `n`, as `suizhi eval --json` prints them."""
    found = [(step, speed.milliseconds(step)) for step in speed.seconds]
    found += [("reports a minute", speed.a_minute), ("MB a second", speed.size / 1e6 / speed.total)]
    found += [(f"{one.what}: times faster than {one.plain}", one.times) for one in compared]
    if memory:
        found += [(f"MB after {reports} reports", resident) for reports, resident in memory.points]
        found += [("MB more for 1000 reports", memory.slope), ("MB with the index", memory.indexed)]
    if searched:
        found += [(f"{one.what}: times faster than {one.plain}", one.times) for one in searched.compared]
        found += [("ms a query", searched.query), ("bytes in memory a passage", searched.held)]
        found += [("recall@10 of the compressed index", searched.recall)]
    return [{"task": "speed", "metric": m, "value": round(v, 3), "n": speed.reports} for m, v in found]


def markdown(
    speed: Speed, compared: Sequence[Compared], memory: Memory | None, searched: Searched | None = None
) -> str:
    """The tables."""
    parts = [
        f"{speed.reports:,} made reports, {speed.characters:,} characters, {_machine()}. "
        f"**{speed.a_minute:.0f} reports of 10,000 characters a minute and core** (wanted: {REPORTS_A_MINUTE}), "
        f"{speed.size / 1e6 / speed.total:.2f} MB a second, library and index included.",
        _steps(speed),
        "| the same text, 10,000 characters | ours, ms | plainly | ms | times |\n| --- | --- | --- | --- | --- |\n"
        + "\n".join(
            f"| {c.what} | {c.ours:.1f} | {c.plain} | {c.theirs:.1f} | {c.times:.1f} |" for c in compared
        ),
    ]
    if memory:
        parts.append(memory_told(memory))
    if searched:
        parts.append(searched_told(searched))
    return "\n\n".join(parts)


def into_readme(text: str, readme: Path = README, mark: str = "speed") -> None:
    """Puts the tables between the marks of that name.

    Raises:
        ValueError: the marks are not there.
    """
    begin, end = _BEGIN.format(mark), _END.format(mark)
    old = readme.read_text("utf-8")
    marked = re.compile(f"({re.escape(begin)}\n).*({re.escape(end)})", re.DOTALL)
    new, count = marked.subn(lambda m: f"{m[1]}{text}\n{m[2]}", old)
    if count != 1:
        raise ValueError(f"{readme}: put the lines {begin} and {end} where the table belongs")
    readme.write_text(new, "utf-8")


def _steps(speed: Speed) -> str:
    rows = [
        f"| {step} | {speed.milliseconds(step):.1f} | {seconds / speed.total:.0%} |"
        for step, seconds in speed.seconds.items()
    ]
    total = 1000 * speed.total * 10_000 / speed.characters
    rows.append(f"| **all** | **{total:.1f}** | {speed.a_minute:.0f} reports a minute |")
    return "\n".join(["| step | CPU ms for 10,000 characters | share |", "| --- | --- | --- |", *rows])


def memory_told(memory: Memory) -> str:
    """A sentence on memory."""
    some = [memory.points[i] for i in sorted({0, len(memory.points) // 2, len(memory.points) - 1})]
    way = ", ".join(f"{resident:.0f} MB after {reports:,}" for reports, resident in some)
    return (
        f"Memory while reports are read and stored: {way}; {memory.slope:+.1f} MB for each 1,000 more. "
        f"With the index of {memory.points[-1][0]:,} reports behind them: {memory.indexed:.0f} MB."
    )


def searched_told(found: Searched) -> str:
    """The table of searching."""
    rows = [
        f"| {c.what} | {c.ours:.2f} | {c.plain} | {c.theirs:.2f} | {c.times:.1f} |" for c in found.compared
    ]
    return "\n".join(
        [
            f"Among {found.passages:,} passages a query takes **{found.query:.1f} ms** of CPU, words, meaning and words "
            f"one by one together. A reader of the index holds {found.held:,.0f} bytes a passage, its files have "
            f"{found.disk:,.0f}; making it took {found.built:.0f} s.",
            "",
            "| a query | ours, ms | plainly | ms | times |",
            "| --- | --- | --- | --- | --- |",
            *rows,
        ]
    )


def _machine() -> str:
    return f"one core of {os.cpu_count()}, {platform.machine()}, Python {platform.python_version()}"
