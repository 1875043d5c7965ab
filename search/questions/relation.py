"""Who issued, built, hosts: the other end of a relation of the graph, where the question names one end of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.facts import Entity, Relation
from ingest.fold import squeeze
from search.answer import Answer
from search.evidence import Evidence
from search.questions.leaning import kind_of_house
from search.understand import Question, asking
from search.wording import shorten

_LONGEST = 60
# Relations are read by rules that were right in two cases of three on bench/gold.
_CONFIDENCE = 0.7


def answer_relation(question: Question, evidence: Evidence) -> Answer | None:
    """The name at the other end of the relation that the question asks for; None if the graph has no such relation."""
    named = _named(question, evidence.entities)
    for row in asking()["relation"]:
        if not named or not re.search(row["pattern"], question.text):
            continue
        found = [
            r for r in evidence.relations if r.rel == row["rel"] and _near_end(r, row["end"]) == named.id
        ]
        maker = row.get("maker")
        if maker and re.search(maker, question.text):
            found = [r for r in found if re.search(maker, _sentence(r, evidence))]
        ends = {_far_end(r, row["end"]): r for r in found}
        house = kind_of_house(question)
        names = {
            e.id: e.name
            for e in evidence.entities
            if e.id in ends and e.type == question.asked and (not house or house.search(e.name))
        }
        if len(names) == 1:
            ((other, name),) = names.items()
            relation = ends[other]
            return Answer(
                question=question.text,
                kind="relation",
                short=shorten(name, _LONGEST),
                text=f"{name}。依据：“{relation.citation.quote}”",
                confidence=_CONFIDENCE,
                citations=(relation.citation,),
            )
    return None


def _sentence(relation: Relation, evidence: Evidence) -> str:
    """The sentence that a relation is read from."""
    at = relation.citation
    document = evidence.documents.get(at.source)
    if document is None:
        return at.quote
    start = max(document.text.rfind(mark, 0, at.start) for mark in "。\n") + 1
    ends = [end for mark in "。\n" if (end := document.text.find(mark, at.end)) >= 0]
    return document.text[start : min(ends, default=at.end)]


def _named(question: Question, entities: Sequence[Entity]) -> Entity | None:
    """The entity with the longest name that the question has."""
    asked = squeeze(question.text)
    best: tuple[int, Entity] | None = None
    for entity in entities:
        if entity.type in ("REGION", question.asked):
            continue
        for name in (entity.name, *entity.aliases):
            size = len(squeeze(name))
            if size > 2 and squeeze(name) in asked and (best is None or size > best[0]):
                best = (size, entity)
    return best[1] if best else None


def _near_end(relation: Relation, wanted: str) -> str:
    return relation.tail if wanted == "head" else relation.head


def _far_end(relation: Relation, wanted: str) -> str:
    return relation.head if wanted == "head" else relation.tail
