"""覆盖: where a platform, a project or a practice is in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.clauses import Sentence
from graph.facts import Mention, Relation
from graph.ontology.vocabulary import Stating, statings
from graph.statements import LEAD, Reader, word_before, word_behind

# Offices where people are served: what such a place does is in use there.
_SITE = re.compile(
    r"(?:服务中心|政务中心|大厅|服务站|学校|中学|小学|幼儿园|医院|园区|社区|高中|机场|车站|东站|南站|北站|西站|港|馆)$"
)
_AT = re.compile(r"(?:在|于|位于)“?$")
_CHOSEN = re.compile(r"(?:选取|选择|选定|确定|遴选|以|将|把|推动打造|打造|支持|推荐)“?$")
_AS_PILOT = re.compile(
    r"[^，。；]{0,8}?(?:作?为|列为|开展)(?:首批|第一批|[^，。；]{0,4})?“?(?:试点|试验|示范)?"
)
_AND_MORE = r"(?:等)?(?:[两三四五六七八九十\d]+[个家地处所座区县镇街村])?(?:[^，。；、]{0,6}?)"
_SETS_UP = (
    "布设|设置|设立|开设|上线|试点|试行|推行|部署|投放|建成|建设|打造|推广|启用|投用|落地|推出|完成|实行|实施|开展|组成|引入|"
    "获批|开工|封顶|动工|施工|增设|新设|创建|共建|运行|铺开|探索|展开|布局|布点|设点|改造"
)
_THERE = re.compile(rf"{_AND_MORE}(?:{_SETS_UP})了?")
_DOES = re.compile(
    rf"{_AND_MORE}(?:共同?|分别|已|率先|先行|联合|全面|相继|现已)?(?:{_SETS_UP})了?[^，。；、“”\x00]{{0,14}}"
)
# 在全市率先: among whom it was first, not where it is.
_AMONG = re.compile(r"率先|首[个创推批家次]|唯一|领先|第一|范围")
_OF_IT = re.compile(r"(?:等)?(?:共建|联建|共同打造|设立|建设|布设)?的“?")
_BESIDE = re.compile(r"[”》]?(?:（[^（）]{0,20}）)?(?:[、和与及]|以及)“?")
_REACH_AFTER = 24


def covering(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X覆盖A、B; 在A推广X; A、B建成X; 选取A为试点; A的X."""
    stating = statings()["覆盖"]
    position = -1
    yield from _everywhere(reader, sentence, stating)
    yield from _shared_out(reader, sentence, stating)
    yield from _agreed(reader, sentence, stating)
    for tail in sentence.mentions:
        if (
            tail.start < position
            or tail.type not in stating.tails
            or reader.by_mention[tail] == reader.department
        ):
            continue
        if _AMONG.match(sentence.text, tail.end):
            continue
        run = tuple(m for m in _places(sentence, tail, stating) if reader.by_mention[m] != reader.department)
        position = run[-1].end
        yield from _stated(reader, sentence, stating, run)
        for head, first, last in _sited(reader, sentence, stating, run):
            for place in run:
                if reader.by_mention[place] != reader.home:
                    yield from reader.state(
                        reader.by_mention[head], "覆盖", place, min(first, place.start), max(last, place.end)
                    )


# 52所，其中长沙县18所、浏阳市15所: how many there are in each place.
_SHARE = re.compile(
    r"[（(]?(?:\d[\d,.]*|[一二两三四五六七八九十]+)(?:余)?[万]?[个处所家座条台套间支名人项场次户宗件公里]+[）)]?"
)
_AMONG_THEM = re.compile(r"其中|分别|集中在|主要在|包括|分布在|：")
_FEWEST_SHARES = 2


def _shared_out(reader: Reader, sentence: Sentence, stating: Stating) -> Iterator[Relation]:
    """累计建设“X”52所，其中A18所、B15所: X is in each of them."""
    places = [m for m in sentence.mentions if m.type == "REGION" and _SHARE.match(sentence.masked, m.end)]
    if len(places) < _FEWEST_SHARES:
        return
    things = [m for m in sentence.mentions if reader.type_of(m) in stating.heads and m.end <= places[0].start]
    if not things or not _AMONG_THEM.search(sentence.masked, things[-1].end, places[0].start):
        return
    for place in places:
        yield from reader.state(
            reader.by_mention[things[-1]], "覆盖", place, min(things[-1].start, place.start), place.end
        )


_ALONGSIDE = re.compile(r"(?:与|和|同|联合|会同|携手)“?$")
_SET_UP_WITH = re.compile(
    r"(?:等[^，。；]{0,24})?(?:的[^，。；]{0,6}(?:部门|单位))?(?:共同|联合|先后|正式)?"
    r"(?:建立|组建|共建|达成|签订|签署|签约|实现|开通|推出|推行|组成|成立|设立|创建|打造)了?[^，。；“”\x00]{0,10}“?"
)


def _agreed(reader: Reader, sentence: Sentence, stating: Stating) -> Iterator[Relation]:
    """与A市、B市建立X: what places set up with the reporting one is in force in each of them."""
    done = -1
    for place in sentence.mentions:
        if place.type != "REGION" or place.start < done:
            continue
        run = sentence.run_of(place)
        done = run[-1].end
        clause, clause_end = sentence.clause(run[0])
        thing = next((m for m in sentence.mentions if m.start >= done), None)
        if thing is None or thing.start >= clause_end or thing.type not in stating.heads:
            continue
        if not _ALONGSIDE.search(sentence.masked[clause : run[0].start]):
            continue
        if _SET_UP_WITH.fullmatch(sentence.masked, done, thing.start):
            for tail in run:
                yield from reader.state(reader.by_mention[thing], "覆盖", tail, run[0].start, thing.end)


def sited(reader: Reader) -> Iterator[Relation]:
    """昆山市|傀儡湖备用水源工程: what is built lies in the place, or at the body, that its name begins with."""
    around = {reader.home, *reader.above, reader.department}
    for inner, outer in reader.nested():
        begins = outer.type == "PROJECT" and inner.start == outer.start
        if begins and inner.type in ("REGION", "ORG") and reader.by_mention[inner] not in around:
            yield from reader.state(reader.by_mention[outer], "覆盖", inner, outer.start, outer.end)


_ALL_OVER = re.compile(rf"(?:共|已|现已|累计|统一|全面)*(?:{_SETS_UP})了?“?")
_HOME = re.compile("全[省市区县州镇]|[全本我][市区县]域?")


def _everywhere(reader: Reader, sentence: Sentence, stating: Stating) -> Iterator[Relation]:
    """全区布设X: in use all over the reporting place."""
    for place, thing in pairwise(sentence.mentions):
        if reader.by_mention[place] == reader.home and _HOME.fullmatch(place.text):
            gap = sentence.masked[place.end : thing.start]
            if reader.type_of(thing) in stating.heads and _ALL_OVER.fullmatch(gap):
                start = place.start - sentence.masked.endswith("在", 0, place.start)
                yield from reader.state(reader.by_mention[thing], "覆盖", place, start, thing.end)


def _places(sentence: Sentence, first: Mention, stating: Stating) -> Sequence[Mention]:
    """The list that begins with `first`; of towns and of the offices in them side by side."""
    found = [first]
    for mention in sentence.mentions:
        if mention.start >= found[-1].end and _BESIDE.fullmatch(sentence.text, found[-1].end, mention.start):
            if mention.type not in stating.tails:
                break
            found.append(mention)
    return found


def _stated(
    reader: Reader, sentence: Sentence, stating: Stating, run: Sequence[Mention]
) -> Iterator[Relation]:
    """X覆盖A、B; 在A推广X: a word of covering beside the places."""
    clause, clause_end = sentence.clause(run[0])
    start = word_before(sentence, max(clause, run[0].start - 6), run[0].start, stating)
    end = None
    if start is None:
        inside = sentence.masked[clause : run[0].start].endswith("在")
        end = word_behind(sentence, run[-1].end, clause_end, stating) if inside else None
        if end is None:
            return
        start = run[0].start - 1
    head = _thing(reader, sentence, stating, clause, clause_end, run, nearest=True)
    if head is None:
        return
    for tail in run:
        close = sentence.start <= head.start < sentence.end
        first, last = start, end or tail.end
        if close:
            first, last = min(first, head.start), max(last, head.end)
        yield from reader.state(reader.by_mention[head], "覆盖", tail, first, last)


def _sited(
    reader: Reader, sentence: Sentence, stating: Stating, run: Sequence[Mention]
) -> Iterator[tuple[Mention, int, int]]:
    """The things that are at the places of a run, each with where that is said."""
    if not all(place.type == "REGION" or _SITE.search(place.text) for place in run):
        return
    clause, clause_end = sentence.clause(run[0])
    masked, start, end = sentence.masked, run[0].start, run[-1].end
    before = masked[clause:start]
    behind = [m for m in sentence.mentions if end <= m.start < clause_end and m.type in stating.heads]
    first = behind[0] if behind and behind[0].start - end <= _REACH_AFTER else None
    at_it = first is not None and (
        _OF_IT.fullmatch(masked, end, first.start)
        or (LEAD.fullmatch(before) and _DOES.fullmatch(masked, end, _outer(sentence, first)))
    )
    if first is not None and (at_it or (_AT.search(before) and _THERE.match(masked, end, clause_end))):
        yield from ((head, start, head.end) for head in sentence.run_of(first))
    elif _CHOSEN.search(before) and (pilot := _AS_PILOT.match(masked, end, clause_end)):
        named = first if first is not None and first.start <= pilot.end() + 1 else None
        tried = pilot.group().endswith(("试点", "示范", "试验"))
        later = next(
            (m for m in sentence.mentions if m.start >= clause_end and m.type in stating.heads), None
        )
        head = named or (
            later or _thing(reader, sentence, stating, clause, clause_end, run) if tried else None
        )
        if head is not None:
            yield head, start, max(pilot.end(), head.end if head.start >= start else 0)
    elif _AT.search(before) and (word := _THERE.match(masked, end, clause_end)):
        head = _thing(reader, sentence, stating, clause, clause_end, run)
        if head is not None:
            yield head, start, word.end()


def _outer(sentence: Sentence, mention: Mention) -> int:
    """Where a name begins, its quotation mark included."""
    return mention.start - (sentence.text[mention.start - 1] == "“")


def _thing(
    reader: Reader,
    sentence: Sentence,
    stating: Stating,
    clause: int,
    end: int,
    run: Sequence[Mention],
    *,
    nearest: bool = False,
) -> Mention | None:
    """What a clause without a thing of its own is about: the one named last before, or first in the sentence."""
    things = [m for m in sentence.mentions if m.type in stating.heads]
    inside = [m for m in things if clause <= m.start < end]
    before = [m for m in things if m.end <= run[0].start]
    if inside or before:
        return inside[-1] if inside else before[-1 if nearest else 0]
    return reader.thing_before(sentence, stating.heads)
