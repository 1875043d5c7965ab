"""A real browser, driven over its own protocol: what the page tests and the timing of the pages look through."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds that a page may take on a machine that does other work at the same time."""

NOT_FOUND = 404

KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1440,900", "--remote-debugging-port=0",
)  # fmt: skip


class BrowserError(AssertionError):
    """The browser refuses, a script fails, or what was waited for never came."""


class Browser:
    """One tab.

    Attributes:
        requests: the address of everything that the pages asked for.
        complaints: errors of scripts, and what was written to the console as an error.
        status: of the last page that was asked for.
    """

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.status = 0
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What a command of the protocol gives."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            self._note(message)
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def _note(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            case "Network.responseReceived" if message["params"]["type"] == "Document":
                self.status = message["params"]["response"]["status"]
            case "Network.webSocketCreated":
                self.requests.append(message["params"]["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(message["params"]["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if message["params"]["type"] in ("error", "assert"):
                self.complaints.append(json.dumps(message["params"]["args"], ensure_ascii=False))
            case "Log.entryAdded" if message["params"]["entry"]["level"] == "error":
                self.complaints.append(json.dumps(message["params"]["entry"], ensure_ascii=False))

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise BrowserError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def open(self, address: str, *, missing: bool = False) -> None:
        """Goes to an address, and waits for the page there to be drawn and connected.

        Args:
            missing: that the page is to say that there is none, which the browser complains of.
        """
        self.run("delete document.documentElement.dataset.ready")
        if address.partition("#")[0] == self.run("location.href.split('#')[0]"):
            # An address that differs in its last part only would not be loaded anew.
            self.run(f"history.replaceState(null, '', {json.dumps(address)})")
            self.call("Page.reload")
        else:
            self.call("Page.navigate", url=address)
        self.drawn()
        if missing:
            if self.status != NOT_FOUND:
                raise BrowserError(f"{address}: status {self.status}")
            self.complaints = [told for told in self.complaints if f"status of {NOT_FOUND}" not in told]

    def drawn(self) -> None:
        """Waits for a page to be drawn, its scripts run."""
        self.wait_for("document.documentElement.dataset.ready === 'yes'")

    def click(self, selector: str) -> None:
        """Clicks in the middle of the first element that fits, as a hand does."""
        box = self.wait_for(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            if (!element) return null;
            element.scrollIntoView({{block: "center"}});
            const {{left, top, width, height}} = element.getBoundingClientRect();
            return width && height ? [left + width / 2, top + height / 2] : null;
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Presses a key, as `Enter` or `ArrowDown`."""
        text = {"Enter": "\r"}.get(key, "")
        extra = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=KEYS[key],
                **(extra if kind == "keyDown" else {}),
            )

    def choose_files(self, selector: str, *paths: Path) -> None:
        """Puts files into an input for files."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def size(self, width: int, height: int) -> None:
        """The size of what is seen."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def wait_for(self, condition: str) -> Any:
        """Waits until a JavaScript expression is true."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if value := self.run(condition):
                    return value
            except BrowserError:
                pass  # the page went away while it was asked, as pages do that are just being left
            time.sleep(0.05)
        raise BrowserError(f"never came true: {condition}\n{self.run('document.body.innerText')}")

    def text(self, selector: str) -> str:
        """What is read in the first element that fits."""
        return str(self.wait_for(f"document.querySelector({json.dumps(selector)})?.innerText"))

    def texts(self, selector: str) -> list[str]:
        """What is read in all elements that fit."""
        return list(self.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.innerText)"))

    def picture(self) -> bytes:
        """A PNG of what is seen."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])


def find_chromium() -> str | None:
    """The browser's program, None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def opened(program: str, profile: Path) -> Iterator[Browser]:
    """A browser with a fresh profile in a folder that is not there yet."""
    from websockets.sync.client import connect

    with subprocess.Popen(
        [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
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
    raise BrowserError(f"chromium did not start: no {path}")
