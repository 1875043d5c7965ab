"""Old office files: how LibreOffice is called, and what happens where it fails.

A small program of the same name stands in for LibreOffice, because the machine that runs these tests need
not have it; `test_loader_registry` asks the real one where it is installed.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import docx
import pytest

from ingest.document import IngestError
from ingest.loaders import load, office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le")

STAND_IN = """#!{python}
import pathlib, shutil, sys, time
arguments = sys.argv[1:]
profile = next(a for a in arguments if a.startswith("-env:UserInstallation=file://"))
target = arguments[arguments.index("--convert-to") + 1]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
source = pathlib.Path(arguments[-1])
assert "--headless" in arguments and source.read_bytes()
{act}
"""
CONVERT = "out.mkdir(); shutil.copy({made!r}, out / (source.stem + '.' + target))"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a #! line")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(STAND_IN.format(python=sys.executable, act=act))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps"])
def test_an_old_file_is_read_as_the_docx_it_becomes(
    name: str, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    document.add_paragraph("满意率67.82%")
    document.save(str(tmp_path / "made.docx"))
    stand_in(tmp_path, monkeypatch, CONVERT.format(made=str(tmp_path / "made.docx")))
    raw = load(OLE, name)
    assert (raw.text, raw.format, raw.runs[0].part) == ("满意率67.82%\n", "doc", "paragraph/1")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("act", "expected"),
    [("sys.exit(3)", "读不了"), ("pass", "读不了"), ("time.sleep(30)", "秒内没有读完")],
    ids=["it fails", "it makes nothing", "it hangs"],
)
def test_where_it_fails_there_is_one_error_and_nothing_left_behind(
    act: str, expected: str, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 2)
    stand_in(tmp_path, monkeypatch, act)
    with pytest.raises(IngestError, match=expected) as caught:
        load(OLE, "旧.doc")
    assert "另存为 docx" in caught.value.remedy
    assert list(temporary.iterdir()) == []
