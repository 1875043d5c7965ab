"""TEXT -> KNOWLEDGE.

    read(document)  what a report says: entities, relations and exact numeric facts, each with its quote

Reading order: facts (the nouns), units, quantity, ranks, period, phrasing, pairing, criteria, naming,
parts, stating, measures, tables, metrics, assemble;
wording, telling, names, quoted, listed, enumerated, awarded, tabled, mentions, home, elision, groups,
resolve; clauses, statements, relations; claims, knowledge_graph, exports.
"""

from __future__ import annotations

from graph.facts import Entity, Fact, Knowledge, Quantity, Relation
from ingest.document import Document

__all__ = ["VERSION", "Entity", "Fact", "Knowledge", "Quantity", "Relation", "read"]

VERSION = "2"
"""Of reading knowledge; a library made with another reads its kept originals again (`suizhi refresh`)."""


def read(document: Document) -> Knowledge:
    """The entities, relations and facts that `document` states."""
    from graph.assemble import find_facts
    from graph.mentions import find_mentions
    from graph.relations import find_relations
    from graph.resolve import resolve

    mentions = find_mentions(document)
    resolution = resolve(document, mentions)
    return Knowledge(
        source=document.source,
        entities=resolution.entities,
        relations=find_relations(document, resolution),
        facts=find_facts(document, mentions, resolution),
    )
