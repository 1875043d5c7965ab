"""Corrections of single readings: one truth for all ways of reading, and gone without a trace when taken back."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import relation_id
from graph.knowledge_graph import KnowledgeGraph
from search.amending import (
    FactChange,
    RelationChange,
    amend_entity,
    amend_fact,
    amend_relation,
    take_back,
)
from search.library import ALIAS, Decision, Library, LibraryError, alias_id
from search.stored_graph import StoredGraph

WHO = "张三"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Library:
    with Library.open(tmp_path_factory.mktemp("home")) as library:
        yield library


def fill(library: Library, made, random: Random, number: int = 3) -> None:
    for said in library.corrections():
        if said.state == "yes":
            library.correct(said, "undone", WHO)
    for report in library.reports():
        library.remove(report.source)
    for at in range(number):
        document, knowledge, data = made.make(random, f"{at}.txt", mark=f"{at}：")
        library.put(document, knowledge, data, "1")


def everything(library: Library) -> str:
    sources = [report.source for report in library.reports()]
    knowledge = [library.knowledge(source) for source in sources]
    return repr((library.facts(), library.relations(), library.entities(merged=True), knowledge))


def in_memory(library: Library) -> KnowledgeGraph:
    return KnowledgeGraph(library.knowledge(report.source) for report in library.reports())


def say_anything(library: Library, random: Random) -> None:
    """A person's word on a fact, a relation and an entity, whatever it is."""
    facts, relations = library.facts(), library.relations()
    entities = library.entities(merged=True)
    if facts:
        id_ = random.choice(facts).id
        changes = (
            None,
            FactChange(value="7", unit="项"),
            FactChange(metric="工单量", period="2019"),
            FactChange(subject=random.choice(entities).name if entities else "甲"),
        )
        library.correct(amend_fact(library, id_, random.choice(changes), who=WHO), "yes", WHO)
    if relations:
        one = random.choice(relations)
        ends = library.entities(sources=[one.citation.source])
        change = random.choice(
            (None, RelationChange(rel="依据" if one.rel != "依据" else "包含", head=random.choice(ends).id))
        )
        try:
            said = amend_relation(library, relation_id(one), change, who=WHO)
        except LibraryError as error:
            assert "一样" in str(error)  # noqa: PT017 - a head that it had is no change
        else:
            library.correct(said, "yes", WHO)
    if entities:
        one = random.choice(entities)
        type_ = random.choice([None, *{"ORG", "PROJECT", "AWARD"} - {one.type}])
        library.correct(amend_entity(library, one.id, type_, who=WHO), "yes", WHO)


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_graphs_and_all_ways_of_reading_tell_the_same_and_undo_leaves_no_trace(shelf, made, random):
    fill(shelf, made, random)
    before = everything(shelf)
    say_anything(shelf, random)
    stored, plain = StoredGraph(shelf), in_memory(shelf)
    assert list(stored.nodes()) == list(plain.nodes())
    assert list(map(repr, stored.edges())) == list(map(repr, plain.edges()))
    by_report = [shelf.knowledge(report.source) for report in shelf.reports()]
    assert shelf.facts() == tuple(fact for each in by_report for fact in each.facts)
    for fact in shelf.facts():
        assert fact in shelf.facts(metrics=[fact.metric_id])
        assert fact.subject_id is None or fact in shelf.facts(subjects=[fact.subject_id])
    for entity in shelf.entities(merged=True):
        touching = shelf.relations(touching=[entity.id])
        assert touching == tuple(r for r in shelf.relations() if entity.id in (r.head, r.tail))
    for said in shelf.corrections():
        if said.state == "yes":
            shelf.correct(take_back(shelf, said.id), "undone", WHO)
    assert everything(shelf) == before


@pytest.mark.parametrize("change", [None, FactChange(value="7")])
def test_a_fact_that_is_wrong_or_otherwise_contradicts_nothing_any_more(tmp_path, made, change):
    with Library.open(tmp_path) as library:
        document, knowledge, data = made.make(Random(3), "a.txt")
        one, other, *rest = knowledge.facts
        one, other = replace(one, conflicts=(other.id,)), replace(other, conflicts=(one.id,))
        library.put(document, replace(knowledge, facts=(one, other, *rest)), data, "1")
        library.correct(amend_fact(library, other.id, change, who=WHO), "yes", WHO)
        told = {fact.id: fact for fact in library.facts()}
        assert told[one.id].conflicts == ()
        assert (other.id in told) is (change is not None)
        assert [fact.id for fact in library.misread(["a.txt"])] == [other.id]


def test_what_was_made_one_and_then_another_type_is_one_of_that_type(shelf, made, monkeypatch):
    monkeypatch.setattr(made, "TYPES", ("ORG",) * len(made.TYPES))
    fill(shelf, made, Random(1), 5)
    first, second, *_ = shelf.entities(merged=True)
    merge = Decision(
        alias_id(first.id, second.id), ALIAS, first.id, second.id, first.name, second.name, "ORG", "同一个", "open", "", "",
    )  # fmt: skip
    shelf.decide(merge, "yes", WHO)
    said = shelf.correct(amend_entity(shelf, second.id, "PROJECT", who=WHO), "yes", WHO)
    new = (said.after or {})["id"]
    for asked in (first.id, second.id, new):
        (found,) = shelf.entities(ids=[asked], merged=True)
        assert (found.id, found.type) == (new, "PROJECT")
    shelf.decide(merge, "undone", WHO)
    (left,) = shelf.entities(ids=[first.id], merged=True)
    assert left.type == "ORG"


def test_saying_the_same_twice_or_taking_back_twice_is_refused(shelf, made):
    fill(shelf, made, Random(1))
    said = amend_fact(shelf, shelf.facts()[0].id, None, who=WHO)
    shelf.correct(said, "yes", WHO)
    with pytest.raises(LibraryError, match="已经这样"):
        shelf.correct(said, "yes", "李四")
    shelf.correct(said, "undone", WHO)
    with pytest.raises(LibraryError, match="没有可撤销"):
        shelf.correct(said, "undone", WHO)


def test_what_came_and_went_is_told_in_order(tmp_path, made):
    with Library.open(tmp_path) as library:
        document, knowledge, data = made.make(Random(1), "a.txt")
        library.put(document, knowledge, data, "1", who=WHO)
        library.put(document, knowledge, data, "2")
        other, said, bytes_ = made.make(Random(2), "a.txt")
        library.put(other, said, bytes_, "2")
        library.remove("a.txt", who="李四")
        library.remove("a.txt")
        told = library.events()
        assert [(event.what, event.who) for event in told] == [
            ("added", WHO), ("reread", ""), ("replaced", ""), ("removed", "李四"),
        ]  # fmt: skip
        assert library.events(told[1].number) == told[2:]
