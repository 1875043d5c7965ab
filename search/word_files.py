"""Whether the files of the word index are what was written, without opening them.

tantivy ends each of its files with a footer: a line of JSON with the CRC-32 of what stands before it, the length of
that line, and a mark. It does not look at the sum when it opens a file, since that means to read all of it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

_END = struct.Struct("<II")  # the length of the line, the mark
_MARK = 1337  # tantivy's `FOOTER_MAGIC_NUMBER`
_LONGEST = 10_000  # bytes of the line; it has some ninety
_CHUNK = 1 << 20
_BARE = {"meta.json", ".managed.json"}  # files without a footer


def damaged_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files that are missing or not what was written, and what is wrong with them (Chinese, for people)."""
    if not folder.is_dir():
        return
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = {segment["segment_id"].replace("-", "") for segment in segments}
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield folder / "meta.json", f"读不出来（{error}）"
        return
    there = {path.name.partition(".")[0] for path in folder.iterdir() if path.suffix == ".idx"}
    for name in sorted(names - there):
        yield folder / f"{name}.idx", "缺失"
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in _BARE and path.suffix != ".lock" and not is_whole(path):
            yield path, "与写入时的校验和不符"


def is_whole(path: Path) -> bool:
    """Whether a file of tantivy has the sum that its footer says."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - _END.size))
            length, mark = _END.unpack(file.read())
            rest = size - _END.size - length
            if mark != _MARK or length > _LONGEST or rest < 0:
                return False
            file.seek(rest)
            wanted = json.loads(file.read(length))["crc"]
            file.seek(0)
            found = 0
            while rest > 0 and (data := file.read(min(rest, _CHUNK))):
                found, rest = crc32(data, found), rest - len(data)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
    return bool(found == wanted)
