"""The grade of an evaluation against its mark: 88.4分 is 良, not 优."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from search.audit.marks import stated_wholes
from search.audit.paper import Finding, Paper

# 财预〔2020〕10号, article 21 (and the rules made after it): from 90, 80 and 60 marks.
_SCALE = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
_GRADE = re.compile(
    r"(?:等级|等次|评级|级别|结果|档次)(?:评定|确定)?(?:为|是|:)*\s*[“\"]?(?P<grade>优秀?|良好?|中等?|合格|差)[”\"]?(?:级|等次|等级|档)?(?=[,。;)\n]|$)"
)
_NEAR = 30
# 满分100分，自评94.7分，等次为“优秀”.
_OWN_MARK = re.compile(r"(?:满分100分|总体结论)[^。;\n]{0,12}?自评[得为]?\s*(\d{2,3}(?:\.\d{1,2})?)\s*分")
_LEAST = Decimal(60)
# A report with a scale of its own.
_OWN_SCALE = re.compile(
    r"(?:以上|[)）])?[^,。;\n]{0,8}(?:分|\d)[^,。;\n]{0,4}(?:为|评为|属于?|:)[“\"]?优|四档|五档|五个等[级次]"
)


def read_grades(paper: Paper) -> Iterator[Finding]:
    """The mark of the whole report and the grade right behind it."""
    marks = stated_wholes(paper) or [
        (Decimal(m[1]), m.span()) for m in _OWN_MARK.finditer(paper.text) if Decimal(m[1]) >= _LEAST
    ]
    for value, (start, end) in marks:
        match = _GRADE.search(paper.text, end, end + _NEAR)
        if match is None or "。" in paper.text[end : match.start()]:
            continue
        if match["grade"] == "合格" or _OWN_SCALE.search(paper.text[:start] + paper.text[match.end() :]):
            continue
        right = next(grade for grade, least in _SCALE if value >= least)
        if match["grade"][0] != right:
            message = f"自评{value}分，按财政部门的通行标准属“{right}”，与所写的“{match['grade']}”不符"
            yield paper.finding("grade_mismatch", "warning", message, (start, match.end()))
