"""The HTTP API whole: every list says how many there are, jobs tell and stop, exports stream, examples are true."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import examples, shapes
from api.app import create_app
from api.settings import Settings
from search.library import Library

PATIENCE = 60.0


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=tmp_path), pages=False)
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/documents", "documents"),
        ("/entities", "entities"),
        ("/facts", "facts"),
        ("/aliases", "aliases"),
        ("/audit", "findings"),
        ("/corrections", "corrections"),
        ("/watches", "watches"),
        ("/alarms", "alarms"),
        ("/changes", "changes"),
        ("/jobs", "jobs"),
    ],
)
def test_pages_of_a_list_joined_are_the_list_and_the_total_is_its_length(client, path, field):
    whole = client.get(f"/api/v1{path}", params={"top": 1000}).json()
    assert whole["total"] >= len(whole[field])
    size = max(1, len(whole[field]) // 3)
    pages = [
        client.get(f"/api/v1{path}", params={"top": size, "offset": at}).json()
        for at in range(0, len(whole[field]), size)
    ]
    assert [line for page in pages for line in page[field]] == whole[field]
    assert {page["total"] for page in pages} <= {whole["total"]}
    beyond = client.get(f"/api/v1{path}", params={"offset": 10**6}).json()
    assert (beyond[field], beyond["total"]) == ([], whole["total"])


def test_a_batch_is_answered_in_order_with_its_ids(client):
    asked = [
        {"id": 7, "question": examples.QUESTION},
        {"id": "乙", "question": "花都区2031年的满意率是多少？"},
    ]
    replies = client.post("/api/v1/ask/batch", json={"questions": asked}).json()["replies"]
    assert [(one["id"], one["answerable"]) for one in replies] == [(7, True), ("乙", False)]
    assert client.post("/api/v1/ask/batch", json={"questions": []}).status_code == 422


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/entities/{id}", shapes.EntityPageShape),
        ("/entities/{id}/relations", shapes.RelationsShape),
        ("/facts", shapes.FactsShape),
        ("/documents", shapes.ReportsShape),
        ("/documents/liwan-2024.txt/text", shapes.TextShape),
        ("/diff?a=huadu-2022.txt&b=huadu-2023.txt", shapes.ChangesShape),
        ("/themes", shapes.ThemesShape),
        ("/audit", shapes.FindingsShape),
        ("/facets?q=热线", shapes.FacetsShape),
        ("/complete?q=热线", shapes.CompletionsShape),
        ("/search?q=热线", shapes.HitsShape),
        ("/similar?name=接诉即办", shapes.SimilarHitsShape),
        ("/compare?metric=满意率", shapes.CellsShape),
        ("/path?a=广州市政务服务和数据管理局&b=广州市", shapes.PathShape),
    ],
)
def test_what_comes_has_the_fields_that_are_documented_and_their_types(client, path, shape):
    office = client.get("/api/v1/entities", params={"name": "广州市政务服务和数据管理局"}).json()["entities"][
        0
    ]
    answer = client.get("/api/v1" + path.replace("{id}", office["id"]))
    assert answer.status_code == 200
    told = answer.json()
    assert told.keys() == get_type_hints(shape).keys()
    # Strict: nothing is made to fit; and what the shape does not name would be missing in what comes back.
    assert TypeAdapter(shape).validate_json(answer.content, strict=True) == told


def test_reports_are_filtered(client):
    def sources(**asked: str) -> list[str]:
        return [line["source"] for line in client.get("/api/v1/documents", params=asked).json()["documents"]]

    assert sources(region="花都区") == ["huadu-2022.txt", "huadu-2023.txt"]
    assert sources(region="广州市", year="2023") == [
        "guangzhou-2023.txt",
        "huadu-2023.txt",
        "zengcheng-2023.txt",
    ]
    assert sources(department="荔湾") == ["liwan-2024.txt"]


@pytest.mark.parametrize("what", ["facts", "entities", "relations", "all", "graph"])
def test_an_export_is_that_of_the_command_line(client, suizhi, home, what):
    answer = client.get(f"/api/v1/export/{what}")
    assert answer.status_code == 200
    assert answer.text == suizhi("export", what, "--home", home).out


def test_an_export_that_is_none_is_a_problem_before_it_begins(client):
    for path in ("/api/v1/export/nothing", "/api/v1/export/graph?format=nothing"):
        assert client.get(path).status_code == 422


def test_an_original_comes_back_byte_for_byte_and_is_never_shown_as_a_page(client, corpus):
    answer = client.get("/api/v1/documents/liwan-2024.txt/original")
    assert answer.content == (corpus / "liwan-2024.txt").read_bytes()
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/api/v1/documents/absent.txt/original").status_code == 404


def test_facets_and_completions_come_over_http(client):
    found = client.get("/api/v1/facets", params={"q": "热线", "year": 2023}).json()
    assert found["found"] == sum(one["count"] for one in found["regions"]) > 0
    assert {one["value"] for one in found["years"]} == {2022, 2023, 2024}
    words = client.get("/api/v1/complete", params={"q": "花都", "kind": "region"}).json()["completions"]
    assert words == [{"text": "花都区", "kind": "region", "type": None, "count": 2}]
    assert client.get("/api/v1/complete", params={"q": "花", "kind": "thing"}).status_code == 422


def test_a_proposal_can_be_made_over_http(empty, corpus):
    files = {"files": ("a.txt", (corpus / "liwan-2024.txt").read_bytes())}
    finished(empty, empty.post("/api/v1/documents", files=files).json()["id"])
    offices = empty.get("/api/v1/entities", params={"type": "ORG", "top": 2}).json()["entities"]
    body = {"from": offices[0]["id"], "to": offices[1]["id"], "reason": "试", "who": "张三"}
    said = empty.post("/api/v1/aliases", json=body).json()
    assert (said["state"], said["who"], said["from"]) == ("open", "张三", offices[0]["id"])
    assert empty.get("/api/v1/aliases").json()["aliases"][0] == said
    assert empty.post("/api/v1/aliases", json=body | {"to": "没有的名称甲"}).status_code == 422


def finished(client: TestClient, name: str) -> dict:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        job = client.get(f"/api/v1/jobs/{name}").json()
        if job["state"] in ("done", "failed", "stopped"):
            return job
        time.sleep(0.01)
    raise AssertionError("the job did not end")


def test_a_job_tells_its_files_and_steps_and_can_be_stopped(empty, report, monkeypatch):
    """Stopped for real between two steps: what follows on the reading of the second file waits for the word."""
    reached, go_on = threading.Event(), threading.Event()
    twin = Library.twin

    def slowly(self: Library, fingerprint: str, source: str) -> str | None:
        if source == "b.txt":
            reached.set()
            assert go_on.wait(PATIENCE)
        return twin(self, fingerprint, source)

    monkeypatch.setattr(Library, "twin", slowly)
    files = [
        ("files", (name, report(name, rate).read_bytes()))
        for name, rate in (("a.txt", "91"), ("b.txt", "92"))
    ]
    job = empty.post("/api/v1/documents", files=files).json()
    assert (job["what"], job["state"] in ("waiting", "running")) == ("ingest", True)
    assert reached.wait(PATIENCE)
    told = empty.get(f"/api/v1/jobs/{job['id']}").json()
    assert (told["done"], told["total"], told["source"], told["step"]) == (1, 2, "b.txt", "reading")
    stopping = empty.post(f"/api/v1/jobs/{job['id']}/stop").json()
    assert stopping["state"] == "stopping"
    go_on.set()
    ended = finished(empty, job["id"])
    assert (ended["state"], [line["source"] for line in ended["documents"]]) == ("stopped", ["a.txt"])
    assert [line["source"] for line in empty.get("/api/v1/documents").json()["documents"]] == ["a.txt"]
    assert empty.delete(f"/api/v1/jobs/{job['id']}").json()["state"] == "stopped"
    assert empty.get("/api/v1/jobs").json()["jobs"][0]["id"] == job["id"]


def test_reports_are_read_again_as_a_job(empty, report):
    finished(
        empty, empty.post("/api/v1/documents", files={"files": ("a.txt", report().read_bytes())}).json()["id"]
    )
    for body in (None, {"sources": ["a.txt"]}):
        answer = empty.post("/api/v1/documents/refresh", json=body)
        assert answer.status_code == 202
        (line,) = finished(empty, answer.json()["id"])["documents"]
        assert (line["source"], line["status"]) == ("a.txt", "unchanged")


def test_the_examples_of_the_documentation_are_true(client):
    reply = client.post("/api/v1/ask", json={"question": examples.QUESTION, "id": "1"}).json()
    assert examples.ANSWER.items() <= reply.items()
    asked = {"metric": "12345热线满意率", "region": "花都区", "year": 2023}
    (cell,) = client.get("/api/v1/compare", params=asked).json()["cells"]
    assert examples.CELL.items() <= cell.items()
    answer = client.get("/api/v1/jobs/0000")
    assert answer.json() == examples.PROBLEM
    assert answer.headers["content-type"] == "application/problem+json"


def test_openapi_describes_every_reply_and_every_error(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method, route in methods.items():
            problem = route["responses"]["4XX"]["content"]["application/problem+json"]
            assert problem["example"] == examples.PROBLEM, (method, path)
            assert route["summary"], (method, path)


LONG = """
import os, signal, sys
sys.argv = ["suizhi", "ingest", sys.argv[1], "--home", sys.argv[2], "--json"]
from search.library import Library
twin = Library.twin
def interrupted(self, fingerprint, source):
    if source.endswith("b.txt"):
        os.kill(os.getpid(), signal.SIGINT)
    return twin(self, fingerprint, source)
Library.twin = interrupted
from api.cli import main
main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="no such signal")
def test_ctrl_c_ends_the_work_before_the_next_step_and_says_so(report, tmp_path, suizhi):
    for name, rate in (("a.txt", "91"), ("b.txt", "92"), ("c.txt", "93")):
        report(f"files/{name}", rate)
    home = tmp_path / "home"
    ran = subprocess.run(
        [sys.executable, "-c", LONG, str(tmp_path / "files"), str(home)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert [line.count('"added"') for line in ran.stdout.splitlines()] == [1]
    assert "已停止" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [line["source"] for line in suizhi("documents", "--home", home, "--json").lines] == ["a.txt"]
    again = suizhi("ingest", tmp_path / "files", "--home", home, "--json").lines
    assert [line["status"] for line in again] == ["unchanged", "added", "added"]
