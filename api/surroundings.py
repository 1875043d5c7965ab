"""What stands around a thing in the graph, and what groups there are, as lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from api.knowledge import entities_called
from api.lines import citation
from graph.exports import amount

if TYPE_CHECKING:
    from graph.claims import Edge, Node
    from suizhi import Suizhi

NAMED = 10
"""Members by which a community is called; all of them are too many to read."""

_DIGITS = 8  # of an importance; the rest is noise of the iteration


class NodeShape(TypedDict):
    """A thing in a neighbourhood, with its steps from the centre."""

    id: str
    name: str
    type: str
    distance: int
    importance: float
    rank: int | None
    mentions: int
    sources: list[str]


class EdgeShape(TypedDict):
    """All statements of one kind between two things, with the quote of the first; the amount is that of its fact."""

    head: str
    rel: str
    tail: str
    count: int
    value: int | float | list[int | float] | None
    unit: str | None
    op: str | None
    period: str | None
    kind: str | None
    source: str
    start: int
    end: int
    quote: str
    section: str
    page: int | None


class NeighbourhoodShape(TypedDict):
    """What is near a thing."""

    center: str
    hops: int
    nodes: list[NodeShape]
    edges: list[EdgeShape]
    hidden: int


class MemberOfCommunityShape(TypedDict):
    """A thing in a community."""

    id: str
    name: str
    type: str
    importance: float


class CommunityShape(TypedDict):
    """Things with more relations among themselves than with others; its most important members."""

    community: int
    size: int
    types: dict[str, int]
    members: list[MemberOfCommunityShape]


class CommunitiesShape(TypedDict):
    """The largest communities."""

    communities: list[CommunityShape]


def centre_of(room: Suizhi, name: str) -> str | None:
    """The node that a name, an alias or an id (that of a metric too) means; None if there is none."""
    if name in room.graph:
        return name
    return next((entity.id for entity in entities_called(room, name) if entity.id in room.graph), None)


def neighbourhood_line(room: Suizhi, centre: str, hops: int, limit: int) -> NeighbourhoodShape:
    """At most `limit` things around one, the nearest and of those the most important, with what joins them.

    Raises:
        KeyError: there is no node with this id.
    """
    found = room.neighbourhood(centre, hops, limit)
    nodes = [_node(room, node, found.distances[node.id]) for node in found.graph.nodes()]
    groups: defaultdict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in found.graph.edges():
        # The wordings of one metric differ from report to report.
        groups[edge.head, "" if edge.fact else edge.label, edge.tail].append(edge)
    room.library.vouch({same[0].citation.source for same in groups.values()})
    return {
        "center": centre,
        "hops": hops,
        "nodes": sorted(nodes, key=lambda node: (node["distance"], -node["importance"], node["id"])),
        "edges": [_edge(same) for same in groups.values()],
        "hidden": found.hidden,
    }


def _node(room: Suizhi, node: Node, distance: int) -> NodeShape:
    return {
        "id": node.id,
        "name": node.name,
        "type": node.type,
        "distance": distance,
        "importance": round(room.standing.importance(node.id), _DIGITS),
        "rank": room.standing.rank(node.id),
        "mentions": node.mentions,
        "sources": list(node.sources),
    }


def _edge(same: list[Edge]) -> EdgeShape:
    first = same[0]
    said = {"value": None, "unit": None, "op": None} if first.fact is None else amount(first.fact.quantity)
    period = None if first.fact is None else first.fact.period
    cited = citation(first.citation)
    return {
        "head": first.head,
        "rel": first.label,
        "tail": first.tail,
        "count": len(same),
        "value": said["value"],
        "unit": said["unit"],
        "op": said["op"],
        "period": None if period is None else str(period),
        "kind": None if first.fact is None else first.fact.kind,
        **cited,
    }


def community_lines(room: Suizhi, top: int) -> Iterator[CommunityShape]:
    """The `top` largest communities."""
    standing = room.standing
    for number, ids in enumerate(room.communities()[:top], start=1):
        named = {node.id: node for node in room.graph.nodes_of(ids)}
        first = sorted(named, key=lambda id_: (-standing.importance(id_), id_))[:NAMED]
        yield {
            "community": number,
            "size": len(ids),
            "types": dict(sorted(Counter(node.type for node in named.values()).items())),
            "members": [
                {
                    "id": id_,
                    "name": named[id_].name,
                    "type": named[id_].type,
                    "importance": round(standing.importance(id_), _DIGITS),
                }
                for id_ in first
            ],
        }
