"""Reports with their knowledge, made without reading: each is one that was read, moved to another place and year.

The pipeline reads some hundred reports a minute and core, a hundred thousand would take it hours. A copy takes the rows
of a read report and exchanges, for others of the same length, its places, its department, its quoted names, its years
and its numbers, in its text, its file and its knowledge alike: every quote is still verbatim, every number is still the
one that its quote tells, and every address holds. It says nothing that is true.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import islice
from random import Random

import orjson
from sqlalchemy import Connection, insert, select

from bench.made import FIELDS, quoted_name
from graph.facts import identify
from ingest.divisions import Division, divisions
from ingest.fold import fingerprint, squeeze
from search.library import Library
from search.library.belonging import place
from search.library.changing import put_in
from search.library.connecting import reading, writing
from search.library.events import tell
from search.library.packing import Packed, Row
from search.library.schema import DEFAULT_COLLECTION, metadata, originals, reports, texts

_AT_ONCE = 100  # reports a transaction: the disk is waited for less often
_TABLES = ("sections", "passages", "entities", "mentions", "names", "relations", "facts")
_QUOTING = ("mentions", "relations", "facts")
# Names of two characters are words as well: the shortest that is exchanged wherever it stands has three.
_NAME = re.compile(r"“([一-鿿]{3,6})”")
_YEAR = re.compile(r"(?<!\d)20[12]\d(?=年|〕|\])")
_NUMBER = re.compile(r"(?<![\d.])[1-9]\d+(?:\.\d+)?(?![\d.])|(?<![\d.])\d\.\d+(?![\d.])")
_FIRST_YEAR, _LAST_YEAR = 2012, 2026
_POWERS = frozenset(Decimal(10) ** n for n in range(9))  # 万 and 亿 among them

_Exchange = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Base:
    """The rows of a report that was read, with its file."""

    original: bytes
    report: Row
    text: Row
    tables: Mapping[str, list[Row]]


def bases(library: Library, most: int) -> list[Base]:
    """The first `most` text files of the library, by their sources."""
    with reading(library.whole._engine) as connection:
        heads = connection.execute(
            select(reports, originals.c.bytes)
            .join(originals, originals.c.sha256 == reports.c.sha256)
            .where(reports.c.format == "txt")
            .order_by(reports.c.source)
            .limit(most)
        ).mappings()
        return [_base(connection, dict(head)) for head in heads.all()]


def copies(found: Sequence[Base], first: int, count: int, *, seed: int = 0) -> Iterator[tuple[bytes, Packed]]:
    """File and rows of the copies `first` to `first + count`, whichever others are made."""
    for number in range(first, first + count):
        yield _copy(found[number % len(found)], number, Random(f"{seed}/copy/{number}"))


def shelve(library: Library, made: Iterable[tuple[bytes, Packed]]) -> Iterator[int]:
    """Puts copies on the shelves, sealed and told of as any report; how many there are after each transaction."""
    rest, done = iter(made), 0
    while some := list(islice(rest, _AT_ONCE)):
        with writing(library.whole._engine) as connection:
            for original, packed in some:
                row = packed.report
                connection.execute(insert(originals).values(sha256=row["sha256"], bytes=original))
                put_in(connection, packed)
                place(connection, row["source"], DEFAULT_COLLECTION)
                tell(connection, "added", row["source"], row["title"], row["sha256"], "")
        done += len(some)
        yield done


def _base(connection: Connection, head: Row) -> Base:
    number = head.pop("id")
    tables: dict[str, list[Row]] = {}
    for name in _TABLES:
        table = metadata.tables[name]
        rows = connection.execute(
            select(table).where(table.c.report == number).order_by(*table.primary_key)
        ).mappings()
        tables[name] = [{str(k): v for k, v in row.items() if k != "report"} for row in rows]
    text = connection.execute(select(texts).where(texts.c.report == number)).mappings().one()
    return Base(
        head.pop("bytes"),
        {str(k): v for k, v in head.items()},
        {str(k): v for k, v in text.items() if k != "report"},
        tables,
    )


def _copy(base: Base, number: int, random: Random) -> tuple[bytes, Packed]:
    shift = random.randint(_FIRST_YEAR, _LAST_YEAR) - (base.report["year"] or _LAST_YEAR)
    exchange = _exchange(base, shift, random)
    said = list(exchange(base.text["text"]))
    amounts = [_amount(fact, said, random) for fact in base.tables["facts"]]
    mark = f"第{number}号"  # behind everything, so that no address moves: no two copies are the same
    text = f"{''.join(said).rstrip()}\n{mark}"
    original = _file(base, text).rstrip() + f"\n{mark}".encode(base.report["encoding"])
    source = f"copy-{number:06d}.txt"
    ids = _Ids(source)
    report = base.report | {
        "source": source,
        "sha256": sha256(original).hexdigest(),
        "fingerprint": fingerprint(text),
        "characters": len(text),
        "year": base.report["year"] and base.report["year"] + shift,
    }
    for name in ("title", "province", "city", "district", "region", "department", "department_names"):
        report[name] = report[name] and exchange(report[name])
    report["revision"] = identify(report["sha256"], report["extractors"])
    tables = {name: [dict(row) for row in base.tables[name]] for name in _TABLES}
    for name in _QUOTING:
        for row in tables[name]:
            row["quote"] = text[row["start"] : row["end"]]
    for row in tables["sections"]:
        row |= {"title": exchange(row["title"]), "path": exchange(row["path"])}
    for row in tables["passages"]:
        row["context"] = exchange(row["context"])
    for row in tables["entities"]:
        ids.know(row, exchange(row["name"]))
        row["aliases"] = exchange(row["aliases"])
    for row in tables["names"]:
        row["squeezed"] = squeeze(exchange(row["squeezed"]))
    for row in tables["relations"]:
        row |= {"head": ids.of(row["head"]), "tail": ids.of(row["tail"])}
    for row, (low, high) in zip(tables["facts"], amounts, strict=True):
        row |= {"low": low, "high": high, "subject": exchange(row["subject"])}
        _moved(row, ids, exchange, shift, text)
    return original, Packed(report, base.text | {"text": text}, tables)


class _Ids:
    """The ids of a copy: of what is called otherwise another one, of what every report names the same."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._new: dict[str, str] = {}

    def know(self, row: Row, name: str) -> None:
        """Gives an entity its name, and an id of its own if the name is another."""
        if name != row["name"]:
            self._new[row["id"]] = identify(row["type"], squeeze(name))
            row |= {"name": name, "id": self._new[row["id"]]}

    def of(self, id_: str) -> str:
        """What an entity's id became."""
        return self._new.get(id_, id_)

    def fact(self, id_: str) -> str:
        """What a fact's id became."""
        return identify(self._source, id_)


def _moved(row: Row, ids: _Ids, exchange: _Exchange, shift: int, text: str) -> None:
    """A fact's row with the ids, the metric, the period and the further quotes of its copy."""
    row["id"] = ids.fact(row["id"])
    row["subject_id"] = row["subject_id"] and ids.of(row["subject_id"])
    metric = exchange(row["metric"])
    if metric != row["metric"]:
        row |= {"metric": metric, "metric_id": identify("metric", squeeze(metric))}
    for end in ("first", "last"):
        row[end] = row[end] and _years_on(row[end], shift)
    also = [[start, last, text[start:last], *rest] for start, last, _, *rest in orjson.loads(row["also"])]
    row["also"] = orjson.dumps(also).decode()
    row["conflicts"] = orjson.dumps([ids.fact(one) for one in orjson.loads(row["conflicts"])]).decode()


def _years_on(day: date, shift: int) -> date:
    leap = day.month == 2 and day.day == 29
    return date(day.year + shift, day.month, 28 if leap else day.day)


def _amount(fact: Row, said: list[str], random: Random) -> tuple[str, str]:
    """Gives the number of a fact other digits behind the first, in the text too; its bounds then."""
    low = Decimal(fact["low"])
    kept = fact["low"], fact["high"]
    if fact["low"] != fact["high"] or not low:
        return kept
    quote = "".join(said[fact["start"] : fact["end"]])
    found = [m for m in _NUMBER.finditer(quote) if low / Decimal(m[0]) in _POWERS]
    if len(found) != 1 or fact["also"] != "[]" or found[0][0].startswith("20"):
        return kept
    (match,) = found
    old = match[0]
    new = old[0] + "".join(c if c == "." else random.choice("123456789") for c in old[1:])
    begin = fact["start"] + match.start()
    said[begin : begin + len(new)] = new
    amount = format(low / Decimal(old) * Decimal(new), "f")
    amount = amount.rstrip("0").rstrip(".") if "." in amount else amount
    return amount, amount


def _file(base: Base, text: str) -> bytes:
    """The file that the text is read from: what was not read stays."""
    data, encoding = bytearray(base.original), base.report["encoding"]
    for start, end, _, offset, _ in orjson.loads(zlib.decompress(base.text["runs"])):
        piece = text[start:end].encode(encoding)
        data[offset : offset + len(piece)] = piece
    return bytes(data)


def _exchange(base: Base, shift: int, random: Random) -> _Exchange:
    """What exchanges names and years for others of the same length."""
    known = base.report
    names = {old: quoted_name(random, old) for old in dict.fromkeys(_NAME.findall(base.text["text"]))}
    for old in FIELDS:
        if known["department"] and old in known["department"]:
            names[old] = random.choice([field for field in FIELDS if len(field) == len(old)])
    if known["district"] and known["city"] and known["province"]:
        home = random.choice(_homes(*(len(known[level]) for level in ("district", "city", "province"))))
        for level, new in (("district", home.name), ("city", home.city), ("province", home.province)):
            old = known[level]
            names[old] = new or old
            if len(old) > 2 and new:
                names.setdefault(old[:-1], new[:-1])
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")

    def exchange(text: str) -> str:
        text = pattern.sub(lambda m: names[m[0]], text)
        return _YEAR.sub(lambda m: str(int(m[0]) + shift), text)

    return exchange


@cache
def _homes(district: int, city: int, province: int) -> tuple[Division, ...]:
    """The districts whose names, with those around them, are so long."""
    return tuple(
        one
        for one in divisions()
        if one.level == "district"
        and (len(one.name), len(one.city or ""), len(one.province or "")) == (district, city, province)
    )
