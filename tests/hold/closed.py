"""Run by `test_closed.py` where there is no network: installs from a bundle, serves, asks, and says what it saw.

    unshare -n python closed.py BUNDLE      `make run BUNDLE=.` in the folder of the bundle, as the how-to says

Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SERVICE = "http://127.0.0.1:8000"
PATIENCE = 900  # seconds, for an installation on a machine that does much else
OUTSIDE = ("198.51.100.1", 80)
"""An address that is nobody's."""

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _UP = 0x8913, 0x8914, 1


def loopback() -> None:
    """A namespace of its own begins with its loopback down."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        flags = fcntl.ioctl(asked, _SIOCGIFFLAGS, struct.pack("16sh22x", b"lo", 0))
        fcntl.ioctl(asked, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags[16] | flags[17] << 8 | _UP))


def reaches_outside() -> str:
    """What comes of calling there."""
    try:
        socket.create_connection(OUTSIDE, timeout=5).close()
    except OSError as error:
        return type(error).__name__ if isinstance(error, TimeoutError) else str(error)
    return "connected"


def read(path: str, body: object = None) -> object:
    """An answer of the service."""
    request = urllib.request.Request(
        SERVICE + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Host": "127.0.0.1:8000"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read().decode()
    return json.loads(text) if text.startswith(("{", "[")) else text


def serves(made: subprocess.Popen[bytes]) -> bool:
    """Whether it answers before patience or the process ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and made.poll() is None:
        try:
            read("/health")
        except OSError:
            time.sleep(0.5)
        else:
            return True
    return False


def main(bundle: Path) -> None:
    """Installs, serves, asks."""
    loopback()
    said: dict[str, object] = {"outside": reaches_outside()}
    log = bundle.parent / "log"
    began = time.monotonic()
    with log.open("wb") as written:
        made = subprocess.Popen(
            ["make", "run", "BUNDLE=.", f"PYTHON={sys.executable}"],
            cwd=bundle, stdout=written, stderr=written, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            if serves(made):
                said["seconds"] = time.monotonic() - began
                said["page"] = read("/")
                said["reply"] = read("/api/v1/ask", {"question": "花都区2023年12345热线的满意率是多少？"})
                said["documents"] = read("/api/v1/documents")
        except OSError as error:
            said["error"] = str(error)
        finally:
            os.killpg(made.pid, signal.SIGTERM)
            try:
                made.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(made.pid, signal.SIGKILL)
    said["log"] = log.read_text("utf-8", "replace")[-4000:]
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
