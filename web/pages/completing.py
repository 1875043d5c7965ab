"""What a box offers while one types: names, metrics, places and years that the reports really have.

/complete?kind=ask&text=花都区2023年满     the end of the text is completed, what stands before it is kept
/complete?kind=entity&text=穗              names, or kind=metric: metrics; the whole text is completed
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson

from ingest.fold import squeeze
from web.address import Address
from web.frame import File
from web.texts import told

if TYPE_CHECKING:
    from search.completing import Completion, CompletionKind
    from web.desk import Desk

OFFERED = 8
LONGEST, SHORTEST = 14, 2
"""Characters at the end of a question that may be the beginning of a name; a single one may begin anything."""

LONGEST_TEXT = 2000

KINDS: dict[str, tuple[CompletionKind, ...]] = {
    "metric": ("metric",),
    "entity": ("entity", "region", "department"),
}
"""What each kind of box is for; one that is not here takes the end of a sentence."""


def make_completion(desk: Desk, here: Address) -> File:
    """The offers for what was typed, as JSON: `text` is what the box would hold, `label` the name, `kind` its kind."""
    text, box = here.one("text")[:LONGEST_TEXT], here.one("kind")
    if box in KINDS:
        offers = [(one.text, one) for one in desk.complete(text, OFFERED, KINDS[box])]
    else:
        offers = list(_ends(desk, text))[:OFFERED]
    lines = [
        {"text": whole, "label": one.text, "kind": told("type", one.type or _TYPES[one.kind], here.lang)}
        for whole, one in offers
    ]
    return File(orjson.dumps(lines), "application/json")


_TYPES: dict[CompletionKind, str] = {
    "region": "REGION",
    "department": "ORG",
    "year": "YEAR",
    "metric": "METRIC",
    "entity": "ORG",
}


def _ends(desk: Desk, text: str) -> Iterator[tuple[str, Completion]]:
    """Names that begin with the end of the text, the longest overlap first."""
    seen: set[str] = set()
    for length in range(min(LONGEST, len(text)), min(SHORTEST, len(text)) - 1, -1):
        end = squeeze(text[len(text) - length :])
        for one in desk.complete(end, OFFERED, None) if end else ():
            name = squeeze(one.text)
            if name.startswith(end) and name != end and name not in seen:
                seen.add(name)
                yield text[: len(text) - length] + one.text, one
