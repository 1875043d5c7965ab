"""Claims without ground: a rate that is high and has no number, marks over a hundred, news without a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from search.audit.paper import Finding, Paper

_LARGE = re.compile(
    r"(?P<rate>(?:预算)?(?:调整|执行|支出|结转|结余|结转结余|闲置|利用|完成|拨付|到位|控制|差异|变动)率)(?:仍|还|相对)?(?:较|偏|过)(?:大|高|低)"
)
_KNOWN = r"[^,。;\n]{0,10}?\d"
_GOAL = re.compile(r"绩效目标$|年度目标$|总体目标$")
_ALL_REACHED = re.compile(
    r"(?:各项?|所有|全部)[^,。;\n]{0,8}(?:指标|目标)[^,。;\n]{0,6}(?:均|都|全部)(?:已|按[期时])?(?:完成|达成|实现|达到)"
)
_MARK = re.compile(
    r"(?:评分|考核得分|考核分数|测评得分|考评得分|自评得分|评价得分)(?:为|是|:)?\s*(1[0-2]\d(?:\.\d+)?)\s*分"
)
_EXTRA = re.compile(r"加分|满分|附加|总分值|奖励分|百二十|120分制")
_HUNDRED = Decimal(100)
_RECENTLY = re.compile(r"(?:(?<=[。;,\n])|^)\s*(?:近日|日前|不久前|前不久)(?=[,一-鿿])")
_EVALUATION = re.compile(r"绩效|自评|决算")
_LEVELS = re.compile(r"一级(?P<what>项目|指标)\s*0\s*个[,、;和及]\s*二级(?P=what)\s*(?P<n>[1-9]\d*)\s*个")
_NO_LIMIT_UNIT = re.compile(r"[一-鿿]{2,8}率\s*[≤≥<>]=?\s*\d+(?:\.\d+)?(?=[,。;、)\n一-鿿]|$)")
_MONTHS = re.compile(
    r"(?<!\d)(\d{1,2})(?:月)?[-~至到](\d{1,2})月[^,。;\d]{0,10}分别[^,。;\d、]{0,24}?(?P<list>第[一二三四五六七八九十\d]{1,3}[名位]?(?:[、,]第[一二三四五六七八九十\d]{1,3}[名位]?){2,})"
)
_INDICATORS_BY_MONTH = re.compile(r"[、,]")


def read_claims(paper: Paper) -> Iterator[Finding]:
    """预算调整率较大 without a rate; 热线考核评分为105.37分; 近日 in the report on a year; 1-10月分别排名 with nine places."""
    for match in _LARGE.finditer(paper.text):
        if not re.search(re.escape(match["rate"][-3:]) + _KNOWN, paper.text):
            message = f"称“{match.group()}”，全文没有给出该比率的数值"
            yield paper.finding("missing_value", "note", message, paper.clause(*match.span()))
    for match in _MARK.finditer(paper.text):
        if Decimal(match[1]) > _HUNDRED and not _EXTRA.search(
            paper.text[slice(*paper.sentence(match.start()))]
        ):
            message = f"“{match.group()}”超过100分，没有说明满分或加分"
            yield paper.finding("score_exceeds_max", "note", message, paper.clause(*match.span()))
    for match in _LEVELS.finditer(paper.text):
        message = f"一级{match['what']}为0个，却有{match['n']}个二级{match['what']}"
        yield paper.finding("count_mismatch", "warning", message, paper.clause(*match.span()), match.span())
    for match in _NO_LIMIT_UNIT.finditer(paper.text):
        message = f"“{match.group()}”没有写单位（%）"
        yield paper.finding("unit_slip", "note", message, paper.clause(*match.span()))
    for match in _MONTHS.finditer(paper.text):
        months, listed = int(match[2]) - int(match[1]) + 1, len(_INDICATORS_BY_MONTH.split(match["list"]))
        if 1 < months <= 12 and listed != months:
            message = f"称{match[1]}至{match[2]}月共{months}个月，列出的却是{listed}个"
            yield paper.finding("count_mismatch", "warning", message, match.span())
    if _EVALUATION.search(paper.document.about.kind or ""):
        yield from _in_a_report(paper)


def _in_a_report(paper: Paper) -> Iterator[Finding]:
    """What may stand in news and speeches, and not in the evaluation of a year."""
    for match in _RECENTLY.finditer(paper.text):
        start, end = paper.sentence(match.end() - 1)
        message = f"年度报告中写“{match.group().strip()}”，没有日期，疑照抄当时的新闻稿"
        yield paper.finding(
            "stale_text",
            "note",
            message,
            (match.start(), paper.clause(match.end(), match.end() + 2)[1]),
            (start, end),
        )
    reached = _ALL_REACHED.search(paper.text)
    for section in paper.document.sections[1:]:
        body = paper.text[section.body : section.end]
        if (
            _GOAL.search(section.title)
            and len(body) > 20
            and reached
            and not re.search(r"\d|[一二三四五六七八九十]是", body)
        ):
            message = f"“{section.title}”没有任何指标和目标值，后文却称“{reached.group()}”，无从核对"
            yield paper.finding(
                "missing_value",
                "note",
                message,
                (section.start, min(section.end, section.start + 60)),
                paper.clause(*reached.span()),
            )
