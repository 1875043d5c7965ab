"""Text files: one block of lines, every character where it stands in bytes."""

from __future__ import annotations

from ingest.document import RawText
from ingest.loaders.encoding import decode
from ingest.loaders.writer import Writer


def read_text(data: bytes, source: str) -> RawText:
    """The text of a .txt file; `data[offset:]` of a run begins with its characters in `encoding`.

    Counting encoded characters gives bytes of the file because the encodings that `decode` accepts are one
    to one: decoding and encoding again gives the same bytes.

    Raises:
        IngestError: the encoding cannot be told, or the text is garbled.
    """
    decoded = decode(data, source)
    writer = Writer(decoded.encoding)
    with writer.block("lines"):
        writer.put(decoded.text, "", decoded.start)
    return writer.finish("txt")
