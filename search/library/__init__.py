"""The library: the one place that knows the disk.

It holds each report's text, knowledge and original bytes. Adding, replacing and removing a report is one
transaction, so that a reader, another process or a kill at any moment sees whole reports only.

    with Library.open(Path("home")) as library:
        library.put(document, knowledge, data, extractors)
        library.facts(sources=["huadu-2023.txt"])
"""

from __future__ import annotations

from search.library.decisions import ALIAS, Decision, DecisionState, alias_id
from search.library.errors import DamagedError, LibraryError
from search.library.proposing import find_decision, open_aliases
from search.library.report import Report
from search.library.shelves import Library, State

__all__ = [
    "ALIAS",
    "DamagedError",
    "Decision",
    "DecisionState",
    "Library",
    "LibraryError",
    "Report",
    "State",
    "alias_id",
    "find_decision",
    "open_aliases",
]
