"""Labels that do not fit what stands under them: a neighbour's text copied, a rate without its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from ingest.document import Section
from search.audit.paper import Finding, Paper

# A stretch that two neighbours begin a sentence with is the frame that was copied.
_FRAME = 12
# A label that was copied stands where the text begins; further on both are spoken of.
_HEAD = 150
_INDICATOR = re.compile(r"指标|完成|绩效|得分|情况|率")
_RATE_TITLE = re.compile(r"率$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*[%‰]|[%‰]|[≤≥<>]|\\[lg]eq?|为0|为零|百分之")
_SCORED = re.compile(r"得分|得\d")


def read_labels(paper: Paper) -> Iterator[Finding]:
    """（2）效益指标完成情况: …中的产出指标包括…, word for word as under （1）产出指标完成情况."""
    for items in paper.children.values():
        for before, here in pairwise(items):
            yield from _copied(paper, before, here)
    for section in paper.document.sections:
        body = paper.text[section.body : section.end]
        if _RATE_TITLE.search(section.title) and _SCORED.search(body) and not _NUMBER.search(body):
            message = f"“{section.title}”是比率指标，文中没有给出比率"
            yield paper.finding("label_content_mismatch", "note", message, (section.start, section.end))


def _copied(paper: Paper, before: Section, here: Section) -> Iterator[Finding]:
    """Titles that differ in one word, and a frame that still has the word of the first."""
    words = _one_difference(before.title, here.title)
    if words is None or not _INDICATOR.search(here.title):
        return
    old, new = words
    first, second = paper.text[before.body : before.end], paper.text[here.body : here.end]
    for match in re.finditer(re.escape(old), second[:_HEAD]):
        frame = second[max(0, match.start() - _FRAME) : match.end()]
        if len(frame) == _FRAME + len(old) and frame in first and new not in frame:
            start = here.body + match.start()
            message = f"本段标题是“{new}”，此处却写“{old}”，与上一段“{before.title}”的文字相同，疑照抄未改"
            yield paper.finding("copy_paste_label", "warning", message, paper.clause(start, start + len(old)))
            return


def _one_difference(one: str, other: str) -> tuple[str, str] | None:
    """The one word in which two titles differ.

    >>> _one_difference("绩效目标产出指标完成情况", "绩效目标效益指标完成情况")
    ('产出', '效益')
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    changes = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return None
    _, a, b, c, d = changes[0]
    return (one[a:b], other[c:d]) if b - a >= 2 and d - c >= 2 else None
