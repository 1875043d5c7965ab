"""The command line `suizhi`. Commands by what they are about:

    reports    ingest, refresh, remove, documents
    questions  ask, search, similar
    comparing  compare, diff, themes
    knowledge  entity, path, neighbours, communities, export
    deciding   alias (yes, no, undo, add, log)
    correcting correct (fact, relation, entity, report, undo, log, gold)
    watching   watch (add, remove, alarms, check), changes; settle is of auditing
    keeping    verify, repair, backup, restore
    access     user (add, list, give, passwd, remove, token, tokens, revoke), collection (move), log
    service    serve, mcp, eval, demo

Exit status: 0 done, 2 wrong usage or bad input, 1 anything else. Nothing heavy is imported before a command
runs, so that `suizhi --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated

import typer

from api.cli import (
    access,
    auditing,
    comparing,
    correcting,
    deciding,
    keeping,
    knowledge,
    questions,
    reports,
    service,
    watching,
)
from api.cli.output import say
from api.errors import describe, is_bad_input

FAILED, BAD_INPUT = 1, 2

app = typer.Typer(
    name="suizhi",
    help="穗知：读懂部门整体支出绩效自评报告，用原文回答问题。离线运行，句句有出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_COMMANDS: dict[str, Callable[..., None]] = {
    "ingest": reports.ingest,
    "refresh": reports.refresh,
    "remove": reports.remove,
    "documents": reports.documents,
    "ask": questions.ask,
    "search": questions.search,
    "similar": questions.similar,
    "compare": comparing.compare,
    "diff": comparing.diff,
    "themes": comparing.themes,
    "audit": auditing.audit,
    "settle": auditing.settle,
    "changes": watching.changes,
    "entity": knowledge.entity,
    "path": knowledge.path,
    "neighbours": knowledge.neighbours,
    "communities": knowledge.communities,
    "export": knowledge.export,
    "verify": keeping.verify,
    "repair": keeping.repair,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "log": access.log,
    "serve": service.serve,
    "mcp": service.mcp,
    "eval": service.evaluate,
    "demo": service.demo,
}


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"suizhi {version('suizhi')}\n")
        raise typer.Exit


@app.callback()
def suizhi(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """穗知：读懂部门整体支出绩效自评报告，用原文回答问题。离线运行，句句有出处。"""


for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)

app.add_typer(deciding.alias, name="alias")
app.add_typer(correcting.correct, name="correct")
app.add_typer(access.user, name="user")
app.add_typer(access.collection, name="collection")
app.add_typer(watching.watch, name="watch")


def main() -> None:
    """Runs the command line; errors that people can mend become one line, and exit status 2 for bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What a machine reads is UTF-8 whatever the locale says; a terminal that cannot show a character
            # must not end a long ingest.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except Exception as error:
        message = describe(error)
        if message is None:
            raise
        say(message)
        sys.exit(BAD_INPUT if is_bad_input(error) else FAILED)
