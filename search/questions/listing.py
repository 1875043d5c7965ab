"""A list: the names or phrases that the best sentence enumerates."""

from __future__ import annotations

import re

from search.answer import Answer
from search.evidence import Evidence
from search.questions.metric import refuse
from search.questions.text import ENOUGH, Sentence, rank_sentences
from search.understand import Question
from search.wording import shorten

_LONGEST_ITEM = 60
_QUOTED = re.compile(r"(?:“[^“”]{1,40}”(?:[、，和及与以]|以及)?){2,}")
_WORKS = re.compile(r"(?:《[^《》]{2,60}》[^《》，。；]{0,14}[、，；和及与]?){2,}")
_ENUMERATED = re.compile(r"[^，。；：\n、]{1,30}(?:、[^，。；：\n、]{1,30})+")
_LAST = re.compile(r"(.+?)(?:以及|和|及|与)(?!谐|平)(.+)")
_FRONT = re.compile(
    r"^(?:.*(?:分别是|包括|分别为|分别|是|为|与|对|将|在|向|同|以及|授牌|涉及|完成|实现|联合|开展|推出|建设))(?=.{2,})"
)
_BACK = re.compile(r"等.*$")
# A sentence without an enumeration cannot answer; one may stand a little below the best.
_CLOSE = 0.15


def answer_list(question: Question, evidence: Evidence) -> Answer:
    """The items that `question` asks for, from one enumeration of one sentence."""
    ranked = rank_sentences(question, evidence)
    if not ranked or ranked[0].score < ENOUGH:
        return refuse(question, evidence, ())
    for sentence in ranked:
        if ranked[0].score - sentence.score > _CLOSE:
            break
        items, start, end = enumeration(sentence)
        if items:
            citation = sentence.document.cite(start, end)
            return Answer(
                question=question.text,
                kind="list",
                short=shorten("、".join(items), _LONGEST_ITEM),
                text=f"共{len(items)}项：{'、'.join(items)}。"
                if str(len(items)) in citation.quote
                else f"{'、'.join(items)}。",
                confidence=round(min(0.85, sentence.score), 3),
                citations=(citation,),
                items=tuple(items),
            )
    return refuse(question, evidence, ())


def enumeration(sentence: Sentence) -> tuple[list[str], int, int]:
    """The items of the longest enumeration in a sentence and where it stands; no items if there is none."""
    text = sentence.document.text
    found = []
    for pattern in (_WORKS, _QUOTED, _ENUMERATED):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            items = _items(match.group(), pattern)
            if len(items) > 1:
                found.append((len(items), items, match.start(), match.end()))
    if not found:
        return [], sentence.start, sentence.end
    _, items, start, end = max(found, key=lambda f: f[0])
    return items, start, end


def _items(run: str, pattern: re.Pattern[str]) -> list[str]:
    if pattern is _WORKS:
        return re.findall(r"《([^《》]{2,60})》", run)
    if pattern is _QUOTED:
        return re.findall(r"“([^“”]{1,40})”", run)
    parts = run.split("、")
    last = _LAST.fullmatch(parts[-1])
    if last:
        parts[-1:] = [last.group(1), last.group(2)]
    parts[0] = _FRONT.sub("", parts[0])
    parts[-1] = _BACK.sub("", parts[-1])
    items = [part.strip("“”《》的 ") for part in parts]
    return [item for item in items if 0 < len(item) <= _LONGEST_ITEM]
