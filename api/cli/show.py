"""How answers, passages and reports look to people in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from web.wording import in_words

if TYPE_CHECKING:
    from ingest.document import Citation
    from search.answer import Answer, Hit
    from search.intake import Taken
    from search.library import Report
    from search.similar import Similar

SHOWN_NAMES = 8
"""Printed forms of a name on a screen, with their years; all of them are in --json."""

_BLANK = re.compile(r"\s+")
_OWN = "我本全"  # 我局, 本部门: no names

SHOWN_FACTS = 20
"""Facts of an entity on a screen; all of them are in --json."""


def place(cited: Citation | Hit) -> str:
    """Where a quote stands: report, section, page if there is one, characters."""
    page = f" · 第 {cited.page} 页" if cited.page is not None else ""
    section = f" · {cited.section}" if cited.section else ""
    return f"{cited.source}{section}{page} · 字符 {cited.start}–{cited.end}"


def show_answer(console: Console, answer: Answer) -> None:
    """The answer first, then the sentence, the working, and the quotes with their places."""
    console.print(f"[dim]问[/]  {escape(answer.question)}")
    if not answer.answerable:
        _show_refusal(console, answer)
        return
    console.print(f"[dim]答[/]  [bold]{escape(answer.short)}[/]")
    if answer.text and answer.text != answer.short:
        _indented(console, Text(answer.text), 4)
    for item in answer.items:
        _indented(console, Text(f"· {item}"), 4)
    for value in answer.values:
        scope = " ".join(
            str(part) for part in (value.region, value.department, value.year, value.subject) if part
        )
        amount = "" if value.value is None else f"{value.value:f}{value.unit or ''}"
        _indented(console, Text(f"{scope}：{amount or value.citation.quote}"), 4)
    if answer.working:
        console.print(f"[dim]算式[/]  {escape(answer.working)}")
    if answer.clarify:
        console.print(f"[dim]请补充[/]  {escape(answer.clarify)}")
    for choice in answer.choices:
        _indented(console, Text(f"· {choice}"), 4)
    console.print(f"[dim]{in_words(answer.confidence)}[/]")
    _show_quotes(console, answer.citations)


def _show_refusal(console: Console, answer: Answer) -> None:
    console.print(f"[dim]答[/]  {escape(answer.text)}")
    if any(part not in answer.text for part in answer.failed):
        console.print(f"[dim]没有对上的部分[/]  {escape('、'.join(answer.failed))}")
    if answer.clarify:
        console.print(f"[dim]请补充[/]  {escape(answer.clarify)}")
    if answer.closest:
        console.print("[dim]报告中最接近的内容（并非答案）[/]")
    for fact in answer.closest:
        _indented(console, Text(f"{fact.text}（{fact.failed}不同）"), 4)
        _show_quotes(console, [fact.citation])


def _show_quotes(console: Console, citations: Iterable[Citation]) -> None:
    for cited in citations:
        _indented(console, Text(f"“{_flat(cited.quote)}”", style="green"), 4)
        _indented(console, Text(place(cited), style="dim"), 6)


def show_hits(console: Console, hits: Sequence[Hit], count: int, offset: int = 0) -> None:
    """Passages, best first, with their places and reasons; `count` have a word of the query."""
    if not hits:
        console.print("没有找到相近的段落。")
    for rank, found in enumerate(hits, start=offset + 1):
        console.print(f"[bold]{rank}.[/] [dim]{escape(place(found))} · {found.score:.2f}[/]")
        _indented(console, _marked(found), 3)
        console.print(f"   [dim]{escape('；'.join(found.reasons))}[/]")
        console.print()
    if hits:
        console.print(f"[dim]共找到 {count} 段，以上是第 {offset + 1} 至 {offset + len(hits)} 段[/]")


def show_similar(console: Console, found: Sequence[Similar]) -> None:
    """Similar initiatives with their reports, reasons and text."""
    if not found:
        console.print("其他报告里没有找到相似的举措。")
    for rank, each in enumerate(found, start=1):
        about = each.report.about
        of = " · ".join(str(part) for part in (about.region, about.year, each.report.source) if part)
        console.print(f"[bold]{rank}. {escape(each.name)}[/]  [dim]{escape(of)} · {each.score:.2f}[/]")
        _indented(console, Text(_flat(each.text)), 3)
        console.print(f"   [dim]{escape('；'.join(each.reasons))}[/]")
        console.print()


def show_reports(console: Console, reports: Sequence[Report]) -> None:
    """A table of the reports; what is not known is shown as such."""
    if not reports:
        console.print("资料库里还没有报告。用 suizhi ingest 文件夹 读入。")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading, align in (("报告", "left"), ("地区", "left"), ("部门", "left"), ("年度", "right")):
        table.add_column(heading, justify=align)  # type: ignore[arg-type]
    for heading in ("字数", "段落", "实体", "关系", "数据"):
        table.add_column(heading, justify="right")
    for report in reports:
        about = report.about
        counts = (report.characters, report.passages, report.entities, report.relations, report.facts)
        words = (report.source, about.region or "未知", about.department or "未知", str(about.year or "未知"))
        table.add_row(*(escape(word) for word in words), *(f"{count:,}" for count in counts))
    console.print(table)


def show_lines(console: Console, lines: Iterable[dict[str, Any]], headings: dict[str, str]) -> None:
    """A plain table of the fields of `lines` that have a heading."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in headings.values():
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(*(escape(_flat(str(line.get(field) or ""))) for field in headings))
    console.print(table)


def _marked(found: Hit) -> Text:
    """The passage on one line, with the words of the query in bold."""
    line, place = Text(), 0
    for start, end in (*found.marks, (found.end, found.end)):
        begin, stop = start - found.start, end - found.start
        line.append(_BLANK.sub(" ", found.text[place:begin]))
        line.append(_BLANK.sub(" ", found.text[begin:stop]), style="bold yellow")
        place = stop
    return line


def _flat(text: str) -> str:
    """`text` on one line, for a terminal only; the quote itself keeps its line feeds."""
    return " ".join(text.split())


# The words for what became of a file, in `suizhi ingest`.
_STATUS = {
    "added": "已读入",
    "replaced": "已替换",
    "unchanged": "未变",
    "duplicate": "重复",
    "skipped": "跳过",
    "failed": "失败",
}


def taken_in_words(taken: Taken) -> str:
    """One line about a file that was read, or was not."""
    status = _STATUS[taken.status]
    if taken.error:
        return f"{status}  {with_source(taken)}"
    about = " · ".join(str(part or "未知") for part in (taken.region, taken.department, taken.year))
    counts = f"段落 {taken.passages} 实体 {taken.entities} 关系 {taken.relations} 数据 {taken.facts}"
    return f"{status}  {taken.source}  {about}  {counts}  {taken.seconds:.2f} 秒"


def with_source(taken: Taken) -> str:
    """Why a file was not read, with its name once: an error names its culprit itself, a remark does not."""
    error = taken.error or ""
    return error if error.startswith(taken.source) else f"{taken.source}：{error}"


def show_entity(console: Console, line: dict[str, Any]) -> None:
    """An entity with its aliases, relations and facts, a quote for each."""
    console.print(
        f"[bold]{escape(line['name'])}[/]  [dim]{line['type']} · 出现 {line['mention_count']} 次[/]"
    )
    if line["aliases"]:
        console.print(f"[dim]又称[/]  {escape('、'.join(line['aliases']))}")
    console.print(f"[dim]报告[/]  {escape('、'.join(line['sources']))}")
    if len({year for name in line["names"] for year in name["years"]}) > 1:
        # An office that was renamed: which reports still use the old name.
        told = [name for name in line["names"] if name["name"][0] not in _OWN]
        for name in told[:SHOWN_NAMES]:
            years = "、".join(map(str, name["years"])) or "年度未知"
            console.print(Text(f"  {name['name']}  {years}（{name['count']} 处）"))
    for way, arrow in (("out", "→"), ("in", "←")):
        for group in line["relations"][way]:
            console.print(Text(f"  {arrow} {group['rel']} {group['name']}（{group['count']} 处）"))
            _indented(console, Text(f"“{_flat(group['quotes'][0]['quote'])}”", style="green"), 6)
    for fact in line["facts"][:SHOWN_FACTS]:
        console.print(
            Text(f"  · {fact['metric']}  {fact['op']} {fact['value']}{fact['unit']}  {fact['period'] or ''}")
        )
        _indented(console, Text(f"“{_flat(fact['quote'])}”", style="green"), 6)
    if len(line["facts"]) > SHOWN_FACTS:
        console.print(f"[dim]  另有 {len(line['facts']) - SHOWN_FACTS} 条数据，见 --json[/]")
    console.print()


def _indented(console: Console, text: Text, by: int) -> None:
    """Prints `text` with every line of it moved in, and nothing behind the last character."""
    console.print(Padding(text, (0, 0, 0, by), expand=False))
