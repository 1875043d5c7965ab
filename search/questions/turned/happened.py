"""Yes or no over a thing: was it built, issued, won? 是 needs a sentence that says all that the question names.

A sentence that denies it gives 否, one that plans it says so; where no sentence tells, that is a refusal and no 否: that a
report is silent does not mean that a thing was not done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document
from ingest.fold import fold
from ingest.split import sentences
from ingest.words import cut, part_of_speech
from search.answer import Answer
from search.evidence import Evidence
from search.questions.metric import refuse
from search.questions.required import plain_words
from search.questions.telling import Telling
from search.questions.turned.asker import Asker
from search.questions.turned.yesno import asks_yes_or_no, plainly
from search.understand import Question, asking
from search.wording import shorten

_LONGEST, _QUOTED = 60, 120
_SURE, _LESS_SURE = 0.8, 0.65
# Words that a sentence must tell stand near each other in it.
_NEAR = 40
_PASSAGES = 12
_MOST_WORDS = 5
_MARKS = ",;。，；"  # folded text has the narrow ones
_CONTENT = ("n", "v", "a", "j", "l", "i", "x", "e")
_SHORTEST = 2


def answer_happened(question: str, asker: Asker) -> Answer | None:
    """是 with the sentence that says it, 否 with one that denies it, else a refusal; None for any other question."""
    text = fold(question)
    if not asks_yes_or_no(text) or re.search(r"\d+(?:\.\d+)?%|多少|几[个项家条件]", text):
        return None
    if re.search("[没未]", plainly(text)) or re.search(
        r"\d(?!\d*年)", re.sub(r"\d{4}年?|\"[^\"]*\"|12345", "", text)
    ):
        return None  # 有没有没完成的指标 asks which; a number is compared, not looked for
    understood, evidence = asker.prepare(plainly(text))
    if not evidence.scope.reports:
        return asker.one(question)
    words = content_words(understood, evidence)
    families = _families(text)
    if not words or len(words) > _MOST_WORDS:
        return None  # described at length: no sentence has all of it, a telling clause answers
    found = list(_telling(understood, evidence, words, families))
    for way in ("said", "denied", "planned"):
        told = [(document, start, end) for kind, document, start, end in found if kind == way]
        if told:
            document, start, end = told[0]
            quote = document.cite(start, end)
            said = re.sub(r"^[^一-鿿“]*(?:[一二三四五六七八九十]+是)?", "", quote.quote)
            word = {"said": "是", "denied": "否", "planned": "报告只说有此计划"}[way]
            return Answer(
                question=question,
                kind="yesno",
                short=f"{word}（{shorten(said, _LONGEST - len(word) - len('（）'))}）"
                if way == "said"
                else word,
                text=f"{word}。报告写道：“{shorten(quote.quote, _QUOTED)}”",
                confidence=_SURE if way == "said" and families else _LESS_SURE,
                citations=(quote,),
            )
    return refuse(understood, evidence, ())


def content_words(question: Question, evidence: Evidence) -> list[str]:
    """The words of the question that a sentence has to tell: nouns, names and verbs of its matter, no words of doing."""
    doing = {verb for family in asking()["yesno"]["verbs"] for verb in family}
    must = set(Telling(question, evidence).must)
    words = [piece[a:b] for piece in question.about.split() for a, b in cut(piece)]
    return [
        word
        for word in dict.fromkeys([*question.keys, *words])
        if len(word) >= _SHORTEST
        and word not in doing
        and word not in plain_words()
        and (word in must or (part_of_speech(word) or "x")[:1] in _CONTENT)
    ]


def _families(text: str) -> list[list[str]]:
    """The groups of verbs of doing that the question has one of; any of a group will do."""
    said = plainly(text)
    return [family for family in asking()["yesno"]["verbs"] if any(verb in said for verb in family)]


def _telling(
    question: Question, evidence: Evidence, words: list[str], families: list[list[str]]
) -> Iterator[tuple[str, Document, int, int]]:
    """Sentences with all of the words near each other and a verb of each family: said, denied or planned, best first."""
    means = {
        w: [m for said in question.added if w in said.word or said.word in w for m in said.means]
        for w in words
    }
    for found in evidence.found[:_PASSAGES]:
        document = evidence.documents[found.source]
        passage = document.passages[found.number]
        for start, end in sentences(document.text, passage.start, passage.end):
            text = fold(document.text[start:end])
            heads = fold(" ".join(document.section_at(start).path))
            span = _span(text, words, means)
            if span is None:
                continue
            clause = _clause(text, *span)
            if not all(any(verb in clause for verb in family) for family in families):
                continue  # what is built in another clause is another thing
            data = asking()["yesno"]
            if re.search(data["denied"], clause):
                yield "denied", document, start, end
            elif (
                re.search(data["planned"], clause)
                or re.search(data["aim"], text)
                or re.search(data["ahead"], heads)
            ):
                yield "planned", document, start, end
            else:
                yield "said", document, start, end


def _clause(text: str, start: int, end: int) -> str:
    """The clauses that a stretch of a sentence touches."""
    first = max(text.rfind(mark, 0, start) for mark in _MARKS) + 1
    last = min((at for mark in _MARKS if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[first:last]


def _span(text: str, words: list[str], means: dict[str, list[str]]) -> tuple[int, int] | None:
    """Where all words stand in a sentence, if no further apart than names of one thing do."""
    places = []
    for word in words:
        forms = [form for form in (word, *means[word]) if form in text]
        if not forms:
            return None
        places.append((text.index(forms[0]), len(forms[0])))
    start, end = min(at for at, _ in places), max(at + size for at, size in places)
    return (start, end) if end - start <= _NEAR + sum(size for _, size in places) else None
