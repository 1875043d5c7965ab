"""Quantities and periods as nouns: what they print, what they refuse."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import facts
from graph.facts import Period, Quantity, identify
from graph.period import find_periods

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))

PRINTED = [
    (date(2023, 1, 1), date(2023, 12, 31), "2023", "a whole year is its number"),
    (date(2024, 1, 1), date(2026, 12, 31), "2024/2026", "whole years from one to another"),
    (date(2023, 1, 1), date(2023, 10, 31), "2023-01/2023-10", "whole months"),
    (date(2023, 1, 1), date(2023, 6, 30), "2023-H1", "the first half"),
    (date(2023, 7, 1), date(2023, 12, 31), "2023-H2", "the second half"),
    (date(2024, 2, 1), date(2024, 2, 29), "2024-02", "February of a leap year is whole with 29 days"),
    (date(2023, 2, 1), date(2023, 2, 27), "2023-02-01/2023-02-27", "a month but for a day is days"),
    (date(2022, 3, 15), date(2022, 10, 31), "2022-03-15/2022-10-31", "days"),
    (date(2022, 3, 15), date(2022, 3, 15), "2022-03-15", "one day"),
    (date(2022, 9, 1), date(2023, 6, 30), "2022-09/2023-06", "months over the turn of a year"),
    (date(2022, 7, 1), date(2023, 6, 30), "2022-07/2023-06", "twelve months that are no calendar year"),
]


@pytest.mark.parametrize(("first", "last", "printed", "reason"), PRINTED, ids=[row[3] for row in PRINTED])
def test_a_period_prints_in_the_shortest_form(first: date, last: date, printed: str, reason: str) -> None:
    assert str(Period(first, last)) == printed, reason


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(date(2023, 2, 1), date(2023, 1, 31))


def test_only_a_period_inside_one_year_has_a_year() -> None:
    assert Period(date(2023, 3, 1), date(2023, 4, 30)).year == 2023
    assert Period(date(2023, 12, 31), date(2024, 1, 1)).year is None


@given(DAYS, st.integers(0, 1500))
def test_what_a_period_prints_tells_it_from_every_other(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    assert _read_back(str(period)) == period


@given(DAYS, st.integers(0, 300))
def test_a_period_written_in_words_is_found_as_itself(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    words = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    assert [found.period for found in find_periods(f"在{words}期间受理", None)] == [Period(first, last)]


def _read_back(printed: str) -> Period:
    """A reader of `str(Period)` of its own, for years, halves, months and days."""
    first, _, last = printed.partition("/")
    return Period(_edge(first, 0), _edge(last or first, 1))


def _edge(text: str, side: int) -> date:
    parts = text.split("-")
    year = int(parts[0])
    if len(parts) == 3:
        return date.fromisoformat(text)
    if len(parts) == 1:
        months = (1, 12)
    elif parts[1].startswith("H"):
        months = {"H1": (1, 6), "H2": (7, 12)}[parts[1]]
    else:
        months = (int(parts[1]), int(parts[1]))
    if side == 0:
        return date(year, months[0], 1)
    following = date(year + months[1] // 12, months[1] % 12 + 1, 1)
    return following - timedelta(days=1)


def test_a_quantity_has_a_value_only_if_it_is_no_range() -> None:
    assert Quantity(Decimal("2"), Decimal("2.0"), "个").value == Decimal(2)
    assert Quantity(Decimal(2), Decimal(3), "个月").value is None


@given(
    st.lists(st.text(max_size=5), min_size=1, max_size=4),
    st.lists(st.text(max_size=5), min_size=1, max_size=4),
)
def test_ids_are_the_same_for_the_same_parts_only(one: list[str], other: list[str]) -> None:
    separated = all("\x1f" not in part for part in (*one, *other))
    assert not separated or (identify(*one) == identify(*other)) == (one == other)


def test_an_id_is_the_same_in_every_process() -> None:
    assert identify("ORG", "广州市财政局") == "52f29500156a4bd7"


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(facts)
    assert (failed, tried > 0) == (0, True)
