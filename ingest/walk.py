"""Which files there are to read under the paths that a person names."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.document import IngestError
from ingest.loaders.archive import open_archive, read_member
from ingest.loaders.sniff import FORMAT_OF_SUFFIX

MAX_BYTES = 100 * 1024 * 1024
"""Largest file that is read. A report of some hundred pages with pictures has 5 to 30 MB."""

_UTF8_NAME = 0x800  # general purpose bit 11 of a ZIP entry: its name is in UTF-8


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    Attributes:
        source: its name in the library: relative to the folder that was given, or the file's own name;
            of a file in an archive "a.zip/inner.docx".
        path: where it is; of a file in an archive, where the archive is.
        member: its name inside the archive as stored there, or None.
    """

    source: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            IngestError: larger than MAX_BYTES, gone since it was found, or not readable.
        """
        try:
            with self.path.open("rb") as file:
                if self.member is not None:
                    with open_archive(file, self.source) as archive:
                        _refuse_large(self.source, archive.getinfo(self.member).file_size)
                        return read_member(archive, self.member, self.source)
                _refuse_large(self.source, os.fstat(file.fileno()).st_size)
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise _unreadable(self.source, error) from error
        except KeyError as error:
            raise IngestError(
                self.source, "压缩包已改变，其中没有这个文件了", "请重新导入该压缩包"
            ) from error
        _refuse_large(self.source, len(data))
        return data


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is of no kind that can be read, and why (Chinese, for people)."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A path or archive that should have been read and cannot be."""

    source: str
    error: IngestError


Step = Found | Skipped | Failed


def walk(paths: Sequence[Path]) -> Iterator[Step]:
    """The files under `paths`, folders in the order of their names; never raises for a single file.

    Links are followed, but never into a folder that is being walked already. Archives are looked into
    (one level deep), other files are only found: `Found.read` reads them.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path, path, frozenset())
        else:
            yield from _file(path, _readable(path.name))


def _folder(folder: Path, root: Path, above: frozenset[Path]) -> Iterator[Step]:
    source = _readable(folder.relative_to(root).as_posix())
    try:
        real = folder.resolve(strict=True)
        if real in above:
            yield Skipped(source, "符号链接绕回了上级文件夹，不再进入")
            return
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        yield Failed(source, _unreadable(source, error))
        return
    for path in entries:
        if path.is_dir() and path.name.startswith("."):
            yield Skipped(_readable(path.relative_to(root).as_posix()), "隐藏文件夹")
        elif path.is_dir():
            yield from _folder(path, root, above | {real})
        else:
            yield from _file(path, _readable(path.relative_to(root).as_posix()))


def _file(path: Path, source: str) -> Iterator[Step]:
    reason = _reason_to_skip(PurePosixPath(source))
    try:
        status = path.stat()
    except (OSError, RuntimeError) as error:
        yield Skipped(source, reason) if reason else Failed(source, _unreadable(source, error))
        return
    if reason:
        yield Skipped(source, reason)
    elif not path.is_file():
        # Opening a pipe or a device could wait for ever.
        yield Skipped(source, "不是普通文件")
    elif status.st_size > MAX_BYTES:
        yield Failed(source, _too_large(source, status.st_size))
    elif path.suffix.lower() == ".zip":
        yield from _archive(path, source)
    else:
        yield Found(source, path)


def _archive(path: Path, source: str) -> Iterator[Step]:
    try:
        with path.open("rb") as file, open_archive(file, source) as archive:
            members = sorted((_name(member), member) for member in archive.infolist() if not member.is_dir())
    except IngestError as error:
        yield Failed(source, error)
        return
    except OSError as error:
        yield Failed(source, _unreadable(source, error))
        return
    for name, member in members:
        inner = f"{source}/{name}"
        if _leaves_folder(name):
            outside = IngestError(inner, "压缩包内的路径指向包外", "请确认文件来源可靠，解压后再导入")
            yield Failed(inner, outside)
        elif reason := _reason_to_skip(PurePosixPath(name), nested=True):
            yield Skipped(inner, reason)
        elif member.file_size > MAX_BYTES:
            yield Failed(inner, _too_large(inner, member.file_size))
        else:
            yield Found(inner, path, member.filename)


def _name(member: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: Windows in China writes GBK without saying so, which reads as cp437."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _leaves_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name[:2] or ".." in name.replace("\\", "/").split("/")


def _reason_to_skip(path: PurePosixPath, nested: bool = False) -> str:
    if path.name.startswith((".", "~$")) or "__MACOSX" in path.parts:
        return "隐藏文件或办公软件的临时文件"
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return "压缩包里的压缩包不再展开" if nested else ""
    if suffix not in FORMAT_OF_SUFFIX:
        return f"不支持的文件类型 {suffix or '（无扩展名）'}"
    return ""


def _refuse_large(source: str, size: int) -> None:
    if size > MAX_BYTES:
        raise _too_large(source, size)


def _too_large(source: str, size: int) -> IngestError:
    return IngestError(
        source,
        f"文件有 {size // 1024 // 1024} MB，超过上限 {MAX_BYTES // 1024 // 1024} MB",
        "请拆分或压缩图片后再导入",
    )


def _unreadable(source: str, error: OSError | RuntimeError) -> IngestError:
    if isinstance(error, FileNotFoundError):
        return IngestError(source, "文件不存在或已被移走", "请检查路径是否正确")
    if isinstance(error, PermissionError):
        return IngestError(source, "没有读取权限", "请修改文件权限，或换有权限的用户运行")
    if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
        return IngestError(source, "符号链接成环", "请删除该链接，或直接导入它指向的文件")
    return IngestError(source, f"读取失败（{error.strerror or error}）", "请检查磁盘或网络位置是否可用")


def _readable(name: str) -> str:
    """A file name as characters; names that are not in the system's encoding are mostly GBK, from Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name
