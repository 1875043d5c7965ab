"""What a page is made of: HTML from its template, and charts between the pieces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from web.address import Address, place
from web.amounts import amount, difference, plain
from web.marking import Span, context, in_place, marked, within
from web.naming import linked, place_at, quiet_spans
from web.texts import say, told

if TYPE_CHECKING:
    from graph.facts import Fact
    from search.answer import Hit
    from web.desk import Desk

Options = dict[str, Any]
"""An ECharts option object."""


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of HTML in which everything from reports and people is escaped already."""

    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart under a heading, `height` pixels high; what it shows stands in a table beside it too."""

    label: str
    options: Options
    height: int = 280


@dataclass(frozen=True, slots=True)
class Live:
    """Elements that answer to clicks: `build` makes them, on the event loop."""

    build: Callable[[], Awaitable[None]]


Part = Html | Chart | Live


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page: its title, its parts in order, classes for the whole, and its status (404 where there is no such thing)."""

    title: str
    parts: tuple[Part, ...]
    classes: str = ""
    status: int = 200


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"amount": amount, "plain": plain}
    environment.globals |= {"difference": difference, "fact_values": fact_values}
    return environment


def render(name: str, here: Address, desk: Desk, /, **values: object) -> Html:
    """The template `name` with these values, in the language of the address."""
    lang = here.lang
    telling: Mapping[str, object] = {
        "here": here,
        "desk": desk,
        "t": lambda key, **fields: say(key, lang, **fields),
        "told": lambda group, name: told(group, name, lang),
        "at": lambda path, **fields: here.to(path, **fields).text,
        "place_at": lambda cited: place_at(here, cited),
        "place_name": lambda cited: place(cited.source, cited.start, cited.end),
        "passage": lambda cited: Markup(
            in_place(desk.document(cited.source), cited, quiet_spans(desk, here, cited.source))
        ),
        "around": lambda cited: Markup(context(desk.document(cited.source), cited)),
        "linked": lambda text, citations: linked(desk, here, text, citations),
        "found_text": lambda hit: _found_text(here, desk, hit),
    }
    return Html(_environment().get_template(name).render({**telling, **values}))


def _found_text(here: Address, desk: Desk, hit: Hit) -> Markup:
    """A passage that was found, with what it was found by marked."""
    spans = within(quiet_spans(desk, here, hit.source), hit.start, hit.end)
    return marked_places(hit.text, hit.start, hit.marks, spans)


def fact_values(fact: Fact) -> dict[str, str]:
    """What can be corrected of a fact, as a person would type it."""
    low, high = fact.quantity.low, fact.quantity.high
    return {
        "value": f"{low:f}" if low == high else f"{low:f}-{high:f}",
        "unit": fact.quantity.unit,
        "metric": fact.metric,
        "subject": fact.subject,
        "period": str(fact.period or ""),
        "kind": fact.kind,
    }


def marked_places(text: str, offset: int, marks: Sequence[tuple[int, int]], spans: Sequence[Span]) -> Markup:
    """A text that stands at `offset` of its report, with these places of the report marked, and the spans in it.

    >>> marked_places("满意率<67%", 10, ((10, 12),), ())
    Markup('<mark>满意</mark>率&lt;67%')
    """
    pieces, position = [], 0
    for start, end in marks:
        first, last = start - offset, end - offset
        pieces.append(marked(text[position:last], offset + position, offset + first, end, spans=spans))
        position = last
    return Markup("".join(pieces) + marked(text[position:], offset + position, 0, 0, spans=spans))
