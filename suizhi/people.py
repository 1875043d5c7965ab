"""What people say of a library: corrections of single readings, with who, when, why and undo.

Part of `suizhi.Suizhi`, apart for its size. Everything takes `who`, whose word it is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from search.amending import FactChange, RelationChange, ReportChange
    from search.answering import Desk
    from search.audit import Finding
    from search.index import Index
    from search.library import Correction, Library, Watch
    from search.library.watches import WatchKind
    from search.reading import Bounds


class People:
    """Corrections: what is wrong never answers, what is corrected answers as corrected, and undo brings it back."""

    _bounds: Bounds | None

    if TYPE_CHECKING:

        @property
        def library(self) -> Library:
            """Of `Suizhi`."""

        @property
        def desk(self) -> Desk:
            """Of `Suizhi`."""

        @property
        def _index(self) -> Index:
            """Of `Suizhi`."""

        def audit(self, sources: Iterable[str] | None = None) -> Iterator[Finding]:
            """Of `Suizhi`."""

        def _eyes(self, collections: Collection[str]) -> tuple[Library, Desk]:
            """Of `Suizhi`."""

        def _writing(self, patience: float = -1.0) -> AbstractContextManager[Index]:
            """Of `Suizhi`."""

    def correct_fact(self, id_: str, change: FactChange | None, *, who: str, reason: str = "") -> Correction:
        """Says what is right of a fact, or (`change` None) that it is wrong.

        Raises:
            LibraryError: there is no such fact, or it cannot be so; as for the following methods.
        """
        from search.amending import amend_fact

        said = amend_fact(self.library, id_, change, who=who, reason=reason)
        return self.library.correct(said, "yes", who)

    def correct_relation(
        self, id_: str, change: RelationChange | None, *, who: str, reason: str = ""
    ) -> Correction:
        """Says what is right of a relation, or (`change` None) that it is wrong."""
        from search.amending import amend_relation

        said = amend_relation(self.library, id_, change, who=who, reason=reason)
        return self.library.correct(said, "yes", who)

    def correct_entity(self, id_: str, type_: str | None, *, who: str, reason: str = "") -> Correction:
        """Says of which type an entity is, or (`type_` None) that it is no entity."""
        from search.amending import amend_entity

        said = amend_entity(self.library, id_, type_, who=who, reason=reason)
        return self.library.correct(said, "yes", who)

    def correct_report(self, source: str, change: ReportChange, *, who: str, reason: str = "") -> Correction:
        """Says what a report is, and reads it again with that: years and places of its numbers depend on it."""
        from search.amending import amend_report
        from search.intake import reread

        with self._writing() as index:
            said = amend_report(self.library, source, change, who=who, reason=reason)
            reread(self.library, index, said, who, bounds=self._bounds)
        self.ring()
        return self._last(said.id)

    def undo_correction(self, id_: str, *, who: str) -> Correction:
        """Takes back the correction with that id, or of the thing with that id: what was read holds again."""
        from dataclasses import replace

        from search.amending import take_back
        from search.intake import reread

        said = take_back(self.library, id_)
        held = any(report.source == said.source for report in self.library.listed())
        if said.what != "report" or not held:
            return self.library.correct(said, "undone", who)
        with self._writing() as index:
            reread(self.library, index, replace(said, state="undone", who=who), who, bounds=self._bounds)
        return self._last(said.id)

    def watch(self, text: str, *, who: str, reason: str = "") -> Watch:
        """Watches a question or a threshold ("任一区12345满意率 < 70%"): reports that come are held against it.

        Raises:
            LibraryError: it is watched already, or says nothing.
        """
        from search.amending.changes import some
        from search.library import Watch, watch_id
        from search.watching import read_threshold

        words = some("关注", text)
        kind: WatchKind = "question" if read_threshold(words) is None else "threshold"
        return self.library.watch(Watch(watch_id(words), kind, words, who, reason))

    def unwatch(self, id_: str, *, who: str) -> Watch:
        """Ends a watch; what it found stays.

        Raises:
            LibraryError: there is no such watch.
        """
        from dataclasses import replace

        return self.library.watch(replace(self._watch_of(id_), state="undone", who=who))

    def check_watch(self, id_: str) -> list[dict[str, Any]]:
        """What a watch finds in the reports that are here now; no alarm is raised by it."""
        from search.watching import found_in

        watch = self._watch_of(id_)
        desk = self.desk
        return [
            found
            for report in self.library.reports()
            for found in found_in(self.library, desk, self._index.encoder, watch, report)
        ]

    def _watch_of(self, id_: str) -> Watch:
        from search.library import LibraryError

        for watch in self.library.watches():
            if watch.id == id_:
                return watch
        raise LibraryError("没有这项关注", id_, "用 suizhi watch 查看")

    def ring(self) -> int:
        """Holds what people watch against the reports that came; how many alarms it raised. Done after each change."""
        from search.watching import ring

        if not self.library.watches():
            return 0
        return ring(self.library, self.desk, self._index.encoder, self._eyes)

    def settle_finding(self, id_: str, *, who: str, note: str, source: str | None = None) -> Correction:
        """Says that a finding of the audit is settled; `source` spares the audit of the other reports.

        Raises:
            LibraryError: the audit finds no such thing.
        """
        from search.amending import settle_finding
        from search.audit.paper import finding_id
        from search.library import LibraryError

        for finding in self.audit(None if source is None else [source]):
            if finding_id(finding) == id_:
                said = settle_finding(finding, who=who, note=note)
                return self.library.correct(said, "yes", who)
        raise LibraryError("审查没有查出这一项", id_, "id 见 suizhi audit --json")

    def unsettle_finding(self, id_: str, *, who: str) -> Correction:
        """Says that a finding is not settled after all."""
        return self.undo_correction(id_, who=who)

    def settled(self) -> dict[str, Correction]:
        """What is settled, by the ids of the findings."""
        said = self.library.corrections()
        return {one.target: one for one in said if one.what == "finding" and one.state == "yes"}

    def corrections(self) -> tuple[Correction, ...]:
        """The last word on each single reading that people corrected, in the order of these words."""
        return self.library.corrections()

    def _last(self, id_: str) -> Correction:
        return next(one for one in self.library.corrections() if one.id == id_)
