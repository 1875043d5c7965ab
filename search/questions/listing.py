"""A list: the names or phrases that the best sentence enumerates."""

from __future__ import annotations

import re

from graph.quantity import chinese_number
from search.answer import Answer
from search.evidence import Evidence
from search.matching import Matcher
from search.questions.metric import refuse
from search.questions.text import ENOUGH, Sentence, rank_sentences, sureness
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
_HOW_MANY = re.compile(r"哪([二两三四五六七八九十]{1,2})(?:个|家|项|类|种|份|条|方面|大)")
# Words this far around an enumeration say what it enumerates.
_AROUND = 24
_COUNT_FITS = 0.3
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
        items, start, end = enumeration(question, sentence)
        if items:
            citation = sentence.document.cite(start, end)
            return Answer(
                question=question.text,
                kind="list",
                short=shorten("、".join(items), _LONGEST_ITEM),
                text=f"共{len(items)}项：{'、'.join(items)}。"
                if re.search(rf"(?<!\d){len(items)}(?!\d)", citation.quote)
                else f"{'、'.join(items)}。",
                confidence=sureness(sentence.score),
                citations=(citation,),
                items=tuple(items),
            )
    return refuse(question, evidence, ())


def enumeration(question: Question, sentence: Sentence) -> tuple[list[str], int, int]:
    """The items of the enumeration that fits the question best and where it stands; none if there is none.

    One fits by the words around it and, where the question says how many, by its number of items.
    """
    text = sentence.document.text
    matcher = Matcher.over([sentence.text])
    wanted = _HOW_MANY.search(question.text)
    number = chinese_number(wanted.group(1)) if wanted else None
    found = []
    for order, pattern in enumerate((_WORKS, _QUOTED, _ENUMERATED)):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            items = _items(match.group(), pattern)
            if len(items) > 1:
                begin, end = (
                    max(sentence.start, match.start() - _AROUND),
                    min(sentence.end, match.end() + _AROUND),
                )
                fit = matcher.coverage(question.about, question.added, ((1.0, text[begin:end]),))
                fit += _COUNT_FITS if len(items) == number else 0.0
                found.append((round(fit, 3), len(items), -order, items, match.start(), match.end()))
    if not found:
        return [], sentence.start, sentence.end
    *_, items, start, end = max(found, key=lambda f: f[:3])
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
