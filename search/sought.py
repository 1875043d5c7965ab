"""What is looked for: a query in the words of whoever asks, and in those of the field.

The field's words for everyday ones (`language/thesaurus.toml`) find what a query does not say; they come with what it is
about, so that where, when and how much is asked counts less beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.lexical import tokens

_SAID, _WIDE = 1.0, 0.75
"""What a token counts for standing in the query, and in what it is about with the field's words. Half counting less
for the words that say where and when, and other weights, were tried: decision 0020."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A query.

    Attributes:
        text: as it was put.
        wide: what it is about, with the field's words; empty where there are none.
    """

    text: str
    wide: str = ""

    @property
    def widest(self) -> str:
        """The query with all words that mean the same."""
        return f"{self.text} {self.wide}" if self.wide else self.text

    @property
    def wordings(self) -> tuple[str, ...]:
        """The query as it was put and, where that is another, with the field's words: its meaning is their mean."""
        return (self.text, self.widest) if self.wide else (self.text,)

    def weights(self) -> Mapping[str, float]:
        """What each token counts in the word index.

        >>> weights = Sought("花都区差评", "差评 工单").weights()
        >>> weights["花都"], weights["差评"], weights["工单"]
        (1.0, 1.75, 0.75)
        """
        found = dict.fromkeys(tokens(self.text), _SAID)
        for token in dict.fromkeys(tokens(self.wide)):
            found[token] = found.get(token, 0.0) + _WIDE
        return found
