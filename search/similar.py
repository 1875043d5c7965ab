"""Similar initiatives: what other reports have that is like a platform, project, reform or policy of one report.

Likeness has three parts: the names in meaning, the names in shared characters, and the sentences around them in
meaning. The first of each report comes before the second of any, because the question is who else has such a thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.document import Citation, Document, Passage
from search.index import Index
from search.library import Library
from search.library.report import Report
from search.matching import terms

_NAME, _SHARED, _AROUND = 0.4, 0.3, 0.3
# Passages of each report that are looked into, and reports at most.
_PASSAGES, _REPORTS = 12, 24
_WIDE = 200
_HEADED = 4  # of the best passages of a report stand for what their headings say
_KINDS = frozenset({"INITIATIVE", "PLATFORM", "PROJECT", "POLICY", "EVENT"})
_LONGEST_CONTEXT = 300
_LONGEST_TEXT = 380
_SENTENCE_END = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Similar:
    """Something alike in another report; `score` is comparable within one query only.

    Attributes:
        text: the passage around the quote.
        reasons: why it is held to be alike, in words.
    """

    name: str
    type: str
    report: Report
    citation: Citation
    text: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    type: str
    citation: Citation
    text: str


def find_similar(
    library: Library, index: Index, name: str, source: str | None = None, top: int = 10
) -> list[Similar]:
    """What reports other than `source` have that is like `name` (a name in the library, or any text)."""
    reports = {report.source: report for report in library.reports() if report.source != source}
    context = _context(library, index, name, source)
    query = f"{name} {context}"[:_LONGEST_CONTEXT]
    near = index.search(query, _WIDE, allowed=list(reports)) if reports else []
    sources = list(dict.fromkeys(found.source for found in near))[:_REPORTS]
    found: list[Similar] = []
    for other in sources:
        document = library.document(other)
        passages = [document.passages[f.number] for f in index.search(query, _PASSAGES, allowed=[other])]
        mentioned = [
            _Candidate(entity.name, entity.type, citation, document.text[passage.start : passage.end])
            for entity in library.entities(sources=[other])
            if entity.type in _KINDS
            for citation in entity.mentions[:1]
            for passage in passages
            if passage.start <= citation.start < passage.end
        ]
        headed = [_headed(document, passage) for passage in passages[:_HEADED]]
        found += _scored(name, context, [*mentioned, *filter(None, headed)], reports[other], index)
    return _one_of_each_first(found)[:top]


def _headed(document: Document, passage: Passage) -> _Candidate | None:
    """What a passage is about by its heading: measures that have no name of their own are named so."""
    section = document.section_at(passage.end - 1)
    if not section.title or section.index == 0:
        return None
    citation = document.cite(section.start, section.body)
    if not citation.start < passage.end:
        return None
    return _Candidate(section.title, "INITIATIVE", citation, document.text[passage.start : passage.end])


def _context(library: Library, index: Index, name: str, source: str | None) -> str:
    """The sentence that the report says of it; "" where no source is named and the name is unknown."""
    known = library.entity_named(name, sources=[source] if source else None)
    for entity in known[:1]:
        for citation in entity.mentions[:1]:
            return _sentence(library.document(citation.source), citation)
    found = index.search(name, 1, allowed=[source]) if source else []
    if not found:
        return ""
    document = library.document(found[0].source)
    passage = document.passages[found[0].number]
    return document.text[passage.start : passage.end]


def _sentence(document: Document, citation: Citation) -> str:
    """The sentence that holds a citation, at most `_LONGEST_TEXT` characters."""
    text = document.text
    ends = [
        m.end() for m in _SENTENCE_END.finditer(text, max(0, citation.start - _LONGEST_TEXT), citation.start)
    ]
    start = ends[-1] if ends else max(0, citation.start - _LONGEST_TEXT)
    after = _SENTENCE_END.search(text, citation.end)
    return text[start : after.end() if after else len(text)].strip()[:_LONGEST_TEXT]


def _scored(
    name: str, context: str, candidates: Sequence[_Candidate], report: Report, index: Index
) -> list[Similar]:
    if not candidates:
        return []
    encoder = index.encoder
    query, around = encoder.encode([name, context or name])
    names = encoder.encode([each.name for each in candidates]) @ query
    texts = encoder.encode([each.text for each in candidates]) @ around
    scored = []
    for each, alike, said in zip(candidates, names, texts, strict=True):
        wanted, offered = _pairs(name), _pairs(each.name)
        share = len(wanted & offered) / max(1, min(len(wanted), len(offered)))
        score = _NAME * float(alike) + _SHARED * share + _AROUND * float(said)
        reasons = [f"名称含义相近 {float(alike):.2f}", f"上下文相近 {float(said):.2f}"]
        if common := _stretches(name, each.name):
            reasons.insert(0, f"都有：{'、'.join(common[:3])}")
        scored.append(
            Similar(each.name, each.type, report, each.citation, each.text, round(score, 4), tuple(reasons))
        )
    return scored


def _pairs(text: str) -> set[str]:
    return {term for term in terms(text) if len(term) > 1}


def _stretches(one: str, other: str) -> list[str]:
    """What two names have in common, the longest first.

    >>> _stretches("“穗智管”城市运行管理中枢", "“增智管”城市运行管理中枢")
    ['智管”城市运行管理中枢']
    """
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sorted((one[b.a : b.a + b.size] for b in blocks if b.size > 1), key=len, reverse=True)


def _one_of_each_first(found: Sequence[Similar]) -> list[Similar]:
    """Best first within each report; the best of every report before the second of any."""
    by_report: defaultdict[str, list[Similar]] = defaultdict(list)
    for each in sorted(found, key=lambda s: (-s.score, s.report.source, s.citation.start)):
        by_report[each.report.source].append(each)
    rounds: list[Similar] = []
    for position in range(max(map(len, by_report.values()), default=0)):
        turn = [row[position] for row in by_report.values() if position < len(row)]
        rounds += sorted(turn, key=lambda s: -s.score)
    return rounds
