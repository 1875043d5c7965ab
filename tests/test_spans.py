"""Everything that is known of a report stands in it: quotes at their address, and the same bytes in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import graph
from graph.facts import Knowledge
from ingest.document import Citation, Document

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_quote_is_verbatim_at_its_address_and_in_the_file(
    path: Path, reports: Mapping[str, Document]
) -> None:
    document, data = reports[path.stem], path.read_bytes()
    knowledge = graph.read(document)
    assert knowledge.facts
    assert knowledge.entities
    assert knowledge.relations
    for citation in citations(knowledge):
        assert citation == document.cite(citation.start, citation.end)
        assert citation.quote == document.text[citation.start : citation.end]
        places = document.places(citation.start, citation.end)
        found = "".join(data[place.start : place.end].decode(document.encoding or "") for place in places)
        assert found == citation.quote


def citations(knowledge: Knowledge) -> Iterator[Citation]:
    for fact in knowledge.facts:
        yield fact.citation
        yield from fact.also
    for entity in knowledge.entities:
        yield from entity.mentions
    for relation in knowledge.relations:
        yield relation.citation
