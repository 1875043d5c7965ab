"""Which format a file really has: by its first bytes where they are unambiguous, else by its suffix."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath

from ingest.document import IngestError
from ingest.loaders.archive import open_archive

FORMAT_OF_SUFFIX: dict[str, str] = {
    ".txt": "txt", ".text": "txt",
    ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".doc": "doc", ".wps": "doc", ".rtf": "rtf",
    ".xls": "xls", ".et": "xls",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image", ".bmp": "image",
    ".webp": "image",
}  # fmt: skip

_TEXT = ("txt", "md", "html")
_NAMES = {
    "pdf": "PDF", "docx": "Word（docx）", "xlsx": "Excel（xlsx）", "doc": "Word/WPS（doc、wps）",
    "xls": "Excel/WPS（xls、et）", "rtf": "RTF", "image": "图片",
}  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PDF_WITHIN = (
    1024  # readers accept a PDF whose header stands anywhere in the first 1024 bytes (PDF 32000-1, H.3.4.1)
)
_HTML_WITHIN = 512


def sniff(data: bytes, source: str) -> str:
    """The key of `LOADERS` for the file.

    Raises:
        IngestError: empty, encrypted, of a kind that is not read, or not what its suffix says.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise IngestError(source, "文件是空的", "请检查文件是否下载或保存完整")
    suffix = PurePosixPath(source).suffix.lower()
    named = FORMAT_OF_SUFFIX.get(suffix)
    found = _by_magic(data, source, named)
    if found is not None:
        return found
    if named is None or named in _TEXT:
        return named or "txt"
    raise IngestError(
        source,
        f"扩展名是 {suffix}，内容却不是 {_NAMES[named]}",
        "文件可能没有下载完整，或被改过扩展名；请改回原来的扩展名，或重新下载",
    )


def _by_magic(data: bytes, source: str, named: str | None) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data, source)
    if data.startswith(_OLE):
        return _kind_of_ole(data, source, named)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data.startswith(b"BM") and named == "image":
        return "image"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    head = data[:_HTML_WITHIN].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    # A web page saved as .doc or .xls is common on government sites; Markdown may well begin with a tag.
    if named != "md" and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return None


def _kind_of_zip(data: bytes, source: str) -> str:
    with open_archive(BytesIO(data), source) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise IngestError(source, "是演示文稿或其他办公文档，不能读取", "请另存为 docx、xlsx 或 pdf")
    raise IngestError(source, "是压缩包，不是单个文件", "请以 .zip 为扩展名导入，其中的文件会逐个读取")


def _kind_of_ole(data: bytes, source: str, named: str | None) -> str:
    # Stream names stand in the directory of the container in UTF-16 ([MS-CFB] 2.6).
    if _stream("EncryptedPackage") in data:
        raise IngestError(source, "文件已加密，需要密码", "请用 Word 或 WPS 打开，取消密码后另存再导入")
    if _stream("WordDocument") in data:
        return "doc"
    if _stream("Workbook") in data:
        return "xls"
    if named in ("doc", "xls"):
        return named
    raise IngestError(source, "是旧版办公文档，但认不出种类", "请用 Word 或 WPS 打开后另存为 docx 或 xlsx")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
