"""What the kind of a question makes of a sentence: duties, glossaries, troubles and ways are not each other's answer."""

from __future__ import annotations

import re

from graph.phrasing import states_duties
from search.matching import Matcher
from search.questions.reason import TELLS_WANTING
from search.understand import Question

# Duties say what an office is for and glossaries what words mean: neither tells what was done.
_ASIDE = 0.15
_ASKS_DUTIES = re.compile(r"职责|职能|职权|负责(?:什么|哪些)|管(?:什么|哪些)")
_GLOSSARY = re.compile(r"名词解释|名词说明|术语解释|指标说明")
_ASKS_MEANING = re.compile(r"什么是|是什么意思|含义|指的?是?什么|解释|是指|定义")
# The question is about what went wrong, and so is the section.
_TROUBLE = 0.1
_ASKS_TROUBLE = re.compile(
    r"(?:什么|哪些|哪[一二两三四五六几]?[个项]|何|啥)[^，。？]{0,6}(?:问题|不足|短板|毛病|缺点|困难|薄弱)"
    r"|(?:问题|不足|短板|毛病|缺点|困难)(?:主要)?(?:是|有)?(?:什么|哪些|哪几)"
)
_WANTING = re.compile(rf"问题|不足|短板|困难|{TELLS_WANTING.pattern}")
_TELLS_TROUBLE = re.compile(r"(?:存在|主要|发现|提出)的?(?:主要|突出|一些)?(?:问题|不足|困难)")
# Ways are told by verbs, and numbers are what they came to.
_WAYS = 0.08
_ASKS_WAYS = re.compile(r"如何|怎样|怎么(?!样)|(?:什么|哪些)[^，。？]{0,4}(?:措施|做法|举措|办法|手段)")
_TELLS_WAYS = re.compile(r"通过|建立|健全|完善|强化|加强|落实|优化|开展|推行|组织|印发|制定|实行|创新|成立")
# A question for ways or troubles of something is not answered with those of something else.
# (Longer ones are told in other words than the report's.)
_BESIDE, _HALF, _BRIEF = 0.2, 0.5, 8
_MATTER = re.compile(
    r"采取|提出|存在|主要|方面|措施|做法|举措|办法|手段|问题|不足|短板|毛病|缺点|困难|薄弱|通过|进行|有|还|了|的"
)
# A house of a kind is named by that kind.
_HOUSES = {
    "公司": "公司|集团|企业",
    "企业": "企业|公司|集团",
    "医院": "医院",
    "学校": "学校|中学|小学|大学|学院",
    "大学": "大学|学院",
    "银行": "银行",
    "酒店": "酒店|宾馆",
    "事务所": "事务所",
}
# What stands before a name: the verb or particle that its sentence puts there.
_BEFORE_NAME = re.compile(r"^.*(?:委托|聘请|邀请|第三方|分别|[由与和同被向从对获为是在将把的])")
_SHORTEST_NAME = 3
_HOUSE = re.compile(rf"哪(?:家|个|所|一家|一所|一个)[^，。？]{{0,4}}?({'|'.join(_HOUSES)})")


class Lean:
    """What one question adds to the score of a sentence, or takes from it, for what kind of thing it tells."""

    def __init__(self, question: Question) -> None:
        text = question.text
        self._added = question.added
        self._duties, self._meaning = bool(_ASKS_DUTIES.search(text)), bool(_ASKS_MEANING.search(text))
        self._trouble, self._ways = asks_trouble(text), asks_ways(question)
        self._topic, self._house = _topic(question), kind_of_house(question)

    def of(self, text: str, path: str, matcher: Matcher) -> float:
        """The worth of a sentence under headings `path`, -0.9 to 0.4."""
        worth = 0.0
        if states_duties(path) and not self._duties:
            worth -= _ASIDE
        if _GLOSSARY.search(path):
            worth += _ASIDE if self._meaning else -_ASIDE
        if self._house and not self._house.search(text):
            worth -= _ASIDE
        if self._trouble:
            worth += _TROUBLE if _TELLS_TROUBLE.search(f"{path} {text}") else 0.0
            worth -= 0.0 if _WANTING.search(f"{path} {text}") else _TROUBLE
        if self._ways:
            worth += _WAYS if _TELLS_WAYS.search(text) else -_ASIDE
        if self._topic and matcher.coverage(self._topic, self._added, ((1.0, text + path),)) < _HALF:
            worth -= _BESIDE
        return worth


def asks_ways(question: Question) -> bool:
    """Whether a question asks how something was done, not for a name."""
    return not question.asked and bool(_ASKS_WAYS.search(question.text))


def _topic(question: Question) -> str:
    """What the ways or troubles that a question asks for are of, "" for other questions."""
    if not asks_ways(question) and not asks_trouble(question.text):
        return ""
    topic = _MATTER.sub(" ", question.about).strip()
    return topic if 1 < len(topic) <= _BRIEF else ""


def house_in(question: Question, text: str) -> str | None:
    """The one name of a house of the asked kind in `text` that the question does not have; None if there are several.

    A name goes back from its kind to the words that carry it: 由市第一医院牵头 has 市第一医院.
    """
    asked = _HOUSE.search(question.text)
    if not asked:
        return None
    kind = _HOUSES[asked.group(1)]
    found = {
        _BEFORE_NAME.sub("", match.group())
        for match in re.finditer(rf"[一-鿿（）]{{2,16}}?(?:{kind})(?![一-鿿]?(?:们|数|建|发展))", text)
    }
    pairs = {
        name: {name[i : i + 2] for i in range(len(name) - 1)} for name in found if len(name) > _SHORTEST_NAME
    }
    # What the question's own words make up is the kind again (市级示范学校), not a name.
    names = {n for n, own in pairs.items() if sum(pair in question.text for pair in own) <= _HALF * len(own)}
    return names.pop() if len(names) == 1 else None


def kind_of_house(question: Question) -> re.Pattern[str] | None:
    """How a text names a house of the kind that a question asks for (哪家公司)."""
    asked = _HOUSE.search(question.text)
    return re.compile(_HOUSES[asked.group(1)]) if asked else None


def asks_trouble(question: str) -> bool:
    """Whether a question asks what went wrong.

    >>> asks_trouble("采购管理存在什么问题"), asks_trouble("发现问题多少个")
    (True, False)
    """
    return bool(_ASKS_TROUBLE.search(question))
