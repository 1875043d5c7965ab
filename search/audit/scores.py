"""Marks of the self-evaluation: no part over its maximum, parts that add to the whole, and the whole to the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Section
from search.audit.paper import Finding, Paper, Span, shown

# 分值10分, and 预算编制（10分）.
_FULL = re.compile(r"(?:分值\s*[:为]?\s*|(?<=\()(?:满分|权重)?\s*(?=[\d.]+\s*分\)))(\d+(?:\.\d+)?)\s*分")
_GOT = re.compile(
    r"(?:得分|自评得?|(?<=标)得|(?<=[,(])得)\s*[:为是]{0,2}\s*(?P<got>\d+(?:\.\d+)?)\s*分(?![值])|(?P<none>未(?:能)?得分|不得分)"
)
_TOTAL = re.compile(r"自评(?:总)?(?:得分|分数|总分)?\s*[:为是]{1,2}\s*(?:得分)?(\d+(?:\.\d+)?)\s*分")
_CONCLUSION = re.compile(r"结论|结果|总体")
# Marks this near to their heading are quoted with it.
_NEAR_HEADING = 60
# An evaluation is over a hundred marks; only then are all its parts known to be there.
_HUNDRED = Decimal(100)
_LEVEL_COUNT = re.compile(r"(\d{1,3})\s*个[^,。;、\d]{0,8}?(二级|三级)[^,。;、\d]{0,6}指标")


@dataclass(frozen=True, slots=True)
class Marked:
    """A section that states its marks: maximum (if printed) and result, each with its place."""

    section: Section
    full: Decimal | None
    got: Decimal
    place: Span


def read_scores(paper: Paper) -> Iterator[Finding]:
    """管理效能分值45分，自评得分44分, over six parts that have 45."""
    known = {m.section.index: m for s in paper.document.sections if (m := marked(paper, s))}
    for mark in known.values():
        if mark.full is not None and mark.got > mark.full:
            message = f"“{mark.section.title}”自评得分{mark.got}分，超过分值{mark.full}分"
            yield paper.finding("score_exceeds_max", "error", message, mark.place)
        yield from _children(paper, mark, known)
    leaves = [m for i, m in known.items() if m.full is not None and not _has_marks_below(paper, i, known)]
    if sum((m.full or Decimal(0) for m in leaves), Decimal(0)) == _HUNDRED:
        yield from _total(paper, leaves)
        yield from _level_counts(paper, leaves)


def marked(paper: Paper, section: Section) -> Marked | None:
    """The marks that a section states of itself; None where it states none, or several."""
    start, end = paper.own(section)
    fulls = list(_FULL.finditer(paper.text, start, end))
    gots = list(_GOT.finditer(paper.text, start, end))
    if section.index == 0 or len(gots) != 1 or len(fulls) > 1:
        return None
    if fulls and re.search(r"\d\s*分", paper.text[fulls[0].end() : gots[0].start()]):
        return None  # the result of a part: 采购管理（10分）。意向公开2分、合同时效3分，得2分
    got = Decimal(gots[0]["got"] or 0)
    first = min([gots[0].start(), *(f.start() for f in fulls)])
    begin = section.start if first - section.start <= _NEAR_HEADING else paper.clause(first, first)[0]
    place = (begin, gots[0].end())
    return Marked(section, Decimal(fulls[0][1]) if fulls else None, got, place)


def _children(paper: Paper, mark: Marked, known: dict[int, Marked]) -> Iterator[Finding]:
    """The parts of one section, if every one of them states its marks."""
    below = paper.children.get(mark.section.index, ())
    parts = [known[s.index] for s in below if s.index in known]
    if len(parts) < 2 or len(parts) != len(below):
        return
    places = [part.place for part in parts]
    added = sum((part.got for part in parts), Decimal(0))
    if added != mark.got:
        terms = "＋".join(str(part.got) for part in parts)
        over = f"，且超过分值{mark.full}分" if mark.full is not None and added > mark.full else ""
        message = f"“{mark.section.title}”各分项得分{terms}＝{added}分，与自评得分{mark.got}分不符{over}"
        yield paper.finding("sum_mismatch", "error", message, mark.place, *places)
    fulls = [part.full for part in parts]
    if mark.full is not None and None not in fulls:
        wanted = sum((full for full in fulls if full is not None), Decimal(0))
        if wanted != mark.full:
            message = f"“{mark.section.title}”各分项分值之和{wanted}分，与分值{mark.full}分不符"
            yield paper.finding("sum_mismatch", "error", message, mark.place, *places)


def _has_marks_below(paper: Paper, index: int, known: dict[int, Marked]) -> bool:
    return any(
        s.index in known or _has_marks_below(paper, s.index, known) for s in paper.children.get(index, ())
    )


def _total(paper: Paper, leaves: Sequence[Marked]) -> Iterator[Finding]:
    """The total of the conclusion against the marks of all indicators."""
    added = sum((leaf.got for leaf in leaves), Decimal(0))
    for match in _TOTAL.finditer(paper.text, 0, leaves[0].section.start):
        titles = " ".join(paper.document.section_at(match.start()).path)
        total = Decimal(match[1])
        if _CONCLUSION.search(titles) and total != added:
            message = f"{len(leaves)}项指标得分之和{added}分，与自评总分{total}分相差{shown(abs(added - total), '分')}"
            yield paper.finding("sum_mismatch", "error", message, paper.clause(*match.span()))


def _level_counts(paper: Paper, leaves: Sequence[Marked]) -> Iterator[Finding]:
    """共设26个三级指标, over 25 that have marks and together the full hundred."""
    groups = {leaf.section.parent for leaf in leaves}
    counted = {"三级": len(leaves), "二级": len(groups)}
    for match in _LEVEL_COUNT.finditer(paper.text):
        stated, level = int(match[1]), match[2]
        # A report that lists one level only has its groups at the top: nothing to count them by.
        if (
            stated != counted[level]
            and abs(stated - counted[level]) <= max(2, stated // 5)
            and len(groups) > 2
        ):
            message = (
                f"称有{stated}个{level}指标，正文逐项评分的只有{counted[level]}个"
                if stated > counted[level]
                else f"称有{stated}个{level}指标，正文逐项评分的有{counted[level]}个"
            )
            yield paper.finding("count_mismatch", "error", message, paper.clause(*match.span()))
