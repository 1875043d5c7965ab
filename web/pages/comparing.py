"""Compare, at "/compare": one metric over regions and years, as table, bars and lines; gaps with their reasons.

/compare?metric=12345热线满意率&region=花都区&department=…&subject=…&year=2023
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.units import comparable
from ingest.document import About
from search.diffing import of_one_department
from web.address import Address
from web.amounts import common_scale
from web.charts import bars, lines
from web.desk import Desk
from web.drawing import Chart, Drawn, render
from web.texts import say

if TYPE_CHECKING:
    from search.comparing import Cell

OFFERED = 24
LONGEST_METRIC = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A department with its cells by year; None where neither report nor question says which."""

    about: About
    cells: defaultdict[int | None, list[Cell]]


def draw_compare(desk: Desk, here: Address) -> Drawn:
    """The table for the metric in the address, or metrics that several reports have."""
    metric = here.one("metric")[:LONGEST_METRIC]
    cells = _cells(desk, here, metric) if metric else []
    known = [cell for cell in cells if cell.fact is not None]
    page = render(
        "compare.html",
        here,
        desk,
        metric=metric,
        cells=cells,
        known=known,
        rows=_rows(cells),
        years=sorted({cell.year for cell in cells if cell.year}),
        regions=sorted({r.about.region for r in desk.reports if r.about.region}),
        all_years=sorted({r.about.year for r in desk.reports if r.about.year}, reverse=True),
        offered=() if metric else desk.keep("shared metrics", lambda: _shared(desk)),
    )
    return Drawn(metric or say("compare.title", here.lang), (page, *_charts(here, cells)))


def _cells(desk: Desk, here: Address, metric: str) -> list[Cell]:
    return desk.compare(
        metric, here.all("region"), here.all("department"), here.one("subject") or None, here.numbers("year")
    )


def _rows(cells: Sequence[Cell]) -> list[Row]:
    """A row a department; one that was renamed stays in its row."""
    rows: list[Row] = []
    for cell in cells:
        about = About(district=cell.region, department=cell.department)
        row = next((r for r in rows if of_one_department(r.about, about)), None)
        if row is None:
            row = Row(about, defaultdict(list))
            rows.append(row)
        row.cells[cell.year].append(cell)
    return rows


def _shared(desk: Desk) -> list[tuple[str, int]]:
    """Metrics that most reports state, with the number of these reports."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    wordings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in desk.facts():
        sources[fact.metric_id].add(fact.citation.source)
        wordings[fact.metric_id][fact.metric] += 1
    order = sorted(sources, key=lambda metric: (-len(sources[metric]), metric))[:OFFERED]
    return [(wordings[m].most_common(1)[0][0], len(sources[m])) for m in order if len(sources[m]) > 1]


def _charts(here: Address, cells: Sequence[Cell]) -> Iterator[Chart]:
    """Bars by place and year, and lines where places are told of several years."""
    # What counts something else, or is a target among results, is in the table with its note.
    facts = [(cell, cell.fact) for cell in cells if cell.fact is not None and cell.note is None]
    facts = [(cell, fact) for cell, fact in facts if fact.quantity.value is not None]
    if len(facts) < 2:
        return
    unit = Counter(fact.quantity.unit for _, fact in facts).most_common(1)[0][0]
    facts = [(cell, fact) for cell, fact in facts if comparable(fact.quantity.unit, unit)]
    scale, shown = common_scale([fact.quantity.low for _, fact in facts], unit)
    values: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for cell, fact in facts:
        place = cell.region or cell.department or say("unknown.region", here.lang)
        values[place].setdefault(str(cell.year or ""), float(fact.quantity.low / scale))
    years = sorted({year for row in values.values() for year in row})
    places = sorted(values, key=lambda place: -max(values[place].values()))
    label = say("compare.chart", here.lang, metric=here.one("metric"), unit=shown)
    yield Chart(label, bars(places, [(y, [values[p].get(y) for p in places]) for y in years]), 300)
    lasting = [place for place in places if len(values[place]) > 1]
    if lasting:
        rows = [(place, [values[place].get(year) for year in years]) for place in lasting]
        yield Chart(
            say("compare.over_years", here.lang, metric=here.one("metric"), unit=shown),
            lines(years, rows),
            260,
        )
