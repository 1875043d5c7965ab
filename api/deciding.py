"""What people decide, as the doors take and show it: proposals of one entity under two names, yes, no and undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from api.errors import UsageError
from ingest.fold import squeeze

if TYPE_CHECKING:
    from api.lines import Line
    from api.shapes import DecisionShape
    from graph.facts import Entity
    from search.library import Decision, DecisionState
    from search.library.view import View
    from suizhi import Suizhi

SHOWN = 5
"""Entities named where a name means several; more than a screen helps nobody to choose."""


def decision_line(decision: Decision) -> DecisionShape:
    """A proposal or a decision."""
    return {
        "id": decision.id,
        "what": decision.what,
        "from": decision.from_id,
        "to": decision.to_id,
        "from_name": decision.from_name,
        "to_name": decision.to_name,
        "type": decision.type,
        "reason": decision.reason,
        "score": decision.score,
        "state": decision.state,
        "who": decision.who,
        "when": decision.when,
    }


def effect_lines(view: View) -> Iterator[Line]:
    """Of the canonical dump: what each id became, sorted. Who said so, when and why is no part of it."""
    for id_, end in sorted(view.ends.items()):
        yield {
            "record": "alias",
            "from": id_,
            "to": end,
            "from_name": view.names[id_],
            "to_name": view.names[end],
        }


def in_state(room: Suizhi, state: DecisionState) -> tuple[Decision, ...]:
    """What is in that state now: what nobody decided yet ("open"), or what people decided."""
    from search.library import open_aliases

    if state == "open":
        return open_aliases(room.library)
    return tuple(one for one in room.library.decisions() if one.state == state)


def decide(room: Suizhi, ids: Iterable[str], state: DecisionState, who: str) -> Iterator[Decision]:
    """Says `state` of each of these proposals, as each is done.

    Raises:
        UsageError: there is no proposal of that id.
        LibraryError: that cannot be decided so.
    """
    from search.library import open_aliases

    # All are looked up before the first is decided: a yes changes what is proposed after it.
    known = {one.id: one for one in room.library.decisions()}
    wanted = list(dict.fromkeys(ids))
    if not known.keys() >= set(wanted):
        known = {one.id: one for one in open_aliases(room.library)} | known
    for id_ in wanted:
        if id_ not in known:
            raise UsageError(f"没有这项建议：{id_}", "用 suizhi alias 可以列出待定的建议")
    for id_ in wanted:
        yield room.library.decide(known[id_], state, who)


def add(room: Suizhi, start: str, end: str, reason: str, who: str) -> Decision:
    """Puts a person's own proposal before others: the entity called `start` is the one called `end`.

    Raises:
        UsageError: a name means none or several entities.
        LibraryError: the two cannot be one.
    """
    from search.library import ALIAS, Decision, alias_id

    first, last = _meant(room, start), _meant(room, end)
    types = {one.type for one in first} & {one.type for one in last}
    first, last = ([one for one in found if one.type in types] if types else found for found in (first, last))
    one, other = _only(start, first), _only(end, last)
    proposal = Decision(
        id=alias_id(one.id, other.id),
        what=ALIAS,
        from_id=one.id,
        to_id=other.id,
        from_name=one.name,
        to_name=other.name,
        type=one.type,
        reason=reason,
        state="open",
        who=who,
        when="",
    )
    return room.library.decide(proposal, "open", who)


def _meant(room: Suizhi, name: str) -> list[Entity]:
    """The entities with that id, or with that very name, or else with such an alias."""
    library = room.library
    found = library.entities(ids=[name], merged=True)
    if found:
        return list(found)
    called = [
        one
        for one in library.entity_named(name)
        if squeeze(name) in {squeeze(form) for form in (one.name, *one.aliases)}
    ]
    if not called:
        raise UsageError(f"报告里没有叫“{name}”的实体", "请写全名或 id，可先用 suizhi entity 查找")
    return [one for one in called if squeeze(one.name) == squeeze(name)] or called


def the_one(room: Suizhi, name: str) -> Entity:
    """The entity with that id or name.

    Raises:
        UsageError: the name means none or several.
    """
    return _only(name, _meant(room, name))


def _only(name: str, found: list[Entity]) -> Entity:
    if len(found) > 1:
        several = "、".join(f"{one.name}（{one.type}，{one.id}）" for one in found[:SHOWN])
        raise UsageError(f"“{name}”可以指几个实体：{several}", "请写 id")
    return found[0]
