"""The rows that a report tells one after another: indicators with what they are worth and got, projects with their money.

A row has its numbers in columns, so that questions over several of them (which lost most, which cost less than 5万元,
what do these come to) are answered from all of them and not from the one that words fit best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.facts import Fact
from search.questions.operands import terms_of

# Columns by the ends of metrics.
_COLUMNS = {
    "worth": re.compile(r"(?:指标)?(?:分值|满分)$"),
    "got": re.compile(r"(?:自评)?(?:得分|评分)$"),
    "budget": re.compile(r"(?:年度|年初|全年|调整后?)*(?:预算(?:数|安排数?|金额|额)?|安排(?:资金|金额))$"),
    "spent": re.compile(
        r"(?:全年|实际|年度|预算)*(?:完成数|执行数|支出(?:数|金额|额)?|使用(?:数|金额)?|决算数?)$"
    ),
    "rate": re.compile(r"(?:全年|实际|年度|预算|支出|资金)*(?:执行率|支出率|完成率|使用率)$"),
}
_UNITS = {"budget": "元", "spent": "元", "rate": "%"}
_SHORTEST = 2  # characters of a heading
# The whole report is no row of its own.
_WHOLE = re.compile(r"整体支出绩效|综合得?分$|^总")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing with the facts that give its numbers, by column ("worth", "got", "budget", "spent", "rate")."""

    name: str
    section: str
    columns: dict[str, Fact]

    def under(self, section: str) -> bool:
        """Whether it stands in a part of that section."""
        return self.section.startswith(f"{section} > ")


def rows_of(facts: Iterable[Fact], source: str) -> list[Row]:
    """The rows of one report in the order of the text: those with a name and a number in one of the columns."""
    found: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in sorted(facts, key=lambda f: f.citation.start):
        if fact.citation.source != source or fact.quantity.value is None:
            continue
        for column, end in _COLUMNS.items():
            score = column in ("worth", "got")
            if (fact.kind == "score") != score or (not score and fact.quantity.unit != _UNITS[column]):
                continue
            match = end.search(fact.metric)
            if not match:
                if column == "got" and fact.kind == "score" and not _COLUMNS["worth"].search(fact.metric):
                    name = fact.metric
                else:
                    continue
            else:
                name = fact.metric[: match.start()] if score else fact.subject
            if name and not _WHOLE.search(name):
                found.setdefault((name, fact.citation.section), {}).setdefault(column, fact)
            break
    return [Row(name, section, columns) for (name, section), columns in found.items()]


def leaves(rows: Sequence[Row]) -> list[Row]:
    """The rows that have no rows under them: of indicators those of the lowest level."""
    return [row for row in rows if not any(other.under(row.section) for other in rows)]


def part_named(rows: Sequence[Row], question: str) -> list[Row]:
    """The rows of the part of the report that the question names (采购管理的…, 管理效率部分); all, where it names none.

    A part is a row with others under it, or else a heading.
    """
    parents = [
        row for row in rows if row.name in question and any(other.under(row.section) for other in rows)
    ]
    if parents:
        best = max(parents, key=lambda row: len(row.name))
        return [row for row in rows if row.under(best.section)]
    titles: dict[str, int] = {}  # the deepest wins
    for row in rows:
        for depth, title in enumerate(row.section.split(" > ")[:-1]):
            # 管理效率（分值50分，得47分）
            name = re.sub(r"(?:完成)?(?:情况)?(?:分析)?$", "", re.sub(r"[（(].*$", "", title))
            if len(name) > _SHORTEST and name in question:
                titles[title] = max(titles.get(title, 0), depth)
    if not titles:
        return list(rows)
    title = max(titles, key=lambda t: titles[t])
    return [row for row in rows if title in row.section.split(" > ")[:-1]]


def named_rows(rows: Sequence[Row], words: str) -> list[Row]:
    """The rows whose names have all the words; only the rows so named, if some are named exactly so."""
    exact = [row for row in rows if row.name == words]
    pairs = terms_of(words)
    return exact or [row for row in rows if pairs and pairs <= terms_of(row.name)]
