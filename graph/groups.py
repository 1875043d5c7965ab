"""Groups of mentions that the report shows to mean one thing: defined, quoted, shortened or told apart.

A short form defined in a bracket, “X” alone for the “X” that is named in full, the end of a longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from graph.contracting import blocks, is_contraction
from graph.facts import EntityType, Mention
from graph.ontology.vocabulary import common_names, equivalents
from ingest.document import Document
from ingest.fold import squeeze

# “X” alone may mean the platform or practice “X”…; a plan for it or a project to build it is another thing.
_QUOTABLE: frozenset[EntityType] = frozenset({"PLATFORM", "INITIATIVE", "EVENT", "AWARD"})
# A “一网通办”专窗 is no 一网通办, only one of its windows.
_WINDOWS = ("专窗", "专区", "专席", "专栏", "专题", "窗口", "专线", "试点")
# A shorter ending than this is shared by different things (数据平台).
_SHORTEST_ENDING = 4
_SHORTEST_OFFICE = 3
# Of the largest reports all names fit; each is compared a dozen times.
_NAMES = 8192
_QUOTED = re.compile(r"^([^“”]{0,8})“([^“”]{2,16})”")
# Or the noun of its kind stands right before the quoted name: 智能接送平台“洪小送”.
_IS = re.compile("[”》]?——?[“《]?|“|[”》]?[（(]即[“《]?")
_DEFINED = re.compile(
    r"[（(](?:以?下统?简?称|(?:以下|下文)?统?简?称|又[称名]|亦[称名]|也称|俗称|原名|即(?=“))(?:为|：|:)?\s*[“\"《]?([^”\"》）)]{2,20})[”\"》]?[）)]"
)
_BRACKETED = re.compile(r"[（(][“\"]([^”\"（）]{2,12})[”\"][）)]")


@dataclass(slots=True)
class Group:
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
        """What the full name is compared by."""
        return key_of(self.full)


def join(document: Document, groups: list[Group], owner: dict[Mention, Group]) -> None:
    """Merges the groups that mean one thing; `owner` (mention -> group) follows. Merged ones lose their mentions."""
    _join_defined(document, groups, owner)
    _join_told(document.text, owner)
    _join_quoted(groups, owner)
    _join_shortened(groups, owner)
    _join_placed(groups, owner)
    _join_contracted(groups, owner)
    _join_untold(groups, owner)
    _join_new(groups, owner)


@lru_cache(maxsize=_NAMES)
def key_of(full: str) -> str:
    """What a name is compared by: white space, quotation marks and like wordings do not count.

    >>> key_of("广州市花都区人民政府") == key_of("广州市花都区政府")
    True
    """
    for form, compared in equivalents():
        full = full.replace(form, compared)
    return squeeze(full)


def definitions(document: Document, mention: Mention) -> Iterator[str]:
    """The short forms that brackets right behind a name define: （以下简称“市公港中心”）."""
    behind = document.text[mention.end : mention.end + 40]
    for pattern in (_DEFINED, _BRACKETED):
        match = pattern.match(behind.lstrip("》”"))
        if match:
            yield match[1]


def _join_defined(document: Document, groups: list[Group], owner: dict[Mention, Group]) -> None:
    """What a bracket has defined means that from then on, whatever a name of its look would mean."""
    defined = {
        squeeze(form): group for mention, group in owner.items() for form in definitions(document, mention)
    }
    for group in groups:
        meant = {id(found): found for m in group.mentions if (found := defined.get(squeeze(m.text)))}
        told = all(squeeze(m.text) in defined for m in group.mentions)
        if told and len(meant) == 1:
            (into,) = meant.values()
            if into is not group and into.mentions:
                _merge(into, group, owner)


def _join_told(text: str, owner: dict[Mention, Group]) -> None:
    """X——Y: the report itself says that Y is X."""
    for one, two in pairwise(sorted(owner, key=lambda m: m.start)):
        between = text[one.end : two.start]
        first, second = owner[one], owner[two]
        # 台风“苏拉”“海葵” are two; 智能接送平台“洪小送” is one.
        listed = between == "“" and one.text.endswith("”")
        if first is not second and first.type == second.type and _IS.fullmatch(between) and not listed:
            _merge(second, first, owner)


def _join_quoted(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """“事前服务” alone means the “事前服务”工作模式 that the report names in full; of several, the first."""
    named: dict[str, list[Group]] = {}
    for group in sorted((g for g in groups if g.mentions), key=lambda g: g.mentions[0].start):
        cores = {_core(form) for form in group.forms} if group.type in _QUOTABLE else set()
        for core in cores - {None}:
            named.setdefault(str(core), []).append(group)
    alone: dict[str, list[Group]] = {}
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


def _join_shortened(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """三维地图 means the 数字孪生三维地图, where just one longer name of its kind ends so."""
    platforms = [g for g in groups if g.type == "PLATFORM"]
    shorts = {g.rest for g in platforms if len(g.rest) >= _SHORTEST_ENDING}
    ending: dict[str, list[Group]] = {}
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


def _join_placed(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """星禾儿童福利院 is the 长沙市星禾儿童福利院, where the report names one of that name with its place."""
    offices = [g for g in groups if g.type == "ORG" and g.mentions and len(g.rest) > _SHORTEST_ENDING]
    placed: dict[str, list[Group]] = {}
    for group in offices:
        if group.key != group.rest:
            placed.setdefault(group.rest, []).append(group)
    for group in offices:
        meant = placed.get(group.key, ())
        if len(meant) == 1 and group.mentions:
            _merge(meant[0], group, owner)


def _join_contracted(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """市卫健信息中心 is the 卫生健康信息中心 of the city, where just one of its offices may be called so."""
    offices = [g for g in groups if g.type == "ORG" and g.mentions and len(g.rest) >= _SHORTEST_OFFICE]
    named: dict[tuple[str, str], list[Group]] = {}
    for group in offices:
        for block in blocks(group.rest, short=False):
            named.setdefault((_place(group), block), []).append(group)
    for group in offices:
        keys = [(_place(group), block) for block in blocks(group.rest, short=True)]
        meant = [
            one
            for key in keys
            for one in named.get(key, ())
            if one.mentions and is_contraction(group.rest, one.rest)
        ]
        if len(meant) == 1 and meant[0] is not group:
            _merge(meant[0], group, owner)


def _place(group: Group) -> str:
    return group.key.removesuffix(group.rest)


def _join_untold(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """A quotation of untold kind is a practice, unless the report calls it a platform elsewhere."""
    told = {g.rest: g for g in groups if g.mentions and g.type in ("PLATFORM", "EVENT", "PROJECT")}
    for group in groups:
        if group.type == "INITIATIVE" and group.mentions and group.rest in told:
            _merge(told[group.rest], group, owner)


def _join_new(groups: list[Group], owner: dict[Mention, Group]) -> None:
    """花都区新政务服务大厅 is the 花都区政务服务大厅 where the report names no other."""
    plain = {(g.type, g.key): g for g in groups if g.mentions}
    for group in groups:
        if group.mentions and group.type in ("ORG", "REGION") and group.rest.startswith("新"):
            key = group.key.removesuffix(group.rest) + group.rest[1:]
            if len(group.rest) > _SHORTEST_ENDING and (group.type, key) in plain:
                _merge(plain[group.type, key], group, owner)


def _core(form: str) -> str | None:
    match = _QUOTED.match(form)
    return match[2] if match and form[match.end() :] else None


def _same_place(one: Group, other: Group) -> bool:
    """市“三化”试点 is not 区“三化”试点; the place may be left out."""
    places = {group.key.removesuffix(group.rest) for group in (one, other)}
    return len(places - {""}) < 2


def _head(group: Group) -> str:
    return group.rest[-2:]


def _merge(into: Group, other: Group, owner: dict[Mention, Group]) -> None:
    into.mentions += other.mentions
    into.forms |= other.forms
    for mention in other.mentions:
        owner[mention] = into
    other.mentions = []
