"""Ruled tables: which cells the lines on a page make, and what stands in them.

pdfplumber's table finder works on any edges; it is given those that pdfium sees, so that the page is not
parsed a second time and cells hold pdfium's glyphs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from ingest.document import Box
from ingest.loaders.pdf_drawn import THIN
from ingest.loaders.pdf_pages import Glyph

SNAP = 3.0
"""Lines this near are one line, ends this near meet (pdfplumber's own default, in points)."""

_SHORTEST = 4.0  # the dash of a dotted border or a letter's stroke is shorter than any cell
_OPEN_RULES = 3  # a table that is open at its sides has a rule above and below its head and one at its foot


@dataclass(slots=True)
class Table:
    """A ruled table; in `rows`, None stands where a wide or tall cell covers a column."""

    box: Box
    rows: list[list[Box | None]]

    def sort_in(self, glyphs: list[Glyph]) -> dict[Box, list[Glyph]]:
        """The glyphs by the cell that holds their middle; those on the table's edge are in none."""
        cells = sorted((cell for row in self.rows for cell in row if cell), key=lambda cell: cell[1])
        tops = [cell[1] for cell in cells]
        found: dict[Box, list[Glyph]] = {}
        for glyph in glyphs:
            x, y = (glyph.left + glyph.right) / 2, glyph.middle
            for cell in reversed(cells[: bisect_right(tops, y)]):
                if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                    found.setdefault(cell, []).append(glyph)
                    break
        return found


def tables(rules: list[Box]) -> list[Table]:
    """The tables that ruling lines make, from top to bottom: at least two cells side by side."""
    edges = [edge for edge in map(_edge, rules) if edge is not None]
    if sum(edge["orientation"] == "v" for edge in edges) < 1 or len(edges) < 4:
        return []
    from pdfplumber import table as finder

    edges = finder.merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    edges = finder.merge_edges([*edges, *_missing_sides(edges)], SNAP, SNAP, SNAP, SNAP)
    corners = finder.edges_to_intersections(edges, SNAP, SNAP)
    found = [_table(cells) for cells in finder.cells_to_tables(finder.intersections_to_cells(corners))]
    return sorted((table for table in found if _has_columns(table)), key=lambda table: table.box[1])


def _edge(rule: Box) -> dict[str, Any] | None:
    left, top, right, bottom = rule
    if right - left <= THIN and bottom - top >= _SHORTEST:
        x = (left + right) / 2
        return _side("v", x, top, x, bottom)
    if bottom - top <= THIN and right - left >= _SHORTEST:
        y = (top + bottom) / 2
        return _side("h", left, y, right, y)
    return None


def _side(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {"orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom,
            "width": x1 - x0, "height": bottom - top, "object_type": "line"}  # fmt: skip


def _missing_sides(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outer sides of tables that are drawn without them: several rules of one extent with columns between."""
    across = [edge for edge in edges if edge["orientation"] == "h"]
    down = [edge for edge in edges if edge["orientation"] == "v"]
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for edge in across:
        groups.setdefault((round(edge["x0"] / SNAP), round(edge["x1"] / SNAP)), []).append(edge)
    sides: list[dict[str, Any]] = []
    for group in groups.values():
        top, bottom = min(edge["top"] for edge in group), max(edge["top"] for edge in group)
        x0, x1 = group[0]["x0"], group[0]["x1"]
        inside = [
            edge for edge in down
            if x0 - SNAP <= edge["x0"] <= x1 + SNAP and edge["top"] < bottom and edge["bottom"] > top
        ]  # fmt: skip
        if len(group) >= _OPEN_RULES and inside:
            sides += [_side("v", x, top, x, bottom) for x in (x0, x1)]
    return sides


def _table(cells: list[Box]) -> Table:
    columns = sorted({cell[0] for cell in cells})
    rows = []
    for top in sorted({cell[1] for cell in cells}):
        by_left = {cell[0]: cell for cell in cells if cell[1] == top}
        rows.append([by_left.get(left) for left in columns])
    box = (columns[0], min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
    return Table(box, rows)


def _has_columns(table: Table) -> bool:
    return any(sum(cell is not None for cell in row) > 1 for row in table.rows)
