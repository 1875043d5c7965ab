"""Walking: what is found, what is skipped with a line, what fails alone."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from ingest import walk as walk_module
from ingest.document import IngestError
from ingest.walk import Failed, Found, Skipped, walk


def told(steps: list[Found | Skipped | Failed]) -> list[tuple[str, str]]:
    return [(type(step).__name__, step.source) for step in steps]


def test_folders_are_walked_in_order_with_names_relative_to_them(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.docx", "a/1.pdf", "c.exe", ".hidden/x.txt", "~$b.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("报告")
    assert told(list(walk([tmp_path]))) == [
        ("Skipped", ".hidden"),
        ("Found", "a/1.pdf"),
        ("Found", "a/2.docx"),
        ("Found", "b.txt"),
        ("Skipped", "c.exe"),
        ("Skipped", "~$b.docx"),
    ]


def test_a_file_is_named_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "深" / "报告.TXT"
    path.parent.mkdir()
    path.write_bytes("满意率".encode())
    [found] = walk([path])
    assert isinstance(found, Found)
    assert (found.source, found.read()) == ("报告.TXT", "满意率".encode())


def test_a_loop_of_links_is_cut_and_links_to_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "r.txt").write_text("报告")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a" / "r.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    steps = list(walk([tmp_path]))
    assert told(steps) == [
        ("Found", "a/r.txt"),
        ("Skipped", "a/up"),
        ("Found", "link.txt"),
        ("Failed", "self.txt"),
    ]
    assert isinstance(steps[1], Skipped)
    assert "符号链接" in steps[1].reason
    assert isinstance(steps[3], Failed)
    assert "成环" in steps[3].error.reason


def test_what_is_not_there_fails_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("报告")
    steps = list(walk([tmp_path / "没有.txt", tmp_path / "b.txt"]))
    assert told(steps) == [("Failed", "没有.txt"), ("Found", "b.txt")]
    assert isinstance(steps[0], Failed)
    assert "不存在" in str(steps[0].error)


def test_a_file_that_vanishes_between_finding_and_reading_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("报告")
    [found] = walk([path])
    path.unlink()
    assert isinstance(found, Found)
    with pytest.raises(IngestError, match=r"a\.txt：文件不存在或已被移走"):
        found.read()


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)  # sparse: takes no room, and reading it would give 500 MB of zeros
    [failed] = walk([path])
    assert isinstance(failed, Failed)
    assert "500 MB" in failed.error.reason
    with pytest.raises(IngestError, match="500 MB"):
        Found("大.pdf", path).read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert told(list(walk([tmp_path]))) == [("Skipped", "a.txt")]


def test_files_of_an_archive_are_found_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "报告.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2023/花都.txt", "满意率")
        archive.writestr("内.zip", b"PK")
        archive.writestr("__MACOSX/._a.txt", b"")
        archive.writestr("../../etc/a.txt", "外")
        archive.writestr("图.psd", b"")
    steps = list(walk([path]))
    assert told(steps) == [
        ("Failed", "报告.zip/../../etc/a.txt"),
        ("Found", "报告.zip/2023/花都.txt"),
        ("Skipped", "报告.zip/__MACOSX/._a.txt"),
        ("Skipped", "报告.zip/内.zip"),
        ("Skipped", "报告.zip/图.psd"),
    ]
    assert isinstance(steps[1], Found)
    assert steps[1].read().decode() == "满意率"


def test_names_that_windows_wrote_in_gbk_are_read_as_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    stored = "花都区报告.txt".encode("gb18030").decode("cp437")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x" * len(stored.encode("cp437")), "满意率")
    # zipfile marks non-ASCII names as UTF-8; Windows writes the bytes of the code page without the mark.
    data = path.read_bytes().replace(b"x" * len(stored.encode("cp437")), stored.encode("cp437"))
    path.write_bytes(data)
    [found] = walk([path])
    assert isinstance(found, Found)
    assert (found.source, found.read().decode()) == ("a.zip/花都区报告.txt", "满意率")


def test_archives_are_unpacked_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 30_000_000)
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for index in range(6):
            archive.writestr(f"{index}.txt", "报告")
    monkeypatch.setattr("ingest.loaders.archive.MAX_MEMBERS", 5)
    steps = list(walk([tmp_path]))
    assert told(steps) == [("Failed", "bomb.zip"), ("Failed", "many.zip")]
    assert ["压缩炸弹" in str(step.error) for step in steps if isinstance(step, Failed)] == [True, False]


def test_an_encrypted_or_damaged_archive_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "报告")
    data = bytearray(path.read_bytes())
    (tmp_path / "b.zip").write_bytes(data[:40])
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        data[at] |= 1  # the flag of an encrypted entry
    path.write_bytes(data)
    steps = list(walk([tmp_path]))
    assert told(steps) == [("Failed", "a.zip"), ("Failed", "b.zip")]
    assert ["加密" in str(step.error) for step in steps if isinstance(step, Failed)] == [True, False]


def test_an_archive_that_changes_after_it_was_looked_into_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "报告")
    [found] = walk([path])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.txt", "报告")
    assert isinstance(found, Found)
    with pytest.raises(IngestError, match="压缩包已改变"):
        found.read()


def test_the_bound_is_for_what_an_archive_holds_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"1234" * 2000)
    monkeypatch.setattr(walk_module, "MAX_BYTES", 4000)
    assert told(list(walk([path]))) == [("Failed", "a.zip/a.txt")]
