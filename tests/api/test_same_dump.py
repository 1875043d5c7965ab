"""What the library holds depends on which reports are in it, not on how it came to that: over the real pipeline."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph
from api.knowledge import export
from graph.facts import Knowledge
from graph.knowledge_graph import KnowledgeGraph
from ingest import read
from ingest.document import Document
from suizhi import Suizhi

Read = list[tuple[Document, Knowledge, bytes]]
number = st.integers(0, 4)


@pytest.fixture(scope="module")
def said(corpus: Path) -> Read:
    """The five reports, each read once."""
    files = [(path.name, path.read_bytes()) for path in sorted(corpus.glob("*.txt"))]
    documents = [(read(data, name), data) for name, data in files]
    return [(document, graph.read(document), data) for document, data in documents]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory):
    """Makes empty libraries."""
    return lambda: Suizhi(tmp_path_factory.mktemp("library"))


def put(room: Suizhi, said: Read, at: int) -> None:
    document, knowledge, data = said[at]
    room.library.put(document, knowledge, data, "1")


def exported(room: Suizhi) -> dict[str, str]:
    """All exports of a library."""
    forms = [(what, "") for what in ("all", "facts", "entities", "relations")]
    forms += [("graph", form) for form in ("graphml", "jsonld", "csv")]
    return {f"{what} {form}": "".join(export(room, what, form)) for what, form in forms}


@pytest.fixture(scope="module")
def whole(said, fresh) -> dict[str, str]:
    """The exports of the five reports, added in the order of their names."""
    room = fresh()
    for at in range(len(said)):
        put(room, said, at)
    return exported(room)


@given(order=st.permutations(range(5)))
@settings(deadline=None, max_examples=5)
def test_any_order_of_adding_gives_the_same_bytes(said, fresh, whole, order):
    room = fresh()
    for at in order:
        put(room, said, at)
    assert exported(room) == whole


@given(steps=st.lists(st.tuples(st.booleans(), number), min_size=3, max_size=8))
@settings(deadline=None, max_examples=5)
def test_adding_and_removing_leave_what_adding_alone_would_have_made(said, fresh, steps):
    room, plain = fresh(), fresh()
    held: set[int] = set()
    for adds, at in steps:
        if adds:
            put(room, said, at)
            held.add(at)
        else:
            assert room.library.remove(said[at][0].source) == (at in held)
            held.discard(at)
    for at in sorted(held):
        put(plain, said, at)
    assert exported(room) == exported(plain)


def test_the_union_of_real_knowledge_is_associative_commutative_and_idempotent(said):
    graphs = [KnowledgeGraph([knowledge]) for _, knowledge, _ in said]
    for a, b, c in itertools.combinations(graphs, 3):
        assert (a | b) | c == a | (b | c)
        assert a | b == b | a
        assert a | a == a
