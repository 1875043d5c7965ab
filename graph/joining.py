"""合作: who works with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.clauses import Sentence
from graph.facts import Mention, Relation
from graph.ontology.vocabulary import statings
from graph.statements import Reader, doers, subject, word_behind
from ingest.divisions import find_divisions, lookup

# 由A、B、C共同推出; A、B组成联合督导组.
_JOINTLY = re.compile(
    r"(?:等[^，。；]{0,10}?)?(?:[两三四五六七八九十\d]+个?[区市县地省])?(?:于[^，。；]{1,8}?)?(?:共同|联合|携手|合力|协同|共建|联动|组成|互派|互开|签订|签署)"
)
# 与成都、重庆签订: they join somebody, not each other.
_BESIDE = re.compile(r"(?:与|和|同|跟|及|会同|联合|携手|向)“?$")


_MANY = re.compile(
    r"等(?:\d+|[两三四五六七八九十]+)[个家](?:部门|单位|机构|企业|地方|城市)(?!相比|持平|之间|无)"
)


def together(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
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
            if not found and companion and clause == run[0].start - len(companion):
                # 与医保局、人社局等12个部门按月比对: to do something with many is to work with them.
                many = _MANY.match(sentence.masked, end, clause_end)
                found = many.end() if many else None
            if not found:
                continue
            end = found
        start = run[0].start - len(word or companion or "")
        named = subject(reader, sentence, stating, clause, start)
        if named is None and (places := doers(reader, sentence, start)):
            named = reader.by_mention[places[0]], places[0].start
        if reader.by_mention[tail] in {reader.home, *reader.above} or _is_water(tail):
            continue
        mutual = _OF_PLACES.match(sentence.text, run[-1].end, clause_end)
        place = reader.home if _is_foreign(reader, tail) else None
        left_out = (place if mutual else None) or reader.department or place
        who, where = named or (left_out, start)
        yield from reader.state(who, "合作", tail, min(start, where), end)


# 配合黄河流域生态保护: a water is no partner.
_WATERS = re.compile(r"[江河湖海溪]$|流域$")
# 与A、B实现跨省通办: what two places do for each other; what an office does or signs is its own.
_OF_PLACES = re.compile(r"(?:(?!签订|签署|开展|办理)[^，。；])*(?:通办|互认|互通|结对|友好城市|战略合作)")


def _is_water(tail: Mention) -> bool:
    return tail.type == "REGION" and not find_divisions(tail.text) and bool(_WATERS.search(tail.text))


def _is_foreign(reader: Reader, tail: Mention) -> bool:
    """Whether a place is none of the reporting one's own: its streets work with the department."""
    name = reader.entities[reader.by_mention[tail]].name
    return tail.type == "REGION" and bool(lookup(name) or find_divisions(name))


def jointly(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """A、B、C共同推出X: each with the first, or with the department if it is one of them."""
    done = -1
    for mention in sentence.mentions:
        run = sentence.run_of(mention)
        if mention.start < done or mention.type not in ("ORG", "REGION") or len(run) < 2:
            continue
        done = run[-1].end
        clause, clause_end = sentence.clause(run[0])
        beside = _BESIDE.search(sentence.masked[clause : run[0].start])
        word = _JOINTLY.match(sentence.masked, run[-1].end, clause_end)
        used = word and _USED.match(sentence.masked, word.end())
        if word and not beside and not used:
            yield from _pairs(reader, run, word.end())


# 由A和B共同使用: they have it, and do nothing with each other.
_USED = re.compile(r"使用|享有|拥有")
_LEADS = re.compile(r"(?:牵头|主导|总牵头|召集)[、，]?")
_HELPS = re.compile(r"(?:协同|配合|参与|协办|参加|联动|共同)")


def led(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """由A牵头、B和C协同; 由A召集B、C: who is led works with who leads."""
    for leader, first in pairwise(sentence.mentions):
        if leader.type != "ORG" or first.type != "ORG":
            continue
        word = sentence.masked[leader.end : first.start]
        run = sentence.run_of(first)
        helps = _HELPS.match(sentence.masked, run[-1].end)
        if _LEADS.fullmatch(word) and (helps or word == "召集"):
            for other in run:
                yield from reader.state(
                    reader.by_mention[leader],
                    "合作",
                    other,
                    leader.start,
                    helps.end() if helps else other.end,
                )


def _pairs(reader: Reader, run: Sequence[Mention], end: int) -> Iterator[Relation]:
    bodies = [reader.by_mention[m] for m in run]
    if reader.department not in bodies and "组成" in reader.masked[run[-1].end : end]:
        return  # schools that make up an alliance are its members
    who = reader.department if reader.department in bodies else bodies[0]
    for mention, body in zip(run, bodies, strict=True):
        if body != who:
            yield from reader.state(who, "合作", mention, run[0].start, end)
