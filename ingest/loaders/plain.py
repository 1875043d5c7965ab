"""Text files: one block of lines, every character where it stands in bytes."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import RawText
from ingest.loaders.encoding import Decoded, decode
from ingest.loaders.writer import Writer


def read_text(data: bytes, source: str) -> RawText:
    """The text of a .txt file; `data[offset:]` of a run begins with its characters in `encoding`.

    Raises:
        IngestError: the encoding cannot be told, or the text is garbled.
    """
    decoded = decode(data, source)
    writer = Writer(decoded.encoding)
    with writer.block("lines"):
        for line, offset in pieces(data, decoded):
            writer.put(line, None if offset is None else "", offset or 0)
    return writer.finish("txt")


def pieces(data: bytes, decoded: Decoded) -> Iterator[tuple[str, int | None]]:
    """The text in order with the byte that each piece begins at: all of it at once, or line by line.

    A few GB18030 codes decode to a character that encodes differently (two codes, one character). A line
    that holds one cannot be addressed by counting encoded bytes: its offset is None.
    """
    if decoded.text.encode(decoded.encoding) == data[decoded.start :]:
        yield decoded.text, decoded.start
        return
    offset = decoded.start
    # A line feed byte is never the second half of a character in GB18030 or Big5.
    for line in data[decoded.start :].splitlines(keepends=True):
        text = line.decode(decoded.encoding)
        yield text, offset if text.encode(decoded.encoding) == line else None
        offset += len(line)
