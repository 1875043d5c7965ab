"""From mentions to entities: which names mean the same thing, in a report and across reports.

区政务服务中心 is that of the reporting district, 我局 the reporting department, 市局 its counterpart in the
city. Two names are the same when they have the same key: the place in full, then the name without quotation
marks. The same name of two places stays two entities. The key also makes the id, so that reports agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.elision import complete_elided
from graph.facts import Entity, EntityType, Mention, identify
from graph.groups import Group, definitions, join, key_of
from graph.home import AREA, PARTY, SELF, Home
from graph.localities import is_stem
from graph.ontology.vocabulary import common_names, local_names
from graph.wording import LEVELS
from ingest.divisions import Division, lookup
from ingest.document import Document

# 广州市, 呼和浩特市: how long the name of the city before a district is.
_CITY_LENGTHS = range(3, 7)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?=[^\d年])")
# Things that other places have under the same plain name: the name alone is not enough to call them the same.
_OF_A_PLACE: frozenset[EntityType] = frozenset({"PLATFORM", "PROJECT", "ORG", "REGION"})


# 狮岭镇 in 狮岭镇政务服务中心, the issuer in 市财政局关于…的通知.
_SMALL_PLACE = re.compile(r"([一-鿿]{2,4}?)(?:街道|(?<![村乡])镇|街(?!道|街道)|(?<!城)乡)(?=[一-鿿]{2})")
# The office of a commission in the name of one of its groups.
_PARENT = re.compile(r"([一-鿿]{4,}?(?:领导小组|指挥部|委员会|专班|联席会议)办公室)[一-鿿]{2,8}组$")
# The platform that a project builds or keeps: “穗智管”增城区分平台|建设项目.
_BUILT = re.compile(
    r"(.{3,}?(?:平台|系统|小程序|热线|数据库|网站))(?:[一二三四]期)?(?:建设|升级|改造|升级改造|运维|运行维护|开发|运营|维护)(?:服务|采购|运维|改造)*(?:项目|经费|工程)?$"
)
# 第四届…创新大赛|一等奖: where it was won.
_CONTEST = re.compile(r"(.{4,}?(?:大赛|竞赛|比赛|锦标赛|大比武|大练兵))[一-鿿]{0,8}(?:奖|名)$")
_ISSUER = re.compile(
    r"([一-鿿“”]{2,24}?(?:委员会|办公室|政府|局|委|厅|院|办))(?:、[一-鿿]{2,16})*(?:印发)?关于"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of a report, and the id of the entity of each mention."""

    entities: tuple[Entity, ...]
    by_mention: Mapping[Mention, str]


def resolve(document: Document, mentions: Iterable[Mention]) -> Resolution:
    """Groups `mentions` into entities, named in full where the report tells the place."""
    home = Home.of(document.about)
    given = sorted(mentions, key=lambda m: (m.start, m.end))
    inside = (n for m in given for n in _nested(m, home))
    elided = complete_elided(document.text, given)
    # 人口、法人|基础库: what stands there is a part of its own name, and nothing by itself.
    whole = {(m.start, m.end, m.type): m for m in elided}
    known = {*given, *inside, *(m for m in whole.values() if not _covers(m, given))}
    ordered = sorted(known, key=lambda m: (m.start, -m.end, m.type))
    groups: dict[tuple[EntityType, str], Group] = {}
    owner: dict[Mention, Group] = {}
    for mention in ordered:
        meant = whole.get((mention.start, mention.end, mention.type), mention)
        type_, full = _canonical(document, meant, home, owner)
        rest = key_of(home.split(full)[1])
        group = groups.setdefault((type_, key_of(full)), Group(type_, full, rest))
        group.mentions.append(mention)
        group.forms |= set(_forms(document, meant))
        known_as = common_names().get(meant.text) if meant is not mention else None
        group.forms |= {known_as[1]} if known_as and known_as[0] == type_ else set()
        owner[mention] = group
    join(document, list(groups.values()), owner)
    printed = set(given)
    owner = {mention: group for mention, group in owner.items() if not _is_background(group, home, printed)}
    return _finish(document, home, owner)


def _covers(elided: Mention, given: Iterable[Mention]) -> bool:
    """Whether a name of the same kind stands in the very place."""
    return any((m.start, m.end, m.type) == (elided.start, elided.end, elided.type) for m in given)


def _nested(mention: Mention, home: Home) -> Iterable[Mention]:
    """The places that a name begins with, and who issued a document by its title."""

    def part(start: int, end: int, type_: EntityType) -> Mention:
        return Mention(mention.start + start, mention.start + end, mention.text[start:end], type_)

    for found in home.places_before(mention.text):
        qualifies = found.short and mention.type == "REGION"  # 云南昆明 names Kunming
        if found.end < len(mention.text) and not qualifies:
            yield part(found.start, found.end, "REGION")
    before = home.places_before(mention.text)
    small = _SMALL_PLACE.match(mention.text, before[-1].end if before else 0)
    if small and mention.type in ("ORG", "REGION", "PLATFORM") and is_stem(small[1]):
        yield part(0 if before else small.start(), small.end(), "REGION")
    parent = _PARENT.match(mention.text) if mention.type == "ORG" else None
    if parent:
        yield part(0, parent.end(1), "ORG")
    built = _BUILT.match(mention.text) if mention.type == "PROJECT" else None
    if built:
        yield part(0, built.end(1), "PLATFORM")
    for name in home.names if mention.type == "POLICY" else ():
        if (at := mention.text.find(name)) >= 0:
            yield part(at, at + len(name), "ORG")
            yield from (part(at + f.start, at + f.end, "REGION") for f in home.places_before(name))
            break
    contest = _CONTEST.match(mention.text) if mention.type == "AWARD" else None
    if contest:
        yield part(0, contest.end(1), "EVENT")
    issuer = _ISSUER.match(mention.text) if mention.type == "POLICY" else None
    if issuer:
        yield part(0, issuer.end(1), "ORG")


def _canonical(
    document: Document, mention: Mention, home: Home, owner: Mapping[Mention, Group]
) -> tuple[EntityType, str]:
    """The type and full name of what a mention means."""
    text = mention.text
    if mention.type == "REGION":
        return "REGION", _region(text, home)
    if mention.type == "ORG":
        if home.department and (SELF.fullmatch(text) or text in home.names):
            return "ORG", home.department
        if home.department and PARTY.fullmatch(text):
            return "ORG", home.department + text[1:]
        counterpart = home.counterpart(text)
        if counterpart:
            return "ORG", counterpart
    if mention.type == "POLICY" and text.endswith("号"):
        title = _title_before(document, mention, owner)
        if title is not None:
            return "POLICY", title.full
    return mention.type, _named(document, mention, home)


def _title_before(document: Document, number: Mention, owner: Mapping[Mention, Group]) -> Group | None:
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
        return known[1] if known else mention.text.replace("\n", "")
    if place is None and mention.type in _OF_A_PLACE:
        place = home.determined(document.text[max(mention.start - 2, 0) : mention.start])
        unbound = known is not None and known[1] not in local_names()
        if place is None and not unbound and "“" not in mention.text and mention.type != "ORG":
            place = home.place
    return f"{place or ''}{rest}"


def _forms(document: Document, mention: Mention) -> Iterable[str]:
    """The mention's text, with 全市 … before it as another form, and short forms defined right behind it."""
    yield mention.text.replace("\n", "")
    if mention.type in ("AWARD", "EVENT") and (year := _YEAR.match(mention.text)):
        yield mention.text[year.end() :]
    if mention.type == "AWARD" and mention.text.endswith("”称号"):
        yield mention.text.removesuffix("”称号").lstrip("“")
    before = document.text[max(mention.start - 2, 0) : mention.start]
    if AREA.fullmatch(before) and mention.type != "REGION":
        yield before + mention.text
    if mention.type == "REGION":
        for length in _CITY_LENGTHS:
            above = document.text[max(mention.start - length, 0) : mention.start]
            if above.endswith(("省", "市")) and lookup(above):
                yield above + mention.text  # 广州市|荔湾区: two places, and a name of the second
    yield from definitions(document, mention)


def _holds_town(group: Group, home: Home, given: set[Mention]) -> bool:
    """雨花区|砂子塘街道 in a report of 长沙: a district of the city, named with a town that lies in it."""
    if not any(
        d.level == "district" and d.city == home.city
        for d in lookup(group.full.removeprefix(home.city or ""))
    ):
        return False
    towns = {m.start for m in given if m.type == "REGION"}
    return any(m.start in towns for m in group.mentions)


def _is_background(group: Group, home: Home, given: set[Mention]) -> bool:
    """A place that is not named by itself: 全省, or only inside names (广东省 in 广东省人民政府), and is not home."""
    if group.type != "REGION" or not lookup(group.full.removeprefix(home.city or "\n")):
        return False
    if group.full in (home.place, home.city):
        return False
    if home.district is None and home.city and _holds_town(group, home, given):
        return False
    return all(AREA.fullmatch(m.text) or m not in given for m in group.mentions)


def _finish(document: Document, home: Home, owner: Mapping[Mention, Group]) -> Resolution:
    entities: dict[int, Entity] = {}
    by_mention: dict[Mention, str] = {}
    for mention, group in owner.items():
        entity = entities.get(id(group)) or entities.setdefault(id(group), _entity(document, home, group))
        by_mention[mention] = entity.id
    return Resolution(tuple(sorted(entities.values(), key=lambda e: (e.type, e.name, e.id))), by_mention)


def _entity(document: Document, home: Home, group: Group) -> Entity:
    name = _display(group, home)
    return Entity(
        id=identify(group.type, group.key),
        name=name,
        type=group.type,
        aliases=tuple(sorted(group.forms - {name})),
        mentions=tuple(document.cite(m.start, m.end) for m in sorted(group.mentions, key=lambda m: m.start)),
    )


def _is_lake(division: Division, printed: Iterable[str], home: Home) -> bool:
    """太湖 in a report of 苏州 is no county of another province, unless the county is printed in full."""
    near = division.level != "district" or division.province == home.province
    return not near and division.name not in printed


def _display(group: Group, home: Home) -> str:
    """The fullest form: as printed with its place, else with the place that is meant."""
    printed = sorted(f for f in group.forms if not AREA.match(f)) or sorted(group.forms)
    if group.type == "REGION":
        divisions = lookup(group.full) or lookup(group.full.removeprefix(home.city or "\n"))
        if divisions and not _is_lake(divisions[0], printed, home):
            return divisions[0].name
        return max(printed, key=len)
    if group.type == "POLICY":
        return group.full
    placed = [form for form in printed if home.split(form)[0] and form[0] not in LEVELS]
    if placed:
        return max(placed, key=len)
    if group.type == "ORG" and (group.full == home.department or all(map(PARTY.fullmatch, printed))):
        return group.full
    local = home.place and common_names().get(group.full[len(home.place) :], ("", ""))[1] in local_names()
    if not local and not any(form[0] in LEVELS and home.split(form)[0] for form in printed):
        return max(printed, key=len)
    # 广州市花都区政务服务中心 is printed 区政务服务中心: the district is enough to tell it.
    in_district = home.district is not None and home.district in group.full
    return group.full.removeprefix(home.city or "") if in_district else group.full
