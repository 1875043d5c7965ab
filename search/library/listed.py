"""All reports of a library, read once and kept in step with the log of what came and went.

A question looks at all reports to find those it is about. Of a hundred thousand, reading them takes seconds; reading
the few that came since takes none.
"""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Connection, func, select

from search.library.events import last_event, sources_after
from search.library.report import Report, report_of
from search.library.schema import reports

_FEW = 500
"""Reports that may have changed for them to be read one by one; of more, all are read."""


class Listed:
    """The reports as of the last event; several threads may share it."""

    def __init__(self) -> None:
        self._event: int | None = None
        self._by_source: dict[str, Report] = {}
        self._all: tuple[Report, ...] = ()
        self._lock = Lock()

    def of(self, connection: Connection) -> tuple[Report, ...]:
        """All reports that the transaction sees, in the order of their sources; the same object if none changed."""
        event = last_event(connection)
        with self._lock:
            if event != self._event:
                changed = _changed(connection, self._event, event)
                if changed is None or not self._follow(connection, changed):
                    self._read(connection)
                self._event = event
                self._all = tuple(self._by_source[source] for source in sorted(self._by_source))
            return self._all

    def _read(self, connection: Connection) -> None:
        self._by_source = {row.source: report_of(row) for row in connection.execute(select(reports))}

    def _follow(self, connection: Connection, changed: frozenset[str]) -> bool:
        """Reads what changed; False if that does not lead to what the library has."""
        for source in changed:
            self._by_source.pop(source, None)
        for row in connection.execute(select(reports).where(reports.c.source.in_(changed))):
            self._by_source[row.source] = report_of(row)
        return connection.scalar(select(func.count()).select_from(reports)) == len(self._by_source)


def _changed(connection: Connection, before: int | None, now: int) -> frozenset[str] | None:
    """The sources of the events between; None where all reports are to be read."""
    if before is None or now < before:
        return None
    changed = sources_after(connection, before, _FEW + 1)
    return changed if len(changed) <= _FEW else None
