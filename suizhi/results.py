"""What a notebook shows: tables and replies that stay typed objects, are drawn as HTML, and become data frames.

>>> table = Table(["a", "b"], {"字": str, "长": len})
>>> len(table), table[0], table.rows()
(2, 'a', [{'字': 'a', '长': 1}, {'字': 'b', '长': 1}])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from ingest.document import Citation
    from search.answer import Answer

Item = TypeVar("Item")

SHOWN = 50
"""Rows of a table that are drawn; all of them are in `rows()` and `to_pandas()`."""

_CELL = "text-align:left;vertical-align:top;padding:4px 10px;border-bottom:1px solid #ddd"
_QUOTE = "margin:4px 0 4px 8px;padding-left:8px;border-left:3px solid #9bb;color:#333"
_PLACE = "color:#777;font-size:90%"


class Table(Sequence[Item], Generic[Item]):
    """A list of things with named columns; the things themselves are its items."""

    def __init__(self, items: Sequence[Item], columns: Mapping[str, Callable[[Item], Any]]) -> None:
        self._items = tuple(items)
        self._columns = dict(columns)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Table[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | Table[Item]:
        """One thing, or a table of some."""
        return Table(self._items[at], self._columns) if isinstance(at, slice) else self._items[at]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __repr__(self) -> str:
        lines = ["  ".join(self._columns)]
        lines += ["  ".join(_plain(value) for value in row.values()) for row in self.rows()[:SHOWN]]
        return "\n".join(lines) if self._items else "（没有）"

    def rows(self) -> list[dict[str, Any]]:
        """A dict for each thing, by the names of the columns."""
        return [{name: get(item) for name, get in self._columns.items()} for item in self._items]

    def to_pandas(self) -> Any:
        """A pandas.DataFrame with the columns of this table; decimals as floats.

        Raises:
            ModuleNotFoundError: pandas is not installed (`pip install 'suizhi[notebook]'`).
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("没有安装 pandas：pip install 'suizhi[notebook]'") from error
        rows = [{name: _number(value) for name, value in row.items()} for row in self.rows()]
        return pandas.DataFrame(rows, columns=list(self._columns))

    def _repr_html_(self) -> str:
        if not self._items:
            return "<p>（没有）</p>"
        head = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in self._columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{escape(_plain(v))}</td>' for v in row.values()) + "</tr>"
            for row in self.rows()[:SHOWN]
        )
        hidden = len(self) - SHOWN
        more = f'<p style="{_PLACE}">另有 {hidden} 行，见 rows() 或 to_pandas()</p>' if hidden > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


class Reply:
    """An answer or a refusal, drawn with its quotes; every field of the answer is a field of this."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.answer, name)

    def __bool__(self) -> bool:
        return self.answer.answerable

    def __repr__(self) -> str:
        answer = self.answer
        return f"{answer.short}：{answer.text}" if answer.answerable else answer.text

    def evidence(self) -> Table[Citation]:
        """The quotes that the answer rests on."""
        return Table(self.answer.citations, CITED)

    def to_pandas(self) -> Any:
        """The quotes as a data frame, with question and answer in front.

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        frame = self.evidence().to_pandas()
        frame.insert(0, "答案", self.answer.short)
        frame.insert(0, "问题", self.answer.question)
        return frame

    def _repr_html_(self) -> str:
        answer = self.answer
        parts = [f'<p style="{_PLACE}">{escape(answer.question)}</p>']
        if answer.answerable:
            parts.append(f"<p><b>{escape(answer.short)}</b></p>")
        parts.append(f"<p>{escape(answer.text)}</p>")
        parts += [f"<p>{escape(item)}</p>" for item in answer.items]
        parts += [f"<p>算式：{escape(answer.working)}</p>"] if answer.working else []
        parts += [_quote(cited) for cited in answer.citations]
        if answer.closest:
            parts.append("<p>报告中最接近的内容（并非答案）：</p>")
            parts += [f"<p>{escape(near.text)}</p>{_quote(near.citation)}" for near in answer.closest]
        return f"<div>{''.join(parts)}</div>"


def _quote(cited: Citation) -> str:
    page = f" · 第 {cited.page} 页" if cited.page is not None else ""
    place = f"{cited.source} · {cited.section}{page} · 字符 {cited.start}–{cited.end}"
    return f'<p style="{_QUOTE}">“{escape(cited.quote)}”<br><span style="{_PLACE}">{escape(place)}</span></p>'


CITED: Mapping[str, Callable[[Any], Any]] = {
    "原文": lambda one: one.quote,
    "报告": lambda one: one.source,
    "章节": lambda one: one.section,
    "页": lambda one: one.page,
    "起": lambda one: one.start,
    "止": lambda one: one.end,
}
"""The columns of quotes."""


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return " ".join(str(value).split())


def _number(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
