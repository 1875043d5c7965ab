"""A library as somebody sees it who may see some collections only, and whose name stands under what they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from weakref import finalize

from sqlalchemy import Connection, Engine, select

from graph.facts import Knowledge
from ingest.document import Document
from search.library.belonging import collection_of, moves
from search.library.corrections import NOTHING, Correction, CorrectionState
from search.library.decisions import Decision, DecisionState
from search.library.errors import LibraryError
from search.library.narrowing import behind_of, narrowed
from search.library.report import Report, report_of
from search.library.schema import DEFAULT_COLLECTION, reports
from search.library.shelves import Library
from search.library.view import View, view_of
from search.library.watches import Watch, watch_id

_ASK = "请联系管理员"

_STATE = "SELECT (SELECT max(number) FROM {behind}.decisions), (SELECT max(number) FROM {behind}.events)"


class Part(Library):
    """Some collections of a library (`allowed` None: all). What is not in them is not there.

    Args:
        whole: the library.
        allowed: the collections that may be seen, and changed.
        engine: that of another part with the same collections, which the two then share.
        who: whose name stands under every change, whatever name is given with it.
        target: the collection that new reports come into.
    """

    def __init__(
        self,
        whole: Library,
        allowed: frozenset[str] | None,
        *,
        engine: Engine | None = None,
        who: str = "",
        target: str | None = None,
    ) -> None:
        if engine is None and allowed is not None:
            engine = narrowed(whole, allowed)
            # Sets of collections come and go while the library stays open.
            finalize(self, engine.dispose).atexit = False
        engine = engine or whole._engine
        super().__init__(engine, whole.home)
        self._whole = whole
        self.allowed = allowed
        self._who = who
        self._target = target
        self._narrow: tuple[object, View] = (None, View())
        self._here: dict[object, tuple[Report, ...]] = {}
        # What was held against its seal once in this state of the files need not be again for each who asks.
        self._vouching = whole._vouching

    @property
    def whole(self) -> Library:
        """The library with all its collections."""
        return self._whole

    def signed(self, who: str, target: str | None = None) -> Part:
        """The same part for one person."""
        part = Part(self._whole, self.allowed, engine=self._engine, who=who, target=target)
        part._here = self._here  # a person has a part for each request
        return part

    def target(self) -> str:
        """The collection that a new report comes into.

        Raises:
            LibraryError: several could be meant, none may be written, or the one named is not theirs.
        """
        if self._target is not None:
            if self.allowed is not None and self._target not in self.allowed:
                raise LibraryError("没有这个资料集，或您无权写入", self._target, _ASK)
            return self._target
        if self.allowed is None or DEFAULT_COLLECTION in self.allowed:
            return DEFAULT_COLLECTION
        if len(self.allowed) != 1:
            raise LibraryError(
                "没有写明放进哪个资料集", "、".join(sorted(self.allowed)) or "（无）", "请写明 collection"
            )
        return next(iter(self.allowed))

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
        collection: str = "",
    ) -> Literal["added", "replaced"]:
        """As of the library; a name or a text that is in another collection is refused without telling of it."""
        held = collection_of(self._whole, document.source)
        if held is not None and not self._sees(held):
            raise LibraryError("这个名称已有他用，不能使用", document.source, "请换一个文件名")
        twin = self._whole.twin(document.fingerprint, document.source)
        if twin is not None and self.twin(document.fingerprint, document.source) is None:
            raise LibraryError("内容与库中您无权查看的一份报告相同", document.source, _ASK)
        return self._whole.put(
            document,
            knowledge,
            original,
            extractors,
            told=told,
            said=said if said is None or not self._who else replace(said, who=self._who),
            who=self._who or who,
            collection=collection or (self.target() if held is None else held),
        )

    def remove(self, source: str, *, who: str = "") -> bool:
        """As of the library; False if there is no such report in this part."""
        if all(report.source != source for report in self.listed()):
            return False
        return self._whole.remove(source, who=self._who or who)

    def decide(self, proposal: Decision, state: DecisionState, who: str) -> Decision:
        """As of the library; both entities must be in this part."""
        ends = {proposal.from_id, proposal.to_id}
        known = any(one.id == proposal.id for one in self.decisions())
        if not known and {one.id for one in self.entities_as_read(ends)} != ends and not self._merged(ends):
            raise LibraryError("没有这项建议", proposal.id, "用 suizhi alias 可以列出待定的建议")
        try:
            return self._whole.decide(proposal, state, self._who or who)
        except LibraryError as error:
            if self.allowed is None or any(one.id in error.remedy for one in self.decisions()):
                raise
            # The decision in the way is of names that are not in this part.
            if "undo " in error.remedy:
                raise LibraryError("与库中别的决定相冲突", proposal.id, _ASK) from None
            raise

    def correct(self, said: Correction, state: CorrectionState, who: str) -> Correction:
        """As of the library; what is corrected must be in this part."""
        held = collection_of(self._whole, said.source) if said.source else None
        if held is not None and not self._sees(held):
            raise LibraryError("库中没有这份报告", said.source)
        return self._whole.correct(said, state, self._who or who)

    def watch(self, watch: Watch) -> Watch:
        """As of the library; what is watched is watched in these collections."""
        if watch.state == "yes":
            places = None if self.allowed is None else tuple(sorted(self.allowed))
            watch = replace(watch, id=watch_id(watch.text, places), collections=places)
        return self._whole.watch(replace(watch, who=self._who or watch.who))

    def _sees(self, collection: str) -> bool:
        return self.allowed is None or collection in self.allowed

    def _merged(self, ids: set[str]) -> bool:
        return len(self.entities(ids=ids, merged=True)) > 1

    def _listed(self, connection: Connection) -> tuple[Report, ...]:
        if self.allowed is None:
            return self._whole._listed(connection)
        state = _state(connection)
        here = self._here.get(state)
        if here is None:
            rows = connection.execute(select(reports).order_by(reports.c.source)).all()
            here = tuple(report_of(row) for row in rows)
            self._here.clear()
            self._here[state] = here
        return here

    def _view(self, connection: Connection) -> View:
        """As of the library; read anew too when a report came into another collection."""
        state = _state(connection)
        known, view = self._narrow
        if known != state:
            view = view_of(connection)
            self._narrow = (state, view)
        return view


def _state(connection: Connection) -> tuple[object, ...]:
    """Another one whenever somebody said something, a report changed, or one came into another collection."""
    # The narrow views cost a look at every row; that something changed is told by the tables behind them.
    behind = _STATE.format(behind=behind_of(connection))
    return tuple(connection.exec_driver_sql(behind).one()), moves(connection)
