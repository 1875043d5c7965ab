"""The HTTP API: the same lines as the command line, one form of error, nothing from outside."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from api.app import create_app
from api.routes import documents
from api.settings import MEBIBYTE, Settings
from api.shapes import ReportShape
from suizhi import LOCK_FILE

PATIENCE = 30.0


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    """Over the five reports, to be read only."""
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """Over an empty library that takes uploads of 1 MiB."""
    settings = Settings(home=tmp_path / "library", upload_limit_mb=1)
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(settings, pages=False), raise_server_exceptions=False
    ) as client:
        yield client


def finished(client: TestClient, job: str) -> dict:
    """The job once it is done."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = client.get(f"/api/v1/jobs/{job}").json()
        if line["state"] in ("done", "failed"):
            return line
        time.sleep(0.02)
    raise AssertionError(f"the job is still {line['state']} after {PATIENCE} s")


def test_health_needs_no_library_and_ready_opens_it(client: TestClient):
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    assert client.get("/api/v1/ready").json() == {"status": "ready", "documents": 5}


def test_documents_are_listed_and_their_text_is_what_quotes_are_cut_from(client: TestClient, suizhi, home):
    lines = client.get("/api/v1/documents").json()["documents"]
    assert lines[0].keys() == ReportShape.__annotations__.keys()
    assert lines == suizhi("documents", "--home", home, "--json").lines
    source = lines[0]["source"]
    assert client.get(f"/api/v1/documents/{source}").json() == lines[0]
    text = client.get(f"/api/v1/documents/{source}/text").json()
    assert len(text["text"]) == lines[0]["characters"]
    for fact in client.get("/api/v1/facts", params={"source": source, "top": 1000}).json()["facts"]:
        assert text["text"][fact["start"] : fact["end"]] == fact["quote"]


def test_facts_are_filtered_and_paged(client: TestClient):
    def ask(**params: object) -> list[dict]:
        return client.get("/api/v1/facts", params=params).json()["facts"]

    everything = ask(top=1000)
    assert {line["source"] for line in ask(year=2022, top=1000)} == {"huadu-2022.txt"}
    assert {line["source"] for line in ask(region="花都区", top=1000)} == {"huadu-2022.txt", "huadu-2023.txt"}
    assert ask(top=2, offset=1) == everything[1:3]
    metric = everything[0]["metric"]
    found = ask(metric=metric, top=1000)
    assert everything[0] in found
    assert len(found) < len(everything)
    assert ask(region="没有的区") == []


def test_entities_relations_and_paths_are_those_of_the_command_line(client: TestClient, suizhi, home):
    relation = suizhi("export", "relations", "--home", home).lines[0]
    (line,) = suizhi("entity", relation["head_id"], "--home", home, "--json").lines
    assert client.get(f"/api/v1/entities/{line['id']}").json() == line
    assert client.get(f"/api/v1/entities/{line['id']}/relations").json() == line["relations"]
    named = client.get("/api/v1/entities", params={"name": line["name"]}).json()["entities"]
    assert line["id"] in [entity["id"] for entity in named]
    ends = {"a": relation["head_id"], "b": relation["tail_id"]}
    assert client.get("/api/v1/path", params=ends).json()["hops"][0]["quote"]


def test_entities_can_be_listed_by_type(client: TestClient):
    entities = client.get("/api/v1/entities", params={"type": "ORG", "top": 1000}).json()["entities"]
    assert {entity["type"] for entity in entities} == {"ORG"}


@pytest.mark.parametrize(
    ("method", "path", "status", "culprit"),
    [
        ("GET", "/api/v1/documents/absent.txt", 404, "absent.txt"),
        ("GET", "/api/v1/documents/absent.txt/text", 404, "absent.txt"),
        ("DELETE", "/api/v1/documents/absent.txt", 404, "absent.txt"),
        ("GET", "/api/v1/entities/0000", 404, "0000"),
        ("GET", "/api/v1/jobs/0000", 404, "0000"),
        ("GET", "/api/v1/nothing", 404, "nothing"),
        ("GET", "/api/v1/search", 422, "q"),
        ("GET", "/api/v1/search?q=x&top=0", 422, "top"),
        ("GET", "/api/v1/facts?offset=100000000000000000000", 422, "offset"),
        ("GET", "/api/v1/entities?offset=100000000000000000000", 422, "offset"),
        ("GET", "/api/v1/compare?metric=满意率&year=100000000000000000000", 422, "year"),
        ("GET", "/api/v1/facts?year=100000000000000000000", 422, "year"),
        ("GET", "/api/v1/path?a=没有的甲&b=没有的乙", 422, "没有的甲"),
        ("POST", "/api/v1/ask", 422, "body"),
        ("GET", "/api/v1/ask", 404, "GET /api/v1/ask"),
        ("PUT", "/api/v1/documents", 404, "PUT"),
    ],
)
def test_every_error_has_one_form_and_names_its_culprit(client: TestClient, method, path, status, culprit):
    answer = client.request(method, path)
    assert answer.status_code == status
    error = answer.json()
    assert error.keys() == {"type", "title", "status", "detail", "instance", "remedy", "fields"}
    assert error["status"] == status
    assert culprit in str(error)


def test_an_upload_is_a_job_and_then_a_report_and_can_be_removed(empty: TestClient, report):
    files = [("files", (name, report().read_bytes())) for name in ("甲.txt", "乙.txt")]
    answer = empty.post("/api/v1/documents", files=files)
    assert answer.status_code == 202
    job = finished(empty, answer.json()["id"])
    assert [(line["source"], line["status"]) for line in job["documents"]] == [
        ("甲.txt", "added"),
        ("乙.txt", "duplicate"),
    ]
    assert [line["source"] for line in empty.get("/api/v1/documents").json()["documents"]] == ["甲.txt"]
    removed = empty.delete("/api/v1/documents/甲.txt")
    assert removed.json() == {"source": "甲.txt", "status": "removed"}
    assert empty.get("/api/v1/documents").json() == {"total": 0, "documents": []}


def test_a_removal_does_not_wait_for_ever_for_another_writer(empty: TestClient, report, monkeypatch):
    files = {"files": ("甲.txt", report().read_bytes())}
    finished(empty, empty.post("/api/v1/documents", files=files).json()["id"])
    monkeypatch.setattr(documents, "PATIENCE", 0.1)
    with FileLock(empty.app.state.room.home / LOCK_FILE):
        answer = empty.delete("/api/v1/documents/甲.txt")
    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert "请稍后再试" in answer.json()["detail"]
    assert empty.delete("/api/v1/documents/甲.txt").json()["status"] == "removed"


def test_an_encoder_that_is_not_there_is_said_to_watchdogs_and_askers(tmp_path):
    settings = Settings(home=tmp_path, encoder=str(tmp_path / "没有"))
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(settings, pages=False), raise_server_exceptions=False
    ) as client:
        for answer in (client.get("/ready"), client.get("/api/v1/search?q=热线")):
            assert answer.status_code == 503
            error = answer.json()
            assert "没有" in error["detail"]
            assert error["remedy"]
        assert client.get("/health").status_code == 200


def test_a_disk_that_refuses_is_named_and_logged(empty: TestClient, monkeypatch, caplog):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/srv/upload")

    monkeypatch.setattr(documents, "_store", full)
    answer = empty.post("/api/v1/documents", files={"files": ("甲.txt", b"x")})
    assert answer.status_code == 500
    assert "No space left on device" in answer.json()["detail"]
    assert caplog.records[-1].exc_info is not None


@pytest.mark.parametrize("name", ["../../evil.txt", "C:\\temp\\evil.txt", "/etc/evil.txt"])
def test_the_name_of_an_upload_is_never_a_path(empty: TestClient, report, name: str):
    answer = empty.post("/api/v1/documents", files={"files": (name, report().read_bytes())})
    (line,) = finished(empty, answer.json()["id"])["documents"]
    assert (line["source"], line["status"]) == ("evil.txt", "added")


def test_an_upload_that_cannot_be_read_fails_alone_with_the_reason(empty: TestClient, report):
    files = [("files", ("empty.txt", b"")), ("files", ("good.txt", report().read_bytes()))]
    job = finished(empty, empty.post("/api/v1/documents", files=files).json()["id"])
    assert job["state"] == "done"
    assert [line["status"] for line in job["documents"]] == ["failed", "added"]
    assert job["documents"][0]["error"]


def test_an_upload_above_the_limit_is_refused_and_nothing_is_stored(empty: TestClient):
    answer = empty.post("/api/v1/documents", files={"files": ("big.txt", b"x" * (MEBIBYTE + 1))})
    assert (answer.status_code, answer.json()["status"]) == (413, 413)

    def endless() -> Iterator[bytes]:
        """A body that does not say how long it is."""
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.txt"\r\n\r\n'
        for _ in range(40):
            yield b"x" * (MEBIBYTE // 20)
        yield b"\r\n--b--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = empty.post("/api/v1/documents", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert empty.get("/api/v1/documents").json() == {"total": 0, "documents": []}


def test_the_documentation_loads_nothing_from_outside(client: TestClient):
    page = client.get("/docs").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    for link in links:
        assert link.startswith("/"), link
        assert client.get(link).status_code == 200, link


def test_openapi_names_every_route(client: TestClient):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    wanted = {
        "/ask", "/search", "/entities", "/entities/{name}", "/entities/{name}/relations", "/path", "/facts",
        "/documents", "/documents/{source}", "/documents/{source}/text", "/jobs/{name}", "/health", "/ready",
    }  # fmt: skip
    assert {f"/api/v1{path}" for path in wanted} <= paths.keys()


def test_watchdogs_find_health_and_ready_at_the_root_too(client: TestClient):
    assert client.get("/health").json() == client.get("/api/v1/health").json()
    assert client.get("/ready").json() == client.get("/api/v1/ready").json()
