"""Folding of character widths and quotation marks, for comparison only; never shown, never cited."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

# Full-width ASCII forms stand 0xFEE0 above ASCII (Unicode block Halfwidth and Fullwidth Forms).
_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= {
    0x3000: " ", 0x00A0: " ",
    ord("“"): '"', ord("”"): '"', ord("「"): '"', ord("」"): '"', ord("『"): '"', ord("』"): '"',
    ord("‘"): "'", ord("’"): "'",
    ord("—"): "-", ord("–"): "-", ord("－"): "-", ord("−"): "-", ord("‐"): "-", ord("─"): "-",
    ord("﹣"): "-", ord("〔"): "[", ord("〕"): "]", ord("【"): "[", ord("】"): "]", ord("％"): "%",
}  # fmt: skip

_LONG = 200  # characters; shorter texts are folded faster than looked up, and would push the report out
_DROPPED = re.compile(r"[^\w+%.]|_")  # \w is a letter, a digit or _


def fold(text: str) -> str:
    """`text` with half-width forms and plain quotation marks; every position stays where it is.

    >>> fold("（２０２３）“穗智管”")
    '(2023)"穗智管"'
    """
    return text.translate(_FOLD) if len(text) < _LONG else _folded(text)


@lru_cache(maxsize=8)  # the same report is folded again for each of its clauses
def _folded(text: str) -> str:
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """`text` folded, in lower case, with letters, digits and the signs + % . kept and all else dropped.

    >>> squeeze("“穗好办 | 穗康” 小程序")
    '穗好办穗康小程序'
    """
    return _DROPPED.sub("", fold(text).lower())


def fingerprint(text: str) -> str:
    """A hash that is the same for the same report in another format.

    >>> fingerprint("共 7 个镇\\n") == fingerprint("共７个镇")
    True
    """
    return sha256("".join(fold(text).split()).encode()).hexdigest()
