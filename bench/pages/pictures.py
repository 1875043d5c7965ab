"""The pictures of the documentation, taken anew: `python -m bench.pages.pictures docs/pictures/pages`.

Every page over the five reports of `corpus/`, on a desk (1440 × 900) and on a telephone (390 × 844), as WebP.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from bench.pages.browser import Browser, find_chromium, opened
from bench.pages.serving import served

CORPUS = Path(__file__).parents[2] / "corpus"

SIZES = {"": (1440, 900), "-narrow": (390, 844)}
QUALITY = 80
SETTLED = 1.2
"""Seconds for charts to come to rest."""

PASSWORD = "演示用的口令，只在这里"

ASKED = f"/?q={quote('2023年花都区和增城区的12345热线工单，哪个区受理得多，多出多少？')}"
"""The question of the picture in both READMEs, which is a PNG."""

COLOURS = 128
"""Of that picture: text on paper has few."""

PAGES = {
    "ask": f"/?q={quote('花都区2023年12345热线的满意率是多少?')}",
    "scopes": f"/?q={quote('12345热线满意率是多少？')}",
    "refusal": f"/?q={quote('花都区2031年12345热线的满意率是多少?')}",
    "search": f"/search?q={quote('一网通办')}",
    "compare": f"/compare?metric={quote('总收入')}",
    "similar": "/similar",
    "diff": "/diff?a=huadu-2022.txt&b=huadu-2023.txt",
    "graph": f"/graph?center={quote('广州市政务服务和数据管理局')}",
    "way": f"/graph?a={quote('穗好办')}&b={quote('花都区')}",
    "audit": "/audit",
    "library": "/library",
    "report": "/reports/huadu-2023.txt?start=4663&end=4672#here",
    "entity": f"/entities?name={quote('广州市政务服务和数据管理局')}",
    "missing": "/nowhere",
}


def main() -> None:
    """Takes all pictures into the folder that is given."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages.pictures", description="pictures of the pages"
    )
    parser.add_argument("folder", type=Path, help="where they go; what stands there is replaced")
    folder: Path = parser.parse_args().folder
    program = find_chromium()
    if program is None:
        sys.exit("no chromium: see CONTRIBUTING.md")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        home = Path(work) / "library"
        with served(CORPUS, home) as server, opened(program, Path(work) / "profile") as browser:
            for name in _shown(browser, server):
                _take(browser, folder, name)
            browser.open(server + ASKED)
            time.sleep(SETTLED)
            _keep(browser, folder.parent / "ask.png")
        _make_users(home)
        os.environ["SUIZHI_ACCESS"] = "true"
        with served(CORPUS, home) as server, opened(program, Path(work) / "other") as browser:
            for name in _guarded(browser, server):
                _take(browser, folder, name)


def _shown(browser: Browser, server: str) -> Iterator[str]:
    """Opens one page after the other, and tells the name of each."""
    browser.size(*SIZES[""])
    for name, path in PAGES.items():
        browser.open(server + path, missing=name == "missing")
        browser.wait_for("!document.querySelector('.loading')")
        if name == "entity":  # by its name, which several things may have
            browser.run("delete document.documentElement.dataset.ready")
            browser.click(".names.big a")
            browser.drawn()
        yield name


def _guarded(browser: Browser, server: str) -> Iterator[str]:
    """The way in, and what only an admin sees."""
    browser.size(*SIZES[""])
    browser.call("Page.navigate", url=f"{server}/users")
    browser.wait_for("!!document.querySelector('form[action=\"/login\"]')")
    yield "login"
    for field, value in (("name", "王主任"), ("password", PASSWORD)):
        browser.run(f"document.querySelector('[name={field}]').value = '{value}'")
    browser.click("form button")
    browser.wait_for("location.pathname === '/users'")
    browser.drawn()
    yield "users"


def _make_users(home: Path) -> None:
    import suizhi
    from api.access.store import Access

    room = suizhi.open(home)
    for source, place in (
        ("huadu-2022.txt", "花都区"),
        ("huadu-2023.txt", "花都区"),
        ("liwan-2024.txt", "荔湾区"),
    ):
        room.move(source, place)
    access = Access(home)
    access.add("王主任", PASSWORD, "admin", None)
    access.add("花都张三", PASSWORD, "editor", ["花都区"])
    access.add("市局李四", PASSWORD, "reader", ["花都区", "荔湾区"])


def _keep(browser: Browser, path: Path) -> None:
    """One picture as PNG."""
    from PIL import Image

    with Image.open(BytesIO(browser.picture())) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def _take(browser: Browser, folder: Path, name: str) -> None:
    from PIL import Image

    for suffix, size in SIZES.items():
        browser.size(*size)
        time.sleep(SETTLED)
        with Image.open(BytesIO(browser.picture())) as picture:
            picture.convert("RGB").save(folder / f"{name}{suffix}.webp", quality=QUALITY, method=6)
    browser.size(*SIZES[""])


if __name__ == "__main__":
    main()
