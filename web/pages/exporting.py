"""What a page shows, as an Excel sheet: the same rows under the same address, each with its quote and place.

/search.xlsx?q=…   /facts.xlsx?source=… or entity=…   /diff.xlsx?a=…&b=…   /audit.xlsx?source=…
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from search.audit.paper import finding_id
from search.library import LibraryError
from suizhi.sheets import as_xlsx
from web.address import Address
from web.amounts import amount, difference
from web.desk import Desk
from web.frame import File
from web.pages.evidence import EXCEL
from web.pages.searching import LONGEST_QUERY, found_hits
from web.texts import told

if TYPE_CHECKING:
    from graph.facts import Fact
    from ingest.document import Citation
    from suizhi.sheets import Value

PLACE = ("原文", "报告", "章节", "页", "起", "止")
FACT = ("主体", "指标", "数值", "单位", "期间", "性质", "人工更正")
SIDE = ("数值", "期间", "原文", "报告", "页", "起", "止")


def make_found(desk: Desk, here: Address) -> File | None:
    """The passages of a search."""
    query = here.one("q")[:LONGEST_QUERY]
    if not query:
        return None
    rows: list[list[Value]] = []
    for number, hit in enumerate(found_hits(desk, here, query), start=1):
        report = desk.report(hit.source)
        about = [report.about.region, report.about.year] if report else [None, None]
        cited = desk.document(hit.source).cite(hit.start, hit.end)
        rows.append([number, *about, "；".join(hit.reasons), *_place(cited)])
    return _sheet("检索", ("序号", "地区", "年度", "说明", *PLACE), rows)


def make_facts(desk: Desk, here: Address) -> File | None:
    """The facts of a report, or about an entity."""
    source, entity = here.one("source"), here.one("entity")
    if not entity and desk.report(source) is None:
        return None
    facts = desk.facts_about(entity) if entity else desk.facts([source])
    said = desk.corrections()
    rows = []
    for fact in facts:
        word = said.get(fact.decision or "")
        rows.append([*_fact(fact), word.who if word else None, *_place(fact.citation)])
    return _sheet("数据", (*FACT, *PLACE), rows)


def make_changes(desk: Desk, here: Address) -> File | None:
    """What changed from one report to another."""
    try:
        changes = desk.diff(here.one("a"), here.one("b"))
    except LibraryError:
        return None
    rows: list[list[Value]] = []
    for change in changes:
        gap = difference(change.difference, change.fact.quantity.unit)
        sides = [value for fact in (change.a, change.b) for value in _side(fact)]
        rows.append([told("diff", change.kind, "zh"), change.fact.metric, change.fact.subject, gap, *sides])
    headings = (*(f"前一份·{name}" for name in SIDE), *(f"后一份·{name}" for name in SIDE))
    return _sheet("年度比较", ("变化", "指标", "主体", "相差", *headings), rows)


def make_findings(desk: Desk, here: Address) -> File:
    """The findings of the audit, a row a quote; with what people settled."""
    chosen = set(here.all("source"))
    settled = desk.settled()
    rows: list[list[Value]] = []
    for report in desk.reports:
        if chosen and report.source not in chosen:
            continue
        for finding in desk.audit(report.source):
            word = settled.get(finding_id(finding))
            about: list[Value] = [
                told("severity", finding.severity, "zh"),
                told("rule", finding.rule, "zh"),
                finding.message,
                f"{word.who}：{word.reason}" if word else None,
            ]
            rows += [[*about, *_place(cited)] for cited in finding.citations]
    return _sheet("核查", ("轻重", "种类", "说明", "已处理", *PLACE), rows)


def _sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> File:
    return File(as_xlsx({name: (headings, rows)}), EXCEL, f"{name}.xlsx")


def _place(cited: Citation) -> list[Value]:
    return [cited.quote, cited.source, cited.section, cited.page, cited.start, cited.end]


def _fact(fact: Fact) -> list[Value]:
    value: Value = fact.quantity.value if fact.quantity.op == "=" else None
    unit = fact.quantity.unit if value is not None else None
    period = str(fact.period) if fact.period else None
    shown: Value = amount(fact.quantity) if value is None else value
    return [fact.subject, fact.metric, shown, unit, period, told("kind", fact.kind, "zh")]


def _side(fact: Fact | None) -> list[Value]:
    if fact is None:
        return [None] * len(SIDE)
    cited = fact.citation
    period = str(fact.period) if fact.period else None
    return [amount(fact.quantity), period, cited.quote, cited.source, cited.page, cited.start, cited.end]
