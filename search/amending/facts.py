"""Corrections of numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from graph.facts import Direction, Fact, Kind, Operator, Quantity
from graph.metrics import canonical
from graph.printed_period import read_period
from graph.quantity import find_quantities
from search.amending.changes import UNKNOWN, FactChange, called, in_force, joined, one_of, some
from search.library import Library, LibraryError
from search.library.corrections import Correction, correction_id, values_of


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
        after = joined(in_force(library, correction_id("fact", id_)), new, before, id_)
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
        new["op"] = one_of("op", change.op, get_args(Operator))
    if change.metric is not None:
        wording = some("metric", change.metric)
        new |= {"metric": wording, "metric_id": canonical(wording).id}
    if change.period is not None:
        new["period"] = _days(change.period)
    if change.subject is not None:
        new |= _subject(library, fact.citation.source, some("subject", change.subject))
    if change.kind is not None:
        new["kind"] = one_of("kind", change.kind, get_args(Kind))
    if change.direction is not None:
        known = change.direction != UNKNOWN
        new["direction"] = one_of("direction", change.direction, get_args(Direction)) if known else None
    return new


LARGEST = 10**18
"""What no report tells: a thousand times the money of the country. A person's slip must not become a long number."""

_PLACES = 12  # behind the point, in a number that somebody tells


def _is_told(value: Decimal) -> bool:
    """Whether anybody would tell such a number."""
    if not value.is_finite() or value.adjusted() > _PLACES * 2:
        return False
    exponent = value.as_tuple().exponent
    return abs(value) < LARGEST and isinstance(exponent, int) and exponent >= -_PLACES


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
        if _is_told(found[0].quantity.low) and _is_told(found[0].quantity.high):
            return found[0].quantity
        raise LibraryError("这个数值大得不可能", value, "请检查位数和单位")
    ends = value.replace(",", "").replace("，", "").strip()
    first, dash, last = ends[1:].partition("-")
    try:
        low = Decimal(ends[:1] + first)
        high = Decimal(last) if dash else low
        if not all(map(_is_told, (low, high))) or low > high:
            raise InvalidOperation
    except InvalidOperation as error:
        raise LibraryError(
            "看不懂这个数值", value, "请写数字，如 67.82、3025300、302.53万 或 10-20"
        ) from error
    return Quantity(low, high, was.unit if unit is None else some("unit", unit))


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
    found = called(library, source, words)
    return {"subject": words, "subject_id": found[0].id if len(found) == 1 else None}
