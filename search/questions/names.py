"""What a thing is called: the name in quotation marks beside the kind of thing that the question asks for."""

from __future__ import annotations

import re

from ingest.fold import squeeze
from search.understand import Question

# 哪套系统, 什么栏目, …叫什么: the kind of thing stands behind the question word, or before 叫.
_BEHIND = re.compile(
    r"(?:哪(?:一)?(?:个|套|款|项|种|支|张|本|座|条|块|门)|(?:一)?(?:个|张|套|种|款)?什么(?:样的)?)(?P<kind>[一-鿿]{1,6}?)(?:[，,。？?]|$|来|想|让|去|做|是|能|可以|吗)"
)
_CALLED = re.compile(r"(?P<kind>[一-鿿]{1,4}?)[，,]?(?:的)?(?:名字)?叫(?:什么|啥)")
# A name in quotation marks with the words right around it.
_QUOTED = re.compile(r"“(?P<name>[^“”，。；]{2,24})”(?P<behind>[^“”，。；]{0,10})")
_BEFORE = 12
# Names of these types stand in no quotation marks.
_OTHERWISE = ("ORG", "REGION", "DATE", "PERSON", "POLICY")
# These ask for reasons and ways, not for names.
_NO_KIND = re.compile(
    r"^(?:时候|原因|办法|做法|措施|问题|意思|情况|地方|用|毛病|纰漏|内容|方面|作用|区|年|月|天|单位|部门|人)"
)


def kind_asked(question: str) -> str:
    """The kind of thing whose name is asked for; "" where none is.

    >>> kind_asked("开发了哪套系统，想让基层少填表？"), kind_asked("新开了个什么栏目？"), kind_asked("那个二维码叫什么？")
    ('系统', '栏目', '个二维码')
    >>> kind_asked("合同什么时候到期？")
    ''
    """
    for pattern in (_BEHIND, _CALLED):
        found = pattern.search(question)
        if found and not _NO_KIND.match(found["kind"]):
            return found["kind"]
    return ""


def asks_named(question: str) -> bool:
    """Whether the answer is a name, and so is short."""
    return bool(kind_asked(question))


def quoted_name(question: Question, text: str) -> str | None:
    """The one name in quotation marks of a text that stands before or behind the kind of thing asked for."""
    kind = kind_asked(question.text)
    if not kind or question.asked in _OTHERWISE:
        return None
    kinds = {kind[-2:], *(word for said in question.added if said.word in kind for word in said.means)}
    asked = squeeze(question.text)
    names = [
        match["name"]
        for match in _QUOTED.finditer(text)
        if squeeze(match["name"]) not in asked
        and any(
            word in match["behind"] or word in text[max(0, match.start() - _BEFORE) : match.start()]
            for word in kinds
        )
    ]
    return names[0] if len(set(names)) == 1 else None
