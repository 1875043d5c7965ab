"""What a box offers while one types: names, metrics, places and years that the reports really have.

/complete?kind=ask&text=花都区2023年满     the end of the text is completed, what stands before it is kept
/complete?kind=entity&text=穗              names, or kind=metric: metrics; the whole text is completed
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from ingest.fold import squeeze
from web.address import Address
from web.frame import File
from web.texts import told

if TYPE_CHECKING:
    from web.desk import Desk

OFFERED = 8
LONGEST, SHORTEST = 14, 2
"""Characters at the end of a question that may be the beginning of a name; a single one may begin anything."""

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be typed: as it is printed, as it is looked for, and of which kind it is."""

    text: str
    folded: str
    kind: str


def make_completion(desk: Desk, here: Address) -> File:
    """The offers for what was typed, as JSON: `text` is what the box would hold, `label` the name, `kind` its kind."""
    text, kind = here.one("text")[:LONGEST_TEXT], here.one("kind")
    names = desk.keep("names to type", lambda: tuple(_names(desk)))
    if kind in ("ask", "search"):
        offers = list(_ends(text, names))
    else:
        wanted = "METRIC" if kind == "metric" else None
        offers = [(name.text, name) for name in _whole(text, names, wanted)]
    lines = [
        {"text": whole, "label": name.text, "kind": told("type", name.kind, here.lang)}
        for whole, name in offers[:OFFERED]
    ]
    return File(orjson.dumps(lines), "application/json")


def _names(desk: Desk) -> Iterator[Name]:
    """Places with their years first, then metrics by the number of reports, then names by that of mentions."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for report in desk.reports:
        if report.about.region:
            years[report.about.region] |= {report.about.year} if report.about.year else set()
    for region in sorted(years):
        yield _name(region, "REGION")
        yield from (_name(f"{region}{year}年", "REGION") for year in sorted(years[region], reverse=True))
    metrics: Counter[str] = Counter()
    for _, metric in {(fact.citation.source, fact.metric) for fact in desk.facts()}:
        metrics[metric] += 1
    yield from (_name(metric, "METRIC") for metric in sorted(metrics, key=lambda m: (-metrics[m], len(m), m)))
    yield from (_name(entity.name, entity.type) for entity in desk.entities())


def _name(text: str, kind: str) -> Name:
    return Name(text, squeeze(text), kind)


def _ends(text: str, names: Sequence[Name]) -> Iterator[tuple[str, Name]]:
    """Names that begin with the end of the text, the longest overlap first."""
    seen: set[str] = set()
    shortest = min(SHORTEST, len(text))
    for length in range(min(LONGEST, len(text)), max(shortest, 1) - 1, -1):
        end = squeeze(text[-length:])
        for name in names:
            if end and name.folded.startswith(end) and name.folded != end and name.text not in seen:
                seen.add(name.text)
                yield text[:-length] + name.text, name


def _whole(text: str, names: Sequence[Name], kind: str | None) -> list[Name]:
    """Names that begin with the text, then those that hold it."""
    wanted = squeeze(text)
    fitting = [n for n in names if (n.kind == kind if kind else n.kind != "METRIC") and wanted in n.folded]
    fitting = list({name.text: name for name in fitting if wanted}.values())
    return sorted(fitting, key=lambda name: not name.folded.startswith(wanted))
