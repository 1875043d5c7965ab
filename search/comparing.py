"""One metric side by side: a cell for each report in scope, or the reason why there is none.

Every report is asked for the metric as a question would ask it. The fact that fits the asked wording best over all of
them is the anchor of the table; each report gives the fact that fits question and anchor best, and a cell that counts
another thing than the anchor says so: 企业工单满意率 is shown beside 满意率, never as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.facts import Fact
from graph.metrics import canonical
from graph.units import comparable
from ingest.departments import is_short_for
from ingest.fold import squeeze
from ingest.words import cut
from search.encoder import Encoder
from search.evidence import Evidence
from search.library import Library
from search.library.report import Report
from search.questions.candidates import Candidate, rank_facts
from search.questions.likeness import alike, core
from search.questions.metric import ENOUGH
from search.questions.sides import Found, same_thing
from search.scope import Scope, catalogue, reports_of
from search.subjects import is_about, pairs_of, whose
from search.understand import Question, Side, understand

# Facts of each report that are tried against the anchor.
_TRIED = 12
# What a fact may score that counts the same as the anchor: the other reports speak for it, as where sides are compared.
_ENOUGH_WITH_OTHERS = 0.36
# A fact in the very words that were asked for is no other thing, though its sentence has little of the question.
_ENOUGH_IN_THESE_WORDS = 0.25
# How much it counts that a wording is like that of the anchor, or the asked one.
_ALIKE = 0.35
_MANY_THINGS = "items"
# What is done with the things that are counted.
_ACTS = frozenset({"受理", "办理", "承办", "转办"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the table: a fact, or the reason why there is none.

    Attributes:
        region, department, year: of the report; what was asked for where there is no report.
        asked: the metric as it was asked for.
        note: what keeps the cell from being read like the others, in words, or None.
        missing: why there is no fact, in words, or None.
    """

    region: str | None
    department: str | None
    year: int | None
    asked: str
    fact: Fact | None = None
    note: str | None = None
    missing: str | None = None

    def __post_init__(self) -> None:
        if (self.fact is None) == (self.missing is None):
            raise ValueError("a cell has a fact or the reason why it has none")


@dataclass(frozen=True, slots=True)
class Row:
    """What a table is limited to; an empty limit is none.

    Attributes:
        regions, departments: names in full or in part (花都 is 花都区, 政数局 政务服务数据管理局).
        subject: all of its words stand in the subject or the metric of a fact.
    """

    metric: str
    regions: Sequence[str] = ()
    departments: Sequence[str] = ()
    subject: str | None = None
    years: Sequence[int] = ()


def compare_metric(
    library: Library, encoder: Encoder, row: Row, *, only: Collection[str] | None = None
) -> list[Cell]:
    """The cells of `row`, by region, year and report; regions and years without a report are cells too.

    Where `only` is given, no other reports are looked at.

    A region, department or year in the metric itself (花都区2023年满意率) limits the table where no other limit is given.
    """
    reports: Sequence[Report] = library.listed()
    if only is not None:
        reports = [report for report in reports if report.source in only]
    question = _question(row.metric, reports)
    if not row.regions:
        row = replace(row, regions=(*question.regions, *question.strangers))
    departments = row.departments or question.departments
    row = replace(row, years=row.years or question.years, departments=departments)
    of_departments = [report for report in reports if _of_department(report, row.departments)]
    cells = [
        _absent(row, None, name, None, f"部门：资料库里没有{name}的报告")
        for name in row.departments
        if not any(_of_department(report, [name]) for report in reports)
    ]
    places: list[tuple[Report, int | None]] = []
    for region, year, found in _grid(row, of_departments):
        if isinstance(found, str):
            cells.append(_absent(row, region, None, year, found))
        else:
            places += [(report, year) for report in found]
    asked = [(r, y, _candidates(library, encoder, question, row.subject, r, y)) for r, y in places]
    return [*_cells(row, question, asked), *cells]


def _question(metric: str, reports: Sequence[Report]) -> Question:
    """The metric as a question: 总支出 wants money, though it does not ask how much."""
    known = catalogue(reports)
    question = understand(metric, known)
    if question.wanted is None:
        wanted = understand(f"{metric}是多少", known).wanted
        # 多少 alone says nothing of the unit.
        question = replace(question, wanted=wanted if wanted and wanted.dimension != _MANY_THINGS else None)
    return question


def _of_department(report: Report, departments: Sequence[str]) -> bool:
    names = [name for name in (report.about.department, *report.about.names) if name]
    return not departments or any(
        squeeze(part) in squeeze(name) or is_short_for(part, name) for part in departments for name in names
    )


_Place = tuple[str | None, int | None, list[Report] | str]


def _grid(row: Row, reports: Sequence[Report]) -> Iterator[_Place]:
    """Region, year, and the reports there or the reason why there are none."""
    regions: dict[str | None, None] = {}
    for name in row.regions:
        called = _called(name, reports)
        if not called:
            yield name, None, f"地区：资料库里没有{name}的报告"
        regions |= dict.fromkeys(called)
    if not row.regions:
        regions = dict.fromkeys(
            sorted({r.about.region for r in reports}, key=lambda name: (name is None, name))
        )
    for region in regions:
        own = [report for report in reports if report.about.region == region]
        if not row.years:
            yield region, None, sorted(own, key=lambda r: (r.about.year or 0, r.source))
        for year in row.years:
            # The report of the next year may look back at it.
            found = reports_of(region, year, own) or reports_of(region, year + 1, own)
            yield region, year, found or f"年份：{region or '资料库'}没有{year}年度的报告"


def _called(name: str, reports: Sequence[Report]) -> list[str]:
    """The regions of `reports` that are called so; for a city without a report of its own, those in it."""
    own = [r.about.region for r in reports if r.about.region and _is_called(r.about.region, name)]
    within = [
        r.about.region
        for r in reports
        if r.about.region and any(n and _is_called(n, name) for n in (r.about.city, r.about.province))
    ]
    return sorted(set(own or within))


def _is_called(region: str, name: str) -> bool:
    return name.endswith(region) or (len(region) > 2 and name == region[:-1])


def _candidates(
    library: Library,
    encoder: Encoder,
    question: Question,
    subject: str | None,
    report: Report,
    year: int | None,
) -> list[Candidate]:
    """The facts of a report that could be the metric in that year (the report's own, if none is named), best first."""
    source = report.source
    facts = library.facts(sources=[source])
    if subject:
        ids = {entity.id for entity in library.entity_named(subject, sources=[source])}
        facts = tuple(f for f in facts if f.subject_id in ids or is_about(f, subject))
    wanted = year or report.about.year
    if report.about.year != wanted:  # a look back: what bears no date is of the report's own year
        facts = tuple(f for f in facts if f.period is not None)
    evidence = Evidence(
        scope=Scope((report,), ()),
        found=(),
        facts=facts,
        entities=(),
        relations=(),
        documents={source: library.document(source)},
        encoder=encoder,
    )
    ranked = rank_facts(replace(question, years=(wanted,) if wanted else ()), evidence)
    return [c for c in ranked if c.score >= _needed(question, c.fact)][:_TRIED]


def _needed(question: Question, fact: Fact) -> float:
    """The least that a fact must score to be tried."""
    return _ENOUGH_IN_THESE_WORDS if _in_words_of(question, fact) else _ENOUGH_WITH_OTHERS


def _in_words_of(question: Question, fact: Fact) -> bool:
    """Whether a fact's metric is the asked one, but for words that change nothing."""
    asked = replace(fact, metric=question.about, metric_id=canonical(question.about).id)
    return alike(asked, fact) == 1.0 and _count_same(asked, fact)


def _count_same(one: Fact, other: Fact) -> bool:
    """Whether metrics made of nothing but words that change nothing count the same.

    受理工单量 and 12345热线工单受理数 do (工单), 受理工单量 and 受理数 do not.
    """
    if core(one.metric) or core(other.metric):
        return True
    left, right = (
        {word for start, end in cut(f.metric) if len(word := f.metric[start:end]) > 1} - _ACTS
        for f in (one, other)
    )
    return left == right or bool(left & right)


def _same(anchor: Found, found: Found) -> bool:
    """Whether both count the same, so that they may stand in one row."""
    return same_thing(anchor, found) and _count_same(anchor.fact, found.fact)


def _is_subject_of(anchor: Found, found: Found) -> bool:
    """Whether a number is about as much as the anchor's: not about one project where that is about the department.

    The hotline of 热线满意率 is no other subject: the metric itself names it.
    """
    if whose(anchor.fact, anchor.report.about):
        return True
    subject = whose(found.fact, found.report.about)
    return not subject or bool(
        pairs_of(subject) & (pairs_of(anchor.fact.metric) | pairs_of(found.fact.metric))
    )


_Asked = tuple[Report, int | None, list[Candidate]]


def _cells(row: Row, question: Question, asked: Sequence[_Asked]) -> list[Cell]:
    anchor = _anchor(question, asked)
    cells = []
    for report, year, candidates in asked:
        about, shown = report.about, year or report.about.year
        found = _best(anchor, report, shown, candidates) if anchor else None
        if anchor is None or found is None:
            of = f"{row.subject}的" if row.subject else ""
            missing = f"指标：报告没有说{of}“{row.metric}”"
            if shown != about.year:
                missing = f"年份：{about.region or '资料库'}没有{shown}年度的报告"
            cells.append(_absent(row, about.region, about.department, shown, missing))
        else:
            note = _note(anchor, found)
            cells.append(Cell(about.region, about.department, shown, row.metric, found.fact, note))
    return cells


def _absent(row: Row, region: str | None, department: str | None, year: int | None, missing: str) -> Cell:
    return Cell(region, department, year, row.metric, missing=missing)


def _anchor(question: Question, asked: Sequence[_Asked]) -> Found | None:
    """The fact over all reports that fits the question and its wording best, a department's before a project's."""
    found = [
        (
            _in_words_of(question, c.fact),
            not whose(c.fact, report.about),
            c.score,
            _found(report, year or report.about.year, c),
        )
        for report, year, candidates in asked
        for c in candidates
    ]
    good = [each for each in found if each[0] or each[2] >= ENOUGH]
    # Of those in other words than the asked ones the score decides: 热线满意率 is the hotline's.
    return max(good, key=lambda each: (each[0], each[0] and each[1], each[2]))[3] if good else None


def _best(anchor: Found, report: Report, year: int | None, candidates: Sequence[Candidate]) -> Found | None:
    """The fact of a report that fits question and anchor best; None if none is good enough or in such a unit."""
    found = [_found(report, year, candidate) for candidate in candidates]
    best = max(
        (f for f in found if comparable(anchor.fact.quantity.unit, f.fact.quantity.unit)),
        key=lambda f: (
            f.fact.kind == anchor.fact.kind,
            _same(anchor, f),
            _is_subject_of(anchor, f),
            f.candidate.score + _ALIKE * alike(anchor.fact, f.fact),
        ),
        default=None,
    )
    if best is None or _same(anchor, best) or best.candidate.score >= ENOUGH:
        return best
    return None


def _found(report: Report, year: int | None, candidate: Candidate) -> Found:
    return Found(Side(report.about.region, year), report, candidate)


# The words for the kinds of facts.
_KINDS = {
    "actual": "实际值",
    "target": "目标值",
    "budget": "预算数",
    "score": "得分",
    "rank": "名次",
    "change": "增减幅度",
}


def _note(anchor: Found, found: Found) -> str | None:
    """What keeps the cell of `found` from being read like that of the anchor."""
    one, other = anchor.fact, found.fact
    said = []
    if one.kind != other.kind:
        said.append(f"这里是{_KINDS[other.kind]}，其他报告是{_KINDS[one.kind]}")
    elif not _same(anchor, found):
        said.append(f"口径不同：这里是“{other.metric}”，不是“{one.metric}”")
    elif not _is_subject_of(anchor, found):
        said.append(f"主体不同：这里是“{other.subject}”")
    if other.conflicts:
        said.append("同一份报告另有不同的说法，请核对原文")
    return "；".join(said) or None
