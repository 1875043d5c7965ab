"""What the pages say, in Chinese and English: `texts.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")


class UnknownTextError(KeyError):
    """A page says something that `texts.toml` does not have."""


@cache
def texts() -> dict[str, dict[str, str]]:
    """All texts by their dotted key, each by language."""
    return dict(_flat("", tomllib.loads((files("web") / "texts.toml").read_text("utf-8"))))


def _flat(path: str, table: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for key, value in table.items():
        dotted = f"{path}.{key}" if path else key
        if isinstance(value, list):
            found.append((dotted, dict(zip(LANGUAGES, value, strict=True))))
        else:
            found += _flat(dotted, value)
    return found


def say(key: str, lang: str, /, **values: object) -> str:
    """The text of a key, with its fields filled in.

    >>> say("nav.ask", "en")
    'Ask'

    Raises:
        UnknownTextError: there is no such key.
    """
    if key not in texts():
        raise UnknownTextError(key)
    text = texts()[key][lang]
    return text.format(**values) if values else text


def told(group: str, name: str | None, lang: str) -> str:
    """What a name of the data is called ("type", "ORG"); the name itself where nothing is said of it.

    >>> told("type", "ORG", "zh"), told("type", "BOAT", "zh")
    ('机构', 'BOAT')
    """
    return texts().get(f"{group}.{name}", {}).get(lang, name or "")
