"""How much of a question a text tells: shares between 0 and 1, where rare words weigh more."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import matching
from search.matching import Matcher, terms
from search.thesaurus import Said

TEXTS = ["热线工单满意率97.3%", "热线工单按时办结率100%", "污水处理率97%", "新建学校3所"]
WORDS = st.sampled_from(["满意率", "工单", "热线", "学校", "AI", "12345", "污水", "，", " "])
PHRASES = st.lists(WORDS, max_size=6).map("".join)


def matcher() -> Matcher:
    return Matcher.over(TEXTS)


def test_words_in_full_width_and_capitals_are_the_same() -> None:
    assert terms("ＡＩ热线") == terms("ai热线")


def test_a_word_that_many_texts_have_weighs_less() -> None:
    weigh = matcher().weigh
    assert weigh("工单") < weigh("满意") < weigh("从未")
    assert weigh("满") < weigh("满意")


def test_all_of_a_question_is_covered_by_itself_and_nothing_by_nothing() -> None:
    assert math.isclose(matcher().coverage("热线工单满意率", (), [(1.0, "热线工单满意率")]), 1.0)
    assert matcher().coverage("热线工单满意率", (), [(1.0, "")]) == 0
    assert matcher().coverage("", (), [(1.0, "热线")]) == 0


def test_the_text_that_tells_more_of_the_question_covers_more() -> None:
    best = max(TEXTS, key=lambda text: matcher().coverage("热线的满意率", (), [(1.0, text)]))
    assert best == TEXTS[0]


def test_a_term_counts_once_for_the_field_where_it_counts_most() -> None:
    both = matcher().coverage("满意率", (), [(1.0, "满意率"), (0.3, "满意率")])
    assert math.isclose(both, matcher().coverage("满意率", (), [(1.0, "满意率")]))


def test_an_added_word_helps_only_as_a_whole_phrase_and_less_than_the_questions_own() -> None:
    said = [Said("打得进去", ("接通率",))]
    whole = matcher().coverage("打得进去", said, [(1.0, "来电接通率")])
    part = matcher().coverage("打得进去", said, [(1.0, "接待")])
    own = matcher().coverage("打得进去", (), [(1.0, "打得进去")])
    assert part == 0 < whole < own


def test_precision_is_the_share_of_the_text_that_was_asked() -> None:
    assert math.isclose(matcher().precision("满意率", "热线满意率", ()), 1.0)
    assert matcher().precision("污水处理率", "学校", ()) == 0
    assert matcher().precision("接通率", "打得进去", [Said("打得进去", ("接通率",))]) == pytest.approx(1.0)


@given(PHRASES, st.lists(st.tuples(st.floats(0, 1), PHRASES), max_size=4), st.lists(PHRASES, max_size=5))
def test_coverage_and_precision_are_shares(
    question: str, fields: list[tuple[float, str]], texts: list[str]
) -> None:
    made = Matcher.over(texts)
    assert 0 <= made.coverage(question, (), fields) <= 1 + 1e-9
    assert all(0 <= made.precision(text, question, ()) <= 1 + 1e-9 for _, text in fields)


@given(
    PHRASES, st.lists(st.tuples(st.floats(0, 1), PHRASES), max_size=3), st.tuples(st.floats(0, 1), PHRASES)
)
def test_one_more_field_never_covers_less(
    question: str, fields: list[tuple[float, str]], more: tuple[float, str]
) -> None:
    assert (
        matcher().coverage(question, (), [*fields, more]) >= matcher().coverage(question, (), fields) - 1e-9
    )


@given(st.text(max_size=60))
def test_any_text_has_terms(text: str) -> None:
    assert all(term and not term.isspace() for term in terms(text))


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(matching)
    assert (failed, tried > 0) == (0, True)
