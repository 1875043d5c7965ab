"""CPU time by step: each moment belongs to the innermost timed function that runs."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

REST = "everything else"


class Clock:
    """CPU seconds of this process by step, in the order in which the steps were named."""

    def __init__(self, steps: Sequence[str]) -> None:
        self.seconds: dict[str, float] = {**dict.fromkeys(steps, 0.0), REST: 0.0}
        self._running = [REST]
        self._since = 0.0

    @contextmanager
    def measuring(self, places: Mapping[str, Sequence[str]]) -> Iterator[None]:
        """Times the functions at `places` while the block runs, and what lies between them as `REST`.

        Args:
            places: step to functions, each as "module:name" or "module:class.name", as callers find it.

        Raises:
            AttributeError: there is no function at a place any more.
        """
        replaced: list[tuple[Any, str, Any]] = []
        try:
            for step, functions in places.items():
                for function in functions:
                    owner, name = _owner(function)
                    original = getattr(owner, name)
                    replaced.append((owner, name, original))
                    setattr(owner, name, self._timed(step, original))
            self._since = time.process_time()
            yield
            self._charge()
        finally:
            for owner, name, original in reversed(replaced):
                setattr(owner, name, original)

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._charge()
            self._running.append(step)
            try:
                return function(*args, **kwargs)
            finally:
                self._charge()
                self._running.pop()

        return timed

    def _charge(self) -> None:
        now = time.process_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now


def _owner(place: str) -> tuple[Any, str]:
    """What has the function at `place`, a module or a class, and its name there."""
    module, _, path = place.partition(":")
    *outer, name = path.split(".")
    owner = functools.reduce(getattr, outer, import_module(module))
    getattr(owner, name)  # raises where the code has moved on
    return owner, name
