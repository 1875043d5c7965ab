"""Relations between the entities of a report, each with the shortest clause that states it.

A relation is stated by a word before its tail (建设|X) or behind it (X|建成上线) in one clause. The head is
the subject named before that word; where it is left out, it is the reporting department. Each tail of a list
makes a relation. Which words state what is data: `graph/ontology/relations.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.anaphora import meant
from graph.attending import attending
from graph.awarding import awarded
from graph.belonging import belonging, branches, offices, parts_of_bodies, places
from graph.clauses import Sentence, sentences
from graph.containing import branded, containing, is_framework, of_kind, under_heading
from graph.covering import covering, sited
from graph.facts import Mention, Relation, RelationType
from graph.joining import jointly, led, together
from graph.listed import BUDGET_LINE
from graph.ontology.vocabulary import Stating, common_names, frameworks, statings
from graph.owning import owned
from graph.phrasing import states_duties
from graph.resolve import Resolution
from graph.statements import Reader, read_statements, word_behind
from ingest.document import Document
from ingest.fold import squeeze

Rule = Callable[[Reader, Sentence], Iterator[Relation]]


def find_relations(document: Document, resolution: Resolution) -> tuple[Relation, ...]:
    """What the report states between its entities: each (head, rel, tail) once, where it is first said."""
    reader = Reader.of(document, resolution)
    found: dict[tuple[str, str, str], Relation] = {}
    for relation in _read(reader):
        found.setdefault((relation.head, relation.rel, relation.tail), relation)
    return tuple(sorted(found.values(), key=_by_place))


def _by_place(relation: Relation) -> tuple[int, int, str, str, str]:
    citation = relation.citation
    return citation.start, citation.end, relation.rel, relation.head, relation.tail


def _read(reader: Reader) -> Iterator[Relation]:
    made: set[str] = set()
    grounds: list[Relation] = []
    for sentence in sentences(reader.document.text, reader.masked, reader.outer):
        for rule in OF_DUTIES if _states_duties(reader.document, sentence.start) else RULES:
            for relation in rule(reader, sentence):
                # What a firm builds it builds for somebody: the department may still be told to have it.
                hired = reader.entities[relation.head].name.endswith(_FIRM)
                made |= {relation.tail} if relation.rel in ("建设", "推出") and not hired else set()
                if relation.rel == "依据" and relation.head == reader.department:
                    grounds.append(relation)
                yield relation
    yield from owned(reader, made)
    yield from offices(reader)
    yield from parts_of_bodies(reader)
    yield from branches(reader)
    yield from places(reader)
    yield from _budget(reader)
    yield from _titled(reader)
    yield from branded(reader)
    yield from of_kind(reader)
    yield from under_heading(reader)
    yield from sited(reader)
    yield from _reported(reader, grounds)


def _states_duties(document: Document, position: int) -> bool:
    return any(states_duties(title) for title in document.section_at(position).path)


def _stated(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    for stating in statings().values():
        if stating.elided and not stating.companions and stating.rel != "获得":
            for tail in sentence.mentions:
                if tail.type in stating.tails and not _is_shared(stating, tail):
                    yield from read_statements(reader, sentence, _said_of(stating, tail), tail)


def _in_charge(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """负责全区网上中介服务超市的管理: who has the duty runs the platform; what else duties name may never be done."""
    return (relation for relation in _stated(reader, sentence) if relation.rel in ("建设", "印发", "依据"))


def _said_of(stating: Stating, tail: Mention) -> Stating:
    """What everybody has (一网通办) is launched only by words of launching, not by going on with it."""
    if stating.rel != "推出" or tail.text not in common_names():
        return stating
    return replace(stating, before=stating.begins, behind=())


def _is_shared(stating: Stating, tail: Mention) -> bool:
    """“放管服”改革 is everybody's: a department carries it out and does not launch it."""
    known = common_names().get(tail.text)
    return stating.rel == "推出" and known is not None and known[1] in frameworks()


_PASSED_BY = re.compile(r"[》”]?(?:（[^）]*）)?(?:已|并|拟)?(?:经|由|报)$")


def _issued(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """根据区委编办《…》, 《…》已经领导小组会议审议通过并印发."""
    stating = statings()["印发"]
    for one, two in pairwise(sentence.mentions):
        between = sentence.text[one.end : two.start]
        if one.type == "ORG" and two.type == "POLICY" and between in ("《", "的《"):
            yield from reader.state(reader.by_mention[one], "印发", two, one.start, two.end)
        if one.type == "POLICY" and two.type == "ORG" and _PASSED_BY.fullmatch(between):
            _, clause_end = sentence.clause(two)
            end = word_behind(sentence, two.end, clause_end, stating)
            if end is not None:
                for tail in sentence.run_of(one):
                    yield from reader.state(reader.by_mention[two], "印发", tail, tail.start, end)


# 关于开展…绩效自评工作的通知, …评价指标体系: what a self-evaluation is written by.
_OF_EVALUATION = re.compile(r"自评|评价指标|评价体系")


def _reported(reader: Reader, grounds: Sequence[Relation]) -> Iterator[Relation]:
    """The report itself: its department wrote it, and the notices on evaluation that it follows are its grounds."""
    title = squeeze(reader.document.about.title or "")
    report = next((m for m in reader.outer if m.type == "POLICY" and squeeze(m.text) == title), None)
    if report is None or not title:
        return
    yield from reader.state(reader.department, "印发", report, report.start, report.end)
    preamble = next((s.start for s in reader.document.sections if s.label), len(reader.document.text))
    for ground in grounds:
        name = reader.entities[ground.tail].name
        opening = ground.citation.start < preamble and "绩效" in name
        if opening or _OF_EVALUATION.search(name):
            yield replace(ground, head=reader.by_mention[report])


def _titled(reader: Reader) -> Iterator[Relation]:
    """A title that begins with who issued it, or names what it is about: 《…推广“事前服务”工作方案》."""
    for inner, outer in reader.nested():
        if outer.type == "POLICY" and inner.type == "ORG" and inner.start == outer.start:
            yield from reader.state(reader.by_mention[inner], "印发", outer, outer.start, outer.end)
    about = reader.document.about
    # 区政数局 begins many a title about it; its full name begins those that it wrote.
    own = tuple(n for n in (about.department, *about.names) if n and n[0] not in _LEVELS)
    for mention in reader.outer:
        if mention.type == "POLICY" and own and mention.text.startswith(own):
            yield from reader.state(reader.department, "印发", mention, mention.start, mention.end)
    things = [e for e in reader.entities.values() if e.type in ("INITIATIVE", "PLATFORM")]
    cores = {core: e.id for e in things for form in (e.name, *e.aliases) if (core := _core(form))}
    cores |= {bare: id_ for core, id_ in cores.items() if len(bare := _SORT.sub("", core)) >= _TELLING}
    for mention in reader.outer:
        if mention.type == "POLICY":
            for core in re.findall(r"“([^”]+)”", mention.text):
                head = cores.get(squeeze(core))
                yield from reader.state(head, "依据", mention, mention.start, mention.end)
            title = squeeze(mention.text)
            for core, head in cores.items():
                if len(core) >= _TELLING and core in title and not is_framework(core):
                    yield from reader.state(head, "依据", mention, mention.start, mention.end)


# 首席帮办员|制度 is what a 首席帮办员工作规范 is about.
_SORT = re.compile(r"(?:工作)?(?:制度|机制|模式|服务|品牌|改革|行动|试点|工程|体系)$")
_TELLING = 5
_LEVELS = "省市区县州我本"
_BUILT_BY = re.compile(r"[”]?(?:项目|平台|系统)?，?由“?")
_BUILDS = re.compile(
    r"(?:负责|具体)?(?:建设|承建|开发|研发|运营|运维|搭建|打造|建成|自主研发|牵头建设|牵头|联合开发)"
)
_LED = re.compile(r"(?:牵头|主导|负责)?(?:组建|建设|开发|研发|打造|承建|推出|牵头|创建|发起)的“?")


def _built(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X由A建设运营; A牵头组建的X."""
    for firm in sentence.mentions:
        # 该平台由A开发, with nothing but the pointing word before it.
        by = _THIS_BY.search(sentence.masked, sentence.start, firm.start) if firm.type == "ORG" else None
        built = _BUILDS.match(sentence.masked, firm.end) if by else None
        thing = meant(reader, sentence, by.start(), firm.start) if by and built else None
        if thing is not None and built:
            rel = _MADE[reader.type_of(thing)]
            yield from _made_by(reader, firm, rel, thing, built.end())
    for one, two in pairwise(sentence.mentions):
        gap = sentence.masked[one.end : two.start]
        if two.type == "ORG" and one.type in _MADE and _BUILT_BY.fullmatch(gap):
            built = _BUILDS.match(sentence.masked, two.end)
            if built:
                yield from reader.state(reader.by_mention[two], _MADE[one.type], one, one.start, built.end())
                yield from _hired(reader, two, built.end())
        if one.type == "ORG" and two.type in _MADE and _LED.fullmatch(gap):
            yield from reader.state(reader.by_mention[one], _MADE[two.type], two, one.start, two.end)
            yield from _hired(reader, one, two.end)


def _made_by(
    reader: Reader, firm: Mention, rel: RelationType, thing: Mention, end: int
) -> Iterator[Relation]:
    """`firm` made the thing that is only pointed at; cited where that is said."""
    yield Relation(
        reader.by_mention[firm], rel, reader.by_mention[thing], reader.document.cite(firm.start, end)
    )
    yield from _hired(reader, firm, end)


# 该平台由A开发; 平台由A牵头、B承建: the second is said to do its part too.
_THIS_BY = re.compile(
    r"(?:[该此]|(?<![一-鿿\x00]))(?:平台|系统|小程序|项目|工程|品牌|模式)[^，。；\x00]{0,6}由“?"
    r"(?:\x00+(?:牵头|建设|承建|开发|负责[^，。；\x00]{0,4})、)?$"
)


def _hired(reader: Reader, firm: Mention, end: int) -> Iterator[Relation]:
    """A firm that builds for the department works with it."""
    if firm.text.endswith(_FIRM):
        yield from reader.state(reader.department, "合作", firm, firm.start, end)


_FIRM = ("公司", "集团")
_MADE: dict[str, RelationType] = {"PLATFORM": "建设", "PROJECT": "建设", "INITIATIVE": "推出"}


def _core(form: str) -> str | None:
    """What a name says between quotation marks, or a whole name in none."""
    quoted = re.search(r"“([^”]+)”", form)
    return squeeze(quoted[1] if quoted else form)


def _budget(reader: Reader) -> Iterator[Relation]:
    """The items of a budget list or table are the department's, running costs apart."""
    stating = statings()["建设"]
    rows = sorted((row.start, row.end) for row in reader.document.rows)
    for project in reader.outer:
        at = bisect_right(rows, (project.start, len(reader.document.text))) - 1
        inside = at >= 0 and project.end <= rows[at][1]
        if inside and project.type == "PROJECT" and not project.text.endswith(stating.never):
            yield from reader.state(reader.department, "建设", project, project.start, rows[at][1])
    starts = {m.start: m for m in reader.outer if m.type == "PROJECT"}
    for match in BUDGET_LINE.finditer(reader.document.text):
        item = starts.get(match.start(1))
        if item and not item.text.endswith(stating.never):
            yield from reader.state(reader.department, "建设", item, item.start, match.end())


RULES: tuple[Rule, ...] = (
    _stated,
    _built,
    _issued,
    together,
    jointly,
    led,
    covering,
    containing,
    belonging,
    awarded,
    attending,
)
# What a duty names need not have been done.
OF_DUTIES: tuple[Rule, ...] = (_in_charge, _issued, belonging)
