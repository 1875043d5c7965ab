"""The operands of a computed number: which fact is meant by a part of a question, and which two belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from search.answer import Answer
from search.evidence import Evidence
from search.questions.candidates import Candidate, rank_facts
from search.questions.metric import sureness
from search.thesaurus import field_words
from search.understand import Question, keys_of
from search.wording import amount, named

# Facts tried for each operand.
_TRIED = 6
_ENOUGH = 0.34
# Operands of one section belong together more surely than those of two.
_SAME_SECTION = 0.12
# A second pair this close with other numbers: which is meant cannot be told.
_CLOSE_PAIR = 0.05
_SHORTEST_NAME = 2
# What a name of a number is put into: 管理效率这一块.
_FILLED = re.compile(
    r"(?:这|那)(?:一)?(?:块|部分|方面|项|个方面)$|(?:方面|部分)$|^(?:自评|绩效自评)(?:里|中|当中)?[,，]?|^(?:发布|公布|完成)的"
)
# The office that asks by a short name of its own: 文旅局人员经费.
_OFFICE = re.compile(r"^[一-鿿]{1,6}?(?:局|厅|委员会|[教健改]委)(?!机关|属)(?=[一-鿿]{3})")
# Words of one script: no pair spans 12345热线.
_RUN = re.compile(r"[一-鿿]+|[A-Za-z0-9]+")


def terms_of(text: str) -> set[str]:
    """The character pairs of `text`."""
    plain_text = re.sub(r"[^一-鿿A-Za-z0-9]", "", text)
    return {plain_text[i : i + 2] for i in range(len(plain_text) - 1)}


def words_of(question: Question, about: str, evidence: Evidence) -> str:
    """`about` without the scope, which says nothing of what is counted: 西湖区转办工单 are its 转办工单."""
    words = re.sub(r"\d{4}年(?:度)?", "", about)
    for region in question.regions:
        words = words.replace(region, "").replace(region[:-1] if len(region) > 2 else region, "")
    words = words.strip(" 的，,")
    offices = {report.about.department for report in evidence.scope.reports}
    ends = {office[at:] for office in offices if office for at in range(len(office) - 1)}
    start = max((end for end in ends if words.startswith(end)), key=len, default="")
    words = _OFFICE.sub("", words.removeprefix(start).removeprefix("局")).strip(" 的，,")
    return _FILLED.sub("", words).strip(" 的，,")


def operands(question: Question, about: str, evidence: Evidence, *, rates: bool = False) -> list[Candidate]:
    """The facts that `about` may mean, best first; rates only where they are asked for, scores never."""
    words = words_of(question, about, evidence)
    if len(words) < _SHORTEST_NAME:
        return []
    part = replace(question, about=words, added=field_words(words), keys=keys_of(words), wanted=None)
    ranked = [
        c
        for c in rank_facts(part, evidence)
        if (rates or c.fact.quantity.unit != "%") and c.fact.kind not in ("score", "rank")
    ]
    return [c for c in ranked[:_TRIED] if c.score >= _ENOUGH and c.fact.quantity.value is not None]


def named_by(fact: Fact, words: str) -> bool:
    """Whether the fact says all of `words`: each pair of characters stands in its subject, metric or quote."""
    said = f"{fact.subject} {fact.metric} {fact.citation.quote}".replace("的", "")
    pairs = {pair for run in _RUN.findall(words.replace("的", "")) for pair in terms_of(run)}
    return bool(pairs) and all(pair in said for pair in pairs)


def pair_of(
    first: Sequence[Candidate],
    second: Sequence[Candidate],
    fits: Callable[[Fact, Fact], bool],
    *,
    clear: bool = False,
) -> tuple[Candidate, Candidate] | None:
    """The two operands of one report that fit the question and each other best.

    Args:
        clear: no pair rather than one that another pair with other numbers comes close to.
    """
    pairs = []
    for one in first:
        for other in second:
            a, b = one.fact, other.fact
            if a.id == b.id or a.citation.source != b.citation.source or not fits(a, b):
                continue
            if not comparable(a.quantity.unit, b.quantity.unit):
                continue
            near = _SAME_SECTION if a.citation.section == b.citation.section else 0.0
            pairs.append((one.score + other.score + near, (one, other)))
    if not pairs:
        return None
    total, best = max(pairs, key=lambda p: p[0])
    if clear and any(total - t < _CLOSE_PAIR and _numbers(p) != _numbers(best) for t, p in pairs):
        return None
    return best


def _numbers(pair: tuple[Candidate, Candidate]) -> tuple[Decimal, ...]:
    return tuple(c.fact.quantity.low for c in pair)


def computed_answer(
    question: Question, pair: tuple[Candidate, Candidate], value: Decimal, unit: str, said: str, working: str
) -> Answer:
    """The computed number with its working and both operands cited."""
    told = "，".join(f"{named(c.fact)}为{amount(c.fact)}" for c in pair)
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{told}；{working}。",
        confidence=round(max(0.05, min(sureness(c.score) for c in pair) * 0.9), 3),
        citations=tuple(c.fact.citation for c in pair),
        value=value,
        unit=unit,
        working=working,
    )


def grouped(value: Decimal) -> str:
    """Digits in groups of three, as accounts print them.

    >>> grouped(Decimal("42500")), grouped(Decimal("1234.50"))
    ('42,500', '1,234.5')
    """
    whole, _, rest = plain(value).partition(".")
    return f"{int(whole):,}{'.' + rest if rest else ''}"
