"""Which encoding a Chinese text file has: trial decoding, and a check that the result looks like Chinese.

GB18030 decodes almost any bytes, so that "it decoded" proves nothing. What tells is which characters come
out: in modern Chinese nearly all are of the common half of the character set (GB 2312 level 1, 3755
characters; the level-1 half of Big5 for traditional text), while wrong guesses scatter over the whole set.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from ingest.document import IngestError

SAMPLE = 200_000
"""Bytes that are judged; a guess does not get better with more, and decoding is still of the whole."""

PLAUSIBLE = 0.85
"""Least share of common characters. Reports in GB18030 have 0.98 and more; a Big5 file read as GB18030
has 0.4 to 0.7, UTF-8 read as GB18030 about 0.3."""

MAX_STRAY = 0.005
"""Most control, private-use and replacement characters, as a share. Real reports have none to a handful."""

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_GUESSES = ("gb18030", "utf-16-le", "utf-16-be")
_FOREIGN = {"big5": "Big5（繁体）", "shift_jis": "Shift_JIS（日文）", "euc_kr": "EUC-KR（韩文）"}
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f\v\x1a") | {"\x7f"}
_CONVERT = "请用记事本或 WPS 打开，确认文字正常后另存为 UTF-8 编码"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `data[start:]` is `text` in `encoding`."""

    text: str
    encoding: str
    start: int


def decode(data: bytes, source: str, declared: str | None = None) -> Decoded:
    r"""The text of `data`, in the encoding that its mark, `declared` or trial says.

    >>> decode("花都区政务服务".encode("gb18030"), "a.txt").encoding
    'gb18030'

    Args:
        data: the bytes of the file.
        source: the file, for the error.
        declared: the encoding that the file itself names (a web page's charset); tried before the guesses.

    Raises:
        IngestError: no encoding gives text that looks like Chinese (or plain ASCII).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _certain(data, source, encoding, len(mark))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, source, error)
        return _guess(data, source, declared)
    if "\x00" in text:
        return _guess(data, source, None)
    _refuse_mojibake(text, source)
    return Decoded(text, "utf-8", 0)


def _certain(data: bytes, source: str, encoding: str, start: int) -> Decoded:
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise IngestError(
            source,
            f"有 {encoding} 标记，但第 {start + error.start} 字节处已损坏",
            "文件可能不完整，请重新下载",
        ) from error
    _refuse_mojibake(text, source)
    return Decoded(text, encoding, start)


def _refuse_damaged_utf8(data: bytes, source: str, error: UnicodeDecodeError) -> None:
    # Other encodings break UTF-8's rules within a few characters; a UTF-8 file that was cut or has a bad
    # byte breaks them once or twice in thousands.
    lenient = data[:SAMPLE].decode("utf-8", errors="replace")
    broken = lenient.count("�")
    hanzi = sum("一" <= char <= "鿿" for char in lenient)
    if hanzi > 20 * broken:
        raise IngestError(
            source, f"UTF-8 文本在第 {error.start} 字节处损坏", "文件可能不完整，请重新下载或重新保存"
        ) from error


def _guess(data: bytes, source: str, declared: str | None) -> Decoded:
    candidates = list(_GUESSES)
    if declared in _FOREIGN:
        # The page says so itself: traditional text is read, not guessed.
        candidates.insert(0, declared)
    best: tuple[float, str] = (0.0, "")
    for encoding in [*candidates, *_FOREIGN]:
        score = _score(data, encoding)
        if score > best[0]:
            best = (score, encoding)
    score, encoding = best
    if score >= PLAUSIBLE and encoding in candidates:
        try:
            return Decoded(data.decode(encoding), encoding, 0)
        except UnicodeDecodeError as error:
            raise IngestError(
                source, f"看似 {encoding} 编码，但第 {error.start} 字节处已损坏", "文件可能不完整，请重新下载"
            ) from error
    if score >= PLAUSIBLE:
        raise IngestError(source, f"文本看来是 {_FOREIGN[encoding]} 编码，不能可靠读取", _CONVERT)
    raise IngestError(source, "认不出文本的编码，也可能不是文本文件", _CONVERT)


def _score(data: bytes, encoding: str) -> float:
    """How much `data` looks like Chinese in `encoding`: share of common characters, 0 where it cannot be."""
    sample = data[:SAMPLE]
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        # A sample may end inside a character; the file may not.
        if len(sample) == len(data) or error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(encoding)
    if stray_share(text) > MAX_STRAY:
        return 0.0
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 0.0
    common = _common_of(encoding)
    return sum(char in common or _is_usual_sign(char) for char in wide) / len(wide)


def _refuse_mojibake(text: str, source: str) -> None:
    sample = text[:SAMPLE]
    if stray_share(sample) > MAX_STRAY or sample.count("锟斤拷") > 2 or _is_garbled(sample):
        raise IngestError(
            source, "文字在保存前已被错误转码（乱码）或夹有大量控制字符", "请找到转码之前的原文件再导入"
        )


def _is_garbled(text: str) -> bool:
    wide = {char: count for char, count in Counter(text).items() if char > "\x7f"}
    if not wide:
        return False
    # "Ã¥Â¹Â¿": UTF-8 bytes taken for Latin letters, one letter a byte.
    latin = sum(count for char, count in wide.items() if char <= "ÿ" and char not in "·\xa0")
    if latin > 0.3 * sum(wide.values()):
        return True
    hanzi = {char: count for char, count in wide.items() if "一" <= char <= "鿿"}
    # "骞垮窞甯": UTF-8 bytes taken for GBK. Both scripts count as common: traditional text is text.
    common = _common_of("utf-8")
    usual = sum(count for char, count in hanzi.items() if char in common)
    return bool(hanzi) and usual < 0.75 * sum(hanzi.values())


def stray_share(text: str) -> float:
    """Share of characters that no text has: controls, private use, replacement marks, non-characters."""
    if not text:
        return 0.0
    return sum(count for char, count in Counter(text).items() if _is_stray(char)) / len(text)


def _is_stray(char: str) -> bool:
    return (
        char in _CONTROLS
        or "\ue000" <= char <= "\uf8ff"
        or char in "\ufffd\ufffe\uffff"
        or "\x80" <= char <= "\x9f"
    )


def _is_usual_sign(char: str) -> bool:
    """Chinese punctuation, full-width forms, circled numbers, and the signs of measures and arrows."""
    return (
        "　" <= char <= "〟"
        or "！" <= char <= "～"
        or "‐" <= char <= "⋿"
        or "①" <= char <= "⓿"
        or char in "·×÷°±¥￥"
    )


@cache
def _common_of(encoding: str) -> frozenset[str]:
    if encoding == "big5":  # rows A4 to C6 are the 5401 frequently used characters
        return _rows("big5", 0xA4, 0xC7, (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    if encoding == "shift_jis":  # kana, and JIS level 1
        kana = frozenset(chr(code) for code in range(0x3041, 0x30FF))
        return kana | _rows("shift_jis", 0x88, 0x98, range(0x40, 0xFD))
    if encoding.startswith("utf"):  # holds both scripts
        return _common_of("gb18030") | _common_of("big5")
    if encoding == "euc_kr":
        return frozenset(chr(code) for code in range(0xAC00, 0xD7A4))
    return _rows("gb2312", 0xB0, 0xD8, range(0xA1, 0xFF))  # level 1: rows 16 to 55


def _rows(codec: str, first: int, last: int, trails: tuple[int, ...] | range) -> frozenset[str]:
    pairs = (bytes((lead, trail)) for lead in range(first, last) for trail in trails)
    return frozenset("".join(pair.decode(codec, errors="ignore") for pair in pairs))
