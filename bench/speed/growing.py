"""The figures of growth as Markdown, and what the plot shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.speed.genre import Genre
from bench.speed.growth import Growth
from bench.speed.plot import Row

_ROWS: tuple[tuple[str, str], ...] = (
    ("passages", "{passages:,}"),
    ("facts", "{facts:,}"),
    ("`ask`, CPU ms: p50 / p95 / p99", "{ask_p50_ms:.0f} / {ask_p95_ms:.0f} / {ask_p99_ms:.0f}"),
    ("`search`, CPU ms: p50 / p95 / p99", "{search_p50_ms:.0f} / {search_p95_ms:.0f} / {search_p99_ms:.0f}"),
    ("words and meaning only, CPU ms: p50 / p95", "{hybrid_p50_ms:.1f} / {hybrid_p95_ms:.1f}"),
    ("recall@10 of the vector index", "{recall:.3f}"),
    ("start to the first answer, s: CPU / clock", "{start_cpu_s:.1f} / {start_wall_s:.1f}"),
    ("one report more, s: CPU / clock", "{add_cpu_s:.2f} / {add_wall_s:.2f}"),
    ("first answer after it, CPU s", "{ask_after_add_cpu_s:.2f}"),
    ("one report removed, CPU s", "{remove_cpu_s:.2f}"),
    ("whether anything changed, CPU ms", "{check_cpu_ms:.1f}"),
    ("memory of a reader, MB", "{memory_mb:,.0f}"),
    (
        "disk a passage, bytes: index / library",
        "{index_bytes_a_passage:,.0f} / {library_bytes_a_passage:,.0f}",
    ),
)

_PLOTTED: tuple[tuple[str, str, str, float], ...] = (
    ("start to the first answer", "CPU s", "start_cpu_s", 1),
    ("one report more", "CPU s", "add_cpu_s", 1),
    ("ask, p95", "CPU s", "ask_p95_ms", 1 / 1000),
    ("search, p95", "CPU s", "search_p95_ms", 1 / 1000),
)


def growth_told(growth: Growth) -> str:
    """The table of a library at each of its sizes, and how its costs grew."""
    sizes = growth.sizes
    lines = [
        "| reports | " + " | ".join(f"{size['reports']:,}" for size in sizes) + " |",
        "| --- |" + " --- |" * len(sizes),
    ]
    told = [
        size | {"check_cpu_ms": 1000 * size["check_cpu_s"], "memory_mb": size["memory_bytes"] / 1e6}
        for size in sizes
    ]
    for name, form in _ROWS:
        lines.append(f"| {name} | " + " | ".join(form.format(**size) for size in told) + " |")
    last = growth.points[-1]
    stored, indexed = (1000 * seconds / last.reports for seconds in (last.stored, last.indexed))
    fits = "; ".join(f"{row.name} n^{row.exponent:.2f}" for row in rows(growth))
    return "\n".join(
        [
            *lines,
            "",
            f"Storing took {stored:.1f} ms of CPU a report over all {last.reports:,}, indexing {indexed:.1f} ms. "
            f"Fitted: {fits}. Between these sizes n log n is n^{rows(growth)[0].allowed:.2f}.",
        ]
    )


def rows(growth: Growth) -> list[Row]:
    """What is plotted: the time to store and index all, and what each use of the library costs."""
    points = [point for point in growth.points if point.reports]
    numbers = [point.reports for point in points]
    built = [point.stored + point.indexed for point in points]
    found = [Row("all stored and indexed", "CPU s", numbers, built)]
    sizes: Sequence[dict[str, Any]] = growth.sizes
    if len(sizes) > 1:
        at = [size["reports"] for size in sizes]
        found += [Row(name, unit, at, [s[key] * by for s in sizes]) for name, unit, key, by in _PLOTTED]
    return found


def genre_told(genre: Genre) -> str:
    """What became of reports of another genre."""
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(genre.statuses.items()))
    counts = genre.counts
    return (
        f"{sum(genre.statuses.values())} files, {genre.characters:,} characters: {statuses}; "
        f"{counts['passages']:,} passages, {counts['entities']:,} entities, {counts['relations']:,} relations, "
        f"{counts['facts']:,} facts in {genre.seconds:.0f} s of CPU "
        f"({1000 * genre.seconds * 10_000 / max(genre.characters, 1):.0f} ms for 10,000 characters), "
        f"{genre.memory:.0f} MB resident. Of {genre.asked} questions (新增就业多少人, each with a report's region and year) "
        f"{genre.answered} got an answer, the others a refusal; none failed."
    )
