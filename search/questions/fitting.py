"""How well places of a report tell what a question is about: its words in them and around them, and their meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from ingest.document import Document
from ingest.fold import fold, squeeze
from search.evidence import Evidence
from search.matching import Matcher
from search.understand import Question

Thing = TypeVar("Thing")

_QUOTED = re.compile(r'"([^"]{2,20})"|《([^《》]{4,60})》')

# What words count for, told in the place itself, right before it and in its headings; and likeness of meaning.
_WORDS, _MEANING = 0.6, 0.4
_HERE, _BEFORE, _HEADINGS = 1.0, 0.6, 0.5
# So many characters before a place belong to it: the sentence that says what its numbers are of.
_NEAR = 60
# Reports that are read whole for one question.
FEW = 8


def documents_of(evidence: Evidence) -> list[Document]:
    """The reports in scope that have something of the question, best first; none where they are too many to read whole."""
    sources = list(dict.fromkeys(found.source for found in evidence.found))
    return [evidence.documents[source] for source in sources] if len(sources) <= FEW else []


def fitted(
    question: Question,
    evidence: Evidence,
    places: Sequence[tuple[Thing, Document, int, int]],
    about: str | None = None,
) -> list[tuple[float, Thing]]:
    """Things that stand at places of reports, with how well each place tells the question, 0 to about 1, best first.

    A name in quotation marks that the question has must stand in the paragraph, too.

    Args:
        places: thing, report, start and end.
        about: what is looked for, if not all that the question is about.
    """
    places = [place for place in places if _has_keys(question, *place[1:3])]
    if not places:
        return []
    words = question.about if about is None else about
    texts = [document.text[start:end] for _, document, start, end in places]
    before = [_before(document, start) for _, document, start, _ in places]
    headings = [" ".join(document.section_at(start).path) for _, document, start, _ in places]
    matcher = Matcher.over(_texts(places))
    alike = evidence.likeness(question.wide if about is None else about, texts)
    scored = [
        (
            _WORDS
            * matcher.coverage(words, question.added, ((_HERE, text), (_BEFORE, lead), (_HEADINGS, heading)))
            + _MEANING * max(0.0, float(meaning)),
            thing,
        )
        for (thing, *_), text, lead, heading, meaning in zip(
            places, texts, before, headings, alike, strict=True
        )
    ]
    return sorted(scored, key=lambda row: -row[0])


def _has_keys(question: Question, document: Document, start: int) -> bool:
    begin, end = document.text.rfind("\n", 0, start) + 1, document.text.find("\n", start)
    headings = "".join(document.section_at(start).path)
    near = squeeze(document.text[begin : end if end >= 0 else None] + headings)
    return all(squeeze(key) in near for key in _quoted(question.text))


def _quoted(text: str) -> list[str]:
    return [one or other for one, other in _QUOTED.findall(fold(text))]


def _texts(places: Sequence[tuple[Thing, Document, int, int]]) -> list[str]:
    """The passages of the reports: over the few places alone every word would look as rare as another."""
    documents = {document.source: document for _, document, _, _ in places}
    return [d.text[p.start : p.end] for d in documents.values() for p in d.passages]


def _before(document: Document, start: int) -> str:
    """What stands right before a place in its paragraph."""
    begin = max(document.text.rfind("\n", 0, start) + 1, start - _NEAR)
    return document.text[begin:start]
