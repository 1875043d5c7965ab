"""Who may come in, as the page for admins sees it; `api` has them, and gives them to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Person(Protocol):
    """A user; `collections` None is all."""

    @property
    def name(self) -> str:
        """As they log in."""

    @property
    def role(self) -> str:
        """One of "reader", "editor" or "admin"."""

    @property
    def collections(self) -> frozenset[str] | None:
        """What they see."""

    @property
    def since(self) -> str:
        """When it was made (UTC, ISO 8601)."""


class Token(Protocol):
    """A token of a user, which itself is kept nowhere."""

    @property
    def id(self) -> str:
        """What it is revoked by."""

    @property
    def user(self) -> str:
        """Whose it is."""

    @property
    def label(self) -> str:
        """For which program."""

    @property
    def since(self) -> str:
        """When it was made (UTC, ISO 8601)."""


class Entry(Protocol):
    """A line of the log; `when` in UTC."""

    @property
    def when(self) -> str:
        """UTC, ISO 8601."""

    @property
    def who(self) -> str:
        """A user; "" for strangers."""

    @property
    def what(self) -> str:
        """One of "saw", "changed", "exported", "came", "left" or "refused"."""

    @property
    def target(self) -> str:
        """What was asked for."""

    @property
    def status(self) -> int:
        """Of the answer; 0 where there is none."""

    @property
    def address(self) -> str:
        """Where it came from."""


class People(Protocol):
    """The users with their tokens, and the log."""

    def users(self) -> Sequence[Person]:
        """All users, by name."""

    def tokens(self) -> Sequence[Token]:
        """All tokens, the oldest first."""

    def log(self, *, who: str | None = None, what: str | None = None, last: int = 1000) -> Sequence[Entry]:
        """The last lines of the log, in order."""
