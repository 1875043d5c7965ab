"""Questions over a row of numbers that one sentence tells: which has most, how far apart two are, what the first come to.

The row is found by the words of the question and its own names; a row that fits no better than another is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from graph.facts import Direction
from graph.numerals import chinese_number
from graph.quantity import plain
from ingest.document import Citation
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.questions.operands import grouped
from search.questions.series import Item, Series, series_of
from search.understand import Question, asking
from search.wording import shorten

_LONGEST = 60
_SURE, _LESS_SURE = 0.75, 0.65
_MUCH = 10_000
# A row must tell so much of the question, and so much more than the next one.
_ENOUGH, _AHEAD = 0.3, 0.03
# And a little less where no other comes near.
_ENOUGH_ALONE, _FAR_AHEAD = 0.25, 0.1
# A sentence that itself says which is the most, and one that tells of a survey where the question does.
_SAYS_SO, _SURVEYED = 0.15, 0.1
_FEWEST, _THREE = 2, 3
_PER_CENT = "%"
_RATE, _SHARED = ("率", "度"), 3


def answer_told(question: Question, evidence: Evidence) -> Answer | None:
    """How far the most is from the least, what the first come to, what fell; None for any other question or no clear row."""
    return _answered(question, evidence, ("spread", "first", "moved"))


def answer_apart(question: Question, evidence: Evidence) -> Answer | None:
    """By how much two of a row differ that the question names; None for any other question or no clear row."""
    return _answered(question, evidence, ("apart",))


def answer_most(question: Question, evidence: Evidence) -> Answer | None:
    """Which of a row has most or least; None for any other question or no clear row."""
    return _answered(question, evidence, ("most",))


def _answered(question: Question, evidence: Evidence, ways: Sequence[str]) -> Answer | None:
    text, data = fold(question.text), asking()["row"]
    for name in ways:
        match = re.search(data[name], text)
        found = _WAYS[name](question, match, evidence) if match else None
        if found:
            return found
    return None


def _rows(
    question: Question,
    evidence: Evidence,
    keep: Callable[[Series], bool],
    about: str | None = None,
    said: str = "",
) -> Series | None:
    """The row that fits the question best among those kept; None where none fits, or two do.

    Args:
        said: words that a sentence has which speaks of what is asked: its lowest.
    """
    rows = [row for document in documents_of(evidence) for row in series_of(document) if keep(row)]
    scored = fitted(question, evidence, [(row, row.document, row.start, row.end) for row in rows], about)
    surveyed = bool(re.search(asking()["row"]["survey"], fold(question.text)))
    scored = [
        (
            s
            + _SAYS_SO * bool(said and re.search(said, row.sentence))
            + _SURVEYED * (surveyed and _is_survey(row)),
            row,
        )
        for s, row in scored
    ]
    scored.sort(key=lambda row: -row[0])
    if not scored:
        return None
    fit, best = scored[0]
    rivals = [score for score, row in scored[1:] if _numbers(row) != _numbers(best)]
    ahead = fit - (rivals[0] if rivals else 0.0)
    sure = (fit >= _ENOUGH and ahead >= _AHEAD) or (fit >= _ENOUGH_ALONE and ahead >= _FAR_AHEAD)
    return best if sure else None


def _is_survey(row: Series) -> bool:
    """Whether a row tells what people said of one thing after another."""
    return row.items[0].unit == _PER_CENT and bool(re.search(asking()["row"]["survey"], row.sentence))


def _numbers(row: Series) -> list[Decimal]:
    return [item.value for item in row.items]


def _most(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """Which of the row has most or least."""
    least = bool(re.search(asking()["row"]["least"], fold(question.text)))
    kind = f"{match['kind'] or ''}{match['other'] or ''}"

    def keep(row: Series) -> bool:
        return (
            len(row.items) >= _THREE and not row.items[0].way and _is_of(row, kind) and _fits(question, row)
        )

    about = re.sub(asking()["row"]["which"], " ", question.about)
    row = _rows(question, evidence, keep, about, said=asking()["row"]["least" if least else "top"])
    if row is None:
        return None
    value = (min if least else max)(item.value for item in row.items)
    best = [item for item in row.items if item.value == value]
    said = "、".join(item.label for item in best)
    return _answer(question, row, row.items, f"{said}（{_printed(row, best[0])}）", kind="compare")


def _is_of(row: Series, kind: str) -> bool:
    """Whether the names of a row may be of the kind that is asked for: 哪个街道 asks for names that end so."""
    ends = asking()["row"]["kinds"]
    asked = tuple(end for end in ends if re.search(rf"(?<![社小]){end}", kind))
    labels = [item.label for item in row.items]
    if all(label[-1:] in _RATE for label in labels) and len({label[-_SHARED:] for label in labels}) > 1:
        return False  # 接通率 and 办结率 are rates of different things, 养老满意度 and 殡葬满意度 are not
    if len(asked) > 1:
        asked = (*asked, "市")  # of 区县 some are cities
    return not asked or all(item.label.endswith(asked) for item in row.items)


def _fits(question: Question, row: Series) -> bool:
    """Whether the unit of a row may be what the question counts."""
    asked = question.wanted.dimension if question.wanted else None
    rate = asked in ("ratio", "points") or bool(re.search(asking()["row"]["rates"], question.about))
    money = asked == "money" or bool(re.search(asking()["row"]["money"], question.about))
    unit = row.items[0].unit
    return (not rate or unit == _PER_CENT) and (not money or unit in ("元", _PER_CENT))


def _spread(question: Question, _: re.Match[str], evidence: Evidence) -> Answer | None:
    """By how much the most is more than the least."""

    def keep(row: Series) -> bool:
        return len(row.items) >= _FEWEST and not row.items[0].way and _fits(question, row)

    about = re.sub(asking()["row"]["words"], " ", question.about)
    row = _rows(question, evidence, keep, about)
    if row is None:
        return None
    items = sorted(row.items, key=lambda item: -item.value)
    return _difference(question, row, items[0], items[-1])


def _first(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """What the first so many of a row come to."""
    said = match["number"]
    number = int(said) if said.isdigit() else chinese_number(said)
    if not number:
        return None

    def keep(row: Series) -> bool:
        ranked = re.search(asking()["row"]["ranked"], row.sentence)
        enough = len(row.items) == number or (len(row.items) > number and bool(ranked))
        return enough and not row.items[0].way and row.items[0].unit != _PER_CENT

    row = _rows(question, evidence, keep)
    if row is None:
        return None
    items = sorted(row.items, key=lambda item: -item.value)[:number]
    total = sum((item.value for item in items), Decimal(0))
    unit = items[0].unit
    working = f"{' + '.join(_printed(row, i) for i in items)} = {_said(total, unit)}"
    return _answer(question, row, items, _said(total, unit), value=total, unit=unit, working=working)


def _apart(question: Question, _: re.Match[str], evidence: Evidence) -> Answer | None:
    """By how much two of a row differ that the question names: two years, two streets."""
    named = _named(question)
    row = _rows(question, evidence, lambda row: len(named(row)) == _FEWEST and _fits(question, row))
    if row is None or row.items[0].way:
        return None
    one, other = named(row)
    first, second = (other, one) if row.dated else (one, other)
    if re.search(asking()["row"]["rate"], fold(question.text)) and one.unit != _PER_CENT:
        return None  # growth in per cent is no difference
    return _difference(question, row, first, second)


def _named(question: Question) -> Callable[[Series], list[Item]]:
    """The items of a row whose names the question has, in their order in the row."""
    text = fold(question.text)
    years = {f"{year}年" for year in question.years}

    def found(row: Series) -> list[Item]:
        if row.dated:
            return [item for item in row.items if item.label[:5] in years]
        ends = asking()["row"]["kinds"]
        names = [re.sub(rf"(?:{'|'.join(ends)})$", "", fold(item.label)) for item in row.items]
        return [item for item, name in zip(row.items, names, strict=True) if len(name) > 1 and name in text]

    return found


def _moved(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    """Which of a row fell, or which rose."""
    way = "down" if re.search(asking()["row"]["fell"], match.group()) else "up"
    named = _named(question)

    def keep(row: Series) -> bool:
        several = len(named(row)) >= _FEWEST or not re.search("[和与、]", fold(question.text))
        return bool(row.items[0].way) and several and sum(i.way == way for i in row.items) == 1

    row = _rows(question, evidence, keep)
    if row is None:
        return None
    best = next(item for item in row.items if item.way == way)
    words = {"up": "上升", "down": "下降"}[way]
    return _answer(question, row, row.items, f"{best.label}（{words}{_printed(row, best)}）", kind="compare")


def _difference(question: Question, row: Series, one: Item, other: Item) -> Answer:
    more, less = (one, other) if one.value >= other.value else (other, one)
    value = more.value - less.value
    unit = "个百分点" if one.unit == _PER_CENT else one.unit
    said = _said(value, unit)
    working = f"{more.label}{_printed(row, more)} − {less.label}{_printed(row, less)} = {said}"
    direction: Direction = "same" if not value else "up" if more is one else "down"
    return _answer(
        question, row, (one, other), said, kind="trend" if row.dated else "compare",
        value=value, unit=unit, working=working, direction=direction,
    )  # fmt: skip


def _printed(row: Series, item: Item) -> str:
    """A number as the report prints it."""
    return "".join(row.document.text[item.start : item.end].split())


def _said(value: Decimal, unit: str) -> str:
    if unit == "元" and value >= _MUCH * _MUCH:
        return f"{grouped(value.scaleb(-8))}亿元"
    if unit == "元" and value >= _MUCH:
        return f"{grouped(value.scaleb(-4))}万元"
    return f"{plain(value)}{unit}" if unit in (_PER_CENT, "个百分点") else f"{grouped(value)}{unit}"


def _answer(
    question: Question,
    row: Series,
    items: Sequence[Item],
    said: str,
    *,
    kind: str = "metric",
    value: Decimal | None = None,
    unit: str | None = None,
    working: str | None = None,
    direction: Direction | None = None,
) -> Answer:
    told = "，".join(
        f"{i.label}{ {'up': '上升', 'down': '下降'}.get(i.way, '') }{_printed(row, i)}" for i in items
    )
    return Answer(
        question=question.text,
        kind="trend" if kind == "trend" else "compare" if kind == "compare" else "metric",
        short=shorten(said, _LONGEST),
        text=f"{told}；{working or said}。",
        confidence=_SURE if question.regions else _LESS_SURE,
        citations=(_cited(row),),
        value=value,
        unit=unit,
        working=working,
        direction=direction,
    )


def _cited(row: Series) -> Citation:
    """The row from the clause before its first number to its last number."""
    start = row.items[0].start
    begin = max(row.start, row.document.text.rfind("，", row.start, start) + 1)
    begin = min(begin, max(row.start, start - _LONGEST))
    return row.document.cite(begin, row.items[-1].end)


_WAYS: dict[str, Callable[[Question, re.Match[str], Evidence], Answer | None]] = {
    "spread": _spread,
    "first": _first,
    "moved": _moved,
    "apart": _apart,
    "most": _most,
}
