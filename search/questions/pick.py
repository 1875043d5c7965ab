"""Which of several by their numbers: the most or least, those above or below a number, those with or without full marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from graph.facts import Fact
from graph.quantity import find_quantities, plain
from graph.units import comparable
from ingest.document import Citation
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.listing import answer_list
from search.questions.marks import rows_told
from search.questions.rows import Row, leaves, part_named, rows_of
from search.questions.text import answer_text
from search.questions.told import answer_most
from search.understand import Question, asking
from search.wording import amount, shorten

_LONGEST = 60
# Whole rows are read by rule; which column is meant is read off a word or two.
_SURE = 0.8
_SURE_OF_NAMED = 0.75
_FEWEST = 2
_WHOLE = 100  # per cent


def answer_pick(question: Question, evidence: Evidence) -> Answer:
    """The things that the question picks by their numbers; what a list or a text would be, where no row fits."""
    text = fold(question.text)
    named = _of_named(question, text, evidence)
    if named:
        return named
    for source in dict.fromkeys(found.source for found in evidence.found):
        rows = rows_of(evidence.facts, source)
        told = rows_told(evidence.documents[source])
        # Prose knows which items are of which part, where facts of one section do not.
        first, second = (told, rows) if _narrows(told, text) and not _narrows(rows, text) else (rows, told)
        answer = (
            _marks(question, text, first)
            or _marks(question, text, second)
            or _rates(question, text, rows)
            or _money(question, text, rows)
        )
        if answer:
            return answer
    row = answer_most(question, evidence)
    if row:
        return row
    fall_back = answer_list if re.search(asking()["list"]["pattern"], text) else answer_text
    return fall_back(question, evidence)


def _narrows(rows: Sequence[Row], text: str) -> bool:
    """Whether some of the rows with marks are of a part that the question names, and others are not."""
    scored = [row for row in rows if "got" in row.columns or "worth" in row.columns]
    return 0 < len(part_named(scored, text)) < len(scored)


def _marks(question: Question, text: str, rows: Sequence[Row]) -> Answer | None:
    pick = asking()["pick"]
    scored = [row for row in rows if "got" in row.columns or "worth" in row.columns]
    chosen = part_named(scored, text)
    worth = re.search(pick["worth"], text)
    if worth:
        number = Decimal(worth["number"])
        return _told(question, [r for r in chosen if _value(r, "worth") == number], ("worth",))
    chosen = [row for row in leaves(chosen) if {"got", "worth"} <= row.columns.keys()]
    if len(chosen) < _FEWEST:
        return None
    if re.search(pick["lost"], text) and re.search(pick["most"], text):
        most = max(map(_lost, chosen))
        return _told(
            question, [r for r in chosen if _lost(r) == most and most > 0], ("worth", "got"), one=True
        )
    tests: tuple[tuple[str, Callable[[Row], bool]], ...] = (
        ("nothing", lambda row: _value(row, "got") == 0),
        ("short", lambda row: _lost(row) > 0),
        ("full", lambda row: _lost(row) == 0),
    )
    for name, test in tests:
        if re.search(pick[name], text):
            return _told(question, [row for row in chosen if test(row)], ("worth", "got"))
    return None


def _money(question: Question, text: str, rows: Sequence[Row]) -> Answer | None:
    pick = asking()["pick"]
    if not re.search(pick["money"], text) or not re.search(pick["projects"], text):
        return None
    column = "budget" if "预算" in text else "spent"
    paid = [row for row in rows if column in row.columns]
    # Departments and totals are no items: rows are told one a heading.
    paid = [row for row in paid if row.section.endswith(row.name)]
    if len(paid) < _FEWEST:
        return None
    bound = re.search(pick["bound"], text)
    if bound:
        found = find_quantities(text[bound.start() :])
        if not found or found[0].quantity.unit != "元":
            return None
        limit = found[0].quantity.low
        below = bool(re.search(pick["below"], bound.group()))
        kept = [r for r in paid if (_value(r, column) < limit) == below and _value(r, column) != limit]
        return _told(question, kept, (column,))
    for name, choose in (("most", max), ("least", min)):
        if re.search(pick[name], text):
            best = choose(_value(row, column) for row in paid)
            return _told(question, [row for row in paid if _value(row, column) == best], (column,), one=True)
    return None


def _rates(question: Question, text: str, rows: Sequence[Row]) -> Answer | None:
    """The projects that spent the largest or the smallest part of their budget, or all of it."""
    pick = asking()["pick"]
    rated = [row for row in rows if "rate" in row.columns and row.section.endswith(row.name)]
    if len(rated) < _FEWEST:
        return None
    if re.search(pick["spent_up"], text):
        return _all_spent(question, [row for row in rated if _value(row, "rate") == _WHOLE])
    ways = [choose for name, choose in (("most", max), ("least", min)) if re.search(pick[name], text)]
    if not re.search(pick["rate"], text) or len(ways) != 1:
        return None
    best = ways[0](_value(row, "rate") for row in rated)
    several = bool(re.search("哪(?:些|几)", text))
    return _told(question, [row for row in rated if _value(row, "rate") == best], ("rate",), one=not several)


def _all_spent(question: Question, rows: Sequence[Row]) -> Answer | None:
    """Those that spent all: one by its name, several as a list."""
    if not rows or len(rows) == 1:
        return _told(question, rows, ("rate",), one=True)
    return _told(question, rows, ("rate",))


def _of_named(question: Question, text: str, evidence: Evidence) -> Answer | None:
    """Which of the things that the question names one by one has most or least: numbers of one sentence or section."""
    pick = asking()["pick"]
    match = re.search(pick["named"], text)
    ways = [choose for name, choose in (("most", max), ("least", min)) if re.search(pick[name], text)]
    if not match or len(ways) != 1:
        return None
    listed = re.sub(r"^.*\d{4}年(?:度)?", "", match["names"])
    names = [name.strip('" 的') for name in re.split(r"、|和|与|以及|跟|或者?|还是", listed)]
    names = [name for name in names if len(name) > 1]
    if len(names) < _FEWEST:
        return None
    by_place: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in evidence.facts:
        said = [n for n in names if n in fold(f"{fact.subject}{fact.metric}")]
        if len(said) == 1 and fact.quantity.value is not None and fact.kind == "actual":
            by_place.setdefault((fact.citation.source, fact.citation.section), {}).setdefault(said[0], fact)
    full = [found for found in by_place.values() if len(found) == len(names)]
    if not full or not all(
        comparable(f.quantity.unit, g.quantity.unit) for f in full[0].values() for g in full[0].values()
    ):
        return None
    found = full[0]
    best = ways[0](found, key=lambda name: found[name].quantity.low)
    told = "，".join(f"{name}{amount(found[name])}" for name in names)
    return Answer(
        question=question.text,
        kind="compare",
        short=shorten(f"{best}（{amount(found[best])}）", _LONGEST),
        text=f"{best}。{told}。",
        confidence=_SURE_OF_NAMED,
        citations=_once([found[best].citation, *(found[name].citation for name in names)]),
    )


def _told(
    question: Question, rows: Sequence[Row], columns: Sequence[str], *, one: bool = False
) -> Answer | None:
    if not rows or (one and len(rows) > _FEWEST):
        return None
    facts = [row.columns[column] for row in rows for column in columns]
    said = "；".join(f"{row.name}（{_numbers(row, columns)}）" for row in rows)
    return Answer(
        question=question.text,
        kind="text" if one else "list",
        short=shorten("、".join(row.name for row in rows), _LONGEST),
        text=f"{said}。",
        confidence=_SURE,
        citations=_once([fact.citation for fact in facts]),
        items=() if one else tuple(row.name[:_LONGEST] for row in rows),
        working="；".join(
            f"{row.name}：{plain(_value(row, 'worth'))} − {plain(_value(row, 'got'))} = {plain(_lost(row))}分"
            for row in rows
        )
        if "got" in columns
        else "；".join(f"{row.name}：{_numbers(row, columns)}" for row in rows),
    )


def _numbers(row: Row, columns: Sequence[str]) -> str:
    called = {"worth": "分值", "got": "得分", "budget": "预算", "spent": "支出", "rate": "执行率"}
    return "，".join(f"{called[column]}{amount(row.columns[column])}" for column in columns)


def _once(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple({(c.source, c.start, c.end): c for c in citations}.values())


def _value(row: Row, column: str) -> Decimal:
    fact = row.columns.get(column)
    return fact.quantity.low if fact else Decimal("NaN")


def _lost(row: Row) -> Decimal:
    return _value(row, "worth") - _value(row, "got")
