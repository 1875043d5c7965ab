"""From mentions to entities: which names mean the same thing, in a report and across reports.

区政务服务中心 is that of the reporting district, 我局 the reporting department, 市局 its counterpart in the
city. Two names are the same when they have the same key: the place in full, then the name without quotation
marks. The same name of two places stays two entities. The key also makes the id, so that reports agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graph.elision import complete_elided
from graph.facts import Entity, EntityType, Mention, identify
from graph.home import AREA, SELF, Home
from graph.ontology.vocabulary import common_names, equivalents, local_names
from graph.wording import LEVELS, is_stem
from ingest.divisions import lookup
from ingest.document import Document
from ingest.fold import squeeze

_QUOTED = re.compile(r"^([^“”]{0,8})“([^“”]{2,16})”")
_DEFINED = re.compile(
    r"[（(](?:以下|下称|下文)?(?:统?简称|称)(?:为|：|:)?\s*[“\"《]?([^”\"》）)]{2,20})[”\"》]?[）)]"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?=[^\d年])")
_BRACKETED = re.compile(r"[（(][“\"]([^”\"（）]{2,12})[”\"][）)]")
# “X” alone may mean the platform or practice “X”…; a plan for it or a project to build it is another thing.
_QUOTABLE: frozenset[EntityType] = frozenset({"PLATFORM", "INITIATIVE", "EVENT", "AWARD"})
# A “一网通办”专窗 is no 一网通办, only one of its windows.
_WINDOWS = ("专窗", "专区", "专席", "专栏", "专题", "窗口", "专线", "试点")
# A shorter ending than this is shared by different things (数据平台).
_SHORTEST_ENDING = 4
# Of the largest reports all names fit; each is compared a dozen times.
_NAMES = 8192
# Things that other places have under the same plain name: the name alone is not enough to call them the same.
_OF_A_PLACE: frozenset[EntityType] = frozenset({"PLATFORM", "PROJECT", "ORG", "REGION"})


# 狮岭镇 in 狮岭镇政务服务中心, the issuer in 市财政局关于…的通知.
_SMALL_PLACE = re.compile(r"([一-鿿]{2,4}?)(?:街道|镇|街|乡)(?=[一-鿿]{2})")
# The office of a commission in the name of one of its groups.
_PARENT = re.compile(r"([一-鿿]{4,}?(?:领导小组|指挥部|委员会|专班|联席会议)办公室)[一-鿿]{2,8}组$")
_ISSUER = re.compile(
    r"([一-鿿“”]{2,24}?(?:委员会|办公室|政府|局|委|厅|院|办))(?:、[一-鿿]{2,16})*(?:印发)?关于"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of a report, and the id of the entity of each mention."""

    entities: tuple[Entity, ...]
    by_mention: Mapping[Mention, str]


@dataclass(slots=True)
class _Group:
    """One entity in the making.

    Attributes:
        full: its name with the place in full; `key` is what that is compared by.
        rest: the key without the place.
        forms: how the report prints it.
    """

    type: EntityType
    full: str
    rest: str
    mentions: list[Mention] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return _key(self.full)


def resolve(document: Document, mentions: Iterable[Mention]) -> Resolution:
    """Groups `mentions` into entities, named in full where the report tells the place."""
    home = Home.of(document.about)
    given = sorted(mentions, key=lambda m: (m.start, m.end))
    inside = (n for m in given for n in _nested(m, home))
    known = {*given, *inside, *complete_elided(document.text, given)}
    ordered = sorted(known, key=lambda m: (m.start, -m.end, m.type))
    groups: dict[tuple[EntityType, str], _Group] = {}
    owner: dict[Mention, _Group] = {}
    for mention in ordered:
        type_, full = _canonical(document, mention, home, owner)
        rest = _key(home.split(full)[1])
        group = groups.setdefault((type_, _key(full)), _Group(type_, full, rest))
        group.mentions.append(mention)
        group.forms |= set(_forms(document, mention))
        owner[mention] = group
    _join_quoted(list(groups.values()), owner)
    _join_shortened(list(groups.values()), owner)
    _join_untold(list(groups.values()), owner)
    _join_new(list(groups.values()), owner)
    owner = {
        mention: group for mention, group in owner.items() if not _is_background(group, home, set(given))
    }
    return _finish(document, home, owner)


def _nested(mention: Mention, home: Home) -> Iterable[Mention]:
    """The places that a name begins with, and who issued a document by its title."""

    def part(start: int, end: int, type_: EntityType) -> Mention:
        return Mention(mention.start + start, mention.start + end, mention.text[start:end], type_)

    for found in home.places_before(mention.text):
        qualifies = found.short and mention.type == "REGION"  # 云南昆明 names Kunming
        if found.end < len(mention.text) and not qualifies:
            yield part(found.start, found.end, "REGION")
    small = _SMALL_PLACE.match(mention.text)
    if small and mention.type in ("ORG", "REGION", "PLATFORM") and is_stem(small[1]):
        yield part(0, small.end(), "REGION")
    parent = _PARENT.match(mention.text) if mention.type == "ORG" else None
    if parent:
        yield part(0, parent.end(1), "ORG")
    issuer = _ISSUER.match(mention.text) if mention.type == "POLICY" else None
    if issuer:
        yield part(0, issuer.end(1), "ORG")


def _canonical(
    document: Document, mention: Mention, home: Home, owner: Mapping[Mention, _Group]
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
    if mention.type == "POLICY" and text.endswith("号"):
        title = _title_before(document, mention, owner)
        if title is not None:
            return "POLICY", title.full
    return mention.type, _named(document, mention, home)


def _title_before(document: Document, number: Mention, owner: Mapping[Mention, _Group]) -> _Group | None:
    """《…的通知》（穗府〔2021〕64号）: the document that the number stands behind."""
    if not document.text.endswith(("》（", "》("), 0, number.start):
        return None
    return next((group for mention, group in owner.items() if mention.end == number.start - 2), None)


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


@lru_cache(maxsize=_NAMES)
def _key(full: str) -> str:
    for form, compared in equivalents():
        full = full.replace(form, compared)
    return squeeze(full)


def _forms(document: Document, mention: Mention) -> Iterable[str]:
    """The mention's text, with 全市 … before it as another form, and short forms defined right behind it."""
    yield mention.text
    if mention.type in ("AWARD", "EVENT") and (year := _YEAR.match(mention.text)):
        yield mention.text[year.end() :]
    before = document.text[max(mention.start - 2, 0) : mention.start]
    if AREA.fullmatch(before) and mention.type != "REGION":
        yield before + mention.text
    behind = document.text[mention.end : mention.end + 40]
    for pattern in (_DEFINED, _BRACKETED):
        match = pattern.match(behind.lstrip("》”"))
        if match:
            yield match[1]


def _join_quoted(groups: list[_Group], owner: dict[Mention, _Group]) -> None:
    """“事前服务” alone means the “事前服务”工作模式 that the report names in full; of several, the first."""
    named: dict[str, list[_Group]] = {}
    for group in sorted(groups, key=lambda g: g.mentions[0].start):
        cores = {_core(form) for form in group.forms} if group.type in _QUOTABLE else set()
        for core in cores - {None}:
            named.setdefault(str(core), []).append(group)
    alone: dict[str, list[_Group]] = {}
    for group in groups:
        if group.type in ("PLATFORM", "INITIATIVE"):
            alone.setdefault(group.rest, []).append(group)
    for core, (first, *rest) in named.items():
        same = core not in common_names() or not first.rest.endswith(_WINDOWS)
        for other in rest:
            if other.type == first.type and _head(other) == _head(first) and _same_place(other, first):
                _merge(first, other, owner)
        if same:
            first.forms.add(core)
        for other in alone.get(squeeze(core), ()) if same else ():
            if other is not first:
                _merge(first, other, owner)


def _join_shortened(groups: list[_Group], owner: dict[Mention, _Group]) -> None:
    """三维地图 means the 数字孪生三维地图, where just one longer name of its kind ends so."""
    platforms = [g for g in groups if g.type == "PLATFORM"]
    shorts = {g.rest for g in platforms if len(g.rest) >= _SHORTEST_ENDING}
    ending: dict[str, list[_Group]] = {}
    for group in platforms:
        for at in range(1, len(group.rest) - _SHORTEST_ENDING + 1):
            if group.rest[at:] in shorts:
                ending.setdefault(group.rest[at:], []).append(group)
    for short in platforms:
        if not short.mentions or len(short.rest) < _SHORTEST_ENDING:
            continue
        longer = [g for g in ending.get(short.rest, ()) if g.mentions]
        if len(longer) == 1:
            _merge(longer[0], short, owner)


def _join_untold(groups: list[_Group], owner: dict[Mention, _Group]) -> None:
    """A quotation of untold kind is a practice, unless the report calls it a platform elsewhere."""
    told = {g.rest: g for g in groups if g.mentions and g.type in ("PLATFORM", "EVENT", "PROJECT")}
    for group in groups:
        if group.type == "INITIATIVE" and group.mentions and group.rest in told:
            _merge(told[group.rest], group, owner)


def _join_new(groups: list[_Group], owner: dict[Mention, _Group]) -> None:
    """花都区新政务服务大厅 is the 花都区政务服务大厅 where the report names no other."""
    plain = {(g.type, g.key): g for g in groups if g.mentions}
    for group in groups:
        if group.mentions and group.type in ("ORG", "REGION") and group.rest.startswith("新"):
            key = group.key.removesuffix(group.rest) + group.rest[1:]
            if len(group.rest) > _SHORTEST_ENDING and (group.type, key) in plain:
                _merge(plain[group.type, key], group, owner)


def _is_background(group: _Group, home: Home, given: set[Mention]) -> bool:
    """A place that is not named by itself: 全省, or only inside names (广东省 in 广东省人民政府), and is not home."""
    if group.type != "REGION" or not lookup(group.full.removeprefix(home.city or "\n")):
        return False
    if group.full in (home.place, home.city):
        return False
    return all(AREA.fullmatch(m.text) or m not in given for m in group.mentions)


def _core(form: str) -> str | None:
    match = _QUOTED.match(form)
    return match[2] if match and form[match.end() :] else None


def _same_place(one: _Group, other: _Group) -> bool:
    """市“三化”试点 is not 区“三化”试点; the place may be left out."""
    places = {group.key.removesuffix(group.rest) for group in (one, other)}
    return len(places - {""}) < 2


def _head(group: _Group) -> str:
    return group.rest[-2:]


def _merge(into: _Group, other: _Group, owner: dict[Mention, _Group]) -> None:
    into.mentions += other.mentions
    into.forms |= other.forms
    for mention in other.mentions:
        owner[mention] = into
    other.mentions = []


def _finish(document: Document, home: Home, owner: Mapping[Mention, _Group]) -> Resolution:
    entities: dict[int, Entity] = {}
    by_mention: dict[Mention, str] = {}
    for mention, group in owner.items():
        entity = entities.get(id(group)) or entities.setdefault(id(group), _entity(document, home, group))
        by_mention[mention] = entity.id
    return Resolution(tuple(sorted(entities.values(), key=lambda e: (e.type, e.name, e.id))), by_mention)


def _entity(document: Document, home: Home, group: _Group) -> Entity:
    name = _display(group, home)
    return Entity(
        id=identify(group.type, group.key),
        name=name,
        type=group.type,
        aliases=tuple(sorted(group.forms - {name})),
        mentions=tuple(document.cite(m.start, m.end) for m in sorted(group.mentions, key=lambda m: m.start)),
    )


def _display(group: _Group, home: Home) -> str:
    """The fullest form: as printed with its place, else with the place that is meant."""
    printed = sorted(f for f in group.forms if not AREA.match(f)) or sorted(group.forms)
    if group.type == "REGION":
        divisions = lookup(group.full) or lookup(group.full.removeprefix(home.city or "\n"))
        return divisions[0].name if divisions else max(printed, key=len)
    if group.type == "POLICY":
        return group.full
    placed = [form for form in printed if home.split(form)[0] and form[0] not in LEVELS]
    if placed:
        return max(placed, key=len)
    if group.type == "ORG" and group.full == home.department:
        return group.full
    local = home.place and common_names().get(group.full[len(home.place) :], ("", ""))[1] in local_names()
    if not local and not any(form[0] in LEVELS and home.split(form)[0] for form in printed):
        return max(printed, key=len)
    # 广州市花都区政务服务中心 is printed 区政务服务中心: the district is enough to tell it.
    in_district = home.district is not None and home.district in group.full
    return group.full.removeprefix(home.city or "") if in_district else group.full
