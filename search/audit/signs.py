"""Signs that do not fit: brackets and quotation marks left open, 、 before 等, a paragraph without its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.markers import match_lead
from search.audit.paper import Finding, Paper

_BEFORE_ETC = re.compile(r"[一-鿿]、等(?![级候待式同值效额价量于到边温腰])")
_PAIRS = {"(": ")", "《": "》", "“": "”", "「": "」", "[": "]"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_LEAD_BRACKET = re.compile(
    r"^\s*\(?[一二三四五六七八九十\da-zA-Z]{1,3}\)|(?<=[。;:,；：，、])\s*\(?[\d一二三四五六七八九十a-z]{1,2}\)"
)
# A report with more of them quotes over paragraphs, or lost its signs on the way into the file.
_MOST = 3
# A longer paragraph is a text, not a heading or a cell.
_SHORTEST = 40
_SHORT = 24
_UNENDED = re.compile(r"[一-鿿\d%]$")
_CLAUSES = 2
_EVALUATION = re.compile(r"绩效|自评")
_MARK_ENDS = re.compile(r"[。;!?:…]")
_ABOUT_AND_MORE = re.compile(
    r"(?:大约|约|大概|近|将近)\s*[\d,.]+\s*[万亿千百]{0,2}[余多](?=[万亿个项人件宗条家次名户元公份台套处平米吨])"
)
_OVER_INCLUDED = re.compile(r"(?:超过|高于|低于|不足)\s*[\d,.]+\s*[万亿]?[元个人%天]?\(含\)(?!以)")


def read_signs(paper: Paper) -> Iterator[Finding]:
    """网络管理、等各种系统; （含政务云; 采纳率100% at the end of a paragraph; 约1.5万余条."""
    for match in _BEFORE_ETC.finditer(paper.text):
        message = f"“{match.group()}”：顿号后面缺项，或多写顿号"
        yield paper.finding("punctuation", "note", message, paper.clause(*match.span()), match.span())
    for match in _ABOUT_AND_MORE.finditer(paper.text):
        message = f"“{match.group()}”：“约”与“余”“多”不能同时修饰一个数"
        yield paper.finding("contradictory_qualifier", "note", message, paper.clause(*match.span()))
    for match in list(_OVER_INCLUDED.finditer(paper.text))[:1]:
        message = f"“{match.group()}”：“超过”“低于”不含本数，与“（含）”相冲"
        yield paper.finding("contradictory_qualifier", "note", message, paper.clause(*match.span()))
    rows = {row.start for row in paper.document.rows}
    alone: list[int] = []
    for (start, end), after in zip(paper.lines, [*paper.lines[1:], (len(paper.text),) * 2], strict=True):
        if start in rows or "\t" in paper.text[start:end] or end - start < _SHORT:
            continue
        if end - start >= _SHORTEST:
            alone += _brackets(paper, start, end)
        yield from _unended(paper, (start, end), after)
    if len(alone) <= _MOST:
        for position in alone:
            sign = paper.document.text[position]
            message = f"“{sign}”没有与它成对的符号"
            around = paper.clause(position, position + 1)
            yield paper.finding("punctuation", "note", message, around, (position, position + 1))


def _brackets(paper: Paper, start: int, end: int) -> Iterator[int]:
    """Where the first sign of a paragraph stands that has no partner in it."""
    line = _LEAD_BRACKET.sub(
        lambda m: "某" * len(m.group()), paper.document.text[start:end].replace("（", "(").replace("）", ")")
    )
    if line[-1:] not in "。;；!！":  # the paragraph may go on behind a page break
        return
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(line):
        if sign in _PAIRS:
            opened.append((sign, at))
        elif sign in _CLOSING:
            if not opened or opened[-1][0] != _CLOSING[sign]:
                other = any(mark == _CLOSING[sign] for mark, _ in opened)
                yield start + (opened[-1][1] if other else at)
                return
            opened.pop()
    if opened:
        yield start + opened[-1][1]


def _unended(paper: Paper, line: tuple[int, int], after: tuple[int, int]) -> Iterator[Finding]:
    """A paragraph of several sentences that ends without a sign, before a numbered heading."""
    words = paper.text[line[0] : line[1]].rstrip()
    following = match_lead(paper.text[after[0] : after[1]])
    sentences = words.count("。")
    # Several clauses of a plain text, and nothing but a heading can follow them without a sign.
    own = _EVALUATION.search(paper.document.about.kind or "")
    clauses = own and sentences == 0 and words.count(",") >= _CLAUSES and not match_lead(words)
    if following and _UNENDED.search(words) and (sentences >= 2 or clauses):
        last = max((m.end() for m in _MARK_ENDS.finditer(words)), default=0)
        if (
            match_lead(words[last:].strip())
            or words[last:].lstrip().startswith("【")
            or "," not in words[last:]
        ):
            return  # a heading at the end of its line, not the end of a sentence
        message = "本段末尾没有句号，疑句子没有写完"
        yield paper.finding("truncated", "note", message, (line[0] + last, line[0] + len(words)))
