"""What a person may say of a reading, and how it is joined to what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph.facts import Entity
from ingest.fold import squeeze
from search.library import Library, LibraryError
from search.library.corrections import Values

UNKNOWN = "-"
"""What a person writes for a period, a direction, a region … that is not known."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """What is right of a fact; None leaves it as it was read.

    Attributes:
        value: as printed or expanded ("302.53万", "3025300", "10-20").
        unit: as printed ("万元" is resolved with the value).
        period: as shown ("2023", "2023-H1", "2023-01/2023-10"), "-" for none.
        direction: up, down, same, "-" for none.
    """

    value: str | None = None
    unit: str | None = None
    op: str | None = None
    metric: str | None = None
    period: str | None = None
    subject: str | None = None
    kind: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class RelationChange:
    """What is right of a relation; ends are names or ids of what the same report names."""

    head: str | None = None
    rel: str | None = None
    tail: str | None = None


@dataclass(frozen=True, slots=True)
class ReportChange:
    """What a report is; None leaves it as it was read, "-" is unknown."""

    title: str | None = None
    region: str | None = None
    department: str | None = None
    year: str | None = None


def called(library: Library, source: str, name: str) -> list[Entity]:
    """The entities of a report with this id or very name, else with such an alias."""
    by_id = library.entities(sources=[source], ids=[name])
    if by_id:
        return list(by_id)
    found = library.entity_named(name, sources=[source])
    exact = [one for one in found if squeeze(one.name) == squeeze(name)]
    return exact or [one for one in found if squeeze(name) in map(squeeze, one.aliases)]


def in_force(library: Library, id_: str) -> Values:
    """What the correction with that id says now; nothing if there is none."""
    said = next((one for one in library.corrections() if one.id == id_ and one.state == "yes"), None)
    return said.after or {} if said else {}


def joined(said: Values, new: Values, before: Values, where: str) -> dict[str, Any]:
    """What is said now, joined to what was said before; what is as it was read is left out."""
    if not new:
        raise LibraryError("没有写明更正什么", where, "请写出至少一项，或标为错误")
    after = {name: value for name, value in (dict(said) | dict(new)).items() if before.get(name) != value}
    if not after:
        raise LibraryError("与报告里读到的一样", where, "要恢复原样，请用 suizhi correct undo")
    return after


def one_of(name: str, value: str, known: tuple[Any, ...]) -> str:
    """The value, if it is one of those known.

    Raises:
        LibraryError: it is another one.
    """
    allowed = [one for one in known if isinstance(one, str)]
    if value not in allowed:
        raise LibraryError(f"{name} 不能是“{value}”", name, f"可以是：{'、'.join(allowed)}")
    return value


def some(name: str, words: str) -> str:
    """The words without white space around them.

    Raises:
        LibraryError: there are none, or half a character, as shells hand it on from what is not UTF-8.
    """
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise LibraryError("有无法保存的字符", name, "请检查编码，应为 UTF-8") from error
    if not words.strip():
        raise LibraryError(f"{name} 是空的", name, "请写出内容")
    return words.strip()


def given(change: FactChange | RelationChange | ReportChange) -> Mapping[str, str]:
    """What is said at all."""
    return {name: value for name, value in asdict(change).items() if value is not None}
