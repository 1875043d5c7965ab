"""`suizhi audit` and GET /audit: one shape for both, quotes verbatim."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import PREFIX, create_app
from api.settings import Settings
from api.shapes import FindingShape
from suizhi import Suizhi


@pytest.fixture(scope="module")
def client(home: Path):
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as opened:
        yield opened


def test_a_line_is_a_finding_whose_quotes_stand_in_the_report(suizhi, home: Path):
    ran = suizhi("audit", "huadu-2023.txt", "--home", home, "--json")
    assert ran.status == 0
    assert ran.lines
    text = Suizhi(home).library.document("huadu-2023.txt").text
    for line in ran.lines:
        assert line.keys() == FindingShape.__annotations__.keys()
        assert line["source"] == "huadu-2023.txt"
        places = zip(line["quotes"], line["starts"], line["ends"], line["pages"], strict=True)
        assert all(text[start:end] == quote for quote, start, end, _ in places)


def test_without_a_name_all_reports_are_audited(suizhi, home: Path):
    ran = suizhi("audit", "--home", home, "--json")
    assert {line["source"] for line in ran.lines} >= {
        "guangzhou-2023.txt",
        "huadu-2022.txt",
        "huadu-2023.txt",
    }


def test_people_see_how_sure_a_finding_is_and_its_place(suizhi, home: Path):
    ran = suizhi("audit", "huadu-2023.txt", "--home", home)
    assert "错误  各项之和4＋15＝19人，与总数20人相差1人" in ran.out
    assert "huadu-2023.txt · 字符" in ran.out


def test_a_report_that_is_not_there_is_bad_input(suizhi, home: Path):
    ran = suizhi("audit", "nowhere.txt", "--home", home)
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere.txt" in ran.err


def test_an_empty_library_says_so(suizhi, tmp_path: Path):
    ran = suizhi("audit", "--home", tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert "还没有报告" in ran.err


def test_a_sound_report_is_told_to_be_without_findings(suizhi, tmp_path: Path, report):
    assert suizhi("ingest", report(), "--home", tmp_path / "home").status == 0
    ran = suizhi("audit", "--home", tmp_path / "home")
    assert (ran.status, ran.out) == (0, "")
    assert "没有查出矛盾" in ran.err


def test_http_gives_the_lines_of_the_command(suizhi, home: Path, client: TestClient):
    given = client.get(f"{PREFIX}/audit", params={"source": ["huadu-2023.txt", "liwan-2024.txt"]})
    assert given.status_code == 200
    assert (
        given.json()["findings"]
        == suizhi("audit", "huadu-2023.txt", "liwan-2024.txt", "--home", home, "--json").lines
    )


def test_http_refuses_a_report_that_is_not_there(client: TestClient):
    given = client.get(f"{PREFIX}/audit", params={"source": "nowhere.txt"})
    assert given.status_code == 422
    assert "nowhere.txt" in given.json()["detail"]
