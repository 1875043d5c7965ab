"""The graph as a file for other programs: GraphML, JSON-LD, CSV.

Each form is written node by node and statement by statement, in their order, so that a graph of any size is
written without being in memory, and the same graph gives the same bytes whichever holds it. Metrics are
nodes, and a fact is a statement from its subject to its metric, with the amount on it in every form.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from graph.claims import Edge, Node
from graph.facts import Fact
from graph.whole import Written

NAMESPACE = "urn:suizhi:"
"""Of the terms that no public vocabulary has; a URN, because nothing is served for it."""

Line = dict[str, Any]


def graphml(graph: Written) -> Iterator[str]:
    """GraphML for Gephi, yEd and networkx."""
    yield _GRAPHML_BEGIN
    for which, kinds in (("node", _NODE_KINDS), ("edge", _EDGE_KINDS)):
        for name, kind in kinds.items():
            yield f'<key id="{name}" for="{which}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in graph.nodes():
        yield f"<node id={_attribute(node.id)}>{_data(_node(node))}</node>\n"
    for number, edge in enumerate(graph.edges()):
        ends = f"source={_attribute(edge.head)} target={_attribute(edge.tail)}"
        yield f'<edge id="{number}" {ends}>{_data(_edge(edge))}</edge>\n'
    yield "</graph>\n</graphml>\n"


_GRAPHML_BEGIN = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)

_NODE_KINDS = {
    "name": "string",
    "type": "string",
    "aliases": "string",
    "sources": "string",
    "mentions": "long",
}

_EDGE_KINDS = {
    "label": "string",
    # As text: GraphML has no exact number.
    **dict.fromkeys(("value", "low", "high", "unit", "op", "direction", "period", "kind"), "string"),
    "source": "string",
    "start": "long",
    "end": "long",
    "quote": "string",
}

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The characters that XML 1.0 cannot hold in any spelling (its production 2); broken PDFs have them.


def _node(node: Node) -> Line:
    return {
        "name": node.name,
        "type": node.type,
        "aliases": "、".join(node.aliases),
        "sources": "、".join(node.sources),
        "mentions": node.mentions,
    }


def _edge(edge: Edge) -> Line:
    place = edge.citation
    return {
        "label": edge.label,
        **_amount(edge.fact),
        "source": place.source,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }


def _data(fields: Line) -> str:
    """What is unknown is left out."""
    return "".join(
        f'<data key="{key}">{_text(value)}</data>' for key, value in fields.items() if value is not None
    )


def _text(value: object) -> str:
    # A reader takes a bare carriage return for a line feed.
    clean = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
    return escape(clean, {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def jsonld(graph: Written) -> Iterator[str]:
    """JSON-LD: nodes by schema.org's names, each statement an rdf:Statement with its quote."""
    yield '{"@context":' + _json(_CONTEXT) + ',\n"@graph":[\n'
    separator = ""
    for item in _items(graph):
        yield separator + _json(item)
        separator = ",\n"
    yield "\n]}\n"


_CONTEXT = {
    "@vocab": NAMESPACE,
    "name": "https://schema.org/name",
    "aliases": "https://schema.org/alternateName",
    "subject": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject", "@type": "@id"},
    "predicate": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate", "@type": "@id"},
    "object": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#object", "@type": "@id"},
    "Statement": "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "source": "http://purl.org/dc/terms/source",
    "quote": "https://schema.org/text",
}


def _items(graph: Written) -> Iterator[Line]:
    for node in graph.nodes():
        yield {
            "@id": _iri(node.id),
            "@type": _iri(node.type),
            "name": node.name,
            "aliases": node.aliases,
            "source": node.sources,
            "mentions": node.mentions,
        }
    for edge in graph.edges():
        yield {
            "@type": "Statement",
            "subject": _iri(edge.head),
            "predicate": _iri(edge.label),
            "object": _iri(edge.tail),
            **_edge(edge),
        }


_NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`%\x7f-\x9f\ud800-\udfff\ufff0-\uffff]")
# What cannot stand in an IRI (RFC 3987, ucschar); metrics are called by the words of the reports.


def _iri(term: str) -> str:
    """A term of the project's own vocabulary.

    >>> _iri("建设"), _iri("A 级率")
    ('urn:suizhi:建设', 'urn:suizhi:A%20级率')
    """
    return NAMESPACE + _NOT_IRI.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), term
    )


def table(graph: Written) -> Iterator[str]:
    """CSV (RFC 4180): a row a statement, and a row for each node that stands in none, with empty cells."""
    yield _csv(_COLUMNS)
    # Names and types alone: a tenth of what the statements take.
    called = {node.id: (node.id, node.name, node.type) for node in graph.nodes()}
    for edge in graph.edges():
        fields = _edge(edge)
        label = fields.pop("label")
        yield _csv([*called[edge.head], label, *called[edge.tail], *fields.values()])
    for node in graph.adjacency.lonely():
        yield _csv([*called[node], *[None] * (len(_COLUMNS) - len(called[node]))])


_COLUMNS = (
    "head_id", "head", "head_type", "rel", "tail_id", "tail", "tail_type",
    "value", "low", "high", "unit", "op", "direction", "period", "kind", "source", "start", "end", "quote",
)  # fmt: skip


FORMATS: dict[str, Callable[[Written], Iterator[str]]] = {
    "graphml": graphml,
    "jsonld": jsonld,
    "csv": table,
}
"""The forms in which the graph can be written."""


def _amount(fact: Fact | None) -> Line:
    """The amount of a fact; every field is None on a relation."""
    if fact is None:
        return dict.fromkeys(("value", "low", "high", "unit", "op", "direction", "period", "kind"))
    # As text: a number is a float to most readers, and an amount is exact.
    low, high = _digits(fact.quantity.low), _digits(fact.quantity.high)
    return {
        "value": f"{low}/{high}" if fact.quantity.value is None else low,
        "low": low,
        "high": high,
        "unit": fact.quantity.unit,
        "op": fact.quantity.op,
        "direction": fact.direction,
        "period": None if fact.period is None else str(fact.period),
        "kind": fact.kind,
    }


def _digits(value: Decimal) -> str:
    """All digits, and no exponent, which spreadsheets read as a rounded number."""
    return f"{value:f}"


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _csv(row: list[Any] | tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(row)
    return line.getvalue()
