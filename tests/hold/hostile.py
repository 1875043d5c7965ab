"""Files and texts that are made to harm, or that a broken program would write; the same for the same seed."""

from __future__ import annotations

import zipfile
from io import BytesIO
from random import Random

BIG = 200_000  # characters of a text that is all one thing; what takes the square of it takes minutes

PIECES = {
    "digits": "1",
    "Chinese digits": "一亿",
    "brackets that open": "（",
    "quotation marks that open": "“",
    "points": "1.",
    "per cents": "%",
    "a year without end": "2023年",
    "headings": "一、",
    "joined names": "市区县局",
    "one sentence": "的满意率为",
    "full stops": "。",
    "spaces": " ",
    "wide spaces": "　",
    "line feeds": "\n",
    "carriage returns": "\r",
    "tabs": "\t",
    "null bytes": "\x00",
    "right to left": "\u202e1",
    "joiners": "\u200d",
    "accents": "e\u0301\u0301",
    "emoji": "\U0001f468\u200d\U0001f469",
    "private use": "\ue000",
    "commas": "一，",
    "enumerations": "甲、",
    "rows of a table": "|1",
    "markdown": "# ",
    "ranges": "1-",
    "quantities": "1万元",
    "offices": "花都区政务服务局",
    "book titles": "《",
    "named platforms": "“花都”平台",
}
"""What a text is filled with."""


def texts(size: int = BIG) -> dict[str, bytes]:
    """Text files, each of one piece over and over."""
    found = {name: (piece * (size // len(piece))).encode() for name, piece in PIECES.items()}
    head = "2023年度花都区政务局绩效自评报告\n一、概况\n"
    found |= {f"{name} after a title": head.encode() + data for name, data in found.items()}
    found["half of UTF-16"] = b"\xff\xfe" + b"\x00\xd8" * (size // 2)
    found["every byte"] = bytes(range(256)) * (size // 256)
    return found


def htmls(size: int = BIG) -> dict[str, bytes]:
    """Pages that are nested, unclosed or all entities."""
    depth = size // 20
    return {
        "nested": b"<div>" * depth + "满意率".encode() + b"</div>" * depth,
        "nested tables": b"<table><tr><td>" * (depth // 3) + b"1",
        "unclosed": b"<p><b><i>" * depth,
        "entities": b"&amp;&#x4e00;&#0;&#xffffffff;" * depth,
        "spans over rows": b"<table><tr>"
        + b'<td rowspan="99999" colspan="99999">1</td>' * 50
        + b"</tr></table>",
        "attributes": b"<p " + b'a="1" ' * depth + b">1</p>",
        "comments": b"<!--" * depth,
        "a script": b"<script>" + b"while(1){}" * depth + b"</script><p>1</p>",
        "styles": b"<style>" + b"*{content:url(http://x)}" * depth + b"</style>",
    }


def documents(docx: bytes) -> dict[str, bytes]:
    """Word files that are larger than they look, or lead into themselves."""
    body = b'<w:body xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    bomb = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    outside = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><z>&a;</z>'
    return {
        "laughs": with_part(docx, "word/document.xml", bomb + b"]><z>&j;</z>"),
        "reads a file": with_part(docx, "word/document.xml", outside),
        "zeros": with_part(docx, "word/document.xml", b"\x00" * 30_000_000),
        "nested tables": with_part(docx, "word/document.xml", b"<x>" + body + b"<w:tbl><w:tr><w:tc>" * 5_000),
        "no parts": with_part(docx, "[Content_Types].xml", b""),
        "twice": docx + docx,
        "cut": docx[: len(docx) // 2],
    }


def with_part(archive: bytes, name: str, data: bytes) -> bytes:
    """The archive with another part in the place of the one of that name."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return out.getvalue()


def mutated(data: bytes, random: Random) -> bytes:
    """A few places of a file changed, left out, doubled or filled; the parts inside an archive, half of the time."""
    if data.startswith(b"PK") and random.random() < 0.5:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            name = random.choice(archive.namelist())
            return with_part(data, name, _mutated(archive.read(name), random))
    return _mutated(data, random)


def _mutated(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20))):
        at = random.randrange(len(changed) + 1)
        size = random.choice((1, 4, 100, 5_000))
        match random.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << random.randrange(8)
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = changed[at : at + size] * random.choice((1, 2, 50))
            case 3:
                changed[at : at + size] = random.randbytes(min(size, 200))
            case 4:
                changed[at:at] = random.choice(
                    (b"99999999999", b"-1", b"\x00", b"<", b"/Kids [1 0 R]", b"\xff" * 8)
                )
            case _:
                other = random.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + size]
    return bytes(changed)
