"""Why: the clause that gives the reason, in the sentence that tells what happened or right behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.clauses import clauses
from ingest.split import sentences

if TYPE_CHECKING:
    from search.questions.text import Sentence

_WHY = re.compile(
    r"为什么|为何|为啥|何以|(?:什么|哪些|何种|啥)原因|原因(?:主要)?(?:是|有|在|为|在于)?(?:什么|啥|哪|何|[?？。\s]*$)"
)
# Behind such words stands the reason. 因公, 因此 and 因素 give none.
_BEFORE_REASON = re.compile(
    r"(?:主要|具体|其|有关)?原因(?:主要)?(?:是|为|在于|有|包括|如下)?[:：,，]?"
    r"|主要(?:是|系)?(?:由于|因为?)|(?:主要)?由于|因为|鉴于"
    r"|(?<![原起诱成外内])因(?!公|此|而|素|果|地制|人而|应|材|势|子|疫)|主要(?:是|系)"
)
# Says only where the reason stands: 原因在第四部分交代.
_ELSEWHERE = re.compile(r"原因(?:在|见|详见)[^，。]{0,4}(?:第[一二三四五六七八九十]+|下文|后文|附件|附表)")
# Between such words stands the reason.
_BETWEEN = re.compile(
    r"受(?!到|理|众|益|访|托|让|伤|聘|邀|表)(?P<reason>[^，。；,]{2,40}?)(?:的)?(?:影响|制约|限制|牵制|拖累)"
)
# Before such words stands the reason.
_BEHIND_REASON = re.compile(r"[,，]?(?:从而|因此|进而)?(?:导致|致使|造成|使得)|所致")
# A sentence that begins so gives the reason of what the one before it says.
_LEADS = re.compile(
    r"(?:其中|具体)?[,，]?(?:(?:主要|具体|其)?原因|(?:这|此|上述)?主要(?:是|系|由于|因)|由于|这是)"
)
# Something wanting, late or at its end is a reason even where no word says so.
TELLS_WANTING = re.compile(
    r"未(?!来|能?得分)|没有|尚不|不[够足高强均全准及到齐严]|不够|缺乏|缺少|欠缺|有待|滞后|偏[低高慢差]|到期|较大|延[迟期误]"
)
_SURE, _HINTED = 0.15, 0.06
# Sentences behind which the reason is looked for.
_NEAR_TOP = 3


def asks_why(question: str) -> bool:
    """Whether a question asks for a reason.

    >>> asks_why("支出减少的原因是什么？"), asks_why("为何没有得分"), asks_why("分析原因的报告有几份")
    (True, True, False)
    """
    return bool(_WHY.search(question))


def with_reasons(ranked: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that give a reason first, also those that stand right behind one of the best; empty if none does.

    A sentence gives one if it says 原因 or 由于 or the like, and by a hint if it says what is wanting.
    """
    found: dict[tuple[str, int], Sentence] = {}
    for sentence in [*ranked, *_behind(ranked[:_NEAR_TOP])]:
        bonus = _bonus(sentence.text)
        place = (sentence.document.source, sentence.start)
        if bonus and (place not in found or found[place].score < sentence.score + bonus):
            found[place] = replace(sentence, score=sentence.score + bonus)
    return sorted(found.values(), key=lambda s: (-s.score, s.document.source, s.start))


def reason_in(sentence: Sentence, longest: int) -> tuple[int, int]:
    """Where the reason stands in a sentence: at most `longest` characters, whole clauses where they fit."""
    text = sentence.document.text
    between = _BETWEEN.search(text, sentence.start, sentence.end)
    if between:
        return between.start("reason"), between.end("reason")
    marked = _BEFORE_REASON.search(text, sentence.start, sentence.end)
    if marked and marked.end() < sentence.end - 1:
        return marked.end(), _last_clause(sentence, marked.end(), longest)
    led = _BEHIND_REASON.search(text, sentence.start, sentence.end)
    if led and led.start() > sentence.start:
        return max(sentence.start, led.start() - longest), led.start()
    for clause in (c for s in clauses(text, sentence.start, sentence.end) for c in s):
        if TELLS_WANTING.search(text, clause.start, clause.end):
            return clause.start, min(clause.end, clause.start + longest)
    return sentence.start, min(sentence.end, sentence.start + longest)


def gives_reason(text: str) -> bool:
    """Whether a sentence says by a word that it gives a reason.

    >>> gives_reason("受疫情影响，开工推迟。"), gives_reason("全年受理8件。")
    (True, False)
    """
    if _ELSEWHERE.search(text):
        return False
    return bool(_BETWEEN.search(text) or _BEFORE_REASON.search(text) or _BEHIND_REASON.search(text))


def _bonus(text: str) -> float:
    if _ELSEWHERE.search(text):
        return 0.0
    if gives_reason(text):
        return _SURE
    return _HINTED if TELLS_WANTING.search(text) else 0.0


def _behind(best: Sequence[Sentence]) -> list[Sentence]:
    """The sentence right behind each of the best, with its score, where it leads a reason in."""
    found = []
    for sentence in best:
        document = sentence.document
        section = document.section_at(sentence.start)
        after = next(iter(sentences(document.text, sentence.end, section.end)), None)
        if after and _LEADS.match(document.text, *after):
            found.append(replace(sentence, start=after[0], end=after[1]))
    return found


def _last_clause(sentence: Sentence, start: int, longest: int) -> int:
    """The end of the last clause of the sentence that leaves the stretch from `start` short enough."""
    parts = [c.end for s in clauses(sentence.document.text, start, sentence.end) for c in s]
    fitting = [end for end in parts if end - start <= longest]
    return max(fitting, default=min(sentence.end, start + longest))
