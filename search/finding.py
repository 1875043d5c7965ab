"""From a query to a page of hits: which reports may be looked in, what a report says twice, why each is there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.facts import Entity
from ingest.document import Document
from ingest.fold import fold, squeeze
from ingest.words import cut
from search.answer import Hit
from search.encoder.rereading import REREAD, Rereader, lifts
from search.index import Found, Index
from search.library import Library
from search.library.report import Report
from search.marking import marks, plain
from search.offices import is_of
from search.places import short
from search.roll import levels_of, names_of
from search.sought import Sought
from search.understand import Question

NAMED = 4.0
"""What the reports that a question names are lifted by, in z-units; 2, 4, 6 gave MRR 78.7, 80.2, 80.7 on
`bench/gold` and 27.3 three times on the project's held-out questions."""

_AHEAD = 20  # hits looked at beyond those wanted, for the doubles among them that go
_DEEPEST = 1_000  # hits looked at where a filter of names leaves few
_PIECE, _SAME = 5, 0.8  # two passages are one when eight in ten of their runs of five characters are
_TOLD = 6  # words of the query that a reason names
_SHORTEST = 2  # characters of a word that tells; digits always do
_NO_REASON = frozenset({"REGION"})  # places are what is limited, and stand in every passage


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be of; nothing given leaves all.

    Attributes:
        regions: full or short names; a city's name lets its districts in.
        kinds, departments: names or parts of names.
        entities: names or ids of entities that the passage must mention, each of them.
        types: types of entities of which the passage must mention one.
    """

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("regions", "kinds", "departments", "entities", "types"):
            given = getattr(self, name)
            # A form sends what was left empty (department=): that is no filter.
            object.__setattr__(self, name, tuple(one for one in given if one.strip()))

    @property
    def of_passages(self) -> bool:
        """Whether passages of one report may differ in meeting them."""
        return bool(self.entities or self.types)

    @property
    def of_reports(self) -> bool:
        """Whether reports may differ in meeting them."""
        return bool(self.regions or self.years or self.kinds or self.departments)

    def let_in(self, report: Report) -> bool:
        """Whether the report is of the region, year, kind and department."""
        about = report.about
        levels = [level for level in levels_of(report) if level] if self.regions else []
        return (
            (
                not self.regions
                or any(name in (level, short(level)) for level in levels for name in self.regions)
            )
            and (not self.years or about.year in self.years)
            and (not self.kinds or any(kind in (about.kind or "") for kind in self.kinds))
            and (not self.departments or any(_office(report, name) for name in self.departments))
        )


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Page:
    """Hits, best first; `found` is how many passages have a word of the query, under the same filters."""

    hits: tuple[Hit, ...]
    found: int


class Finder:
    """Finds in one library and its index."""

    def __init__(self, library: Library, index: Index, rereader: Rereader | None = None) -> None:
        self._library, self._index, self._rereader = library, index, rereader

    def page(
        self,
        question: Question,
        boost: Mapping[str, float],
        allowed: Collection[str],
        *,
        top: int,
        offset: int = 0,
        filters: Filters = EVERYTHING,
    ) -> Page:
        """The hits from place `offset` on, at most `top`."""
        sources: Collection[str] = allowed
        if filters.of_reports:
            sources = frozenset(
                report.source
                for report in self._library.listed()
                if report.source in allowed and filters.let_in(report)
            )
        words = telling(question)
        mentions = self._mentions(sources, filters) if filters.of_passages else None
        looked = sources if mentions is None else frozenset(mentions)
        depth = _DEEPEST if filters.of_passages else offset + top + _AHEAD
        ranked = self._index.search(sought(question), depth, allowed=looked, boost=boost)
        if mentions is None:
            hits = list(self._unlike(ranked, None, max(offset + top, REREAD if self._rereader else 0)))
            found = max(self._index.count(words, looked), len(hits))
        else:
            hits = list(self._unlike(ranked, mentions, depth))
            found = len(hits)
        hits = self._reread(question.text, hits)
        return Page(tuple(self._told(hits[offset : offset + top], question, words)), found)

    def _reread(self, query: str, hits: list[Hit]) -> list[Hit]:
        """The first hits in the order that a cross-encoder gives them with what was known; the rest behind them."""
        first, rest = hits[:REREAD], hits[REREAD:]
        if self._rereader is None or len(first) < 2:
            return hits
        added = lifts(
            self._rereader,
            query,
            [f"{hit.section}\n{hit.text}" for hit in first],
            [hit.score for hit in first],
        )
        read = [replace(hit, score=hit.score + lift) for hit, lift in zip(first, added.tolist(), strict=True)]
        behind = [replace(hit, score=hit.score + float(added.min())) for hit in rest]
        return [*sorted(read, key=lambda hit: -hit.score), *behind]

    def _mentions(self, sources: Collection[str], filters: Filters) -> dict[str, list[list[int]]]:
        """Of each report with all of them, where each wanted name or type stands, in order."""
        wanted: list[list[Entity]] = []
        for name in filters.entities:
            ids = {entity.id for entity in self._library.entity_named(name, sources=sources)} | {name}
            wanted.append(list(self._library.entities(sources=sources, ids=ids)))
        if filters.types:
            types = frozenset(filters.types)
            wanted.append([e for e in self._library.entities(sources=sources) if e.type in types])
        places: list[dict[str, list[int]]] = []
        for entities in wanted:
            starts: dict[str, list[int]] = {}
            for mention in (m for entity in entities for m in entity.mentions):
                starts.setdefault(mention.source, []).append(mention.start)
            places.append(starts)
        shared = set.intersection(*(set(starts) for starts in places))
        return {source: [sorted(starts[source]) for starts in places] for source in shared}

    def _unlike(
        self, ranked: Sequence[Found], mentions: Mapping[str, Sequence[Sequence[int]]] | None, limit: int
    ) -> Iterator[Hit]:
        """The hits that meet the filters, without those that say what their report said in an earlier one."""
        documents: dict[str, Document] = {}
        seen: dict[str, list[frozenset[str]]] = {}
        for each in ranked:
            if limit <= 0:
                return
            if each.source not in documents:
                documents[each.source] = self._library.document(each.source)
            document = documents[each.source]
            if each.number >= len(document.passages):
                continue  # replaced between the search and this line
            hit = _hit(each, document)
            if mentions is not None and not all(_within(hit, starts) for starts in mentions[each.source]):
                continue
            pieces = _pieces(hit.text)
            if any(_alike(pieces, other) for other in seen.get(each.source, ())):
                continue
            seen.setdefault(each.source, []).append(pieces)
            limit -= 1
            yield hit

    def _told(self, hits: Sequence[Hit], question: Question, words: Sequence[str]) -> Iterator[Hit]:
        """The hits with the words and names of the query that they have."""
        asked = squeeze(question.text)
        means = _means(question, words)
        entities: dict[str, list[Entity]] = {}
        for entity in self._library.entities(sources={hit.source for hit in hits}) if hits else ():
            if entity.type not in _NO_REASON and any(
                len(name) >= _SHORTEST and name in asked
                for name in map(squeeze, (entity.name, *entity.aliases))
            ):
                entities.setdefault(entity.mentions[0].source, []).append(entity)
        for hit in hits:
            text = plain(hit.text)
            shared = [word for word in words if word in text]
            field = [word for word in means if word in text]
            named = [
                entity
                for entity in entities.get(hit.source, ())
                if any(hit.start <= mention.start < hit.end for mention in entity.mentions)
            ]
            reasons = [*hit.reasons]
            reasons += [f"含有“{'”“'.join(shared[:_TOLD])}”"] if shared else []
            reasons += _worded(means, field)
            reasons += [f"提到{'、'.join(entity.name for entity in named)}"] if named else []
            names = [plain(name) for entity in named for name in (entity.name, *entity.aliases)]
            where = marks(hit.text, [*shared, *field, *names], hit.start)
            yield replace(hit, reasons=tuple(reasons), marks=where)


def sought(question: Question) -> Sought:
    """What the index is asked."""
    return Sought(question.text, question.wide if question.added else "")


def telling(question: Question) -> tuple[str, ...]:
    """The words of a query that tell what is looked for: not its places and years, nor single characters.

    They are folded and in lower case.
    """
    text = question.about or question.text
    words = [fold(text[start:end]).lower() for start, end in cut(text)]
    scope = {*question.regions, *map(short, question.regions), *map(str, question.years)}
    kept = [w for w in words if w not in scope and (len(w) >= _SHORTEST or w.isdigit()) and w[0].isalnum()]
    return tuple(dict.fromkeys(kept))


def _means(question: Question, words: Collection[str]) -> dict[str, str]:
    """The field's words for what the query says in everyday ones, each with that; not those it says itself."""
    found = {plain(word): said.word for said in question.added for word in said.means}
    return {word: said for word, said in found.items() if word not in words and word not in plain(said)}


def _worded(means: Mapping[str, str], field: Sequence[str]) -> list[str]:
    """For each everyday word, the field's words that stand in its place."""
    groups: dict[str, list[str]] = {}
    for word in field[:_TOLD]:
        groups.setdefault(means[word], []).append(word)
    return [f"“{said}”报告写作“{'”“'.join(group)}”" for said, group in groups.items()]


def _hit(found: Found, document: Document) -> Hit:
    passage = document.passages[found.number]
    citation = document.cite(passage.start, passage.end)
    return Hit(
        source=found.source,
        start=citation.start,
        end=citation.end,
        text=citation.quote,
        section=citation.section,
        page=citation.page,
        score=found.score,
        reasons=found.reasons,
    )


def _office(report: Report, name: str) -> bool:
    return is_of(names_of(report), name) or any(name in full for full in names_of(report))


def _within(hit: Hit, starts: Sequence[int]) -> bool:
    place = bisect_left(starts, hit.start)
    return place < len(starts) and starts[place] < hit.end


def _pieces(text: str) -> frozenset[str]:
    bare = squeeze(text)
    return frozenset(bare[place : place + _PIECE] for place in range(max(len(bare) - _PIECE, 0) + 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one), len(other))
