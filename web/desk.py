"""What the pages may read: the one place between them and the library.

A page gets a `Desk` and nothing else, so that whoever looks, and which reports they may see, is settled here.
All of it reads the library and takes a thread, never the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from web.keeping import Kept

if TYPE_CHECKING:
    from fastapi import Request

    from graph.facts import Entity, Fact, Relation
    from graph.whole import Standing, Whole
    from ingest.document import Citation, Document
    from search.answer import Answer, Hit
    from search.audit import Finding
    from search.comparing import Cell
    from search.completing import Completion, CompletionKind
    from search.diffing import Change
    from search.facets import Facets
    from search.finding import Filters
    from search.library import Alarm, Correction, Decision, Event, Report, Watch
    from search.places import Catalogue
    from search.similar import Similar
    from search.themes import Theme
    from suizhi import Suizhi
    from web.people import People

Result = TypeVar("Result")

Looks = Callable[[str, Sequence[tuple[str, str]]], bool]
"""Told what is looked at by a page that is open: path and query."""

NEAR = 3
"""Passages shown where there is neither an answer nor a fact close to it."""

MEANINGS = 3
"""How many entities a name of a path is tried as; beyond those it no longer is that name."""


_TEXTS = Kept(16)
"""Reports that were read last, of some megabytes each: the pages of one report are looked at one after the other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer; for a refusal that has no facts to show, passages `near` to the question."""

    answer: Answer
    near: tuple[Citation, ...]


class Desk:
    """The library for one visit of one page.

    Attributes:
        people: who may come in; None for whoever is no admin, and where nobody needs to log in.
    """

    def __init__(
        self, room: Suizhi, kept: Kept, people: People | None = None, looks: Looks | None = None
    ) -> None:
        self._room = room
        self.people = people
        self._looks = looks
        self._kept = kept
        self._reports: tuple[Report, ...] | None = None
        self._documents: dict[str, Document] = {}
        self._state: object = None

    def looks_at(self, path: str, query: Sequence[tuple[str, str]]) -> bool:
        """Says that somebody looks at something by a page that is open; False where they no longer may."""
        return self._looks is None or self._looks(path, query)

    @property
    def who(self) -> str:
        """Who is logged in; "" where nobody needs to."""
        return self._room.who

    def keep(self, name: Hashable, make: Callable[[], Result]) -> Result:
        """What `make` gives, kept until a report or a decision of a person changes."""
        if self._state is None:
            said = self._room.library.last_word()
            self._state = (tuple((report.source, report.revision) for report in self.reports), said)
        return self._kept.get(name, self._state, make)

    # Reports

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports, in the order of their sources."""
        if self._reports is None:
            self._reports = self._room.documents()
        return self._reports

    def report(self, source: str) -> Report | None:
        """One report, None if there is none of that name."""
        return next((report for report in self.reports if report.source == source), None)

    def document(self, source: str) -> Document:
        """The text of a report.

        Raises:
            LibraryError: there is none of that name.
        """
        if source not in self._documents:
            report = self.report(source)
            revision = report.revision if report else None
            read = partial(self._room.library.document, source)
            self._documents[source] = _TEXTS.get((self._room.home, source), revision, read)
        return self._documents[source]

    def original(self, source: str) -> bytes:
        """The file as it was given."""
        return self._room.library.original(source)

    @property
    def collection_of(self) -> dict[str, str]:
        """The collection of each report, by source."""
        return self._room.collections()

    @property
    def collections(self) -> tuple[str, ...]:
        """The collections that have a report or are given to whoever looks, by name."""
        return tuple(sorted({*self._room.collections().values(), *(self._room.scope or ())}))

    # Knowledge

    def facts(self, sources: Sequence[str] | None = None) -> tuple[Fact, ...]:
        """The facts of these reports, in the order of the text."""
        return self._room.library.facts(sources=sources)

    def facts_about(self, entity: str) -> tuple[Fact, ...]:
        """The facts whose subject is this entity."""
        return self._room.library.facts(subjects=[entity])

    def entities(self, sources: Sequence[str] | None = None) -> tuple[Entity, ...]:
        """The entities of these reports, merged, by the number of their mentions."""
        found = self._room.library.entities(sources=sources, merged=True)
        return tuple(sorted(found, key=lambda entity: (-len(entity.mentions), entity.name)))

    def entity(self, id_: str) -> Entity | None:
        """The entity with that id (or that it became), None if there is none."""
        return next(iter(self._room.library.entities(ids=[id_], merged=True)), None)

    def called(self, name: str) -> tuple[Entity, ...]:
        """The entities that a name or an id can mean, likeliest first."""
        one = self.entity(name)
        return (one,) if one else self._room.library.entity_named(name)

    def relations_of(self, entity: str) -> tuple[Relation, ...]:
        """The relations with this entity at an end."""
        return self._room.library.relations(touching=[entity])

    def named(self, ids: Sequence[str]) -> dict[str, Entity]:
        """The entities with these ids."""
        return {one.id: one for one in self._room.library.entities(ids=ids, merged=True)}

    @property
    def graph(self) -> Whole:
        """All that the reports say, as one graph."""
        return self._room.graph

    @property
    def standing(self) -> Standing:
        """How important each node of the graph is."""
        return self._room.standing

    def way(self, start: str, end: str) -> tuple[str, ...] | None:
        """The ids on a shortest way over relations between two names; None if there is none, or no such name."""
        for first in self.called(start)[:MEANINGS]:
            for last in self.called(end)[:MEANINGS]:
                known = first.id in self.graph and last.id in self.graph and first.id != last.id
                if known and (way := self.graph.adjacency.path(first.id, last.id)) is not None:
                    return way
        return None

    # Answers

    def ask(self, question: str) -> Asked:
        """The answer to a question; kept, for it is asked again by whoever goes back or takes the evidence along."""
        return self.keep(("asked", question), lambda: self._asked(question))

    def _asked(self, question: str) -> Asked:
        answer = self._room.ask(question)
        bare = not answer.answerable and not answer.closest
        hits = self._room.search(question, NEAR) if bare else []
        return Asked(answer, tuple(self.document(hit.source).cite(hit.start, hit.end) for hit in hits))

    def page(self, query: str, filters: Filters, first: int, most: int) -> tuple[Hit, ...]:
        """The passages for a query from place `first` on, best first; a few that are near where none has a word of it."""
        asked = ("page", query, filters, first, most)
        return self.keep(
            asked, lambda: self._room.find(query, max(most, NEAR), offset=first, filters=filters).hits
        )

    def facets(self, query: str, filters: Filters) -> Facets:
        """How many passages have a word of a query, and what they are of."""
        return self.keep(("facets", query, filters), lambda: self._room.facets(query, filters))

    def catalogue(self) -> Catalogue:
        """The places that the reports are of."""
        from search.scope import catalogue

        return catalogue(self.reports)

    def complete(
        self, typed: str, top: int, kinds: Sequence[CompletionKind] | None
    ) -> tuple[Completion, ...]:
        """Names, metrics, places and years that begin with (or hold) what is typed."""
        return self._room.complete(typed, top, kinds)

    def similar(self, name: str, source: str | None, top: int) -> list[Similar]:
        """What other reports have that is like `name`."""
        return self._room.similar(name, source, top)

    def themes(self) -> list[Theme]:
        """What several reports have."""
        return self.keep("themes", self._room.themes)

    def compare(
        self,
        metric: str,
        regions: Sequence[str],
        departments: Sequence[str],
        subject: str | None,
        years: Sequence[int],
    ) -> list[Cell]:
        """One metric over regions and years."""
        asked = (metric, tuple(regions), tuple(departments), subject, tuple(years))
        return self.keep(("compare", *asked), lambda: self._room.compare(*asked))

    def diff(self, a: str, b: str) -> list[Change]:
        """What changed from one report to another."""
        return self._room.diff(a, b)

    def audit(self, source: str) -> list[Finding]:
        """What does not agree inside a report; kept until a report of its region changes, as it is held against that too."""
        about = next((report.about for report in self.reports if report.source == source), None)
        near = [r.revision for r in self.reports if about is not None and r.about.region == about.region]
        state = (near, self._room.library.last_word())
        return self._kept.get(("audit", source), state, lambda: list(self._room.audit([source])))

    # What people say

    def proposals(self) -> tuple[Decision, ...]:
        """Names that may be one, which nobody decided yet."""
        from search.library import open_aliases

        return self.keep("proposals", lambda: tuple(open_aliases(self._room.library)))

    def decisions(self) -> tuple[Decision, ...]:
        """The last word on each proposal, the latest first."""
        return self._room.library.decisions()[::-1]

    def corrections(self) -> dict[str, Correction]:
        """The last word on each reading that people corrected, by its id, the latest first."""
        return {one.id: one for one in self._room.library.corrections()[::-1]}

    def settled(self) -> dict[str, Correction]:
        """What people settled, by the ids of the findings."""
        return self._room.settled()

    def watches(self, *, ended: bool = False) -> tuple[Watch, ...]:
        """What somebody watches; `ended`: or watched."""
        return self._room.library.watches(ended=ended)

    def found_by(self, watch: str) -> list[dict[str, Any]]:
        """What a watch finds in the reports that are here now."""
        return self._room.check_watch(watch)

    def alarms(self) -> tuple[Alarm, ...]:
        """What watches found in reports that came, the latest first."""
        return self._room.library.alarms()[::-1]

    def events(self) -> tuple[Event, ...]:
        """What came and went, the latest first."""
        return self._room.library.events()[::-1]


def desk_for(room: Suizhi, kept: Kept, request: Request) -> Desk:
    """The desk of whoever sent the request."""
    # As the gate lets them see it; without a gate, whole.
    seen: Suizhi = getattr(request.state, "room", room)
    state = request.state
    return Desk(seen, kept.of(seen.scope), getattr(state, "people", None), getattr(state, "looks", None))
