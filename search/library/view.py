"""How the decisions of people look from outside: ids of entities that became another lead to that other one.

What reports say is stored as they say it; a view is laid over it when it is read. Taking a decision back
therefore gives back exactly what was there before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.claims import merge
from graph.facts import Entity, Fact, Relation
from search.library.decisions import ALIAS, Decision, standing


@dataclass(frozen=True, slots=True)
class View:
    """Where ids lead by the decisions in force. Without any, everything passes through untouched.

    Attributes:
        ends: of each id that leads to another one, the last one that it leads to.
        names: of each id that a decision is about, what it was called when decided.
        members: of each end, all ids that lead to it, without itself.
    """

    ends: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Iterable[Decision]) -> View:
        """The view by all that was ever said.

        Later words go further: after a → b and then a → c, all three are c.
        """
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
        resolved = {id_: end(id_) for id_ in sorted({*ends})}
        members: defaultdict[str, list[str]] = defaultdict(list)
        for id_, last in resolved.items():
            members[last].append(id_)
        return cls(resolved, names, {last: tuple(ids) for last, ids in members.items()})

    def __bool__(self) -> bool:
        return bool(self.ends)

    def end(self, id_: str) -> str:
        """The id of the entity that `id_` became; itself, if nobody said otherwise."""
        return self.ends.get(id_, id_)

    def widened(self, ids: Collection[str]) -> Collection[str]:
        """Every id under which reports may speak of the entities with these ids."""
        if not self:
            return ids
        ends = {self.end(id_) for id_ in ids}
        return sorted(ends.union(*(self.members.get(end, ()) for end in ends)))

    def facts(self, said: Iterable[Fact]) -> Iterator[Fact]:
        """The facts with the ids that their subjects became."""
        for fact in said:
            became = self.ends.get(fact.subject_id or "")
            yield fact if became is None else replace(fact, subject_id=became)

    def relations(self, said: Iterable[Relation]) -> Iterator[Relation]:
        """The relations between what their ends became.

        What now says the same twice in one place is one; what would be a relation of a thing to itself, because
        its ends are one, is none.
        """
        seen: set[Relation] = set()
        for relation in said:
            head, tail = self.end(relation.head), self.end(relation.tail)
            changed = (head, tail) != (relation.head, relation.tail)
            if head == tail and relation.head != relation.tail:
                continue
            one = replace(relation, head=head, tail=tail) if changed else relation
            if head in self.members or tail in self.members:
                if one in seen:
                    continue
                seen.add(one)
            yield one

    def entities(self, said: Iterable[Entity]) -> Iterator[Entity]:
        """The entities of reports, those of one report that are one now joined at the first one's place."""
        joined: dict[tuple[str, str], list[Entity]] = {}
        order: list[Entity | tuple[str, str]] = []
        for entity in said:
            end = self.end(entity.id)
            if end not in self.members:
                order.append(entity)
                continue
            key = (entity.mentions[0].source, end)
            if key not in joined:
                order.append(key)
            joined.setdefault(key, []).append(self._renamed(entity, end))
        for item in order:
            if isinstance(item, Entity):
                yield item
            else:
                same = joined[item]
                yield from same if len(same) == 1 else merge(same)

    def _renamed(self, entity: Entity, end: str) -> Entity:
        if entity.id == end:
            return entity
        name = self.names[end]
        forms = {entity.name, *entity.aliases} - {name}
        return replace(entity, id=end, name=name, aliases=tuple(sorted(forms)))
