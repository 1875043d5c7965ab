"""What is shown of readings over all reports, held against the seals of the reports that it quotes.

The library does this itself where a few reports are read; of thousands, only those that reach the reader count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from graph.facts import Entity, Fact, Relation

if TYPE_CHECKING:
    from suizhi import Suizhi

Said = TypeVar("Said", bound=Entity | Fact | Relation)

TOGETHER = 500
"""Things whose reports are looked up in one reading: a page of them, and few readings for an export."""


def vouched(room: Suizhi, things: Iterable[Said]) -> Iterator[Said]:
    """The same things, each after the reports that it quotes.

    Raises:
        DamagedError: a report is not what was put; nothing of it may be shown.
    """
    rest = iter(things)
    while some := list(islice(rest, TOGETHER)):
        room.library.vouch({source for thing in some for source in sources_of(thing)})
        yield from some


def sources_of(thing: Entity | Fact | Relation) -> set[str]:
    """The reports that a thing quotes."""
    if isinstance(thing, Entity):
        return {mention.source for mention in thing.mentions}
    return {thing.citation.source}
