"""The product as the bench sees it: the lines of its commands, taken from the library directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.knowledge import EXPORTS
from api.lines import finding_line, hit, reply, similar_line

if TYPE_CHECKING:
    from bench import Products
    from suizhi import Suizhi


def products(room: Suizhi) -> Products:
    """Callables that give what `suizhi export`, `ask`, `search`, `similar` and `audit` print."""
    from bench import Products

    return Products(
        facts=lambda: EXPORTS["facts"](room),
        entities=lambda: EXPORTS["entities"](room),
        relations=lambda: EXPORTS["relations"](room),
        ask=lambda question: reply(room.ask(question)),
        search=lambda query, top: [hit(found) for found in room.search(query, top)],
        similar=lambda name, source, top: [similar_line(s) for s in room.similar(name, source, top)],
        audit=lambda: [dict(finding_line(finding)) for finding in room.audit()],
        texts=lambda: {r.source: room.library.document(r.source).text for r in room.documents()},
    )
