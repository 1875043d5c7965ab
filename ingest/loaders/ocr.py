"""Pictures and scanned pages, read by rapidocr (the `ocr` extra; its models are in its wheel).

The only file that knows rapidocr and Pillow.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from threading import Lock
from typing import Any, NoReturn

from ingest.document import Box, IngestError, RawText
from ingest.loaders.writer import Writer

INSTALL = "请先安装文字识别组件：pip install 'suizhi[ocr]'，再重新导入"

MAX_PIXELS = 100_000_000
"""A sheet of A3 at 600 dpi has 70 million."""

MAX_FRAMES = 300
"""Pages of a TIFF, at one to three seconds each."""

_SAME_LINE = 0.5  # share of the smaller height by which two boxes on one line overlap
_LOCK = Lock()  # one page at a time: the engine uses all cores anyway


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of text on a picture; `box` in pixels from the top left corner."""

    text: str
    box: Box

    @property
    def height(self) -> float:
        """Of the box, in pixels."""
        return self.box[3] - self.box[1]


def has_ocr() -> bool:
    """Whether the `ocr` extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def refuse_without_ocr(source: str, what: str) -> NoReturn:
    """Raise the IngestError for a file that only OCR can read."""
    raise IngestError(source, f"{what}，需要文字识别", INSTALL)


def read_image(data: bytes, source: str) -> RawText:
    """The text on a picture, one page a frame; runs stand in "page/N", a point of a box is a pixel.

    Raises:
        IngestError: damaged, too large, or OCR is not installed.
    """
    if not has_ocr():
        refuse_without_ocr(source, "文件是图片")
    writer = Writer()
    for number, picture in enumerate(_frames(data, source), 1):
        with writer.block("lines"):
            write_seen(writer, see(picture, source), number, 1.0)
    return writer.finish("image")


def write_seen(writer: Writer, seen: Iterable[list[Seen]], page: int, scale: float) -> None:
    """Write lines that OCR saw on a page; `scale` turns pixels into points, offsets count what it read."""
    offset = 0
    for line in seen:
        for index, piece in enumerate(line):
            left, top, right, bottom = (side * scale for side in piece.box)
            writer.put(" " if index else "")
            writer.put(piece.text, f"page/{page}", offset, (left, top, right, bottom))
            offset += len(piece.text)
        writer.put("\n")


def see(picture: Any, source: str) -> list[list[Seen]]:
    """The lines on a (height, width, 3) uint8 BGR picture, top to bottom, each from left to right.

    Raises:
        IngestError: the engine failed.
    """
    with _LOCK:
        try:
            output = _engine()(picture)
        except (RuntimeError, ValueError, OSError) as error:
            raise IngestError(source, f"文字识别失败（{error}）", "请换一份更清晰的扫描件") from error
    if output.boxes is None or output.txts is None:
        return []
    pieces = [
        Seen(
            text, (float(min(box[:, 0])), float(min(box[:, 1])), float(max(box[:, 0])), float(max(box[:, 1])))
        )
        for box, text in zip(output.boxes, output.txts, strict=True)
        if text.strip()
    ]
    return _in_lines(pieces)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # Its own log goes to the console, where programs read our answers.
    return RapidOCR(params={"Global.log_level": "critical"})


def _in_lines(pieces: list[Seen]) -> list[list[Seen]]:
    lines: list[list[Seen]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.box[1] + piece.box[3]) / 2):
        last = lines[-1][0] if lines else None
        if last is not None:
            shared = min(last.box[3], piece.box[3]) - max(last.box[1], piece.box[1])
            if shared >= _SAME_LINE * min(last.height, piece.height):
                lines[-1].append(piece)
                continue
        lines.append([piece])
    return [sorted(line, key=lambda piece: piece.box[0]) for line in lines]


def _frames(data: bytes, source: str) -> Iterator[Any]:
    from PIL import Image, UnidentifiedImageError

    try:
        with _quietly(Image.open, BytesIO(data)) as image:
            count = getattr(image, "n_frames", 1)
            if count > MAX_FRAMES:
                raise IngestError(source, f"图片有 {count} 页，超过上限 {MAX_FRAMES}", "请拆分后再导入")
            for index in range(count):
                _quietly(image.seek, index)
                if image.width * image.height > MAX_PIXELS:
                    raise IngestError(source, f"图片超过 {MAX_PIXELS} 像素", "请缩小后再导入")
                yield _pixels(image)
    except Image.DecompressionBombError as error:
        raise IngestError(source, f"图片超过 {MAX_PIXELS} 像素", "请缩小后再导入") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise IngestError(source, f"图片已损坏（{error}）", "请重新下载或重新扫描") from error


def _quietly(act: Callable[..., Any], argument: object) -> Any:
    """Pillow warns of large pictures; our own bound decides."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return act(argument)


def _pixels(image: Any) -> Any:
    """A frame as (height, width, 3) uint8, BGR, upright."""
    import numpy as np
    from PIL import ImageOps

    return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))[:, :, ::-1].copy()
