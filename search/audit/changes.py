"""Changes against last year's report: 同比 as stated, and as the two reports together say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from graph.quantity import plain
from graph.units import comparable
from ingest.fold import squeeze
from search.audit.paper import Earlier, Finding, Paper

_COUNTING = re.compile(r"^(?:全年|累计|共)*(?:受理|办理|处理|接听|收到|接收|承办)?|(?:总?数|总?量)$")
_HUNDRED = Decimal(100)
_CHANGED = re.compile(
    r"(?:同比|环比|比上年|较上年|比去年|较去年)?(?:增长|增加|上升|提高|提升|减少|下降|降低)(?:了|率)?$"
)
# A count may be corrected a little after the report; a change that is off by more is another number.
_SLACK = Decimal("0.5")
# Printed numbers of two reports are held for the same count if their metric names agree to the letter.
_YEAR_BEFORE = 1


def read_changes(paper: Paper) -> Iterator[Finding]:
    """受理212836宗, 同比减少18.13%, and 187454宗 in the report of the year before."""
    for change in paper.facts:
        if change.kind != "change" or change.quantity.unit != "%" or change.quantity.op != "=":
            continue
        base = squeeze(_CHANGED.sub("", change.metric))
        now = [f for f in paper.facts if _states(f, base, change)]
        for earlier in paper.earlier:
            before = [f for f in earlier.facts if _stated_before(f, base, change, now)]
            if now and before:
                yield from _compared(paper, earlier, change, now[0], before[0])


def _states(fact: Fact, base: str, change: Fact) -> bool:
    """Whether a fact is the count of which the change is told, in the same year."""
    counted = fact.kind == "actual" and fact.quantity.op == "=" and fact.quantity.value
    return bool(counted) and _counts(fact, base) and fact.period == change.period


def _counts(fact: Fact, base: str) -> bool:
    return fact.quantity.unit != "%" and _bare(squeeze(fact.metric)) == _bare(base)


def _bare(metric: str) -> str:
    """What is counted, without the verb before it and 数 or 量 behind.

    >>> _bare("受理转办工单数") == _bare("转办工单"), _bare("工单受理量")
    (True, '工单受理')
    """
    return _COUNTING.sub("", metric)


def _stated_before(fact: Fact, base: str, change: Fact, now: list[Fact]) -> bool:
    year = change.period.year if change.period else None
    same_year = fact.period is not None and year is not None and fact.period.year == year - _YEAR_BEFORE
    unit = now[0].quantity.unit if now else ""
    counted = fact.kind == "actual" and fact.quantity.op == "=" and bool(fact.quantity.value)
    whole = str(fact.period) == str(year - _YEAR_BEFORE) if year else False
    return counted and same_year and whole and _counts(fact, base) and comparable(unit, fact.quantity.unit)


def _compared(paper: Paper, earlier: Earlier, change: Fact, now: Fact, before: Fact) -> Iterator[Finding]:
    old, new = before.quantity.low, now.quantity.low
    real = (new - old) / old * _HUNDRED
    stated = change.quantity.low if change.direction != "down" else -change.quantity.low
    if abs(real - stated) <= _SLACK:
        return
    percent = abs(real).quantize(Decimal("0.01"), ROUND_HALF_UP)
    way = "增长" if real > 0 else "减少"
    message = (
        f"上年度报告为{plain(old)}{before.quantity.unit}，本年度为{plain(new)}{now.quantity.unit}，"
        f"应为{way}{percent}%，与所写的“{change.citation.quote[-20:]}”不符"
    )
    finding = paper.finding(
        "change_mismatch",
        "warning",
        message,
        (change.citation.start, change.citation.end),
        (now.citation.start, now.citation.end),
    )
    # The other report is named in the message only: a finding's quotes are of one report.
    yield Finding(
        finding.rule, finding.severity, f"{message}（{earlier.document.source}）", finding.citations
    )
