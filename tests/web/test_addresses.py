"""Every address gives a page or a file, whatever people type into one, and none is made on the event loop.

On the event loop the library of a large report would hold up everybody else.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import suizhi
from web.texts import say

CORPUS = Path(__file__).parents[2] / "corpus"

PAGES = (
    "/",
    "/?q=花都区2023年12345热线的满意率是多少",
    "/?q=红烧肉怎么做",
    "/search?q=热线",
    "/compare?metric=满意率",
    "/similar",
    "/diff",
    "/graph?center=花都区",
    "/audit",
    "/library?view=names",
    "/library?view=corrections",
    "/library?view=changes",
    "/reports/huadu-2023.txt",
    "/entities?name=花都区",
    # What nobody meant to ask for.
    "/?q=" + "满" * 3000,
    "/?q=%00%01&open=:::",
    "/?q=？&lang=fr",
    "/search?q=热线&page=99999999999&year=x&region=火星&type=BOAT&kind=无",
    "/search?q=热线&page=-1&year=2023&year=2022&entity=nobody",
    "/search?q=%F0%9F%98%80",
    "/compare?metric=满意率&year=99999&region=火星&department=无&subject=无",
    "/compare?metric=%25%5F&region=",
    "/similar?name=无此物&source=none.txt",
    "/similar?name=热线&source=huadu-2023.txt",
    "/diff?a=huadu-2023.txt&b=huadu-2023.txt",
    "/diff?a=none.txt&b=huadu-2023.txt&kind=sideways",
    "/graph?center=无此名",
    "/graph?center=花都区&edge=a~b&pick=c&open_by=d~e&open_by=~&hide=BOAT&show=METRIC&show=SUBJECT&year=1999",
    "/graph?a=花都区&b=花都区",
    "/graph?a=花都区&b=无此名&center=花都区",
    "/audit?source=none.txt&severity=awful&rule=none&settled=maybe",
    "/library?view=attic",
    "/library?view=watches&check=none",
    "/reports/huadu-2023.txt?start=99999999&end=999999999",
    "/reports/huadu-2023.txt?start=20&end=10",
    "/users",
    "/users?view=log&who=nobody&what=flew",
    "/entities",
    "/entities?name=" + "名" * 500,
)
MISSING = {
    "/reports/none.txt": 404,
    "/entities/none": 404,
    "/entities/none?view=relations": 404,
    "/desk/0/..%2fframe.py": 404,
    "/no/such/page": 404,
}
"""A page says so, and the status too."""

FILES = {
    "/reading?open=huadu-2023.txt:10-20": 200,
    "/complete?kind=ask&text=花都区2023年满": 200,
    "/evidence.xlsx?q=花都区2023年12345热线的满意率是多少": 200,
    "/reading": 200,
    "/reading?open=huadu-2023.txt:9-5": 200,
    "/reading?open=none.txt:1-2": 200,
    "/complete": 200,
    "/complete?kind=boat&text=花": 200,
    "/complete?kind=entity&text=花都": 200,
    "/page.png?source=huadu-2023.txt&page=1": 404,
    "/page.png?source=none.txt&page=x": 404,
    "/search.xlsx?q=热线": 200,
    "/search.xlsx": 404,
    "/facts.xlsx?source=huadu-2023.txt": 200,
    "/facts.xlsx?entity=none": 200,
    "/facts.xlsx?source=none.txt": 404,
    "/diff.xlsx?a=huadu-2022.txt&b=huadu-2023.txt": 200,
    "/diff.xlsx?a=huadu-2022.txt": 404,
    "/audit.xlsx?source=huadu-2023.txt": 200,
    "/evidence.xlsx": 404,
    "/graph.graphml?center=花都区": 200,
    "/graph.graphml": 200,
    "/themes?theme=无": 200,
    "/desk/0/suizhi.css": 404,
}

FAULT = say("frame.fault", "zh")

# In a process of its own, because NiceGUI keeps its pages per process.
PROBE = """
import asyncio, json, sys
from pathlib import Path
from fastapi.testclient import TestClient
from api.app import create_app
from api.settings import Settings
from search.library import Library

home, pages, files, fault = sys.argv[1], *map(json.loads, sys.argv[2:4]), sys.argv[4]
seen = {"loop": [], "thread": [], "faults": []}

def watched(name):
    read = getattr(Library, name)
    def reading(*arguments, **options):
        try:
            asyncio.get_running_loop()
            seen["loop"].append(name)
        except RuntimeError:
            seen["thread"].append(name)
        return read(*arguments, **options)
    setattr(Library, name, reading)

for name in ("reports", "document", "facts", "passages", "knowledge", "entities", "relations", "decisions"):
    watched(name)
with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=Path(home)))) as client:
    for address in pages:
        page = client.get(address)
        if page.status_code != 200 or fault in page.text:
            seen["faults"].append(f"{page.status_code} {address}")
    for address, status in files.items():
        answer = client.get(address)
        if answer.status_code != status:
            seen["faults"].append(f"{answer.status_code}, not {status}: {address}")
print(json.dumps(seen))
"""


def visited(home: Path, pages: tuple[str, ...], files: dict[str, int]) -> dict[str, list[str]]:
    """Which methods of the library were called on the event loop and in threads, and which addresses failed."""
    command = [sys.executable, "-c", PROBE, home, json.dumps(pages), json.dumps(files), FAULT]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    home = tmp_path_factory.mktemp("library")
    reports = [CORPUS / "huadu-2023.txt", CORPUS / "huadu-2022.txt"]
    assert [t.status for t in suizhi.open(home).ingest(reports)] == ["added", "added"]
    return visited(home, PAGES, {**FILES, **MISSING})


def test_every_address_gives_a_page_or_says_what_is_not_there(seen):
    assert seen["faults"] == []


def test_no_page_reads_the_library_on_the_event_loop(seen):
    assert {"reports", "document", "facts", "entities"} <= set(seen["thread"])
    assert seen["loop"] == []


def test_an_empty_library_has_all_its_pages(tmp_path: Path):
    pages = (
        "/",
        "/search?q=热线",
        "/compare",
        "/compare?metric=满意率",
        "/similar",
        "/diff",
        "/graph",
        "/audit",
        "/library",
    )
    assert visited(tmp_path, pages, {"/themes": 200})["faults"] == []
