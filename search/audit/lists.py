"""Numbered lists of projects with their money: their sum against the stated total, their number against the stated one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from ingest.document import Section
from search.audit.paper import Amount, Finding, Paper, agree, shown

# Fewer are examples, not the list.
_FEWEST = 5
# A list that misses its total by more is a choice of projects; by less, it has a slip.
_NEAR = Decimal("0.05")
# The name of a total stands in so many characters before it.
_BEFORE = 8
# Names of so many pairs of characters, of which so many are in both, are of one thing.
_TELLING, _ALIKE = 8, 0.85
_LABEL = re.compile(r"([一-鿿]{2,12}?)(?:为|是|合计|共计|共)?\s*:?\s*$")
_TOTAL = re.compile(r"项目支出(?:预算)?(?:全年)?(?:执行数|决算数|合计|总额)?(?:为|是|共|合计)?\s*:?\s*$")
_SPENT = re.compile(r"完成|执行|支出|决算")
_COUNT = re.compile(
    r"(?:项目(?:合计|共|共计|总数)?(?:为|有)?\s*(\d{1,3})\s*个)|(?:(\d{1,3})\s*个(?:二级|预算)?项目)"
)


def read_lists(paper: Paper) -> Iterator[Finding]:
    """25 projects with 预算完成数 each, against 项目支出：7,278.02万元."""
    for parent, items in paper.children.items():
        section = paper.document.sections[parent]
        lead = paper.text[section.body : items[0].start] if items else ""
        if len(items) >= _FEWEST and ("项目" in section.title or "项目" in lead):
            columns = _columns(paper, items)
            yield from _sums(paper, columns)
            yield from _lead_sums(paper, columns, (section.body, items[0].start))
            if columns and "项目" in section.title:
                yield from _count(paper, items)
                yield from _twins(paper, items)


def _columns(paper: Paper, items: Sequence[Section]) -> dict[str, list[Amount]]:
    """The money that every item states under the same label."""
    found: defaultdict[str, list[Amount]] = defaultdict(list)
    for item in items:
        seen = set()
        for amount in paper.within(item.start, item.end):
            label = _LABEL.search(paper.text, item.start, amount.start)
            if label and amount.unit == "元" and amount.exact and label[1] not in seen:
                seen.add(label[1])
                found[label[1]].append(amount)
    return {label: amounts for label, amounts in found.items() if len(amounts) == len(items)}


def _sums(paper: Paper, columns: dict[str, list[Amount]]) -> Iterator[Finding]:
    listed = {a.start for amounts in columns.values() for a in amounts}
    totals = [
        a
        for a in paper.amounts
        if a.unit == "元" and a.exact and a.start not in listed and _TOTAL.search(paper.text, max(0, a.start - 20), a.start)
    ]  # fmt: skip
    for label, amounts in columns.items():
        if not _SPENT.search(label):
            continue  # what was planned may differ from what was spent
        added = sum((a.value for a in amounts), Decimal(0))
        for total in totals[:1]:
            if not agree(total, amounts) and abs(added - total.value) <= total.value * _NEAR:
                message = (
                    f"所列{len(amounts)}个项目的{label}之和为{shown(added, '元')}，"
                    f"与项目支出{shown(total.value, '元')}相差{shown(abs(added - total.value), '元')}"
                )
                shown_items = (amounts[0], amounts[-1])
                places = [paper.clause(a.start, a.end) for a in (total, *shown_items)]
                yield paper.finding("sum_mismatch", "error", message, *places)


def _lead_sums(paper: Paper, columns: dict[str, list[Amount]], lead: tuple[int, int]) -> Iterator[Finding]:
    """以下9个项目合计预算54,709.00万元，支出52,046.31万元: stated right above the list."""
    begin = max(lead[0], paper.text.rfind("\n", lead[0], lead[1] - 1))
    stated = [a for a in paper.within(begin, lead[1]) if a.unit == "元" and a.exact]
    for label, amounts in columns.items():
        added = sum((a.value for a in amounts), Decimal(0))
        # Of the totals above the list the one that goes by the column's name is its own.
        own = [a for a in stated if label[-2:] in paper.text[max(begin, a.start - _BEFORE) : a.start]]
        near = [a for a in own if abs(added - a.value) <= a.value * _NEAR]
        if near and not any(agree(a, amounts) for a in stated):
            total = min(near, key=lambda a: abs(added - a.value))
            message = (
                f"所列{len(amounts)}项的{label}之和为{shown(added, '元')}，与前文{shown(total.value, '元')}"
                f"相差{shown(abs(added - total.value), '元')}"
            )
            places = [paper.clause(a.start, a.end) for a in (total, amounts[0], amounts[-1])]
            yield paper.finding("sum_mismatch", "error", message, *places)


def _twins(paper: Paper, items: Sequence[Section]) -> Iterator[Finding]:
    """互联网出口租赁 and 互联网统一出口租赁, each with money of its own: one project twice?"""
    for one, other in combinations(items, 2):
        pairs = [{a + b for a, b in pairwise(item.title)} for item in (one, other)]
        fewer = min(map(len, pairs))
        if fewer >= _TELLING and len(pairs[0] & pairs[1]) >= fewer * _ALIKE:
            message = f"项目“{one.title}”与“{other.title}”名称几乎相同，请核对是否重复"
            yield paper.finding(
                "similar_items", "note", message, (one.start, one.body), (other.start, other.body)
            )


def _count(paper: Paper, items: Sequence[Section]) -> Iterator[Finding]:
    """A near miss only: 20 projects of which the 5 most important are listed are no contradiction."""
    for match in _COUNT.finditer(paper.text, 0, items[0].start):
        stated = int(match[1] or match[2])
        if 0 < abs(stated - len(items)) <= 2 and "一级" not in paper.text[match.start() - 4 : match.start()]:
            message = f"称有{stated}个项目，逐项列出的是{len(items)}个"
            yield paper.finding(
                "count_mismatch",
                "warning",
                message,
                paper.clause(*match.span()),
                (items[-1].start, items[-1].body),
            )
