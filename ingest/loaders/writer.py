"""Builds a RawText piece by piece: content with its origin, separators without, blocks around both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.document import Block, BlockKind, Box, RawText, Run


class Writer:
    r"""Collects text, runs and blocks in order.

    >>> writer = Writer()
    >>> with writer.block("paragraph"):
    ...     writer.put("一、")
    ...     writer.put("基本情况", "paragraph/3", 0)
    >>> raw = writer.finish("docx")
    >>> raw.text, raw.runs[0].start
    ('一、基本情况\n', 2)
    """

    def __init__(self, encoding: str | None = None) -> None:
        self._encoding = encoding
        self._pieces: list[str] = []
        self._length = 0
        self._runs: list[Run] = []
        self._blocks: list[Block] = []

    def __len__(self) -> int:
        """Characters written so far."""
        return self._length

    def put(self, text: str, part: str | None = None, offset: int = 0, box: Box | None = None) -> None:
        """Append `text`, which stands at `offset` of `part`; without a part it was put in by the loader."""
        if not text:
            return
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        if part is None:
            return
        last = self._runs[-1] if self._runs else None
        if last is not None and self._continues(last, start, part, offset, box):
            self._runs[-1] = Run(last.start, self._length, part, last.offset)
        else:
            self._runs.append(Run(start, self._length, part, offset, box))

    def _continues(self, last: Run, start: int, part: str, offset: int, box: Box | None) -> bool:
        # Text files (with an encoding) are written in whole lines; only where offsets count characters
        # do loaders write scraps that are worth joining.
        if self._encoding is not None or box is not None or last.box is not None:
            return False
        return last.end == start and last.part == part and last.offset + (last.end - last.start) == offset

    @contextmanager
    def block(self, kind: BlockKind, level: int | None = None) -> Iterator[None]:
        """What is written inside is one block; nothing but white space inside leaves no block, no text."""
        start, pieces, runs = self._length, len(self._pieces), len(self._runs)
        yield
        written = "".join(self._pieces[pieces:])
        if not written.strip():
            del self._pieces[pieces:], self._runs[runs:]
            self._length = start
            return
        if kind != "lines" and not written.endswith("\n"):
            self.put("\n")
        self._blocks.append(Block(start, self._length, kind, level))

    def finish(self, format: str) -> RawText:
        """The text as it stands now."""
        return RawText(
            text="".join(self._pieces),
            runs=tuple(self._runs),
            blocks=tuple(self._blocks),
            format=format,
            encoding=self._encoding,
        )
