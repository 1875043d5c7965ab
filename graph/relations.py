"""Relations between the entities of a report, each with the shortest clause that states it.

A relation is stated by a word before its tail (建设|X) or behind it (X|建成上线) in one clause. The head is
the subject named before that word; where it is left out, it is the reporting department. Each tail of a list
makes a relation. Which words state what is data: `graph/ontology/relations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from graph.clauses import Sentence, sentences
from graph.facts import Mention, Relation
from graph.listed import BUDGET_LINE, OFFICES
from graph.ontology.vocabulary import Stating, common_names, frameworks, statings
from graph.resolve import Resolution
from graph.statements import Reader, read_statements, subject, word_before, word_behind
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
    for sentence in sentences(reader.document.text, reader.masked, reader.outer):
        for rule in RULES:
            yield from rule(reader, sentence)
    yield from _offices(reader)
    yield from _places(reader)
    yield from _budget(reader)
    yield from _titled(reader)
    yield from _branded(reader)


def _stated(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    for stating in statings().values():
        if stating.elided and not stating.companions:
            for tail in sentence.mentions:
                if tail.type in stating.tails and not _is_shared(stating, tail):
                    yield from read_statements(reader, sentence, stating, tail)


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


def _titled(reader: Reader) -> Iterator[Relation]:
    """A title that begins with who issued it, or names what it is about: 《…推广“事前服务”工作方案》."""
    for inner, outer in reader.nested():
        if outer.type == "POLICY" and inner.type == "ORG" and inner.start == outer.start:
            yield from reader.state(reader.by_mention[inner], "印发", outer, outer.start, outer.end)
    things = [e for e in reader.entities.values() if e.type in ("INITIATIVE", "PLATFORM")]
    cores = {core: e.id for e in things for form in (e.name, *e.aliases) if (core := _core(form))}
    for mention in reader.outer:
        if mention.type == "POLICY":
            for core in re.findall(r"“([^”]+)”", mention.text):
                head = cores.get(squeeze(core))
                yield from reader.state(head, "依据", mention, mention.start, mention.end)


def _core(form: str) -> str | None:
    """What a name says between quotation marks, or a whole name in none."""
    quoted = re.search(r"“([^”]+)”", form)
    return squeeze(quoted[1] if quoted else form)


def _together(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """与X、Y签订协议, 联合X开展: with the subject, else the department; a place works with the place."""
    stating = statings()["合作"]
    for tail in sentence.mentions:
        if tail.type not in stating.tails or any(m.start == tail.end for m in sentence.mentions):
            continue  # 云南昆明 is Kunming
        run = sentence.run_of(tail)
        clause, clause_end = sentence.clause(run[0])
        before = sentence.masked[clause : run[0].start]
        word = next((w for w in stating.before if before.endswith(w)), None)
        companion = next((w for w in stating.companions if before.endswith(w)), None)
        end = run[-1].end
        if word is None:
            found = companion and word_behind(sentence, end, clause_end, stating, stating.together, far=True)
            if not found:
                continue
            end = found
        start = run[0].start - len(word or companion or "")
        named = subject(reader, sentence, stating, clause, start)
        left_out = (tail.type == "REGION" and reader.home) or reader.department
        who, where = named or (left_out, start)
        yield from reader.state(who, "合作", tail, min(start, where), end)


def _covering(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X覆盖A、B; 在A推广X; the thing of the sentence, else that of the sentence before."""
    stating = statings()["覆盖"]
    for tail in sentence.mentions:
        if tail.type not in stating.tails or reader.by_mention[tail] == reader.department:
            continue
        run = sentence.run_of(tail)
        clause, clause_end = sentence.clause(run[0])
        start = word_before(sentence, max(clause, run[0].start - 6), run[0].start, stating)
        end = tail.end
        if start is None:
            inside = sentence.masked[clause : run[0].start].endswith("在")
            behind = word_behind(sentence, run[-1].end, clause_end, stating) if inside else None
            if behind is None:
                continue
            start, end = run[0].start - 1, behind
        head = _thing(reader, sentence, stating, clause, clause_end, run)
        if head is not None:
            close = sentence.start <= head.start < sentence.end
            first, last = (min(start, head.start), max(end, head.end)) if close else (start, end)
            yield from reader.state(reader.by_mention[head], "覆盖", tail, first, last)


def _thing(
    reader: Reader, sentence: Sentence, stating: Stating, clause: int, end: int, run: tuple[Mention, ...]
) -> Mention | None:
    things = [m for m in sentence.mentions if m.type in stating.heads]
    inside = [m for m in things if clause <= m.start < end]
    before = [m for m in things if m.end <= run[0].start]
    if inside or before:
        return (inside or before)[-1]
    return reader.thing_before(sentence, stating.heads)


_WITHIN = re.compile(r"”?(?:中|内|上)?(?:开设|设立|设置|增设|上线|推出|建设|新增|嵌入|开发)[^，。；]{0,12}$")
_MADE_OF = re.compile(r"[，]?(?:包括|包含|涉及|涵盖|整合|集成)[^，。；]{0,6}$")
_AND_SO_ON = re.compile(r"[”》]?等(?:\d+|[一二两三四五六七八九十多]+)?[个项款种类]?(?:一系列|系列)?“?$")
_OF = re.compile(r"”?的“?$")
_THEN = re.compile(r"[^，。；]{0,8}，(?:并)?(?:构建|完善|形成|首创|设立|开发|集成|推出|发布)[^，。；]{0,20}$")


def _containing(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """在P开设Y; E，涉及“A”“B”; “A”、“B”等X; “A”的P; P，构建Y."""
    stating = statings()["包含"]
    things = [m for m in sentence.mentions if m.type in stating.heads]
    for tail in things:
        run = sentence.run_of(tail)
        first, last = things.index(run[0]), things.index(run[-1])
        whole = things[first - 1] if first else None
        if whole is not None:
            gap = sentence.masked[whole.end : run[0].start]
            in_it = sentence.masked[: whole.start].rstrip("“").endswith("在") and _WITHIN.fullmatch(gap)
            if in_it or _MADE_OF.search(gap) or _THEN.fullmatch(gap):
                yield from reader.state(reader.by_mention[whole], "包含", tail, whole.start, tail.end)
        behind = things[last + 1] if last + 1 < len(things) else None
        if behind is not None:
            gap = sentence.masked[run[-1].end : behind.start]
            if _AND_SO_ON.fullmatch(gap) or (_OF.fullmatch(gap) and behind.text.startswith("“")):
                yield from reader.state(reader.by_mention[behind], "包含", tail, run[0].start, behind.end)


def _branded(reader: Reader) -> Iterator[Relation]:
    """“花管家”品牌 has the “花管家”数字服务机器人: of one brand, the thing named first has the others."""
    stating = statings()["包含"]
    first: dict[str, Mention] = {}
    for mention in reader.outer:
        brand = re.match(r"[^“”]{0,8}“([^“”]{2,16})”.", mention.text)
        if brand and reader.type_of(mention) in stating.heads:
            whole = first.setdefault(squeeze(brand[1]), mention)
            head = reader.by_mention[whole]
            if head != reader.by_mention[mention]:
                yield from reader.state(head, "包含", mention, mention.start, mention.end)


_PART_OF = re.compile(r"，?(?:是|为|系|隶属于?|属于)$")
_AS_PART = re.compile(r"(?:的)?(?:工作部门|组成部门|下属|直属|所属|派出|内设|$)")


def _belonging(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X是市政府工作部门, X隶属于Y."""
    for one, two in pairwise(sentence.mentions):
        gap = sentence.masked[one.end : two.start]
        if one.type == two.type == "ORG" and _PART_OF.fullmatch(gap):
            is_part = "属于" in gap or _AS_PART.match(sentence.masked[two.end :])
            if is_part:
                yield from reader.state(reader.by_mention[one], "隶属", two, one.start, two.end)


def _offices(reader: Reader) -> Iterator[Relation]:
    """The offices of a list that begins with 内设机构 or 下属单位 belong to the department."""
    for match in OFFICES.finditer(reader.document.text):
        position = match.start(1)
        for office in reader.outer:
            if office.start < position or office.type != "ORG":
                continue
            if office.end > match.end(1) or office.start - position > len("，分别是"):
                break
            position = office.end
            yield from reader.belong(office, match.start())


def _places(reader: Reader) -> Iterator[Relation]:
    """A place inside a place: 广州市|花都区, 狮岭镇马岭村."""
    regions = [m for m in reader.mentions if m.type == "REGION"]
    for one, two in pairwise(regions):
        if one.end == two.start:
            yield from reader.state(reader.by_mention[two], "隶属", one, one.start, two.end)
        elif one.start == two.start and two.end < one.end:
            yield from reader.state(reader.by_mention[one], "隶属", two, one.start, one.end)


def _budget(reader: Reader) -> Iterator[Relation]:
    """The items of a budget list are the department's, running costs apart."""
    stating = statings()["建设"]
    starts = {m.start: m for m in reader.outer if m.type == "PROJECT"}
    for match in BUDGET_LINE.finditer(reader.document.text):
        project = starts.get(match.start(1))
        if project and not project.text.endswith(stating.never):
            yield from reader.state(reader.department, "建设", project, project.start, match.end())


RULES: tuple[Rule, ...] = (_stated, _issued, _together, _covering, _containing, _belonging)
