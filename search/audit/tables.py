"""Tables of marks and of spending: no mark over its maximum, marks that add to 合计, rates that are the quotients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from search.audit.paper import Finding, Paper, Span

_HUNDRED = Decimal(100)
# Fewer rows are no list; a column further off its total has subtotals in it.
_FEWEST, _NEAR = 3, Decimal("0.1")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TOTAL = re.compile(r"合计|总计|总分|合\s+计")
_HEADS = {
    "full": re.compile(r"分值|满分|标准分|权重"),
    "got": re.compile(r"得分"),
    "adjusted": re.compile(r"调整后?(?:的)?(?:预算|数|金额)"),
    "planned": re.compile(r"(?:全年|年度|年初|调整后?)?(?:预算|安排)(?:安排)?(?:数|金额|资金)?(?=$|[(\n])"),
    "spent": re.compile(
        r"(?:全年|年度|实际)?(?:执行数|支出数|决算数|完成数|(?:实际)?支出(?:金额|资金)?(?=$|[(]))"
    ),
    "rate": re.compile(r"(?:预算)?(?:执行率|完成率)"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its cells, and where it stands."""

    cells: tuple[str, ...]
    place: Span


def read_tables(paper: Paper) -> Iterator[Finding]:
    """指标 分值 得分 in the head, and 预算数 执行数 执行率."""
    for table in _tables(paper):
        for at, row in enumerate(table):
            columns = _columns(row)
            below = table[at + 1 :]
            if {"full", "got"} <= columns.keys():
                yield from _marks(paper, below, columns["full"], columns["got"])
                break
            if {"spent", "rate"} < columns.keys() and columns.keys() & {"planned", "adjusted"}:
                yield from _rates(paper, below, columns)
                break
    for table in _tables(paper):
        yield from _totals(paper, table)


def _tables(paper: Paper) -> Iterator[list[_Row]]:
    """Rows that follow each other."""
    rows = paper.document.rows
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(rows)) if b.start - a.end > 1), len(rows)]
    for first, last in pairwise(starts):
        yield [
            _Row(tuple(c.strip() for c in paper.text[r.start : r.end].split("\t")), (r.start, r.end))
            for r in rows[first:last]
        ]


def _columns(row: _Row) -> dict[str, int]:
    """The columns of a head, by what they hold; one that two heads claim is nobody's."""
    found: dict[str, int] = {}
    for name, pattern in _HEADS.items():
        at = [i for i, cell in enumerate(row.cells) if pattern.match(cell) and not _NUMBER.search(cell)]
        if len(at) == 1:
            found[name] = at[0]
    return found


def _value(row: _Row, column: int) -> Decimal | None:
    cell = row.cells[column].rstrip("%分") if column < len(row.cells) else ""
    return Decimal(cell.replace(",", "")) if _NUMBER.fullmatch(cell) else None


def _marks(paper: Paper, rows: Sequence[_Row], full: int, got: int) -> Iterator[Finding]:
    wanted = reached = Decimal(0)
    for row in rows:
        most, mark = _value(row, full), _value(row, got)
        if _TOTAL.match(_first(row)):
            # Only where the maxima add up is it sure that every row is one part.
            if most == wanted and mark is not None and mark != reached:
                message = f"各行得分之和{reached}分，与合计{mark}分不符"
                yield paper.finding("sum_mismatch", "error", message, row.place)
            return
        if most is None or mark is None:
            continue
        wanted, reached = wanted + most, reached + mark
        if mark > most:
            message = f"得分{mark}分超过分值{most}分"
            yield paper.finding("score_exceeds_max", "error", message, row.place)


def _totals(paper: Paper, table: Sequence[_Row]) -> Iterator[Finding]:
    """Columns whose numbers do not add to the last row, 合计, while another column's do: a list, and a slip in it."""
    at = next((i for i, row in enumerate(table) if i and _TOTAL.match(_first(row))), None)
    rows = [row for row in table[:at] if any(_NUMBER.fullmatch(c) for c in row.cells)] if at else []
    if at is None or len(rows) < _FEWEST:
        return
    right, wrong = 0, []
    for column, cell in enumerate(table[at].cells):
        total = _value(table[at], column)
        values = [_value(row, column) for row in rows if len(row.cells) == len(table[at].cells)]
        if total is None or "%" in cell or len(values) < len(rows):
            continue
        parts = [value for value in values if value is not None]
        added = sum(parts, Decimal(0))
        if total == added:
            right += 1
        elif len(parts) > 1 and abs(total - added) <= total * _NEAR:
            wrong.append((total, added))
    if right:
        for total, added in wrong:
            message = f"该列各行相加为{added:,}，与合计{total:,}相差{abs(total - added):,}"
            yield paper.finding("sum_mismatch", "error", message, table[at].place)


def _first(row: _Row) -> str:
    return next((cell for cell in row.cells if cell), "")


def _rates(paper: Paper, rows: Sequence[_Row], columns: dict[str, int]) -> Iterator[Finding]:
    for row in rows:
        base = "adjusted" if "adjusted" in columns else "planned"  # what was planned last is what counts
        planned, spent, rate = (_value(row, columns[name]) for name in (base, "spent", "rate"))
        if planned is None or spent is None or rate is None or not planned:
            continue
        ratio = spent / planned * _HUNDRED
        # A rate may stand as a fraction (0.95); a step of either operand is allowed for.
        steps = sum(
            (Decimal(1).scaleb(int(n.as_tuple().exponent)) / n for n in (planned, spent) if n), Decimal(0)
        )
        slack = Decimal(1).scaleb(int(rate.as_tuple().exponent)) + ratio * steps / 2
        if rate > 2 and abs(ratio - rate) > slack:
            message = (
                f"{spent}÷{planned}＝{ratio.quantize(Decimal('0.01'), ROUND_HALF_UP)}%，与所写的{rate}%不符"
            )
            yield paper.finding("rate_mismatch", "error", message, row.place)
