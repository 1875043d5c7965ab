"""获得: who won a title; the one who gave it is nobody's winner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.anaphora import meant
from graph.clauses import Sentence
from graph.facts import Mention, Relation
from graph.ontology.vocabulary import Stating, statings
from graph.statements import LEAD, Reader, word_before, word_behind

# Between the winner and the word: “X”|项目成功|入选; 热线班组|被全国总工会|授予.
_STEP = re.compile(
    r"[”）)]?(?:的|项目|品牌|班组|系统|栏目|专栏|机制|模式|服务|做法|平台|成果|案例|改革|工程|应用|累计|成功|也|还|均|先后|双双|再次|连续[^，]{0,4}|(?:于)?(?:20\d\d年(?:度)?)?|近日|分别|作为|光荣|因此)*(?:获[^，。；]{0,12}|被[^，。；]{0,30})?"
)
_GIVER = re.compile(r"被“?$")
_GIVES = ("授予", "命名为", "列入")
# 2人入选, 1个团队获评: its people are the place's.
_COUNTED = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?(?:人次?|[名位][^，。；]{0,8}|[个项件篇节堂][^，。；]{0,8})(?:成功|分别|先后|双双)?$"
)
# What may stand before the word where its subject is left out.
_OWN = re.compile(
    r"成功|先后|再次|首次|连续[^，。；]{0,6}?(?:年|次)|累计|共|并|还|均|也|又|已|近日|同时|此外|其中|先后多次|光荣|(?:于)?20\d\d年(?:度)?|今年|当年|年内|我局|本局|我委|被|多次"
)
# A title that a place bears: 最佳防守区, 示范城市.
_OF_A_PLACE = re.compile(r"(?:区|市|县|城市|城区|镇|街道?|村|先行区|示范区)(?:称号)?[”]?$")


# 雨花区的“邻里食堂”…被评为: what the place has won it.
_WHOSE = re.compile("的“?")
_THINGS = frozenset({"PLATFORM", "PROJECT", "INITIATIVE"})
_FAR = 20


def _owned_by(sentence: Sentence, owner: Mention, word: int) -> Mention | None:
    """雨花区的|“邻里食堂”: what the place or body has that the sentence begins with."""
    behind = (m for m in sentence.mentions if m.start > owner.start and m.end <= word)
    thing = next(behind, None)
    if thing is None or thing.type not in _THINGS or owner.type not in ("ORG", "REGION"):
        return None
    return thing if _WHOSE.fullmatch(sentence.masked, owner.end, thing.start) else None


def awarded(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X荣获A: X is named before the word, or the sentence is about it, or it is left out."""
    stating = statings()["获得"]
    for tail in sentence.mentions:
        if tail.type not in stating.tails:
            continue
        run = sentence.run_of(tail)
        clause, clause_end = sentence.clause(run[0])
        word = word_before(sentence, clause, run[0].start, stating)
        start, end = word, tail.end
        if word is None:
            end = word_behind(sentence, run[-1].end, clause_end, stating) or 0
            start = word = run[0].start
        if end:
            for head, where in _winners(reader, sentence, stating, clause, word, tail):
                yield from reader.state(head, "获得", tail, min(start or tail.start, where), end)


def _winners(
    reader: Reader, sentence: Sentence, stating: Stating, clause: int, word: int, tail: Mention
) -> Iterator[tuple[str, int]]:
    masked = sentence.masked
    named = [
        m
        for m in sentence.mentions
        if clause <= m.start and m.end <= word and m.type in stating.heads - {"AWARD"}
    ]
    givers = {other for m in named if _GIVER.search(masked, clause, m.start) for other in sentence.run_of(m)}
    named = [m for m in named if m not in givers]
    if masked.startswith(_GIVES, word) and "被" not in masked[clause:word]:
        named = [m for m in named if word - m.end > 1]
    if named and _STEP.fullmatch(masked, named[-1].end, word):
        for winner in sentence.run_of(named[-1]):
            if winner in named:
                yield reader.by_mention[winner], winner.start
        return
    if _COUNTED.search(masked[clause:word]) and reader.home is not None:
        yield reader.home, word
        return
    thing = meant(reader, sentence, max(clause - _FAR, sentence.start), word)
    if thing is not None:
        yield reader.by_mention[thing], word
        return
    first = next((m for m in sentence.mentions if m.end <= word and m.type in stating.heads), None)
    if first is not None and LEAD.fullmatch(masked[sentence.start : first.start]):
        winner = _owned_by(sentence, first, word) or first
        yield reader.by_mention[winner], first.start
        return
    if _OWN.sub("", masked[clause:word]).strip("，“” "):
        return  # 沪杭甬高速抬升工程荣获…: somebody is named whom we do not know
    left_out = reader.home if _OF_A_PLACE.search(tail.text) else None
    if (head := left_out or reader.department) is not None:
        yield head, word
