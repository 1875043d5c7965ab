"""该平台, 该做法: which thing that was named before a word of pointing means."""

from __future__ import annotations

import re

from graph.clauses import Sentence
from graph.facts import Mention
from graph.statements import Reader

_THIS = re.compile(r"(?:[该此]|(?<![一-鿿\x00]))(平台|系统|小程序|项目|工程|做法|经验|品牌|模式|机制|案例)")
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


_OTHER = ("APP", "App", "小程序", "公众号", "热线", "网站", "视频号", "专线", "网")


def meant(reader: Reader, sentence: Sentence, start: int, end: int) -> Mention | None:
    """What 该… in `text[start:end]` means: the last thing of that kind in the sentence, else in the section.

    One that the same noun ends (该平台: the last …平台) goes before others of its kind. None where nothing is
    pointed at, or nothing of the kind was named.
    """
    this = _THIS.search(sentence.masked, start, end)
    if this is None:
        return None
    here = [m for m in reversed(sentence.mentions) if m.end <= this.start()]
    # A way of doing (做法, 经验) may be told of a platform or a project as well, where its sentence names one.
    kinds = _CALLED_THIS.get(this[1], _ANY)
    alike = [m for m in here if reader.type_of(m) in kinds]
    called = next((m for m in alike if reader.is_called(m, (this[1],))), None)
    before = reader.thing_before(sentence, kinds, (this[1],)) if called is None else None
    last = next(iter(alike), None) or reader.thing_before(
        sentence, _CALLED_THIS.get(this[1], ("INITIATIVE",))
    )
    # A 小程序 is no 平台, whatever stands nearest.
    other = last is not None and this[1] in ("平台", "系统") and reader.is_called(last, _OTHER)
    return called or before or (None if other else last)
