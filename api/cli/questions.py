"""Commands that ask: `ask`, `search` and `similar`, one at a time or in batches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Batch, Home, open_room
from api.cli.output import emit, paper, say, write_whole
from api.errors import UsageError, describe

if TYPE_CHECKING:
    from api.batch import Item, Malformed
    from search.answer import Answer
    from suizhi import Suizhi

_log = logging.getLogger(__name__)


def ask(
    question: Annotated[
        str | None, typer.Argument(help="问题，例如：花都区2023年12345热线的满意率是多少？")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="把回答与依据（原文、位置、文件校验）写成 Excel 文件")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """回答一个问题，附原文出处；报告没有说的，就说没有。"""
    room = open_room(home)
    from api.lines import reply

    if batch is not None:
        _one_of(question, batch, "问题")
        answers: list[Answer] = []

        def answered(item: Item) -> object:
            answers.append(room.ask(item.text))
            return reply(answers[-1], item.id)

        try:
            _run_batch(batch, "question", answered)
        finally:
            _pack(room, answers, xlsx)
        return
    answer = room.ask(_given(question, "问题"))
    _pack(room, [answer], xlsx)
    if as_json:
        emit(reply(answer))
        return
    from api.cli.show import show_answer

    show_answer(paper(), answer)


def _pack(room: Suizhi, answers: list[Answer], path: Path | None) -> None:
    """Writes the answers with their evidence, if that was wanted."""
    if path is not None and answers:
        from suizhi.sheets import evidence_xlsx

        write_whole(path, evidence_xlsx(answers, room.documents()))


def search(
    query: Annotated[str | None, typer.Argument(help="要查找的内容")] = None,
    top: Annotated[int, typer.Option("--top", "-k", min=1, max=1000, help="最多给出几段")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=100_000, help="跳过前几段")] = 0,
    region: Annotated[list[str] | None, typer.Option(help="只在这些地区的报告里找，可重复")] = None,
    year: Annotated[list[int] | None, typer.Option(help="只在这些年度的报告里找，可重复")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="报告种类或其一部分，可重复")] = None,
    department: Annotated[list[str] | None, typer.Option(help="部门名称或其一部分，可重复")] = None,
    entity: Annotated[list[str] | None, typer.Option(help="段落须提到的实体，可重复")] = None,
    entity_type: Annotated[
        list[str] | None, typer.Option("--type", help="段落须提到的实体类型，如 PLATFORM，可重复")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """查找最相近的原文段落。"""
    from search.finding import Filters

    filters = Filters(
        regions=tuple(region or ()),
        years=tuple(year or ()),
        kinds=tuple(kind or ()),
        departments=tuple(department or ()),
        entities=tuple(entity or ()),
        types=tuple(entity_type or ()),
    )
    room = open_room(home)
    from api.lines import found_line, hit

    if batch is not None:
        _one_of(query, batch, "查找内容")
        _run_batch(
            batch,
            "query",
            lambda item: {
                "id": item.id,
                **found_line(room.find(item.text, top, offset=offset, filters=filters)),
            },
        )
        return
    page = room.find(_given(query, "查找内容"), top, offset=offset, filters=filters)
    if as_json:
        for each in page.hits:
            emit(hit(each) | {"found": page.found})
        return
    from api.cli.show import show_hits

    show_hits(paper(), page.hits, page.found, offset)


def similar(
    name: Annotated[str | None, typer.Argument(help="举措、平台、项目的名称，或一段文字")] = None,
    source: Annotated[str | None, typer.Option("--source", help="它所在的报告；结果来自其他报告")] = None,
    top: Annotated[int, typer.Option("--top", "-k", min=1, max=1000, help="最多给出几项")] = 10,
    home: Home = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """查找其他地区、其他年度的相似举措，附原文与理由。"""
    room = open_room(home)
    from api.lines import similar_line

    if batch is not None:
        _one_of(name, batch, "名称")
        _run_batch(
            batch,
            "name",
            lambda item: {
                "id": item.id,
                "hits": [similar_line(s) for s in room.similar(item.text, item.source or source, top)],
            },
        )
        return
    found = room.similar(_given(name, "名称"), source, top)
    if as_json:
        for each in found:
            emit(similar_line(each))
        return
    from api.cli.show import show_similar

    show_similar(paper(), found)


def _given(text: str | None, what: str) -> str:
    if text is None or not text.strip():
        raise UsageError(f"没有给出{what}", f"请在命令后写上{what}，或用 --batch 文件")
    # What is not UTF-8 arrives as lone surrogates, which nothing below can store or print.
    return text.encode(errors="replace").decode()


def _one_of(text: str | None, batch: Path, what: str) -> None:
    if text is not None:
        raise UsageError(f"{what}与 --batch {batch} 不能同时给出", "请只用其中一种")


def _run_batch(path: Path, field: str, answer: Callable[[Item], object]) -> None:
    """A line out for each line in, in order; a bad one gets a record of its error, and the status is 2 then."""
    from api.batch import open_lines, read_batch

    bad = 0
    with open_lines(path) as lines:
        for item in read_batch(lines, field):
            reply, error = _attempt(item, answer)
            if error is not None:
                bad += 1
                say(f"{path} 第 {item.line} 行：{error}")
                reply = {"id": item.id, "line": item.line, "error": error}
            emit(reply)
    if bad:
        raise UsageError(f"{path}：有 {bad} 行没有答成，其余已回答", "请改正后重试这些行")


def _attempt(item: Item | Malformed, answer: Callable[[Item], object]) -> tuple[object, str | None]:
    """The reply to a line, or why there is none.

    What ails the whole library, not the line, is raised: an encoder that is not there, a disk.
    """
    from api.batch import Malformed
    from search.encoder import EncoderError

    if isinstance(item, Malformed):
        return None, item.reason
    try:
        return answer(item), None
    except (EncoderError, OSError):
        raise
    except Exception as error:
        known = describe(error)
        if known is None:
            # A defect of ours, which must not cost the caller the other lines.
            _log.error("line %d: %r", item.line, item.text, exc_info=error)
        return None, known or f"程序出错：{type(error).__name__}: {error}"
