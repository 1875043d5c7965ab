"""Indicators without a result, among others of their list that have target and result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.audit.paper import Finding, Paper

_TARGET = re.compile(
    r"(?:目标|指标|计划)(?:值|数)?(?:为|是|:)?\s*(?:不低于|不少于|>=|≥|<=|≤|不超过|不高于)?\s*\d"
)
_RESULT = re.compile(r"实际|完成|达到|达|实现|建成|为\d|得分|得\d|未|无|没有|暂|已")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
# A list of so many has its form; fewer are no list.
_FEWEST = 3
_LONGEST = 60
_LEAD = re.compile(r"^\s*(?:\(?[\d一二三四五六七八九十]{1,3}[.、)])\s*")


def read_results(paper: Paper) -> Iterator[Finding]:
    """老年人满意度：目标90%。 where the indicators before and behind have 实际 too."""
    for items in paper.children.values():
        if len(items) < _FEWEST:
            continue
        texts = [_LEAD.sub("", paper.text[item.start : item.end]).strip() for item in items]
        aimed = [bool(_TARGET.search(text)) for text in texts]
        told = [bool(_RESULT.search(text)) for text in texts]
        if not all(aimed) or told.count(False) != 1:
            continue
        at = told.index(False)
        if len(texts[at]) <= _LONGEST and len(_NUMBERS.findall(texts[at])) == 1:
            message = f"“{texts[at][:20].splitlines()[0]}”只有目标，没有写完成情况"
            yield paper.finding("missing_value", "warning", message, (items[at].start, items[at].end))
