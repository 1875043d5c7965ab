"""`alias` and /aliases: a person's word changes what every door shows, and taking it back changes it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.shapes import DecisionShape

CONTRACT = {"id", "what", "from", "to", "reason", "state", "who", "when"}

OLD = "教育和体育局"
NEW = "教育体育局"
TEXT = (
    "{year}年度佛山市南海区{name}部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
    "{year}年，南海区{name}建设智慧校园平台，印发《学校体育工作方案》。{more}南海区{name}全年支出{amount}万元。\n"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports of one office, which calls itself otherwise in the second."""
    folder = tmp_path_factory.mktemp("reports")
    for year, name, amount, more in (
        (2022, OLD, "3120.5", ""),
        (2023, NEW, "3345.75", "南海区财政局予以支持。"),
    ):
        text = TEXT.format(year=year, name=name, amount=amount, more=more)
        (folder / f"{year}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(sample: Path, suizhi, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled")
    assert suizhi("ingest", sample, "--home", home).status == 0
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "home"))


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


@pytest.fixture
def proposal(suizhi, home) -> dict:
    """The proposal that the two names are one office."""
    lines = suizhi("alias", "--home", home, "--json").lines
    (found,) = (
        line for line in lines if line["type"] == "ORG" and OLD in line["from_name"] + line["to_name"]
    )
    return found


def dump(suizhi, home: Path) -> str:
    return suizhi("export", "all", "--home", home).out


def test_a_proposal_has_the_fields_of_the_contract_and_says_why(proposal):
    assert CONTRACT <= proposal.keys() == DecisionShape.__annotations__.keys()
    assert (proposal["what"], proposal["state"], proposal["who"], proposal["when"]) == (
        "alias",
        "open",
        "",
        "",
    )
    assert NEW in proposal["to_name"], "the later name stays"
    assert "2022" in proposal["reason"]


def test_a_yes_is_seen_at_every_door_and_undo_gives_back_the_same_bytes(suizhi, home, proposal):
    before = {
        what: suizhi("export", what, "--home", home).out
        for what in ("all", "entities", "relations", "facts", "graph")
    }
    old, new = proposal["from"], proposal["to"]
    (said,) = suizhi("alias", "yes", proposal["id"], "--who", "张三", "--home", home, "--json").lines
    assert (said["state"], said["who"]) == ("yes", "张三")
    for what in ("entities", "relations", "facts", "graph"):
        text = suizhi("export", what, "--home", home).out
        assert old not in text, what
        assert new in text, what
    (line,) = suizhi("entity", old, "--home", home, "--json").lines
    assert line["id"] == new
    assert {tuple(name["years"]) for name in line["names"] if OLD in name["name"]} == {(2022,)}
    assert {tuple(name["years"]) for name in line["names"] if NEW in name["name"]} == {(2023,)}
    assert line["sources"] == ["2022.txt", "2023.txt"]
    assert proposal["id"] not in [line["id"] for line in suizhi("alias", "--home", home, "--json").lines]
    (effect,) = (line for line in suizhi("export", "all", "--home", home).lines if line["record"] == "alias")
    assert (effect["from"], effect["to"]) == (old, new)
    assert suizhi("alias", "undo", proposal["id"], "--home", home).status == 0
    for what, text in before.items():
        assert suizhi("export", what, "--home", home).out == text, what
    log = suizhi("alias", "log", "--home", home, "--json").lines
    assert [(one["state"], one["who"] != "") for one in log] == [("yes", True), ("undone", True)]


def test_a_path_leads_through_what_is_one(suizhi, home, proposal):
    relations = suizhi("export", "relations", "--home", home).lines
    first = next(
        r["tail_id"] for r in relations if r["source"] == "2022.txt" and r["head_id"] == proposal["from"]
    )
    suizhi("alias", "yes", proposal["id"], "--home", home)
    (hop,) = suizhi("path", proposal["to"], first, "--home", home, "--json").lines
    assert hop["source"] == "2022.txt"
    assert NEW in hop["head"]


def test_a_decision_survives_refresh_removal_and_reading_in_again(suizhi, home, sample, proposal):
    suizhi("alias", "yes", proposal["id"], "--home", home)
    before = dump(suizhi, home)
    assert suizhi("refresh", "--home", home).status == 0
    assert dump(suizhi, home) == before
    assert suizhi("remove", "2022.txt", "2023.txt", "--home", home).status == 0
    for name in ("2023.txt", "2022.txt"):
        assert suizhi("ingest", sample / name, "--home", home).status == 0
    assert dump(suizhi, home) == before


def test_a_no_is_not_proposed_again_until_it_is_taken_back(suizhi, home, proposal):
    def open_ids():
        return [line["id"] for line in suizhi("alias", "--home", home, "--json").lines]

    suizhi("alias", "no", proposal["id"], "--home", home)
    assert proposal["id"] not in open_ids()
    suizhi("alias", "undo", proposal["id"], "--home", home)
    assert proposal["id"] in open_ids()


def test_a_person_proposes_by_name_and_decides_by_id(suizhi, home):
    entities = {line["name"]: line for line in suizhi("export", "entities", "--home", home).lines}
    bureau = next(name for name in entities if name.endswith("财政局"))
    office = next(name for name in entities if name.endswith(NEW))
    ran = suizhi(
        "alias", "add", bureau, office, "--reason", "试一试", "--who", "李四", "--home", home, "--json"
    )
    (line,) = ran.lines
    assert (line["from_name"], line["to_name"], line["reason"], line["who"]) == (
        bureau,
        office,
        "试一试",
        "李四",
    )
    assert suizhi("alias", "--home", home, "--json").lines[0] == line, "people's own come first"
    # The options of the group hold for its commands.
    (said,) = suizhi("alias", "--home", home, "--json", "yes", line["id"]).lines
    assert said["state"] == "yes"
    assert suizhi("entity", bureau, "--home", home, "--json").lines[0]["id"] == entities[office]["id"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["yes", "0000"], "没有这项建议"),
        (["undo", "0000"], "没有这项建议"),
        (["add", "不存在的机构甲乙丙", "南海区财政局"], "不存在的机构甲乙丙"),
        (["add", "南海区财政局", "智慧校园平台"], "类型不同"),
        (["add", "\udcff", "南海区财政局"], "无法保存的字符"),
        (["add", "南海区财政局", "南海区财政局"], "同一个"),
    ],
)
def test_what_makes_no_sense_is_bad_input_and_named(suizhi, home, arguments, reason):
    ran = suizhi("alias", *arguments, "--home", home, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert reason in ran.err
    assert suizhi("alias", "log", "--home", home, "--json").lines == []


def test_without_a_json_flag_the_lines_are_for_people(suizhi, home, proposal):
    ran = suizhi("alias", "--home", home)
    assert proposal["reason"] in ran.out
    assert NEW in suizhi("alias", "yes", proposal["id"], "--home", home, "--who", "张三").out
    assert "张三" in suizhi("alias", "log", "--home", home).out
    assert "2022" in suizhi("entity", proposal["to"], "--home", home).out


def test_an_empty_library_has_nothing_to_decide(suizhi, tmp_path):
    ran = suizhi("alias", "--home", tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert "没有待定" in ran.err


def test_http_shows_what_the_command_line_shows_and_takes_a_verdict(client, suizhi, home, proposal):
    open_ = client.get("/api/v1/aliases").json()["aliases"]
    assert open_ == suizhi("alias", "--home", home, "--json").lines
    assert len(client.get("/api/v1/aliases", params={"top": 1}).json()["aliases"]) == 1
    old = client.get(f"/api/v1/entities/{proposal['from']}").json()
    assert old["id"] == proposal["from"]
    said = client.post(f"/api/v1/aliases/{proposal['id']}", json={"state": "yes", "who": "张三"}).json()
    assert (said["state"], said["who"]) == ("yes", "张三")
    assert client.get(f"/api/v1/entities/{proposal['from']}").json()["id"] == proposal["to"]
    assert client.get("/api/v1/aliases", params={"state": "yes"}).json()["aliases"] == [said]
    assert client.post(f"/api/v1/aliases/{proposal['id']}", json={"state": "undone"}).status_code == 200
    assert client.get(f"/api/v1/entities/{proposal['from']}").json() == old


@pytest.mark.parametrize(
    ("body", "status"),
    [({"state": "maybe"}, 422), ({}, 422), ({"state": "yes", "who": ""}, 422), ({"state": "undone"}, 422)],
)
def test_http_refuses_what_is_no_verdict(client, proposal, body, status):
    answer = client.post(f"/api/v1/aliases/{proposal['id']}", json=body)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_http_knows_no_proposal_of_another_id(client):
    answer = client.post("/api/v1/aliases/0000", json={"state": "yes"})
    assert answer.status_code == 404
    assert "0000" in answer.json()["detail"]
