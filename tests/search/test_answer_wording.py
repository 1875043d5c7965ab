"""Answers are worded with the numbers as the report prints them."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Fact, Kind, Period
from graph.quantity import find_quantities
from graph.ranks import find_ranks
from ingest.document import Citation
from search import wording
from search.wording import amount, named, shorten, when_words


def fact(quote: str, *, kind: Kind = "actual", subject: str = "吴江区", metric: str = "供水量") -> Fact:
    """The fact of the last number in `quote`."""
    found = (find_ranks(quote) if kind == "rank" else find_quantities(quote))[-1]
    citation = Citation("a.txt", 0, len(quote), quote, "履职情况", None)
    return Fact("id", subject, None, metric, "metric", found.quantity, None, kind, None, citation)


AMOUNTS: list[tuple[str, Kind, str, str]] = [
    ("预算数为9,395.61万元", "budget", "9,395.61万元", "万 and separators as printed"),
    ("服务超2亿人次", "actual", "超2亿人次", "a bound keeps its word"),
    ("举办20余场", "actual", "20余场", "余 is said once"),
    ("数据9.13亿余条", "actual", "9.13亿余条", "余 behind 亿"),
    ("约1.5万吨", "actual", "约1.5万吨", "约"),
    ("满意率67.82%", "actual", "67.82%", "per cent"),
    ("控制率-0.13%", "actual", "-0.13%", "a printed minus"),
    ("不少于20场", "target", "不少于20场", "a lower bound"),
    ("不超过5%", "target", "不超过5%", "an upper bound"),
    ("共2-3个月", "actual", "2-3个月", "a range"),
    ("审批由20个工作日压缩至5个工作日", "actual", "5个工作日", "the last number of the quote"),
    ("排名第2名", "rank", "第2名", "a rank"),
    ("位居全市前三名", "rank", "前3名", "a bound of ranks"),
    ("服务１,０１２人", "actual", "１,０１２人", "full width as printed"),
]


@pytest.mark.parametrize(("quote", "kind", "said", "reason"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_a_number_is_said_as_its_report_prints_it(quote: str, kind: Kind, said: str, reason: str) -> None:
    assert amount(fact(quote, kind=kind)) == said, reason


@given(st.decimals(1, 10**9, places=2), st.sampled_from(["万元", "亿元", "元", "%", "件", "万人次"]))
def test_the_words_of_an_amount_are_in_its_quote_and_mean_the_same(number: Decimal, unit: str) -> None:
    stated = fact(f"供水量{number:,}{unit}，")
    said = amount(stated)
    assert said in stated.citation.quote
    assert find_quantities(said)[0].quantity == stated.quantity


def test_a_subject_is_not_said_twice() -> None:
    assert named(fact("供水12件", subject="热线", metric="热线受理量")) == "热线受理量"
    assert named(fact("供水12件", subject="吴江区", metric="受理量")) == "吴江区的受理量"
    assert named(fact("供水12件", subject="", metric="受理量")) == "受理量"


PERIODS = [
    (date(2023, 1, 1), date(2023, 12, 31), "2023年"),
    (date(2023, 1, 1), date(2023, 6, 30), "2023年上半年"),
    (date(2023, 7, 1), date(2023, 12, 31), "2023年下半年"),
    (date(2023, 1, 1), date(2023, 10, 31), "2023年1月至10月"),
    (date(2022, 9, 1), date(2023, 6, 30), "2022年9月至2023年6月"),
    (date(2024, 1, 1), date(2026, 12, 31), "2024年至2026年"),
    (date(2022, 3, 15), date(2022, 10, 31), "2022年3月15日至10月31日"),
    (date(2022, 3, 5), date(2022, 3, 5), "2022年3月5日"),
]


@pytest.mark.parametrize(("first", "last", "words"), PERIODS, ids=[row[2] for row in PERIODS])
def test_a_period_is_said_in_words(first: date, last: date, words: str) -> None:
    assert when_words(str(Period(first, last))) == words


@given(st.text(max_size=200), st.integers(1, 80))
def test_shortening_keeps_the_beginning(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert text.startswith(short)
    assert short or not text


def test_shortening_ends_at_a_clause_where_it_can() -> None:
    assert shorten("受理工单2,310件，满意率96.5%", 14) == "受理工单2,310件"


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(wording)
    assert (failed, tried > 0) == (0, True)
