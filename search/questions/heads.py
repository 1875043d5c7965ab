"""What is counted: the words of a question right behind 多少 and its measure word, else those right before it."""

from __future__ import annotations

import re

from search.measures import measure_at

_ASKED = re.compile(r"(?:多少|(?<![把这那好前后近将对用十])几(?!何))(?:万亿|亿|万)?")
_LONGEST = 6
# Words at the border that count nothing.
_EDGE = "的了是有为达到共约在和与，,、 能可以被得着过来去"
_ADVERB = "一共|总共|共计|合计|大约|分别|究竟|到底|平均|已经|已|全年|总计|实际|目前"
# And what stands with them: 锦旗一共收到多少面.
_VERB = re.compile(rf"(?:{_ADVERB})+(?:[一-鿿]{{1,2}})?$")


def head_of(question: str) -> str:
    """The few words that say what is counted; "" where there is no 多少 or 几.

    >>> head_of("群众送来多少面锦旗？"), head_of("锦旗一共收到多少面？"), head_of("满意率是多少")
    ('锦旗', '锦旗', '满意率')
    >>> head_of("谁印发的")
    ''
    """
    asked = _ASKED.search(question)
    if not asked:
        return ""
    behind = noun_behind(question)
    if len(behind) > 1:
        return behind[:_LONGEST]
    before = re.split(r"[。；，,]", question[: asked.start()])[-1]
    return _VERB.sub("", before.strip(_EDGE)).strip(_EDGE)[-_LONGEST:].strip(_EDGE)


def noun_behind(question: str) -> str:
    """What stands behind 多少 and its measure word; "" where nothing does.

    >>> noun_behind("有多少座污水处理厂？"), noun_behind("接入了多少部门"), noun_behind("锦旗收到多少面")
    ('污水处理厂', '部门', '')
    """
    asked = _ASKED.search(question)
    if not asked:
        return ""
    behind = re.split(r"[?？。，,、；]", question[asked.end() :])[0]
    return behind[len(measure_at(behind)) :].strip(_EDGE)
