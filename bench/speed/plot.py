"""A plot of costs over sizes, drawn by hand as SVG: both axes by powers of ten, each row of points with its fitted line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_WIDTH, _HEIGHT = 860, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 290, 30, 50
_COLOURS = ("#1a56a0", "#b3541e", "#2f7d4f", "#7b4a9e", "#a33a4b", "#4d6470")


@dataclass(frozen=True, slots=True)
class Row:
    """A cost (`unit`) at each size; sizes and costs are above 0."""

    name: str
    unit: str
    sizes: Sequence[float]
    costs: Sequence[float]

    @property
    def exponent(self) -> float:
        """k of the best `cost = c * size ** k`, by least squares over the logarithms."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.costs), 1)[0])

    @property
    def allowed(self) -> float:
        """The exponent that n log n would have between the first size and the last.

        >>> round(Row("", "s", [1_000, 100_000], [1, 1]).allowed, 3)
        1.111
        """
        first, last = min(self.sizes), max(self.sizes)
        return 1 + math.log(math.log(last) / math.log(first)) / math.log(last / first)

    def fitted(self, size: float) -> float:
        """The cost that the fit gives at a size."""
        slope, rest = np.polyfit(np.log(self.sizes), np.log(self.costs), 1)
        return float(np.exp(slope * math.log(size) + rest))


def svg(rows: Sequence[Row], across: str) -> str:
    """The plot; `across` says what the sizes are."""
    low_x, high_x = _powers([size for row in rows for size in row.sizes])
    low_y, high_y = _powers([cost for row in rows for cost in row.costs])

    def x(size: float) -> float:
        return _LEFT + (math.log10(size) - low_x) / (high_x - low_x) * (_WIDTH - _LEFT - _RIGHT)

    def y(cost: float) -> float:
        return _HEIGHT - _BOTTOM - (math.log10(cost) - low_y) / (high_y - low_y) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-labelledby="title desc" font-family="sans-serif" font-size="12">',
        f'<title id="title">Costs over {across}</title>',
        f'<desc id="desc">{"; ".join(f"{row.name} grows as n^{row.exponent:.2f}" for row in rows)}.</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(low_x, high_x + 1):
        at = x(10.0**power)
        parts.append(f'<path d="M{at:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#dddddd"/>')
        parts.append(_text(at, _HEIGHT - _BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in range(low_y, high_y + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#dddddd"/>')
        parts.append(_text(_LEFT - 8, at + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, across, "middle"))
    for number, row in enumerate(rows):
        colour = _COLOURS[number % len(_COLOURS)]
        first, last = min(row.sizes), max(row.sizes)
        line = f"M{x(first):.1f} {y(row.fitted(first)):.1f}L{x(last):.1f} {y(row.fitted(last)):.1f}"
        parts.append(f'<path d="{line}" stroke="{colour}" fill="none"/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="3.5" fill="{colour}"/>'
            for size, cost in zip(row.sizes, row.costs, strict=True)
        ]
        side, down = _WIDTH - _RIGHT + 20, _TOP + 20 + 36 * number
        parts.append(f'<circle cx="{side}" cy="{down - 4}" r="4" fill="{colour}"/>')
        parts.append(_text(side + 12, down, f"{row.name}, {row.unit}"))
        parts.append(_text(side + 12, down + 15, f"n^{row.exponent:.2f} (n log n: n^{row.allowed:.2f})"))
    return "\n".join([*parts, "</svg>", ""])


def _powers(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333333">{text}</text>'
