"""Charts as ECharts options: bars, lines, a graph of names. Each shows what a table beside it says in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

INK, SOFT, RULE, GREEN, SHEET = "#22262a", "#565d64", "#dfd9cb", "#1f4b43", "#fffefa"
PALETTE = ("#1f4b43", "#c08a1e", "#1f5a8c", "#9a2544", "#69358f", "#3c641a", "#8a4510", "#4d5761")
SANS = '"Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'

Options = dict[str, Any]
Row = Sequence[float | None]


_GROUPED = "value => value == null ? '—' : value.toLocaleString('en-US', {maximumFractionDigits: 6})"
"""A number as in the tables, thousands apart; the framework takes what stands under a key with ":" for a function."""

_LABEL = f"point => ({_GROUPED})(point.value)"


def _base() -> Options:
    return {
        "color": list(PALETTE),
        "textStyle": {"fontFamily": SANS, "color": INK},
        "animationDuration": 300,
        # Read out to those who cannot see it; the table holds the figures.
        "aria": {"enabled": True},
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, ":valueFormatter": _GROUPED},
        "toolbox": {"right": 0, "top": -4, "feature": {"saveAsImage": {"title": "PNG", "pixelRatio": 2}}},
    }


def _axes(names: Sequence[str]) -> Options:
    line = {"lineStyle": {"color": RULE}}
    return {
        "xAxis": {
            "type": "category",
            "data": list(names),
            "axisLine": line,
            "axisTick": {"show": False},
            "axisLabel": {"color": SOFT, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "splitLine": line,
            "axisLabel": {"color": SOFT},
        },
    }


def bars(names: Sequence[str], series: Sequence[tuple[str, Row]]) -> Options:
    """A bar for each name, or one of each series; None leaves a gap."""
    return {
        **_base(),
        **_axes(names),
        "legend": {"show": len(series) > 1, "top": 0, "left": 4, "textStyle": {"color": SOFT}},
        "series": [
            {
                "type": "bar",
                "name": name,
                "data": list(row),
                "barMaxWidth": 46,
                "label": {
                    "show": len(names) * len(series) <= 16,
                    "position": "top",
                    "color": INK,
                    ":formatter": _LABEL,
                },
            }
            for name, row in series
        ],
    }


def lines(names: Sequence[str], series: Sequence[tuple[str, Row]]) -> Options:
    """A line for each series over the names, which are years or months; None leaves a gap."""
    return {
        **_base(),
        **_axes(names),
        "tooltip": {"trigger": "axis", ":valueFormatter": _GROUPED},
        "legend": {"type": "scroll", "top": 0, "left": 4, "right": 60, "textStyle": {"color": SOFT}},
        "series": [
            {
                "type": "line",
                "name": name,
                "data": list(row),
                "symbolSize": 8,
                "connectNulls": True,
                "label": {"show": len(names) * len(series) <= 16, "position": "top", ":formatter": _LABEL},
            }
            for name, row in series
        ],
    }
