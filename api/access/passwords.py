"""Passwords and tokens as they are kept: never themselves. Owner of argon2."""

from __future__ import annotations

import secrets
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from api.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 200
"""Characters of a password: fewer are guessed, more only cost time to hash (NIST SP 800-63B asks for 8 at least)."""

_TOKEN_BYTES = 32
TOKEN_PREFIX = "sz_"
"""So that one that was left lying somewhere is recognised for what it is."""


def hashed(password: str) -> str:
    """The hash of a password (Argon2id, RFC 9106).

    Raises:
        UsageError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError("密码的长度不合要求", f"请用 {SHORTEST} 至 {LONGEST} 个字")
    return _hasher().hash(password)


def matches(password: str, known: str | None) -> bool:
    """Whether a password is the one of that hash; without one it takes as long, and is never."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        _hasher().verify(known or _nobodys(), password[: LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return False
    return known is not None


def new_token() -> str:
    """A token that nobody guesses."""
    return TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """The hash of a token: a plain one, for there is nothing to guess in 256 random bits."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(_TOKEN_BYTES))
