"""The tools: ask, search, facts, path, similar, compare, audit. Their docstrings and fields are what an agent reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import Field

from api.correcting import cell_lines
from api.knowledge import facts_like, hop_line, path_between
from api.lines import found_line, reply, similar_line
from api.shapes import (
    CellsShape,
    FactsShape,
    FindingsShape,
    HitsShape,
    PathShape,
    ReplyShape,
    SimilarHitsShape,
)
from api.watching import finding_lines
from search.finding import Filters

if TYPE_CHECKING:
    from suizhi import Suizhi

LONGEST = 2000
"""Characters of a question or a text."""

MOST = 200
"""Lines of one reply: what a model can read."""

Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Top = Annotated[int, Field(ge=1, le=MOST, description="最多给出几条")]
Names = Annotated[list[str] | None, Field(description="限定的名称；不写则不限")]
Years = Annotated[list[int] | None, Field(description="限定的年度；不写则不限")]


class Tools:
    """What an agent may ask of one library."""

    def __init__(self, room: Suizhi) -> None:
        self._room = room

    def ask(
        self, question: Annotated[Text, Field(description="一个中文问题，写明地区、年度更准")]
    ) -> ReplyShape:
        """回答一个关于部门整体支出绩效自评报告的问题，附原文出处。

        answerable 为 false 时报告没有说，不要自行编造；citations 是逐字的原文，short 是答案本身。
        """
        return reply(self._room.ask(question))

    def search(
        self,
        query: Annotated[Text, Field(description="要查找的内容")],
        regions: Names = None,
        years: Years = None,
        top: Top = 10,
        offset: Annotated[int, Field(ge=0, le=100_000)] = 0,
    ) -> HitsShape:
        """查找最相近的原文段落，好的在前。"""
        filters = Filters(regions=tuple(regions or ()), years=tuple(years or ()))
        page = self._room.find(query, top, offset=offset, filters=filters)
        return cast(HitsShape, {"query": query, "offset": offset, **found_line(page)})

    def facts(
        self,
        metric: Annotated[str | None, Field(description="指标名或其一部分，如 满意率")] = None,
        subject: Annotated[str | None, Field(description="主体名或其一部分")] = None,
        region: Annotated[str | None, Field(description="地区全称，如 花都区")] = None,
        year: Annotated[int | None, Field(description="报告年度")] = None,
        source: Annotated[str | None, Field(description="报告名")] = None,
        top: Top = 50,
        offset: Annotated[int, Field(ge=0, le=10**9)] = 0,
    ) -> FactsShape:
        """报告里的数据：主体、指标、数值、单位、时段，每条都有原文；total 是共有几条。"""
        lines = list(
            facts_like(self._room, source=source, region=region, year=year, metric=metric, subject=subject)
        )
        page = list(islice(lines, offset, offset + top))
        return cast(FactsShape, {"total": len(lines), "facts": page})

    def path(
        self,
        a: Annotated[Text, Field(description="一个名称")],
        b: Annotated[Text, Field(description="另一个名称")],
    ) -> PathShape:
        """两个机构、平台、项目……之间的联系，每一步都有原文；hops 为 null 时报告没有把它们联系起来。"""
        hops = path_between(self._room, a, b)
        return cast(PathShape, {"hops": None if hops is None else [hop_line(hop) for hop in hops]})

    def similar(
        self,
        name: Annotated[Text, Field(description="举措、平台、项目的名称，或一段文字")],
        source: Annotated[str | None, Field(description="它所在的报告；结果来自其他报告")] = None,
        top: Top = 10,
    ) -> SimilarHitsShape:
        """其他地区、其他年度的相似举措，附原文与理由。"""
        found = self._room.similar(name, source, top)
        return {"name": name, "hits": [similar_line(each) for each in found]}

    def compare(
        self,
        metric: Annotated[Text, Field(description="指标，如 满意率、总支出")],
        regions: Names = None,
        years: Years = None,
        departments: Names = None,
        subject: Annotated[str | None, Field(description="只看这个主体的数")] = None,
    ) -> CellsShape:
        """一个指标在各地区、各年度的数，附原文；missing 是没有的原因，note 是口径不同等说明。"""
        cells = self._room.compare(metric, regions or (), departments or (), subject, years or ())
        return {"metric": metric, "total": len(cells), "cells": list(cell_lines(self._room, cells))}

    def audit(
        self,
        sources: Annotated[list[str] | None, Field(description="报告名；不写则查全部")] = None,
        unsettled: Annotated[bool, Field(description="不要人已处理的")] = False,
        top: Top = MOST,
        offset: Annotated[int, Field(ge=0, le=10**9)] = 0,
    ) -> FindingsShape:
        """报告自身的矛盾：合计、数目、单位、年份……，每项都有原文；total 是共有几项。"""
        found = list(finding_lines(self._room, sources or None, unsettled=unsettled))
        return {"total": len(found), "findings": found[offset : offset + top]}


def registry(tools: Tools) -> Mapping[str, Callable[..., Any]]:
    """The tools by name; a new one is a method and a line."""
    return {
        "ask": tools.ask,
        "search": tools.search,
        "facts": tools.facts,
        "path": tools.path,
        "similar": tools.similar,
        "compare": tools.compare,
        "audit": tools.audit,
    }
