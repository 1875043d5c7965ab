"""Commands that run the product as a whole: `serve`, `eval`, `demo`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, Home, open_room
from api.cli.output import emit, paper, say
from api.errors import UsageError

STATE_FILE = "eval.json"
"""In the library folder: what the last run had right, to compare the next one with."""

LAST_ANSWERS = 30
"""Seconds that answers under way have when the service is told to end; a question takes one at most."""

SAMPLE_QUESTIONS = Path(__file__).with_name("sample_questions.txt")


def serve(
    host: Annotated[str | None, typer.Option("--host", help="监听的地址")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="监听的端口")] = None,
    home: Home = None,
) -> None:
    """启动网页（/）与接口（/api/v1，说明见 /docs）。"""
    from api.settings import read_settings

    settings = read_settings(home, host=host, port=port)
    from api.access.guarding import check

    check(settings)
    import uvicorn

    from api.app import create_app
    from api.closed import close_network, self_test
    from api.logs import begin_logging

    here = f"{'https' if settings.tls_cert else 'http'}://{settings.host}:{settings.port}"
    say(f"网页 {here}/  接口说明 {here}/docs" + ("  须登录" if settings.guarded else ""))
    begin_logging(settings.log_level, settings.log_format)
    close_network(settings.outside)
    app = create_app(settings)
    reached = self_test(app.state.room)
    say(
        f"自检：{len(reached)} 次对外连接，已拒绝：{'、'.join(reached)}"
        if reached
        else "自检：没有任何对外连接。"
    )
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=LAST_ANSWERS,
        server_header=False,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )


def mcp(
    http: Annotated[bool, typer.Option("--http", help="用 HTTP（/mcp），而不是标准输入输出")] = False,
    host: Annotated[str, typer.Option("--host", help="监听的地址（--http）")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="监听的端口（--http）")] = 8001,
    home: Home = None,
) -> None:
    """供智能体使用的 MCP 服务：提问、查找、数据、联系、相似举措、对照、审查，只读。"""
    from api.mcp import serve_http, serve_stdio
    from api.settings import read_settings

    settings = read_settings(home, host=host, port=port)
    room = settings.open_room()
    if http:
        here = f"{'https' if settings.tls_cert else 'http'}://{host}:{port}/mcp"
        say(f"MCP 服务 {here}（Ctrl-C 结束）" + ("  须用令牌" if settings.guarded else ""))
        serve_http(room, settings)
    else:
        serve_stdio(room)


def demo(
    questions: Annotated[list[str] | None, typer.Argument(help="问题；不写则用三个示例")] = None,
    home: Home = None,
) -> None:
    """用几个示例问题看看效果。"""
    from api.cli.show import show_answer

    room = open_room(home)
    if not room.documents():
        raise UsageError("资料库里还没有报告", "请先用 suizhi ingest 文件夹 读入")
    for question in questions or SAMPLE_QUESTIONS.read_text("utf-8").split("\n"):
        if question.strip():
            show_answer(paper(), room.ask(question.strip()))
            paper().print()


def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="标注所在的文件夹", exists=True, file_okay=False)],
    state: Annotated[Path | None, typer.Option("--state", help="评测记录，用来与上一次比较")] = None,
    floors: Annotated[Path | None, typer.Option("--floors", help="底线文件；低于底线则以 1 退出")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """对照标注评测资料库，并列出与上一次相比的得失。"""
    room = open_room(home)
    if not room.documents():
        raise UsageError("资料库里还没有报告，无从评测", "请先用 suizhi ingest 文件夹 读入标注所对应的报告")
    from api.measuring import products
    from bench import BenchError, check, read_floors, remember, table
    from bench import evaluate as measure
    from bench.table import what_changed

    try:
        report = measure(products(room), gold)
        changes = remember(report, state or room.home / STATE_FILE)
        failures = check(report.figures, read_floors(floors)) if floors else []
    except BenchError as error:
        raise UsageError(str(error)) from error
    if as_json:
        for figure in report.figures:
            emit(figure.line())
        say(what_changed(changes))
    else:
        sys.stdout.write(table(report, changes))
    for failure in failures:
        say(str(failure))
    if failures:
        raise typer.Exit(1)
