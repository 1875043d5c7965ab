"""Which collection a report belongs to. A collection is a name; who may see it is settled by whoever opens the library.

collections_of(library)        the collection of each report that may be seen
move(library, source, name)    puts a report into another one
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from search.library.connecting import reading, writing
from search.library.errors import LibraryError
from search.library.schema import DEFAULT_COLLECTION, collections, meta, reports

if TYPE_CHECKING:
    from search.library.shelves import Library

LONGEST = 60
"""Characters of a collection's name: it is a word on a page, such as 花都区."""

MOVES = "moves"
"""In `meta`: how often a report was put into another collection."""


def named(collection: str) -> str:
    """The name of a collection, without space around it.

    Raises:
        LibraryError: it cannot be one.

    >>> named(" 花都区 ")
    '花都区'
    """
    name = collection.strip()
    if not name or len(name) > LONGEST or not name.isprintable() or "," in name:
        raise LibraryError("不能作资料集的名称", repr(collection), f"请用不含逗号的 1 至 {LONGEST} 个字")
    return name


def place(connection: Connection, source: str, collection: str) -> None:
    """Says where a name belongs, unless that was ever said before."""
    if _said(connection, source) is None:
        connection.execute(insert(collections).values(source=source, collection=named(collection)))


def place_of(connection: Connection, source: str) -> str | None:
    """The collection of a report that is or was here, None if there never was one of that name."""
    found = _said(connection, source)
    if found is not None:
        return found
    # A program that knew no collections may have put it.
    held = connection.scalar(select(reports.c.source).where(reports.c.source == source))
    return None if held is None else DEFAULT_COLLECTION


def _said(connection: Connection, source: str) -> str | None:
    said: str | None = connection.scalar(
        select(collections.c.collection).where(collections.c.source == source)
    )
    return said


def collection_of(library: Library, source: str) -> str | None:
    """The collection that a name belongs to, whoever may see it; None if there never was a report so called."""
    with reading(library.whole._engine) as connection:
        return place_of(connection, source)


def collections_of(library: Library) -> dict[str, str]:
    """The collection of each report that may be seen, by source."""
    with reading(library._engine) as connection:
        said = {row.source: row.collection for row in connection.execute(select(collections))}
        held = connection.scalars(select(reports.c.source).order_by(reports.c.source))
        return {source: said.get(source, DEFAULT_COLLECTION) for source in held}


def move(library: Library, source: str, collection: str) -> str:
    """Puts a report that may be seen into another collection; the one that it was in.

    Raises:
        LibraryError: there is no such report, or the collection is none of theirs.
    """
    library.report(source)
    name = named(collection)
    if library.allowed is not None and name not in library.allowed:
        raise LibraryError("没有这个资料集，或您无权写入", name, "请联系管理员")
    with writing(library.whole._engine) as connection:
        before = place_of(connection, source) or DEFAULT_COLLECTION
        place(connection, source, name)
        connection.execute(update(collections).where(collections.c.source == source).values(collection=name))
        count = moves(connection)
        if count:
            connection.execute(update(meta).where(meta.c.key == MOVES).values(value=str(count + 1)))
        else:
            connection.execute(insert(meta).values(key=MOVES, value="1"))
    return before


def moves(connection: Connection) -> int:
    """Another number whenever a report came into another collection."""
    return int(connection.scalar(select(meta.c.value).where(meta.c.key == MOVES)) or 0)
