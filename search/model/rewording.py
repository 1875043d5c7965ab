"""A question in other words, as a model puts it, where the question as it stands has no answer.

The other words may name the matter otherwise; what limits the question stays: its places, years, months, offices, kind of
number, names and kinds. So they can find an answer and cannot move the question.
"""

from __future__ import annotations

import json
import logging
import re

from ingest.fold import fold
from search.model.endpoint import Endpoint, ModelError
from search.questions.required import beside
from search.understand import Question, asking

_log = logging.getLogger(__name__)

_LONGEST = 120
_TOLD = (
    "你把一个问题改写成绩效自评报告里的书面说法，例如“打得进去的电话有多少”改为“接通率是多少”。地区、年份、月份、部门、数字、"
    '引号里的名称和所问的范围一律照抄，不增不减，不回答问题。只回复一个 JSON 对象：{"question": "…"}。'
)


def reworded(question: str, endpoint: Endpoint) -> str | None:
    """The question in other words, None if the model gives none."""
    asked = json.dumps({"问题": question}, ensure_ascii=False)
    try:
        told = endpoint.complete(
            [{"role": "system", "content": _TOLD}, {"role": "user", "content": asked}]
        ).get("question")
    except ModelError as error:
        _log.warning("%s", error)
        return None
    if not isinstance(told, str) or not 1 < len(told.strip()) <= _LONGEST or "\n" in told.strip():
        return None
    return told.strip() if fold(told).strip() != fold(question).strip() else None


def same_plan(one: Question, other: Question) -> bool:
    """Whether two questions are limited in the same way and want the same kind of reply."""
    return _plan(one) == _plan(other) and _numbers(one) == _numbers(other) and _kinds(one) == _kinds(other)


def _plan(question: Question) -> tuple[object, ...]:
    wanted = question.wanted
    return (
        question.kind,
        frozenset(question.regions),
        frozenset(question.strangers),
        frozenset(question.departments),
        frozenset(question.inner),
        question.years,
        question.period,
        question.city_level,
        wanted.dimension if wanted else None,
        question.asked,
        frozenset(question.keys),
        question.sides,
    )


def _numbers(question: Question) -> list[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", fold(question.text)))


def _kinds(question: Question) -> frozenset[str]:
    """The words by which a question narrows itself to a part: kinds beside others, opposites, what only a part has."""
    text = fold(question.text)
    data = asking()
    words = {word for word in beside() if word in text}
    words |= {word for group in data["opposites"]["groups"] for word in group if word in text}
    words |= {row["tell"] for row in data["narrow"]["parts"] if re.search(row["say"], text)}
    return frozenset(words)
