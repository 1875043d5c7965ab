"""What is costly to work out for a page, kept as long as the reports are what they were."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")

KEPT = 512
"""Results that are kept; most are a count, the largest some megabytes (the themes of a library)."""

SCOPES = 16
"""Sets of collections that results are kept for."""


class Kept:
    """At most `limit` results by name and state. Threads may share one; each result is worked out once."""

    def __init__(self, limit: int = KEPT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}
        self._results: dict[Hashable, tuple[object, Any]] = {}
        self._others: dict[Hashable, Kept] = {}

    def of(self, scope: Hashable) -> Kept:
        """What is kept for those who see these collections (None: all): nothing is shown to others."""
        if scope is None:
            return self
        with self._lock:
            kept = self._others.pop(scope, None) or Kept()
            self._others[scope] = kept  # what was asked for last goes last
            while len(self._others) > SCOPES:
                del self._others[next(iter(self._others))]
            return kept

    def get(self, name: Hashable, state: object, make: Callable[[], Result]) -> Result:
        """What `make` gives, worked out again only if the state is another one."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            known = self._results.get(name)
            if known is not None and known[0] == state:
                result: Result = known[1]
                with self._lock:
                    # What was asked for last goes last.
                    self._results[name] = self._results.pop(name, known)
                return result
            made = make()
            with self._lock:
                self._results.pop(name, None)
                self._results[name] = (state, made)
                while len(self._results) > self._limit:
                    oldest = next(iter(self._results))
                    del self._results[oldest]
                    self._making.pop(oldest, None)
            return made
