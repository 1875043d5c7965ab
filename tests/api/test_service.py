"""/metrics, /health and /ready, logs, and the end of the service."""

import io
import json
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.logs import ACCESS, JsonFormatter
from api.settings import Settings

QUESTION = {"question": "花都区2023年12345热线的满意率是多少？"}


@pytest.fixture
def client(home):
    with TestClient(
        base_url="http://127.0.0.1",
        app=create_app(Settings(home=home), pages=False),
        raise_server_exceptions=False,
    ) as client:
        yield client


def numbers(client) -> dict[str, float]:
    """Each series with its value."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_requests_answers_and_what_is_held_are_counted(client):
    assert client.post("/api/v1/ask", json=QUESTION).json()["answerable"]
    assert client.get("/api/v1/documents/没有.txt").status_code == 404
    assert client.get("/api/v1/什么").status_code == 404
    seen = numbers(client)
    assert seen['suizhi_requests_total{method="POST",route="/ask",status="200"}'] == 1
    assert seen['suizhi_answers_total{kind="metric"}'] == 1
    assert seen['suizhi_held{what="reports"}'] == 5
    assert seen['suizhi_held{what="facts"}'] > 500
    assert seen['suizhi_jobs{state="running"}'] == 0
    assert seen['suizhi_request_seconds_count{method="POST",route="/ask"}'] == 1
    refused = [name for name in seen if 'status="404"' in name]
    assert refused
    # Neither what was asked nor the names of reports are told to whoever collects numbers.
    assert not any("满意率" in name or "没有" in name or "什么" in name for name in seen)
    assert client.get("/api/v1/metrics").status_code == 200


def test_a_damaged_library_is_healthy_but_not_ready(home, tmp_path):
    broken = shutil.copytree(home, tmp_path / "broken")
    for log in broken.glob("library.sqlite3-*"):
        log.unlink()  # the library that was copied is in use, and its log would bring everything back
    (broken / "library.sqlite3").write_bytes(b"x" * 5000)
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=broken), pages=False)
    ) as client:
        assert client.get("/health").status_code == 200
        for path in ("/ready", "/api/v1/ready"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "library.sqlite3" in answer.json()["detail"]


def test_a_report_that_is_not_indexed_yet_is_not_ready(home, tmp_path):
    from filelock import FileLock

    from suizhi import LOCK_FILE

    behind = shutil.copytree(home, tmp_path / "behind")
    connection = sqlite3.connect(behind / "library.sqlite3")
    connection.execute("UPDATE reports SET revision = 'x' WHERE id = 1")
    connection.execute("DELETE FROM seals WHERE report = 1")
    connection.commit()
    connection.close()
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=behind), pages=False)
    ) as client:
        with FileLock(behind / LOCK_FILE):  # a writer is at work, and will bring the index up to date
            answer = client.get("/ready")
            assert answer.status_code == 503
            assert "1 份报告还没有进索引" in answer.json()["detail"]
        assert client.get("/ready").json() == {"status": "ready", "documents": 5}


def test_a_line_of_the_log_is_json_without_what_was_asked(client):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger(ACCESS)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        client.get("/api/v1/search", params={"q": "保密内容"})
        client.get("/api/v1/documents/秘密.txt")
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    one, other = (json.loads(line) for line in out.getvalue().splitlines())
    assert one["route"] == "/search"
    assert (one["method"], one["status"], one["level"]) == ("GET", 200, "info")
    assert other["status"] == 404
    assert "保密" not in out.getvalue()
    assert "秘密" not in out.getvalue()


def test_an_error_is_logged_with_its_trace():
    out = JsonFormatter()
    try:
        raise ZeroDivisionError("除以零")
    except ZeroDivisionError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "出错 %s", ("甲",), sys.exc_info())
    line = json.loads(out.format(record))
    assert (line["message"], line["level"]) == ("出错 甲", "error")
    assert "ZeroDivisionError: 除以零" in line["trace"]


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_the_service_ends_when_told_and_answers_what_is_under_way(home):
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--home", str(home)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root), "SUIZHI_LOG_LEVEL": "info", "SUIZHI_LOG_FORMAT": "json"},
    )
    with child:
        assert child.stderr is not None
        address, lines = "", []
        for line in child.stderr:
            lines.append(line)
            if "running on" in line:
                address = line.split("running on ")[1].split(" ")[0]
                break
        assert address, lines
        assert httpx.post(f"{address}/api/v1/ask", json=QUESTION, timeout=60).json()["short"] == "67.82%"
        child.send_signal(signal.SIGTERM)
        rest = child.stderr.read()
        assert child.wait(timeout=60) in (0, -signal.SIGTERM)
    assert any(json.loads(line)["logger"] == ACCESS for line in rest.splitlines() if line.startswith("{"))
    assert "Traceback" not in rest
