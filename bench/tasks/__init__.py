"""What is measured: one file a task, each a pure function of the annotation and of the product's lines."""

from collections.abc import Callable

from bench.annotation import Gold
from bench.figures import Products, Score
from bench.places import Texts
from bench.tasks import audit, entities, facts, questions, relations, retrieval, similar

Task = Callable[[Products, Gold, Texts], Score]

TASKS: dict[str, Task] = {
    "facts": lambda products, gold, _: facts.score(gold.facts, products.facts()),
    "entities": lambda products, gold, _: entities.score(gold.entities, products.entities()),
    "relations": lambda products, gold, _: relations.score(
        gold.relations, gold.entities, products.relations()
    ),
    "retrieval": lambda products, gold, texts: retrieval.score(gold.questions, products.search, texts),
    "similar": lambda products, gold, texts: similar.score(gold.themes, products.similar, texts),
    "questions": lambda products, gold, texts: questions.score(gold.questions, products.ask, texts),
    "audit": lambda products, gold, texts: audit.score(gold.audit, products.audit, texts),
}
"""Name -> task, in the order of the table."""
