"""What a number is of, said plainly: one value for each scope that the question fits, and how they differ.

Several reports: a value each, those of one place together, with the metric named where the reports count different things.
One report of several: which one. Two places of a report that disagree: both. Months where a year is asked: that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.facts import Fact
from search.answer import Answer, ScopedValue
from search.evidence import Evidence
from search.library.report import Report
from search.questions.clarifying import narrower
from search.questions.likeness import alike
from search.questions.metric import called
from search.understand import Question
from search.wording import amount, shorten, when

# More values than a reader takes in: the rest are counted, and the question is asked back.
MOST_VALUES = 12
# Reports named that do not say it; the rest are counted.
_MOST_NAMED = 4
_SHORT = 60
# Counts worded less alike than this may be of different things (as in `sides`).
_SAME_COUNT = 0.34
# A mark of the whole is called 自评得分, 自评总分, 整体支出绩效自评得分.
_SAME_MARK = 0.6
_LONGEST_METRIC = 24
_TELLING = ("text", "list", "relation")


def scoped(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """The answer with its scope told: `values` for several, `warnings` for what differs and what was assumed."""
    told = _scoped(question, evidence, answer)
    if not question.assumed:
        return told
    said = "".join(f"{one}。" for one in question.assumed)
    return replace(told, text=f"{told.text}{said}", warnings=(*told.warnings, *question.assumed))


def _scoped(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    if not answer.answerable or answer.kind in ("compare", "trend"):
        return answer
    if len(answer.values) > 1:
        return _several(question, evidence, answer)
    if answer.kind == "metric" and not answer.working:
        return _of_one(question, evidence, answer)
    return _whose(question, evidence, answer)


def facts_of(answer: Answer, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that the answer cites, in the order of its citations; of those at one place the one that is its value."""
    values = {answer.value, *(value.value for value in answer.values)}
    found = []
    for cited in answer.citations:
        here = [f for f in facts if cited in (f.citation, *f.also)]
        same = [f for f in here if f.quantity.value is not None and abs(f.quantity.low) in values]
        found += [fact for fact in (same or here)[:1] if fact not in found]
    return found


def _several(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """One value for each report, those of one place together, told apart by metric where that differs."""
    every = facts_of(answer, evidence.facts)
    if len(every) != len(answer.values):
        return answer
    order = {v.region: place for place, v in reversed(list(enumerate(answer.values)))}
    rows = sorted(
        zip(answer.values, every, strict=True), key=lambda row: (order[row[0].region], row[0].year or 0)
    )
    shown = rows[:MOST_VALUES]
    facts = [fact for _, fact in shown]
    unlike = any(not same_thing(facts[0], other) for other in facts[1:])
    words = [_told(fact, evidence, unlike=unlike) for fact in facts]
    warnings = [*_differences(question, shown, unlike=unlike)]
    left = len(rows) - len(shown)
    if left:
        warnings.append("适用的报告很多，这里没有列完")
    choices = narrower(question, evidence) if left else ()
    told = "".join(f"{warning}。" for warning in warnings)
    missing = answer.text.rpartition("。")[0].partition("。")[2]  # years that no fact covers
    return replace(
        answer,
        short=_some([_told(f, evidence, unlike=False) for f in facts], len(rows)),
        text=f"问题适用于几份报告，逐一列出：{'；'.join(words)}。{missing and missing + '。'}{told}",
        values=tuple(value for value, _ in shown),
        citations=tuple(value.citation for value, _ in shown),
        warnings=tuple(warnings),
        clarify=f"问题适用的报告很多，请说明要问哪个地区、哪一年。例如：{'；'.join(choices)}"
        if choices
        else None,
        choices=choices,
    )


def _told(fact: Fact, evidence: Evidence, *, unlike: bool) -> str:
    name = called(evidence.report(fact.citation.source), evidence.scope.reports) or fact.citation.source
    metric = f"（{fact.metric}）" if unlike and len(fact.metric) <= _LONGEST_METRIC else ""
    return f"{name}{when(fact)}{amount(fact)}{metric}"


def _some(words: Sequence[str], count: int) -> str:
    """As many of the values as the short answer has room for, of `count`; 等 says that there are more.

    >>> _some(["甲区2023年10件", "乙区2023年12件"], 2)
    '甲区2023年10件；乙区2023年12件'
    >>> _some(["甲区2023年服务1,000,000人"] * 3, 30)
    '甲区2023年服务1,000,000人；甲区2023年服务1,000,000人；甲区2023年服务1,000,000人等'
    """
    whole = "；".join(words)
    if len(whole) <= _SHORT and len(words) == count:
        return whole
    rest = "等"
    kept = list(words)
    while len(kept) > 1 and len("；".join(kept)) + len(rest) > _SHORT:
        kept.pop()
    return shorten("；".join(kept), _SHORT - len(rest)) + rest


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether two facts count the same: rates only under one name, counts also when worded somewhat otherwise."""
    if one.kind != other.kind:
        return False
    likeness = alike(one, other)
    if one.kind == "score":
        return likeness >= _SAME_MARK
    exact = one.quantity.unit == "%" or one.kind == "rank"
    return likeness == 1.0 or (not exact and likeness >= _SAME_COUNT)


def _differences(question: Question, rows: Sequence[tuple[ScopedValue, Fact]], *, unlike: bool) -> list[str]:
    """What keeps the values from being held against each other, a sentence each without its full stop."""
    told = []
    if unlike:
        told.append("各份报告的指标名称不同（见括号），口径可能不一致，不宜直接比较")
    parts = _parts_of_years(question, [fact for _, fact in rows])
    if parts:
        told.append(parts)
    years = {value.year for value, _ in rows if value.year}
    places = {value.region for value, _ in rows}
    if len(years) > 1 and len(places) > 1 and not question.years:
        told.append("各份报告的年度不同")
    return told


def _parts_of_years(question: Question, facts: Sequence[Fact]) -> str:
    """That a number is not of the whole year, or of more than it, where no months are asked for."""
    if question.period is not None:
        return ""
    odd = [
        f
        for f in facts
        if f.period is not None and not (f.period.year and str(f.period) == str(f.period.year))
    ]
    spans = list(dict.fromkeys(when(f) for f in odd if f.kind not in ("target", "budget")))
    if not spans:
        return ""
    return (
        f"{'、'.join(spans)}的数不是按整年统计的"
        if len(facts) > 1
        else f"这是{spans[0]}的数，不是按整年统计的"
    )


def _of_one(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """One report's number: a second value that it gives, the months that it is of, the reports that do not say it."""
    facts = facts_of(answer, evidence.facts)
    if not facts:
        return answer
    best, warnings, values = facts[0], [], answer.values
    rival = next((f for f in facts[1:] if f.quantity.low != best.quantity.low), None)
    if rival:
        warnings.append(f"报告两处不一致：一处作{amount(best)}，另一处作{amount(rival)}，请核对原文")
        values = tuple(_value(fact, evidence) for fact in (best, rival))
    told = []
    part = _parts_of_years(question, [best])
    if part and not (question.years and when(best) in question.text):
        told.append(part)
    told += _silent(best.citation.source, evidence)
    return replace(
        answer,
        text=answer.text + "".join(f"{one}。" for one in told),
        values=values,
        warnings=(*answer.warnings, *warnings, *told),
    )


def _value(fact: Fact, evidence: Evidence) -> ScopedValue:
    about = evidence.report(fact.citation.source).about
    value = fact.quantity.value
    return ScopedValue(
        region=about.region,
        department=about.department,
        year=fact.period.year if fact.period else about.year,
        subject=fact.subject,
        value=abs(value) if value is not None else None,
        unit=fact.quantity.unit,
        citation=fact.citation,
    )


def _silent(source: str, evidence: Evidence) -> list[str]:
    """That the number is one report's, and that the others of the scope were looked through."""
    others = [report for report in evidence.scope.reports if report.source != source]
    if not others:
        return []
    own = _called(evidence.report(source), evidence)
    names = [_called(report, evidence) for report in others[:_MOST_NAMED]]
    rest = "等报告" if len(others) > _MOST_NAMED else "的报告"
    return [f"这是{own}的数；{'、'.join(names)}{rest}里没有找到这个数"]


def _called(report: Report, evidence: Evidence) -> str:
    year = f"{report.about.year}年" if report.about.year else ""
    return f"{called(report, evidence.scope.reports) or report.source}{year}"


def _whose(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """Which report an answer is from, where the question fits several and the answer is one's alone."""
    sources = {cited.source for cited in answer.citations}
    places = {report.about.region for report in evidence.scope.reports}
    if len(sources) != 1 or len(evidence.scope.reports) < 2 or question.keys:
        return answer
    own = _called(evidence.report(next(iter(sources))), evidence)
    named = answer.kind in _TELLING and len(places) < 2
    told = f"据{own}的报告" if named else f"问题没有说明是哪份报告，这里据{own}的报告作答"
    warnings = () if named else (told,)
    return replace(answer, text=f"{answer.text}（{told}）", warnings=(*answer.warnings, *warnings))
