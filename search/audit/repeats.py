"""What stands twice: words, clauses and sentences; and words that contradict each other around one number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.words import cut
from search.audit.paper import Finding, Paper

_WORD_TWICE = re.compile(r"([一-鿿]{2,10})\1")
# 一个一个, 研究研究, 实实在在 are language; 一步一步 begins with 一.
_LANGUAGE = re.compile(r"^[一几多大小很好]|^(?:研究|讨论|商量|休息|考虑|学习|了解|琢磨|关心关)$|(.)\1")
# A word may end one name and begin the next: 服务|服务中心, 管理|管理办法, 开展服务|服务对象.
_NAME_BEGINS = re.compile(
    r"^(?:中心|对象|平台|办法|大厅|企业|群众|标准|体系|系统|机构|人员|单位|部门|条例|制度|水平|质量|资源|管理局|所|站|员|后|层|型|化|性|业|库|费|率|量|区|局|站点)"
)
_CONTRARY = re.compile(r"(?:大?约|大概|近)\s*[\d,.]+\s*[万亿千百]?[一-鿿]{0,3}?(?:以上|以下|以内)")
# Shorter clauses are repeated for rhythm ("有章可循，有章可循"); sentences are told again in other sections.
_SHORTEST_CLAUSE = 8
_SHORTEST_SENTENCE = 20


# 运维的运维; 重点的重点 is language.
_OF_ITSELF = re.compile(r"(?<![该能可想要应需])(?P<word>[一-鿿]{2,4})的(?P=word)(?=[,。;、)\n])")
_EMPHASIS = re.compile(
    r"重点|关键|核心|基础|难点|未来|根本|重要|自己|孩子|朋友|老师|学生|问题|梦想|希望|力量"
)
# 全年政务云机房全年没有发生故障; 承办第二届峰会承办单位.
_ADVERB_TWICE = re.compile(
    r"(?P<adverb>全年|累计|目前|均已|截至目前|进一步)[^,。;、:\d\n()或和又]{1,10}(?P=adverb)|(?P<verb>承办|主办|协办|承建)[^,。;、\n]{1,14}(?P=verb)单位"
)
_ANOTHER = re.compile(r"、|和|与|及|或|由|为|是|的(?:主办|承办|协办|承建)")


def read_repeats(paper: Paper) -> Iterator[Finding]:
    """万元万元; 累计处理4亿人次，累计处理4亿人次; 约4亿人次以上."""
    for match in _WORD_TWICE.finditer(paper.text):
        word = match[1]
        if _LANGUAGE.search(word) or _NAME_BEGINS.match(paper.text[match.end() : match.end() + 3]):
            continue
        if not _are_words(paper, match):
            continue
        message = f"词语重复：“{match.group()}”"
        yield paper.finding("duplicate_text", "warning", message, paper.clause(*match.span()))
    for match in _OF_ITSELF.finditer(paper.text):
        if not _EMPHASIS.search(match["word"]):
            message = f"词语重复：“{match.group()}”"
            yield paper.finding("duplicate_text", "warning", message, paper.clause(*match.span()))
    for match in _ADVERB_TWICE.finditer(paper.text):
        if match["adverb"] or not _ANOTHER.search(match.group()):
            message = f"一个分句中重复：“{match.group()}”"
            yield paper.finding("duplicate_text", "note", message, paper.clause(*match.span()))
    yield from _clauses(paper)
    yield from _sentences(paper)
    for match in _CONTRARY.finditer(paper.text):
        message = f"“{match.group()}”：约数与界限同时修饰一个数"
        yield paper.finding("contradictory_qualifier", "note", message, paper.clause(*match.span()))


def _are_words(paper: Paper, match: re.Match[str]) -> bool:
    """Whether the two copies part at the border of a word: 产业创业创新 has 业创 twice, and no word twice."""
    start, end = paper.sentence(match.start())
    borders = {start + first for first, _ in cut(paper.document.text[start:end])} | {end}
    return match.end(1) in borders and (match.start() in borders or match.end() in borders)


def _clauses(paper: Paper) -> Iterator[Finding]:
    """A clause that follows itself."""
    before, place = "", (0, 0)
    for match in re.finditer(r"[^,，。;\n]+(?=([,，。;\n]|$))", paper.text):
        words = match.group().strip()
        if words == before and len(words) >= _SHORTEST_CLAUSE and "\t" not in words:
            message = f"分句重复：“{words[:30]}”连写两遍"
            yield paper.finding("duplicate_text", "warning", message, (place[0], match.end()))
        # A line that repeats the one above is a heading in the table of contents, not a slip.
        before, place = ("" if match[1] in ("\n", "") else words), match.span()


def _sentences(paper: Paper) -> Iterator[Finding]:
    """A sentence that stands twice in one paragraph."""
    for first, last in paper.lines:
        seen: dict[str, tuple[int, int]] = {}
        if "\t" in paper.text[first:last]:
            continue  # rows of a table repeat what they like
        for match in re.finditer(r"[^。]+。", paper.text[first:last]):
            words = match.group().strip()
            span = (first + match.start(), first + match.end())
            if words in seen and len(words) >= _SHORTEST_SENTENCE:
                message = f"同一段中句子重复：“{words[:30]}…”"
                yield paper.finding("duplicate_text", "warning", message, seen[words], span)
            seen.setdefault(words, span)
