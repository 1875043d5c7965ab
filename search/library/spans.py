"""Facts by where they stand: those of some passages, without the others of their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from graph.facts import Fact
from search.library.connecting import reading
from search.library.schema import facts, reports
from search.library.unpacking import read_facts

if TYPE_CHECKING:
    from search.library.shelves import Library

Span = tuple[int, int]
"""From a character to before another one."""


def facts_within(library: Library, spans: Mapping[str, Sequence[Span]]) -> tuple[Fact, ...]:
    """The facts of reports that begin in these spans of each, in the order of source and place.

    Of forty passages of as many reports these are a hundred; the reports have some six thousand.

    Raises:
        DamagedError: a report is not what was put.
    """
    if not any(spans.values()):
        return ()
    inside = or_(
        *(
            # Numbers first: most rows are passed over without a look at their source.
            and_(facts.c.start >= start, facts.c.start < end, reports.c.source == source)
            for source, some in spans.items()
            for start, end in some
        )
    )
    library.vouch(spans.keys())
    with reading(library._engine) as connection:
        view = library._view(connection)
        return tuple(view.facts(read_facts(connection, spans.keys(), inside)))
