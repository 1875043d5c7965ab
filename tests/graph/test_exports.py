"""Lines have the shapes of the contract, and the same reports give the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import merge
from graph.exports import (
    dump_lines,
    entity_lines,
    fact_lines,
    json_lines,
    number,
    relation_lines,
)
from graph.facts import Fact, Period, Quantity
from ingest.document import Citation

QUOTE = Citation("huadu-2023.txt", 10, 20, "满意率67.82%", "绩效 > 热线", 3)
FACT = Fact(
    id="f1",
    subject="花都区12345热线",
    subject_id="e1",
    metric="满意率",
    metric_id="satisfaction",
    quantity=Quantity(Decimal("67.82"), Decimal("67.82"), "%"),
    period=Period(date(2023, 1, 1), date(2023, 10, 31)),
    kind="actual",
    direction=None,
    citation=QUOTE,
    also=(replace(QUOTE, start=50, end=60),),
    conflicts=("f3", "f2"),
    confidence=0.9,
)

FACT_FIELDS = (
    "id source subject metric metric_id subject_id value unit op direction period kind "
    "quote start end page also conflicts confidence decision"
)
ENTITY_FIELDS = "id name type aliases sources mentions"
RELATION_FIELDS = "source head head_aliases rel tail tail_aliases quote start end"


@pytest.mark.parametrize(
    ("value", "expected", "reason"),
    [
        ("3025300", "3025300", "an integer"),
        ("3025300.00", "3025300", "an integer printed with zeros"),
        ("2.7E+9", "2700000000", "an integer with an exponent"),
        ("67.82", "67.82", "no digits that nobody wrote"),
        ("-0.5", "-0.5", "a minus that is printed"),
        ("9223372036854775808", "9.223372036854776E+18", "beyond what is an integer in JSON"),
    ],
)
def test_an_amount_is_a_json_number(value, expected, reason):
    assert Decimal(repr(number(Decimal(value)))) == Decimal(expected), reason
    assert next(json_lines([{"value": number(Decimal(value))}])).startswith(b'{"value":')


def test_a_fact_is_a_line_of_the_contract():
    (line,) = fact_lines([FACT])
    assert set(line) == set(FACT_FIELDS.split())
    assert (line["value"], line["unit"], line["op"], line["period"]) == (67.82, "%", "=", "2023-01/2023-10")
    assert (line["source"], line["start"], line["end"], line["page"]) == ("huadu-2023.txt", 10, 20, 3)
    assert line["also"] == [{"quote": "满意率67.82%", "start": 50, "end": 60}]
    assert line["conflicts"] == ["f2", "f3"]


def test_a_range_is_a_list_and_an_unknown_period_is_null():
    fact = replace(FACT, quantity=Quantity(Decimal("1.5"), Decimal(20), "元", "~"), period=None)
    (line,) = fact_lines([fact])
    assert (line["value"], line["period"], line["op"]) == ([1.5, 20], None, "~")


def test_entities_and_relations_are_lines_of_the_contract(made):
    document, knowledge, _ = next(
        found for found in (made.make(Random(n), "a.txt") for n in range(50)) if found[1].relations
    )
    entities = {line["id"]: line for line in entity_lines(knowledge.entities)}
    assert all(set(line) == set(ENTITY_FIELDS.split()) for line in entities.values())
    lines = list(relation_lines(knowledge))
    assert len(lines) == len(knowledge.relations)
    for line in lines:
        assert set(RELATION_FIELDS.split()) <= set(line)
        assert line["head"] == entities[line["head_id"]]["name"]
        assert line["tail_aliases"] == entities[line["tail_id"]]["aliases"]
        assert document.text[line["start"] : line["end"]] == line["quote"]


def test_a_merged_entity_counts_its_mentions_over_reports(made):
    said = [made.make(Random(n), f"{n}.txt")[1] for n in range(5)]
    lines = list(entity_lines(merge(e for k in said for e in k.entities)))
    assert len({line["id"] for line in lines}) == len(lines)
    places = {(e.id, m) for k in said for e in k.entities for m in e.mentions}
    assert sum(line["mentions"] for line in lines) == len(places)
    assert max(len(line["sources"]) for line in lines) > 1


@given(random=st.randoms(use_true_random=False), order=st.permutations(range(4)))
@settings(deadline=None, max_examples=30)
def test_the_same_reports_give_the_same_bytes_in_any_order(made, random, order):
    held = {f"{n}.txt": made.make(random, f"{n}.txt")[:2] for n in range(4)}

    def shuffled(source):
        document, k = held[source]
        return document, replace(
            k, entities=k.entities[::-1], relations=k.relations[::-1], facts=k.facts[::-1]
        )

    one = b"".join(json_lines(dump_lines(held, held.__getitem__)))
    two = b"".join(json_lines(dump_lines([f"{n}.txt" for n in order], shuffled)))
    assert one == two
    lines = [json.loads(line) for line in one.splitlines()]
    said = [knowledge for _, knowledge in held.values()]
    for record, count in (
        ("report", 4),
        ("entity", sum(len(k.entities) for k in said)),
        ("relation", sum(len(k.relations) for k in said)),
        ("fact", sum(len(k.facts) for k in said)),
    ):
        assert sum(line["record"] == record for line in lines) == count
