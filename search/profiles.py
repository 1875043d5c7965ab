"""Profiles: what a report says of each of its measures, so that two can be held against each other by purpose.

A profile is one sentence of a report with all that it names and tells: the things it names (or, where a measure has no
name, what it acts on), the matters it is about, whom it serves, what is done by what means and with what result, the
numbers it is measured by, and where in the report it stands.

    profiles            Profile, read_profiles: a report's sentences as profiles
    profiles_language   what a sentence says by its words (`language/profiles.toml`, `language/matters.toml`)
    profiles_shelf      profiles of the library's reports with their vectors, read once a revision
    profiles_likeness   how alike a question and each profile are, facet by facet
    profiles_reasons    why, in words
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.facts import Knowledge
from ingest.document import Citation, Document
from ingest.split import sentences
from search.profiles_language import Roles, is_aside, matters, roles

KINDS = frozenset({"INITIATIVE", "PLATFORM", "PROJECT", "POLICY", "EVENT"})
# Relations that say what a thing is made of, where it is used and what it rests on.
_TELLING = frozenset({"包含", "覆盖", "依据"})
_SHORTEST = 6  # characters: less is a label
_FEW = 20  # characters: less names a measure, and the next sentence tells it
_SHORTEST_NAME, _LONGEST_NAME = 4, 24  # of what a measure without a name is called
_AMOUNT = re.compile(r"\d")
_ITEM = re.compile(r"[^；;\n]+[；;]?")
_QUOTED = re.compile(r"[“《]([^“”《》]{2,30})[”》]")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[）).、])\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence, where it stands; `id` is the entity's, None for what only stands in quotation marks."""

    name: str
    type: str
    start: int
    end: int
    id: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A sentence of a report as a measure.

    Attributes:
        start, end: where the sentence stands in the document.
        told: the text, or of a heading or a few words the sentence that follows too: that says what it is.
        passage: the index of its passage.
        path: the titles that it stands under.
        names: what it names, in order.
        matters: what it is about (`language/matters.toml`).
        metrics: the canonical metrics of its numbers.
        things: ids of the entities that it names or that these are told to consist of, cover or rest on.
        aside: it tells of a duty or scores paperwork.
    """

    source: str
    start: int
    end: int
    text: str
    told: str
    passage: int
    path: tuple[str, ...]
    names: tuple[Named, ...]
    roles: Roles
    matters: tuple[str, ...]
    metrics: frozenset[str]
    things: frozenset[str]
    aside: bool


def read_profiles(document: Document, knowledge: Knowledge) -> tuple[Profile, ...]:
    """The sentences of a report as profiles, in order; what is said twice in the same words once."""
    spans = list(_spans(document.text))
    starts = [start for start, _ in spans]
    names = _names(knowledge, starts)
    metrics: defaultdict[int, set[str]] = defaultdict(set)
    for fact in knowledge.facts:
        metrics[bisect_right(starts, fact.citation.start) - 1].add(fact.metric_id)
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for relation in knowledge.relations:
        if relation.rel in _TELLING:
            partners[relation.head].add(relation.tail)
    seen: set[str] = set()
    profiles = []
    for at, (start, end) in enumerate(spans):
        text = document.text[start:end]
        if text in seen or text == document.about.title:
            continue
        seen.add(text)
        path = document.section_at(start).path
        told = _told(document, spans, at)
        own = [*names[at], *_quoted(document.text, start, end, names[at])]
        ids = {each.id for each in own if each.id}
        profiles.append(
            Profile(
                source=document.source,
                start=start,
                end=end,
                text=text,
                told=told,
                passage=_passage(document, start),
                path=path,
                names=tuple(sorted(own, key=lambda n: (n.start, -n.end))),
                roles=roles(told),
                matters=matters(told),
                metrics=frozenset(metrics[at]),
                things=frozenset(ids.union(*(partners[id_] for id_ in ids))),
                aside=is_aside(path, text),
            )
        )
    return tuple(profiles)


def named(document: Document, profile: Profile) -> tuple[str, Citation]:
    """What a measure without a name is called, and where: what it acts on, else its first clause, else its heading."""
    parts = (*profile.roles.acts_on, *re.split("[，。；：、]", _NUMBERED.sub("", profile.text)))
    for part in filter(is_a_name, parts):
        called = part[:_LONGEST_NAME]
        at = document.text.find(called, profile.start, profile.end)
        if at >= 0:
            return called, document.cite(at, at + len(called))
    titles = [title for title in reversed(profile.path) if is_a_name(title)]
    called = titles[0] if titles else _NUMBERED.sub("", profile.text)
    return called[:_LONGEST_NAME], document.cite(profile.start, profile.end)


def is_a_name(part: str) -> bool:
    """Whether a part says what a measure is rather than how much of it there was.

    >>> is_a_name("助餐平台"), is_a_name("量共1223544件"), is_a_name("工作"), is_a_name("253.16万元")
    (True, False, False, False)
    """
    return len(part) >= _SHORTEST_NAME and not _AMOUNT.search(part)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, cut at semicolons too: in these reports each item of such a list is a measure."""
    for first, last in sentences(text):
        for item in _ITEM.finditer(text, first, last):
            piece = item.group()
            start = item.start() + len(piece) - len(piece.lstrip())
            end = item.end() - (len(piece) - len(piece.rstrip()))
            if end - start >= _SHORTEST:
                yield start, end


def _told(document: Document, spans: Sequence[tuple[int, int]], at: int) -> str:
    start, end = spans[at]
    text = document.text[start:end]
    section = document.section_at(start)
    heading = section.start <= start < section.body
    if at + 1 == len(spans) or not (heading or end - start < _FEW):
        return text
    first, last = spans[at + 1]
    below = document.section_at(first)
    if (
        last > section.end or below.start <= first < below.body
    ):  # another heading: 一、主要工作 says nothing of 1.
        return text
    return f"{text} {document.text[first:last]}"


def _names(knowledge: Knowledge, starts: Sequence[int]) -> defaultdict[int, list[Named]]:
    """The things that each sentence names, by the sentence's number."""
    names: defaultdict[int, list[Named]] = defaultdict(list)
    for entity in knowledge.entities:
        for citation in entity.mentions if entity.type in KINDS else ():
            at = bisect_right(starts, citation.start) - 1
            if at >= 0:
                names[at].append(Named(entity.name, entity.type, citation.start, citation.end, entity.id))
    return names


def _quoted(text: str, start: int, end: int, known: Sequence[Named]) -> Iterator[Named]:
    """What stands in quotation marks and is no known thing: measures are often called so once only."""
    taken = {each.name for each in known}
    for match in _QUOTED.finditer(text, start, end):
        if match[1] not in taken and not any(
            n.start <= match.start(1) and match.end(1) <= n.end for n in known
        ):
            taken.add(match[1])
            yield Named(match[1], "INITIATIVE", match.start(1), match.end(1), None)


def _passage(document: Document, start: int) -> int:
    """The passage that holds a place, or the last before it (headings stand in none)."""
    passages = document.passages
    at = bisect_right(passages, start, key=lambda p: p.start) - 1
    if at + 1 < len(passages) and (at < 0 or passages[at].end <= start):
        at += 1  # a heading belongs to what stands under it
    return max(at, 0)
