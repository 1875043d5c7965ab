"""What people say of a library: corrections of single readings, with who, when, why and undo.

Part of `suizhi.Suizhi`, apart for its size. Everything takes `who`, whose word it is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.amending import FactChange, RelationChange, ReportChange
    from search.index import Index
    from search.library import Correction, Library


class People:
    """Corrections: what is wrong never answers, what is corrected answers as corrected, and undo brings it back."""

    if TYPE_CHECKING:

        @property
        def library(self) -> Library:
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
            reread(self.library, index, said, who)
        return self._last(said.id)

    def undo_correction(self, id_: str, *, who: str) -> Correction:
        """Takes back the correction with that id, or of the thing with that id: what was read holds again."""
        from dataclasses import replace

        from search.amending import take_back
        from search.intake import reread

        said = take_back(self.library, id_)
        held = any(report.source == said.source for report in self.library.reports())
        if said.what != "report" or not held:
            return self.library.correct(said, "undone", who)
        with self._writing() as index:
            reread(self.library, index, replace(said, state="undone", who=who), who)
        return self._last(said.id)

    def corrections(self) -> tuple[Correction, ...]:
        """The last word on each single reading that people corrected, in the order of these words."""
        return self.library.corrections()

    def _last(self, id_: str) -> Correction:
        return next(one for one in self.library.corrections() if one.id == id_)
