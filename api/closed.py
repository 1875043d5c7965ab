"""The network closed from inside: a service that is made for a closed intranet reaches for nothing, and shows it.

Python tells of every connection before it is made (audit hooks, PEP 578). What would leave this machine is refused and
written to the log with where it wanted to go, whichever library wanted it. Answering those who come is not affected.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suizhi import Suizhi

_log = logging.getLogger(__name__)

_LOCAL = ("", "localhost", "0.0.0.0", "::")

_attempts: list[str] = []
_closed = False
_allowed: str | None = None  # host:port of the language model, where one is set


class ReachedOutError(PermissionError):
    """Something wanted to leave this machine."""


def close_network(allowed: str | None = None) -> None:
    """Refuses from now on whatever would leave this machine, but for one address (host:port); for the life of the process."""
    global _closed, _allowed
    _allowed = allowed
    if not _closed:
        _closed = True
        sys.addaudithook(_listen)


def attempts() -> tuple[str, ...]:
    """Where something wanted to go since the network was closed."""
    return tuple(_attempts)


def self_test(room: Suizhi) -> tuple[str, ...]:
    """Does what a first visitor would, and tells where that wanted to go: nowhere, as it should be.

    Loads the encoder and the recognisers, and asks a question over the library, or over none.
    """
    import graph
    import ingest
    from search.encoder import load_encoder

    graph.read(ingest.read("2023年度某区政务局绩效自评报告\n\n满意率98.5%。\n".encode(), "自检.txt"))
    load_encoder().encode_queries(["满意率是多少？"])
    if room.home.exists() and room.documents():
        room.ask("满意率是多少？")
    return attempts()


def is_local(host: str) -> bool:
    """Whether a name or an address is this machine's own.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("localhost"), is_local("huggingface.co"), is_local("10.0.0.8")
    (True, True, True, False, False)
    """
    if host.lower() in _LOCAL:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _listen(event: str, given: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(given[1], tuple):
        _check(str(given[1][0]), f"{given[1][0]}:{given[1][1]}")
    elif event == "socket.getaddrinfo" and given[0] is not None:
        host = given[0].decode(errors="replace") if isinstance(given[0], bytes) else str(given[0])
        if not _is_address(host):  # an address needs nobody to be looked up
            _check(host, f"{host}:{given[1]}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_allowed(where: str) -> bool:
    """Whether this is the one address outside that may be asked: by its name, or by an address that the name has."""
    if _allowed is None:
        return False
    host, _, port = _allowed.rpartition(":")
    if where == _allowed:
        return True
    name, _, asked = where.rpartition(":")
    if name == host or asked != port or not _is_address(name):
        return name == host and asked in (port, "None")
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError:
        return False
    return name in {str(address[4][0]) for address in found}


def _check(host: str, where: str) -> None:
    if not is_local(host) and not _is_allowed(where):
        _attempts.append(where)
        _log.error("refused to reach out to %s", where)
        raise ReachedOutError(f"本程序不对外连接，已拒绝：{where}")
