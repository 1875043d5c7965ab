"""What reports say of the nodes and edges of the graph, and how several sayings become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from graph.facts import Entity, EntityType, Fact, Relation, identify
from ingest.document import Citation

NodeType = EntityType | Literal["METRIC", "SUBJECT"]
"""METRIC: what is counted. SUBJECT: what a number is about, where that is no entity ("服务对象")."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one report says of a node: how it calls it and where."""

    source: str
    name: str
    type: NodeType
    aliases: tuple[str, ...] = ()
    mentions: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node over all its claims; `name` is the fullest form, `aliases` are the others, sorted."""

    id: str
    name: str
    type: NodeType
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One statement, `head` `label` `tail` (node ids), with its quote; the fact, if `tail` is a metric."""

    head: str
    label: str
    tail: str
    citation: Citation
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a path: the names at its ends, as the relation points, and the quote that says so."""

    head: str
    rel: str
    tail: str
    citation: Citation


def merge(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """One entity for each id: the fullest name, all other forms as aliases, all mentions; sorted by id.

    Associative, commutative and idempotent, as the union of the graphs is.
    """
    same: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        same[entity.id].append(entity)
    return tuple(_merge(same[key]) for key in sorted(same))


def _merge(same: list[Entity]) -> Entity:
    forms = {form for entity in same for form in (entity.name, *entity.aliases)}
    name = min((entity.name for entity in same), key=_fullest)
    mentions = {mention for entity in same for mention in entity.mentions}
    return Entity(
        id=same[0].id,
        name=name,
        type=min(entity.type for entity in same),
        aliases=tuple(sorted(forms - {name})),
        mentions=tuple(sorted(mentions, key=lambda c: (c.source, c.start, c.end))),
    )


def _fullest(name: str) -> tuple[int, str]:
    return (-len(name), name)


def as_node(node: str, claims: Iterable[Claim]) -> Node:
    """A node as all its claims together call it."""
    said = list(claims)
    name = min((claim.name for claim in said), key=_fullest)
    forms = {form for claim in said for form in (claim.name, *claim.aliases)}
    return Node(
        id=node,
        name=name,
        type=min(claim.type for claim in said),
        aliases=tuple(sorted(forms - {name})),
        sources=sources_of(said),
        mentions=len({mention for claim in said for mention in claim.mentions}),
    )


def as_edge(head: str, tail: str, claim: Relation | Fact) -> Edge:
    """The statement that a relation or a fact makes between two nodes."""
    if isinstance(claim, Fact):
        return Edge(head, claim.metric, tail, claim.citation, claim)
    return Edge(head, claim.rel, tail, claim.citation)


def as_hop(edge: Edge, head: Node, tail: Node) -> Hop:
    """A relation as a step of a path, with the names of its ends."""
    return Hop(head.name, edge.label, tail.name, edge.citation)


def metric_node(metric_id: str) -> str:
    """The id of the node of a metric."""
    return identify("METRIC", metric_id)


def metric_claim(source: str, metric_id: str, wording: str) -> Claim:
    """That a report counts a metric, in these words; the name is the one in the data, where it has one."""
    name = named(metric_id) or wording
    return Claim(source, name, "METRIC", () if wording == name else (wording,))


def subject_node(subject: str) -> str:
    """The id of the node of a subject that is no entity."""
    return identify("SUBJECT", subject)


def subject_claim(source: str, subject: str) -> Claim:
    """That a report says something of a subject that is no entity."""
    return Claim(source, subject, "SUBJECT")


@cache
def _metric_names() -> dict[str, str]:
    from graph.metrics import canonical, entries

    return {canonical(entry["wordings"][0]).id: entry["name"] for entry in entries()}


def named(metric_id: str) -> str | None:
    """The name of a canonical metric, None for one that only reports know.

    >>> from graph.metrics import canonical
    >>> named(canonical("年度总收入").id)
    '总收入'
    """
    return _metric_names().get(metric_id)


def edge_order(edge: Edge) -> tuple[str, str, str, int, int, str, str]:
    """What statements are sorted by: ends, source, place; the same in any order of adding."""
    place = edge.citation
    fact = edge.fact
    # Two facts can stand in one clause.
    last = "" if fact is None else f"{fact.id} {fact.quantity.low} {fact.quantity.high}"
    return (edge.head, edge.tail, place.source, place.start, place.end, edge.label, last)


def source_of(claim: Claim | Relation | Fact) -> str:
    """The report that makes a claim."""
    return claim.source if isinstance(claim, Claim) else claim.citation.source


def sources_of(claims: Iterable[Claim | Relation | Fact]) -> tuple[str, ...]:
    """The reports that make these claims, sorted."""
    return tuple(sorted({source_of(claim) for claim in claims}))


RelationKey = tuple[str, str, str, str, str]
"""Source, head, relation, tail, quote."""


def relation_key(relation: Relation) -> RelationKey:
    """What tells a relation from others; not its place, so that it is found again where the text has moved."""
    cited = relation.citation
    return (cited.source, relation.head, relation.rel, relation.tail, cited.quote)


def relation_id(relation: Relation) -> str:
    """The id of a relation, by which people correct it: one statement in one clause of one report."""
    return identify("relation", *relation_key(relation))
