"""Watches, alarms, changes and settled findings: what people asked to be told, and what they have looked at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

BOUND = "任一区12345满意率 < 70%"
QUESTION = "花都区2023年12345热线的满意率是多少？"


@pytest.fixture(scope="module")
def one_report(suizhi, corpus, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("one")
    assert suizhi("ingest", corpus / "liwan-2024.txt", "--home", home).status == 0
    return home


@pytest.fixture
def run(suizhi, one_report, tmp_path):
    home = Path(shutil.copytree(one_report, tmp_path / "home"))

    def lines(*arguments: str | Path, status: int = 0) -> list[dict]:
        ran = suizhi(*arguments, "--home", home, "--json")
        assert ran.status == status, ran.err
        return ran.lines

    lines.home = home
    return lines


def test_a_threshold_fires_when_a_report_lands_that_meets_it_and_once(run, corpus, suizhi):
    (watch,) = run("watch", "add", BOUND, "--who", "张三", "--reason", "年度关注")
    assert (watch["kind"], watch["who"], watch["reason"]) == ("threshold", "张三", "年度关注")
    assert run("watch") == [watch]
    assert run("watch", "alarms") == []
    told = suizhi("ingest", corpus / "huadu-2023.txt", "--home", run.home)
    assert "1 项新提醒" in told.err
    (alarm,) = run("watch", "alarms")
    assert (alarm["watch"], alarm["watched"], alarm["source"]) == (watch["id"], BOUND, "huadu-2023.txt")
    assert (alarm["value"], alarm["unit"], alarm["quote"], alarm["region"]) == (
        67.82,
        "%",
        "满意率67.82%",
        "花都区",
    )
    assert "67.82%" in alarm["text"]
    # Neither another report nor the same one, removed and read in again, is news.
    run("ingest", corpus / "zengcheng-2023.txt")
    run("remove", "huadu-2023.txt")
    run("ingest", corpus / "huadu-2023.txt")
    assert run("watch", "alarms") == [alarm]
    assert run("watch", "alarms", "--after", str(alarm["number"])) == []
    (found,) = run("watch", "check", watch["id"])
    assert found == {name: alarm[name] for name in found}


def test_a_question_fires_when_a_new_report_answers_it(run, corpus):
    run("watch", "add", QUESTION)
    run("ingest", corpus / "zengcheng-2023.txt")
    assert run("watch", "alarms") == []
    run("ingest", corpus / "huadu-2023.txt")
    (alarm,) = run("watch", "alarms")
    assert (alarm["short"], alarm["source"], alarm["metric"]) == ("67.82%", "huadu-2023.txt", None)


def test_what_came_before_anybody_watched_is_no_news_and_what_is_no_longer_watched_is_silent(run, corpus):
    run("ingest", corpus / "huadu-2023.txt")
    (watch,) = run("watch", "add", BOUND)
    run("ingest", corpus / "zengcheng-2023.txt")
    assert run("watch", "alarms") == []
    (ended,) = run("watch", "remove", watch["id"])
    assert ended["state"] == "undone"
    assert run("watch") == []
    run("remove", "huadu-2023.txt")
    run("ingest", corpus / "huadu-2023.txt")
    assert run("watch", "alarms") == []
    run("watch", "remove", watch["id"], status=2)
    run("watch", "check", "0000", status=2)
    run("watch", "add", " ", status=2)
    run("watch", "add", BOUND)
    run("watch", "add", BOUND, status=2)


def test_a_number_that_a_person_marked_as_wrong_raises_no_alarm(run, corpus):
    run("ingest", corpus / "huadu-2023.txt")
    facts = [line for line in run("export", "facts") if line["quote"] == "满意率67.82%"]
    run("correct", "fact", facts[0]["id"], "--wrong")
    (watch,) = run("watch", "add", BOUND)
    assert "满意率67.82%" not in [found["quote"] for found in run("watch", "check", watch["id"])]


def test_changes_tell_what_came_and_went(run, corpus):
    first = run("changes")
    assert [(event["what"], event["source"]) for event in first] == [("added", "liwan-2024.txt")]
    run("ingest", corpus / "zengcheng-2023.txt")
    run("ingest", corpus / "zengcheng-2023.txt")  # unchanged: nothing happened
    run("remove", "liwan-2024.txt")
    later = run("changes", "--after", str(first[0]["number"]))
    assert [(event["what"], event["source"]) for event in later] == [
        ("added", "zengcheng-2023.txt"),
        ("removed", "liwan-2024.txt"),
    ]
    assert all(event["who"] for event in later)
    assert "荔湾区" in later[1]["title"]
    assert run("changes", "--since", "2026") == first + later
    assert run("changes", "--since", "9999-01-01") == []


def test_a_settled_finding_stays_settled_and_can_be_opened_again(run, corpus, suizhi):
    run("ingest", corpus / "huadu-2022.txt")
    findings = run("audit", "huadu-2022.txt")
    assert len({line["id"] for line in findings}) == len(findings) > 3
    id_ = findings[0]["id"]
    (said,) = run("settle", id_, "--note", "已核实，是笔误", "--who", "张三")
    assert (said["what"], said["reason"], said["state"]) == ("finding", "已核实，是笔误", "yes")
    run("refresh")
    run("remove", "huadu-2022.txt")
    run("ingest", corpus / "huadu-2022.txt")
    (settled,) = (line for line in run("audit") if line["settled"])
    assert (settled["id"], settled["settled"]["who"], settled["settled"]["note"]) == (
        id_,
        "张三",
        "已核实，是笔误",
    )
    assert "已核实，是笔误" in suizhi("audit", "huadu-2022.txt", "--home", run.home).out
    left = run("audit", "huadu-2022.txt", "--unsettled")
    assert [line["id"] for line in left] == [line["id"] for line in findings[1:]]
    assert run("correct") == [], "a finding is settled, nothing was corrected"
    run("settle", id_, "--undo")
    assert run("audit", "huadu-2022.txt") == findings
    run("settle", id_, "--undo", status=2)
    run("settle", "0000", status=2)


def test_http_watches_settles_and_tells_what_changed(run, corpus):
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=run.home), pages=False)
    ) as client:
        watch = client.post("/api/v1/watches", json={"text": BOUND, "who": "张三"}).json()
        assert client.get("/api/v1/watches").json() == {"total": 1, "watches": [watch]}
        assert client.get(f"/api/v1/watches/{watch['id']}/now").json() == {"found": []}
        run("ingest", corpus / "huadu-2023.txt")
        alarms = client.get("/api/v1/alarms").json()
        assert (alarms["total"], alarms["alarms"][0]["source"]) == (1, "huadu-2023.txt")
        assert client.get("/api/v1/alarms", params={"after": 1}).json()["total"] == 0
        changes = client.get("/api/v1/changes", params={"top": 1, "offset": 1}).json()
        assert (changes["total"], changes["changes"][0]["source"]) == (2, "huadu-2023.txt")
        assert client.get("/api/v1/changes", params={"since": "yesterday"}).status_code == 422
        page = client.get("/api/v1/audit", params={"top": 1}).json()
        assert page["total"] >= len(page["findings"]) == 1
        id_ = page["findings"][0]["id"]
        said = client.post(
            f"/api/v1/audit/{id_}", json={"note": "好", "source": page["findings"][0]["source"]}
        )
        assert said.json()["reason"] == "好"
        rest = client.get("/api/v1/audit", params={"unsettled": True}).json()
        assert rest["total"] == page["total"] - 1
        assert client.post(f"/api/v1/audit/{id_}", json={"settled": False}).json()["state"] == "undone"
        assert client.delete(f"/api/v1/watches/{watch['id']}").json()["state"] == "undone"
        for method, path, body in (
            ("DELETE", "/api/v1/watches/0000", None),
            ("POST", "/api/v1/audit/0000", {}),
            ("POST", "/api/v1/watches", {"text": ""}),
            ("GET", "/api/v1/watches/0000/now", None),
        ):
            assert client.request(method, path, json=body).status_code == 422, path
