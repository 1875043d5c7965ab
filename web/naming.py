"""Names and numbers in what is read as links: a name to its entity, a number to the quote that says it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from web.address import Address, place
from web.marking import Span
from web.texts import told

if TYPE_CHECKING:
    from graph.facts import Entity
    from ingest.document import Citation
    from web.desk import Desk

SHORTEST = 2
"""Characters of a name that is linked in a sentence of ours; a single one may be part of any word."""

_NUMBER = re.compile(r"(?<![\d.,A-Za-z])\d[\d,]*(?:\.\d+)?[%％]?(?![\d.,]*\d|年|月|日)")
"""A number that is told; a date is the scope of what is told."""

Link = tuple[int, int, str]
"""Characters `start:end` of a sentence, and the attributes of their link."""


def name_spans(entities: Iterable[Entity], here: Address, classes: str = "e") -> Iterator[Span]:
    """Every mention of the entities, as a link to its page; `classes` and the type say how it looks."""
    for entity in entities:
        href = here.to(f"/entities/{entity.id}").text
        title = f"{told('type', entity.type, here.lang)} · {entity.name}"
        for mention in entity.mentions:
            yield Span(mention.start, mention.end, f"{classes} e-{entity.type}", href, title=title)


def quiet_spans(desk: Desk, here: Address, source: str) -> tuple[Span, ...]:
    """The names of a report as links that show only when they are looked for, in the order of the text."""

    def make() -> tuple[Span, ...]:
        return tuple(sorted(name_spans(desk.entities([source]), here, "q"), key=lambda span: span.start))

    return desk.keep(("quiet", source, here.lang), make)


def linked(desk: Desk, here: Address, text: str, citations: Sequence[Citation]) -> Markup:
    """A sentence about `citations`, its names and the numbers that they say as links; all is escaped."""
    links = list(_names(desk, here, text, citations))
    links += [link for link in _numbers(here, text, citations) if not _touches(link, links)]
    pieces, position = [], 0
    for start, end, attributes in sorted(links):
        inside = escape(text[start:end])
        pieces += [escape(text[position:start]), f"<a {attributes}>{inside}</a>"]
        position = end
    return Markup("".join(pieces) + escape(text[position:]))


def place_at(here: Address, cited: Citation) -> str:
    """The address of a place in its report."""
    return here.to(f"/reports/{cited.source}", start=cited.start, end=cited.end).text + "#here"


def _opening(here: Address, cited: Citation) -> str:
    """The attributes of a link that opens a place beside the page."""
    opened = place(cited.source, cited.start, cited.end)
    return f'class="place" href="{escape(place_at(here, cited))}" data-open="{escape(opened)}"'


def _names(desk: Desk, here: Address, text: str, citations: Sequence[Citation]) -> Iterator[Link]:
    taken: list[Link] = []
    called = _called(desk, tuple(dict.fromkeys(cited.source for cited in citations)))
    for name in sorted((name for name in called if name in text), key=lambda name: (-len(name), name)):
        ids = called[name]
        # A name of several things leads to all that it can mean.
        target = here.to(f"/entities/{ids[0]}") if len(ids) == 1 else here.to("/entities", name=name)
        for found in re.finditer(re.escape(name), text):
            link = (found.start(), found.end(), f'class="q" href="{escape(target.text)}"')
            if not _touches(link, taken):
                taken.append(link)
                yield link


def _called(desk: Desk, sources: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """What the names of these reports mean, by name."""

    def make() -> dict[str, list[str]]:
        called: defaultdict[str, list[str]] = defaultdict(list)
        for entity in desk.entities(sources):
            for name in dict.fromkeys((entity.name, *(mention.quote for mention in entity.mentions))):
                if len(name) >= SHORTEST:
                    called[name].append(entity.id)
        return dict(called)

    return desk.keep(("called", sources), make)


def _numbers(here: Address, text: str, citations: Sequence[Citation]) -> Iterator[Link]:
    for found in _NUMBER.finditer(text):
        wanted = re.compile(rf"(?<![\d.]){re.escape(found[0].replace(',', ''))}(?![\d.]*\d)")
        said = (cited for cited in citations if wanted.search(cited.quote.replace(",", "")))
        if cited := next(said, None):
            yield found.start(), found.end(), _opening(here, cited)


def _touches(link: Link, others: Iterable[Link]) -> bool:
    return any(link[0] < end and start < link[1] for start, end, _ in others)
