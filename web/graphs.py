"""Parts of the graph as pictures: which names are shown, and the ECharts options that draw them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from web.charts import INK, SANS, SHEET, SOFT
from web.texts import say, told

if TYPE_CHECKING:
    from graph.claims import Edge, Node
    from web.desk import Desk

NAMES = ("ORG", "REGION", "PLATFORM", "PROJECT", "INITIATIVE", "POLICY", "AWARD", "EVENT")
METRICS = ("METRIC", "SUBJECT")
TYPES = (*NAMES, *METRICS)
COLOURS = {
    "ORG": "#1f5a8c",
    "REGION": "#8a7a5c",
    "PLATFORM": "#0f7a68",
    "PROJECT": "#b8621f",
    "INITIATIVE": "#7d47a5",
    "POLICY": "#b53556",
    "AWARD": "#b8921a",
    "EVENT": "#5d8a35",
    "METRIC": "#7a858f",
    "SUBJECT": "#a9b1b8",
}
"""As in the style sheet, a shade lighter: discs are larger than letters."""

FACT = "数据"
"""What a statement of a number is called where relations are counted by their kind."""

STILL = 120
"""Names up to which a picture is let settle before it is seen; a larger one moves into place."""

_ROOM = 24_000
"""How hard names push each other off, shared among them: few spread out, many stay on the page."""

LABELLED = 90
"""Names up to which all are written; of more, the larger half."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Names and the statements among them.

    Attributes:
        lit: ids that stand out: the middle, or the way between two names.
        hidden: names around the middle that are left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lit: frozenset[str] = field(default_factory=frozenset)
    hidden: int = 0


def kind_of(edge: Edge) -> str:
    """The kind of a statement: its relation, or that it is a number."""
    return FACT if edge.fact else edge.label


def around(desk: Desk, centre: str, most: int, types: Collection[str] = NAMES) -> Picture:
    """The names that are joined to one, the most important first, with all statements among them."""
    near = [n for n in desk.graph.nodes_of(desk.graph.adjacency.distances(centre, 1)) if n.type in types]
    near = [node for node in near if node.id != centre]
    near.sort(key=lambda node: (-desk.standing.importance(node.id), node.id))
    shown = {centre, *(node.id for node in near[:most])}
    part = desk.graph.part(shown)
    return Picture(tuple(part.nodes()), tuple(part.edges()), frozenset((centre,)), max(0, len(near) - most))


def graph_options(picture: Picture, lang: str) -> dict[str, Any]:
    """The picture as an ECharts graph: colours are types, sizes the number of mentions."""
    pairs: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in picture.edges:
        if edge.head != edge.tail:
            pairs[edge.head, edge.tail].append(edge)
    joined = Counter(end for pair in pairs for end in pair)
    written = _written(picture.nodes, joined)
    shown = [name for name in TYPES if any(node.type == name for node in picture.nodes)]
    return {
        "textStyle": {"fontFamily": SANS, "color": INK},
        "aria": {"enabled": True},
        "tooltip": {"confine": True, "extraCssText": "max-width:360px;white-space:normal"},
        "legend": {
            "data": [told("type", name, lang) for name in shown],
            "bottom": 0,
            "selectedMode": False,
            "itemWidth": 11,
            "itemHeight": 11,
            "textStyle": {"color": SOFT},
            # Names may come to lie beneath it.
            "backgroundColor": SHEET,
            "z": 10,
        },
        "toolbox": {
            "right": 4,
            "top": 0,
            "feature": {
                "restore": {"title": say("graph.restore", lang)},
                "saveAsImage": {"title": "PNG", "pixelRatio": 2, "name": "suizhi-graph"},
            },
        },
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "roam": True,
                "draggable": True,
                "top": 24,
                "bottom": 30,
                "force": {
                    "repulsion": min(max(_ROOM // max(len(picture.nodes), 1), 110), 900),
                    "edgeLength": [70, 170],
                    "gravity": 0.12,
                    "friction": 0.35,
                    "layoutAnimation": len(picture.nodes) > STILL,
                },
                "categories": [
                    {"name": told("type", name, lang), "itemStyle": {"color": COLOURS[name]}}
                    for name in shown
                ],
                "data": [_node(n, shown, joined, written, picture.lit) for n in picture.nodes],
                "links": [_link(same, picture.lit) for same in pairs.values()],
                "label": {
                    "show": True,
                    "position": "right",
                    "color": INK,
                    "fontSize": 12,
                    "width": 170,
                    "overflow": "truncate",
                },
                "labelLayout": {"hideOverlap": True},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": [0, 6],
                "lineStyle": {"color": "#b3ab99", "curveness": 0.08},
                "emphasis": {"focus": "adjacency", "label": {"show": True}, "lineStyle": {"width": 2.5}},
                "scaleLimit": {"min": 0.25, "max": 6},
            }
        ],
    }


def _written(nodes: Iterable[Node], joined: Counter[str]) -> frozenset[str]:
    order = sorted(nodes, key=lambda node: -joined[node.id])
    return frozenset(node.id for node in (order if len(order) <= LABELLED else order[: LABELLED // 2]))


def _node(
    node: Node, shown: list[str], joined: Counter[str], written: Collection[str], lit: Collection[str]
) -> dict[str, Any]:
    size = 10 + 4 * min(joined[node.id], 16) ** 0.5 + (6 if node.id in lit else 0)
    return {
        "id": node.id,
        "name": node.name,
        "category": shown.index(node.type),
        "symbolSize": round(size, 1),
        "value": node.mentions,
        "label": {"show": node.id in written, "fontWeight": "bold" if node.id in lit else "normal"},
        "itemStyle": {"borderColor": INK, "borderWidth": 2}
        if node.id in lit
        else {"borderColor": "#fff", "borderWidth": 1},
    }


def _link(same: list[Edge], lit: Collection[str]) -> dict[str, Any]:
    first = same[0]
    kinds = Counter(kind_of(edge) for edge in same)
    text = "、".join(f"{kind} {count}" if count > 1 else kind for kind, count in kinds.items())
    on_way = first.head in lit and first.tail in lit and len(lit) > 1
    return {
        "source": first.head,
        "target": first.tail,
        "value": text,
        "lineStyle": {"width": 3, "color": INK, "opacity": 0.9}
        if on_way
        else {"width": min(1 + 0.4 * (len(same) - 1), 4)},
        "label": {"show": on_way, "formatter": text, "fontSize": 12, "color": INK},
    }
