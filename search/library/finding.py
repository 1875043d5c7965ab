"""Which entities a name can mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from graph.facts import Entity
from ingest.fold import squeeze
from search.library.schema import entities, names
from search.library.unpacking import BATCH

CANDIDATES = 20
"""Entities shown for a name that none has exactly; more than a screen helps nobody to choose."""


def ids_named(connection: Connection, name: str) -> list[str]:
    """The ids under which reports speak of what is so called; only if there are none, of what has it in a name."""
    wanted = squeeze(name)
    if not wanted:
        return []
    return _ids(connection, names.c.squeezed == wanted) or _ids(
        connection, names.c.squeezed.contains(wanted, autoescape=True)
    )


def likeliest(found: Iterable[Entity], name: str) -> tuple[Entity, ...]:
    """The at most `CANDIDATES` entities that `name` means, likeliest first."""
    wanted = squeeze(name)
    return tuple(sorted(found, key=lambda entity: _distance(entity, wanted)))[:CANDIDATES]


def _ids(connection: Connection, condition: Any) -> list[str]:
    """The ids of the entities with a name that meets the condition, those with the shortest first."""
    return list(
        connection.scalars(
            select(entities.c.id)
            .join(names, (names.c.report == entities.c.report) & (names.c.entity == entities.c.number))
            .where(condition)
            .group_by(entities.c.id)
            .order_by(func.min(func.length(names.c.squeezed)), entities.c.id)
            .limit(BATCH)
        )
    )


def _distance(entity: Entity, wanted: str) -> tuple[bool, int, str, int, str]:
    """What orders the candidates: the same name first, then the shorter, the more often named, the id."""
    name = squeeze(entity.name)
    return (name != wanted, len(name), name, -len(entity.mentions), entity.id)
