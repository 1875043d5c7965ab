"""Run by test_kill.py: puts and removes reports in a library without end, until it is killed.

    python killed_child.py HOME FIRST STATEMENT

Prints the number of each step when it is done, beginning with FIRST; kills itself before its
STATEMENT-th SQL statement (0: never).
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from itertools import count
from pathlib import Path
from random import Random

from sqlalchemy import event

from search.library import Library

make = runpy.run_path(str(Path(__file__).parents[1] / "made_reports.py"))["make"]


def source_of(number):
    return f"{number % 5}.txt"


def is_removal(number):
    return number % 6 == 5


def report(number):
    # Long enough for a transaction of many pages.
    return make(Random(number), source_of(number), mark=f"{number}：", size=4000)


def step(library, number):
    if is_removal(number):
        library.remove(source_of(number))
    else:
        library.put(*report(number), "1")


def tell(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(home, first, statement):
    library = Library.open(Path(home))
    executed = count(1)

    def die(*_):
        if next(executed) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(library._engine, "before_cursor_execute", die)
    tell("ready")
    for number in count(first):
        step(library, number)
        tell(number)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
