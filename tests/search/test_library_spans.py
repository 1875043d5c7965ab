"""Facts by where they stand: as if all were read and the others left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graph
from bench.made import make
from ingest import read
from search.kept import Kept
from search.library import DamagedError, Library
from search.library.spans import facts_within

SOURCES = ["a.txt", "b.txt", "没有.txt"]
SPANS = st.dictionaries(
    st.sampled_from(SOURCES),
    st.lists(
        st.tuples(st.integers(0, 1200), st.integers(0, 400)).map(lambda at: (at[0], sum(at))), max_size=3
    ),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("home"))
    for number, source in enumerate(SOURCES[:2]):
        data = make(number, seed=9, characters=1_200)
        document = read(data, source)
        library.put(document, graph.read(document), data, "test")
    return library


@given(SPANS, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_facts_of_spans_are_those_that_begin_there(
    library: Library, spans: dict[str, list[tuple[int, int]]], one_is_read: bool
) -> None:
    expected = [
        fact
        for fact in library.facts()
        if any(a <= fact.citation.start < b for a, b in spans.get(fact.citation.source, ()))
    ]
    assert list(facts_within(library, spans)) == expected
    kept = Kept(library)
    held = kept.of(library.listed())
    assert not one_is_read or held["b.txt"].facts
    assert list(kept.facts(held, spans)) == expected


def test_the_facts_of_a_damaged_report_are_not_told(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        data = make(0, seed=9, characters=1_200)
        document = read(data, "a.txt")
        library.put(document, graph.read(document), data, "test")
        with library._engine.execution_options(write=True).begin() as connection:
            connection.exec_driver_sql("UPDATE facts SET low = '1' WHERE number = 0")
        with pytest.raises(DamagedError):
            facts_within(library, {"a.txt": [(0, 9_999)]})
