"""The total mark of an evaluation against its parts, wherever both stand, and against all that was taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from search.audit.marks import stated_wholes
from search.audit.paper import Finding, Paper, Span, shown
from search.audit.scores import marked

_N = r"(\d{1,3}(?:\.\d{1,2})?)"
# 得分48.3分, 自评5.5分; 扣1分 and 失1.5分 are neither maximum nor result; 30分 of a time and 92.6分钟 are no marks.
_TOKEN = re.compile(
    rf"(?P<lost>(?:扣|失|减)(?:分|了|减|除|去)?[为是:]?\s*{_N}\s*分)"
    rf"|(?P<got>(?:得分?|自评|实得)[为是:]{{0,2}}\s*(?P<g>\d{{1,3}}(?:\.\d{{1,2}})?)\s*分(?![值钟秒]))"
    rf"|(?<![时\d.])(?P<full>(?P<f>\d{{1,2}}(?:\.\d)?)\s*分(?![值析数类期钟秒\d]))"
)
# 满分100分中，履职效能占50分、管理效率占50分: maxima by name, all in one sentence.
_NAMED_FULL = re.compile(
    rf"(?P<name>[一-鿿]{{3,10}}?)(?:部分|指标)?(?:占|满分|分值|权重)[为是:]?\s*{_N}\s*分"
)
_HUNDRED = Decimal(100)
# The result stands so near behind its maximum, reasons and marks taken off between them.
_REASONS = 90
# A part of the marks that misses the total by more is another evaluation's.
_NEAR = Decimal(10)
_ALL_LOST = re.compile(rf"(?:共|合计|累计|总计|一共)(?:扣|失|扣减|扣除)(?:分|了|去)?\s*{_N}\s*分")
_OTHER_FULL = re.compile(r"附加分|加分|奖励分|满分(?!100)\d")


@dataclass(frozen=True, slots=True)
class _Mark:
    full: Decimal
    got: Decimal
    place: Span
    leads: bool = True


def read_wholes(paper: Paper) -> Iterator[Finding]:
    """自评总分为95.8分, over parts of 10, 27.5, 33.8 and 24; 自评总分96分，共扣3分."""
    stated = stated_wholes(paper)
    if len({value for value, _ in stated}) != 1:
        return  # none, or two: which is another rule's
    total, place = stated[0]
    if _held_by_section(paper, place):
        return
    for parts in (_named(paper), _tops(_marks(paper), total)):
        added = sum((mark.got for mark in parts), Decimal(0))
        if parts and added != total and abs(added - total) <= _NEAR:
            terms = "＋".join(str(mark.got) for mark in parts)
            message = (
                f"各部分得分{terms}＝{added}分，与自评总分{total}分相差{shown(abs(added - total), '分')}"
            )
            yield paper.finding("sum_mismatch", "error", message, place, *(mark.place for mark in parts))
            return
    yield from _taken_off(paper, total, place)


def _held_by_section(paper: Paper, place: Span) -> bool:
    """Whether the total is the mark of a section whose parts all have theirs: the rule of sections adds them."""
    for section in paper.document.sections:
        below = paper.children.get(section.index, ())
        mark = marked(paper, section) if len(below) > 1 else None
        if mark and mark.place[0] < place[1] and place[0] < mark.place[1]:
            return all(marked(paper, part) for part in below)
    return False


def _taken_off(paper: Paper, total: Decimal, place: Span) -> Iterator[Finding]:
    """Of a hundred, what was taken off in all is what the total lacks."""
    start, end = paper.sentence(place[0])
    lost = _ALL_LOST.search(paper.text, place[1], end)
    if lost and total + Decimal(lost[1]) != _HUNDRED and not _OTHER_FULL.search(paper.text, start, end):
        message = f"自评总分{total}分、共扣{lost[1]}分，相加{total + Decimal(lost[1])}分，与满分100分不符"
        yield paper.finding("sum_mismatch", "error", message, (place[0], lost.end()))


def _marks(paper: Paper) -> list[_Mark]:
    """Every maximum with the result that follows it in its sentence, or in the line below a heading."""
    found: list[_Mark] = []
    full: re.Match[str] | None = None
    last = -1
    for token in _TOKEN.finditer(paper.text):
        if token["full"]:
            full = token
        elif token["got"]:
            if full and _belongs(paper.text[full.end() : token.start()]):
                begin = paper.clause(full.start(), full.end())[0]
                line = paper.text.rfind("\n", 0, full.start())
                place = (begin, token.end())
                found.append(_Mark(Decimal(full["f"]), Decimal(token["g"]), place, line != last))
                last = line
            full = None
    return found


def _belongs(between: str) -> bool:
    heading = between.lstrip(")").startswith("\n")
    return len(between) <= _REASONS and "。" not in between and between.count("\n") <= heading


def _named(paper: Paper) -> list[_Mark]:
    """The parts whose maxima one sentence lists up to a hundred, with the result that each has further down."""
    for start, end in paper.sentences:
        fulls = {m["name"]: (Decimal(m[2]), m.end()) for m in _NAMED_FULL.finditer(paper.text, start, end)}
        if len(fulls) < 2 or sum((full for full, _ in fulls.values()), Decimal(0)) != _HUNDRED:
            continue
        marks = []
        for name, (full, position) in fulls.items():
            result = re.compile(rf"{re.escape(name)}[^,。;:\n\d]{{0,6}}?得分?[为是:]?\s*{_N}\s*分")
            got = result.search(paper.text, position)
            if got is None:
                break
            marks.append(_Mark(full, Decimal(got[1]), got.span()))
        else:
            return marks
    return []


def _tops(marks: Sequence[_Mark], total: Decimal) -> list[_Mark]:
    """The parts of the first level: marks in order whose maxima make a hundred, parts of parts left out.

    A run begins with the first mark of a paragraph: amid one the parts of something else could be taken for parts of
    the whole. Where the order can be read in several ways (25, 15, 10: three parts, or one and its two), a reading
    that agrees with `total` is the right one.

    >>> ten = [_Mark(Decimal(f), Decimal(g), (0, 0)) for f, g in ((60, 58), (20, 19), (40, 39), (40, 38))]
    >>> [int(mark.full) for mark in _tops(ten, Decimal(96))]
    [60, 40]
    """

    @cache
    def runs(start: int, wanted: Decimal) -> tuple[tuple[tuple[int, ...], int], ...]:
        """All ways to make `wanted` of marks from `start` on: the indexes taken, and where the run ends."""
        if wanted == 0:
            return (((), start),)
        if start == len(marks) or marks[start].full > wanted:
            return ()
        mark = marks[start]
        # The mark alone, or with parts of its own behind it.
        ends = {start + 1} | {end for taken, end in runs(start + 1, mark.full) if len(taken) > 1}
        return tuple(
            ((start, *taken), last) for end in sorted(ends) for taken, last in runs(end, wanted - mark.full)
        )[:_MOST_READINGS]

    readings = [
        [marks[index] for index in taken]
        for start, mark in enumerate(marks)
        if mark.leads
        for taken, _ in runs(start, _HUNDRED)
        if len(taken) > 1
    ]
    readings.sort(key=len)
    agreeing = [r for r in readings if sum((m.got for m in r), Decimal(0)) == total]
    return (agreeing or readings)[0] if readings else []


# So many readings of one run are looked at; a report has a few dozen marks.
_MOST_READINGS = 64
