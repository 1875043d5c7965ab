"""建设, 推出 without a word for it: what a report tells of as its own, it has built or launched."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from graph.clauses import Sentence, sentences
from graph.facts import Mention, Relation, RelationType
from graph.ontology.vocabulary import common_names
from graph.statements import LEAD, Reader

_MAKES: dict[str, RelationType] = {"PLATFORM": "建设", "INITIATIVE": "推出", "PROJECT": "建设"}


def owned(reader: Reader, made: Collection[str]) -> Iterator[Relation]:
    """The platforms named after the reporting place, and the quoted practices that a sentence is about.

    Args:
        made: the ids of the things whose maker is told already.
    """
    if reader.department is None:
        return
    done = set(made)
    region = reader.document.about.region or ""
    place = region[:-1] if len(region) > len("某区") else region
    for sentence in sentences(reader.document.text, reader.masked, reader.outer):
        for mention in sentence.mentions:
            thing = reader.by_mention[mention]
            rel = _MAKES.get(reader.type_of(mention))
            if rel is None or thing in done or mention.text in common_names():
                continue
            name = reader.entities[thing].name
            ours = rel == "建设" and place != "" and place in name
            carried = reader.type_of(mention) == "PROJECT" and _leads(sentence, mention)
            if ours or carried or _is_told_of(sentence, mention) or _is_made_use_of(sentence, mention):
                done.add(thing)
                yield from reader.state(reader.department, rel, mention, mention.start, mention.end)


def _leads(sentence: Sentence, mention: Mention) -> bool:
    """Whether a clause begins with the name and goes on to say something of it."""
    clause, clause_end = sentence.clause(mention)
    return LEAD.fullmatch(sentence.masked[clause : mention.start]) is not None and mention.end < clause_end


_PROVINCES = frozenset("京津沪渝冀豫鲁晋陕苏浙皖赣闽粤桂琼湘鄂川蜀黔贵云滇藏甘陇青宁新辽吉黑蒙港澳台")
_USING = re.compile(r"(?:依托|借助|借力|利用|运用|用好|使用|凭)了?“?$")


def _is_made_use_of(sentence: Sentence, mention: Mention) -> bool:
    """依托“绿眼巡护”机制: a brand that is worked with, and that nobody else is said to have."""
    clause, _ = sentence.clause(mention)
    if "“" not in sentence.text[mention.start - 1 : mention.start + 1]:
        return False
    core = mention.text.lstrip("“").partition("”")[0]
    # “粤…”, “浙…”: a province's own, which its cities use.
    if core in common_names() or core[0] in _PROVINCES:
        return False
    return _USING.search(sentence.masked, clause, mention.start) is not None


def _is_told_of(sentence: Sentence, mention: Mention) -> bool:
    """Whether a clause begins with a quoted name: “护学岗”设置216个."""
    clause, _ = sentence.clause(mention)
    quoted = "“" in sentence.text[mention.start - 1 : mention.end]
    lead = LEAD.fullmatch(sentence.masked[clause : mention.start])
    return quoted and lead is not None
