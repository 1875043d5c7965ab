"""A report on the shelf, without its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from ingest.document import About
from search.library.unpacking import about


@dataclass(frozen=True, slots=True)
class Report:
    """A report on the shelf, without its text.

    Attributes:
        extractors: the version of the programs that read it.
        revision: another one whenever bytes or extractors are; what is derived is rebuilt then.
        characters, passages, entities, relations, facts: how many.
    """

    source: str
    about: About
    sha256: str
    fingerprint: str
    format: str
    extractors: str
    revision: str
    characters: int
    passages: int
    entities: int
    relations: int
    facts: int

    @property
    def title(self) -> str | None:
        """The title as printed."""
        return self.about.title

    @property
    def kind(self) -> str | None:
        """The kind of report."""
        return self.about.kind


def report_of(row: Row[Any]) -> Report:
    """The report of a row of `reports`."""
    return Report(
        source=row.source,
        about=about(row),
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        format=row.format,
        extractors=row.extractors,
        revision=row.revision,
        characters=row.characters,
        passages=row.passages,
        entities=row.entities,
        relations=row.relations,
        facts=row.facts,
    )
