"""What two numbers of neighbouring clauses leave: posts that are vacant, all but a few, the rate that they make.

>>> [(p.label, str(p.value)) for p in amounts_in("发放问卷2,100份，收回有效问卷2,037份。")]
[('发放问卷', '2100'), ('收回有效问卷', '2037')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise

from graph.quantity import find_quantities, plain
from graph.units import comparable
from ingest.document import Document
from ingest.fold import fold
from ingest.split import sentences
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.questions.operands import grouped, terms_of
from search.understand import Question, asking

_SURE = 0.75
_ENOUGH, _AHEAD = 0.28, 0.03
_HUNDREDTH = Decimal("0.01")
# The second number stands in the same sentence or the next one.
_FAR = 90
_LABEL = re.compile(r"[^，,。；;：:、\n（(]*$")
_BARE = re.compile(
    r"^(?:其中|含|包括|共|全年|累计|到年底|年末|截至[^，。]{2,8}|[和与及])+|(?:为|(?<!实)有|共|约|达到?|的|了)+$"
)
_BODY = re.compile(r"[一-鿿]{1,8}?(?:医院|学院|院|所|站|支?队|中心|学校|馆|处|科|[一二]级单位|下属单位)")
_FEW = 3
_NOT = re.compile("未|没|尚|不")
_EXCEPT = re.compile(
    r"^[，,]?(?:[^，。；\d]{0,8}[，,])?除(?:了)?(?P<few>[^，。；]{0,30}?)(?:以外|之外|外)[，,]?(?:其余|其他)?(?:[^，。；\d]{0,6}?)(?:全部|均|都|已)+(?P<done>[^，。；\d]{2,10})"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in `unit` at `start:end` of the report, with the words of its clause before it, which begin at `lead`."""

    label: str
    value: Decimal
    unit: str
    lead: int
    start: int
    end: int


@lru_cache(64)
def amounts_of(document: Document) -> tuple[Amount, ...]:
    """The exact numbers of a report, in order."""
    found = []
    for start, end in sentences(document.text, 0, len(document.text)):
        found += [
            Amount(a.label, a.value, a.unit, a.lead + start, a.start + start, a.end + start)
            for a in amounts_in(document.text[start:end])
        ]
    return tuple(found)


def amounts_in(text: str) -> Iterator[Amount]:
    """The exact numbers of a sentence, each with its words."""
    last = 0
    for found in find_quantities(text):
        label = _LABEL.search(text, last, found.start)
        words = "".join(label.group().split()) if label else ""
        lead = label.start() if label else found.start
        last = found.end
        if found.quantity.op == "=" and found.quantity.value is not None:
            yield Amount(
                _BARE.sub("", words), found.quantity.low, found.quantity.unit, lead, found.start, found.end
            )


def answer_rest(question: Question, evidence: Evidence) -> Answer | None:
    """Vacant posts, all but a few, or a rate that no report prints; None for any other question."""
    text, data = fold(question.text), asking()["rest"]
    if re.search(data["vacant"], text):
        return _vacant(question, evidence)
    if re.search(data["done"], text) and not re.search(data["undone"], text):
        found = _all_but(question, evidence) or _done(question, text, evidence)
        if found:
            return found
    return _rate(question, text, evidence)


def _vacant(question: Question, evidence: Evidence) -> Answer | None:
    """What a body may have less what it has: 核定编制 less 实有."""
    data = asking()["rest"]
    asked = terms_of(question.text)
    bodies = _BODY.findall(question.about)
    found = []
    for document in documents_of(evidence):
        amounts = amounts_of(document)
        for place, whole in enumerate(amounts):
            parts = re.sub(data["posts"], " ", whole.label).split()
            words = {pair for word in parts for pair in terms_of(word)}
            if not re.search(data["whole"], whole.label) or not words <= asked:
                continue
            if any(body[-_FEW:] not in whole.label for body in bodies if not _own(body, document)):
                continue  # posts of another body
            part = next(
                (
                    a
                    for a in amounts[place + 1 :]
                    if re.search(data["filled"], a.label) and comparable(a.unit, whole.unit)
                ),
                None,
            )
            if part and part.start - whole.end <= _FAR and part.value <= whole.value:
                found.append((len(words), whole, part, document))
    most = max((row[0] for row in found), default=0)
    best = [row for row in found if row[0] == most]
    if len({(w.value, p.value) for _, w, p, _ in best}) != 1:
        return None
    _, whole, part, document = best[0]
    return _less(question, whole, part, document)


def _own(body: str, document: Document) -> bool:
    """Whether a body is the one that reports."""
    about = document.about
    return any(body[-_FEW:] in name for name in (*about.names, about.department or ""))


def _all_but(question: Question, evidence: Evidence) -> Answer | None:
    """All but a few: 排查1,035处，除7处外全部销号."""
    places = []
    for document in documents_of(evidence):
        amounts = amounts_of(document)
        for whole, few in pairwise(amounts):
            told = _EXCEPT.search(document.text[whole.end : whole.end + _FAR])
            if not told or whole.unit != few.unit or few.value >= whole.value:
                continue
            inside = whole.end + told.start("few") <= few.start < whole.end + told.end("few")
            if inside and terms_of(told["done"]) & terms_of(question.text):
                end = whole.end + told.end()
                places.append(((whole, few, document, end), document, whole.lead, end))
    scored = fitted(question, evidence, places)
    if not scored or scored[0][0] < _ENOUGH:
        return None
    whole, few, document, end = scored[0][1]
    return _less(question, whole, few, document, end)


def _done(question: Question, text: str, evidence: Evidence) -> Answer | None:
    """Those of a number that were done: 排查2,317处，年底前整改2,294处."""
    verb = re.search(asking()["rest"]["verb"], text)
    if not verb:
        return None
    places = []
    for document in documents_of(evidence):
        for whole, part in pairwise(amounts_of(document)):
            between = document.text[whole.end : part.start]
            near = whole.unit == part.unit and part.value <= whole.value and "。" not in between
            if near and terms_of(verb["verb"]) & terms_of(part.label) and not _NOT.search(part.label):
                places.append(((whole, part, document), document, whole.lead, part.end))
    scored = fitted(question, evidence, places)
    if not scored or scored[0][0] < _ENOUGH or (len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD):
        return None
    _, part, document = scored[0][1]
    said = _printed(part, document)
    citation = document.cite(scored[0][1][0].lead, part.end)
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{part.label}{said}。依据：“{citation.quote}”",
        confidence=_SURE,
        citations=(citation,),
        value=part.value,
        unit=part.unit,
    )


def _less(question: Question, whole: Amount, part: Amount, document: Document, end: int = 0) -> Answer:
    value = whole.value - part.value
    said = f"{grouped(value)}{whole.unit}"
    first, second = _printed(whole, document), _printed(part, document)
    working = f"{first} − {second} = {said}"
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{whole.label}{first}，{part.label}{second}；{working}。",
        confidence=_SURE,
        citations=(document.cite(whole.lead, max(end, part.end)),),
        value=value,
        unit=whole.unit,
        working=working,
    )


def _rate(question: Question, text: str, evidence: Evidence) -> Answer | None:
    """The rate that two printed numbers make where none is printed: 收回 ÷ 发放 is the 回收率."""
    row = next((row for row in asking()["rest"]["rates"] if re.search(row["rate"], text)), None)
    if row is None or not question.wanted or question.wanted.dimension != "ratio":
        return None
    places = []
    for document in documents_of(evidence):
        if re.search(rf"(?:{row['rate']})[^，。；]{{0,6}}\d", fold(document.text)):
            return None  # a report prints it, perhaps of something else: it is looked for as a number
        amounts = amounts_of(document)
        for whole, part in pairwise(amounts):
            pair = re.search(row["whole"], whole.label) and re.search(row["part"], part.label)
            near = comparable(whole.unit, part.unit) and part.start - whole.end <= _FAR
            if pair and near and 0 < part.value <= whole.value:
                places.append(((whole, part, document), document, whole.lead, part.end))
    scored = fitted(question, evidence, places)
    if not scored or scored[0][0] < _ENOUGH:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD:
        return None
    whole, part, document = scored[0][1]
    return _share(question, whole, part, document)


def _share(question: Question, whole: Amount, part: Amount, document: Document) -> Answer:
    value = (part.value * 100 / whole.value).quantize(_HUNDREDTH, ROUND_HALF_UP)
    said = f"{plain(value)}%"
    first, second = _printed(whole, document), _printed(part, document)
    working = f"{second} ÷ {first} × 100% = {said}"
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{whole.label}{first}，{part.label}{second}；{working}。",
        confidence=_SURE,
        citations=(document.cite(whole.lead, whole.end), document.cite(part.lead, part.end)),
        value=value,
        unit="%",
        working=working,
    )


def share_told(question: Question, part: str, whole: str, evidence: Evidence) -> Answer | None:
    """A part as a share of the whole that it is told in: 基本支出。全年1,472万元，其中人员经费1,290万元."""
    for document in documents_of(evidence):
        amounts = amounts_of(document)
        for place, one in enumerate(amounts):
            title = document.section_at(one.start).title
            if not terms_of(whole) or not terms_of(whole) <= terms_of(one.label or title):
                continue
            for other in amounts[place + 1 :]:
                between = document.text[one.end : other.start]
                if "。" in between or "\n" in between:
                    break
                inside = "其中" in between and one.unit == other.unit and other.value <= one.value
                if inside and terms_of(part) and terms_of(part) <= terms_of(other.label):
                    return _share(question, one, other, document)
    return None


def _printed(amount: Amount, document: Document) -> str:
    """A number as the report prints it."""
    return "".join(document.text[amount.start : amount.end].split())
