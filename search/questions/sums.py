"""What several rows of a report come to: marks of the indicators of one part, budgets of the projects of one kind, or of
things that the question names one by one. Where the question says how many there are, as many must be found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from graph.numerals import chinese_number
from graph.quantity import plain
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.operands import grouped, terms_of, words_of
from search.questions.rows import Row, leaves, named_rows, part_named, rows_of
from search.understand import Question, asking
from search.wording import amount, shorten

_LONGEST = 60
_SURE = 0.8
_MUCH = 10_000
_FEWEST = 2


def sum_of_rows(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """The sum of the rows that the question means, with all of them cited; None unless it is clear which they are."""
    text = fold(question.text)
    marks = bool(question.wanted and question.wanted.dimension == "score")
    column = "got" if marks else "budget" if "预算" in text else "spent"
    for source in dict.fromkeys(found.source for found in evidence.found):
        rows = [row for row in rows_of(evidence.facts, source) if column in row.columns]
        if not marks:
            rows = [row for row in rows if row.section.endswith(row.name)]
        meant = _listed(question, match, rows, evidence) or _kind(text, rows, marks=marks)
        if len(meant) >= _FEWEST:
            return _added(question, meant, column)
    return None


def _listed(question: Question, match: re.Match[str], rows: Sequence[Row], evidence: Evidence) -> list[Row]:
    """One row for each of the things that the question names; none unless each is one."""
    of = re.sub(asking()["sum"]["together"], "", re.split("[,，]", match["of"])[-1]).replace('"', "")
    names = [words_of(question, name, evidence) for name in re.split(r"、|和|与|以及|加上?|及(?!时)", of)]
    found = [named_rows(rows, name) for name in names if len(name) > 1]
    whole = [one[0] for one in found if len(one) == 1]
    return (
        whole
        if len(found) >= _FEWEST and len(whole) == len(found) and len(set(map(id, whole))) == len(whole)
        else []
    )


def _kind(text: str, rows: Sequence[Row], *, marks: bool) -> list[Row]:
    """The rows of a part or a kind, as many as the question says."""
    said = re.search(asking()["sum"]["several"], text)
    number = said and (
        chinese_number(said["number"]) if not said["number"].isdigit() else int(said["number"])
    )
    if not said or not number:
        return []
    kept = part_named(leaves(rows), text) if marks else []
    if len(kept) != number:
        pairs = terms_of(re.sub(asking()["sum"]["sorts"], "", said["what"]))
        kept = [row for row in rows if pairs and len(pairs & terms_of(row.name)) >= len(pairs) - 1]
    return kept if len(kept) == number else []


def _added(question: Question, rows: Sequence[Row], column: str) -> Answer:
    facts = [row.columns[column] for row in rows]
    total = sum((fact.quantity.low for fact in facts), Decimal(0))
    unit = facts[0].quantity.unit
    much = unit == "元" and total >= _MUCH
    said = f"{grouped(total.scaleb(-4))}万元" if much else f"{plain(total)}{unit}"
    working = f"{' + '.join(amount(fact) for fact in facts)} = {said}"
    told = "，".join(f"{row.name}{amount(row.columns[column])}" for row in rows)
    return Answer(
        question=question.text,
        kind="metric",
        short=shorten(said, _LONGEST),
        text=f"{told}；{working}。",
        confidence=_SURE,
        citations=tuple(fact.citation for fact in facts),
        value=total,
        unit=unit,
        working=working,
    )
