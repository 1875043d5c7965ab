"""Facts from statements: subjects by name, metrics canonical, restatements joined, contradictions linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.facts import Fact, Mention, identify
from graph.measures import Reading, Statement
from graph.metrics import canonical
from graph.quantity import plain
from graph.resolve import Resolution
from graph.tables import read_tables
from ingest.document import About, Document
from ingest.fold import squeeze

# Under these headings the department speaks of its own money and marks; elsewhere of its region.
_OWN_AFFAIRS = (
    "收支",
    "自评",
    "管理效率",
    "管理效能",
    "履职效能分析",
    "绩效管理",
    "预算",
    "决算",
    "存在的主要问题",
)


def find_facts(document: Document, mentions: Sequence[Mention], resolution: Resolution) -> tuple[Fact, ...]:
    """The numeric facts of a report, in order of the text."""
    statements = [*Reading(document, mentions).statements, *read_tables(document)]
    statements.sort(key=lambda s: (s.start, s.end))
    names = {entity.id: entity.name for entity in resolution.entities}
    ids = {entity.name: entity.id for entity in resolution.entities if entity.type in ("ORG", "REGION")}
    facts: dict[str, Fact] = {}
    for statement in statements:
        fact = _fact(document, statement, resolution, names)
        if fact.subject_id is None:
            fact = replace(fact, subject_id=ids.get(fact.subject))
        facts.setdefault(fact.id, fact)
    return _with_conflicts(_joined(facts.values(), document.about))


def _fact(document: Document, statement: Statement, resolution: Resolution, names: dict[str, str]) -> Fact:
    subject_id = resolution.by_mention.get(statement.subject) if statement.subject else None
    subject = names.get(subject_id, "") if subject_id else statement.subject_text
    metric = canonical(statement.metric)
    citation = document.cite(statement.start, statement.end)
    quantity = statement.quantity
    return Fact(
        id=identify(
            document.source,
            str(citation.start),
            str(citation.end),
            metric.id,
            plain(quantity.low),
            quantity.unit,
        ),
        subject=subject or _default_subject(document, statement),
        subject_id=subject_id,
        metric=statement.metric,
        metric_id=metric.id,
        quantity=quantity,
        period=statement.period,
        kind=statement.kind,
        direction=statement.direction,
        citation=citation,
        confidence=statement.confidence,
    )


def _default_subject(document: Document, statement: Statement) -> str:
    """Who a report speaks of where it names nobody: the department of its own affairs, else its region."""
    about = document.about
    path = "".join(document.sections[statement.section].path)
    own = statement.quantity.unit in ("元", "分") or any(word in path for word in _OWN_AFFAIRS)
    department = about.department or ""
    return (department or about.region or "") if own else (about.region or department)


def _joined(facts: Iterable[Fact], about: About) -> list[Fact]:
    """A statement repeated in another section is one fact with two citations.

    Of the department in one section and of its region in another are the same where the words are: nobody is
    named in either, and who is meant was told by the section.
    """
    home = {about.department, about.region}
    first: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        quantity = fact.quantity
        key = (
            "" if fact.subject in home else fact.subject, squeeze(fact.metric), plain(quantity.low), plain(quantity.high),
            quantity.unit, quantity.op, str(fact.period), fact.kind,
        )  # fmt: skip
        known = first.get(key)
        first[key] = replace(known, also=(*known.also, fact.citation)) if known else fact
    return list(first.values())


def _with_conflicts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Facts that give one subject's metric two values in one period name each other."""
    groups: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.quantity.op == "=" and fact.subject_id and fact.kind in ("actual", "budget"):
            groups[(fact.subject_id, fact.metric_id, fact.quantity.unit, str(fact.period), fact.kind)].append(
                fact
            )
    against = {
        fact.id: tuple(sorted(f.id for f in group if f.quantity != fact.quantity))
        for group in groups.values()
        for fact in group
    }
    return tuple(
        replace(fact, conflicts=against[fact.id]) if against.get(fact.id) else fact for fact in facts
    )
