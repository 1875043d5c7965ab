"""Whatever is sent to the API by its own description: no 5xx, and every error in the one form."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from urllib.parse import quote

import httpx
import orjson
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings

from api.app import create_app
from api.settings import Settings

LONG = os.environ.get("HOLD") == "long"


@pytest.fixture(scope="module")
def served(sample, tmp_path_factory):
    """Where a service over a copy of the small library listens."""
    home = shutil.copytree(sample, tmp_path_factory.mktemp("api") / "home")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(Settings(home=home), pages=False), host="127.0.0.1", port=0, log_level="critical"
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_no_request_is_the_services_fault(served):
    described = schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        ask_everything(operation)


def ask_everything(operation) -> None:
    """Requests of one operation, well made and not."""

    @given(operation.as_strategy())
    # The short form asks the same each time: what a change breaks is seen, and nothing else fails it.
    @settings(max_examples=100 if LONG else 4, derandomize=not LONG, suppress_health_check=list(HealthCheck))
    def ask(case):
        answer = case.call()
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        if answer.status_code >= 400:
            error = orjson.loads(answer.content)
            assert error["status"] == answer.status_code
            assert error["detail"]
            assert error.keys() >= {"type", "title", "status", "detail", "remedy", "fields"}

    ask()


NAMES = [
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\boot.ini", "a/../../b.txt", "..", ".", "/",
    "\x00.txt", "a\x00b.txt", "\u202etxt.exe", "名" * 300 + ".txt", "con.txt", ".hidden.txt", "~$a.docx", "a.txt\r\nX: y",
    "%2e%2e%2fa.txt", "file:///etc/passwd", "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_no_name_of_an_upload_leaves_its_folder(served, name, tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    (outside / "inside").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(outside / "inside"))
    answer = httpx.post(f"{served}/api/v1/documents", files={"files": (name, b"x")}, timeout=60)
    assert answer.status_code < 500, answer.text
    assert [path.name for path in outside.iterdir()] == ["inside"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_no_name_of_a_report_reads_another_file(served, name):
    path = f"{served}/api/v1/documents/{quote(name, safe='')}"
    for address in (path, f"{path}/text"):
        answer = httpx.get(address, timeout=60)
        assert answer.status_code in (200, 404, 422), (name, answer.text)
        assert "root:" not in answer.text
