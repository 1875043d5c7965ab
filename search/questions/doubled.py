"""Two questions in one: taken apart, and the two answers told as one."""

from __future__ import annotations

import re
from dataclasses import replace

from search.answer import Answer
from search.wording import shorten

# What asks: a number, a name, a list.
_ASKS = re.compile(
    r"多少|百分之几|(?<![把这那好前后近有将对用十])几(?=[个项件宗条次场台家份篇种类户名人位套天分元])|哪[些几个家]|第几|是谁|叫什么"
)
_JOINTS = re.compile(r"[?？；;]|[,，、]|(?:以及|和|并且?)(?=多少|几|哪)")
# What stands behind these goes on with the first question: 哪个区多，多出多少?
_GOES_ON = re.compile(
    r"^(?:变化|提高|下降|上升|增长|减少|多出|差|相差|高出|少了|多了|从|分别|按|比|是涨|是增|涨|跌|增|减|各)|最[多少高低]"
)
_COMPARES = re.compile(
    r"谁|哪(?:个|家|一个)?(?:区|市|省|局)|更|相比|对比|比[^例重如较，。]{1,12}[多少高低]|加起来|合计|合起来|之和|分别|平均"
)
_POINTS_BACK = re.compile(r"其中|它|这些|并")
_LONGEST, _LEAST = 60, 4


def halves(question: str) -> tuple[str, str] | None:
    """The two questions that a question consists of, each standing alone; None where it is one.

    >>> halves("西湖区2023年办了多少项业务、多少个城市能办？")
    ('西湖区2023年办了多少项业务', '西湖区2023年办了多少个城市能办')
    >>> halves("西湖区2023年工单多少件，满意率是多少？")
    ('西湖区2023年工单多少件', '西湖区2023年满意率是多少')
    >>> halves("西湖区和滨江区谁受理得多，多出多少?") is None, halves("满意率是多少？") is None
    (True, True)
    """
    if _COMPARES.search(question):
        return None
    for joint in _JOINTS.finditer(question):
        first, second = question[: joint.start()], question[joint.end() :].strip(" ?？。")
        asked = _ASKS.search(first)
        if not asked or not _ASKS.search(second) or len(second) < _LEAST or _GOES_ON.search(second):
            continue
        if re.match(r"多少|几|哪", second):
            return first, first[: asked.start()] + second
        return first, _scope(first) + _POINTS_BACK.sub("", second)
    return None


def _scope(first: str) -> str:
    """The place and year that a question begins with."""
    found = re.match(
        r"(?:(?:19|20)\d{2}年(?:度)?)?(?:[一-鿿]{2,8}?[省市区县镇])*(?:(?:19|20)\d{2}年(?:度)?)?", first
    )
    return found.group() if found else ""


def joined(question: str, first: Answer, second: Answer) -> Answer:
    """Both answers as one, as sure as the less sure; an unanswered second half is told.

    Without the first there is no answer: the second goes on with what the first is about.
    """
    if not first.answerable:
        return replace(first, question=question)
    if not second.answerable:
        return replace(first, question=question, text=f"{first.text}另一问没有找到答案：{second.text}")
    citations = {(c.source, c.start, c.end): c for c in (*first.citations, *second.citations)}
    working = "；".join(filter(None, (first.working, second.working)))
    return replace(
        first,
        question=question,
        short=shorten(f"{first.short}；{second.short}", _LONGEST),
        text=first.text + second.text,
        confidence=min(first.confidence, second.confidence),
        citations=tuple(citations.values()),
        values=(*first.values, *second.values),
        items=(*first.items, *second.items),
        working=working or None,
    )
