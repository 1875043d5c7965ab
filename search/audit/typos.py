"""Slips of single characters and measure words, seen by holding the report's own wordings against each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ingest.words import cut
from search.audit.paper import Finding, Paper

# So many characters alike on both sides of one that differs: the same name, written in two ways.
_LEFT, _RIGHT = 4, 8
_HANZI = re.compile(r"[一-鿿]+")
# These differ for good reason: places, numbers, directions, times, opposites, particles.
MAY_DIFFER = frozenset(
    "省市区县镇村街乡州旗国部局委办厅处科全本我各该此其某每一二三四五六七八九十百千万亿两零几多上中下前后左右东西南北内外"
    "年月日季旬初末今去明昨第首次期批个项名家户人类大小新老旧高低长短轻重增减升降加和与及或的地得了在为对向从由以把将被使让是有无不未没可能少较"
)
"""Characters that tell two names apart for good reason."""
# 注册制, 民宿业, 数据集: endings that make words of their own.
_SUFFIXES = frozenset("制业集化性型率力者员家学法式品类级费款额值点线网站库")
# A wording that was used so often is how the report writes it.
_USUAL = 4
_NEGATIVE = re.compile(
    r"(?:未能|未|没有|不能)(?P<said>(?:及时|按时|按期|如期|按规定|按要求)[一-鿿]{4,20})(?=[,。;])"
)
_CONDITIONAL = re.compile(r"(?:如|若|一旦|是否|要|应|须|需|将|避免|防止)[^,。;\n]{0,12}$")
_ELSEWHERE = 12
_SAME_NOUN = 6


def read_typos(paper: Paper) -> Iterator[Finding]:
    """城大城市数字安全运营中心, beside 超大城市数字安全运营中心 in the same words."""
    yield from _one_character(paper)
    yield from _left_out(paper)
    yield from _measure_words(paper)


def _one_character(paper: Paper) -> Iterator[Finding]:
    """Where the same twelve characters stand around one that differs, and the rarer of the two is no word."""
    frames: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for run in _HANZI.finditer(paper.text):
        for at in range(run.start() + _LEFT, run.end() - _RIGHT):
            frame = f"{paper.text[at - _LEFT : at]} {paper.text[at + 1 : at + 1 + _RIGHT]}"
            frames[frame][paper.text[at]].append(at)
    told: set[int] = set()
    for found in frames.values():
        if len(found) != 2 or any(char in MAY_DIFFER for char in found):
            continue
        places = sorted(found.values(), key=lambda p: (len(p), not _stands_alone(paper, p[0])))
        odd, usual = places[0][0], places[1][0]
        if _stands_alone(paper, odd) and not _stands_alone(paper, usual) and not told & {odd, usual}:
            told |= {odd, usual}
            wrong, right = (paper.text[at - 2 : at + _LEFT] for at in (odd, usual))
            message = f"“{wrong}”疑为“{right}”之误，两处其余文字相同"
            yield paper.finding(
                "typo", "warning", message, paper.clause(odd, odd), paper.clause(usual, usual)
            )


def _left_out(paper: Paper) -> Iterator[Finding]:
    """绩目标 in a report that writes 绩效目标 everywhere: a character that is a word nowhere else."""
    words = [(a, b, paper.text[a:b]) for a, b in cut(paper.document.text)]
    pairs = Counter((one[2], other[2]) for one, other in pairwise(words) if len(one[2]) == len(other[2]) == 2)
    pairs.update((word[:2], word[2:]) for _, _, word in words if len(word) == 4)
    alone = Counter(word for _, _, word in words if len(word) == 1)
    usual = [pair for pair, count in pairs.items() if count >= _USUAL and _HANZI.fullmatch("".join(pair))]
    without_second = {(one[0], other): one + other for one, other in usual}
    without_third = {(one, other[1]): one + other for one, other in usual}
    for (start, _, one), (_, end, other) in pairwise(words):
        lone = one if len(one) == 1 else other
        right = (without_second if len(one) == 1 else without_third).get((one, other))
        if right and alone[lone] == 1 and lone not in MAY_DIFFER | _SUFFIXES:
            message = f"“{one}{other}”疑漏字，他处写作“{right}”"
            yield paper.finding("typo", "warning", message, paper.clause(start, end))


def _stands_alone(paper: Paper, position: int) -> bool:
    """Whether the character belongs to no word with its neighbours."""
    start, end = paper.clause(position, position + 1)
    spans = ((start + first, start + last) for first, last in cut(paper.document.text[start:end]))
    return any(first == position and last == position + 1 for first, last in spans)


def _measure_words(paper: Paper) -> Iterator[Finding]:
    """推出超1,600个“一件事”主题服务, and 推出超1,600项“一件事”主题服务."""
    seen: dict[tuple[str, str], tuple[str, int, int]] = {}
    for amount in paper.amounts:
        noun = paper.text[amount.end : amount.end + _SAME_NOUN]
        if len(amount.digits) < 3 or amount.unit == "元" or re.search(r"[\d,。;\n]", noun):
            continue
        unit, start, end = seen.setdefault((amount.digits, noun), (amount.unit, amount.start, amount.end))
        if unit != amount.unit:
            message = f"同一数量两处量词不同：{amount.digits}“{unit}”与{amount.digits}“{amount.unit}”"
            yield paper.finding(
                "unit_slip", "note", message, paper.clause(amount.start, amount.end), paper.clause(start, end)
            )


def read_contradictions(paper: Paper) -> Iterator[Finding]:
    """及时采取措施予以纠正 in one place, 未及时采取措施予以纠正 in another."""
    for match in _NEGATIVE.finditer(paper.text):
        said = match["said"]
        for other in re.finditer(re.escape(said), paper.text):
            before = paper.text[max(0, other.start() - _ELSEWHERE) : other.start()]
            if (
                other.start() == match.start("said")
                or re.search(r"[未没不无]", before)
                or _CONDITIONAL.search(before)
            ):
                continue
            message = f"一处说“{said}”，一处说“{match.group()}”，前后矛盾"
            yield paper.finding("contradiction", "warning", message, match.span(), other.span())
            break
