"""The graph that stays in the database gives the answers and the bytes of the one in memory."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.formats import FORMATS
from graph.knowledge_graph import KnowledgeGraph
from graph.whole import Standing, neighbourhood
from search.library import Decision, Library, LibraryError
from search.library.decisions import ALIAS, alias_id
from search.stored_graph import StoredGraph


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Library:
    """A library that every example fills anew."""
    with Library.open(tmp_path_factory.mktemp("home")) as library:
        yield library


def fill(library: Library, made, random: Random, number: int = 4) -> None:
    for report in library.reports():
        library.remove(report.source)
    for at in range(number):
        document, knowledge, data = made.make(random, f"{at}.txt", mark=f"{at}：")
        library.put(document, knowledge, data, "1")


def in_memory(library: Library) -> KnowledgeGraph:
    return KnowledgeGraph(library.knowledge(report.source) for report in library.reports())


def one(library: Library, first, second) -> None:
    """A person's word that the first is the second."""
    library.decide(
        Decision(
            alias_id(first.id, second.id), ALIAS, first.id, second.id, first.name, second.name, first.type,
            "同一个", "open", "", "",
        ),
        "yes",
        "某人",
    )  # fmt: skip


def assert_same(stored: StoredGraph, plain: KnowledgeGraph, random: Random) -> None:
    assert stored.sources == plain.sources
    assert list(stored.nodes()) == list(plain.nodes())
    assert list(map(repr, stored.edges())) == list(map(repr, plain.edges()))
    ids = [node.id for node in plain.nodes()]
    assert list(stored.adjacency.ids) == ids
    assert [list(stored.nodes_of(ids[:3])), "nobody" in stored] == [list(plain.nodes_of(ids[:3])), False]
    for start, end in itertools.product(ids[:4], ids[-4:]):
        assert stored.path(start, end) == plain.path(start, end)
    some = random.sample(ids, len(ids) // 2)
    assert stored.part([*some, "nobody"]) == plain.part(some)
    standings = [Standing(graph.adjacency) for graph in (stored, plain)]
    for centre in ids[:3]:
        near = [
            neighbourhood(graph, standing, centre, hops=2, limit=4)
            for graph, standing in zip((stored, plain), standings, strict=True)
        ]
        assert near[0] == near[1]
    for write in FORMATS.values():
        with stored.steady() as steady:
            assert "".join(write(steady)) == "".join(write(plain))


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_or_in_memory_a_graph_gives_the_same(shelf, made, random):
    fill(shelf, made, random)
    assert_same(StoredGraph(shelf), in_memory(shelf), random)


@pytest.mark.parametrize("seed", range(6))
def test_what_people_made_one_is_one_node_in_both(tmp_path: Path, made, monkeypatch, seed):
    monkeypatch.setattr(made, "TYPES", ("ORG",) * len(made.TYPES))
    with Library.open(tmp_path) as library:
        fill(library, made, Random(seed), 6)
        named = library.entities(merged=True)
        before = list(StoredGraph(library).nodes())
        one(library, named[0], named[1])
        one(library, named[1], named[2])
        stored = StoredGraph(library)
        assert len(list(stored.nodes())) == len(before) - 2
        assert named[2].id in stored
        assert named[0].id not in stored
        assert_same(stored, in_memory(library), Random(seed))


def test_more_nodes_than_are_read_at_once_are_all_written(tmp_path: Path, made, monkeypatch):
    monkeypatch.setattr("search.stored_graph.AT_ONCE", 2)
    monkeypatch.setattr("search.library.edges.BATCH", 2)
    with Library.open(tmp_path) as library:
        fill(library, made, Random(3), 6)
        assert_same(StoredGraph(library), in_memory(library), Random(3))


def connected(library: Library, made) -> tuple[str, str]:
    """Fills the library with reports of which the last alone connects two things."""
    for seed in range(1000):
        fill(library, made, Random(seed), 3)
        plain = in_memory(library)
        less = KnowledgeGraph(library.knowledge(f"{at}.txt") for at in range(2))
        for relation in library.relations(sources=["2.txt"]):
            ends = relation.head, relation.tail
            if ends[0] != ends[1] and all(end in less for end in ends) and less.path(*ends) is None:
                assert plain.path(*ends)
                return ends
    raise AssertionError("no such reports")


def test_a_path_whose_quotes_a_writer_took_out_is_looked_for_again(shelf, made):
    ends = connected(shelf, made)
    stored = StoredGraph(shelf)
    assert stored.path(*ends)
    shelf.remove("2.txt")
    assert stored.path(*ends) is None
    assert stored.sources == in_memory(shelf).sources


def test_a_library_that_never_holds_still_is_an_error_with_a_remedy(shelf, made, monkeypatch):
    ends = connected(shelf, made)
    stored = StoredGraph(shelf)
    shelf.remove("2.txt")
    old = stored._shape
    monkeypatch.setattr("search.stored_graph.Shape.of", lambda _: old)
    with pytest.raises(LibraryError, match="改动"):
        stored.path(*ends)


def test_an_export_shows_one_state_while_a_writer_goes_on(shelf, made):
    fill(shelf, made, Random(5))
    wanted = "".join(FORMATS["jsonld"](in_memory(shelf)))
    with StoredGraph(shelf).steady() as steady:
        pieces = FORMATS["jsonld"](steady)
        begun = next(pieces)
        shelf.remove("1.txt")
        assert begun + "".join(pieces) == wanted
    assert "".join(FORMATS["jsonld"](in_memory(shelf))) != wanted


@pytest.mark.parametrize("ask", [lambda g: g.path("x", "x"), lambda g: g.adjacency.distances("x", 1)])
def test_what_is_not_in_the_graph_is_told(shelf, made, ask):
    fill(shelf, made, Random(1))
    with pytest.raises(KeyError, match="x"):
        ask(StoredGraph(shelf))
