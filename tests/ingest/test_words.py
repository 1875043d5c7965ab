"""Words: views on the text without gaps, the same from jieba and from rjieba."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import words
from ingest.document import Document
from ingest.words import cut, lexicon, part_of_speech, reference, reference_tags


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text)]


@given(st.text(max_size=80))
def test_words_cover_any_text_without_gaps(text: str) -> None:
    position = 0
    for start, end in cut(text):
        assert start == position
        assert end > start
        position = end
    assert position == len(text)


def test_rjieba_and_jieba_give_the_same_words_of_all_reports(
    reports: Mapping[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rjieba")
    lines = [line for document in reports.values() for line in document.text.split("\n")]
    fast = [cut(line) for line in lines]
    monkeypatch.setattr(words, "_cutter", reference)
    slow = [cut(line) for line in lines]
    assert fast == slow


def test_words_of_the_field_stay_whole_wherever_they_stand() -> None:
    broken = [word for word in lexicon() if word not in words_of(f"全年，{word}。")]
    assert broken == []


def test_the_lexicon_says_each_word_once_and_nothing_but_words() -> None:
    twice = [word for word, count in Counter(lexicon()).items() if count > 1]
    assert twice == []
    assert all(word == word.strip() and len(word) > 1 for word in lexicon())


WORDS = [
    (
        "“穗智管”对接业务系统115个",
        ["“", "穗智管", "”", "对接", "业务", "系统", "115", "个"],
        "a platform of the field",
    ),
    ("2023-2025年", ["2023", "-", "2025", "年"], "years with a hyphen are parted by both"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), WORDS)
def test_words_are_those_of_the_field(text: str, expected: list[str], reason: str) -> None:
    assert words_of(text) == expected, reason


@pytest.mark.parametrize(
    ("word", "tag", "reason"),
    [
        ("帮助", "v", "a verb"),
        ("长江", "ns", "a place"),
        ("污水", "n", "a noun"),
        ("猎德涌", "", "not in the dictionary: nothing is guessed"),
    ],
)
def test_a_word_has_the_part_of_speech_of_the_dictionary(word: str, tag: str, reason: str) -> None:
    assert part_of_speech(word) == tag, reason
    assert reference_tags()(word)[0][1] == tag, "jieba itself says the same"
