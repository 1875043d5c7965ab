"""Words: the one owner of jieba. rjieba (jieba in Rust, the same words) does the work where it is installed.

Words are views on the text; everything is addressed by characters (`docs/explanation/addresses.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

_LEXICON = Path(__file__).with_name("lexicon") / "words.txt"
# High enough that the dictionary path through the whole word always wins (jieba's own suggestion is lower for
# words made of frequent parts).
_LEXICON_FREQUENCY = 200_000
# Of the largest reports all words fit; each is looked at many times.
_WORDS = 100_000
_DIGITS_WITH_HYPHEN = re.compile(r"\d+(?:-\d+)+")


class _Cutter(Protocol):
    def __call__(self, text: str) -> Iterable[str]: ...


class _Tagger(Protocol):
    def __call__(self, word: str, /) -> list[tuple[str, str]]: ...


@cache
def lexicon() -> tuple[str, ...]:
    """The words of the field, in the order of the file."""
    lines = _LEXICON.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def cut(text: str) -> list[tuple[int, int]]:
    """The words of `text` as character spans, in order, without gaps.

    >>> text = "“穗智管”对接业务系统115个"
    >>> [text[a:b] for a, b in cut(text)]
    ['“', '穗智管', '”', '对接', '业务', '系统', '115', '个']
    """
    words = _cutter()(text)
    # A text without such a hyphen, as most have none, need not be looked through word by word.
    ends = list(accumulate(map(len, _split_years(words) if "-" in text else words)))
    return list(zip([0, *ends], ends, strict=False))


@lru_cache(maxsize=_WORDS)
def part_of_speech(word: str) -> str:
    """jieba's tag of a word (ns a place, nr a person, v a verb …), "" of what is not in its dictionary.

    >>> part_of_speech("帮助"), part_of_speech("长江")
    ('v', 'ns')
    """
    tagged = _tagger()(word)
    return tagged[0][1] if len(tagged) == 1 else ""


def _split_years(words: Iterable[str]) -> Iterator[str]:
    """rjieba keeps "2023-2025" whole, jieba does not; parted, both give the same words."""
    for word in words:
        if _DIGITS_WITH_HYPHEN.fullmatch(word):
            yield from (piece for piece in re.split(r"(-)", word) if piece)
        else:
            yield word


@cache
def _cutter() -> _Cutter:
    try:
        return _rust()
    except ImportError:
        return reference()


@cache
def _tagger() -> _Tagger:
    try:
        tokenizer = _tokenizer()
    except ImportError:
        return reference_tags()

    def tag_rust(word: str) -> list[tuple[str, str]]:
        # What it guesses of words outside the dictionary is left: jieba itself guesses otherwise.
        tagged: list[tuple[str, str]] = tokenizer.tag(word) if tokenizer.has_word(word) else []
        return tagged

    return tag_rust


@cache
def reference_tags() -> _Tagger:
    """jieba's own tags: a word outside its dictionary has none; those of the field are nouns."""
    import jieba.posseg

    table: dict[str, str] = jieba.posseg.POSTokenizer(jieba.dt).word_tag_tab
    known = table | dict.fromkeys(lexicon(), "n")
    return lambda word: [(word, known.get(word, ""))]


@cache
def _tokenizer() -> Any:
    import rjieba

    tokenizer = rjieba.Jieba()
    for word in lexicon():
        tokenizer.add_word(word, _LEXICON_FREQUENCY, "n")
    return tokenizer


def _rust() -> _Cutter:
    tokenizer = _tokenizer()

    def cut_rust(text: str) -> Iterable[str]:
        words: Iterable[str] = tokenizer.cut(text)
        return words

    return cut_rust


@cache
def reference() -> _Cutter:
    """jieba itself, with the same dictionary: the fallback, and what rjieba is held against."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in lexicon():
        tokenizer.add_word(word, _LEXICON_FREQUENCY)

    def cut_reference(text: str) -> Iterable[str]:
        words: Iterable[str] = tokenizer.cut(text)
        return words

    return cut_reference
