"""The graph, at "/graph": begin at one name, open relation by relation, find the way between two. Never all of it.

/graph?center=NAME                    what is joined to it, the most important first
    &open_by=ID~REL                   also what this one is joined to by this relation; may stand several times
    &pick=ID  &edge=ID~ID             the name, or the pair, that is looked at
    &hide=TYPE  &year=2023            without a type of names; only what reports of these years say
/graph?a=NAME&b=NAME                  a shortest way, with a quote a hop
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from nicegui import run, ui

from graph.formats import graphml
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, Html, Live, render
from web.frame import File
from web.graphs import METRICS, NAMES, Picture, around, graph_options, kind_of
from web.texts import say

if TYPE_CHECKING:
    from graph.claims import Edge, Node
    from graph.facts import Entity

FIRST = 40
"""Names shown around the first one: a picture that is read, not admired."""

A_RELATION = 60
MOST = 500
"""Names in one picture; a browser keeps some thousand fluid, a reader far fewer."""

BEGINNINGS = 24
MEANINGS = 8
JOIN = "~"


@dataclass(frozen=True, slots=True)
class Opening:
    """A relation of the name that is looked at: how many it joins, how many of them are not shown yet."""

    rel: str
    count: int
    unseen: int
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """A name on a way, and how the one before it is joined to it; nothing is before the first.

    Attributes:
        onward: whether the statement reads in the direction of the way.
    """

    node: Node
    edge: Edge | None
    onward: bool


@dataclass(frozen=True, slots=True)
class View:
    """What an address shows: the picture, and what is told beside it."""

    here: Address
    picture: Picture
    options: dict[str, Any]
    side: Html


def draw_graph(desk: Desk, here: Address) -> Drawn:
    """The part of the graph that the address names, or names to begin with."""
    title = say("graph.title", here.lang)
    centre = _centre(desk, here)
    way = _way(desk, here)
    form = render(
        "graph.html",
        here,
        desk,
        centre=centre,
        meanings=_meanings(desk, here, centre),
        looked_for=here.one("center"),
        beginnings=() if centre or way else _beginnings(desk),
        types=_types(here),
        years=sorted({r.about.year for r in desk.reports if r.about.year}, reverse=True),
        way=way,
        steps=list(_steps(desk, way)) if way else [],
        asked_way=bool(here.one("a") and here.one("b")),
    )
    if not centre and not way:
        return Drawn(title, (form,), "wide")
    view = view_of(desk, here)
    return Drawn(centre.name if centre else title, (form, Live(partial(_build, desk, view))), "wide graph")


def _centre(desk: Desk, here: Address) -> Node | None:
    """What the name in the middle means: of several things the likeliest that is joined to anything."""
    name = here.one("center")
    graph = desk.graph.adjacency
    ids = [name, *(entity.id for entity in desk.called(name))] if name else []
    known = [id_ for id_ in ids if id_ in desk.graph]
    joined = (id_ for id_ in known if id_ == name or graph.neighbours(id_))
    chosen = next(joined, next(iter(known), ""))
    return next(iter(desk.graph.nodes_of([chosen])), None)


def _meanings(desk: Desk, here: Address, centre: Node | None) -> list[Entity]:
    """What else the name in the middle can mean."""
    name = here.one("center")
    if centre is None or name == centre.id:
        return []
    return [entity for entity in desk.called(name) if entity.id != centre.id][:MEANINGS]


def _beginnings(desk: Desk) -> tuple[Entity, ...]:
    """The names that are joined to most others, to begin at."""

    def choose() -> tuple[Entity, ...]:
        graph = desk.graph.adjacency
        found = [e for e in desk.entities() if e.type != "REGION" and e.id in graph]
        return tuple(sorted(found, key=lambda e: -len(graph.neighbours(e.id)))[:BEGINNINGS])

    return desk.keep("beginnings", choose)


def _types(here: Address) -> list[tuple[str, bool, str]]:
    """Each type of names: whether it is shown, and the address with it switched."""
    hidden, shown = set(here.all("hide")), set(here.all("show"))
    names = [(name, name not in hidden, here.toggle("hide", name).text) for name in NAMES]
    return names + [(name, name in shown, here.toggle("show", name).text) for name in METRICS]


def _way(desk: Desk, here: Address) -> tuple[str, ...] | None:
    """The ids on a shortest way between the two names of the address."""
    start, end = here.one("a"), here.one("b")
    return desk.way(start, end) if start and end else None


def _steps(desk: Desk, way: tuple[str, ...]) -> Iterator[Step]:
    """The way as it is read from left to right."""
    named = {node.id: node for node in desk.graph.nodes_of(way)}
    hops = _hops(_along(desk, way), way)
    yield Step(named[way[0]], None, onward=True)
    for node, edge in zip(way[1:], hops, strict=True):
        yield Step(named[node], edge, onward=edge.tail == node)


def view_of(desk: Desk, here: Address) -> View:
    """What an address shows."""
    way = _way(desk, here)
    picture = _along(desk, way) if way else _opened(desk, here)
    picture = _of_years(picture, desk, here)
    return View(here, picture, graph_options(picture, here.lang), _side(desk, here, picture))


def _along(desk: Desk, way: tuple[str, ...]) -> Picture:
    part = desk.graph.part(way)
    return Picture(tuple(part.nodes()), tuple(part.edges()), frozenset(way))


def _opened(desk: Desk, here: Address) -> Picture:
    """The middle with what is around it and whatever was opened since."""
    centre = _centre(desk, here)
    if centre is None:
        return Picture((), ())
    types = {name for name, shown, _ in _types(here) if shown}
    first = around(desk, centre.id, FIRST, types)
    # In the order of opening, so that what was opened first stays where there are too many.
    shown = dict.fromkeys((centre.id, *(node.id for node in first.nodes)))
    for opened in here.all("open_by"):
        node, _, rel = opened.partition(JOIN)
        if node in desk.graph:
            shown |= dict.fromkeys(_joined(desk, node, rel, types)[:A_RELATION])
    part = desk.graph.part(list(shown)[:MOST])
    hidden = first.hidden + max(0, len(shown) - MOST)
    return Picture(tuple(part.nodes()), tuple(part.edges()), frozenset((centre.id,)), hidden)


def _statements(desk: Desk, node: str) -> Iterator[Edge]:
    """Every statement with this name at an end."""
    part = desk.graph.part({node, *desk.graph.adjacency.distances(node, 1)})
    return (edge for edge in part.edges() if node in (edge.head, edge.tail) and edge.head != edge.tail)


def _joined(desk: Desk, node: str, rel: str, types: set[str] | None = None) -> list[str]:
    """The ids that a name is joined to by a relation, the most important first."""
    found = {
        edge.tail if edge.head == node else edge.head
        for edge in _statements(desk, node)
        if kind_of(edge) == rel
    }
    if types is not None:
        found = {each.id for each in desk.graph.nodes_of(found) if each.type in types}
    return sorted(found, key=lambda each: (-desk.standing.importance(each), each))


def _of_years(picture: Picture, desk: Desk, here: Address) -> Picture:
    years = set(here.numbers("year"))
    if not years:
        return picture
    sources = {r.source for r in desk.reports if r.about.year in years}
    edges = tuple(edge for edge in picture.edges if edge.citation.source in sources)
    ends = {end for edge in edges for end in (edge.head, edge.tail)} | picture.lit
    nodes = tuple(node for node in picture.nodes if node.id in ends)
    return replace(picture, nodes=nodes, edges=edges)


def make_graphml(desk: Desk, here: Address) -> File:
    """The picture of an address, for Gephi, yEd and the like."""
    picture = view_of(desk, here).picture
    part = desk.graph.part(node.id for node in picture.nodes)
    return File("".join(graphml(part)).encode(), "application/graphml+xml", "suizhi.graphml")


def _side(desk: Desk, here: Address, picture: Picture) -> Html:
    """What is told of the name or the pair that is looked at."""
    pair = here.one("edge").split(JOIN)
    looked = here.one("pick") or next(iter(sorted(picture.lit)), "")
    node = next(iter(desk.graph.nodes_of([looked])), None)
    named = {each.id: each for each in picture.nodes}
    statements = [e for e in picture.edges if len(pair) == 2 and {e.head, e.tail} == set(pair)]
    hops = _hops(picture, _way(desk, here) or ()) if not statements else []
    return render(
        "_graph_side.html",
        here,
        desk,
        picture=picture,
        node=None if statements or hops else node,
        entity=desk.entity(looked) if node else None,
        openings=_openings(desk, here, looked, named) if node else [],
        statements=statements or hops,
        named=named,
    )


def _hops(picture: Picture, way: tuple[str, ...]) -> list[Edge]:
    """A statement a step, in the order of the way."""
    steps = pairwise(way)
    found = [next((e for e in picture.edges if {e.head, e.tail} == set(step)), None) for step in steps]
    return [edge for edge in found if edge is not None]


def _openings(desk: Desk, here: Address, node: str, shown: dict[str, Node]) -> list[Opening]:
    counts = Counter(kind_of(edge) for edge in _statements(desk, node))
    openings = []
    for rel, _ in counts.most_common():
        others = _joined(desk, node, rel)
        opened = f"{node}{JOIN}{rel}"
        address = here.put(open_by=[*here.all("open_by"), opened], pick=node, edge=None)
        types = {each.type for each in desk.graph.nodes_of(others)} & set(METRICS)
        if types:
            address = address.put(show=[*dict.fromkeys((*here.all("show"), *sorted(types)))])
        openings.append(Opening(rel, len(others), sum(o not in shown for o in others), address.text))
    return openings


def _followed(desk: Desk, address: Address) -> View | None:
    """What stands at an address that somebody clicked to; None where they may no longer look."""
    return view_of(desk, address) if desk.looks_at(address.path, address.fields) else None


async def _build(desk: Desk, view: View) -> None:
    """The picture and its side; both answer to clicks without the page being loaded anew."""
    with ui.element("div").classes("sided right"):
        with (
            ui.element("figure")
            .classes("chart")
            .props(f'role="group" aria-label="{say("graph.title", view.here.lang)}"')
        ):
            chart = ui.echart(view.options).classes("whole")
        side = (
            ui.html(view.side.text, sanitize=False, tag="aside")
            .classes("graph-side")
            .props('aria-live="polite"')
        )
    now = view.here

    async def go(address: Address, *, push: bool = True) -> None:
        nonlocal now
        now = address
        shown = await run.io_bound(_followed, desk, address)
        if shown is None:
            return
        # The chart keeps the places of the names that it shows already.
        chart.options.clear()
        chart.options.update(shown.options)
        side.set_content(shown.side.text)
        if push:
            ui.run_javascript(f"history.pushState({{graph: true}}, '', {json.dumps(address.text)})")

    async def clicked(event: Any) -> None:
        data = event.data or {}
        if event.data_type == "node":
            await go(now.put(pick=data["id"], edge=None))
        elif event.data_type == "edge":
            await go(now.put(edge=f"{data['source']}{JOIN}{data['target']}", pick=None))

    async def followed(event: Any) -> None:
        parts = urlsplit(str(event.args))
        await go(Address(parts.path, tuple(parse_qsl(parts.query))), push="#back" not in str(event.args))

    chart.on_point_click(clicked)
    ui.on("graph", followed)
