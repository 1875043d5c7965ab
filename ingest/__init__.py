"""FILE -> CLEAN, ADDRESSED TEXT.

    read(data, source)  a Document of a file's bytes; raises IngestError
    walk.walk(paths)    the readable files under paths, one by one

Reading order: document (the nouns), loaders, clean, markers, outline, split, about, words, fold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from ingest.document import Citation, Document, IngestError

__all__ = ["VERSION", "Citation", "Document", "IngestError", "read"]

VERSION = "2"
"""Of reading; a library made with another reads its kept originals again (`suizhi refresh`)."""

NOTHING_TOLD: Mapping[str, Any] = MappingProxyType({})


def read(data: bytes, source: str, told: Mapping[str, Any] = NOTHING_TOLD) -> Document:
    """The report in a file's bytes, as clean, addressed text.

    Args:
        data: the file.
        source: its name in the library.
        told: fields of `About` that a person gave; they hold, whatever the words say.

    Raises:
        IngestError: the file cannot be read, or holds no text; says why and what to do.
    """
    from ingest.about import read_about
    from ingest.clean import clean
    from ingest.fold import fingerprint
    from ingest.loaders import load
    from ingest.outline import outline
    from ingest.split import split

    raw = load(data, source)
    cleaned = clean(raw)
    if not cleaned.blocks:
        raise IngestError(
            source, "文件里没有文字", "确认文件不是空白的；扫描件请安装 OCR：pip install 'suizhi[ocr]'"
        )
    about = replace(read_about(cleaned.text, cleaned.blocks), **told)
    sections = outline(cleaned.text, cleaned.blocks, about.title)
    units = [s.index for s in sections if s.index == 0 or _begins_line(cleaned.text, s.start)]
    return Document(
        source=source,
        sha256=sha256(data).hexdigest(),
        fingerprint=fingerprint(cleaned.text),
        format=raw.format,
        encoding=raw.encoding,
        text=cleaned.text,
        runs=cleaned.runs,
        rows=tuple(block for block in cleaned.blocks if block.kind == "row"),
        sections=sections,
        passages=split(cleaned.text, sections, about, units),
        about=about,
    )


def _begins_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"
