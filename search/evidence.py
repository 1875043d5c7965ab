"""What a question is answered from: the passages found, with their facts and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy import float32, float64
from numpy.typing import NDArray

from graph.facts import Entity, Fact, Relation
from ingest.document import Document
from search.encoder import Encoder
from search.index import Found
from search.late import Worded, closeness
from search.library.report import Report
from search.scope import Scope


@dataclass(frozen=True, slots=True)
class Evidence:
    """The material for an answer.

    Attributes:
        found: passages of the scope, best first.
        facts: the facts that stand in these passages.
        entities, relations: those of the reports in scope, for questions that ask for a name.
        documents: the reports in scope that have a passage among `found`.
    """

    scope: Scope
    found: Sequence[Found]
    facts: Sequence[Fact]
    entities: Sequence[Entity]
    relations: Sequence[Relation]
    documents: Mapping[str, Document]
    encoder: Encoder

    def report(self, source: str) -> Report:
        """The report of that name in the scope."""
        return self.scope.of([source])[0]

    def likeness(self, question: str, texts: Sequence[str]) -> NDArray[float32]:
        """How alike in meaning `question` and each of `texts` are, (n,) from -1 to 1."""
        vectors = self.encoder.encode(texts)
        query = self.encoder.encode_queries([question])[0]
        alike: NDArray[float32] = vectors @ query
        return alike

    def closeness(self, question: str, texts: Sequence[str]) -> NDArray[float64]:
        """How near the words of `question` come one by one to those of each text, (n,); see `search.late`."""
        if not isinstance(self.encoder, Worded):
            return self.likeness(question, texts).astype(float64)
        return closeness(self.encoder, question, self.encoder.words(texts))
