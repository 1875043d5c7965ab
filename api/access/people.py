"""A user: who it is, what they may do, and which collections they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from api.errors import UsageError

Role = Literal["reader", "editor", "admin"]
"""`reader` asks and looks; `editor` also puts in, takes out, decides and corrects; `admin` does so in all collections,
and sees the jobs of all."""

ROLES: tuple[Role, ...] = get_args(Role)

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in.

    Attributes:
        collections: what they see; None is all, as for every admin.
        stamp: another one whenever sessions that are open must end: with a password, a role or a collection.
        since: when the user was made (UTC, ISO 8601).
    """

    name: str
    role: Role
    collections: frozenset[str] | None
    stamp: str
    since: str

    def may(self, role: Role) -> bool:
        """Whether they may do what takes `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


def check_name(name: str) -> str:
    """The name, if it can be one.

    Raises:
        UsageError: it is empty, too long, or has characters that cannot be seen.
    """
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"不能作用户名：{name!r}", f"请用 1 至 {LONGEST_NAME} 个看得见的字，前后没有空格")
    return name


def check_role(role: str) -> Role:
    """The role of that name.

    Raises:
        UsageError: there is none.
    """
    for known in ROLES:
        if known == role:
            return known
    raise UsageError(f"没有这种角色：{role}", f"可用的有 {'、'.join(ROLES)}")
