"""The tutorial as a reader follows it: its commands typed into a shell, its Python into an interpreter."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = "docs/tutorial/first-steps.md"
QUICK_LOOKS = ("README.md", "README.zh.md")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"export (\w+)=(\S+)")


class Reader:
    """Somebody with a shell in a folder that holds `corpus/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "corpus", folder / "corpus")
        commands = folder / "bin"
        commands.mkdir()
        # The same entry as the installed command, in a source tree that need not be installed.
        for name, given in (("suizhi", '-m api.cli "$@"'), ("python", '"$@"')):
            command = commands / name
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {given}\n', "utf-8")
            command.chmod(command.stat().st_mode | stat.S_IXUSR)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SUIZHI_")}
        self.environment = kept | {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
        }

    def type(self, command: str) -> str:
        """Runs a command; what it printed on standard output. A failure fails the test with its error."""
        if setting := _EXPORT.fullmatch(command):
            self.environment[setting[1]] = setting[2]
            return ""
        return self._run(["sh", "-c", command], command)

    def interpret(self, session: str) -> None:
        """Runs `>>>` lines, in which every shown result must be the real one."""
        script = self.folder / "session.txt"
        script.write_text(session, "utf-8")
        self._run([sys.executable, "-m", "doctest", str(script)], session)

    def _run(self, command: list[str], shown: str) -> str:
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert ran.returncode == 0, f"{shown}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout


def steps(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            found[-1][1].append(line)
    return found


def missing(shown: list[str], printed: str) -> str | None:
    """The first shown line that is not printed, in order; `…` stands for anything within a line."""
    lines = iter([" ".join(line.split()) for line in printed.splitlines()])
    for line in shown:
        pieces = [re.escape(" ".join(piece.split())) for piece in line.split("…")]
        wanted = re.compile(".*".join(piece for piece in pieces if piece) or ".")
        if not any(wanted.search(candidate) for candidate in lines):
            return line
    return None


@pytest.mark.parametrize(
    ("shown", "printed", "result", "reason"),
    [
        (["甲  1"], "甲 1 宗\n", None, "runs of blanks are one, and a line may go on"),
        (["甲 … 宗"], "甲 1 宗\n", None, "the dots stand for anything"),
        (["乙", "甲"], "甲\n乙\n", "甲", "lines are shown in the order in which they are printed"),
        (["67.82%"], "67x82%\n", "67.82%", "a full stop is itself"),
        (["…"], "", "…", "dots alone stand for a line that is there"),
    ],
)
def test_a_shown_line_must_be_printed(shown: list[str], printed: str, result: str | None, reason: str):
    assert missing(shown, printed) == result, reason


def follow(reader: Reader, page: str) -> list[str]:
    """Does what the page shows, in order; the languages of its blocks."""
    blocks = [
        found
        for found in _BLOCK.findall((ROOT / page).read_text("utf-8"))
        if found[0] in ("console", "pycon")
    ]
    session = ""
    for language, block in blocks:
        if language == "pycon":
            session += f"{block}\n"  # one interpreter for all of them, as the reader has
            reader.interpret(session)
            continue
        for command, shown in steps(block):
            printed = reader.type(command)
            absent = missing(shown, printed)
            assert absent is None, f"$ {command}\n{printed}\nnot printed: {absent}"
    return [language for language, _ in blocks]


def test_the_tutorial_does_what_it_shows(tmp_path: Path):
    assert set(follow(Reader(tmp_path), TUTORIAL)) == {"console", "pycon"}


@pytest.mark.parametrize("page", QUICK_LOOKS)
def test_the_quick_look_of_a_readme_does_what_it_shows(tmp_path: Path, page: str):
    reader = Reader(tmp_path)
    reader.environment["SUIZHI_HOME"] = "library"
    assert follow(reader, page) == ["console"]
