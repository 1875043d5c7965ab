"""The tokenizer: the dictionary of jieba as a Unigram model, pruned to the words that official text uses.

`jieba.cut(HMM=False)` is the most probable path through a dictionary of word frequencies, which is what
`tokenizers.models.Unigram` computes; so the words are jieba's, in Rust, in one tokenizer.json.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import islice
from math import log
from pathlib import Path
from typing import Any

WORDS = 30_000
"""Words of two or more characters: with some 5,000 characters a table of 18 MB, and pruning 62,000 to
35,000 cost nothing measurable."""

_UNKNOWN = "[UNK]"
_MIN_CHARACTER, _MIN_WORD = 3, 4  # rarer ones have too few sentences to learn a vector from
_MIN_DIGITS = 50  # a number is a word only when it is one to people: a year, a hotline
_UNKNOWN_SCORE = -30.0  # below any word, so that a known path is always better
_NUMBER = re.compile(r"(?<![0-9])[0-9]{2,5}(?![0-9])")
_DOMAIN_COUNT = 1_000  # of the dictionary's 60 million: dearer than any one word, cheaper than any two
_BATCH = 20_000


def domain_words() -> list[str]:
    """The words of `domain_words.txt`."""
    lines = (Path(__file__).parent / "domain_words.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def dictionary() -> dict[str, int]:
    """Word to frequency, from the data file of jieba (the library itself is not imported)."""
    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines() if line)
    return {row[0].lower(): int(row[1]) for row in rows}


def build(words: dict[str, int]) -> Any:
    """A tokenizer over `words` with their frequencies; the id of the unknown is 0."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    total = log(sum(words.values()))
    scored = [(word, log(max(count, 1)) - total) for word, count in words.items()]
    tokenizer = Tokenizer(
        models.Unigram([(_UNKNOWN, _UNKNOWN_SCORE), *scored], unk_id=0, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("[0-9]+|[a-z]+"), "isolated")]
    )
    return tokenizer


def encode_all(tokenizer: Any, texts: Iterable[str]) -> Iterator[list[int]]:
    """The token ids of each text, in order."""
    source = iter(texts)
    while batch := list(islice(source, _BATCH)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            yield encoding.ids


def learn(sentences: list[str]) -> Any:
    """The tokenizer for `sentences`: their characters, their most frequent words, and the domain's words."""
    known = dictionary()
    forced = domain_words()
    characters = Counter("".join(sentences).lower())
    for word in forced:
        known[word] = max(known.get(word, 0), _DOMAIN_COUNT)
    numbers = Counter(number for s in sentences for number in _NUMBER.findall(s))
    known |= {n: c for n, c in numbers.items() if c >= _MIN_DIGITS and n not in forced}
    for character, count in characters.items():
        known.setdefault(character, count)
    full = build(known)
    counts: Counter[int] = Counter()
    for ids in encode_all(full, sentences):
        counts.update(ids)
    frequency = {full.id_to_token(index): count for index, count in counts.items()}
    kept = {c: known[c] for c, n in characters.items() if n >= _MIN_CHARACTER and c.isalnum()}
    words = sorted((w for w in frequency if _is_word(w, frequency[w])), key=lambda w: (-frequency[w], w))
    kept |= {word: known[word] for word in [*forced, *words[:WORDS]]}
    return build(kept)


def _is_word(word: str, count: int) -> bool:
    if len(word) < 2 or word == _UNKNOWN:
        return False
    if word[0].isdigit():
        return count >= _MIN_DIGITS
    return count >= _MIN_WORD
