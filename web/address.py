"""Addresses of the pages. All that a page shows is said by its address, so that any view can be sent on.

Address("/search", (("q", "一网通办"), ("year", "2023"))).text      '/search?q=...&year=2023'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

Fields = tuple[tuple[str, str], ...]
Value = str | int | None | Iterable[str | int]

OPEN = "open"
"""The place shown in the reading pane, as `SOURCE:START-END`."""

LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its fields, in order; a field may stand several times."""

    path: str
    fields: Fields = ()

    def one(self, name: str) -> str:
        """The first value of a field, "" where it is not given."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field that say anything, each once."""
        return tuple(
            dict.fromkeys(value.strip() for key, value in self.fields if key == name and value.strip())
        )

    def numbers(self, name: str) -> tuple[int, ...]:
        """The values of a field that are numbers.

        >>> Address("/search", (("year", "2023"), ("year", "x"))).numbers("year")
        (2023,)
        """
        return tuple(int(value) for value in self.all(name) if value.isascii() and value.isdigit())

    def number(self, name: str, otherwise: int) -> int:
        """The first value of a field that is a number."""
        return next(iter(self.numbers(name)), otherwise)

    @property
    def lang(self) -> str:
        """The language of the page: "zh" or "en"."""
        return "en" if self.one(LANGUAGE) == "en" else "zh"

    def put(self, **changes: Value) -> Address:
        """The address with these fields in place of those of the same names; None and "" take a field away.

        >>> Address("/search", (("q", "a"), ("page", "2"))).put(q="b", page=None).text
        '/search?q=b'
        """
        kept = [(key, value) for key, value in self.fields if key not in changes]
        return replace(self, fields=(*kept, *_flat(changes)))

    def toggle(self, name: str, value: str | int) -> Address:
        """The address with this value of a field put in or, if it is there, taken out.

        >>> Address("/search", (("year", "2023"),)).toggle("year", 2023).text
        '/search'
        """
        now = [each for each in self.all(name) if each != str(value)]
        return self.put(**{name: [*now, str(value)] if len(now) == len(self.all(name)) else now})

    def to(self, path: str, **fields: Value) -> Address:
        """Another page in the same language."""
        language = {LANGUAGE: self.lang} if self.lang != "zh" else {}
        return Address(path, _flat({**fields, **language}))

    def as_path(self, path: str) -> Address:
        """Another path with the same fields: the same view as a file."""
        return replace(self, path=path)

    @property
    def text(self) -> str:
        """The address as it stands in a link."""
        path = quote(self.path, safe="/@:")
        return f"{path}?{urlencode(self.fields)}" if self.fields else path


def _flat(fields: Mapping[str, Value]) -> Fields:
    flat: list[tuple[str, str]] = []
    for name, value in fields.items():
        several = [value] if value is None or isinstance(value, str | int) else list(value)
        flat += [(name, str(each)) for each in several if each is not None and each != ""]
    return tuple(flat)


def place(source: str, start: int, end: int) -> str:
    """How a place of a report is named in an address.

    >>> place("a/b.txt", 3, 9)
    'a/b.txt:3-9'
    """
    return f"{source}:{start}-{end}"
