"""What a person types about a reading, as a correction: which fact, relation or entity is meant, and what is right.

amend_fact, amend_relation, amend_entity    corrections, ready for `Library.correct`
amend_report                                which fields of a report a person set, ready for reading it again
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from graph.claims import relation_id
from graph.facts import Direction, Entity, EntityType, Fact, Kind, Operator, Quantity, RelationType, identify
from graph.metrics import canonical
from graph.printed_period import read_period
from graph.quantity import find_quantities
from ingest.divisions import Division, lookup
from ingest.fold import squeeze
from search.audit.paper import Finding, finding_id
from search.library import Library, LibraryError
from search.library.corrections import (
    Correction,
    Values,
    correction_id,
    values_of,
)

UNKNOWN = "-"
"""What a person writes for a period, a direction, a region … that is not known."""

_YEARS = range(1949, 2200)


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


def amend_fact(
    library: Library, id_: str, change: FactChange | None, *, who: str, reason: str = ""
) -> Correction:
    """The correction of a fact; it is wrong altogether if `change` is None.

    Raises:
        LibraryError: there is no such fact, or what is said of it cannot be.
    """
    fact = library.fact_as_read(id_)
    if fact is None:
        raise LibraryError("库中没有这条数据", id_, "数据的 id 见 suizhi export facts 或 GET /facts")
    before = values_of(fact)
    after = None
    if change is not None:
        new = _fact_values(library, fact, change)
        after = _joined(_in_force(library, correction_id("fact", id_)), new, before, id_)
    cited = fact.citation
    return Correction(
        id=correction_id("fact", id_),
        what="fact",
        target=id_,
        source=cited.source,
        before=before,
        after=after,
        reason=reason,
        who=who,
        quote=cited.quote,
        start=cited.start,
        end=cited.end,
    )


def _fact_values(library: Library, fact: Fact, change: FactChange) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if change.value is not None or change.unit is not None:
        quantity = read_amount(change.value, change.unit, fact.quantity)
        new |= {"low": str(quantity.low), "high": str(quantity.high), "unit": quantity.unit}
        if quantity.op != "=":  # 约, 超: a bare number says nothing of it
            new["op"] = quantity.op
    if change.op is not None:
        new["op"] = _one_of("op", change.op, get_args(Operator))
    if change.metric is not None:
        wording = _some("metric", change.metric)
        new |= {"metric": wording, "metric_id": canonical(wording).id}
    if change.period is not None:
        new["period"] = _days(change.period)
    if change.subject is not None:
        new |= _subject(library, fact.citation.source, _some("subject", change.subject))
    if change.kind is not None:
        new["kind"] = _one_of("kind", change.kind, get_args(Kind))
    if change.direction is not None:
        known = change.direction != UNKNOWN
        new["direction"] = _one_of("direction", change.direction, get_args(Direction)) if known else None
    return new


def read_amount(value: str | None, unit: str | None, was: Quantity) -> Quantity:
    """What a person types as a value and a unit; what is left out is as it was.

    >>> str(read_amount("302.53", "万元", Quantity(Decimal(1), Decimal(1), "元")).low)
    '3025300'
    """
    if value is None:
        value = str(was.low) if was.low == was.high else f"{was.low}-{was.high}"
    words = (value + (was.unit if unit is None else unit)).strip()
    found = find_quantities(words)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(words)):
        return found[0].quantity
    ends = value.replace(",", "").replace("，", "").strip()
    first, dash, last = ends[1:].partition("-")
    try:
        low = Decimal(ends[:1] + first)
        high = Decimal(last) if dash else low
        if not (low.is_finite() and high.is_finite()) or low > high:
            raise InvalidOperation
    except InvalidOperation as error:
        raise LibraryError(
            "看不懂这个数值", value, "请写数字，如 67.82、3025300、302.53万 或 10-20"
        ) from error
    return Quantity(low, high, was.unit if unit is None else _some("unit", unit))


def _days(printed: str) -> list[str] | None:
    if printed == UNKNOWN:
        return None
    try:
        period = read_period(printed)
    except ValueError as error:
        raise LibraryError(
            "看不懂这个时段", printed, "请写如 2023、2023-H1、2023-01/2023-10 或 2023-05-01，没有时段写 -"
        ) from error
    return [period.first.isoformat(), period.last.isoformat()]


def _subject(library: Library, source: str, words: str) -> dict[str, Any]:
    """The words, with the entity if just one of the report is called so."""
    called = _called(library, source, words)
    return {"subject": words, "subject_id": called[0].id if len(called) == 1 else None}


def _called(library: Library, source: str, name: str) -> list[Entity]:
    """The entities of a report with this id or very name, else with such an alias."""
    by_id = library.entities(sources=[source], ids=[name])
    if by_id:
        return list(by_id)
    found = library.entity_named(name, sources=[source])
    exact = [one for one in found if squeeze(one.name) == squeeze(name)]
    return exact or [one for one in found if squeeze(name) in map(squeeze, one.aliases)]


def amend_relation(
    library: Library, id_: str, change: RelationChange | None, *, who: str, reason: str = ""
) -> Correction:
    """The correction of a relation; it is wrong altogether if `change` is None.

    Raises:
        LibraryError: there is no such relation, or what is said of it cannot be.
    """
    known = {one.target: one for one in library.corrections() if one.what == "relation"}
    said = known.get(id_)
    if said is not None:
        source, quote, start, end, before = said.source, said.quote, said.start, said.end, said.before
    else:
        relation = next((one for one in library.relations() if relation_id(one) == id_), None)
        if relation is None:
            raise LibraryError("库中没有这条关系", id_, "关系的 id 见 suizhi export relations")
        cited = relation.citation
        source, quote, start, end = cited.source, cited.quote, cited.start, cited.end
        before = _relation_values(library, source, relation.head, relation.rel, relation.tail)
    after = None
    if change is not None:
        new: dict[str, Any] = {}
        if change.rel is not None:
            new["rel"] = _one_of("rel", change.rel, get_args(RelationType))
        for side, name in (("head", change.head), ("tail", change.tail)):
            if name is not None:
                entity = _only(library, source, name)
                new |= {side: entity.id, f"{side}_name": entity.name}
        after = _joined(_in_force(library, correction_id("relation", id_)), new, before, id_)
    return Correction(
        correction_id("relation", id_), "relation", id_, source, before, after, reason, who,
        quote=quote, start=start, end=end,
    )  # fmt: skip


def _relation_values(library: Library, source: str, head: str, rel: str, tail: str) -> dict[str, Any]:
    named = {one.id: one.name for one in library.entities(sources=[source], ids=[head, tail])}
    return {"head": head, "head_name": named[head], "rel": rel, "tail": tail, "tail_name": named[tail]}


def _only(library: Library, source: str, name: str) -> Entity:
    found = _called(library, source, name)
    if not found:
        raise LibraryError(
            f"这份报告里没有叫“{name}”的实体", source, "请写全名或 id，可先用 suizhi entity 查找"
        )
    if len(found) > 1:
        several = "、".join(f"{one.name}（{one.type}，{one.id}）" for one in found)
        raise LibraryError(f"“{name}”可以指几个实体：{several}", source, "请写 id")
    return found[0]


def amend_entity(library: Library, id_: str, type_: str | None, *, who: str, reason: str = "") -> Correction:
    """The correction of an entity's type; it is no entity at all if `type_` is None.

    Raises:
        LibraryError: there is no such entity, or no such type.
    """
    origin = next(
        (
            one
            for one in library.corrections()
            if one.what == "entity" and one.state == "yes" and (one.after or {}).get("id") == id_
        ),
        None,
    )
    if origin is not None:
        # What was given another type before: of the same entity something else is said now.
        id_, before = origin.target, origin.before
    else:
        found = library.entities(ids=[id_], merged=True)
        if not found:
            raise LibraryError("库中没有这个实体", id_, "用 suizhi entity 可以查到实体的 id")
        id_, before = found[0].id, {"name": found[0].name, "type": found[0].type}
    after = None
    if type_ is not None:
        chosen = _one_of("type", type_, get_args(EntityType))
        if chosen == before["type"]:
            raise LibraryError(f"它本来就是 {chosen}", id_, "要恢复原样，请用 suizhi correct undo")
        after = {"type": chosen, "id": _id_as(library, before["name"], chosen)}
    return Correction(correction_id("entity", id_), "entity", id_, "", before, after, reason, who)


def _id_as(library: Library, name: str, type_: str) -> str:
    """The id of what has this name and that type: that of one in the library, or a new one."""
    called = (one for one in library.entity_named(name) if one.type == type_)
    same = (one.id for one in called if squeeze(one.name) == squeeze(name))
    return next(same, identify(type_, squeeze(name)))


def amend_report(
    library: Library, source: str, change: ReportChange, *, who: str, reason: str = ""
) -> Correction:
    """What a person says that a report is, joined to what was said before.

    Raises:
        LibraryError: there is no such report, no such region, or no such year.
    """
    about = library.report(source).about
    told = library.told(source)
    said = next((one for one in library.corrections() if one.id == correction_id("report", source)), None)
    before: dict[str, Any] = {
        name: getattr(about, name) for name in ("title", "province", "city", "district", "department", "year")
    }
    if told and said is not None:
        before = {name: said.before.get(name, value) for name, value in before.items()}
    new: dict[str, Any] = {}
    for name in ("title", "department"):
        words = getattr(change, name)
        if words is not None:
            new[name] = None if words == UNKNOWN else _some(name, words)
    if change.year is not None:
        new["year"] = None if change.year == UNKNOWN else _year(change.year)
    if change.region is not None:
        new |= _region(change.region, about.city)
    return Correction(
        correction_id("report", source), "report", source, source, before,
        _joined(told, new, before, source), reason, who,
    )  # fmt: skip


def _year(words: str) -> int:
    if not (words.isascii() and words.isdigit() and int(words) in _YEARS):
        raise LibraryError("看不懂这个年度", words, "请写四位数字，如 2023，未知写 -")
    return int(words)


def _region(words: str, city: str | None) -> dict[str, Any]:
    """The province, city and district that a name means."""
    if words == UNKNOWN:
        return {"province": None, "city": None, "district": None}
    whole = squeeze(words)
    found = [one for one in _divisions(whole) if _spelled(one, whole)]
    if len(found) > 1:
        found = [one for one in found if one.city == city] or found
    if not found:
        raise LibraryError("没有这个地区", words, "请写行政区划的名称，如 花都区 或 广州市花都区，未知写 -")
    if len(found) > 1:
        several = "、".join("".join(filter(None, (one.province, one.city, one.name))) for one in found)
        raise LibraryError(f"有几个地区叫这个名称：{several}", words, "请连同上级一起写")
    one = found[0]
    return {"province": one.province, "city": one.city, "district": one.district}


def _divisions(words: str) -> list[Division]:
    """The divisions whose name the words end with; the words before it are for `_spelled`."""
    ends = (words[at:] for at in range(len(words)))
    return next(([*found] for end in ends if (found := lookup(end))), [])


def _spelled(one: Division, words: str) -> bool:
    """Whether what stands before its name are places that it lies in."""
    levels = [level for level in (one.province, one.city, one.district) if level]
    for level in levels:
        words = words.removeprefix(level)
    return not words or one in lookup(words)


def settle_finding(finding: Finding, *, who: str, note: str) -> Correction:
    """That a finding of the audit is settled, with a note; found again by rule and quotes."""
    key = finding_id(finding)
    first = finding.citations[0]
    return Correction(
        correction_id("finding", key), "finding", key, finding.source,
        {"rule": finding.rule, "message": finding.message, "quotes": [c.quote for c in finding.citations]},
        {"settled": True}, note, who, quote=first.quote, start=first.start, end=first.end,
    )  # fmt: skip


def take_back(library: Library, id_: str) -> Correction:
    """The correction with that id, or of the thing with that id, to be undone.

    Raises:
        LibraryError: there is none.
    """
    for one in library.corrections():
        if id_ in (one.id, one.target) and one.state == "yes":
            return one
    raise LibraryError("没有这项更正", id_, "用 suizhi correct 查看有效的更正")


def _in_force(library: Library, id_: str) -> Values:
    said = next((one for one in library.corrections() if one.id == id_ and one.state == "yes"), None)
    return said.after or {} if said else {}


def _joined(said: Values, new: Values, before: Values, where: str) -> dict[str, Any]:
    """What is said now, joined to what was said before; what is as it was read is left out."""
    if not new:
        raise LibraryError("没有写明更正什么", where, "请写出至少一项，或标为错误")
    after = {name: value for name, value in (dict(said) | dict(new)).items() if before.get(name) != value}
    if not after:
        raise LibraryError("与报告里读到的一样", where, "要恢复原样，请用 suizhi correct undo")
    return after


def _one_of(name: str, value: str, known: tuple[Any, ...]) -> str:
    allowed = [one for one in known if isinstance(one, str)]
    if value not in allowed:
        raise LibraryError(f"{name} 不能是“{value}”", name, f"可以是：{'、'.join(allowed)}")
    return value


def _some(name: str, words: str) -> str:
    if not words.strip():
        raise LibraryError(f"{name} 是空的", name, "请写出内容")
    return words.strip()


def given(change: FactChange | RelationChange | ReportChange) -> Mapping[str, str]:
    """What is said at all."""
    return {name: value for name, value in asdict(change).items() if value is not None}
