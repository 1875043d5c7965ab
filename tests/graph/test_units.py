"""The table of units: each example of the data is read as it says, and what may be compared is kept apart."""

from __future__ import annotations

import doctest
from collections import Counter
from decimal import Decimal

import pytest

from graph import units
from graph.quantity import find_quantities
from graph.units import comparable, dimension, entries, written
from ingest.fold import fold

EXAMPLES = [(*example, entry["name"]) for entry in entries() for example in entry["examples"]]
FORMS = [(form, entry["name"]) for entry in entries() for form in (entry["name"], *entry.get("also", ()))]


@pytest.mark.parametrize(("text", "value", "unit", "entry"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_every_example_of_the_data_is_read(text: str, value: str, unit: str, entry: str) -> None:
    (found,) = find_quantities(f"累计{text}，")
    assert (found.quantity.value, found.quantity.unit, unit) == (Decimal(value), entry, entry)


def test_every_unit_has_an_example_and_a_dimension() -> None:
    assert [e["name"] for e in entries() if not e.get("examples") or not e.get("dimension")] == []


def test_no_form_belongs_to_two_units() -> None:
    counted = Counter(form for form, _ in {(fold(form), name) for form, name in FORMS})
    assert {form for form, count in counted.items() if count > 1} == set()


@pytest.mark.parametrize(("form", "name"), FORMS, ids=[f"{form} as {name}" for form, name in FORMS])
def test_every_way_to_write_a_unit_leads_to_it(form: str, name: str) -> None:
    assert written()[fold(form)].name == name
    assert dimension(form) == dimension(name) is not None


COMPARED = [
    ("宗", "件", True, "hotlines count 宗 here and 件 there"),
    ("笔", "件", True, "both count business done"),
    ("人", "名", True, "measure words for people"),
    ("人", "位", True, "measure words for people"),
    ("个", "项", True, "measure words for items"),
    ("人", "人次", False, "who came twice is one 人 and two 人次"),
    ("户", "人", False, "a household is several people"),
    ("元", "美元", False, "another currency"),
    ("元", "分", False, "分 is a mark, not a coin"),
    ("%", "个百分点", False, "a rate and the distance of two rates"),
    ("天", "个", False, "time is not a count"),
    ("平方米", "公里", False, "area is not length"),
    ("桶装水", "桶装水", True, "a unit that nobody knows is at least itself"),
    ("桶装水", "个", False, "and nothing else"),
]


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"), COMPARED, ids=[f"{a}/{b}" for a, b, *_ in COMPARED]
)
def test_only_the_same_count_is_compared(one: str, other: str, same: bool, reason: str) -> None:
    assert comparable(one, other) is comparable(other, one) is same, reason


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(units)
    assert (failed, tried > 0) == (0, True)
