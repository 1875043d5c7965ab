"""The library for notebooks: `from suizhi import Library`. Every result is drawn, and becomes a data frame.

>>> from suizhi import Library
>>> library = Library("library")                                        # doctest: +SKIP
>>> library.ingest("corpus")                                            # doctest: +SKIP
>>> library.ask("花都区2023年12345热线的满意率是多少?")                 # doctest: +SKIP
>>> library.compare("满意率").to_pandas()                               # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suizhi.results import CITED, Reply, Table

if TYPE_CHECKING:
    from graph.facts import Entity, Fact
    from graph.knowledge_graph import Hop
    from search.answer import Hit
    from search.audit import Finding
    from search.comparing import Cell
    from search.diffing import Change
    from search.intake import Taken
    from search.library import Report
    from search.similar import Similar
    from suizhi import Suizhi

_Columns = Mapping[str, Callable[[Any], Any]]

_REPORTS: _Columns = {
    "报告": lambda one: one.source,
    "标题": lambda one: one.title,
    "地区": lambda one: one.about.region,
    "部门": lambda one: one.about.department,
    "年度": lambda one: one.about.year,
    "实体": lambda one: one.entities,
    "关系": lambda one: one.relations,
    "数据": lambda one: one.facts,
}
_TAKEN: _Columns = {
    "报告": lambda one: one.source,
    "结果": lambda one: one.status,
    "说明": lambda one: one.error,
    "地区": lambda one: one.region,
    "年度": lambda one: one.year,
    "数据": lambda one: one.facts,
}
_HITS: _Columns = {
    "段落": lambda one: one.text,
    "章节": lambda one: one.section,
    "报告": lambda one: one.source,
    "理由": lambda one: "；".join(one.reasons),
}
_FACTS: _Columns = {
    "主体": lambda one: one.subject,
    "指标": lambda one: one.metric,
    "比较": lambda one: "" if one.quantity.op == "=" else one.quantity.op,
    "数值": lambda one: _value(one),
    "单位": lambda one: one.quantity.unit,
    "时段": lambda one: str(one.period) if one.period else None,
    "性质": lambda one: one.kind,
    "原文": lambda one: one.citation.quote,
    "报告": lambda one: one.citation.source,
}
_ENTITIES: _Columns = {
    "名称": lambda one: one.name,
    "类型": lambda one: one.type,
    "又称": lambda one: "、".join(one.aliases),
    "出现": lambda one: len(one.mentions),
    "id": lambda one: one.id,
}
_CELLS: _Columns = {
    "地区": lambda one: one.region,
    "年度": lambda one: one.year,
    "指标": lambda one: one.fact.metric if one.fact else one.asked,
    "数值": lambda one: _value(one.fact) if one.fact else None,
    "单位": lambda one: one.fact.quantity.unit if one.fact else None,
    "说明": lambda one: one.missing or one.note,
    "原文": lambda one: one.fact.citation.quote if one.fact else None,
    "报告": lambda one: one.fact.citation.source if one.fact else None,
}
_SIMILAR: _Columns = {
    "名称": lambda one: one.name,
    "地区": lambda one: one.report.about.region,
    "年度": lambda one: one.report.about.year,
    "理由": lambda one: "；".join(one.reasons),
    "原文": lambda one: one.citation.quote,
    "报告": lambda one: one.report.source,
}
_FINDINGS: _Columns = {
    "程度": lambda one: one.severity,
    "问题": lambda one: one.message,
    "规则": lambda one: one.rule,
    "原文": lambda one: "……".join(cited.quote for cited in one.citations),
    "报告": lambda one: one.source,
}
_CHANGES: _Columns = {
    "变化": lambda one: one.kind,
    "指标": lambda one: one.fact.metric,
    "前": lambda one: one.a.citation.quote if one.a else None,
    "后": lambda one: one.b.citation.quote if one.b else None,
    "差": lambda one: one.difference,
}
_HOPS: _Columns = {
    "从": lambda one: one.head,
    "关系": lambda one: one.rel,
    "到": lambda one: one.tail,
    "原文": lambda one: one.citation.quote,
    "报告": lambda one: one.citation.source,
}


class Library:
    """The reports of one folder, made if need be; `room` is the whole of what can be done with it."""

    def __init__(self, home: str | Path, encoder: str = "embedded") -> None:
        from suizhi import Suizhi

        self.room: Suizhi = Suizhi(Path(home), encoder)

    def __repr__(self) -> str:
        return f"Library({str(self.room.home)!r})：{len(self.room.documents())} 份报告"

    def _repr_html_(self) -> str:
        return self.documents()._repr_html_()

    def ingest(self, *paths: str | Path, replace: bool = False, who: str = "") -> Table[Taken]:
        """Reads files and folders in; what became of each."""
        return Table(list(self.room.ingest(paths, replace=replace, who=who)), _TAKEN)

    def documents(self) -> Table[Report]:
        """The reports."""
        return Table(self.room.documents(), _REPORTS)

    def ask(self, question: str) -> Reply:
        """An answer with its quotes, or a refusal; true if it is an answer."""
        return Reply(self.room.ask(question))

    def search(self, query: str, top: int = 10) -> Table[Hit]:
        """The passages nearest to `query`."""
        return Table(self.room.search(query, top), _HITS)

    def facts(self, metric: str = "", subject: str = "", sources: Iterable[str] | None = None) -> Table[Fact]:
        """The numbers whose metric and subject hold these words."""
        found = self.room.library.facts(sources=None if sources is None else list(sources))
        return Table([one for one in found if metric in one.metric and subject in one.subject], _FACTS)

    def entities(self, name: str = "", type: str | None = None) -> Table[Entity]:
        """The named things, all or those that `name` can mean."""
        library = self.room.library
        found = library.entity_named(name) if name else library.entities(merged=True)
        return Table([one for one in found if type is None or one.type == type], _ENTITIES)

    def path(self, start: str, end: str) -> Table[Hop]:
        """The steps between two things, each with its quote; empty where the reports do not connect them.

        Raises:
            KeyError: nothing is called so.
        """
        ids = []
        for name in (start, end):
            found = [one.id for one in self.entities(name) if one.id in self.room.graph]
            if not found:
                raise KeyError(f"报告里没有叫“{name}”的")
            ids.append(found[0])
        return Table(self.room.graph.path(*ids) or (), _HOPS)

    def compare(
        self,
        metric: str,
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        departments: Sequence[str] = (),
        subject: str | None = None,
    ) -> Table[Cell]:
        """One metric over regions and years, with the reason where there is none."""
        return Table(self.room.compare(metric, regions, departments, subject, years), _CELLS)

    def diff(self, a: str, b: str) -> Table[Change]:
        """What became of the numbers of report `a` in report `b`."""
        return Table(self.room.diff(a, b), _CHANGES)

    def similar(self, name: str, source: str | None = None, top: int = 10) -> Table[Similar]:
        """What other reports have that is like `name`."""
        return Table(self.room.similar(name, source, top), _SIMILAR)

    def audit(self, *sources: str) -> Table[Finding]:
        """What does not agree inside these reports, or inside all."""
        return Table(list(self.room.audit(sources or None)), _FINDINGS)

    def evidence(self, path: str | Path, *questions: str) -> Path:
        """Writes the answers with quotes, places and hashes of files as an Excel workbook; its path."""
        from suizhi.sheets import evidence_xlsx

        target = Path(path)
        answers = [self.room.ask(question) for question in questions]
        target.write_bytes(evidence_xlsx(answers, self.room.documents()))
        return target


def _value(fact: Fact) -> Any:
    said = fact.quantity
    return said.value if said.value is not None else f"{said.low:f}–{said.high:f}"


__all__ = ["CITED", "Library", "Reply", "Table"]
