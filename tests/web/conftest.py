"""A real browser on the real server: chromium driven over its own protocol, `suizhi serve` in a process."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
PATIENCE = 60.0

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1440,900", "--remote-debugging-port=0",
)  # fmt: skip


class Browser:
    """One tab. `requests` holds the address of everything that the page asked for."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network"):
            self._call(f"{domain}.enable")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            self._note(message)
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def _note(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(message["params"]["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(message["params"]["exceptionDetails"]))

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        result = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def open(self, address: str) -> None:
        """Goes to an address, and waits for the page there to be drawn and connected."""
        self._call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete' && !!document.querySelector('.head .name')")

    def wait_for(self, condition: str) -> Any:
        """Waits until a JavaScript expression is true."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if value := self.run(condition):
                    return value
            except AssertionError:
                pass  # the page went away while it was asked, as pages do that are just being left
            time.sleep(0.05)
        raise AssertionError(f"never came true: {condition}\n{self.run('document.body.innerText')}")

    def text(self, selector: str) -> str:
        """What is read in the first element that fits."""
        return self.wait_for(f"document.querySelector({json.dumps(selector)})?.innerText")

    def texts(self, selector: str) -> list[str]:
        """What is read in all elements that fit."""
        return self.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.innerText)")

    def picture(self) -> bytes:
        """A PNG of what is seen."""
        import base64

        return base64.b64decode(self._call("Page.captureScreenshot")["data"])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; without one the test is not run, except in CI, where it must be there."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        message = "not run: no chromium (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture
def browser(chromium: str, tmp_path: Path) -> Iterator[Browser]:
    from websockets.sync.client import connect

    profile = tmp_path / "profile"
    with subprocess.Popen(
        [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            port = _wait_for_file(profile / "DevToolsActivePort").split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
                tab = next(t for t in json.load(answer) if t["type"] == "page")
            with connect(tab["webSocketDebuggerUrl"], max_size=None, compression=None) as connection:
                yield Browser(connection)
        finally:
            process.terminate()


def _wait_for_file(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()).count("\n"):
            return text
        time.sleep(0.05)
    raise AssertionError(f"chromium did not start: no {path}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `suizhi serve` over the five reports."""
    home = tmp_path_factory.mktemp("library")
    command = [sys.executable, "-m", "api.cli"]
    subprocess.run([*command, "ingest", CORPUS, "--home", home], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([*command, "serve", "--home", home, "--port", str(port)]) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for_answer(f"{address}/api/v1/ready", process)
            yield address
        finally:
            process.terminate()


def _wait_for_answer(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")
