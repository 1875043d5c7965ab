"""How the decisions of people look from outside: ids of entities that became another lead to that other one,
and what a person corrected is told with the correction, or not at all if it is wrong.

What reports say is stored as they say it; a view is laid over it when it is read. Taking a decision back
therefore gives back exactly what was there before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from graph.claims import RelationKey, merge, relation_key
from graph.facts import Entity, EntityType, Fact, Relation
from search.library.corrections import (
    Correction,
    Rulings,
    related_with,
    settles,
    told_with,
)
from search.library.decisions import ALIAS, Decision, read_log, standing


@dataclass(frozen=True, slots=True)
class View:
    """Where ids lead by the decisions in force. Without any, everything passes through untouched.

    Attributes:
        ends: of each id that leads to another one, the last one that it leads to.
        names: of each id that a decision is about, what it was called when decided.
        members: of each end, all ids that lead to it, without itself.
        types: of each id that a person gave another type, that type.
        gone: the ids of what a person said is no entity.
        rulings: the corrections in force.
        settled: the ids of facts that no other fact contradicts any more.
    """

    ends: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    types: Mapping[str, EntityType] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    rulings: Rulings = field(default_factory=Rulings)
    settled: frozenset[str] = frozenset()
    _relations: Mapping[RelationKey, Correction] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Iterable[Decision], rulings: Rulings | None = None) -> View:
        """The view by all that was ever said.

        Later words go further: after a → b and then a → c, all three are c.
        """
        rulings = rulings or Rulings()
        ends: dict[str, str] = {}
        names: dict[str, str] = {}

        def end(id_: str) -> str:
            while id_ in ends:
                id_ = ends[id_]
            return id_

        for said in standing(log):
            if said.what != ALIAS or said.state != "yes":
                continue
            names |= {said.from_id: said.from_name, said.to_id: said.to_name}
            first, last = end(said.from_id), end(said.to_id)
            if first != last:
                ends[first] = last
        types: dict[str, EntityType] = {}
        for id_, said_of in rulings.entities.items():
            if said_of.after is not None and (first := end(id_)) != (last := end(said_of.after["id"])):
                name: str = said_of.before["name"]
                names |= {id_: name, last: names.get(last, name)}
                ends[first] = last
                types[last] = said_of.after["type"]
        resolved = {id_: end(id_) for id_ in sorted({*ends})}
        members: defaultdict[str, list[str]] = defaultdict(list)
        for id_, last in resolved.items():
            members[last].append(id_)
        view = cls(
            ends=resolved,
            names=names,
            members={last: tuple(ids) for last, ids in members.items()},
            types=types,
            gone=frozenset(end(id_) for id_, one in rulings.entities.items() if one.wrong),
            rulings=rulings,
            settled=frozenset(id_ for id_, one in rulings.facts.items() if settles(one)),
        )
        return replace(view, _relations={view._key_of(one): one for one in rulings.relations})

    def _key_of(self, said: Correction) -> RelationKey:
        """What a corrected relation is found by; merges since then lead its ends further."""
        was = said.before
        return (said.source, self.end(was["head"]), was["rel"], self.end(was["tail"]), said.quote)

    def end(self, id_: str) -> str:
        """The id of the entity that `id_` became; itself, if nobody said otherwise."""
        return self.ends.get(id_, id_)

    def widened(self, ids: Collection[str]) -> Collection[str]:
        """Every id under which reports may speak of the entities with these ids."""
        if not self.ends:
            return ids
        ends = {self.end(id_) for id_ in ids}
        return sorted(ends.union(*(self.members.get(end, ()) for end in ends)))

    def facts(self, said: Iterable[Fact]) -> Iterator[Fact]:
        """The facts as corrected, without wrong ones, and with the ids that their subjects became."""
        for fact in said:
            ruled = self.rulings.facts.get(fact.id)
            if ruled is not None and ruled.wrong:
                continue
            told = fact if ruled is None else told_with(fact, ruled)
            became = self.end(told.subject_id or "") or None
            if became in self.gone:
                became = None
            if became != told.subject_id:
                told = replace(told, subject_id=became)
            if self.settled and not self.settled.isdisjoint(told.conflicts):
                told = replace(
                    told, conflicts=tuple(id_ for id_ in told.conflicts if id_ not in self.settled)
                )
            yield told

    def relations(self, said: Iterable[Relation]) -> Iterator[Relation]:
        """The relations as corrected, without wrong ones, between what their ends became.

        What now says the same twice in one place is one; what would be a relation of a thing to itself, because
        its ends are one, is none.
        """
        seen: set[Relation] = set()
        for relation in said:
            one = self._relation(relation)
            if one is None or (one.head == one.tail and relation.head != relation.tail):
                continue
            if one.decision or one.head in self.members or one.tail in self.members:
                if one in seen:
                    continue
                seen.add(one)
            yield one

    def ruling_on(self, relation: Relation) -> Correction | None:
        """What a person said of a relation as it was read."""
        ends = replace(relation, head=self.end(relation.head), tail=self.end(relation.tail))
        return self._relations.get(relation_key(ends))

    def _relation(self, relation: Relation) -> Relation | None:
        """One relation as people would have it, None if it is wrong or has an end that is no entity."""
        head, tail = self.end(relation.head), self.end(relation.tail)
        changed = (head, tail) != (relation.head, relation.tail)
        one = replace(relation, head=head, tail=tail) if changed else relation
        ruled = self._relations.get(relation_key(one)) if self._relations else None
        if ruled is not None:
            if ruled.wrong:
                return None
            one = related_with(one, ruled)
            one = replace(one, head=self.end(one.head), tail=self.end(one.tail))
        return None if self.gone and not self.gone.isdisjoint((one.head, one.tail)) else one

    def entities(self, said: Iterable[Entity]) -> Iterator[Entity]:
        """The entities of reports, those of one report that are one now joined at the first one's place."""
        joined: dict[tuple[str, str], list[Entity]] = {}
        order: list[Entity | tuple[str, str]] = []
        for entity in said:
            end = self.end(entity.id)
            if end in self.gone:
                continue
            if end not in self.members:
                order.append(entity)
                continue
            key = (entity.mentions[0].source, end)
            if key not in joined:
                order.append(key)
            joined.setdefault(key, []).append(self.renamed(entity, end))
        for item in order:
            if isinstance(item, Entity):
                yield item
            else:
                same = joined[item]
                yield from same if len(same) == 1 else merge(same)

    def renamed(self, entity: Entity, end: str) -> Entity:
        """An entity of a report under the id that its own leads to, with the name that was decided on."""
        if entity.id == end:
            return entity
        name = self.names[end]
        forms = {entity.name, *entity.aliases} - {name}
        type_ = self.types.get(end, entity.type)
        return replace(entity, id=end, type=type_, name=name, aliases=tuple(sorted(forms)))


def view_of(connection: Connection) -> View:
    """The view of one transaction's state."""
    return View.of(read_log(connection), Rulings.in_force(connection))
