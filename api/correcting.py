"""What people say of single readings, as the doors show it: corrections, and the lines that were told with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from api.errors import UsageError

if TYPE_CHECKING:
    from api.lines import Line
    from api.shapes import CellShape, CorrectionShape, ReportShape, WordShape
    from search.comparing import Cell
    from search.library import Correction, Library
    from search.library.view import View
    from suizhi import Suizhi


def correction_line(said: Correction, applies: bool) -> CorrectionShape:
    """What a person said of a reading; `applies` tells whether the library has that reading."""
    line = {
        "id": said.id,
        "what": said.what,
        "from": said.target,
        "to": (said.after or {}).get("id", "" if said.wrong else said.target),
        "source": said.source,
        "quote": said.quote,
        "start": said.start,
        "end": said.end,
        "before": shown(said.before),
        "after": None if said.after is None else shown(said.after),
        "reason": said.reason,
        "state": said.state,
        "who": said.who,
        "when": said.when,
        "applies": applies,
    }
    return cast("CorrectionShape", line)


def shown(values: Any) -> dict[str, Any]:
    """Values as other lines have them: `value` for low and high, the period printed."""
    from datetime import date
    from decimal import Decimal

    from graph.exports import number
    from graph.facts import Period

    line = dict(values)
    if "low" in line or "high" in line:
        low, high = line.pop("low", None), line.pop("high", None)
        ends = [number(Decimal(end)) for end in (low, high) if end is not None]
        line["value"] = ends[0] if len({*ends}) == 1 else ends
    if line.get("period"):
        line["period"] = str(Period(*map(date.fromisoformat, line["period"])))
    return line


def corrections(room: Suizhi, *, log: bool = False) -> Iterator[CorrectionShape]:
    """The last word on each reading, or (`log`) everything that was said."""
    said = room.library.correction_log() if log else room.library.corrections()
    applying = applying_ids(room.library)
    for one in said:
        if one.what != "finding":
            yield correction_line(one, one.state == "yes" and one.id in applying)


def applying_ids(library: Library) -> set[str]:
    """The ids of the corrections whose readings are in the library now."""
    rulings = library.view().rulings
    sources = {report.source for report in library.reports()}
    found = {one.id for one in rulings.facts.values()}
    found |= {one.id for source, one in rulings.reports.items() if source in sources}
    ids = {one.target for one in rulings.entities.values()}
    here = {entity.id for entity in library.entities_as_read(ids)}
    found |= {one.id for one in rulings.entities.values() if one.target in here}
    if rulings.relations:
        found |= library.relations_corrected()
    return found


def told_by(room: Suizhi, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, each that a person corrected with the person's word in place of its id."""
    said = {one.id: one for one in room.library.corrections()}
    for line in lines:
        one = said.get(line["decision"]) if line["decision"] else None
        yield line if one is None else {**line, "id": one.target, "decision": word(one)}


def report_lines(room: Suizhi) -> Iterator[ReportShape]:
    """The reports, each with what a person set of it."""
    from api.lines import report_line

    said = room.library.view().rulings.reports
    for report in room.documents():
        one = said.get(report.source)
        yield report_line(report, None if one is None else word(one))


def cell_lines(room: Suizhi, cells: Iterable[Cell]) -> Iterator[CellShape]:
    """The cells of a table, each with who corrected its fact."""
    from api.lines import cell_line

    said = {one.id: one for one in room.library.corrections()}
    for cell in cells:
        one = said.get(cell.fact.decision or "") if cell.fact else None
        yield cell_line(cell, None if one is None else word(one))


def word(said: Correction) -> WordShape:
    """Who said it, when, why, and what was read."""
    return {
        "id": said.id,
        "who": said.who,
        "when": said.when,
        "reason": said.reason,
        "before": {name: shown(said.before).get(name) for name in shown(said.after or {})},
    }


def words_on_entities(room: Suizhi) -> dict[str, WordShape]:
    """What people said of the types of entities, by the ids that these have now."""
    view = room.library.view()
    return {view.end(id_): word(one) for id_, one in view.rulings.entities.items() if not one.wrong}


def word_on_entity(room: Suizhi, id_: str) -> WordShape | None:
    """What people said of the type of an entity."""
    return words_on_entities(room).get(id_)


def ruled_lines(view: View) -> Iterator[Line]:
    """Of the canonical dump: what is told otherwise than it was read, sorted. Who, when and why is no part of it."""
    rulings = view.rulings
    said = [
        *rulings.facts.values(),
        *rulings.relations,
        *rulings.entities.values(),
        *rulings.reports.values(),
    ]
    for one in sorted(said, key=lambda one: (one.what, one.source, one.target)):
        yield {
            "record": "correction",
            "what": one.what,
            "source": one.source,
            "target": one.target,
            "after": None if one.after is None else dict(sorted(one.after.items())),
        }


def only_one(wrong: bool, given: bool) -> None:
    """That a reading is either wrong or otherwise.

    Raises:
        UsageError: both or neither is said.
    """
    if wrong == given:
        raise UsageError(
            "标为错误和更正内容只能二选一" if wrong else "没有写明更正什么", "请写出更正的内容，或标为错误"
        )
