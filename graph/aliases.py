"""Which entities may be one: proposals for a person to decide, each with its reason. Nothing is merged here.

Read off the language: spelling, abbreviation, a place told or left out, a quoted name with and without its noun,
a name that elsewhere is another's alias, one character's difference, a longer name that ends in a shorter. Two
names are compared only where they share a key, so that the work grows with the names and not with their pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from graph.facts import Entity, EntityType, Relation
from graph.ontology.vocabulary import equivalents, load
from ingest.departments import is_short_for
from ingest.divisions import find_divisions
from ingest.fold import squeeze

_CROWD = 12
"""Names under one key beyond which the key tells a pattern (一…通办), not a thing; they are not compared."""

_SHORTEST = 4
"""Characters of names that are compared by one character or by their ending: in shorter ones each tells too much."""

_LONG = 7
"""From here on one other character is rather a slip than another name, in different reports too."""

_LONGEST = 30
"""Longer names are titles; they are compared as wholes only."""

_LONGEST_SHORT = 6
"""Characters of an office's short name without its place (文广旅体局, 发展改革委)."""

_TYPES_BY_LETTER: frozenset[EntityType] = frozenset(
    {"PLATFORM", "PROJECT", "INITIATIVE", "EVENT", "AWARD", "POLICY"}
)
_TYPES_BY_ENDING: frozenset[EntityType] = frozenset({"PLATFORM", "PROJECT", "INITIATIVE", "EVENT", "AWARD"})

# 我局, 本区…, 全市…, 区政数局: whom these mean depends on the report.
_LOCAL = re.compile(r"[我本全]|[省市区县州](?!民|场|面|容|域|块)")
_QUOTED = re.compile(r"“([^“”]{2,16})”(.{0,12})")
_NUMBER = re.compile(r"\d+|(?:第[一二三四五六七八九十]+)|[一二三四五六七八九十]+(?=[期届批轮号])")
_JOINTS = re.compile(r"[和与及暨]")
_ENDINGS = (("委员会", "委"), ("办公室", "办"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one, `from_id` being known as `to_id` then.

    Attributes:
        reason: what speaks for it (Chinese, for people).
        score: 0 to 1, to be looked at in that order; never high enough to do without a person.
    """

    from_id: str
    to_id: str
    from_name: str
    to_name: str
    type: EntityType
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """An entity and what its name is made of.

    Attributes:
        place: the innermost division at its front, with its city; "" if none is told.
        rest: what follows the place, squeezed.
        forms: the name and the aliases that mean the same everywhere, squeezed, without their places.
    """

    entity: Entity
    place: str
    tail: str
    rest: str
    forms: frozenset[str]
    sources: frozenset[str]
    is_local: bool


@dataclass(slots=True)
class _Gathered:
    """What speaks for each pair; the better reason decides which name stays."""

    found: dict[tuple[str, str], list[Proposal]] = field(default_factory=dict)

    def add(self, short: _Name, full: _Name, score: float, reason: str) -> None:
        """`short` may be `full`, unless something sets them apart."""
        one, other = short.entity, full.entity
        if one.id == other.id or one.type != other.type or _are_apart(short, full):
            return
        key = (min(one.id, other.id), max(one.id, other.id))
        proposal = Proposal(one.id, other.id, one.name, other.name, one.type, reason, score)
        self.found.setdefault(key, []).append(proposal)

    def best(self) -> Iterator[Proposal]:
        """A proposal for each pair, with all its reasons."""
        for same in self.found.values():
            ordered = sorted(same, key=lambda p: (-p.score, p.from_id, p.reason))
            first = ordered[0]
            reasons = dict.fromkeys(p.reason for p in ordered)
            yield Proposal(
                first.from_id,
                first.to_id,
                first.from_name,
                first.to_name,
                first.type,
                "；".join(reasons),
                first.score,
            )


def propose(
    entities: Iterable[Entity], relations: Iterable[Relation] = (), years: Mapping[str, int] | None = None
) -> tuple[Proposal, ...]:
    """Which of these entities may be one, likeliest first.

    Args:
        entities: merged over reports, each id once.
        relations: between them; what two have in common speaks for them.
        years: of the reports by their sources, to tell which of two names is the later one.
    """
    known: defaultdict[EntityType, list[_Name]] = defaultdict(list)
    for entity in sorted(entities, key=lambda entity: entity.id):
        known[entity.type].append(_name(entity))
    around = _surroundings(relations)
    gathered = _Gathered()
    for type_, names in known.items():
        _by_spelling(names, years or {}, gathered)
        if type_ == "REGION":
            continue
        _by_place(names, gathered)
        _by_alias(names, gathered)
        if type_ == "ORG":
            _by_abbreviation(names, gathered)
        else:
            _by_core(names, gathered)
        if type_ in _TYPES_BY_LETTER:
            _by_letter(names, gathered)
        if type_ in _TYPES_BY_ENDING:
            _by_ending(names, around, gathered)
    return tuple(
        sorted(gathered.best(), key=lambda p: (-p.score, p.type, p.to_name, p.from_name, p.from_id, p.to_id))
    )


def _by_spelling(names: Sequence[_Name], years: Mapping[str, int], gathered: _Gathered) -> None:
    """教育和体育局, 教育体育局: the same but for a 和, or for wordings that mean the same."""
    for group in _grouped((_spelling(name), name) for name in names):
        for one, other in combinations(group, 2):
            if one.place == other.place and one.rest != other.rest:
                early, late = sorted((one, other), key=lambda n: (_last_year(n, years), *_fullness(n)))
                told = _told_years(early, late, years)
                gathered.add(early, late, 0.9, f"只差“和”“与”或同义的写法{told}")


def _by_place(names: Sequence[_Name], gathered: _Gathered) -> None:
    """佛山市健康云, 健康云: the place told once, where just one place comes into question."""
    for group in _grouped(
        ((name.rest, name) for name in names if len(name.rest) >= _SHORTEST - 1), crowd=None
    ):
        told = [name for name in group if name.place]
        untold = [name for name in group if not name.place]
        for one, other in combinations(told if len(told) <= _CROWD else (), 2):
            if one.place == other.place:
                short, full = sorted((one, other), key=_fullness)
                gathered.add(short, full, 0.85, "同一地区，只是地区写得有详有略")
        for name in untold:
            near = [other for other in told if other.sources & name.sources]
            if len(near) == 1:
                gathered.add(name, near[0], 0.8, "同一份报告里，一处写了地区，一处没有写")
            elif not near and len({other.place for other in told}) == 1:
                gathered.add(name, told[0], 0.5, "只差地区，库中同名的只有这一个地区有")
        if 1 < len(untold) <= _CROWD and not any(name.is_local for name in untold):
            for one, other in combinations(sorted(untold, key=_fullness), 2):
                gathered.add(one, other, 0.55, "不同地区的报告里名称相同，可能是同一个")


def _by_alias(names: Sequence[_Name], gathered: _Gathered) -> None:
    """经济大脑, where one report says that 经济态势感知平台 is called so."""
    owners: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        for form in name.forms - {name.rest}:
            owners[form].append(name)
    for name in names:
        called = [other for other in owners.get(name.rest, ()) if other.entity.id != name.entity.id]
        if len(called) == 1:
            gathered.add(name, called[0], 0.75, f"报告里{_say(called[0].entity.name)}也叫这个名称")


def _by_abbreviation(names: Sequence[_Name], gathered: _Gathered) -> None:
    """卫健局 of 卫生健康局 in one place, where no other office fits."""
    ends = ((f"{name.place}\n{name.rest[:1]}{_shortened(name.rest)[-1:]}", name) for name in names)
    for group in _grouped(ends, crowd=None):
        shorts = [name for name in group if len(name.rest) <= _LONGEST_SHORT]
        longs = [name for name in group if len(name.rest) > _SHORTEST - 1]
        if len(shorts) * len(longs) > _CROWD**3:
            continue
        for short in shorts:
            full = [
                long
                for long in longs
                if len(long.rest) > len(short.rest) and is_short_for(short.rest, long.rest)
            ]
            if len(full) == 1:
                gathered.add(short, full[0], 0.75, f"{_say(short.tail)}像是{_say(full[0].tail)}的简称")


def _by_core(names: Sequence[_Name], gathered: _Gathered) -> None:
    """“穗智管” and “穗智管”平台, where it has one noun only: a brand with several products stays apart."""
    bare: defaultdict[str, list[_Name]] = defaultdict(list)
    headed: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        bare[name.rest].append(name)
        core = _core(name)
        if core:
            headed[core].append(name)
    for core, full in headed.items():
        if len(full) == 1:
            for name in bare.get(core, ()):
                gathered.add(
                    name, full[0], 0.7, f"{_say(name.tail)}可能就是{_say(full[0].tail)}，库中只有这一个全名"
                )


def _by_letter(names: Sequence[_Name], gathered: _Gathered) -> None:
    """城大城市… for 超大城市…, 跨市通办 and 跨域通办: one other character at one place."""
    masked: defaultdict[str, set[int]] = defaultdict(set)
    for number, name in enumerate(names):
        for form in name.forms:
            if _SHORTEST <= len(form) <= _LONGEST:
                for at in range(len(form)):
                    masked[f"{form[:at]}\n{form[at + 1 :]}"].add(number)
    for mask, numbers in masked.items():
        if not 1 < len(numbers) <= _CROWD:
            continue
        at = mask.index("\n")
        for first, second in combinations(sorted(numbers), 2):
            one, other = sorted((names[first], names[second]), key=_fullness)
            a, b = (_letters(name, mask, at) for name in (one, other))
            if a & b or any(_contrast(x, y) for x in a for y in b):
                continue
            together = bool(one.sources & other.sources)
            if together or (len(mask) >= _LONG and one.place == other.place):
                score = (0.6 if together else 0.5) if len(mask) >= _LONG else 0.45
                told = f"只差一字（{'、'.join(sorted(a))}／{'、'.join(sorted(b))}）"
                gathered.add(one, other, score, told + ("，在同一份报告里" if together else ""))


def _by_ending(names: Sequence[_Name], around: Mapping[str, frozenset[str]], gathered: _Gathered) -> None:
    """三维地图 for 数字孪生三维地图, where both stand in one relation to a third."""
    whole: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        if len(name.rest) >= _SHORTEST:
            whole[name.rest].append(name)
    longer: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        for at in range(1, min(len(name.rest), _LONGEST) - _SHORTEST + 1):
            if name.rest[at:] in whole:
                longer[name.rest[at:]].append(name)
    for rest, full in longer.items():
        if len(full) != 1:
            continue
        for name in whole[rest]:
            if around.get(name.entity.id, frozenset()) & around.get(full[0].entity.id, frozenset()):
                gathered.add(name, full[0], 0.55, "名称是后者的结尾，并且与同一对象有同样的关系")


def _surroundings(relations: Iterable[Relation]) -> Mapping[str, frozenset[str]]:
    """What each entity is related to, and how."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for relation in relations:
        found[relation.head].add(f">{relation.rel}{relation.tail}")
        found[relation.tail].add(f"<{relation.rel}{relation.head}")
    return {key: frozenset(ends) for key, ends in found.items()}


def _are_apart(short: _Name, full: _Name) -> bool:
    """Two places, two years or editions; a part of the thing, its office, its second stage."""
    if short.place and full.place and short.place != full.place:
        return True
    if _NUMBER.findall(short.rest) != _NUMBER.findall(full.rest):
        return True
    if full.rest.startswith(short.rest):
        more = full.rest.removeprefix(short.rest)
        return more.startswith(_data().parts) or more.endswith(_data().parts)
    return False


def _name(entity: Entity) -> _Name:
    place, tail = _split(entity.name)
    forms = {squeeze(_split(form)[1]) for form in entity.aliases if not _LOCAL.match(form)}
    rest = squeeze(tail)
    return _Name(
        entity=entity,
        place=place,
        tail=tail,
        rest=rest,
        forms=frozenset(forms | {rest}) - {""},
        sources=frozenset(mention.source for mention in entity.mentions),
        is_local=any(_LOCAL.match(form) for form in entity.aliases),
    )


def _split(name: str) -> tuple[str, str]:
    """The innermost division that a name begins with, and the rest.

    >>> _split("佛山市南海区教育局"), _split("健康云")
    (('佛山市南海区', '教育局'), ('', '健康云'))
    """
    place, end = "", 0
    for found in find_divisions(name):
        if found.start != end or len(name) - found.end < 2:
            break
        division = found.division
        place = f"{division.city or ''}{division.name}" if division.level == "district" else division.name
        end = found.end
    return place, name[end:].removeprefix("的") or name


def _spelling(name: _Name) -> str:
    text = _JOINTS.sub("", name.tail)
    for form, compared in _wordings():
        if form in text:
            text = text.replace(form, compared)
    return f"{name.place}\n{_shortened(squeeze(text))}"


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    return tuple((_JOINTS.sub("", form), _JOINTS.sub("", compared)) for form, compared in equivalents())


def _shortened(rest: str) -> str:
    for ending, short in _ENDINGS:
        if rest.endswith(ending):
            return rest.removesuffix(ending) + short
    return rest


def _core(name: _Name) -> str | None:
    """What the name is without its noun: the quotation, or all before 平台, 系统 …"""
    quoted = _QUOTED.fullmatch(name.tail)
    if quoted:
        return squeeze(quoted[1]) if quoted[2] else None
    head = next((head for head in _data().heads if name.rest.endswith(head)), "")
    core = name.rest.removesuffix(head) if head else ""
    return core if len(core) > 1 else None


def _letters(name: _Name, mask: str, at: int) -> set[str]:
    """The characters by which the name's forms fill the gap of the mask."""
    before, behind = mask[:at], mask[at + 1 :]
    return {
        form[at]
        for form in name.forms
        if len(form) == len(mask) and form.startswith(before) and form[at + 1 :] == behind
    }


def _contrast(one: str, other: str) -> bool:
    return any(one in row and other in row for row in _data().contrasts)


def _say(name: str) -> str:
    return name if "“" in name else f"“{name}”"


def _grouped(pairs: Iterable[tuple[str, _Name]], crowd: int | None = _CROWD) -> Iterator[list[_Name]]:
    """The names that share a key, unless they are more than `crowd`."""
    groups: defaultdict[str, list[_Name]] = defaultdict(list)
    for key, name in pairs:
        groups[key].append(name)
    for group in groups.values():
        if len(group) > 1 and (crowd is None or len(group) <= crowd):
            yield group


def _fullness(name: _Name) -> tuple[int, int, str]:
    """What orders two names of a thing: the fuller, then the more used one is kept."""
    return (len(name.entity.name), len(name.entity.mentions), name.entity.id)


def _last_year(name: _Name, years: Mapping[str, int]) -> int:
    return max((years[source] for source in name.sources if source in years), default=0)


def _told_years(early: _Name, late: _Name, years: Mapping[str, int]) -> str:
    first, last = _last_year(early, years), _last_year(late, years)
    return f"；前者用到{first}年，后者用到{last}年" if first and last and first != last else ""


@dataclass(frozen=True, slots=True)
class _Words:
    contrasts: tuple[str, ...]
    heads: tuple[str, ...]
    parts: tuple[str, ...]


@cache
def _data() -> _Words:
    entries = load("aliases.toml")
    longest = sorted(entries["heads"], key=len, reverse=True)
    return _Words(tuple(entries["contrasts"]), tuple(longest), tuple(entries["parts"]))
