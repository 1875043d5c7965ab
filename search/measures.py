"""The measure word that stands behind 多少: 家 in 多少家医院, none in 多少部门."""

from __future__ import annotations

from graph.units import written
from ingest.words import part_of_speech

# The longest measure word and the longest noun that begins like one, in characters.
_MEASURE, _NOUN = 5, 3


def measure_at(text: str) -> str:
    """The measure word that a text begins with, "" if none: 项 begins 项目 and 部 begins 部门, which are nouns.

    >>> measure_at("家医院"), measure_at("部门"), measure_at("人次")
    ('家', '', '人次')
    """
    size = next((n for n in range(min(_MEASURE, len(text)), 0, -1) if text[:n] in written()), 0)
    noun = any(part_of_speech(text[:n])[:1] == "n" for n in range(size + 1, min(_NOUN, len(text)) + 1))
    return "" if noun else text[:size]
