"""A real browser on the real server: chromium driven over its own protocol, `suizhi serve` in a process.

One server and one browser serve all tests; whatever a test opens, nothing may be complained of in the browser's console
and no request may leave the machine.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.pages.browser import Browser, find_chromium, opened
from bench.pages.serving import served

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; without one the test is not run, except in CI, where it must be there."""
    found = find_chromium()
    if found is None:
        message = "not run: no chromium (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture
def browser(tab: Browser, server: str) -> Iterator[Browser]:
    """The browser, watched: a test that leaves an error in the console or asks another machine fails."""
    tab.requests.clear()
    tab.complaints.clear()
    tab.size(1440, 900)
    yield tab
    tab.run("1")  # what was said until now has arrived with the answer
    assert tab.complaints == []
    local = (server, server.replace("http:", "ws:"), "data:", "blob:", "about:")
    assert [url for url in tab.requests if not url.startswith(local)] == []


@pytest.fixture(scope="session")
def tab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with opened(chromium, tmp_path_factory.mktemp("browser") / "profile") as browser:
        yield browser


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `suizhi serve` over the five reports."""
    with served(CORPUS, tmp_path_factory.mktemp("library")) as address:
        yield address


RUN = """
    axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then(found =>
        found.violations.map(v => [v.id, v.help, ...v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))].join(' | ')))
"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; without it the test is not run, except in CI, where it must be there."""
    path = Path(os.environ.get("AXE_CORE", ""))
    if not path.is_file():
        message = "not run: no axe-core (npm install axe-core, then AXE_CORE=…/axe-core/axe.min.js; .ci/run does both)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path.read_text("utf-8")


@pytest.fixture
def violations(axe: str) -> Callable[[Browser], list[str]]:
    """What axe-core has against the page that a browser shows."""

    def found(browser: Browser) -> list[str]:
        browser.run(f"(() => {{ {axe} }})(); 1")
        against: list[str] = browser.run(RUN)
        return against

    return found
