"""The text that may teach the shipped encoder, cut into sentences and windows."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OFFICIAL = {"text_gwr": 1.0, "text_policies": 1.0, "text_jszx": 1.0, "text_laws": 0.6}
"""Official text (free to use) and the share of its documents that is read: statutes are ten times longer
than all the rest and would drown it."""

OPEN_PAIRS = "train_pairs_open_bysa"
"""Question sets under CC BY-SA: DRCD dev, zhSQuAD2 dev, CMRC trial. No others go into shipped weights."""

# A window is as long as a passage of the product (150-350 characters), its query included.
_WINDOW_MIN, _WINDOW_MAX = 120, 300
# Cuts are short enough for a sentence of a list and long enough to hold a statement.
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_MARKUP = re.compile(r"^[#>*\-\s]+|[*`|]+")


@dataclass(frozen=True, slots=True)
class Text:
    """An official document: `title` may be ""."""

    title: str
    sentences: tuple[str, ...]


def read_lines(folder: Path, name: str) -> Iterator[dict[str, object]]:
    """The objects of `folder/name.jsonl.xz`.

    Raises:
        FileNotFoundError: with the name of the file that is missing.
    """
    with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def official_texts(folder: Path, seed: int) -> list[Text]:
    """All official documents that take part, in a fixed order."""
    chance = random.Random(seed)
    texts = []
    for name, share in OFFICIAL.items():
        for row in read_lines(folder, name):
            if chance.random() < share:
                texts.append(Text(str(row.get("title") or ""), sentences_of(str(row["text"]))))
    return texts


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of `text`, without the marks of Markdown.

    >>> sentences_of("## 第一章 总则\\n为了规范管理，制定本条例。自公布之日起施行。")
    ('第一章 总则', '为了规范管理，制定本条例。', '自公布之日起施行。')
    """
    pieces = (_MARKUP.sub("", piece.strip()) for piece in _SENTENCE.findall(text))
    return tuple(piece for piece in pieces if len(piece) > 1)


def windows_of(lengths: list[int], chance: random.Random) -> list[tuple[int, int]]:
    """Runs of sentences `first:last` of 120 to 300 characters that cover a document once.

    Args:
        lengths: the characters of each sentence.
    """
    windows, first, size, goal = [], 0, 0, chance.randint(_WINDOW_MIN, _WINDOW_MAX)
    for index, length in enumerate(lengths):
        size += length
        if size >= goal:
            if index > first:  # one long sentence leaves nothing to pair it with
                windows.append((first, index + 1))
            first, size, goal = index + 1, 0, chance.randint(_WINDOW_MIN, _WINDOW_MAX)
    if size >= _WINDOW_MIN and len(lengths) - first > 1:
        windows.append((first, len(lengths)))
    return windows
