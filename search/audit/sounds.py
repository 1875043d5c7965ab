"""Characters of one sound, which are taken for each other where text is typed by sound: 行 and 性."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters of everyday use are read alike, whatever the tone.

    >>> sound_alike("行", "性"), sound_alike("康", "宁")
    (True, False)
    """
    return _sounds().get(one, one) == _sounds().get(other, other)


@cache
def _sounds() -> dict[str, str]:
    """The reading of each character of `sounds.txt`."""
    lines = files("search.audit").joinpath("sounds.txt").read_text("utf-8").splitlines()
    read = (line.split() for line in lines if not line.startswith("#"))
    return {character: sound for sound, characters in read for character in characters}
