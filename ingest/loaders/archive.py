"""ZIP containers (.zip, .docx, .xlsx) opened within bounds.

`zipfile` never gives more bytes of a member than its directory declares, so that checking what is declared
before anything is unpacked is enough to be safe from bombs.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from ingest.document import IngestError

MAX_MEMBERS = 5_000
"""A year of reports of a whole city is some hundreds of files; a docx has some dozens of parts."""

MAX_UNPACKED = 400 * 1024 * 1024
"""Four times the largest file that is read at all (`walk.MAX_BYTES`)."""

MAX_RATIO = 200
"""XML of reports and tables shrinks 5 to 60 times; a bomb of zeros shrinks about 1000 times."""

RATIO_MATTERS_FROM = 10 * 1024 * 1024
"""Below this size a high ratio does no harm: a small file may well be mostly repetition."""

_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def open_archive(file: BinaryIO, source: str) -> zipfile.ZipFile:
    """The archive, after its directory was held against the bounds.

    Raises:
        IngestError: damaged, encrypted, or larger than the bounds when unpacked.
    """
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise IngestError(
            source, f"压缩结构不完整或已损坏（{error}）", "请重新下载或重新导出该文件"
        ) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise IngestError(source, f"内含 {len(members)} 个文件，超过上限 {MAX_MEMBERS}", "请拆分后再导入")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise IngestError(
            source, f"解压后有 {unpacked} 字节，超过上限 {MAX_UNPACKED}", "请确认文件来源可靠，拆分后再导入"
        )
    for member in members:
        if member.file_size > RATIO_MATTERS_FROM and member.file_size > MAX_RATIO * member.compress_size:
            raise IngestError(
                source,
                f"其中的 {member.filename} 压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹",
                "请确认文件来源可靠，用办公软件打开后另存再导入",
            )
        if member.flag_bits & _ENCRYPTED:
            raise IngestError(source, "压缩包已加密", "请用密码解压后再导入其中的文件")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, source: str) -> bytes:
    """The bytes of a member of an archive that `open_archive` has checked.

    Raises:
        IngestError: there is no such member, or it is damaged.
    """
    try:
        return archive.read(name)
    except KeyError as error:
        raise IngestError(source, f"缺少 {name}", "请用办公软件打开后另存再导入") from error
    except (*_DAMAGED, RuntimeError) as error:
        raise IngestError(source, f"其中的 {name} 已损坏（{error}）", "请重新下载或重新导出该文件") from error
