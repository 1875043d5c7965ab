"""The pages read the library in threads: on the event loop a large report would hold up everybody else."""

import subprocess
import sys
from pathlib import Path

import suizhi

CORPUS = Path(__file__).parents[2] / "corpus"

# In a process of its own, because NiceGUI keeps its pages per process.
PROBE = """
import asyncio, sys
from pathlib import Path
from fastapi.testclient import TestClient
from api.app import create_app
from api.settings import Settings
from search.library import Library

seen = {"loop": [], "thread": []}

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
with TestClient(create_app(Settings(home=Path(sys.argv[1])))) as client:
    for address in sys.argv[2:]:
        page = client.get(address)
        assert page.status_code == 200, page.text
assert {"reports", "document"} <= set(seen["thread"]), seen
print("ON THE LOOP", *sorted(set(seen["loop"])))
"""


def test_no_page_reads_the_library_on_the_event_loop(tmp_path: Path):
    report = CORPUS / "huadu-2023.txt"
    assert [t.status for t in suizhi.open(tmp_path).ingest([report])] == ["added"]
    addresses = [
        "/",
        "/?q=花都区2023年12345热线的满意率是多少",
        "/?q=红烧肉怎么做",
        f"/reading?open={report.name}:10-20",
        f"/reports/{report.name}",
        "/search?q=热线",
        "/compare?metric=满意率",
        "/similar",
        "/diff",
        "/graph?center=花都区",
        "/entities?name=花都区",
        "/audit",
        "/library?view=names",
    ]
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, tmp_path, *addresses], capture_output=True, text=True, timeout=120
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "ON THE LOOP"), ran.stderr
