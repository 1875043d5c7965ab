"""Addresses are typed, cut and sent on by people: whatever stands in one, the page is made, and says what is not there."""

import json
import subprocess
import sys
from pathlib import Path

import suizhi
from web.texts import say

CORPUS = Path(__file__).parents[2] / "corpus"

PAGES = (
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
    "/reports/none.txt",
    "/reports/huadu-2023.txt?start=99999999&end=999999999",
    "/reports/huadu-2023.txt?start=20&end=10",
    "/entities/none",
    "/entities",
    "/entities?name=" + "名" * 500,
)
FILES = {
    "/reading": 200,
    "/reading?open=huadu-2023.txt:9-5": 200,
    "/reading?open=none.txt:1-2": 200,
    "/complete": 200,
    "/complete?kind=boat&text=花": 200,
    "/complete?kind=entity&text=花都": 200,
    "/page.png?source=huadu-2023.txt&page=1": 404,
    "/page.png?source=none.txt&page=x": 404,
    "/evidence.xlsx": 404,
    "/graph.graphml?center=花都区": 200,
    "/graph.graphml": 200,
    "/themes?theme=无": 200,
    "/desk/0/suizhi.css": 404,
    "/desk/0/..%2fframe.py": 404,
}

FAULT = say("frame.fault", "zh")

# In a process of its own, because NiceGUI keeps its pages per process.
PROBE = """
import json, sys
from pathlib import Path
from fastapi.testclient import TestClient
from api.app import create_app
from api.settings import Settings

pages, files = json.loads(sys.argv[2]), json.loads(sys.argv[3])
with TestClient(create_app(Settings(home=Path(sys.argv[1])))) as client:
    for address in pages:
        page = client.get(address)
        if page.status_code != 200 or sys.argv[4] in page.text:
            print(page.status_code, address)
    for address, status in files.items():
        answer = client.get(address)
        if answer.status_code != status:
            print(answer.status_code, "not", status, address)
print("DONE")
"""


def test_every_address_gives_a_page_or_says_what_is_not_there(tmp_path: Path):
    reports = [CORPUS / "huadu-2023.txt", CORPUS / "huadu-2022.txt"]
    assert [t.status for t in suizhi.open(tmp_path).ingest(reports)] == ["added", "added"]
    command = [sys.executable, "-c", PROBE, tmp_path, json.dumps(PAGES), json.dumps(FILES), FAULT]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert (ran.returncode, ran.stdout.strip()) == (0, "DONE"), ran.stdout + ran.stderr


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
    command = [sys.executable, "-c", PROBE, tmp_path, json.dumps(pages), json.dumps({"/themes": 200}), FAULT]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert (ran.returncode, ran.stdout.strip()) == (0, "DONE"), ran.stdout + ran.stderr
