"""Corrections of relations and of the types of entities."""

from __future__ import annotations

from typing import Any, get_args

from graph.claims import relation_id
from graph.facts import Entity, EntityType, RelationType, identify
from ingest.fold import squeeze
from search.amending.changes import RelationChange, called, in_force, joined, one_of
from search.library import Library, LibraryError
from search.library.corrections import Correction, correction_id


def amend_relation(
    library: Library, id_: str, change: RelationChange | None, *, who: str, reason: str = ""
) -> Correction:
    """The correction of a relation; it is wrong altogether if `change` is None.

    Raises:
        LibraryError: there is no such relation, or what is said of it cannot be.
    """
    known = {one.target: one for one in library.corrections() if one.what == "relation"}
    said = known.get(id_)
    if said is not None:
        source, quote, start, end, before = said.source, said.quote, said.start, said.end, said.before
    else:
        relation = next((one for one in library.relations() if relation_id(one) == id_), None)
        if relation is None:
            raise LibraryError("库中没有这条关系", id_, "关系的 id 见 suizhi export relations")
        cited = relation.citation
        source, quote, start, end = cited.source, cited.quote, cited.start, cited.end
        before = _relation_values(library, source, relation.head, relation.rel, relation.tail)
    after = None
    if change is not None:
        new: dict[str, Any] = {}
        if change.rel is not None:
            new["rel"] = one_of("rel", change.rel, get_args(RelationType))
        for side, name in (("head", change.head), ("tail", change.tail)):
            if name is not None:
                entity = _only(library, source, name)
                new |= {side: entity.id, f"{side}_name": entity.name}
        after = joined(in_force(library, correction_id("relation", id_)), new, before, id_)
    return Correction(
        correction_id("relation", id_), "relation", id_, source, before, after, reason, who,
        quote=quote, start=start, end=end,
    )  # fmt: skip


def _relation_values(library: Library, source: str, head: str, rel: str, tail: str) -> dict[str, Any]:
    named = {one.id: one.name for one in library.entities(sources=[source], ids=[head, tail])}
    return {"head": head, "head_name": named[head], "rel": rel, "tail": tail, "tail_name": named[tail]}


def _only(library: Library, source: str, name: str) -> Entity:
    found = called(library, source, name)
    if not found:
        raise LibraryError(
            f"这份报告里没有叫“{name}”的实体", source, "请写全名或 id，可先用 suizhi entity 查找"
        )
    if len(found) > 1:
        several = "、".join(f"{one.name}（{one.type}，{one.id}）" for one in found)
        raise LibraryError(f"“{name}”可以指几个实体：{several}", source, "请写 id")
    return found[0]


def amend_entity(library: Library, id_: str, type_: str | None, *, who: str, reason: str = "") -> Correction:
    """The correction of an entity's type; it is no entity at all if `type_` is None.

    Raises:
        LibraryError: there is no such entity, or no such type.
    """
    origin = next(
        (
            one
            for one in library.corrections()
            if one.what == "entity" and one.state == "yes" and (one.after or {}).get("id") == id_
        ),
        None,
    )
    if origin is not None:
        # What was given another type before: of the same entity something else is said now.
        id_, before = origin.target, origin.before
    else:
        found = library.entities(ids=[id_], merged=True)
        if not found:
            raise LibraryError("库中没有这个实体", id_, "用 suizhi entity 可以查到实体的 id")
        id_, before = found[0].id, {"name": found[0].name, "type": found[0].type}
    after = None
    if type_ is not None:
        chosen = one_of("type", type_, get_args(EntityType))
        if chosen == before["type"]:
            raise LibraryError(f"它本来就是 {chosen}", id_, "要恢复原样，请用 suizhi correct undo")
        after = {"type": chosen, "id": _id_as(library, before["name"], chosen)}
    return Correction(correction_id("entity", id_), "entity", id_, "", before, after, reason, who)


def _id_as(library: Library, name: str, type_: str) -> str:
    """The id of what has this name and that type: that of one in the library, or a new one."""
    found = (one for one in library.entity_named(name) if one.type == type_)
    same = (one.id for one in found if squeeze(one.name) == squeeze(name))
    return next(same, identify(type_, squeeze(name)))
