"""The library: the one place that knows the disk.

It holds each report's text, knowledge and original bytes. Adding, replacing and removing a report is one
transaction, so that a reader, another process or a kill at any moment sees whole reports only.

    with Library.open(Path("home")) as library:
        library.put(document, knowledge, data, extractors)
        library.facts(sources=["huadu-2023.txt"])
"""

from __future__ import annotations

from search.library.belonging import collection_of, collections_of, move
from search.library.corrections import Correction, correction_id
from search.library.decisions import ALIAS, Decision, DecisionState, alias_id
from search.library.errors import DamagedError, LibraryError
from search.library.events import Event
from search.library.part import Part
from search.library.proposing import find_decision, open_aliases
from search.library.report import Report
from search.library.schema import DEFAULT_COLLECTION
from search.library.shelves import Library, State
from search.library.watches import Alarm, Watch, watch_id

__all__ = [
    "ALIAS",
    "DEFAULT_COLLECTION",
    "Alarm",
    "Correction",
    "DamagedError",
    "Decision",
    "DecisionState",
    "Event",
    "Library",
    "LibraryError",
    "Part",
    "Report",
    "State",
    "Watch",
    "alias_id",
    "collection_of",
    "collections_of",
    "correction_id",
    "find_decision",
    "move",
    "open_aliases",
    "watch_id",
]
