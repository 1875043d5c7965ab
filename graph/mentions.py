"""Where a report names something: one pipeline of recognisers over spaCy's Doc, its words ours.

    words -> Doc -> lexicon, pronouns, documents, lists, headed, quoted -> choose -> Doc.spans["mentions"]

The recognisers propose, `choose` disposes: the longest name at a place wins, then the surer recogniser.
Owner of spaCy and of daachorse, both imported when the first report is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from graph import listed, names, quoted
from graph.facts import Mention
from graph.home import AREA, SELF
from graph.names import Candidate
from graph.ontology.vocabulary import common_names
from graph.wording import Words
from ingest.divisions import find_divisions
from ingest.document import Document
from ingest.words import cut

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """The names in the report's text, in order, not overlapping; `text[start:end]` is each one's text."""
    about = document.about
    return find_names(document.text, {n for n in (about.department, *about.names) if n})


def find_names(text: str, departments: Iterable[str] = ()) -> tuple[Mention, ...]:
    """The names in any text; those of the reporting department are told, whatever they look like.

    >>> [(m.text, m.type) for m in find_names("打造“增心办”政务服务品牌，依托省政务服务网")]
    [('“增心办”政务服务品牌', 'INITIATIVE'), ('省政务服务网', 'PLATFORM')]
    """
    if not text:
        return ()
    doc = _read(text)
    for name in departments:
        found = (Candidate(m.start(), m.end(), "ORG", rank=0) for m in re.finditer(re.escape(name), text))
        doc.user_data["candidates"].extend(found)
    for _, recognise in _pipeline().pipeline:
        doc = recognise(doc)
    return tuple(
        Mention(span.start_char, span.end_char, span.text, span.label_) for span in doc.spans["mentions"]
    )


def _read(text: str) -> Doc:
    from spacy.tokens import Doc

    spans = cut(text)
    doc = Doc(_pipeline().vocab, words=[text[a:b] for a, b in spans], spaces=[False] * len(spans))
    common = [(start, end) for start, end, _ in _search(_common_automaton(), text)]
    doc.user_data["words"] = Words.of(text, spans, common)
    doc.user_data["candidates"] = []
    return doc


@cache
def _pipeline() -> Language:
    import spacy
    from spacy.language import Language

    pipeline = spacy.blank("zh")
    for recognise in _RECOGNISERS:
        name = f"suizhi_{recognise.__name__.strip('_')}"
        Language.component(name, func=recognise)
        pipeline.add_pipe(name)
    return pipeline


def _lexicon(doc: Doc) -> Doc:
    """The field's common names, with the place or level before them, and places."""
    words: Words = doc.user_data["words"]
    starts = frozenset(words.starts)
    for start, end, entry in _search(_common_automaton(), words.text):
        if start in starts and end in words.ending:
            candidate = Candidate(words.known[end], end, common_names()[entry][0], rank=1)
            doc.user_data["candidates"].append(candidate)
    divisions = [Candidate(start, end, "REGION", rank=5) for start, end, *_ in find_divisions(words.text)]
    places = [Candidate(start, end, "REGION", rank=4) for end, start in words.places.items()]
    return _propose(doc, [*(p for p in places if not _is_division(p, divisions)), *divisions])


def _is_division(place: Candidate, divisions: list[Candidate]) -> bool:
    """广州市花都区 is two names, 狮岭镇马岭村 is one."""
    return any(d.end == place.end for d in divisions)


def _pronouns(doc: Doc) -> Doc:
    """我局, 本部门, 我区, 全市: resolved to what they stand for."""
    selves = [Candidate(m.start(), m.end(), "ORG", rank=6) for m in SELF.finditer(doc.text)]
    areas = [Candidate(m.start(), m.end(), "REGION", rank=6) for m in AREA.finditer(doc.text)]
    return _propose(doc, [*selves, *areas])


def _documents(doc: Doc) -> Doc:
    return _propose(doc, listed.find_documents(doc.user_data["words"]))


def _lists(doc: Doc) -> Doc:
    words: Words = doc.user_data["words"]
    text = words.text
    found = [*listed.find_budget_lines(text), *listed.find_gatherings(text), *listed.find_offices(words)]
    return _propose(doc, found)


def _headed(doc: Doc) -> Doc:
    words: Words = doc.user_data["words"]
    hits = ((start, end) for start, end, _ in _search(_head_automaton(), words.text))
    return _propose(doc, names.find_headed(words, hits))


def _quoted(doc: Doc) -> Doc:
    return _propose(doc, quoted.find_quoted(doc.text))


def _choose(doc: Doc) -> Doc:
    chosen: list[Candidate] = []
    taken = bytearray(len(doc.text))
    for candidate in sorted(doc.user_data["candidates"], key=lambda c: (c.start - c.end, c.rank, c.start)):
        if not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
            chosen.append(candidate)
    chosen.sort(key=lambda c: c.start)
    _split_tokens(doc, {edge for c in chosen for edge in (c.start, c.end)})
    spans = (doc.char_span(c.start, c.end, label=c.type) for c in chosen)
    doc.spans["mentions"] = [span for span in spans if span is not None]
    return doc


_RECOGNISERS: tuple[Callable[[Any], Any], ...] = (
    _lexicon,
    _pronouns,
    _documents,
    _lists,
    _headed,
    _quoted,
    _choose,
)


def _propose(doc: Doc, candidates: Iterable[Candidate]) -> Doc:
    doc.user_data["candidates"].extend(candidates)
    return doc


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    """Part the tokens that hold an edge of a name, so that every name is whole tokens."""
    starts = [token.idx for token in doc]
    inner = sorted(edges - set(starts) - {len(doc.text)})
    by_token: dict[int, list[int]] = {}
    for edge in inner:
        index = bisect_right(starts, edge) - 1
        by_token.setdefault(index, []).append(edge - starts[index])
    with doc.retokenize() as retokenizer:
        for index, cuts in by_token.items():
            token = doc[index]
            pieces = [token.text[a:b] for a, b in zip([0, *cuts], [*cuts, len(token)], strict=True)]
            retokenizer.split(token, pieces, [(token, k) for k in range(len(pieces))])


def _search(automaton: tuple[Any, tuple[str, ...]], text: str) -> Iterable[tuple[int, int, str]]:
    machine, patterns = automaton
    for start, end, index in machine.find_overlapping_no_suffix(text):
        yield start, end, patterns[index]


@cache
def _head_automaton() -> tuple[Any, tuple[str, ...]]:
    return _build(names.heads())


@cache
def _common_automaton() -> tuple[Any, tuple[str, ...]]:
    return _build(tuple(sorted(common_names())))


def _build(patterns: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    from daachorse import CharwiseDoubleArrayAhoCorasick

    return CharwiseDoubleArrayAhoCorasick(list(patterns)), patterns
