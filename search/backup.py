"""The whole library in one file, taken while it is used, and put back whole or not at all.

    backup.json       what is in the file: when it was made, how many reports and decisions, a SHA-256 of each part
    library.sqlite3   originals, texts, knowledge, decisions: one state of the database
    decisions.jsonl   the journal of decisions
    access.sqlite3    users, hashes of passwords and tokens, the log: where there are users, and it was asked for

The index is not in it: it is made anew from the database. With users in it, the file is its owner's alone.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from search.library import DamagedError, Library, LibraryError, journal
from search.library.connecting import reading
from search.library.copying import copy_file, copy_in, copy_out, put_in_place, rows_in, rows_out
from search.library.databases.sqlite import FILE
from search.library.verifying import Check, verify_library

FORMAT = 1
"""Of the file; another one is refused."""

LIST = "backup.json"
USERS = "access.sqlite3"
"""Of `api.access`: what stands in it is nothing to this layer, which copies it whole."""

_PARTS = (FILE, journal.FILE, USERS)
_OWNER_ONLY = 0o600
_LONGEST_LIST = 1_000_000  # bytes; it has some three hundred


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        file: where it is.
        made: when (UTC, ISO 8601).
        reports, decisions: how many.
        sha256: of each part by its name.
        bytes: of the file.
        wrong: what was wrong with the library when it was copied (Chinese, for people).
        users: whether users are in it, and after `restore` whether they were put back.
    """

    file: str
    made: str
    reports: int
    decisions: int
    sha256: dict[str, str]
    bytes: int = 0
    wrong: tuple[str, ...] = ()
    users: bool = False


def back_up(home: Path, file: Path, url: str = "", *, users: bool = True) -> Backup:
    """Writes the library in `home` to the new tar `file` (compressed, if its name ends in gz); writers may go on.

    Args:
        url: where its database is, if not in `home`; what is written is the same.
        users: whether users, their hashes, the key of cookies and the log go with it.

    Raises:
        LibraryError: there is no library, there is a file of that name, or it cannot be written.
    """
    if not url and not (home / FILE).exists():
        raise LibraryError("这里没有资料库", str(home), "请用 --home 指定资料库所在的文件夹")
    if file.exists():
        raise LibraryError("已有同名文件，不覆盖", str(file), "请换一个文件名，或先移走原有的备份")
    with _scratch(home, "backup-") as folder, _disk(file):
        if url:
            with Library.open(home, url) as library:
                rows_out(library, folder)
        else:
            copy_out(home, folder / FILE)
        if users and (home / USERS).exists():
            copy_file(home / USERS, folder / USERS)
        made = _describe(folder, file)
        # Beside its place first, so that a file of that name is always a whole backup.
        part = file.with_name(f"{file.name}.partial")
        try:
            part.touch(_OWNER_ONLY)
            with tarfile.open(part, "w:gz" if file.suffix in (".gz", ".tgz") else "w") as tar:
                for name in (LIST, *made.sha256):
                    tar.add(folder / name, name)
            _sync(part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return Backup(**{**asdict(made), "bytes": file.stat().st_size, "wrong": made.wrong})


def restore(file: Path, home: Path, *, replace: bool = False, url: str = "") -> Backup:
    """Puts a backup in place of the library in `home`, whole or not at all. Only the writer may (`writer.lock`).

    Args:
        replace: whether a library with reports or decisions may go.
        url: where its database is, if not in `home`.

    Raises:
        LibraryError: the file is no whole backup, or the library in `home` holds something; nothing is changed then.
    """
    home.mkdir(parents=True, exist_ok=True)
    held = _holds(home, url)
    if held and not replace:
        raise LibraryError(
            f"这里已有资料库（{held}），不覆盖",
            str(home),
            "要替换它，请加 --replace；或用 --home 另指一个文件夹",
        )
    with _scratch(home, "restore-") as folder, _disk(home):
        backup = _unpack(file, folder)
        _check(folder, file)
        aside = home / f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        journaled = home / journal.FILE
        if journaled.exists():
            # Before, so that later decisions than those of the backup are not taken for lost ones.
            journaled.replace(folder / "journal")
        try:
            if url:
                with Library.open(home, url) as library:
                    rows_in(folder, library)
            else:
                copy_in(folder / FILE, home)
        except DamagedError:
            if url:
                raise
            put_in_place(folder / FILE, home, aside)
        except BaseException:
            if (folder / "journal").exists():
                (folder / "journal").replace(journaled)
            raise
        with Library.open(home, url) as library, reading(library._engine) as connection:
            journal.rewrite(home, connection)
        return dataclasses.replace(backup, users=_put_users_back(folder, home))


def _put_users_back(folder: Path, home: Path) -> bool:
    """Where there are users they stay: a right that was taken away since must not come back with a backup."""
    if not (folder / USERS).exists() or (home / USERS).exists():
        return False
    (folder / USERS).chmod(_OWNER_ONLY)
    (folder / USERS).replace(home / USERS)
    return True


def _describe(folder: Path, file: Path) -> Backup:
    """Checks the copy, and writes beside it what it is."""
    with Library.open(folder) as copy:
        wrong = [one for check in verify_library(copy) if check.name != "decisions" for one in check.wrong]
        with reading(copy._engine) as connection:
            journal.rewrite(folder, connection)
        made = Backup(
            file=str(file),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            reports=len(copy.reports()),
            decisions=copy.last_word(),
            sha256={},
            wrong=tuple(f"{one.where}：{one.what}" for one in wrong),
        )
    _settle(folder)
    sums = {name: _sum(folder / name) for name in _PARTS if (folder / name).exists()}
    made = Backup(**{**asdict(made), "sha256": sums, "wrong": made.wrong, "users": USERS in sums})
    line = {"format": FORMAT, "made": made.made, "reports": made.reports, "decisions": made.decisions}
    (folder / LIST).write_bytes(orjson.dumps({**line, "sha256": sums}, option=orjson.OPT_INDENT_2))
    return made


def _settle(folder: Path) -> None:
    """Opening it has left a log beside the copy's database: all of it goes into the one file."""
    copy_out(folder, folder / "one")
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "one").replace(folder / FILE)


def _unpack(file: Path, folder: Path) -> Backup:
    """The parts of a backup, each held against its sum."""
    try:
        with tarfile.open(file) as tar:
            backup = _list_of(tar, file)
            if FILE not in backup.sha256:
                raise _no_backup(file, f"其中没有 {FILE}")
            for name, wanted in backup.sha256.items():
                if name not in _PARTS:
                    raise _no_backup(file, f"其中有不认识的 {name}")
                source = tar.extractfile(name)
                if source is None:
                    raise _no_backup(file, f"其中的 {name} 不是普通文件")
                with (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
                if _sum(folder / name) != wanted:
                    raise _no_backup(file, f"其中的 {name} 与校验值不符")
            return backup
    except (tarfile.TarError, EOFError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise _no_backup(file, str(error)) from error
    except FileNotFoundError as error:
        raise LibraryError("没有这个文件", str(file), "请检查路径") from error


def _list_of(tar: tarfile.TarFile, file: Path) -> Backup:
    source = tar.extractfile(LIST)
    said: dict[str, Any] = orjson.loads(source.read(_LONGEST_LIST) if source else b"")
    if said["format"] != FORMAT:
        raise ValueError(f"格式是第 {said['format']} 版，本程序使用第 {FORMAT} 版")
    sums = {str(name): str(sum_) for name, sum_ in said["sha256"].items()}
    size = file.stat().st_size
    reports, decisions = int(said["reports"]), int(said["decisions"])
    return Backup(str(file), str(said["made"]), reports, decisions, sums, size, users=USERS in sums)


def _check(folder: Path, file: Path) -> None:
    """Refuses a backup whose library is not whole."""
    wrong: list[Check] = []
    with Library.open(folder) as copy:
        wrong = [check for check in verify_library(copy) if check.wrong]
    _settle(folder)
    if wrong:
        first = wrong[0].wrong[0]
        count = sum(len(check.wrong) for check in wrong)
        raise LibraryError(
            f"备份中的资料库有 {count} 处不对，没有恢复（{first.where}：{first.what}）",
            str(file),
            "请换一份备份",
        )


def _holds(home: Path, url: str) -> str | None:
    """What a library holds, in words; None if nothing."""
    if not url and not (home / FILE).exists():
        return None
    try:
        with Library.open(home, url) as library:
            reports, said = len(library.reports()), library.last_word()
    except DamagedError:
        return "已损坏"
    return f"{reports} 份报告，{said} 条决定" if reports or said else None


def _no_backup(file: Path, reason: str) -> LibraryError:
    return LibraryError(f"不是完好的备份文件（{reason}）", str(file), "请换一份备份")


@contextmanager
def _scratch(home: Path, prefix: str) -> Iterator[Path]:
    """A folder on the library's own disk, gone in the end."""
    folder = Path(mkdtemp(prefix=prefix, dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _disk(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"写不了（{error.strerror or error}）", str(where), "请检查文件夹、权限和磁盘空间"
        ) from error


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
