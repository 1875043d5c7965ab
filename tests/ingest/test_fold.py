"""Folding for comparison: positions stay, widths and marks do not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fold import fingerprint, fold, squeeze

FOLDS = [
    ("（２０２３）", "(2023)", "full-width digits and brackets"),
    ("“穗智管”「甲」『乙』", '"穗智管""甲""乙"', "quotation marks of any kind"),
    ("‘一件事’", "'一件事'", "single ones"),
    ("〔2024〕94号", "[2024]94号", "brackets of document numbers"),
    ("— – － − ‐ ─", "- - - - - -", "dashes of any length"),
    ("67．82％", "67.82%", "full-width point and per cent sign"),
    ("全\u3000年\u00a0度", "全 年 度", "full-width and hard blanks"),
    ("Ａｂ，；：！", "Ab,;:!", "letters and punctuation"),
    ("满意率、好评。", "满意率、好评。", "what has no half-width form"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FOLDS)
def test_widths_and_marks_are_folded(text: str, expected: str, reason: str) -> None:
    assert fold(text) == expected, reason


@given(st.text(max_size=60))
def test_folding_keeps_every_position_and_folds_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


SQUEEZED = [
    ("“穗好办 | 穗康” 小程序", "穗好办穗康小程序"),
    ("5G＋政务服务", "5g+政务服务"),
    ("67．82％", "67.82%"),
    ("ＡＢＣ", "abc"),
    ("——", ""),
]


@pytest.mark.parametrize(("text", "expected"), SQUEEZED)
def test_squeezing_keeps_letters_digits_and_the_signs_of_numbers(text: str, expected: str) -> None:
    assert squeeze(text) == expected


@given(st.text(max_size=60), st.text(" \n\t\u3000", max_size=5))
def test_a_fingerprint_does_not_see_white_space(text: str, blanks: str) -> None:
    assert fingerprint(blanks + text + blanks) == fingerprint(text)
    assert fingerprint(blanks.join(text)) == fingerprint(text)


def test_a_fingerprint_sees_a_single_digit() -> None:
    assert fingerprint("满意率67.82%") != fingerprint("满意率67.83%")
    assert fingerprint("满意率６７．８２％") == fingerprint("满意率 67.82%")
