"""What a page is made of: HTML from its template, and charts between the pieces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from web.address import Address, place
from web.amounts import amount, difference, plain
from web.marking import context, in_place, marked
from web.texts import say, told

if TYPE_CHECKING:
    from graph.facts import Fact
    from ingest.document import Citation
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
    """A page: its title, its parts in order, and classes for the whole."""

    title: str
    parts: tuple[Part, ...]
    classes: str = ""


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
        "passage": lambda cited: Markup(in_place(desk.document(cited.source), cited)),
        "around": lambda cited: Markup(context(desk.document(cited.source), cited)),
        "hit_text": marked_words,
    }
    return Html(_environment().get_template(name).render({**telling, **values}))


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


def place_at(here: Address, cited: Citation) -> str:
    """The address of a place in its report."""
    return here.to(f"/reports/{cited.source}", start=cited.start, end=cited.end).text + "#here"


def marked_words(text: str, words: tuple[str, ...]) -> Markup:
    """A text with each of these words marked, wherever it stands; case does not count.

    >>> marked_words("满意率<67%", ("满意",))
    Markup('<mark>满意</mark>率&lt;67%')
    """
    lower = text.lower()
    spans = sorted(
        (start, start + len(word))
        for word in {word.lower() for word in words if word}
        for start in range(len(lower))
        if lower.startswith(word, start)
    )
    pieces, position = [], 0
    for start, end in spans:
        if start >= position:
            pieces += [marked(text[position:end], position, start, end)]
            position = end
    return Markup("".join(pieces) + marked(text[position:], 0, 0, 0))
