"""Reports that questions were put to lately, read once: a report's text and knowledge by its revision and people's word."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Literal

from graph.facts import Entity, Fact, Relation
from ingest.document import Document
from search.library import Library
from search.library.report import Report
from search.library.spans import Span, facts_within
from search.library.view import View

_WHOLE = 12
"""Reports that a question finds passages in whose facts are all read; a small library has no more."""

_MOST = 128
"""Reports that are kept, of about half a megabyte each."""


Part = Literal["document", "facts", "entities", "relations"]
"""What is read of a report."""


class Held:
    """One report as it was at a revision; each part is read when it is first asked for."""

    def __init__(self, library: Library, source: str) -> None:
        self._library, self.source = library, source

    @cached_property
    def document(self) -> Document:
        """Its text."""
        return self._library.document(self.source)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Its numbers, in the order of the text."""
        return self._library.facts(sources=[self.source])

    def has(self, part: Part) -> bool:
        """Whether that part was read already."""
        return part in self.__dict__

    def take(self, part: Part, read: object) -> None:
        """A part that was read with those of other reports."""
        self.__dict__.setdefault(part, read)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Its names."""
        return self._library.entities(sources=[self.source])

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What it says of names with each other."""
        return self._library.relations(sources=[self.source])


class Kept:
    """The reports held, those used last at the end; safe to be used by several threads."""

    def __init__(self, library: Library, most: int = _MOST) -> None:
        self._library, self._most = library, most
        self._held: OrderedDict[tuple[str, str], Held] = OrderedDict()
        self._view: View | None = None
        self._lock = Lock()

    def of(self, reports: Iterable[Report]) -> dict[str, Held]:
        """The reports by source: as they are now, if `reports` were read now."""
        view = self._library.view()
        with self._lock:
            if view is not self._view:  # somebody decided something: ids lead elsewhere
                self._held.clear()
                self._view = view
            found = {}
            for report in reports:
                key = (report.source, report.revision)
                held = self._held.pop(key, None) or Held(self._library, report.source)
                self._held[key] = found[report.source] = held
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return found

    def documents(self, held: Mapping[str, Held]) -> dict[str, Document]:
        """The texts of these reports; those that were not read yet are read together.

        Raises:
            LibraryError: one has gone meanwhile.
        """
        unread = [source for source, one in held.items() if not one.has("document")]
        for source, document in self._library.documents(unread).items() if unread else ():
            held[source].take("document", document)
        return {source: one.document for source, one in held.items()}

    def entities(self, held: Iterable[Held]) -> tuple[Entity, ...]:
        """The names of these reports, one report after the other."""
        reports = list(held)
        unread = {one.source: list[Entity]() for one in reports if not one.has("entities")}
        for entity in self._library.entities(sources=list(unread)) if unread else ():
            unread[entity.mentions[0].source].append(entity)
        for one in reports:
            if one.source in unread:
                one.take("entities", tuple(unread[one.source]))
        return tuple(entity for one in reports for entity in one.entities)

    def relations(self, held: Iterable[Held]) -> tuple[Relation, ...]:
        """What these reports say of names with each other, one report after the other."""
        reports = list(held)
        unread = {one.source: list[Relation]() for one in reports if not one.has("relations")}
        for relation in self._library.relations(sources=list(unread)) if unread else ():
            unread[relation.citation.source].append(relation)
        for one in reports:
            if one.source in unread:
                one.take("relations", tuple(unread[one.source]))
        return tuple(relation for one in reports for relation in one.relations)

    def facts(self, held: Mapping[str, Held], spans: Mapping[str, Sequence[Span]]) -> tuple[Fact, ...]:
        """The facts that begin in these spans of each report, in the order of source and place.

        Of a few reports all facts are read and kept: they are asked of again. Of many only these.
        """
        if len(spans) <= _WHOLE:
            read = dict(held)
            rest: dict[str, Sequence[Span]] = {}
        else:
            read = {source: one for source, one in held.items() if one.has("facts")}
            rest = {source: some for source, some in spans.items() if source not in read}
        kept = [
            fact
            for source in spans
            if source in read
            for fact in read[source].facts
            if any(start <= fact.citation.start < end for start, end in spans[source])
        ]
        found = [*kept, *facts_within(self._library, rest)]
        return tuple(sorted(found, key=lambda fact: fact.citation.source))
