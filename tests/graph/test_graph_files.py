"""The files of the graph, each opened again by a library that is not ours: networkx, rdflib, csv."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import networkx as nx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, RDFS, SDO, Namespace

from graph.claims import metric_node
from graph.facts import Entity, Fact, Knowledge, Period, Quantity, Relation, identify
from graph.formats import FORMATS, NAMESPACE
from graph.knowledge_graph import KnowledgeGraph
from ingest.document import Citation

OWN = Namespace(NAMESPACE)
SCHEMA = SDO
AMOUNT = ("value", "low", "high", "unit", "op", "direction", "period", "kind")
randoms = st.randoms(use_true_random=False)
# rdflib's own parser uses a class that rdflib is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def told(edge) -> dict[str, str | None]:
    """What every form must say of a statement."""
    fact = edge.fact
    amount: dict[str, str | None] = dict.fromkeys(AMOUNT)
    if fact is not None:
        low, high = fact.quantity.low, fact.quantity.high
        amount = {
            "value": f"{low:f}" if low == high else f"{low:f}/{high:f}",
            "low": f"{low:f}",
            "high": f"{high:f}",
            "unit": fact.quantity.unit,
            "op": fact.quantity.op,
            "direction": fact.direction,
            "period": str(fact.period) if fact.period else None,
            "kind": fact.kind,
        }
    place = edge.citation
    return {
        "head": edge.head,
        "label": edge.label,
        "tail": edge.tail,
        **amount,
        "source": place.source,
        "start": str(place.start),
        "end": str(place.end),
        "quote": place.quote,
    }


def through_networkx(text: str) -> tuple[dict[str, tuple[str, str]], list[dict]]:
    """Name and type of each node, and the statements, as networkx reads GraphML."""
    read = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    nodes = {node: (data["name"], data["type"]) for node, data in read.nodes(data=True)}
    fields = ("label", *AMOUNT, "source", "start", "end", "quote")
    return nodes, [
        {"head": head, "tail": tail, **{f: None if data.get(f) is None else str(data[f]) for f in fields}}
        for head, tail, data in read.edges(data=True)
    ]


def through_rdflib(text: str) -> tuple[dict[str, tuple[str, str]], list[dict]]:
    """The same, as rdflib reads JSON-LD."""
    read = rdflib.Graph().parse(data=text, format="json-ld")

    def bare(term) -> str:
        assert str(term).startswith(NAMESPACE)
        return unquote(str(term).removeprefix(NAMESPACE))

    nodes = {
        bare(node): (str(name), bare(read.value(node, RDF.type))) for node, name in read[: SCHEMA.name :]
    }
    edges = []
    for statement in read[: RDF.type : RDF.Statement]:
        said = {field: read.value(statement, OWN[field]) for field in (*AMOUNT, "start", "end")}
        said |= {
            "label": read.value(statement, RDFS.label),
            "source": read.value(statement, DCTERMS.source),
            "quote": read.value(statement, SCHEMA.text),
        }
        ends = (read.value(statement, term) for term in (RDF.subject, RDF.predicate, RDF.object))
        head, label, tail = map(bare, ends)
        assert label == str(said["label"])
        plain = {key: None if value is None else str(value) for key, value in said.items()}
        edges.append({"head": head, "tail": tail, **plain})
    return nodes, edges


def through_csv(text: str) -> tuple[dict[str, tuple[str, str]], list[dict]]:
    """The same, as the standard library reads CSV."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    nodes = {
        row[f"{end}_id"]: (row[end], row[f"{end}_type"])
        for row in rows
        for end in ("head", "tail")
        if row[f"{end}_id"]
    }
    fields = (*AMOUNT, "source", "start", "end", "quote")
    return nodes, [
        {
            "head": row["head_id"],
            "label": row["rel"],
            "tail": row["tail_id"],
            **{f: row[f] or None for f in fields},
        }
        for row in rows
        if row["rel"]
    ]


READERS = {"graphml": through_networkx, "jsonld": through_rdflib, "csv": through_csv}


def in_order(statements) -> list[str]:
    return sorted(repr(sorted(statement.items())) for statement in statements)


def without_marks(statements) -> list[dict]:
    """XML cannot hold a control character, and its readers see every line break as one."""
    return [
        {key: None if value is None else value.replace("\x00", "\N{REPLACEMENT CHARACTER}") for key, value in s.items()}
        for s in statements
    ]  # fmt: skip


def test_every_form_is_read_by_another_library():
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("form", FORMATS)
@given(random=randoms)
@settings(deadline=None, max_examples=25)
def test_another_library_reads_every_node_and_every_statement_with_its_amount(made, form, random):
    graph = KnowledgeGraph(made.make(random, f"{n}.txt")[1] for n in range(3))
    nodes, statements = READERS[form]("".join(FORMATS[form](graph)))
    assert nodes == {node.id: (node.name, node.type) for node in graph.nodes()}
    wanted = [told(edge) for edge in graph.edges()]
    if form == "graphml":
        wanted = without_marks(wanted)
    assert in_order(statements) == in_order(wanted)


HOSTILE = "满意率,\"67.82%\"\n<达标> & '好'\r\n{100}%\\ ：\x1f"


def one_fact() -> KnowledgeGraph:
    place = Citation("a,<b>.txt", 3, 3 + len(HOSTILE), HOSTILE, "", None)
    office = Entity(identify("ORG", "甲局"), "甲局", "ORG", ("“甲”&局",), (place,))
    fact = Fact(
        id="f",
        subject="甲局",
        subject_id=office.id,
        metric='按时 办结率"<%>"：A|B^',
        metric_id="own",
        quantity=Quantity(Decimal("1E+3"), Decimal("2500.50"), "元", ">="),
        period=Period(date(2023, 1, 1), date(2023, 10, 31)),
        kind="target",
        direction="up",
        citation=place,
    )
    return KnowledgeGraph([Knowledge("a,<b>.txt", (office,), (), (fact,))])


@pytest.mark.parametrize("form", FORMATS)
def test_a_metric_is_a_node_to_which_its_subject_leads_with_the_whole_amount(form):
    graph = one_fact()
    nodes, (statement,) = READERS[form]("".join(FORMATS[form](graph)))
    assert nodes[metric_node("own")] == ('按时 办结率"<%>"：A|B^', "METRIC")
    assert nodes[statement["head"]] == ("甲局", "ORG")
    assert statement["tail"] == metric_node("own")
    wanted = {
        "value": "1000/2500.50",
        "unit": "元",
        "op": ">=",
        "period": "2023-01/2023-10",
        "kind": "target",
        "direction": "up",
        "source": "a,<b>.txt",
    }
    assert {key: statement[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("graphml", HOSTILE.replace("\x1f", "\N{REPLACEMENT CHARACTER}")),
        ("jsonld", HOSTILE),
        ("csv", HOSTILE),
    ],
)
def test_a_quote_with_every_kind_of_sign_survives(form, expected):
    _, (statement,) = READERS[form]("".join(FORMATS[form](one_fact())))
    assert statement["quote"] == expected


@pytest.mark.parametrize("form", FORMATS)
@given(random=randoms)
@settings(deadline=None, max_examples=20)
def test_every_form_is_the_same_for_any_order_of_adding(made, form, random):
    said = [made.make(random, f"{n}.txt")[1] for n in range(3)]
    write = FORMATS[form]
    assert "".join(write(KnowledgeGraph(said))) == "".join(write(KnowledgeGraph(said[::-1])))


@pytest.mark.parametrize("form", FORMATS)
def test_a_graph_of_nothing_and_a_thing_related_to_itself_are_written(form):
    assert READERS[form]("".join(FORMATS[form](KnowledgeGraph()))) == ({}, [])
    place = Citation("a.txt", 0, 2, "甲局", "", None)
    office = Entity(identify("ORG", "甲局"), "甲局", "ORG", (), (place,))
    graph = KnowledgeGraph([Knowledge("a.txt", (office,), (Relation(office.id, "隶属", office.id, place),))])
    nodes, (statement,) = READERS[form]("".join(FORMATS[form](graph)))
    assert nodes == {office.id: ("甲局", "ORG")}
    assert (statement["head"], statement["tail"]) == (office.id, office.id)
