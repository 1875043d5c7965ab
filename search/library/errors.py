"""The exceptions of the library.

LibraryError
 └── DamagedError
"""

from __future__ import annotations


class LibraryError(Exception):
    """The library cannot do what was asked: says what is wrong, where, and what to do.

    Attributes:
        what: what is wrong (Chinese, for people).
        where: the report or the file at fault.
        remedy: what to do about it (Chinese, for people), or "".
    """

    def __init__(self, what: str, where: str, remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(f"{where}：{what}" + (f"。{remedy}" if remedy else ""))


class DamagedError(LibraryError):
    """What stands in the library is not what was put there; nothing of it may be shown."""
