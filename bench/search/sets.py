"""The question sets: what is asked, over which passages, and which of them answer."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.annotation import Evidence, read_gold
from bench.places import Texts
from search.encoder import Encoder
from search.encoder.train.paraphrases import OWN
from search.finding import NAMED, sought
from search.index import Found, Index, PassageRecord
from search.library import Library
from search.library.report import Report
from search.places import Catalogue
from search.scope import catalogue, scope_of
from search.sought import Sought
from search.understand import understand

ROOT = Path(__file__).parents[1]
GOLD = {"gold": ROOT / "gold", "guard": ROOT / "guard"}
REPORTS = (ROOT.parent / "corpus", ROOT / "guard" / "reports")
TEXTS = ("text_gwr", "text_policies")
"""Work reports and policies: some 410 documents."""

_LOST = 10  # one question in so many of the project's own was held out of training: `HELD_OUT_EVERY`
_PIECE = 5  # characters that a passage and a hit are compared by
_SHARED = 0.5  # of the pieces of the shorter one: passages are cut elsewhere than the questions' were
_PASSAGES_APIECE = 500  # of the open sets go into one source


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `boost` lifts the reports that it names."""

    text: Sought
    right: Callable[[Found], bool]
    boost: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over the passages of one index."""

    name: str
    index: Index
    questions: Sequence[Asked]

    def thinned(self, most: int) -> QuestionSet:
        """At most `most` of its questions, evenly chosen."""
        size = len(self.questions)
        chosen = (
            [self.questions[place * size // most] for place in range(most)] if size > most else self.questions
        )
        return replace(self, questions=chosen)


def report_sets(library: Library, index: Index, among: str = "") -> Iterator[QuestionSet]:
    """The questions with evidence of `bench/gold` and `bench/guard` over one library that has all their reports.

    Args:
        among: what else stands in the library, for the name of the sets.
    """
    reports = library.reports()
    known = catalogue(reports)
    gold = {name: [q for q in read_gold(folder).questions if q.evidence] for name, folder in GOLD.items()}
    named = {e.report for questions in gold.values() for q in questions for e in q.evidence}
    annotated = [report.source for report in reports if Path(report.source).stem in named]
    documents = {source: library.document(source) for source in annotated}
    texts = Texts({source: document.text for source, document in documents.items()})
    for name, asked in gold.items():
        questions = []
        for one in asked:

            def right(hit: Found, evidence: Sequence[Evidence] = one.evidence) -> bool:
                if hit.source not in documents:
                    return False
                passage = documents[hit.source].passages[hit.number]
                line = {"source": hit.source, "start": passage.start, "end": passage.end}
                return any(texts.covers(line, each.report, each.quote) for each in evidence)

            questions.append(_asked(one.text, right, known, reports))
        yield QuestionSet(f"{name}{among}", index, questions)


def own_set(library: Library, index: Index, data: Path) -> QuestionSet:
    """The project's own questions that no training saw, over a library that has all texts of `write_texts`."""
    raw = {
        (name, record): str(row["text"])
        for name in TEXTS
        for record, row in enumerate(_lines(data / f"{name}.jsonl.xz"))
    }
    reports = library.reports()
    known = catalogue(reports)
    stored = {report.source for report in reports}
    questions = []
    for number, line in enumerate(OWN.read_text("utf-8").splitlines()):
        row = json.loads(line)
        source = f"{row['file']}-{row['record']}.txt"
        if number % _LOST or source not in stored:
            continue
        passage = raw[row["file"], row["record"]][row["start"] : row["end"]]
        document = library.document(source)
        right = _among(
            frozenset(
                (source, p.index) for p in document.passages if _same(document.text[p.start : p.end], passage)
            )
        )
        questions += [_asked(text, right, known, reports) for text in row["questions"]]
    return QuestionSet("own, held out", index, questions)


def write_texts(folder: Path, data: Path) -> None:
    """The work reports and policies of `data` as files, to be taken into a library."""
    folder.mkdir()
    for name in TEXTS:
        for record, row in enumerate(_lines(data / f"{name}.jsonl.xz")):
            text = f"{row.get('title') or ''}\n{row['text']}"
            (folder / f"{name}-{record}.txt").write_text(text, "utf-8")


def _asked(text: str, right: Callable[[Found], bool], known: Catalogue, reports: Sequence[Report]) -> Asked:
    """A question as the product asks its index."""
    understood = understand(text, known)
    scope = scope_of(understood, reports)
    limited = 0 < len(scope.reports) < len(reports)
    return Asked(sought(understood), right, dict.fromkeys(scope.sources, NAMED) if limited else {})


def open_set(folder: Path, data: Path, name: str, encoder: Encoder) -> QuestionSet:
    """One of the public sets: each question has one passage among those of all."""
    rows = list(_lines(data / f"{name}.jsonl.xz"))
    places = {passage: place for place, passage in enumerate(dict.fromkeys(str(row["p"]) for row in rows))}
    index = Index.open(folder / name, encoder)
    passages = list(places)
    for begin in range(0, len(passages), _PASSAGES_APIECE):
        source = str(begin)
        some = passages[begin : begin + _PASSAGES_APIECE]
        index.put(source, "1", [PassageRecord(source, n, 0, len(t), t, "") for n, t in enumerate(some)])
    index.commit()
    questions = []
    for row in rows:
        nth, number = divmod(places[str(row["p"])], _PASSAGES_APIECE)
        right = frozenset({(str(nth * _PASSAGES_APIECE), number)})
        questions.append(Asked(Sought(str(row["q"])), _among(right)))
    return QuestionSet(name, index, questions)


def _among(wanted: frozenset[tuple[str, int]]) -> Callable[[Found], bool]:
    return lambda hit: (hit.source, hit.number) in wanted


def _same(text: str, passage: str) -> bool:
    one, other = _pieces(text), _pieces(passage)
    return bool(one) and len(one & other) >= _SHARED * min(len(one), len(other))


def _pieces(text: str) -> frozenset[str]:
    bare = "".join(text.split())
    return frozenset(bare[place : place + _PIECE] for place in range(len(bare) - _PIECE + 1))


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
