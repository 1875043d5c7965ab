"""Batch lines: each good one is used, each bad one is named by its number."""

import pytest

from api.batch import Item, Malformed, open_lines, read_batch
from api.errors import UsageError


def read(text: bytes) -> list[Item | Malformed]:
    return list(read_batch(text.splitlines(keepends=True), "question"))


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        (b'{"id": "a", "question": "q"}\n', Item("a", "q", line=1), "plain"),
        (
            b'{"id": 7, "question": "q", "more": 1}',
            Item(7, "q", line=1),
            "numbers are ids, further fields are ignored",
        ),
        (
            "\ufeff".encode() + b'{"id": "a", "question": "q"}',
            Item("a", "q", line=1),
            "Windows editors put a mark first",
        ),
        (b'{"id": "a", "question": "q"}\r\n', Item("a", "q", line=1), "line ends of Windows"),
    ],
)
def test_a_good_line_is_an_item(line: bytes, expected: Item, reason: str):
    assert read(line) == [expected], reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "a"', "cut off"),
        (b"[1]", "no object"),
        (b'{"question": "q"}', "no id"),
        (b'{"id": true, "question": "q"}', "true is no id"),
        (b'{"id": "a", "question": " "}', "nothing asked"),
        (b'{"id": "a", "query": "q"}', "the field of another command"),
        ('{"id": "a", "question": "问"}'.encode("gb18030"), "not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(line: bytes, reason: str):
    bad, good = read(b"\n" + line + b'\n{"id": "b", "question": "q"}')
    assert isinstance(bad, Malformed), reason
    assert bad.line == 2
    assert good == Item("b", "q", line=3)


def test_a_file_that_cannot_be_opened_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match=r"absent\.jsonl"), open_lines(tmp_path / "absent.jsonl"):
        pass
