"""Folding of character widths and quotation marks, for comparison only; never shown, never cited."""

from __future__ import annotations

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


@lru_cache(maxsize=8)  # the same report is folded again for each of its clauses
def fold(text: str) -> str:
    """`text` with half-width forms and plain quotation marks; every position stays where it is.

    >>> fold("（２０２３）“穗智管”")
    '(2023)"穗智管"'
    """
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """`text` folded, in lower case, with letters, digits and the signs + % . kept and all else dropped.

    >>> squeeze("“穗好办 | 穗康” 小程序")
    '穗好办穗康小程序'
    """
    return "".join(c for c in fold(text).lower() if c.isalnum() or c in "+%.")


def fingerprint(text: str) -> str:
    """A hash that is the same for the same report in another format.

    >>> fingerprint("共 7 个镇\\n") == fingerprint("共７个镇")
    True
    """
    return sha256("".join(fold(text).split()).encode()).hexdigest()
