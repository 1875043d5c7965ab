"""Names in tables: what a column is headed by tells the kind of what stands in it (项目名称, 实施单位)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.facts import EntityType
from graph.names import Candidate
from ingest.document import Document

# Heads of columns of names. 项目 alone also heads the lines of accounts (一般公共服务支出, 合计).
_HEADS: dict[EntityType, re.Pattern[str]] = {
    "PROJECT": re.compile(
        r"(?:重点|主要|具体|专项|实施|预算|二级|一级|部门|支出)*项目(?:支出)?(?:名称)|重点项目|二级项目"
    ),
    "ORG": re.compile(r"(?:项目|预算|主管|牵头|责任|实施|承办|建设|下属|所属)*(?:单位|部门|机构)(?:名称)?"),
    "PLATFORM": re.compile(r"(?:信息|业务|应用)*(?:系统|平台)名称"),
    "POLICY": re.compile(r"(?:政策|制度|文件)+名称"),
    "AWARD": re.compile(r"(?:荣誉|奖项|表彰)+(?:称号|名称)"),
    "EVENT": re.compile(r"(?:会议|活动|赛事|展会)+名称"),
}
# Behind 项目 and beside a column of money: each line is a project.
_FUNDED = re.compile(r"序号|.*(?:预算|执行率|资金|金额|支出|决算).*")
_ACCOUNTS = re.compile(r"科目")
_NAME = re.compile(r"[（(]?[一-鿿A-Za-z0-9“《][^\t]{2,40}")
# Sums, kinds of spending and reasons are no names.
_NO_NAME = re.compile(
    r"合计|总计|小计|共计|支出$|收入$|(?:人员|公用)经费$|年末|年初|结转|[，。；、]|^[\d.,%/－—-]+$"
)
# A number of the line, a budget and what was spent: at least three such columns tell a table of projects.
_COLUMNS = 3
_NUMBERED = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.．、]\s*|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]"
)


def find_cells(document: Document) -> Iterator[Candidate]:
    """The cells under the heads of columns of names, each whole."""
    kinds: dict[int, EntityType] = {}
    end = -1
    for row in document.rows:
        cells = document.text[row.start : row.end].split("\t")
        headed = _headed(cells)
        if row.start - end > 1:  # another table
            kinds = {}
        end = row.end
        if headed:
            kinds = {} if any(_ACCOUNTS.search(cell) for cell in cells) else headed
            continue
        position = row.start
        for column, cell in enumerate(cells):
            if column in kinds:
                yield from _name(cell, position, kinds[column])
            position += len(cell) + 1


def _headed(cells: list[str]) -> dict[int, EntityType]:
    """Columns whose head says what is named in them; a row of one cell is no head."""
    if len(cells) < 2:
        return {}
    plain = ["".join(cell.split()) for cell in cells]
    if "项目" in plain and sum(1 for cell in plain if _FUNDED.fullmatch(cell)) >= _COLUMNS:
        return {plain.index("项目"): "PROJECT"}
    return {
        column: type_
        for column, cell in enumerate(cells)
        for type_, head in _HEADS.items()
        if head.fullmatch("".join(cell.split()))
    }


def _name(cell: str, position: int, type_: EntityType) -> Iterator[Candidate]:
    text = cell.strip()
    numbered = _NUMBERED.match(text)
    first = cell.find(text) + (numbered.end() if numbered else 0)
    name = cell[first:].rstrip()
    if _NAME.fullmatch(name) and not _NO_NAME.search(name):
        yield Candidate(position + first, position + first + len(name), type_, rank=0)
