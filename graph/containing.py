"""包含: the parts of platforms, projects and practices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from graph.clauses import Sentence
from graph.facts import Mention, Relation
from graph.ontology.vocabulary import boundaries, common_names, frameworks, statings
from graph.statements import LEAD, Reader
from ingest.fold import squeeze
from ingest.words import cut

_WITHIN = re.compile(
    r"”?(?:中|内|上)?(?:开设|设立|设置|增设|上线|推出|建设|建成|搭建|新增|嵌入|开发|开辟|开展|开通|打造|推行|试行)[^，。；]{0,12}$"
)
_SHORT = re.compile(r"[（(](?:以下|下)?(?:简称|称)[^（）()]{1,24}[）)]")
_IN = re.compile(r"(?:在|依托|利用|通过|借助)“?$")
_MADE_OF = re.compile(
    r"[，]?(?:包括|包含|涉及|涵盖|整合|集成|融合|下设|内设|设有|内置|嵌入|含)了?[^，。；]{0,6}$"
)
_AND_SO_ON = re.compile(r"[”》]?等(?:\d+|[一二两三四五六七八九十多]+)?[个项款种类]?(?:一系列|系列)?“?$")
_OF = re.compile(r"”?的“?$")
_THEN = re.compile(r"[^，。；]{0,8}，(?:并)?(?:构建|完善|形成|首创|设立|开发|集成|推出|发布)[^，。；]{0,20}$")
# 平台新增“A”“B”“C”三个模块: the parts by the noun behind them.
_PARTS = re.compile(
    r"[”]?(?:等)?(?:\d+|[两三四五六七八九十多]+)?(?:余|多)?[个项款种类大]*(?:高频)?(?:子|主|热点|特色|应用|功能|数据)?"
    r"(?:应用场景|场景|模块|专题|专栏|栏目|子系统|板块|版块|主题|子品牌|专区|一件事|应用|功能|驾驶舱|大屏|服务功能|系统|品牌)"
)
_ADDS = re.compile(
    r"(?:建成|新增|增设|开发|上线|推出|打造|建设|形成|设有|下设|内设|包括|涵盖|集成|融合|整合|嵌入|接入|开设|构建|完成|拓展|实现)了?[^，。；“”]{0,6}“?$"
)
# “X”平台推出180项“一件事”: in its own clause.
_OWN_VERB = re.compile(
    r"”?(?:共|累计|已|新)*(?:建设|建成|建立|推出|开设|上线|设有|新增|增设|下设|内设|内置|集成|嵌入|提供)了?[^，。；“”]{0,12}“?"
)
_FEWEST = 2


def containing(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """在P开设Y; E，涉及“A”“B”; “A”、“B”等X; “A”的P; P，构建Y; P新增“A”“B”两个模块."""
    stating = statings()["包含"]
    things = [m for m in sentence.mentions if m.type in stating.heads]
    for tail in things:
        run = sentence.run_of(tail)
        first, last = (bisect_left(things, one.start, key=lambda m: m.start) for one in (run[0], run[-1]))
        whole = things[first - 1] if first else None
        if whole is not None:
            gap = _SHORT.sub("", sentence.masked[whole.end : run[0].start])
            in_it = _IN.search(sentence.masked[: whole.start]) and _WITHIN.fullmatch(gap)
            if in_it or _MADE_OF.search(gap) or _THEN.fullmatch(gap):
                yield from reader.state(reader.by_mention[whole], "包含", tail, whole.start, tail.end)
        behind = things[last + 1] if last + 1 < len(things) else None
        if behind is not None:
            gap = sentence.masked[run[-1].end : behind.start]
            if _AND_SO_ON.fullmatch(gap) or (_OF.fullmatch(gap) and behind.text.startswith("“")):
                yield from reader.state(reader.by_mention[behind], "包含", tail, run[0].start, behind.end)
    yield from _of_the_first(reader, sentence, things)
    yield from _taken_in(reader, sentence, things)
    yield from _stores(reader, sentence, things)


def _of_the_first(reader: Reader, sentence: Sentence, things: Sequence[Mention]) -> Iterator[Relation]:
    """The parts that a later clause gives to the thing that its sentence is about."""
    ends = _rows(sentence, things)
    if not things or not _leads(sentence, things[0]) or ends[0] > 0:
        return
    whole, done = things[0], things[0].end
    for index, part in enumerate(things[1:], 1):
        if part.start < done:
            continue
        run = things[index : ends[index] + 1]
        done = run[-1].end
        clause, _ = sentence.clause(run[0])
        added = _ADDS.search(sentence.masked[clause : run[0].start])
        named = _PARTS.match(sentence.masked, run[-1].end)
        own = clause <= whole.start and _OWN_VERB.fullmatch(sentence.masked, whole.end, run[0].start)
        if own or (added and (named or len(run) >= _FEWEST)):
            for one in run:
                yield from reader.state(reader.by_mention[whole], "包含", one, whole.start, one.end)


_INTO = re.compile(
    r"(?:[^，。；]{0,16}?，)?(?:均|已|全部|统一|逐步|陆续)*"
    r"(?:纳入|接入|并入|融入|嵌入|整合到|整合至|汇聚到|上架到|集成到|入驻)(?:了)?“?"
)


_SIDE_BY_SIDE = re.compile(r"[”》]?[、和及与]?[“《]?")


def _taken_in(reader: Reader, sentence: Sentence, things: Sequence[Mention]) -> Iterator[Relation]:
    """把“A”“B”等应用纳入P; P受理业务9宗，其中通过A受理5宗，通过B受理4宗."""
    ends = _rows(sentence, things)
    for index, part in enumerate(things):
        last = ends[index]
        if last + 1 == len(things):
            break
        after = things[last + 1]
        gap = sentence.masked[things[last].end : after.start]
        into = re.fullmatch(rf"[”]?(?:{_PARTS.pattern})?{_INTO.pattern}", gap)
        if into and after.type == "PLATFORM":
            yield from reader.state(reader.by_mention[after], "包含", part, part.start, after.end)
    if things and _leads(sentence, things[0]) and "其中通过" in sentence.masked[things[0].end : sentence.end]:
        for part in things[1:]:
            if sentence.masked[: part.start].rstrip("“").endswith("通过"):
                yield from reader.state(reader.by_mention[things[0]], "包含", part, things[0].start, part.end)


# 人口、法人、电子证照|三大|基础库
_COUNTED_STORES = re.compile(
    r"”?(?:等)?(?:\d{1,2}|[两三四五六七八九十]|多)[大个类](?:基础库|专题库|主题库|数据库|子系统|模块|子平台)"
)


# What has parts; a module that was named last is only another part.
_WHOLES = ("平台", "系统", "大脑", "中枢", "云", "库", "底座", "中心", "网")


def _stores(reader: Reader, sentence: Sentence, things: Sequence[Mention]) -> Iterator[Relation]:
    """由A库、B库两大基础库组成: as many parts as are counted are those of the platform spoken of."""
    ends = _rows(sentence, things)
    for index, thing in enumerate(things):
        inside = index > 0 and ends[index - 1] == ends[index]  # of a row that was seen from its first name on
        row = [] if inside else things[index : ends[index] + 1]
        if len(row) < _FEWEST or not _COUNTED_STORES.match(sentence.masked, row[-1].end):
            continue
        leads = things[0] is not thing and _leads(sentence, things[0])
        whole = things[0] if leads else reader.thing_before(sentence, ("PLATFORM",), _WHOLES)
        if whole is None or whole.type != "PLATFORM":
            continue
        for part in row:
            yield from reader.state(reader.by_mention[whole], "包含", part, row[0].start, part.end)


def _leads(sentence: Sentence, thing: Mention) -> bool:
    """Whether a sentence is about the thing: it begins with it, or with a word of doing it."""
    before = sentence.masked[sentence.start : thing.start]
    return LEAD.fullmatch(before) is not None or bool(re.fullmatch(r"[^，。；\x00]{0,10}“?", before))


def _rows(sentence: Sentence, things: Sequence[Mention]) -> list[int]:
    """Of each name the place of the last of those that stand side by side from it on: “A”“B”、“C”."""
    ends = list(range(len(things)))
    for index in range(len(things) - 2, -1, -1):
        between = sentence.text[things[index].end : things[index + 1].start]
        if _SIDE_BY_SIDE.fullmatch(between):
            ends[index] = ends[index + 1]
    return ends


def is_framework(name: str) -> bool:
    """Whether a name is that of a policy frame everybody works in: “数字政府”改革 has no platform of its own."""
    known = common_names().get(name)
    return known is not None and known[1] in frameworks()


# “出生一件事” is one of the “一件事”; shorter endings are shared by chance.
_SHORTEST_KIND = 3


def _does(front: str) -> bool:
    """高效办成|一件事 does it, 六大|攻坚行动 counts it: neither is one of them."""
    words = [front[start:end] for start, end in cut(front)]
    return front.endswith("大") or any(word in boundaries().governs for word in words)


def of_kind(reader: Reader) -> Iterator[Relation]:
    """“出生一件事” of the “一件事”主题服务: the practice whose whole brand another's name ends in has it as a case."""
    brands: dict[str, str] = {}
    for entity in reader.entities.values():
        if entity.type == "INITIATIVE" and not is_framework(entity.name):
            for form in (entity.name, *entity.aliases):
                core = re.match(r"“([^“”]+)”|[^“”]+$", form)
                if core and len(core[1] or core[0]) >= _SHORTEST_KIND:
                    brands.setdefault(squeeze(core[1] or core[0]), entity.id)
    for mention in reader.outer:
        quoted = reader.document.text[mention.start - 1 : mention.start] == "“"
        if reader.type_of(mention) != "INITIATIVE" or not quoted:
            continue
        name = squeeze(mention.text)
        for at in range(2, len(name) - _SHORTEST_KIND + 1):
            whole = brands.get(name[at:])
            if whole is not None and not _does(name[:at]):
                yield from reader.state(whole, "包含", mention, mention.start, mention.end)
                break


def branded(reader: Reader) -> Iterator[Relation]:
    """“花管家”品牌 has the “花管家”数字服务机器人: of one brand, the thing named first has the others."""
    stating = statings()["包含"]
    first: dict[str, Mention] = {}
    for mention in reader.outer:
        brand = re.match(r"[^“”]{0,8}“([^“”]{2,16})”.", mention.text)
        named = brand and reader.type_of(mention) in stating.heads - {"PROJECT"}
        if brand and named and not is_framework(mention.text):
            whole = first.setdefault(squeeze(brand[1]), mention)
            head = reader.by_mention[whole]
            if head != reader.by_mention[mention]:
                yield from reader.state(head, "包含", mention, mention.start, mention.end)


# 3.“无废城市”。, （1）打造“X”服务品牌。: the number, a verb and the marks of a heading that is a name.
_AROUND_TITLE = re.compile(
    r"[（(]?[\d一二三四五六七八九十]{1,3}[）)]?(?:[.．、]|是)?|(?:打造|推进|推行|推广|深化|建设|做好|扎实做好|持续|全面|深入)|[“”。：:\s]"
)
_PARTS_OF_TOPIC = ("PLATFORM", "INITIATIVE")
# A quote that goes from the heading to the part is for people to read; past that the part's own name is quoted.
_LONGEST_QUOTE = 120


def under_heading(reader: Reader) -> Iterator[Relation]:
    """“无废城市”。培育“无废细胞”…: what a section whose heading is a name tells of for the first time is its part."""
    first: dict[str, int] = {}
    for mention in reader.outer:
        first.setdefault(reader.by_mention[mention], mention.start)
    starts = [m.start for m in reader.outer]
    parents = {section.parent for section in reader.document.sections}
    for section in reader.document.sections:
        if section.index in parents or not section.label:
            continue
        inside = reader.outer[bisect_left(starts, section.start) : bisect_left(starts, section.end)]
        whole = inside[0] if inside and inside[0].end <= section.body else None
        if whole is None or whole.type not in _PARTS_OF_TOPIC or is_framework(whole.text):
            continue
        rest = (
            reader.document.text[section.start : whole.start] + reader.document.text[whole.end : section.body]
        )
        if _AROUND_TITLE.sub("", rest):
            continue
        for part in inside[1:]:
            told = "“" in reader.document.text[part.start - 1 : part.end]
            new = first[reader.by_mention[part]] >= section.start and part.text not in common_names()
            if told and new and reader.type_of(part) in _PARTS_OF_TOPIC:
                near = part.end - whole.start <= _LONGEST_QUOTE
                start = whole.start if near else part.start
                yield from reader.state(reader.by_mention[whole], "包含", part, start, part.end)
