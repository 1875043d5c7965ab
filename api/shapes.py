"""The shapes of the JSON that goes out, as the API's documentation shows them and the types hold them."""

from __future__ import annotations

# pydantic, which makes the documentation, needs this one before Python 3.12.
from typing_extensions import TypedDict


class CitationShape(TypedDict):
    """A verbatim quote: `text[start:end]` of the report `source`."""

    source: str
    start: int
    end: int
    quote: str
    section: str
    page: int | None


class ScopedShape(TypedDict):
    """One of several values, where a question fits several regions, departments, years or subjects."""

    region: str | None
    department: str | None
    year: int | None
    subject: str
    value: int | float | None
    unit: str | None
    citation: CitationShape


class NearestShape(TypedDict):
    """A fact close to what a refused question asked, and the part of the question that it fails."""

    subject: str
    metric: str
    text: str
    failed: str
    citation: CitationShape


class DecidedShape(TypedDict):
    """That a person corrected a number which the reply rests on, or for which it is refused."""

    id: str
    text: str
    who: str
    when: str
    reason: str
    citation: CitationShape


class ReplyShape(TypedDict):
    """A reply: an answer has at least one citation, a refusal (`answerable` false) has none."""

    id: str | int | None
    question: str
    answerable: bool
    kind: str
    short: str
    text: str
    value: int | float | None
    unit: str | None
    direction: str | None
    values: list[ScopedShape]
    items: list[str]
    working: str | None
    clarify: str | None
    choices: list[str]
    warnings: list[str]
    confidence: float
    citations: list[CitationShape]
    closest: list[NearestShape]
    failed: list[str]
    decided: list[DecidedShape]


class HitShape(TypedDict):
    """A passage found; `score` is comparable within one query only."""

    source: str
    start: int
    end: int
    text: str
    section: str
    page: int | None
    score: float
    reasons: list[str]
    marks: list[list[int]]


class FoundShape(TypedDict):
    """Passages, best first; `found` is how many there are that have a word of the query."""

    found: int
    hits: list[HitShape]


class HitsShape(FoundShape):
    """What was looked for, and from which place on the passages are."""

    query: str
    offset: int


class SimilarShape(TypedDict):
    """An initiative of another report that is alike; `score` is comparable within one query only."""

    name: str
    type: str
    source: str
    region: str | None
    year: int | None
    quote: str
    start: int
    end: int
    page: int | None
    text: str
    score: float
    reasons: list[str]


class SimilarHitsShape(TypedDict):
    """Similar initiatives, the best of each report first."""

    name: str
    hits: list[SimilarShape]


class WordShape(TypedDict):
    """A person's word: who said it, when, why, and what was read instead of it."""

    id: str
    who: str
    when: str
    reason: str
    before: dict[str, object]


class ReportShape(TypedDict):
    """A report of the library; what is not known of it is null, never a default."""

    source: str
    title: str | None
    kind: str | None
    region: str | None
    province: str | None
    city: str | None
    district: str | None
    department: str | None
    department_names: list[str]
    year: int | None
    sha256: str
    fingerprint: str
    format: str
    extractors: str
    revision: str
    characters: int
    passages: int
    entities: int
    relations: int
    facts: int
    decision: WordShape | None


class ReportsShape(TypedDict):
    """The reports of the library, and how many there are."""

    total: int
    documents: list[ReportShape]


class ProblemShape(TypedDict):
    """The one form of every error (RFC 9457): what is wrong and what to do, in Chinese; `fields` names parameters."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    remedy: str
    fields: list[dict[str, str]]


class CellShape(TypedDict):
    """A place of a table: one report's number for a metric, or (`missing`) the reason why there is none."""

    region: str | None
    department: str | None
    subject: str | None
    year: int | None
    period: str | None
    metric: str
    value: int | float | list[int | float] | None
    unit: str | None
    op: str | None
    kind: str | None
    source: str | None
    quote: str | None
    start: int | None
    end: int | None
    page: int | None
    note: str | None
    missing: str | None
    decision: WordShape | None


class CellsShape(TypedDict):
    """A metric side by side."""

    metric: str
    total: int
    cells: list[CellShape]


class ChangeShape(TypedDict):
    """What became of a number from one report (a) to another (b)."""

    kind: str
    metric: str
    subject: str
    value_a: int | float | list[int | float] | None
    unit_a: str | None
    op_a: str | None
    period_a: str | None
    source_a: str | None
    quote_a: str | None
    start_a: int | None
    end_a: int | None
    page_a: int | None
    value_b: int | float | list[int | float] | None
    unit_b: str | None
    op_b: str | None
    period_b: str | None
    source_b: str | None
    quote_b: str | None
    start_b: int | None
    end_b: int | None
    page_b: int | None
    difference: int | float | None
    kept: bool | None


class ChangesShape(TypedDict):
    """The changes from report a to report b."""

    a: str
    b: str
    total: int
    changes: list[ChangeShape]


class MemberShape(TypedDict):
    """A thing of a theme as one report has it, with the clause that names it."""

    name: str
    type: str
    source: str
    region: str | None
    year: int | None
    quote: str
    start: int
    end: int
    page: int | None


class ThemeShape(TypedDict):
    """What several reports have, and the regions of the library without it."""

    theme: str
    words: list[str]
    members: list[MemberShape]
    missing_regions: list[str]


class ThemesShape(TypedDict):
    """The themes of the library, those of most reports first, and how many there are."""

    total: int
    themes: list[ThemeShape]


class SettledShape(TypedDict):
    """That a person settled a finding."""

    who: str
    when: str
    note: str


class FindingShape(TypedDict):
    """What does not agree inside one report; quote i stands at `starts[i]:ends[i]`."""

    id: str
    source: str
    rule: str
    severity: str
    message: str
    quotes: list[str]
    starts: list[int]
    ends: list[int]
    pages: list[int | None]
    settled: SettledShape | None


class FindingsShape(TypedDict):
    """The findings of one report or several, errors first, and how many there are."""

    total: int
    findings: list[FindingShape]


# Not a class: `from` is a word of Python's.
DecisionShape = TypedDict(
    "DecisionShape",
    {
        "id": str,
        "what": str,
        "from": str,
        "to": str,
        "from_name": str,
        "to_name": str,
        "type": str,
        "reason": str,
        "score": float | None,
        "state": str,
        "who": str,
        "when": str,
    },
)
"""A proposal that two entities are one, or what a person decided of it."""


class DecisionsShape(TypedDict):
    """Proposals or decisions, and how many there are."""

    total: int
    aliases: list[DecisionShape]


CorrectionShape = TypedDict(
    "CorrectionShape",
    {
        "id": str,
        "what": str,
        "from": str,
        "to": str,
        "source": str,
        "quote": str,
        "start": int,
        "end": int,
        "before": dict[str, object],
        "after": dict[str, object] | None,
        "reason": str,
        "state": str,
        "who": str,
        "when": str,
        "applies": bool,
    },
)
"""What a person said of a reading: `from` is its id (the source of a report), `to` the id of what it became,
`before` what was read, `after` what is right, null where it is wrong altogether. `applies`: whether the reading is
in the library now."""


class CorrectionsShape(TypedDict):
    """Corrections, in the order in which they were said, and how many there are."""

    total: int
    corrections: list[CorrectionShape]


class WatchShape(TypedDict):
    """A question or a threshold that somebody watches."""

    id: str
    kind: str
    text: str
    reason: str
    state: str
    who: str
    when: str


class WatchesShape(TypedDict):
    """What is watched."""

    total: int
    watches: list[WatchShape]


class FoundInShape(TypedDict):
    """What a watch finds in a report; of a question `metric`, `value`, `unit`, `op` and `note` are null."""

    text: str
    short: str
    metric: str | None
    value: int | float | list[int | float] | None
    unit: str | None
    op: str | None
    note: str | None
    region: str | None
    department: str | None
    year: int | None
    source: str
    quote: str
    start: int
    end: int
    page: int | None


class FoundByWatchShape(TypedDict):
    """What a watch finds in the reports that are here."""

    found: list[FoundInShape]


class AlarmShape(FoundInShape):
    """What a watch found in a report that came, by the event with which it came."""

    number: int
    watch: str
    watched: str | None
    event: int
    when: str


class AlarmsShape(TypedDict):
    """Alarms, in the order in which they were raised."""

    total: int
    alarms: list[AlarmShape]


class EventShape(TypedDict):
    """That a report was added, replaced, read again or removed."""

    number: int
    what: str
    source: str
    title: str | None
    sha256: str
    who: str
    when: str


class EventsShape(TypedDict):
    """What came and went, in order."""

    total: int
    changes: list[EventShape]


class CountShape(TypedDict):
    """A choice of a facet, and how many passages are of it."""

    value: str | int
    count: int


class FacetsShape(TypedDict):
    """What the passages that have a word of a query are of; `types` is null where too many reports would be read."""

    query: str
    found: int
    regions: list[CountShape]
    years: list[CountShape]
    kinds: list[CountShape]
    departments: list[CountShape]
    types: list[CountShape] | None


class CompletionShape(TypedDict):
    """A word of the library that a person may be about to type; `count` reports have it."""

    text: str
    kind: str
    type: str | None
    count: int


class CompletionsShape(TypedDict):
    """Words, those that begin with what was typed first."""

    completions: list[CompletionShape]


class JobShape(TypedDict):
    """Long work: how far it is, and a line for each file that is done."""

    id: str
    what: str
    state: str
    error: str | None
    done: int
    total: int
    source: str
    step: str
    documents: list[dict[str, object]]


class JobsShape(TypedDict):
    """The jobs that are remembered, the newest first, and how many there are."""

    total: int
    jobs: list[JobShape]


class StatementShape(TypedDict):
    """A further statement of a fact."""

    quote: str
    start: int
    end: int


class FactShape(TypedDict):
    """A number of a report, with its quote."""

    id: str
    source: str
    subject: str
    subject_id: str | None
    metric: str
    metric_id: str
    value: int | float | list[int | float]
    unit: str
    op: str
    direction: str | None
    period: str | None
    kind: str
    quote: str
    start: int
    end: int
    page: int | None
    also: list[StatementShape]
    conflicts: list[str]
    confidence: float
    decision: WordShape | None


class FactsShape(TypedDict):
    """Facts in the order of reports and places, and how many there are."""

    total: int
    facts: list[FactShape]


class EntityShape(TypedDict):
    """A named thing over all reports."""

    id: str
    name: str
    type: str
    aliases: list[str]
    sources: list[str]
    mentions: int


class EntitiesShape(TypedDict):
    """Entities, and how many there are."""

    total: int
    entities: list[EntityShape]


class HopShape(CitationShape):
    """A step of a path, with the quote that states it."""

    head: str
    rel: str
    tail: str


class PathShape(TypedDict):
    """The steps between two things; null where the reports do not connect them."""

    hops: list[HopShape] | None


class TextShape(TypedDict):
    """The cleaned text of a report; `text[start:end]` is a quote."""

    source: str
    text: str
    sections: list[dict[str, object]]


class RemovedShape(TypedDict):
    """What became of a report that was to be removed."""

    source: str
    status: str


class RelationQuoteShape(CitationShape):
    """A statement of a relation: by `id` it is corrected, `decision` names the correction that it is told with."""

    id: str
    decision: str | None


class RelatedShape(TypedDict):
    """All statements of one relation to one other end."""

    rel: str
    id: str
    name: str
    type: str
    count: int
    quotes: list[RelationQuoteShape]


# Not a class: `in` is a word of Python's.
RelationsShape = TypedDict("RelationsShape", {"out": list[RelatedShape], "in": list[RelatedShape]})
"""The relations out of a thing and into it, those with the most quotes first."""


class NameShape(TypedDict):
    """How reports print a name."""

    name: str
    years: list[int]
    sources: list[str]
    count: int


class EntityPageShape(TypedDict):
    """A thing with its names, mentions, relations and facts; `decision` if a person gave it its type."""

    id: str
    name: str
    type: str
    aliases: list[str]
    sources: list[str]
    names: list[NameShape]
    mention_count: int
    mentions: list[CitationShape]
    relations: RelationsShape
    facts: list[FactShape]
    decision: WordShape | None


class RepliesShape(TypedDict):
    """Replies, in the order of the questions."""

    replies: list[ReplyShape]


class CollectionShape(TypedDict):
    """A collection, and how many reports of it may be seen."""

    collection: str
    documents: int


class CollectionsShape(TypedDict):
    """The collections that may be seen."""

    collections: list[CollectionShape]


MovedReportShape = TypedDict("MovedReportShape", {"source": str, "from": str})
"""A report, and the collection that it was in before."""


class MovedShape(TypedDict):
    """Reports that were put into a collection."""

    collection: str
    moved: list[MovedReportShape]


class TokenShape(TypedDict):
    """A token of a user; itself it is shown once."""

    id: str
    user: str
    label: str
    since: str


class NewTokenShape(TokenShape):
    """A token that was just made, with itself."""

    token: str


class UserShape(TypedDict):
    """A user; `collections` null: all."""

    name: str
    role: str
    collections: list[str] | None
    since: str
    tokens: list[TokenShape]


class UsersShape(TypedDict):
    """Who may come in."""

    users: list[UserShape]


class EntryShape(TypedDict):
    """A line of the log; `status` 0 where there is no answer."""

    number: int
    when: str
    who: str
    door: str
    what: str
    target: str
    status: int
    address: str


class EntriesShape(TypedDict):
    """Lines of the log, in order."""

    entries: list[EntryShape]
