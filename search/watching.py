"""Questions and thresholds that people watch, held against reports that come.

A threshold is a metric, a bound and perhaps a level: 任一区12345满意率 < 70%. How it may be written is data
(`search/language/watching.toml`); what is no threshold is a question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from graph.exports import amount as amount_of
from graph.facts import Fact, Operator, Quantity
from graph.quantity import find_quantities, print_quantity
from graph.units import comparable
from ingest.document import Citation
from ingest.fold import fold
from search.answering import Desk
from search.comparing import Cell, Row, compare_metric
from search.encoder import Encoder
from search.library import Library
from search.library.report import Report
from search.library.watches import Watch
from search.wording import amount, named

_DATA = Path(__file__).with_name("language") / "watching.toml"

Level = Literal["district", "city", ""]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on a metric; `level` says of which reports, "" of all."""

    metric: str
    op: Operator
    limit: Quantity
    level: Level = ""

    def lets_in(self, report: Report) -> bool:
        """Whether it is of such reports at all."""
        about = report.about
        if self.level == "district":
            return about.district is not None
        return self.level == "" or (about.city is not None and about.district is None)

    def is_met(self, fact: Fact) -> bool:
        """Whether the number surely lies on that side; a bound like 超过60% says nothing of < 70%."""
        said, limit = fact.quantity, self.limit.low
        if not comparable(said.unit, self.limit.unit) or fact.kind in ("change", "rank"):
            return False
        if self.op in ("<", "<="):
            within = said.high < limit or (self.op == "<=" and said.high == limit)
            return within and said.op not in (">", ">=")
        beyond = said.low > limit or (self.op == ">=" and said.low == limit)
        return beyond and said.op not in ("<", "<=")


def read_threshold(text: str) -> Threshold | None:
    """The threshold that is written so; None if it is none.

    >>> found = read_threshold("任一区12345满意率 < 70%")
    >>> (found.metric, found.op, str(found.limit.low), found.level) if found else None
    ('12345满意率', '<', '70', 'district')
    >>> read_threshold("花都区2023年的满意率是多少？") is None
    True
    """
    words = fold(text).strip(" 。.!！")
    found = _operator(words)
    if found is None:
        return None
    head, op, tail = found
    limits = find_quantities(tail)
    if len(limits) != 1 or limits[0].quantity.value is None or tail[limits[0].end :].strip():
        return None
    if tail[: limits[0].start].strip():
        return None
    level, metric = _level(head.strip())
    metric = metric.strip(" 的为是")
    return Threshold(metric, op, limits[0].quantity, level) if metric else None


def _operator(words: str) -> tuple[str, Operator, str] | None:
    """What stands before and behind the words that compare, the last of them."""
    places = [(words.rfind(word), -len(word), word, op) for word, op in _operators() if word in words]
    if not places:
        return None
    # 不低于 holds 低于: of words that end at the same place the longer one is meant.
    at, _, word, op = max(places, key=lambda place: (place[0] - place[1], -place[1]))
    return words[:at], op, words[at + len(word) :]


def _level(head: str) -> tuple[Level, str]:
    for word, level in _levels():
        if head.startswith(word):
            return level, head[len(word) :]
    return "", head


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _operators() -> tuple[tuple[str, Operator], ...]:
    return tuple((fold(word), entry["op"]) for entry in _data()["operator"] for word in entry["words"])


@cache
def _levels() -> tuple[tuple[str, Level], ...]:
    pairs = [(fold(word), entry["level"]) for entry in _data()["scope"] for word in entry["words"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def met_by(library: Library, encoder: Encoder, threshold: Threshold, report: Report) -> Iterator[Cell]:
    """The cells of one report that meet a threshold."""
    if not threshold.lets_in(report):
        return
    for cell in compare_metric(library, encoder, Row(threshold.metric), only={report.source}):
        if cell.fact is not None and threshold.is_met(cell.fact):
            yield cell


def found_in(
    library: Library, desk: Desk, encoder: Encoder, watch: Watch, report: Report
) -> Iterator[dict[str, Any]]:
    """What a watch finds in a report, ready for JSON."""
    threshold = read_threshold(watch.text) if watch.kind == "threshold" else None
    if threshold is not None:
        for cell in met_by(library, encoder, threshold, report):
            if cell.fact is not None:
                yield _cell_found(cell, cell.fact, threshold, report)
        return
    answer = desk.ask(watch.text)
    cited = next((one for one in answer.citations if one.source == report.source), None)
    if cited is not None:
        yield {"text": answer.text, "short": answer.short, **_told(report), **_place(cited)}


def _cell_found(cell: Cell, fact: Fact, threshold: Threshold, report: Report) -> dict[str, Any]:
    place = f"{report.about.region or report.source}{report.about.year or ''}"
    limit = f"{_SIGNS[threshold.op]}{print_quantity(threshold.limit)}"
    note = f"（{cell.note}）" if cell.note else ""
    return {
        "text": f"{place}：{named(fact)}为{amount(fact)}，{limit}{note}",
        "short": amount(fact),
        "metric": fact.metric,
        **amount_of(fact.quantity),
        "note": cell.note,
        **_told(report),
        **_place(fact.citation),
    }


_SIGNS: dict[str, str] = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"}


def _told(report: Report) -> dict[str, Any]:
    about = report.about
    return {"region": about.region, "department": about.department, "year": about.year}


def _place(cited: Citation) -> dict[str, Any]:
    return {
        "source": cited.source,
        "quote": cited.quote,
        "start": cited.start,
        "end": cited.end,
        "page": cited.page,
    }


def ring(
    library: Library,
    desk: Desk,
    encoder: Encoder,
    eyes: Callable[[Collection[str]], tuple[Library, Desk]] | None = None,
) -> int:
    """Holds what people watch against the reports that came since it was last done; how many alarms there are now.

    Whoever is first does it: what was killed before it came to this is caught up with the next report. A watch of some
    collections is held against what `eyes` gives for them: nothing else may be told of.
    """
    since, watches = library.to_ring()
    events = library.events(since)
    if not events:
        return 0
    came = {event.source: event.number for event in events if event.what != "removed"}
    found = []
    for watch in watches:
        seen, at = (library, desk) if watch.collections is None or eyes is None else eyes(watch.collections)
        reports = {report.source: report for report in seen.listed()}
        found += [
            (watch, number, source, detail)
            for source, number in came.items()
            if source in reports
            for detail in found_in(seen, at, encoder, watch, reports[source])
        ]
    return library.rang(since, events[-1].number, found)
