"""How a figure of confidence is put to people, on the page and in the terminal alike."""

from __future__ import annotations

from typing import Literal

Level = Literal["sure", "fair", "weak"]

# Steps of the wording: below the second a reader should look at the quote before using the answer.
SURE, FAIR = 0.9, 0.6

WORDS: dict[Level, str] = {"sure": "把握较大", "fair": "大致可信", "weak": "把握不大，请核对原文"}


def level(confidence: float) -> Level:
    """Which of three steps a confidence from 0 to 1 stands on.

    >>> level(0.95), level(0.6), level(0.2)
    ('sure', 'fair', 'weak')
    """
    if confidence >= SURE:
        return "sure"
    return "fair" if confidence >= FAIR else "weak"


def in_words(confidence: float) -> str:
    """What it asks of the reader, with the figure.

    >>> in_words(0.95), in_words(0.2)
    ('把握较大 0.95', '把握不大，请核对原文 0.20')
    """
    return f"{WORDS[level(confidence)]} {confidence:.2f}"
