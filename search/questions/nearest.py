"""What the library does say where the reports that a question wants are not there: the other years', the other places'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.fold import fold
from search.answer import Answer, Nearest
from search.places import short
from search.understand import Question
from search.wording import shorten

_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?|[去前今]年|上一?年度?")
_MOST = 3
_LONGEST = 60


def widened(question: Question) -> Iterator[tuple[str, str]]:
    """What limit no report may meet (the year, the office, the place), and the question's words without it."""
    text = fold(question.text)
    undated = _YEAR.sub("", text)
    if question.years and not question.strangers:
        yield "年份", undated
    if question.departments:
        yield "部门", _without(undated, question.departments)
    if question.strangers:
        yield "地区", _without(undated, [*question.strangers, *map(short, question.strangers)])


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text.strip()


def with_nearest(refusal: Answer, found: Answer | None, failed: str) -> Answer:
    """The refusal with what the wider question found, marked by what it fails; only numbers are shown so."""
    if found is None or found.kind != "metric":
        return refusal
    if found.values:
        closest = [
            Nearest(
                v.subject,
                "",
                f"{v.region or v.department or ''}{f'{v.year}年' if v.year else ''}：{shorten(v.citation.quote, _LONGEST)}",
                failed,
                v.citation,
            )
            for v in found.values
        ]
    else:
        closest = [Nearest("", "", found.text.partition("。")[0], failed, found.citations[0])]
    return replace(refusal, closest=tuple(closest[:_MOST]))
