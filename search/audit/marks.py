"""Marks that prose states one behind the other: 预算执行20分，得19.39分；产出指标40分，得37.60分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from search.audit.paper import Finding, Paper, Span, shown
from search.audit.scores import marked

_N = r"(\d{1,3}(?:\.\d{1,2})?)"
# The maximum, at most one clause of reasons without marks of its own, and the result.
_MARK = re.compile(
    rf"(?P<head>分值|满分|权重|(?<=指标)共)?[为是:]?\s*(?<![\d.])(?<![扣失减])(?<!扣分)(?<!扣减)(?<!扣除){_N}\s*分(?![值析数类析期])[,、(]?(?:[^,。;:\n\d]{{0,16}}?[,:])?"
    rf"(?:[^,。;\n]{{2,30}},)??\s*(?:(?:实际|实|自评|综合|评价|该项|本项|指标){{0,3}}得分?|(?<=[,(])自评)[为是:]?\s*{_N}\s*分"
)
_LOST = re.compile(rf"得分?[为是:]?\s*{_N}\s*分[,、(]?(?:失分|扣分|扣减|扣除|扣|失)[为了]?\s*{_N}\s*分")
# 分值10分，因支出偏慢扣1.5分，得9.5分: what was taken off stands before the result.
_LOST_FIRST = re.compile(
    rf"(?:分值|满分)[为是:]?\s*{_N}\s*分[,、(][^。;\n]{{0,40}}?(?<!共)(?<!合计)(?:扣|扣减|扣除|失分?)[为了]?\s*{_N}\s*分[,、](?:[^,。;\n\d扣]{{0,8}}?)得分?[为是:]?\s*{_N}\s*分"
)
_ALL_LOST = re.compile(rf"(?:共|合计|累计|总计|一共)(?:扣|失|扣减|扣除)(?:分|了|去)?\s*{_N}\s*分")
_LOST_PART = re.compile(rf"(?<!共)(?<!合计)(?<!累计)(?:扣|失)(?:分|了|减|除)?\s*{_N}\s*分")
# 部门整体支出绩效自评得分97.97分, 综合得分93.56分: the one mark of the whole report.
_WHOLE = re.compile(
    rf"(?:自评总分|自评总得分|自评得分|综合得分|综合评分|评价总分|总得分|整体(?:支出)?绩效自评(?:综合)?(?:得分|评分))"
    rf"[为是:]{{0,2}}\s*{_N}\s*分"
)
# Other years, other raters and parts of the whole have whole marks of their own.
_OTHERS = re.compile(
    r"指标|上年|上一年|去年|前年|相比|较20|平均|其他|各[单处科]|审计|第三方|财政局|省厅|全[省市国区]|项目[^,。;]{0,8}$|"
    r"履职效能[^,。;]{0,6}$|管理效率[^,。;]{0,6}$|下属|单位得分|重点评价|团体|竞赛|比赛"
)
_PARTED = re.compile(r"。|其中|包括|:")
_HUNDRED = Decimal(100)
# A lone 4 before two siblings of 2 is no total: the total is worth telling only from so many marks.
_TELLING = Decimal(5)
_NEAR_FULL = 80
# 自评得分 is also said of single indicators; no department gives itself less in all.
_LEAST_WHOLE = Decimal(60)


# 质量指标得16分（满分15分）: the maximum behind the result.
_FULL_BEHIND = re.compile(rf"得分?[为是:]?\s*{_N}\s*分[(,](?:该项|指标)?(?:满分|分值)[为是:]?\s*{_N}\s*分")


# 预算编制（10分）：自评10.5分.
_IN_BRACKETS = re.compile(
    rf"\((?:满分|分值|权重)?{_N}\s*分?\)[:,]?(?:自评|实际|综合)?(?:得分|评分|自评|得)[为是:]?\s*{_N}\s*分"
)
# 总分40分，得38.2分，得分率为96.5%.
_RATED = re.compile(
    rf"{_N}\s*分[,、(](?:实际|自评)?得分?[为是:]?\s*{_N}\s*分[)]?[,、(]得分率(?:为|达到?|是|约)?\s*:?\s*(\d{{1,3}}(?:\.\d+)?)\s*%"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    full: Decimal
    got: Decimal
    place: Span


def read_marks(paper: Paper) -> Iterator[Finding]:
    """分值3分，得3.5分; 分值15分，得12分 over parts that have 11; 得48.3分，失分1.5分 of 50."""
    told = [found.place for s in paper.document.sections if (found := marked(paper, s))]
    for start, end in paper.lines:
        marks = [
            _Mark(Decimal(m[2]), Decimal(m[3]), m.span()) for m in _MARK.finditer(paper.text, start, end)
        ]
        for mark in marks:
            alone = any(a < mark.place[1] and mark.place[0] < b for a, b in told)
            if mark.got > mark.full and not alone:
                message = f"得分{mark.got}分，超过分值{mark.full}分"
                place = (paper.clause(*mark.place)[0], mark.place[1])
                yield paper.finding("score_exceeds_max", "error", message, place)
        yield from _parts(paper, marks)
    for match in _FULL_BEHIND.finditer(paper.text):
        if Decimal(match[1]) > Decimal(match[2]):
            message = f"得分{match[1]}分，超过分值{match[2]}分"
            yield paper.finding("score_exceeds_max", "error", message, paper.clause(*match.span()))
    for match in _IN_BRACKETS.finditer(paper.text):
        alone = any(a < match.end() and match.start() < b for a, b in told)
        if Decimal(match[2]) > Decimal(match[1]) and not alone:
            message = f"得分{match[2]}分，超过分值{match[1]}分"
            yield paper.finding("score_exceeds_max", "error", message, paper.clause(*match.span()))
    yield from _rated(paper)
    yield from _lost(paper)
    yield from _two_wholes(paper)


def _parts(paper: Paper, marks: Sequence[_Mark]) -> Iterator[Finding]:
    """The first mark of a paragraph against all others, where its maximum is the sum of theirs."""
    whole, parts = (marks[0], marks[1:]) if len(marks) > 2 else (None, ())
    if whole is None or whole.full < _TELLING or sum(p.full for p in parts) != whole.full:
        return
    # 25, 15 and 10 side by side are no total with its parts: something has to say that the first is one.
    if not _PARTED.search(paper.text, whole.place[1], parts[0].place[0]):
        return
    added = sum((part.got for part in parts), Decimal(0))
    if added != whole.got:
        terms = "＋".join(str(part.got) for part in parts)
        message = f"各分项得分{terms}＝{added}分，与所写的{whole.got}分不符"
        yield paper.finding(
            "sum_mismatch", "error", message, whole.place, (parts[0].place[0], parts[-1].place[1])
        )


def _rated(paper: Paper) -> Iterator[Finding]:
    """The share of the maximum that a mark is said to be."""
    for match in _RATED.finditer(paper.text):
        full, got, rate = (Decimal(match[n]) for n in (1, 2, 3))
        step = Decimal(1).scaleb(-len(match[3].partition(".")[2]))
        if full and abs(got / full * _HUNDRED - rate) > step:
            real = (got / full * _HUNDRED).quantize(Decimal("0.01"))
            message = f"{got}分÷{full}分＝{real}%，与所写的{match[3]}%不符"
            yield paper.finding("rate_mismatch", "error", message, paper.clause(*match.span()))


def _lost(paper: Paper) -> Iterator[Finding]:
    """What was got and what was lost make the maximum; all that was lost is the sum of its parts."""
    for match in _LOST.finditer(paper.text):
        got, lost = Decimal(match[1]), Decimal(match[2])
        before = re.findall(
            rf"(?:分值|满分)[为是:]?\s*{_N}\s*分",
            paper.text[max(0, match.start() - _NEAR_FULL) : match.start()],
        )
        if before and got + lost != Decimal(before[-1]):
            message = f"得{got}分、扣{lost}分，相加{got + lost}分，与分值{before[-1]}分不符"
            yield paper.finding("sum_mismatch", "error", message, paper.clause(*match.span()))
    for match in _LOST_FIRST.finditer(paper.text):
        full, lost, got = (Decimal(match[n]) for n in (1, 2, 3))
        if len(re.findall(r"[扣失]", match.group())) == 1 and got + lost != full:
            message = f"扣{lost}分、得{got}分，相加{got + lost}分，与分值{full}分不符"
            yield paper.finding("sum_mismatch", "error", message, paper.clause(*match.span()))
    for match in _ALL_LOST.finditer(paper.text):
        end = paper.text.find("\n", match.end())
        parts = [
            Decimal(m[1])
            for m in _LOST_PART.finditer(paper.text, match.end(), end if end > 0 else len(paper.text))
        ]
        added = sum(parts, Decimal(0))
        if (
            len(parts) > 1
            and added != Decimal(match[1])
            and abs(added - Decimal(match[1])) <= Decimal(match[1]) / 2
        ):
            terms = "＋".join(map(str, parts))
            message = f"各项扣分{terms}＝{added}分，与共扣{match[1]}分不符"
            yield paper.finding("sum_mismatch", "error", message, paper.clause(*match.span()))


def _two_wholes(paper: Paper) -> Iterator[Finding]:
    """自评综合得分93.65分 in the conclusion, 综合得分93.56分 further down."""
    stated = stated_wholes(paper)
    values = {value for value, _ in stated}
    if len(values) == 2 and max(values) <= _HUNDRED:
        first, second = (
            next(s for v, s in stated if v == value) for value in sorted(values, key=partial(_first, stated))
        )
        low, high = sorted(values)
        message = f"自评总分一处为{shown(low, '分')}，一处为{shown(high, '分')}"
        yield paper.finding("same_quantity_two_values", "error", message, first, second)


def stated_wholes(paper: Paper) -> list[tuple[Decimal, Span]]:
    """The marks of the whole report, each as often as it is told, with its place."""
    stated: list[tuple[Decimal, Span]] = []
    for match in _WHOLE.finditer(paper.text):
        begin = paper.clause(*match.span())[0]
        of_a_part = Decimal(match[1]) < _LEAST_WHOLE or _OTHERS.search(paper.text, begin, match.start())
        if not of_a_part and _own_year(paper, begin, match.end()):
            stated.append((Decimal(match[1]), (begin, match.end())))
    return stated


def _first(stated: Sequence[tuple[Decimal, Span]], value: Decimal) -> int:
    return next(place[0] for other, place in stated if other == value)


def _own_year(paper: Paper, start: int, end: int) -> bool:
    years = set(re.findall(r"20\d\d(?=年)", paper.text[start:end]))
    return not years or years == {str(paper.document.about.year)}
