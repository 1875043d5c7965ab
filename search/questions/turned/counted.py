"""How many of a thing, counted from the list that a report gives of it, where it prints no number: 存在几个问题."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.fold import fold
from search.answer import Answer
from search.questions.turned.asker import Asker
from search.understand import asking

_LESS = 0.9
_FEWEST = 2


def answer_counted(question: str, asker: Asker) -> Answer | None:
    """The number of items of a list under a heading or of 一是…二是…; None where a number is printed or nothing is listed."""
    text = fold(question)
    match = re.search(asking()["counted"]["pattern"], text)
    if not match:
        return None
    printed = asker.one(question)
    if printed.answerable and printed.kind == "metric":
        return None
    listed = asker.one(f"{text[: match.start()]}{match['lead'] or '有'}哪些{match['what']}？")
    if not listed.answerable or listed.kind != "list" or len(listed.items) < _FEWEST:
        return None
    if len(listed.citations) < len(listed.items):
        return None  # items of one sentence: of headings and of 一是…二是… each has a place of its own
    unit = match["unit"] or "个"
    said = f"{len(listed.items)}{unit}"
    working = "逐项数：" + "；".join(f"{at}. {item}" for at, item in enumerate(listed.items, start=1))
    return replace(
        listed,
        question=question,
        kind="metric",
        short=said,
        text=f"报告没有印出这个数，按所列逐项数是{said}。",
        confidence=round(listed.confidence * _LESS, 3),
        value=None,
        unit=unit,
        working=f"{working}；共{said}",
    )
