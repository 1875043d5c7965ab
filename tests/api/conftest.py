"""The command line run in this process, and a library with the five reports."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

CORPUS = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        """Standard output read as JSON lines; anything else there is an error."""
        return [orjson.loads(line) for line in self.out.splitlines()]


def run_cli(*arguments: str | Path, stdin: bytes = b"") -> Ran:
    """`suizhi ARGUMENTS`, with the exit status a shell would see."""
    from api.cli import main

    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdout": io.TextIOWrapper(out, "utf-8"),
        "stderr": io.TextIOWrapper(err, "utf-8"),
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "argv": ["suizhi", *map(str, arguments)],
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in streams.items():
            patch.setattr(sys, name, value)
        try:
            main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
        # Detached, so that closing the wrappers does not take the bytes along.
        streams["stdout"].detach()
        streams["stderr"].detach()
    return Ran(status, out.getvalue().decode(), err.getvalue().decode())


@pytest.fixture(scope="session")
def suizhi() -> Callable[..., Ran]:
    return run_cli


@pytest.fixture(scope="session")
def corpus() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the five reports, to be read only."""
    folder = tmp_path_factory.mktemp("library")
    ran = run_cli("ingest", CORPUS, "--home", folder, "--json")
    assert ran.status == 0, ran.err
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small report; another `rate` is another document."""

    def write(name: str = "report.txt", rate: str = "97.53") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "2021年度某市某区政务服务数据管理局部门整体支出绩效自评报告\n\n"
            "一、部门基本情况\n\n（一）工作任务\n\n"
            f"2021年，区12345热线共受理工单4321宗，按时办结率{rate}%。\n",
            "utf-8",
        )
        return path

    return write
