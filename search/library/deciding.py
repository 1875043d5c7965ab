"""Whether a decision can be, checked in the transaction that adds it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from search.library.corrections import Rulings
from search.library.decisions import Decision, append, read_log, standing
from search.library.errors import LibraryError
from search.library.schema import entities
from search.library.view import View


def decide(connection: Connection, decision: Decision) -> Decision:
    """Adds `decision` to the log.

    Raises:
        LibraryError: it cannot be; nothing is added then.
    """
    log = read_log(connection)
    before = {said.id: said for said in standing(log)}.get(decision.id)
    if decision.state == "undone":
        _check_undo(before, decision)
    else:
        if before is not None and before.state == decision.state:
            raise LibraryError(f"已经是“{_WORDS[decision.state]}”，由 {before.who} 决定", decision.id)
        _check_types(connection, View.of(log, Rulings.in_force(connection)), decision)
    if decision.state in ("open", "yes"):
        _check_apart(log, decision)
    if decision.state == "yes":
        _check_refusals(log, decision)
    append(connection, decision)
    return decision


_WORDS = {"open": "待定", "yes": "是", "no": "否", "undone": "已撤销"}


def _named(decision: Decision) -> str:
    return f"“{decision.from_name}”与“{decision.to_name}”"


def _check_undo(before: Decision | None, decision: Decision) -> None:
    if before is None or before.state == "undone":
        raise LibraryError(f"{_named(decision)}没有可撤销的决定", decision.id, "用 suizhi alias log 查看")


def _check_types(connection: Connection, view: View, decision: Decision) -> None:
    types: dict[str, str] = {}
    for id_ in (decision.from_id, decision.to_id):
        # The reports that called it so may be gone, and those whose name leads to it be there.
        known = entities.c.id.in_([id_, *view.widened([id_])])
        type_ = connection.scalar(select(entities.c.type).where(known).limit(1))
        if type_ is not None:
            type_ = view.types.get(view.end(id_), type_)
        if type_ is None:
            raise LibraryError("库中没有这个实体", id_, "用 suizhi entity 可以查到实体的 id")
        types[id_] = type_
    first, second = types[decision.from_id], types[decision.to_id]
    if first != second:
        raise LibraryError(
            f"{_named(decision)}类型不同（{first}、{second}），不能合并", decision.id, "只能合并同类的实体"
        )


def _check_apart(log: list[Decision], decision: Decision) -> None:
    """What leads to one end is one already; a merge the other way round would be a circle."""
    view = View.of(said for said in log if said.id != decision.id)
    if view.end(decision.from_id) == view.end(decision.to_id):
        raise LibraryError(
            f"{_named(decision)}已经是同一个实体，再合并就成了循环",
            decision.id,
            "要改变方向，请先撤销原来的决定",
        )


def _check_refusals(log: list[Decision], decision: Decision) -> None:
    """A merge must not make one, through others, of two that a person keeps apart."""
    others = [said for said in log if said.id != decision.id]
    view = View.of([*others, decision])
    for said in standing(others):
        if said.state == "no" and view.end(said.from_id) == view.end(said.to_id):
            raise LibraryError(
                f"这样一来，{_named(said)}也成了一个，而 {said.who} 说过它们不是",
                decision.id,
                f"请先撤销：suizhi alias undo {said.id}",
            )
