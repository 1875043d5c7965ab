"""Answers that should not stand: an aim told for the number that was reached, a sentence that tells no such part (设计单位)."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.metric import answer_metric, refuse
from search.understand import Question, asking

# 最受欢迎 stands so far from the names at most.
_AROUND = 24


def checked(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """The answer, or what stands for it: the number reached for an aim, a refusal where the part asked for is not told."""
    if not answer.answerable:
        return answer
    if answer.kind == "metric":
        return _actual(question, evidence, answer)
    if answer.kind in ("text", "list") and not answer.working and not _says_which(question, evidence, answer):
        return refuse(question, evidence, ())
    part = part_untold(question.text, "".join(c.quote for c in answer.citations))
    if answer.kind in ("text", "relation") and part:
        told = replace(evidence.scope, failed=(f"内容：报告没有说“{part}”",))
        return refuse(question, replace(evidence, scope=told), ())
    return answer


def _actual(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """The number that was reached, where an aim was answered and none was asked for."""
    if re.search(asking()["check"]["aim"], question.text) or answer.working:
        return answer
    cited = {(c.source, c.start, c.end) for c in answer.citations}
    told = [f for f in evidence.facts if (f.citation.source, f.citation.start, f.citation.end) in cited]
    if not told or any(fact.kind != "target" for fact in told):
        return answer
    # Of the same body: what a project spent of its budget is not what the office did.
    whose = {fact.subject for fact in told}
    actual = [fact for fact in evidence.facts if fact.kind != "target" and fact.subject in whose]
    again = answer_metric(question, replace(evidence, facts=actual))
    return again if again.answerable else answer


def _says_which(question: Question, evidence: Evidence, answer: Answer) -> bool:
    """Whether what is cited says itself which is the most, where that is asked: a row of numbers leaves it to the reader."""
    if not re.search(asking()["check"]["superlative"], fold(question.text)):
        return True
    quotes = "".join(
        evidence.documents[c.source].text[max(0, c.start - _AROUND) : c.end + _AROUND]
        for c in answer.citations
    )
    return bool(re.search(asking()["check"]["says_which"], quotes))


def part_untold(question: str, quote: str) -> str:
    """The part somebody played that a question asks for and a quote does not tell; "" where none is missing.

    >>> part_untold("工程的设计单位是哪家？", "工程由江南建工集团承建"), part_untold("工程由谁施工？", "工程由江南建工集团承建")
    ('设计单位', '')
    """
    text = fold(question)
    for row in asking()["check"]["parts"]:
        said = re.search(row["say"], text)
        if said and not re.search(row["tell"], fold(quote)):
            return said.group()
    return ""
