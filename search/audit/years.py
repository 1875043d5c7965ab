"""Years that cannot be meant: last year's text in this year's report, and plans for a year that is over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.audit.paper import Finding, Paper

_LEAD = re.compile(r"(?:(?<=\n)|(?<=。)|^)\s*(20\d\d)年度?(?:(?=[^\d月初末底以]))")
# Other years are right where budgets, final accounts, plans, laws and comparisons are told of.
_OTHER_YEARS = re.compile(
    r"预算编制|预算安排|决算|同比|上年|上一年|[比较]20|结转|印发|以来|起[,至]|规划|将|拟|计划|预计"
)
_EVALUATION = re.compile(r"自评|管理效率|履职效能|绩效分析|评价分析|综合评价")
# Of so many leading years in the evaluation this many at least have to be the report's own.
_FEWEST = 3
_OWN_MATTER = re.compile(
    r"(20\d\d)年度?(?=[^,。;\n\d]{0,24}(?:部门整体支出绩效自评|总收入|总支出|本年收入|本年支出|自评得分|绩效自评[为得]))"
)
# The goals of a report are those of its own year.
_GOALS = re.compile(
    r"(20\d\d)年度?(?:部门)?(?:整体)?(?:支出)?(?:预算)?绩效(?:目标|指标)(?![^。;\n]{0,20}结果应用)"
)
_EVALUATED = re.compile(r"对(20\d\d)年度?[^,。;\n]{0,24}开展绩效自评")
# A year's budget is made public in that year: the one before is what last year's report told of.
_BUDGET_PUBLISHED = re.compile(
    r"(?<![\d、和及与])(20\d\d)年度?(?:部门|单位|本部门)?预算(?:信息|情况|报告)?(?![^。;\n]{0,20}决算)[^,。;\n]{0,24}(?:公开|公示)"
)
# 截至2025年12月31日: a report tells what was, at the latest when it was written, in the year after its own.
_UP_TO = re.compile(r"截[至止到](20\d\d)年(?:(\d{1,2})月|[年]?[底末])?")
_END_BEFORE = re.compile(
    r"截[至止到](20\d\d)年(?:年?[底末]|12月(?:31日|[底末])?)[^。;\n]{0,20}(?:本年度?|当年|今年)"
)
_LATE_IN_YEAR = 11
# 本年度（2021年度）, 评价期间为2021年1月1日: nothing but the report's own year; a time may begin earlier and end in it.
_EVALUATED_TIME = re.compile(
    r"(?:(?:本年度?|自评年度|评价年度)[(](?=20\d\d年度?\))|(?:评价|自评)(?:期间|时段|时间范围|年度|周期|期)[为是:]{1,2}(?=20\d\d年[^,。;\n]{0,16}(?<!20\d\d年)(?:12月|度|$)))(20\d\d)年(?![^,。;\n]{0,14}20\d\d)"
)
# The months of the parts of a year.
_MONTHS_OF = {
    "一季": (1, 3),
    "二季": (4, 6),
    "三季": (7, 9),
    "四季": (10, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
}
_QUARTER = re.compile(
    r"(?P<part>第?[一二三四]季度|[上下]半年)[(](?P<first>\d{1,2})月?[-—–~至到]+(?P<last>\d{1,2})月[份)]"
)
_WILL = re.compile(r"(20\d\d)年度?(?:拟|将|计划|预计|打算)")
_AFTERWARDS = re.compile(r"问题|改进|措施|打算|建议")
_STALE_MESSAGE = "{year}年已经过去，报告仍写“{words}”，疑照抄旧稿"


_NO_SUCH_DAY = re.compile(r"(?<!\d)(?:0?2月(?:30|31)|(?:0?[469]|11)月31|(?:1[3-9])月\d{1,2})日")


def read_years(paper: Paper) -> Iterator[Finding]:
    """2022年度发生的政府采购中…, in the evaluation of 2023; 2月30日 in any."""
    for match in _NO_SUCH_DAY.finditer(paper.text):
        message = f"没有“{match.group()}”这一天"
        yield paper.finding("year_slip", "error", message, paper.clause(*match.span()))
    yield from _parts_of_year(paper)
    year = paper.document.about.year
    if year is None:
        return
    yield from _leading(paper, year)
    for match in _EVALUATED_TIME.finditer(paper.text):
        if abs(int(match[1]) - year) == 1:
            yield _slip(paper, int(match[1]), year, paper.clause(*match.span()))
    for pattern in (_OWN_MATTER, _EVALUATED, _GOALS):
        for match in pattern.finditer(paper.text):
            if int(match[1]) == year - 1 or int(match[1]) == year + 1:
                start, end = paper.clause(*match.span())
                if f"{year}年" in paper.text[slice(*paper.sentence(match.start(1)))]:
                    continue  # the years are compared
                if not _OTHER_YEARS.search(paper.text, start, end) and match.start() > _title_end(paper):
                    yield _slip(paper, int(match[1]), year, (start, end))
    for match in _BUDGET_PUBLISHED.finditer(paper.text):
        if int(match[1]) == year - 1:
            yield _slip(paper, year - 1, year, paper.clause(*match.span()))
    yield from _not_yet(paper, year)
    for match in _END_BEFORE.finditer(paper.text):
        if int(match[1]) == year - 1:
            yield _slip(paper, year - 1, year, match.span())
    for match in _WILL.finditer(paper.text):
        titles = " ".join(paper.document.section_at(match.start()).path)
        if int(match[1]) <= year and _AFTERWARDS.search(titles):
            message = _STALE_MESSAGE.format(year=match[1], words=match.group())
            yield paper.finding("year_slip", "warning", message, paper.clause(*match.span()))


def _parts_of_year(paper: Paper) -> Iterator[Finding]:
    """第四季度（7—9月）."""
    for match in _QUARTER.finditer(paper.text):
        months = _MONTHS_OF[next(part for part in _MONTHS_OF if part in match["part"])]
        told = int(match["first"]), int(match["last"])
        if told != months:
            message = f"“{match['part']}”是{months[0]}至{months[1]}月，此处写{told[0]}至{told[1]}月"
            yield paper.finding("year_slip", "warning", message, paper.clause(*match.span()))


def _not_yet(paper: Paper, year: int) -> Iterator[Finding]:
    """截至 a day that nobody had seen when the report was written."""
    for match in _UP_TO.finditer(paper.text):
        printed, month = int(match[1]), int(match[2] or 12)
        if printed > year + 1 or (printed == year + 1 and month >= _LATE_IN_YEAR):
            message = f"本报告是{year}年度的，此处写“{match.group()}”，当时还没有到"
            yield paper.finding("year_slip", "warning", message, paper.clause(*match.span()))


def _title_end(paper: Paper) -> int:
    """Years in the title are the report's own, whatever it says."""
    sections = paper.document.sections
    return sections[1].start if len(sections) > 1 else 0


def _leading(paper: Paper, year: int) -> Iterator[Finding]:
    """Sentences of the evaluation that begin with a year: all but one begin with the report's own."""
    found = []
    for match in _LEAD.finditer(paper.text):
        titles = " ".join(paper.document.section_at(match.start(1)).path)
        if _EVALUATION.search(titles):
            found.append((match, int(match[1])))
    own = sum(printed == year for _, printed in found)
    for match, printed in found:
        start, end = paper.sentence(match.start(1))
        if own >= _FEWEST and printed == year - 1 and not _OTHER_YEARS.search(paper.text, start, end):
            yield _slip(paper, printed, year, (start, end))


def _slip(paper: Paper, printed: int, year: int, span: tuple[int, int]) -> Finding:
    message = f"本报告自评的是{year}年度，此处写“{printed}年”，疑应为{year}年"
    return paper.finding("year_slip", "warning", message, span)
