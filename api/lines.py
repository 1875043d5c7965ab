"""JSON lines: how answers, hits and reports look to other programs, over the command line and HTTP alike.

The shapes are the product's outer face: add fields freely, rename or drop none.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson

from graph.exports import number

if TYPE_CHECKING:
    from api.shapes import (
        CellShape,
        ChangeShape,
        CitationShape,
        DecidedShape,
        FindingShape,
        FoundShape,
        HitShape,
        NearestShape,
        ReplyShape,
        ReportShape,
        ScopedShape,
        SettledShape,
        SimilarShape,
        ThemeShape,
        WordShape,
    )
    from graph.facts import Fact, Quantity
    from ingest.document import Citation, Section
    from search.answer import Answer, Decided, Hit, Nearest, ScopedValue
    from search.audit import Finding
    from search.comparing import Cell
    from search.diffing import Change
    from search.finding import Page
    from search.intake import Taken
    from search.library import Report
    from search.similar import Similar
    from search.themes import Theme

Line = dict[str, Any]


def _other(value: object) -> object:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Path | Exception):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def encode(line: object) -> bytes:
    """One JSON object on one line, UTF-8, without the line feed; decimals become numbers.

    >>> encode({"value": Decimal("67.82"), "unit": "%"}).decode()
    '{"value":67.82,"unit":"%"}'
    """
    try:
        return orjson.dumps(line, default=_other)
    except TypeError as error:
        if "surrogates" not in str(error):
            raise
        # The name of a file that is not UTF-8 (a GBK name from Windows, say): shown with "?", never fatal.
        return json.dumps(line, default=_other, ensure_ascii=False).encode(errors="replace")


def citation(cited: Citation) -> CitationShape:
    """A quote with its address."""
    return {
        "source": cited.source,
        "start": cited.start,
        "end": cited.end,
        "quote": cited.quote,
        "section": cited.section,
        "page": cited.page,
    }


def scoped(value: ScopedValue) -> ScopedShape:
    """One of the values of an answer that fits several scopes."""
    return {
        "region": value.region,
        "department": value.department,
        "year": value.year,
        "subject": value.subject,
        "value": None if value.value is None else number(value.value),
        "unit": value.unit,
        "citation": citation(value.citation),
    }


def nearest(fact: Nearest) -> NearestShape:
    """A fact close to what a refused question asked for."""
    return {
        "subject": fact.subject,
        "metric": fact.metric,
        "text": fact.text,
        "failed": fact.failed,
        "citation": citation(fact.citation),
    }


def reply(answer: Answer, name: str | int | None = None) -> ReplyShape:
    """The reply to a question; `name` is the `id` that the caller gave it."""
    return {
        "id": name,
        "question": answer.question,
        "answerable": answer.answerable,
        "kind": answer.kind,
        "short": answer.short,
        "text": answer.text,
        "value": None if answer.value is None else number(answer.value),
        "unit": answer.unit,
        "direction": answer.direction,
        "values": [scoped(value) for value in answer.values],
        "items": list(answer.items),
        "working": answer.working,
        "clarify": answer.clarify,
        "choices": list(answer.choices),
        "warnings": list(answer.warnings),
        "confidence": answer.confidence,
        "citations": [citation(cited) for cited in answer.citations],
        "closest": [nearest(fact) for fact in answer.closest],
        "failed": list(answer.failed),
        "decided": [decided(one) for one in answer.decided],
    }


def decided(one: Decided) -> DecidedShape:
    """What a person corrected in the numbers of a reply."""
    return {
        "id": one.id,
        "text": one.text,
        "who": one.who,
        "when": one.when,
        "reason": one.reason,
        "citation": citation(one.citation),
    }


def hit(found: Hit) -> HitShape:
    """A passage found."""
    return {
        "source": found.source,
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "section": found.section,
        "page": found.page,
        "score": found.score,
        "reasons": list(found.reasons),
        "marks": [list(span) for span in found.marks],
    }


def found_line(page: Page) -> FoundShape:
    """A page of passages, and how many there are."""
    return {"found": page.found, "hits": [hit(each) for each in page.hits]}


def similar_line(found: Similar) -> SimilarShape:
    """Something alike in another report."""
    return {
        "name": found.name,
        "type": found.type,
        "source": found.report.source,
        "region": found.report.about.region,
        "year": found.report.about.year,
        "quote": found.citation.quote,
        "start": found.citation.start,
        "end": found.citation.end,
        "page": found.citation.page,
        "text": found.text,
        "score": found.score,
        "reasons": list(found.reasons),
    }


def report_line(report: Report, decision: WordShape | None = None) -> ReportShape:
    """A report of the library; what is not known of it is null. `decision`: what a person set of it."""
    about = report.about
    return {
        "source": report.source,
        "title": about.title,
        "kind": about.kind,
        "region": about.region,
        "province": about.province,
        "city": about.city,
        "district": about.district,
        "department": about.department,
        "department_names": list(about.names),
        "year": about.year,
        "sha256": report.sha256,
        "fingerprint": report.fingerprint,
        "format": report.format,
        "extractors": report.extractors,
        "revision": report.revision,
        "characters": report.characters,
        "passages": report.passages,
        "entities": report.entities,
        "relations": report.relations,
        "facts": report.facts,
        "decision": decision,
    }


def taken_line(taken: Taken) -> Line:
    """What became of one file."""
    return asdict(taken)


def section_line(section: Section) -> Line:
    """A heading of a report and what stands under it."""
    return {**asdict(section), "path": list(section.path)}


def _value(quantity: Quantity) -> int | float | list[int | float]:
    """One number, or the two ends of a range."""
    low, high = number(quantity.low), number(quantity.high)
    return [low, high] if quantity.value is None else low


def cell_line(cell: Cell, decision: WordShape | None = None) -> CellShape:
    """A place of a table; without a fact, what is told of one is null. `decision`: who corrected the fact."""
    fact = cell.fact
    cited = fact.citation if fact else None
    return {
        "region": cell.region,
        "department": cell.department,
        "subject": fact.subject if fact else None,
        "year": cell.year,
        "period": str(fact.period) if fact and fact.period else None,
        "metric": fact.metric if fact else cell.asked,
        "value": _value(fact.quantity) if fact else None,
        "unit": fact.quantity.unit if fact else None,
        "op": fact.quantity.op if fact else None,
        "kind": fact.kind if fact else None,
        "source": cited.source if cited else None,
        "quote": cited.quote if cited else None,
        "start": cited.start if cited else None,
        "end": cited.end if cited else None,
        "page": cited.page if cited else None,
        "note": cell.note,
        "missing": cell.missing,
        "decision": decision,
    }


def change_line(change: Change) -> ChangeShape:
    """What became of a fact; the fields of a report that has none are null."""
    line = {
        "kind": change.kind,
        "metric": change.fact.metric,
        "subject": change.fact.subject,
        **_side(change.a, "_a"),
        **_side(change.b, "_b"),
        "difference": None if change.difference is None else number(change.difference),
        "kept": change.kept,
    }
    return cast("ChangeShape", line)


def _side(fact: Fact | None, side: str) -> Line:
    cited = fact.citation if fact else None
    found = {
        "value": _value(fact.quantity) if fact else None,
        "unit": fact.quantity.unit if fact else None,
        "op": fact.quantity.op if fact else None,
        "period": str(fact.period) if fact and fact.period else None,
        "source": cited.source if cited else None,
        "quote": cited.quote if cited else None,
        "start": cited.start if cited else None,
        "end": cited.end if cited else None,
        "page": cited.page if cited else None,
    }
    return {f"{name}{side}": value for name, value in found.items()}


def theme_line(theme: Theme) -> ThemeShape:
    """What several reports have, each with the clause that names it."""
    return {
        "theme": theme.name,
        "words": list(theme.words),
        "members": [
            {
                "name": member.name,
                "type": member.type,
                "source": member.report.source,
                "region": member.report.about.region,
                "year": member.report.about.year,
                "quote": member.citation.quote,
                "start": member.citation.start,
                "end": member.citation.end,
                "page": member.citation.page,
            }
            for member in theme.members
        ],
        "missing_regions": list(theme.missing_regions),
    }


def finding_line(finding: Finding, settled: SettledShape | None = None) -> FindingShape:
    """What does not agree inside one report, with the statements that disagree, and what a person said of it."""
    from search.audit.paper import finding_id

    return {
        "id": finding_id(finding),
        "source": finding.source,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "quotes": [cited.quote for cited in finding.citations],
        "starts": [cited.start for cited in finding.citations],
        "ends": [cited.end for cited in finding.citations],
        "pages": [cited.page for cited in finding.citations],
        "settled": settled,
    }
