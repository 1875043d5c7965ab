"""The library itself: what is on the shelves, and how a report is put there and taken away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self
from weakref import finalize

import orjson
from sqlalchemy import Connection, Engine, exists, func, insert, or_, select

from graph.claims import merge
from graph.facts import Entity, Fact, Knowledge, Relation, identify
from ingest.document import Document
from search.library.belonging import moves, place
from search.library.changing import put_in, sweep, take_away, twin_of
from search.library.connecting import connect, reading, writing
from search.library.correcting import correct
from search.library.corrections import (
    NOTHING,
    Correction,
)
from search.library.deciding import decide
from search.library.decisions import Decision, DecisionState, last_number, read_log, standing
from search.library.errors import DamagedError, LibraryError
from search.library.events import Happening, last_event, tell
from search.library.finding import ids_named, likeliest
from search.library.listed import Listed
from search.library.packing import pack
from search.library.report import Report, report_of
from search.library.said import Said
from search.library.schema import DEFAULT_COLLECTION, entities, facts, originals, relations, reports
from search.library.seals import Vouching, last_seal
from search.library.unpacking import (
    read_documents,
    read_entities,
    read_facts,
    read_relations,
)
from search.library.view import View, view_of

if TYPE_CHECKING:
    from search.index import PassageRecord

State = Literal["new", "unchanged", "stale", "other"]

FEW = 64
"""Reports that are held against their seals when facts, relations or entities of them are read, at some 2 ms each;
an answer stands on fewer. Of more, only those that are shown."""


class Library(Said):
    """The reports of one folder; safe for several threads and processes, where readers never wait.

    `sources` of a reading method are the reports that the caller may see: None for all; names that are not
    in the library are passed over. What is read of entities, relations and facts is told with the decisions of
    people (`search/library/view.py`): an id leads to the entity that it became.

    What is read by report (a document, its knowledge, facts of some `FEW` sources) is held against the
    report's seal first and raises DamagedError where it is not what was put. Readings over all reports are not:
    `vouch` for the reports of what is shown of them.
    """

    allowed: frozenset[str] | None = None
    """The collections that are seen; None is all."""

    def __init__(self, engine: Engine, home: Path) -> None:
        self._engine = engine
        self._seen: tuple[object, View] = (None, View())
        self._vouching = Vouching()
        self._listing = Listed()
        self.home = home

    @classmethod
    def open(cls, home: Path, url: str = "") -> Self:
        """The library in the folder `home`, made if need be; with its database behind `url`, if one is given.

        Raises:
            LibraryError: the folder cannot be made, or the database cannot be reached or holds something else or
                another version.
        """
        opened = cls(connect(home, url), home)
        finalize(opened, opened._engine.dispose).atexit = False
        return opened

    def close(self) -> None:
        """Lets go of the files."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def whole(self) -> Library:
        """The library with all its collections: this one, or that which this one is a part of."""
        return self

    def stamp(self) -> object:
        """Another value whenever a report came, went or moved, or somebody said something."""
        with reading(self._engine) as connection:
            return last_event(connection), last_number(connection), last_seal(connection), moves(connection)

    # Whether something is there

    def state(self, source: str, sha256: str, extractors: str) -> State:
        """How a file compares with what stands under its name.

        "unchanged": the same bytes, read by the same extractors. "stale": the same bytes, read by others.
        "other": another document. "new": nothing.
        """
        with reading(self._engine) as connection:
            row = connection.execute(
                select(reports.c.sha256, reports.c.extractors).where(reports.c.source == source)
            ).one_or_none()
        if row is None:
            return "new"
        if row.sha256 != sha256:
            return "other"
        return "unchanged" if row.extractors == extractors else "stale"

    def twin(self, fingerprint: str, source: str) -> str | None:
        """The name of another report with the same text, whatever its format."""
        with reading(self._engine) as connection:
            return twin_of(connection, fingerprint, source)

    # Putting and taking away

    def put(
        self,
        document: Document,
        knowledge: Knowledge,
        original: bytes,
        extractors: str,
        *,
        told: Mapping[str, Any] = NOTHING,
        said: Correction | None = None,
        who: str = "",
        collection: str = DEFAULT_COLLECTION,
    ) -> Literal["added", "replaced"]:
        """Puts a report on the shelf, in place of all that its source said before, in one transaction.

        Args:
            document, knowledge, original: the report as read, and its file.
            extractors: the version of the programs that read it.
            told: what a person says that the report is; it was read with that.
            said: the correction that `told` comes from, added in the same transaction.
            who: who puts it there, for the log.
            collection: where it belongs, if nothing of this name was ever here; else it stays where it is.

        Raises:
            LibraryError: the parts do not belong together, a quote is not verbatim, or another report has
                the same text; nothing is stored then.
        """
        if sha256(original).hexdigest() != document.sha256:
            raise LibraryError("原始文件与文档的 sha256 不符", document.source)
        packed = pack(document, knowledge)
        packed.report["extractors"] = extractors
        own = [orjson.dumps(dict(told), option=orjson.OPT_SORT_KEYS).decode()] if told else []
        packed.report["revision"] = identify(document.sha256, extractors, *own)
        with writing(self._engine) as connection:
            twin = twin_of(connection, document.fingerprint, document.source)
            if twin is not None:
                raise LibraryError(f"与已有报告“{twin}”内容相同", document.source)
            if not connection.scalar(select(exists().where(originals.c.sha256 == document.sha256))):
                connection.execute(insert(originals).values(sha256=document.sha256, bytes=original))
            replaced = take_away(connection, document.source)
            put_in(connection, packed)
            place(connection, document.source, collection)
            sweep(connection, replaced)
            if said is not None:
                correct(connection, said)
            happened: Happening = "added" if replaced is None else "replaced"
            if replaced == document.sha256:
                happened = "reread"
            tell(connection, happened, document.source, document.about.title, document.sha256, who)
        return "replaced" if replaced else "added"

    def remove(self, source: str, *, who: str = "") -> bool:
        """Takes away what only this report said, and its original; False if there is no such report."""
        with writing(self._engine) as connection:
            title = connection.scalar(select(reports.c.title).where(reports.c.source == source))
            removed = take_away(connection, source)
            sweep(connection, removed)
            if removed is not None:
                tell(connection, "removed", source, title, removed, who)
        return removed is not None

    # Reports

    def reports(self) -> tuple[Report, ...]:
        """All reports, in the order of their sources."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(reports).order_by(reports.c.source)).all()
        return tuple(report_of(row) for row in rows)

    def listed(self) -> tuple[Report, ...]:
        """As `reports`, remembered until one comes or goes: the same object for as long as none does."""
        with reading(self._engine) as connection:
            return self._listed(connection)

    def counts(self) -> dict[str, int]:
        """How many reports, passages, entities, relations and facts there are, over all reports."""
        names = ("passages", "entities", "relations", "facts")
        sums = [func.coalesce(func.sum(reports.c[name]), 0).label(name) for name in names]
        with reading(self._engine) as connection:
            row = connection.execute(select(func.count().label("reports"), *sums).select_from(reports)).one()
        return {name: int(count) for name, count in row._mapping.items()}

    def report(self, source: str) -> Report:
        """One report.

        Raises:
            LibraryError: there is none of that name (as for the following methods).
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(reports).where(reports.c.source == source)).one_or_none()
        if row is None:
            raise _absent(source)
        return report_of(row)

    def document(self, source: str) -> Document:
        """The document, equal to the one that was put."""
        document = self.documents([source]).get(source)
        if document is None:
            raise _absent(source)
        return document

    def documents(self, sources: Collection[str]) -> dict[str, Document]:
        """The documents under these names, at most 500 of them; those that are not there are left out."""
        with reading(self._engine) as connection:
            self._vouching.check(connection, sources)
            return read_documents(connection, sources)

    def vouch(self, sources: Collection[str]) -> None:
        """Holds each of these reports against its seal; at once where that was done in this state of the files.

        Raises:
            DamagedError: a report is not what was put; nothing of it may be shown.
        """
        with reading(self._engine) as connection:
            self._vouching.check(connection, sources)

    def original(self, source: str) -> bytes:
        """The file as it was given."""
        with reading(self._engine) as connection:
            data: bytes | None = connection.scalar(
                select(originals.c.bytes)
                .join(reports, reports.c.sha256 == originals.c.sha256)
                .where(reports.c.source == source)
            )
        if data is None:
            raise _absent(source)
        if sha256(data).hexdigest() != self.report(source).sha256:
            raise DamagedError(
                "库中的原件已损坏，与入库时的 sha256 不符", source, "请用 ingest --replace 重新导入原文件"
            )
        return data

    def passages(self, source: str) -> tuple[PassageRecord, ...]:
        """The passages with their text, for the indexes."""
        from search.index import PassageRecord

        document = self.document(source)
        return tuple(
            PassageRecord(
                source=source,
                number=passage.index,
                start=passage.start,
                end=passage.end,
                text=document.text[passage.start : passage.end],
                context=passage.context,
            )
            for passage in document.passages
        )

    def knowledge(self, source: str, *, raw: bool = False) -> Knowledge:
        """What the report says; if `raw`, equal to what was put, whatever people decided."""
        with reading(self._engine) as connection:
            if not connection.scalar(select(exists().where(reports.c.source == source))):
                raise _absent(source)
            self._vouching.check(connection, [source])
            view = View() if raw else self._view(connection)
            entities_ = tuple(view.entities(read_entities(connection, [source])))
            known = {entity.id for entity in entities_}
            return Knowledge(
                source=source,
                entities=entities_,
                relations=tuple(
                    # A correction may name an end that the report, once read anew, no longer names.
                    relation
                    for relation in view.relations(read_relations(connection, [source]))
                    if relation.decision is None or {relation.head, relation.tail} <= known
                ),
                facts=tuple(view.facts(read_facts(connection, [source]))),
            )

    # Knowledge over reports

    def facts(
        self,
        *,
        sources: Collection[str] | None = None,
        metrics: Collection[str] | None = None,
        subjects: Collection[str] | None = None,
    ) -> tuple[Fact, ...]:
        """The facts, in the order of source and place; of these metric ids and subject ids only, if given."""
        with reading(self._engine) as connection:
            self._check(connection, sources)
            view = self._view(connection)
            wanted = None if subjects is None else view.widened(subjects)
            # What a person corrected may be of another metric or subject than the one that was read.
            corrected = facts.c.id.in_(list(view.rulings.facts))
            conditions = [
                *([] if metrics is None else [or_(facts.c.metric_id.in_(metrics), corrected)]),
                *([] if wanted is None else [or_(facts.c.subject_id.in_(wanted), corrected)]),
            ]
            return tuple(
                fact
                for fact in view.facts(read_facts(connection, sources, *conditions))
                if (metrics is None or fact.metric_id in metrics)
                and (wanted is None or fact.subject_id in wanted)
            )

    def relations(
        self, *, sources: Collection[str] | None = None, touching: Collection[str] | None = None
    ) -> tuple[Relation, ...]:
        """The relations; only those with an end among the entity ids `touching`, if given."""
        with reading(self._engine) as connection:
            self._check(connection, sources)
            view = self._view(connection)
            ids = [] if touching is None else view.widened(touching)
            conditions = (
                []
                if touching is None
                else [
                    or_(
                        relations.c.head.in_(ids),
                        relations.c.tail.in_(ids),
                        relations.c.quote.in_([said.quote for said in view.rulings.relations]),
                    )
                ]
            )
            return tuple(
                relation
                for relation in view.relations(read_relations(connection, sources, *conditions))
                if touching is None or relation.head in ids or relation.tail in ids
            )

    def entities(
        self,
        *,
        sources: Collection[str] | None = None,
        ids: Collection[str] | None = None,
        merged: bool = False,
    ) -> tuple[Entity, ...]:
        """The entities, report by report, or one for each id over all these reports if `merged`."""
        with reading(self._engine) as connection:
            self._check(connection, sources)
            return self._entities(connection, sources, ids, merged=merged)

    def entity_named(self, name: str, *, sources: Collection[str] | None = None) -> tuple[Entity, ...]:
        """The entities that `name` can mean, merged over reports, likeliest first.

        Widths, quotation marks, spaces and case do not count. Those so called come before those with such
        an alias; only if there are none, those whose name holds it (at most `CANDIDATES`).
        """
        with reading(self._engine) as connection:
            ids = ids_named(connection, name)
            found = self._entities(connection, sources, ids, merged=True) if ids else ()
        return likeliest(found, name)

    # What people decide

    def decisions(self) -> tuple[Decision, ...]:
        """The last word on each proposal that a person made or decided, in the order of these words."""
        return tuple(standing(self.decision_log()))

    def decision_log(self) -> tuple[Decision, ...]:
        """Everything that people ever said, in order; nothing of it is ever changed or lost."""
        with reading(self._engine) as connection:
            return tuple(read_log(connection))

    def last_word(self) -> int:
        """Another number whenever a person said something, of names or of readings."""
        with reading(self._engine) as connection:
            return last_number(connection)

    def view(self) -> View:
        """Where ids lead by the decisions in force."""
        with reading(self._engine) as connection:
            return self._view(connection)

    def decide(self, proposal: Decision, state: DecisionState, who: str) -> Decision:
        """Adds a person's word on a proposal: "open" puts it before others, "undone" takes the last word back.

        Returns:
            What was added.

        Raises:
            LibraryError: it cannot be: entities that are not there, of two types, or one already; against
                another decision; or nothing to take back.
        """
        when = datetime.now(UTC).isoformat(timespec="seconds")
        with writing(self._engine) as connection:
            return decide(connection, replace(proposal, state=state, who=who, when=when))

    def _check(self, connection: Connection, sources: Collection[str] | None) -> None:
        if sources is not None and len(sources) <= FEW:
            self._vouching.check(connection, sources)

    def _listed(self, connection: Connection) -> tuple[Report, ...]:
        return self._listing.of(connection)

    def _view(self, connection: Connection) -> View:
        """The view of this transaction's state; read anew only when somebody said something or a report changed."""
        # The seal too: a restored library may have another log of the same length.
        state = last_number(connection), last_seal(connection), last_event(connection)
        known, view = self._seen
        if known != state:
            view = view_of(connection)
            self._seen = (state, view)
        return view

    def _entities(
        self,
        connection: Connection,
        sources: Collection[str] | None,
        ids: Collection[str] | None,
        *,
        merged: bool,
    ) -> tuple[Entity, ...]:
        view = self._view(connection)
        conditions = [] if ids is None else [entities.c.id.in_(view.widened(ids))]
        found = view.entities(read_entities(connection, sources, *conditions))
        return merge(found) if merged else tuple(found)


def _absent(source: str) -> LibraryError:
    return LibraryError("库中没有这份报告", source, "用 suizhi documents 可以列出库中的报告")
