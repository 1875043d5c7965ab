"""Where a report names something: one pipeline of recognisers over spaCy's Doc, its words ours.

    words -> Doc -> lexicon, pronouns, documents, lists, headed, quoted, members -> choose -> Doc.spans["mentions"]

The recognisers propose, `choose` disposes: the longest name at a place wins, then the surer recogniser.
Owner of spaCy and of daachorse, both imported when the first report is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from graph import awarded, enumerated, listed, names, quoted, tabled
from graph.facts import Mention
from graph.home import AREA, PARTY, SELF
from graph.localities import find_localities
from graph.names import Candidate
from graph.ontology.vocabulary import common_names
from graph.wording import Words
from ingest.document import Document
from ingest.words import cut, part_of_speech

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


_ZONE = Lock()
# The title stands in the first lines, behind a cover at most.
_LONGEST_COVER = 2000
# （一）职责与机构, （一）职责任务; not 履职效能分析, 职责履行情况.
_DUTIES = re.compile("(?<!履行)(?:职责|职能)(?!.{0,6}(?:履行|完成|发挥|效能|分析))")


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """The names in the report's text, in order, not overlapping; `text[start:end]` is each one's text."""
    about = document.about
    departments = _named(document.text, {n for n in (about.department, *about.names) if n})
    found = _find(document.text, [*departments, *_title(document), *tabled.find_cells(document)])
    return tuple(m for m in found if not _is_duty(document, m))


def _title(document: Document) -> list[Candidate]:
    """The self-evaluation by its own title, which may stand on several lines: a document of its department."""
    about = document.about
    if not about.title or not about.department or "自评" not in (about.kind or ""):
        return []
    lines = re.compile(r"\n?".join(map(re.escape, about.title)))
    found = lines.search(document.text, 0, _LONGEST_COVER)
    return [Candidate(found.start(), found.end(), "POLICY", rank=0)] if found else []


def _is_duty(document: Document, mention: Mention) -> bool:
    """完善老年福利制度, among the duties of an office: what all such offices do, and no practice of this one."""
    if mention.type != "INITIATIVE" or mention.text in common_names():
        return False
    if "“" in document.text[max(mention.start - 1, 0) : mention.end]:
        return False
    return any(_DUTIES.search(title) for title in document.section_at(mention.start).path)


def find_names(text: str, departments: Iterable[str] = ()) -> tuple[Mention, ...]:
    """The names in any text; those of the reporting department are told, whatever they look like.

    >>> [(m.text, m.type) for m in find_names("打造“增心办”政务服务品牌，依托省政务服务网")]
    [('“增心办”政务服务品牌', 'INITIATIVE'), ('省政务服务网', 'PLATFORM')]
    """
    return _find(text, _named(text, departments))


def _named(text: str, departments: Iterable[str]) -> list[Candidate]:
    return [
        Candidate(match.start(), match.end(), "ORG", rank=0)
        for name in departments
        for match in re.finditer(re.escape(name), text)
    ]


def _find(text: str, told: list[Candidate]) -> tuple[Mention, ...]:
    """The names in the text, among them those that are told from elsewhere."""
    if not text:
        return ()
    # A zone forgets the words of a report with it; without one the vocabulary grows for ever. One at a time.
    with _ZONE, _pipeline().memory_zone():
        doc = _read(text)
        doc.user_data["candidates"].extend(told)
        for _, recognise in _pipeline().pipeline:
            doc = recognise(doc)
        return tuple(
            Mention(span.start_char, span.end_char, span.text, span.label_) for span in doc.spans["mentions"]
        )


def _read(text: str) -> Doc:
    from spacy.tokens import Doc

    spans = cut(text)
    doc = Doc(_pipeline().vocab, words=[text[a:b] for a, b in spans], spaces=[False] * len(spans))
    common = [(start, end) for start, end, _ in occurrences(_common_automaton(), text)]
    doc.user_data["words"] = _words(text, spans, common)
    doc.user_data["starts"] = [start for start, _ in spans]
    doc.user_data["candidates"] = []
    return doc


def _words(text: str, spans: Sequence[tuple[int, int]], common: Sequence[tuple[int, int]]) -> Words:
    """The words of a text with its places and common names."""
    words = Words.of(text, spans)
    return words.with_names(common, dict(find_localities(words)))


@cache
def _pipeline() -> Language:
    import spacy
    from spacy.language import Language

    pipeline = spacy.blank("zh")
    # Shape, case and the like of every new word: half of the time of reading, and nothing here asks for them.
    vocabulary: Any = pipeline.vocab
    vocabulary.lex_attr_getters.clear()
    for recognise in _RECOGNISERS:
        name = f"suizhi_{recognise.__name__.strip('_')}"
        Language.component(name, func=recognise)
        pipeline.add_pipe(name)
    return pipeline


def _lexicon(doc: Doc) -> Doc:
    """The field's common names, with the place or level before them, and places."""
    words: Words = doc.user_data["words"]
    starts = frozenset(words.starts)
    for start, end, entry in occurrences(_common_automaton(), words.text):
        whole = start in starts or words.known.get(end, start) < start
        # 全程网办率 is what a number is of, and not the practice.
        if whole and end in words.ending and not words.text.startswith("率", end):
            front = words.known[end]
            front -= next((len(p) for p in _PARTIES if words.text.endswith(p, 0, front)), 0)
            candidate = Candidate(front, end, common_names()[entry][0], rank=1)
            doc.user_data["candidates"].append(candidate)
    # 云南昆明 is one name: a short form right before another place only tells which one.
    short = {end: start for start, end in words.divisions if not words.text.endswith(_IN_FULL, 0, end)}
    divided = [(a, b) for a, b in words.divisions if a in starts or not _is_inside_word(doc, a)]
    divisions = [Candidate(short.get(start, start), end, "REGION", rank=5) for start, end in divided]
    # 广州市花都区 is two names, 狮岭镇马岭村 is one.
    told = {end for _, end in words.divisions}
    places = (Candidate(a, b, "REGION", rank=4) for b, a in words.places.items() if b not in told)
    return _propose(doc, [*places, *divisions])


def _is_inside_word(doc: Doc, start: int) -> bool:
    """沿海|城市: a word that the dictionary knows begins before the place."""
    starts = doc.user_data["starts"]
    index = bisect_right(starts, start) - 1
    word = doc.user_data["words"].text[starts[index] : starts[index + 1] if index + 1 < len(starts) else None]
    return len(word) == len("沿海") and part_of_speech(word) in ("n", "s", "f")


def _pronouns(doc: Doc) -> Doc:
    """我局, 本部门, 我区, 全市: resolved to what they stand for."""
    text = doc.user_data["words"].text  # doc.text would be put together from its tokens each time
    selves = [Candidate(m.start(), m.end(), "ORG", rank=6) for m in SELF.finditer(text)]
    selves += [Candidate(m.start(), m.end(), "ORG", rank=6) for m in PARTY.finditer(text)]
    areas = [Candidate(m.start(), m.end(), "REGION", rank=6) for m in AREA.finditer(text)]
    return _propose(doc, [*selves, *areas])


def _documents(doc: Doc) -> Doc:
    return _propose(doc, listed.find_documents(doc.user_data["words"]))


def _lists(doc: Doc) -> Doc:
    words: Words = doc.user_data["words"]
    text = words.text
    found = [*listed.find_budget_lines(text), *listed.find_gatherings(text), *listed.find_offices(words)]
    return _propose(doc, [*found, *awarded.find_honours(text), *listed.find_channels(words)])


def _headed(doc: Doc) -> Doc:
    words: Words = doc.user_data["words"]
    hits = ((start, end) for start, end, _ in occurrences(_head_automaton(), words.text))
    return _propose(doc, names.find_headed(words, hits))


def _quoted(doc: Doc) -> Doc:
    return _propose(doc, quoted.find_quoted(doc.user_data["words"].text))


def _members(doc: Doc) -> Doc:
    """What stands in a list with names already found, and the parts of bodies named behind them."""
    _propose(doc, list(enumerated.find_units(doc.user_data["words"], doc.user_data["candidates"])))
    return _propose(doc, list(enumerated.find_members(doc.user_data["words"], doc.user_data["candidates"])))


def _choose(doc: Doc) -> Doc:
    chosen: list[Candidate] = []
    taken = bytearray(len(doc.user_data["words"].text))
    for candidate in sorted(
        doc.user_data["candidates"], key=lambda c: (c.rank >= 0, c.start - c.end, c.rank, c.start)
    ):
        if taken.find(1, candidate.start, candidate.end) < 0:
            taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
            chosen.append(candidate)
    chosen.sort(key=lambda c: c.start)
    _split_tokens(doc, {edge for c in chosen for edge in (c.start, c.end)})
    spans = (doc.char_span(c.start, c.end, label=c.type) for c in chosen)
    doc.spans["mentions"] = [span for span in spans if span is not None]
    return doc


# 共青团|某区委
_PARTIES = ("共青团", "中共")
# What the full name of a province, city or district ends in.
_IN_FULL = ("省", "市", "区", "县", "自治州", "盟", "旗")

_RECOGNISERS: tuple[Callable[[Any], Any], ...] = (
    _lexicon,
    _pronouns,
    _documents,
    _lists,
    _headed,
    _quoted,
    _members,
    _choose,
)


def _propose(doc: Doc, candidates: Iterable[Candidate]) -> Doc:
    doc.user_data["candidates"].extend(candidates)
    return doc


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    """Part the tokens that hold an edge of a name, so that every name is whole tokens."""
    starts = doc.user_data["starts"]
    inner = sorted(edges - set(starts) - {len(doc.user_data["words"].text)})
    by_token: dict[int, list[int]] = {}
    for edge in inner:
        index = bisect_right(starts, edge) - 1
        by_token.setdefault(index, []).append(edge - starts[index])
    with doc.retokenize() as retokenizer:
        for index, cuts in by_token.items():
            token = doc[index]
            pieces = [token.text[a:b] for a, b in zip([0, *cuts], [*cuts, len(token)], strict=True)]
            retokenizer.split(token, pieces, [(token, k) for k in range(len(pieces))])


def occurrences(known: tuple[Any, tuple[str, ...]], text: str) -> Iterable[tuple[int, int, str]]:
    """Start, end and name of each of the `known` names (`automaton`) in `text`; of several at an end the longest."""
    machine, patterns = known
    for start, end, index in machine.find_overlapping_no_suffix(text):
        yield start, end, patterns[index]


@cache
def _head_automaton() -> tuple[Any, tuple[str, ...]]:
    return automaton(names.heads())


@cache
def _common_automaton() -> tuple[Any, tuple[str, ...]]:
    return automaton(tuple(sorted(common_names())))


def automaton(patterns: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """The patterns, ready to be found all at once.

    >>> list(occurrences(automaton(("热线", "12345热线")), "受理12345热线工单"))
    [(2, 9, '12345热线')]
    """
    from daachorse import CharwiseDoubleArrayAhoCorasick

    return CharwiseDoubleArrayAhoCorasick(list(patterns)), patterns
