"""The outline of a report: numbers left out, headings with nothing under them, text under another's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Section
from ingest.markers import match_lead, number
from search.audit.paper import Finding, Paper

# Forms of heading whose numbers a report counts through; 一是 and 1） are counted through inside sentences too.
_COUNTED = frozenset({"一、", "（一）", "1.", "（1）"})
_FEWEST = 3
_KEYWORD = re.compile(r"(?:情况|分析|方面|及|和|与|的|完成|工作|说明|评价|指标)+$")
_TITLE_END = re.compile(r"[。;:!?,]$")
_ASPECT = re.compile(r"在(?P<of>[一-鿿]{3,14})方面[,:]")
_PROBLEM = re.compile(r"存在的?(?:主要)?(?:问题|不足|困难)|主要(?:问题|不足)|问题(?:及|和|与)原因")
_MEASURE = re.compile(r"改进|措施|打算|下一步|建议|整改|今后|对策|将(?:进一步|加强|继续|严格|着力|持续)")
_EVALUATION = re.compile(r"绩效|自评|评价|决算")


def read_outline(paper: Paper) -> Iterator[Finding]:
    """1. 2. 4.; （二）履职成效 right before （三）; 在资产管理方面 twice in one paragraph."""
    for items in paper.children.values():
        for style in _COUNTED:
            run = [s for s in items if _style(s) == style]
            yield from _left_out(paper, run)
        yield from _another_place(paper, items)
    yield from _empty(paper)
    yield from _aspects(paper)
    yield from _unanswered(paper)


def _style(section: Section) -> str:
    lead = match_lead(section.label) if section.label else None
    return lead[0].name if lead else ""


def _left_out(paper: Paper, run: Sequence[Section]) -> Iterator[Finding]:
    """One number left out of an otherwise whole run."""
    numbers = [_number(section) for section in run]
    if len(run) < _FEWEST or numbers[0] != 1 or numbers != sorted(set(numbers)):
        return
    gaps = [at for at, (a, b) in enumerate(pairwise(numbers)) if b != a + 1]
    if len(gaps) == 1 and numbers[gaps[0] + 1] == numbers[gaps[0]] + 2:
        before, here = run[gaps[0]], run[gaps[0] + 1]
        between = paper.text[before.start : here.start]
        if _mentions(between, numbers[gaps[0]] + 1):
            return  # the missing one stands inside the paragraph before
        message = f"编号由“{before.label}”跳到“{here.label}”，中间缺一项"
        places = ((s.start, max(s.start + 1, min(s.body, s.start + 30))) for s in (before, here))
        yield paper.finding("numbering", "warning", message, *places)


def _mentions(words: str, missing: int) -> bool:
    """Whether the number left out is printed in some form between its neighbours."""
    chinese = "零一二三四五六七八九十"
    forms = [str(missing), *([chinese[missing]] if missing < len(chinese) else ["十"])]
    return any(re.search(rf"(?<![\d.]){form}\s*[、.)]|第{form}|\({form}(?!\d)", words) for form in forms)


def _number(section: Section) -> int:
    lead = match_lead(section.label)
    return number(lead[1].group(1)) if lead else 0


def _empty(paper: Paper) -> Iterator[Finding]:
    """A heading behind which the next heading of its rank follows at once, where its neighbours have text."""
    if not _EVALUATION.search(paper.document.about.kind or ""):
        return  # other kinds print lists of duties and agendas like headings
    for items in paper.children.values():
        texts = [bool(paper.text[s.body : s.end].strip()) for s in items]
        for section, has in zip(items, texts, strict=True):
            title = section.title.strip()
            lonely = (
                not has and sum(texts) >= max(2, len(texts) - 1) and _style(section) in {"一、", "（一）"}
            )
            if (
                lonely
                and title
                and not _TITLE_END.search(paper.text[section.start : section.body].strip())
                and len(title) <= 20
                and section.end < len(paper.text) - 1
            ):
                message = f"“{section.label}{title}”下面没有内容"
                yield paper.finding("truncated", "warning", message, (section.start, section.end))


def _keyword(title: str) -> str:
    """What a title is of: 履职效能 of 履职效能分析, 管理效率 of 管理效率情况.

    >>> _keyword("履职效能分析"), _keyword("管理效率完成情况")
    ('履职效能', '管理效率')
    """
    return _KEYWORD.sub("", title.strip())


def _another_place(paper: Paper, items: Sequence[Section]) -> Iterator[Finding]:
    """（三）管理效率分析 that begins with 1.履职效能分值…, where （二） is 履职效能分析."""
    for section in items:
        below = paper.children.get(section.index, ())
        own = _keyword(section.title)
        if not below or len(own) < 4:
            continue
        first = below[0]
        for other in items:
            name = _keyword(other.title)
            if other is not section and len(name) >= 4 and name not in own and first.title.startswith(name):
                message = f"“{section.title}”下面的第一项是“{name}”，另有“{other.title}”一节，疑放错位置"
                yield paper.finding(
                    "label_content_mismatch",
                    "note",
                    message,
                    (section.start, max(section.body, first.body)),
                    (other.start, other.body),
                )


def _aspects(paper: Paper) -> Iterator[Finding]:
    """在资产管理合规性方面 twice in one paragraph: the second, or the first, is of something else."""
    for start, end in paper.lines:
        seen: dict[str, tuple[int, int]] = {}
        for match in _ASPECT.finditer(paper.text, start, end):
            first = seen.setdefault(match["of"], match.span())
            if first != match.span():
                message = f"同一段中“在{match['of']}方面”出现两次，疑其中一处应为别的内容"
                yield paper.finding(
                    "label_content_mismatch",
                    "note",
                    message,
                    paper.clause(first[1], first[1]),
                    paper.clause(match.end(), match.end()),
                    first,
                    match.span(),
                )


def _unanswered(paper: Paper) -> Iterator[Finding]:
    """An evaluation with a section of problems, and not a word of what will be done."""
    if not _EVALUATION.search(paper.document.about.kind or ""):
        return
    for section in paper.document.sections[1:]:
        if _PROBLEM.search(section.title) and not _MEASURE.search(section.title):
            after = paper.text[section.start :]
            if section.end - section.body > 10 and not _MEASURE.search(after):
                message = f"“{section.title}”提出了问题，全文没有改进措施"
                yield paper.finding("unanswered_problem", "warning", message, (section.start, section.body))
                return
