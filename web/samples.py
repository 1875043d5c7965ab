"""Questions to begin with: made from what the library holds, of several kinds, and shown only if it answers them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import TYPE_CHECKING

from search.diffing import of_one_department
from web.wording import FAIR

if TYPE_CHECKING:
    from graph.facts import EntityType, Fact
    from search.answer import AnswerKind
    from search.library import Report
    from web.desk import Desk

SHOWN = 5
TRIED = 4
"""Questions of one kind tried before it is passed over: an answer takes milliseconds, a page must not take seconds."""

SHORTEST, LONGEST = 3, 12
"""Characters of a metric that reads well in a question: 率 alone says nothing, a clause is not a name."""

Facts = dict[str, list["Fact"]]
"""Of each report, the facts that a person would ask for; those first that most reports state, rates before sums."""

Candidates = Callable[["Desk", Facts], Iterator[str]]


def sample_questions(desk: Desk) -> list[str]:
    """At most five questions, each of another kind where the library answers one of that kind."""
    facts = _facts(desk)
    found: list[str] = []
    for kinds, candidates in _KINDS:
        tried = islice((one for one in candidates(desk, facts) if one not in found), TRIED)
        found += [question for question in tried if _answered(desk, question, kinds)][: 1 if found else 2]
    return found[:SHOWN]


def _answered(desk: Desk, question: str, kinds: tuple[AnswerKind, ...]) -> bool:
    answer = desk.ask(question).answer
    listed = answer.kind != "list" or len(answer.items) > 1
    return answer.kind in kinds and answer.confidence >= FAIR and not answer.clarify and listed


def _facts(desk: Desk) -> Facts:
    sources: defaultdict[str, set[str]] = defaultdict(set)
    found: Facts = defaultdict(list)
    for fact in desk.facts():
        sources[fact.metric_id].add(fact.citation.source)
        if _reads_well(fact):
            found[fact.citation.source].append(fact)
    for facts in found.values():
        facts.sort(key=lambda f: (-len(sources[f.metric_id]), f.quantity.unit != "%", f.citation.start))
    return found


def _reads_well(fact: Fact) -> bool:
    """Whether a question "…是多少？" about the fact is one that a person would ask."""
    told = fact.kind == "actual" and fact.quantity.op == "="
    return told and fact.quantity.unit in ("%", "元") and SHORTEST <= len(fact.metric) <= LONGEST


def _single(desk: Desk, facts: Facts) -> Iterator[str]:
    """One number of one report; another report each."""
    for report in _dated(desk):
        for fact in facts.get(report.source, [])[:1]:
            yield f"{report.about.region}{report.about.year}年{fact.metric}是多少？"


def _change(desk: Desk, facts: Facts) -> Iterator[str]:
    """What changed in a department from one year to the next."""
    for one, other in combinations(sorted(_dated(desk), key=lambda r: r.about.year or 0), 2):
        if one.about.year != other.about.year and of_one_department(one.about, other.about):
            for metric in _shared(facts, one, other):
                yield f"{other.about.region}{other.about.year}年{metric}比{one.about.year}年增加多少？"


def _highest(desk: Desk, facts: Facts) -> Iterator[str]:
    """Which of two regions has more, in one year."""
    for one, other in combinations(_dated(desk), 2):
        if one.about.year == other.about.year and one.about.region != other.about.region:
            for metric in _shared(facts, one, other):
                yield f"{one.about.year}年{one.about.region}和{other.about.region}哪个{metric}更高？"


def _list(desk: Desk, facts: Facts) -> Iterator[str]:
    """What a department has of something."""
    _ = facts
    counts = {
        report.source: Counter(e.type for e in desk.entities([report.source])) for report in _dated(desk)
    }
    asked: tuple[tuple[str, EntityType], ...] = (("获得了哪些荣誉", "AWARD"), ("建设了哪些平台", "PLATFORM"))
    for what, kind in asked:
        for report in sorted(_dated(desk), key=lambda r: -counts[r.source][kind]):
            yield f"{report.about.region}{report.about.year}年{what}？"


def _text(desk: Desk, facts: Facts) -> Iterator[str]:
    """What a department writes of itself."""
    _ = facts
    for report in reversed(_dated(desk)):
        yield f"{report.about.region}{report.about.year}年存在哪些问题？"


def _dated(desk: Desk) -> list[Report]:
    return [report for report in desk.reports if report.about.region and report.about.year]


def _shared(facts: Facts, one: Report, other: Report) -> Iterator[str]:
    """A metric that both reports state."""
    known = {fact.metric_id for fact in facts.get(one.source, ())}
    yield from islice((f.metric for f in facts.get(other.source, ()) if f.metric_id in known), 1)


_KINDS: tuple[tuple[tuple[AnswerKind, ...], Candidates], ...] = (
    (("metric",), _single),
    (("trend", "compare"), _change),
    (("compare",), _highest),
    (("list",), _list),
    (("text", "list"), _text),
)
