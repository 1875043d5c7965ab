"""Income, spending and what is left: 收入 less 支出 against 无结转结余; and counts that end before the year does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.facts import Fact
from search.audit.paper import LONGEST_QUOTE, Amount, Finding, Paper, shown

_INCOME = re.compile(r"(?:本年|年度|总)收入(?:合计|总计)?(?:为|共|是)?\s*:?\s*$")
_SPENDING = re.compile(r"(?:本年|年度|总)支出(?:合计|总计)?(?:为|共|是)?\s*:?\s*$")
_NOTHING_LEFT = re.compile(
    r"无[^,。;\n]{0,6}结转(?:和|与|及)?结余|结转(?:和|与|及)?结余(?:资金)?(?:为|是)?\s*0(?![.\d])"
)
_MONTHS = 12


def read_balances(paper: Paper) -> Iterator[Finding]:
    """本年收入100万元, 本年支出99万元, 无结转结余: a million is not accounted for."""
    income, spending = _stated(paper, _INCOME), _stated(paper, _SPENDING)
    nothing = _NOTHING_LEFT.search(paper.text)
    if income and spending and nothing:
        left = income.value - spending.value
        if abs(left) > income.step + spending.step:
            message = (
                f"收入{shown(income.value, '元')}与支出{shown(spending.value, '元')}相差{shown(abs(left), '元')}，"
                "却称没有结转结余，差额去向没有说明"
            )
            places = [paper.clause(a.start, a.end) for a in (income, spending)]
            yield paper.finding(
                "arithmetic_conflict", "note", message, *places, paper.clause(*nothing.span())
            )


def _stated(paper: Paper, label: re.Pattern[str]) -> Amount | None:
    """The first amount of money with that label."""
    return next(
        (
            a
            for a in paper.amounts
            if a.unit == "元" and a.exact and label.search(paper.text, max(0, a.start - 16), a.start)
        ),
        None,
    )


def read_periods(paper: Paper) -> Iterator[Finding]:
    """In a report on a year, counts of January to October beside counts of the whole year."""
    year = paper.document.about.year
    short: dict[int, Fact] = {}
    whole = False
    for fact in paper.facts:
        period = fact.period
        if period is None or fact.kind != "actual" or period.year != year:
            continue
        first, last = period.first, period.last
        whole = whole or (first.month, last.month) == (1, _MONTHS)
        if first.month == 1 and first.day == 1 and _MONTHS // 2 < last.month < _MONTHS:
            short.setdefault(_line(paper, fact.citation.start), fact)
    for fact in short.values() if whole else ():
        message = (
            f"年度报告中此处数据只到{fact.period.last.month if fact.period else 12}月，与其他全年数据口径不一"
        )
        start, _ = paper.sentence(fact.citation.start)
        cited = fact.citation
        begin = start if cited.end - start <= LONGEST_QUOTE else cited.start
        yield paper.finding("period_mismatch", "note", message, (begin, cited.end))


def _line(paper: Paper, position: int) -> int:
    return paper.text.rfind("\n", 0, position)
