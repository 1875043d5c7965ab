"""From the bytes of a file to its raw text, one loader a format.

`load` looks at the content first and at the suffix second. The libraries that the loaders stand on are
imported when the first file of their kind is read.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.document import IngestError, RawText
from ingest.loaders.docx import read_docx
from ingest.loaders.html import read_html
from ingest.loaders.markdown import read_markdown
from ingest.loaders.ocr import read_image
from ingest.loaders.office import read_doc, read_rtf, read_xls
from ingest.loaders.pdf import read_pdf
from ingest.loaders.plain import read_text
from ingest.loaders.sniff import FORMAT_OF_SUFFIX, sniff
from ingest.loaders.xlsx import read_xlsx

__all__ = ["LOADERS", "SUFFIXES", "load"]

LOADERS: dict[str, Callable[[bytes, str], RawText]] = {
    "txt": read_text,
    "md": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "doc": read_doc,
    "rtf": read_rtf,
    "xls": read_xls,
    "image": read_image,
}
"""Loaders by format; each takes the bytes and the name of the file and raises nothing but IngestError."""

SUFFIXES: frozenset[str] = frozenset(FORMAT_OF_SUFFIX)
"""The suffixes of the files that can be read, in lower case with their dot."""


def load(data: bytes, source: str) -> RawText:
    r"""The raw text of a file.

    >>> load("一、基本情况\n".encode(), "报告.txt").text
    '一、基本情况\n'

    Args:
        data: the whole file.
        source: its name, for its suffix and for errors.

    Raises:
        IngestError: it cannot be read, or there is no text in it; says why and what to do.
    """
    raw = LOADERS[sniff(data, source)](data, source)
    if not raw.text.strip():
        raise IngestError(source, "文件里没有文字", "请检查文件内容；若是图片，请导入图片文件或扫描版 PDF")
    return raw
