"""What the doors say when something cannot be done: one line in Chinese, with the way out.

UsageError        the caller asked for something that cannot be (exit status 2, HTTP 422)
describe(error)   the line for an error of this package, of a package below or of the machine; None for a defect
is_bad_input(error)   whether the caller, not the machine, is at fault
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

    A full disk, a folder without permission or another program that writes for too long are theirs too.

    >>> describe(UsageError("没有文件：a.jsonl", "请检查路径"))
    '没有文件：a.jsonl。请检查路径'
    >>> describe(ZeroDivisionError()) is None
    True
    """
    if is_bad_input(error):
        return str(error)
    if isinstance(error, TimeoutError):  # filelock's is one
        return "另一个程序正在写入资料库，到时仍未结束。请稍后再试"
    if isinstance(error, OSError):
        where = f"{error.filename}：" if error.filename else ""
        return f"读写文件出错：{where}{error.strerror or error}。请检查路径、权限与磁盘空间"
    return None


def is_bad_input(error: BaseException) -> bool:
    """Whether what the caller gave or set is wrong, and trying again is of no use."""
    # Late: the command line's help must not wait for SQLAlchemy.
    from ingest.document import IngestError
    from search.encoder import EncoderError
    from search.library import LibraryError

    return isinstance(error, UsageError | IngestError | LibraryError | EncoderError)
