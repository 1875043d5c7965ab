"""Things of a report whose rate or mark lies below or above a number that the question names: 执行率低于95%的项目."""

from __future__ import annotations

import re
from decimal import Decimal

from graph.facts import Fact
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.operands import terms_of
from search.understand import Question
from search.wording import amount, shorten

_LONGEST = 60
_SURE = 0.75
_BOUND = re.compile(
    r"(?P<what>[一-鿿]{1,8}(?:率|度|得分|比例|占比))(?:都|均)?(?:在)?"
    r"(?P<way>低于|不足|不到|小于|未达到?|没有?达到?|高于|超过|大于|达到)(?:了)?(?P<number>\d+(?:\.\d+)?)(?P<unit>%|分)(?P<side>以上|以下)?"
)
_BELOW = re.compile(r"低于|不足|不到|小于|[未没]")
_LIST = re.compile(r"哪|列出|什么")
# A column of a table is named behind the row: 道路养护执行率. In a part of its own the part is the row.
_AIM = re.compile(r"(?:目标|指标值|目标值)$")
_WORDS_BEFORE = re.compile(r"^.*[的里中]")


def asks_bound(question: Question) -> bool:
    """Whether a question asks for the things below or above a rate."""
    text = fold(question.text)
    return bool(_BOUND.search(text)) and bool(_LIST.search(text)) and "多少" not in text


def answer_bound(question: Question, evidence: Evidence) -> Answer | None:
    """The things with their numbers, in the order of the text; None for any other question or where none is found."""
    match = _BOUND.search(fold(question.text))
    if not match or not asks_bound(question):
        return None
    what, limit = _WORDS_BEFORE.sub("", match["what"]), Decimal(match["number"])
    below = bool(_BELOW.search(match["way"])) or match["side"] == "以下"
    rows: dict[str, Fact] = {}
    for fact in sorted(evidence.facts, key=lambda f: f.citation.start):
        name = row_named(fact, what)
        value = fact.quantity.low
        fits = value < limit if below else value > limit or (match["way"] == "达到" and value == limit)
        if name and fits and fact.quantity.unit == match["unit"] and fact.quantity.value is not None:
            rows.setdefault(name, fact)
    rows = {n: f for n, f in rows.items() if f.citation.source == next(iter(rows.values())).citation.source}
    if not rows:
        return None
    return Answer(
        question=question.text,
        kind="list",
        short=shorten("、".join(rows), _LONGEST),
        text="；".join(f"{name}（{amount(fact)}）" for name, fact in rows.items()) + "。",
        confidence=_SURE,
        citations=tuple(fact.citation for fact in rows.values()),
        items=tuple(name[:_LONGEST] for name in rows),
    )


def row_named(fact: Fact, what: str) -> str:
    """What the rate `what` is of in a fact: the words before it in the metric, else its subject; "" if it is another rate."""
    if _AIM.search(fact.metric) or fact.kind == "target":
        return ""
    end = next((w for w in (what, what[-3:]) if len(w) > 1 and fact.metric.endswith(w)), "")
    if not end:
        return ""
    name = re.sub(r"(?:支出|预算|资金)$", "", fact.metric.removesuffix(end))
    return name if terms_of(name) else fact.subject
