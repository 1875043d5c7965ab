"""What the doors say when something cannot be done: one line in Chinese, with the way out.

UsageError        the caller asked for something that cannot be (exit status 2, HTTP 422)
describe(error)   the line for an error of this package or of a package below, None for a defect
"""

from __future__ import annotations


class UsageError(Exception):
    """Wrong usage or bad input.

    Attributes:
        what: what is wrong, with the culprit (Chinese, for people).
        remedy: what to do about it (Chinese, for people), or "".
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}。{remedy}" if remedy else what)


def describe(error: BaseException) -> str | None:
    """The line for people if the error is theirs to mend, None if it is a defect of ours.

    >>> describe(UsageError("没有文件：a.jsonl", "请检查路径"))
    '没有文件：a.jsonl。请检查路径'
    >>> describe(ZeroDivisionError()) is None
    True
    """
    # Late: the command line's help must not wait for SQLAlchemy.
    from ingest.document import IngestError
    from search.library import LibraryError

    return str(error) if isinstance(error, UsageError | IngestError | LibraryError) else None
