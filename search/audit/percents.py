"""Shares of one whole that do not make a hundred: 咨询类占61.3%，求助类占22.4%，投诉类占12.1%，其他占6.2%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from search.audit.divisions import divided_by
from search.audit.paper import Amount, Finding, Paper

_HUNDRED = Decimal(100)
_FEWEST = 3
# Between two shares of one list: a sign, the name of the next part, and 占 where it is said again.
_NEXT = re.compile(
    r"\s*(?:[,、;]|和|与|及|以及)\s*(?P<label>[^,。;:、\d%()]{0,18}?)(?:(?:的|各)?占(?:比)?(?:为|达|约)?)?\s*:?\s*"
)
_SHARE = re.compile(
    r"(?P<label>[^,。;:、\d%()]{0,18}?)(?:的|各|分别|比重|比例)*占(?:比|[^,。;:、\d%]{0,6}?的?)?(?:比重|比例)?(?:分别)?(?:为|达|约|是)?\s*:?\s*$"
)
# 咨询、投诉、建议三类工单分别占71.3%、24.6%和4.1%: the names stand before all of the shares.
_RESPECTIVELY = re.compile(r"分别(?:占|为|是|达)|占比(?:分别)?为")
# A rate of its own, a change, or a share of something else is no part of a division.
_NO_SHARE = re.compile(
    r"率|增|减|提|升|降|同比|环比|上年|去年|[较比](?!例|重)|目标|其中|满意|以[上下]|超|近|[一二三四五]是|累计"
)
_REST = re.compile(r"其他|其它|其余|剩余|余下")
# Parts that go by one last word (咨询类, 投诉类) are parts of one division; what people are or have may overlap.
_LAST = re.compile(r"[类型级区段岁]$")
# Parts of one whole that miss it by more points belong to two.
_NEAR = Decimal(15)


def read_percents(paper: Paper) -> Iterator[Finding]:
    """Shares that stand side by side, of which the last is the rest, or whose names divide one whole."""
    for start, end in paper.sentences:
        rates = [a for a in paper.within(start, end) if a.unit == "%" and a.exact and a.digits]
        at = 0
        while at < len(rates):
            parts, labels = _run(paper, start, rates[at:])
            at += max(1, len(parts))
            if len(parts) > 1:
                yield from _held(paper, parts, labels)


def _run(paper: Paper, start: int, rates: Sequence[Amount]) -> tuple[list[Amount], list[str]]:
    """The shares from the first on that stand side by side, and their names."""
    begin = paper.clause(rates[0].start, rates[0].end)[0]
    first = _SHARE.search(paper.text, max(start, begin), rates[0].start)
    if first is None or _NO_SHARE.search(first.group()):
        return [], []
    parts, labels = [rates[0]], [first["label"]]
    for before, rate in pairwise(rates):
        between = _NEXT.fullmatch(paper.text, before.end, rate.start)
        if between is None or _NO_SHARE.search(between["label"]):
            break
        parts.append(rate)
        labels.append(between["label"])
    return parts, labels


def _held(paper: Paper, parts: Sequence[Amount], labels: Sequence[str]) -> Iterator[Finding]:
    begin = paper.clause(parts[0].start, parts[0].end)[0]
    together = bool(_RESPECTIVELY.search(paper.text, begin, parts[0].start)) and not any(labels[1:])
    # A slip in one of them leaves the sum near a hundred.
    added = sum((part.value for part in parts), Decimal(0))
    division = divided_by([f"{label}占" for label in labels])
    whole = bool(_REST.search(labels[-1])) or (division is not None and division.whole)
    alike = all(
        _LAST.search(label.strip()) and label.strip()[-1] == labels[0].strip()[-1] for label in labels
    )
    slack = sum((Decimal(1).scaleb(-len(p.digits.partition(".")[2])) for p in parts), Decimal(0)) / 2
    off = added - _HUNDRED
    if abs(off) <= slack or abs(off) > _NEAR:
        return
    few = len(parts) < _FEWEST and not whole
    if not few and (whole or (off > 0 and (alike or together))):
        terms = "＋".join(part.digits for part in parts)
        message = f"各项占比{terms}＝{added}%，" + ("超过100%" if off > 0 else "不足100%")
        yield paper.finding("sum_mismatch", "error", message, (begin, parts[-1].end))
