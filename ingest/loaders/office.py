"""Old office formats (.doc, .wps, .rtf, .xls, .et), turned into today's by LibreOffice, if installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingest.document import IngestError, RawText
from ingest.loaders.docx import read_docx
from ingest.loaders.xlsx import read_xlsx

SECONDS = 120
"""LibreOffice starts in 2 to 10 seconds and turns a report of 200 pages in some 20."""

_PROGRAMS = ("soffice", "libreoffice")
# Without a filter named, a broken workbook would be opened as a text of strange characters.
_FILTERS = {"xls": ("--infilter=MS Excel 97",)}


def read_doc(data: bytes, source: str) -> RawText:
    """The text of a Word 97 or WPS file; runs as in the docx that it is turned into.

    Raises:
        IngestError: LibreOffice is not installed, or cannot read the file.
    """
    return replace(read_docx(_convert(data, source, "doc", "docx"), source), format="doc")


def read_rtf(data: bytes, source: str) -> RawText:
    """The text of an RTF file; runs and errors as for `read_doc`."""
    return replace(read_docx(_convert(data, source, "rtf", "docx"), source), format="rtf")


def read_xls(data: bytes, source: str) -> RawText:
    """The text of an Excel 97 or WPS workbook; runs as for xlsx, errors as for `read_doc`."""
    return replace(read_xlsx(_convert(data, source, "xls", "xlsx"), source), format="xls")


def office_program() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def _convert(data: bytes, source: str, old: str, new: str) -> bytes:
    program = office_program()
    if program is None:
        raise IngestError(
            source,
            f"旧版办公文档（{old}）需要 LibreOffice 才能读取",
            f"请安装 LibreOffice，或用 WPS、Word 另存为 {new}",
        )
    with tempfile.TemporaryDirectory(prefix="suizhi-") as name:
        folder = Path(name)
        (folder / f"in.{old}").write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",  # a running LibreOffice locks its own
            *(
                "--headless",
                "--norestore",
                *_FILTERS.get(old, ()),
                "--convert-to",
                new,
                "--outdir",
                str(folder / "out"),
                f"{folder}/in.{old}",
            ),
        ]
        try:
            subprocess.run(
                command, capture_output=True, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL
            )
            return (folder / "out" / f"in.{new}").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise _failed(source, f"LibreOffice {SECONDS} 秒内没有读完", new) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise _failed(source, "LibreOffice 读不了这个文件", new) from error


def _failed(source: str, reason: str, new: str) -> IngestError:
    return IngestError(source, reason, f"请用 WPS 或 Word 打开，另存为 {new} 再导入")
