"""Words: the one owner of jieba. rjieba (jieba in Rust, the same words) does the work where it is installed.

Words are views on the text; everything is addressed by characters (`docs/explanation/addresses.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Protocol

_LEXICON = Path(__file__).with_name("lexicon") / "words.txt"
# High enough that the dictionary path through the whole word always wins (jieba's own suggestion is lower for
# words made of frequent parts).
_LEXICON_FREQUENCY = 200_000
_DIGITS_WITH_HYPHEN = re.compile(r"\d+(?:-\d+)+")


class _Cutter(Protocol):
    def __call__(self, text: str) -> Iterable[str]: ...


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


def _rust() -> _Cutter:
    import rjieba

    tokenizer = rjieba.Jieba()
    for word in lexicon():
        tokenizer.add_word(word, _LEXICON_FREQUENCY, "n")

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
