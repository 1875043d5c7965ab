"""Ctrl-C in long work: the first one ends it before the next step, the second one at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.cli.output import say


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Gives what says whether somebody pressed Ctrl-C since.

    Raises:
        KeyboardInterrupt: somebody pressed it twice.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set  # only the main thread may take signals
        return

    def take_note(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        say("收到停止的要求：做完手头这一步就停，已读入的保留。再按一次 Ctrl-C 立即中断。")

    before = signal.signal(signal.SIGINT, take_note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
