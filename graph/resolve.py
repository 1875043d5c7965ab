"""From mentions to entities: which names mean the same thing, in a report and across reports.

区政务服务中心 is that of the reporting district, 我局 the reporting department, 市局 its counterpart in the city.
Two names are the same when they have the same key: the place in full, then the name without quotation marks.
The same name of two places stays two entities. The key also makes the id, so that reports agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.facts import Entity, EntityType, Mention, identify
from graph.home import AREA, SELF, Home
from graph.ontology.vocabulary import common_names, equivalents, local_names
from graph.wording import is_stem
from ingest.divisions import lookup
from ingest.document import Document
from ingest.fold import squeeze

_QUOTED = re.compile(r"^([^“”]{0,8})“([^“”]{2,16})”")
_DEFINED = re.compile(r"[（(](?:以下|下称|下文)?(?:统?简称|称)(?:为|：|:)?\s*[“\"《]?([^”\"》）)]{2,20})[”\"》]?[）)]")
_BRACKETED = re.compile(r"[（(][“\"]([^”\"（）]{2,12})[”\"][）)]")
_NUMBER_BEHIND_TITLE = re.compile(r"》?[（(]$")
# Things that other places have under the same plain name: the name alone is not enough to call them the same.
_OF_A_PLACE: frozenset[EntityType] = frozenset({"PLATFORM", "PROJECT", "ORG", "REGION"})


# 狮岭镇 in 狮岭镇政务服务中心, the issuer in 市财政局关于…的通知.
_SMALL_PLACE = re.compile(r"([一-鿿]{2,4}?)(?:街道|镇|街|乡)(?=[一-鿿]{2})")
_ISSUER = re.compile(r"([一-鿿“”]{2,24}?(?:委员会|办公室|政府|局|委|厅|院|办))(?:、[一-鿿]{2,16})*(?:印发)?关于")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of a report, and the id of the entity of each mention."""

    entities: tuple[Entity, ...]
    by_mention: Mapping[Mention, str]


@dataclass(slots=True)
class _Group:
    type: EntityType
    key: str
    mentions: list[Mention] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    full: str = ""


def resolve(document: Document, mentions: Iterable[Mention]) -> Resolution:
    """Groups `mentions` into entities, named in full where the report tells the place."""
    home = Home.of(document.about)
    given = sorted(mentions, key=lambda m: (m.start, m.end))
    ordered = sorted({*given, *(n for m in given for n in _nested(m, home))}, key=lambda m: (m.start, -m.end))
    groups: dict[tuple[EntityType, str], _Group] = {}
    owner: dict[Mention, _Group] = {}
    for mention in ordered:
        type_, full = _canonical(document, mention, home, ordered, owner)
        group = groups.setdefault((type_, _key(full)), _Group(type_, _key(full), full=full))
        group.mentions.append(mention)
        group.forms |= set(_forms(document, mention))
        owner[mention] = group
    _join_quoted(list(groups.values()), owner)
    return _finish(document, home, owner)


def _nested(mention: Mention, home: Home) -> Iterable[Mention]:
    """The places that a name begins with, and who issued a document by its title."""

    def part(start: int, end: int, type_: EntityType) -> Mention:
        return Mention(mention.start + start, mention.start + end, mention.text[start:end], type_)

    for found in home.places_before(mention.text):
        if found.end < len(mention.text):
            yield part(found.start, found.end, "REGION")
    small = _SMALL_PLACE.match(mention.text)
    if small and mention.type in ("ORG", "REGION", "PLATFORM") and is_stem(small[1]):
        yield part(0, small.end(), "REGION")
    issuer = _ISSUER.match(mention.text) if mention.type == "POLICY" else None
    if issuer:
        yield part(0, issuer.end(1), "ORG")


def _canonical(
    document: Document,
    mention: Mention,
    home: Home,
    ordered: list[Mention],
    owner: Mapping[Mention, _Group],
) -> tuple[EntityType, str]:
    """The type and full name of what a mention means."""
    text = mention.text
    if mention.type == "REGION":
        return "REGION", _region(text, home)
    if mention.type == "ORG":
        if home.department and (SELF.fullmatch(text) or text in home.names):
            return "ORG", home.department
        counterpart = home.counterpart(text)
        if counterpart:
            return "ORG", counterpart
    if mention.type == "POLICY" and text.endswith("号") and _NUMBER_BEHIND_TITLE.search(document.text[: mention.start][-2:]):
        title = next((m for m in owner if m.end in range(mention.start - 3, mention.start)), None)
        if title is not None:
            return "POLICY", owner[title].full
    return mention.type, _named(document, mention, home)


def _region(text: str, home: Home) -> str:
    if AREA.fullmatch(text):
        return home.of_level(text[-1]) or text
    place, rest = home.split(text)
    if place is None:
        return f"{home.place}{text}"
    return place + rest


def _named(document: Document, mention: Mention, home: Home) -> str:
    place, rest = home.split(mention.text)
    known = common_names().get(rest) or (common_names().get(mention.text) if place is None else None)
    if known and known[0] == mention.type:
        rest = known[1]
    if mention.type in ("POLICY", "AWARD", "EVENT"):
        return known[1] if known else mention.text
    if place is None and mention.type in _OF_A_PLACE:
        place = home.determined(document.text[max(mention.start - 2, 0) : mention.start])
        unbound = known is not None and known[1] not in local_names()
        if place is None and not unbound and "“" not in mention.text and mention.type != "ORG":
            place = home.place
    return f"{place or ''}{rest}"


def _key(full: str) -> str:
    for form, compared in equivalents():
        full = full.replace(form, compared)
    return squeeze(full)


def _forms(document: Document, mention: Mention) -> Iterable[str]:
    """The mention's text, with 全市 … before it as another form, and short forms defined right behind it."""
    yield mention.text
    before = document.text[max(mention.start - 2, 0) : mention.start]
    if AREA.fullmatch(before) and mention.type != "REGION":
        yield before + mention.text
    behind = document.text[mention.end : mention.end + 40]
    for pattern in (_DEFINED, _BRACKETED):
        match = pattern.match(behind.lstrip("》”"))
        if match:
            yield match[1]


def _join_quoted(groups: list[_Group], owner: dict[Mention, _Group]) -> None:
    """“事前服务” alone means the “事前服务”工作模式 that the report names in full; of several, the first named."""
    by_core: dict[str, _Group] = {}
    for group in groups:
        for form in sorted(group.forms):
            match = _QUOTED.match(form)
            if match and form[match.end() :]:
                first = by_core.setdefault(squeeze(match[2]), group)
                if group.mentions[0].start < first.mentions[0].start:
                    by_core[squeeze(match[2])] = group
    for core, group in by_core.items():
        for other in groups:
            if other is group or other.key != core or other.type not in ("PLATFORM", "INITIATIVE"):
                continue
            group.mentions += other.mentions
            group.forms |= other.forms
            for mention in other.mentions:
                owner[mention] = group
            other.mentions = []
    for core, group in by_core.items():
        group.forms |= {m[2] for form in tuple(group.forms) if (m := _QUOTED.match(form)) and squeeze(m[2]) == core}


def _finish(document: Document, home: Home, owner: Mapping[Mention, _Group]) -> Resolution:
    entities: dict[int, Entity] = {}
    by_mention: dict[Mention, str] = {}
    for mention, group in owner.items():
        if id(group) not in entities:
            name = _display(group, home)
            entities[id(group)] = Entity(
                id=identify(group.type, group.key),
                name=name,
                type=group.type,
                aliases=tuple(sorted(group.forms - {name})),
                mentions=tuple(document.cite(m.start, m.end) for m in sorted(group.mentions, key=lambda m: m.start)),
            )
        by_mention[mention] = entities[id(group)].id
    return Resolution(tuple(sorted(entities.values(), key=lambda e: (e.type, e.name, e.id))), by_mention)


def _display(group: _Group, home: Home) -> str:
    """The fullest form: as printed with its place, else with the place that is meant."""
    if group.type == "REGION":
        divisions = lookup(group.full) or lookup(group.full.removeprefix(home.city or "\n"))
        if divisions:
            return divisions[0].name
        return max(sorted(group.forms), key=len)
    placed = [form for form in sorted(group.forms) if home.split(form)[0] and form[0] not in "省市区县州"]
    if placed:
        return max(placed, key=len)
    levelled = [form for form in group.forms if form[0] in "省市区县州" and home.split(form)[0]]
    if group.type == "ORG" and (levelled or group.full == home.department):
        return group.full.removeprefix(home.city or "") if home.district and home.district in group.full and group.full != home.department else group.full
    if levelled and home.place:
        return group.full.removeprefix(home.city or "") if home.district and home.district in group.full else group.full
    return max(sorted(group.forms), key=len)
