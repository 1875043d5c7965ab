"""该平台, 该做法: which thing that was named before a word of pointing means."""

from __future__ import annotations

import re

from graph.clauses import Sentence
from graph.facts import Mention
from graph.statements import Reader

_THIS = re.compile(r"[该此](平台|系统|小程序|项目|工程|做法|经验|品牌|模式|机制|案例)")
_ANY = ("PLATFORM", "PROJECT", "INITIATIVE")
_CALLED_THIS: dict[str, tuple[str, ...]] = {
    "平台": ("PLATFORM",),
    "系统": ("PLATFORM",),
    "小程序": ("PLATFORM",),
    "项目": ("PROJECT", "INITIATIVE"),
    "工程": ("PROJECT", "INITIATIVE"),
    "品牌": ("INITIATIVE",),
    "模式": ("INITIATIVE",),
    "机制": ("INITIATIVE",),
}


def meant(reader: Reader, sentence: Sentence, start: int, end: int) -> Mention | None:
    """What 该… in `text[start:end]` means: the last thing of that kind in the sentence, else in the section.

    None where nothing is pointed at, or nothing of the kind was named.
    """
    this = _THIS.search(sentence.masked, start, end)
    if this is None:
        return None
    # A way of doing (做法, 经验) may be told of a platform or a project as well, where its sentence names one.
    here = _CALLED_THIS.get(this[1], _ANY)
    for mention in reversed(sentence.mentions):
        if mention.end <= this.start() and reader.type_of(mention) in here:
            return mention
    return reader.thing_before(sentence, _CALLED_THIS.get(this[1], ("INITIATIVE",)))
