"""Which of several facts is meant, or none: the weights as data, the chances, and what follows from a clear lead."""

from __future__ import annotations

import doctest
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Fact, Quantity
from ingest.document import Citation
from search.questions import heads
from search.questions.candidates import Candidate, Signals
from search.questions.choice import choose, weights

SHARES = st.floats(0, 1)
SIGNALS = st.builds(Signals, **{field.name: SHARES for field in fields(Signals)})


def candidate(value: int, signals: Signals, start: int = 0) -> Candidate:
    """A made fact with that number."""
    citation = Citation("a.txt", start, start + 4, "quote", "", None)
    quantity = Quantity(Decimal(value), Decimal(value), "件")
    fact = Fact(f"{value}-{start}", "s", None, "m", "m", quantity, None, "actual", None, citation)
    return Candidate(fact, 0.5, "", signals)


CLEAR = Signals(told=1, told_here=1, asked=1, metric=0.8, clause=0.7, sentence=0.6, unit=1, head=1, place=1)
NOTHING = Signals()


def test_every_weight_is_of_a_signal_and_every_signal_has_one() -> None:
    assert {name for name, _ in weights().signals} == {field.name for field in fields(Signals)}


def test_what_speaks_against_a_fact_weighs_against_it() -> None:
    weight = dict(weights().signals)
    against = {"side", "missing", "another", "nil", "loose", "gap", "outdone", "off"}
    assert all(weight[name] < 0 for name in against)
    assert all(
        weight[name] > 0 for name in ("told_here", "asked", "metric", "clause", "unit", "head", "place")
    )
    assert all(weight[name] >= 0 for name in ("told", "sentence", "words", "around", "exact"))


@given(st.lists(SIGNALS, min_size=1, max_size=8))
def test_one_of_the_candidates_is_chosen_with_some_chance(found: list[Signals]) -> None:
    candidates = [candidate(number, signals, number) for number, signals in enumerate(found)]
    chosen = choose(candidates)
    assert chosen is not None
    assert chosen.candidate in candidates
    assert 0 < chosen.chance < 1
    assert 0 < chosen.confidence <= chosen.chance


@given(SIGNALS)
def test_a_number_told_twice_is_no_rival_and_another_number_is(signals: Signals) -> None:
    twice = choose([candidate(1, signals), candidate(1, signals, 9)])
    apart = choose([candidate(1, signals), candidate(2, signals, 9)])
    assert twice is not None
    assert apart is not None
    assert twice.chance > apart.chance


def test_a_clear_fact_is_answered_and_one_without_any_sign_is_not() -> None:
    clear, nothing = choose([candidate(1, CLEAR), candidate(2, NOTHING, 9)]), choose([candidate(1, NOTHING)])
    assert clear is not None
    assert nothing is not None
    assert clear.candidate.fact.quantity.low == 1
    assert (clear.fits, nothing.fits) == (True, False)
    assert clear.confidence > 0.9


def test_a_rival_makes_unsure() -> None:
    alone = choose([candidate(1, CLEAR)])
    rival = choose([candidate(1, CLEAR), candidate(2, replace(CLEAR, told=0.98), 9)])
    assert alone is not None
    assert rival is not None
    assert rival.chance < alone.chance


def test_nothing_is_chosen_of_nothing() -> None:
    assert choose([]) is None


@given(st.floats(-20, 20), st.floats(-20, 20), st.integers(1, 500))
def test_a_higher_utility_is_never_less_likely(one: float, other: float, count: int) -> None:
    low, high = sorted((one, other))
    assert weights().chance(low, -30, count) <= weights().chance(high, -30, count)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("全年群众送来多少面锦旗？", "锦旗"),
        ("窗口的差评有多少件？", "窗口的差评"),
        ("新增了几所幼儿园？", "幼儿园"),
        ("把几个环节打包办的服务叫什么？", ""),
    ],
)
def test_what_is_counted_stands_beside_the_question_word(question: str, head: str) -> None:
    assert heads.head_of(question) == head


@pytest.mark.parametrize("module", [heads])
def test_the_examples_in_the_docstrings_hold(module) -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
