"""Radicals that stand for characters in the text layer of a PDF.

Many fonts draw a character and its radical with one glyph (一 and ⼀, 见 and ⻅), and the program that made
the PDF wrote the radical's code down. What the page shows is the character.
"""

from __future__ import annotations

import unicodedata

# Kangxi radicals and compatibility ideographs have their characters in Unicode's own tables (NFKC).
_MAPPED_BY_UNICODE = ((0x2F00, 0x2FD5), (0xF900, 0xFAD9))

# Those of the radicals supplement that are whole characters of modern text have none there; Unicode's
# EquivalentUnifiedIdeograph.txt pairs them so.
_SUPPLEMENT = dict(
    zip(
        "⺁⺝⺟⺠⺩⺬⻁⻄⻅⻆⻇⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂月母民王示虎西见角角贝车長长门青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)

# Unicode gives ⼾ its traditional form; a font with a glyph for both is a simplified one.
_SIMPLIFIED = {"⼾": "户"}


def character(sign: str) -> str:
    """The character that a radical stands for; any other sign is itself.

    >>> "".join(map(character, "⼀、⻔⼾⽹站"))
    '一、门户网站'
    """
    if sign < "⺀":
        return sign
    if sign in _SIMPLIFIED:
        return _SIMPLIFIED[sign]
    if any(first <= ord(sign) <= last for first, last in _MAPPED_BY_UNICODE):
        found = unicodedata.normalize("NFKC", sign)
        return found if len(found) == 1 else sign
    return _SUPPLEMENT.get(sign, sign)
