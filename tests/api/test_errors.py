"""Errors that people can mend are one line with the way out; defects are not dressed as such."""

import pytest
from filelock import Timeout

from api.errors import describe, is_bad_input
from search.encoder import EncoderError
from search.library import LibraryError
from suizhi import LOCK_FILE


@pytest.mark.parametrize(
    ("error", "part", "bad_input", "reason"),
    [
        (LibraryError("没有这份报告", "a.txt", "请检查名称"), "请检查名称", True, "of the library"),
        (EncoderError("bge", "本机上没有", "请给出路径"), "请给出路径", True, "of the encoder"),
        (Timeout("writer.lock"), "请稍后再试", False, "another writer, seen by its lock"),
        (TimeoutError(), "请稍后再试", False, "another writer, seen by the index"),
        (OSError(28, "No space left", "/a/b"), "/a/b：No space left。请检查", False, "the disk"),
        (OSError("broken"), "broken。请检查", False, "without a file"),
    ],
)
def test_an_error_of_the_caller_or_the_machine_is_a_line_with_the_way_out(error, part, bad_input, reason):
    assert part in (describe(error) or ""), reason
    assert is_bad_input(error) is bad_input, reason


def test_a_defect_has_no_such_line():
    assert describe(KeyError("x")) is None
    assert not is_bad_input(KeyError("x"))


def test_a_wrong_encoder_is_one_line_on_the_command_line(suizhi, home, tmp_path, monkeypatch):
    monkeypatch.setenv("SUIZHI_ENCODER", str(tmp_path / "没有"))
    ran = suizhi("ask", "满意率是多少", "--home", home)
    assert (ran.status, ran.out) == (2, "")
    assert "没有" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_folder_that_refuses_is_one_line_and_no_wrong_usage(suizhi, report, tmp_path):
    lock = tmp_path / "library" / LOCK_FILE
    lock.mkdir(parents=True)
    ran = suizhi("ingest", report(), "--home", lock.parent)
    assert (ran.status, ran.out) == (1, "")
    assert LOCK_FILE in ran.err.strip().splitlines()[-1]
    assert "Traceback" not in ran.err
