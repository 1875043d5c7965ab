"""举办 without its word: who took part in an event, or held one that is told by the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.clauses import Sentence
from graph.facts import Relation
from graph.ontology.vocabulary import statings
from graph.statements import LEAD, Reader, subject

_AT = re.compile(r"(?:在|于|亮相|出席)[“《]?$")
_THERE = re.compile(r"[”》]?(?:上|中|里|期间|(?=荣?获|展出|亮相|发布|作))")
# 在全国营商环境评价中: one is measured there, and takes no part.
_MEASURING = ("评价", "评估", "考核", "考评", "测评", "调查", "检查", "普查")
_HELD_BY = re.compile(r"(?:组织|举办|主办|承办|开展|发起)(?:开展|召开)?的“?")
_GOES_ON = re.compile(
    r"”?(?:[^，。；]{0,6})?(?:历时|圆满|顺利|成功)?(?:在(?:我[省市区县局]|本[市区县])|召开|举行|举办|开幕|落幕|吸引|历时)"
)


def attending(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """在E上展出; A组织的E; E历时45天: the department, or who is named."""
    stating = statings()["举办"]
    for one, two in pairwise(sentence.mentions):
        held_by = _HELD_BY.fullmatch(sentence.masked, one.end, two.start)
        if held_by and one.type == "ORG" and two.type == "EVENT":
            yield from reader.state(reader.by_mention[one], "举办", two, one.start, two.end)
    for event in sentence.mentions:
        if event.type != "EVENT" or event.text.endswith(_MEASURING):
            continue
        clause, clause_end = sentence.clause(event)
        before = sentence.masked[clause : event.start]
        there = _THERE.match(sentence.masked, event.end)
        if _AT.search(before) and there:
            named = subject(reader, sentence, stating, clause, event.start)
            who, where = named or (reader.department, event.start)
            yield from reader.state(who, "举办", event, min(where, event.start), there.end())
        elif LEAD.fullmatch(before) and (on := _GOES_ON.match(sentence.masked, event.end, clause_end)):
            yield from reader.state(reader.department, "举办", event, event.start, on.end())
