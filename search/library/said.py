"""What people said besides merging names, and what came and went: a part of `Library`, apart for its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from graph.claims import merge
from graph.facts import Entity, Fact
from search.library.connecting import reading, writing
from search.library.correcting import correct, told_of
from search.library.corrections import Correction, CorrectionState, last_words, read_corrections
from search.library.events import Event, read_events
from search.library.schema import entities, facts, relations
from search.library.unpacking import read_entities, read_facts, read_relations
from search.library.watches import (
    Alarm,
    Found,
    Watch,
    raise_alarms,
    read_alarms,
    read_watches,
    rung,
    set_rung,
    set_watch,
)

if TYPE_CHECKING:
    from search.library.view import View


class Said:
    """Corrections of single readings, watches with their alarms, and the log of what came and went."""

    _engine: Engine

    if TYPE_CHECKING:

        def _view(self, connection: Connection) -> View:
            """Of `Library`."""

    # What came and went

    def events(self, after: int = 0) -> tuple[Event, ...]:
        """What came and went after the event with that number, in order."""
        with reading(self._engine) as connection:
            return tuple(read_events(connection, after))

    # Corrections

    def corrections(self) -> tuple[Correction, ...]:
        """The last word of people on each single reading, in the order of these words."""
        return tuple(last_words(self.correction_log()))

    def correction_log(self) -> tuple[Correction, ...]:
        """Everything that people ever said of readings, in order."""
        with reading(self._engine) as connection:
            return tuple(read_corrections(connection))

    def correct(self, said: Correction, state: CorrectionState, who: str) -> Correction:
        """Adds a person's word on a reading; "undone" takes the last word back.

        Corrections of what a report is go through `put`, which reads it again with them.

        Raises:
            LibraryError: it says nothing new, or there is nothing to take back.
        """
        with writing(self._engine) as connection:
            return correct(connection, replace(said, state=state, who=who))

    def told(self, source: str) -> dict[str, Any]:
        """What people say that the report of that name is, whether it is here or not."""
        with reading(self._engine) as connection:
            return told_of(connection, source)

    # What was read, whatever people said of it

    def fact_as_read(self, id_: str) -> Fact | None:
        """The fact with that id as it was read, whatever people decided; None if there is none."""
        with reading(self._engine) as connection:
            return next(iter(read_facts(connection, None, facts.c.id == id_)), None)

    def entities_as_read(self, ids: Collection[str]) -> tuple[Entity, ...]:
        """The entities with these ids as they were read, whatever people decided."""
        with reading(self._engine) as connection:
            return merge(read_entities(connection, None, entities.c.id.in_(list(ids)))) if ids else ()

    def relations_corrected(self) -> set[str]:
        """The ids of the corrections whose relations are in the library."""
        with reading(self._engine) as connection:
            view = self._view(connection)
            quotes = [said.quote for said in view.rulings.relations]
            said = read_relations(connection, None, relations.c.quote.in_(quotes))
            return {one.id for relation in said if (one := view.ruling_on(relation)) is not None}

    def misread(self, sources: Collection[str]) -> tuple[Fact, ...]:
        """Of these reports the facts that people corrected, wrong ones too, as they were read."""
        with reading(self._engine) as connection:
            ids = list(self._view(connection).rulings.facts)
            if not ids:
                return ()
            return tuple(read_facts(connection, sources, facts.c.id.in_(ids)))

    # What people watch

    def watches(self, *, ended: bool = False) -> tuple[Watch, ...]:
        """The questions and thresholds that somebody watches, in the order in which they began; `ended`: or watched."""
        with reading(self._engine) as connection:
            return tuple(one for one in read_watches(connection) if ended or one.state == "yes")

    def watch(self, watch: Watch) -> Watch:
        """Begins or (`state` "undone") ends a watch.

        Raises:
            LibraryError: it is watched already, or is not.
        """
        with writing(self._engine) as connection:
            return set_watch(connection, watch)

    def alarms(self, after: int = 0) -> tuple[Alarm, ...]:
        """What watches found in reports that came, after the alarm with that number, in order."""
        with reading(self._engine) as connection:
            return tuple(read_alarms(connection, after))

    def to_ring(self) -> tuple[int, tuple[Watch, ...]]:
        """The last event that watches were held against, and the watches."""
        with reading(self._engine) as connection:
            return rung(connection), tuple(one for one in read_watches(connection) if one.state == "yes")

    def rang(self, since: int, event: int, found: Iterable[Found]) -> int:
        """Adds alarms for the events after `since` up to `event`, unless another did meanwhile; how many are new."""
        with writing(self._engine) as connection:
            if rung(connection) != since:
                return 0
            set_rung(connection, event)
            return raise_alarms(connection, found)
