"""`neighbours`, `communities` and the graph as a whole, whichever holds it."""

import re
from pathlib import Path
from typing import get_type_hints

import networkx as nx
import pytest
from fastapi.testclient import TestClient

import suizhi as face
from api import surroundings
from api.app import create_app
from api.settings import Settings
from graph.knowledge_graph import KnowledgeGraph
from search.stored_graph import StoredGraph
from suizhi import Suizhi

REPLIES = Path(__file__).parents[2] / "docs" / "reference" / "replies.md"


@pytest.fixture(scope="module")
def room(home: Path) -> Suizhi:
    return Suizhi(home)


@pytest.fixture(scope="module")
def client(home: Path):
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


def joined(suizhi, home) -> dict:
    """A relation of the library between two things."""
    return next(
        line
        for line in suizhi("export", "relations", "--home", home).lines
        if line["head_id"] != line["tail_id"]
    )


def test_the_limit_decides_which_graph_holds_the_whole(home, monkeypatch):
    small = Suizhi(home).graph
    monkeypatch.setattr(face, "EDGES_IN_MEMORY", 10)
    large = Suizhi(home).graph
    assert isinstance(small, KnowledgeGraph)
    assert isinstance(large, StoredGraph)
    assert large.sources == small.sources


def test_beyond_the_limit_every_command_prints_the_same(suizhi, home, monkeypatch):
    relation = joined(suizhi, home)
    tail = suizhi("export", "relations", "--home", home).lines[-1]["tail_id"]
    commands = [
        *(["export", "graph", "--format", form] for form in ("graphml", "jsonld", "csv")),
        ["path", relation["head_id"], tail, "--json"],
        ["neighbours", relation["head_id"], "--hops", "2", "--limit", "30", "--json"],
        ["communities", "--json"],
    ]
    small = [suizhi(*command, "--home", home) for command in commands]
    monkeypatch.setattr(face, "EDGES_IN_MEMORY", 10)
    assert [suizhi(*command, "--home", home) for command in commands] == small
    assert all(ran.status == 0 and ran.out for ran in small)


def test_the_large_graph_follows_the_reports(tmp_path, report, monkeypatch):
    monkeypatch.setattr(face, "EDGES_IN_MEMORY", 0)
    room = Suizhi(tmp_path / "library")
    assert [taken.status for taken in room.ingest([report()])] == ["added"]
    assert isinstance(room.graph, StoredGraph)
    assert room.graph is room.graph, "its shape is read once"
    assert room.graph.sources == ("report.txt",)
    list(room.ingest([report("second.txt", rate="88.88")]))
    assert room.graph.sources == ("report.txt", "second.txt")


def test_neighbours_are_those_of_the_exported_graph_with_verbatim_quotes(suizhi, home, room):
    relation = joined(suizhi, home)
    (line,) = suizhi("neighbours", relation["head_id"], "--limit", "1000", "--home", home, "--json").lines
    assert line["hidden"] == 0
    plain = nx.parse_graphml(suizhi("export", "graph", "--home", home).out, force_multigraph=True)
    near = {*plain.succ[relation["head_id"]], *plain.pred[relation["head_id"]], relation["head_id"]}
    assert {node["id"] for node in line["nodes"]} == near
    inside = plain.subgraph(near)
    assert sum(edge["count"] for edge in line["edges"]) == inside.number_of_edges()
    for edge in line["edges"]:
        text = room.library.document(edge["source"]).text
        assert text[edge["start"] : edge["end"]] == edge["quote"]
        said = [data["label"] for data in inside.get_edge_data(edge["head"], edge["tail"]).values()]
        assert edge["rel"] in said


def test_a_limit_leaves_out_the_far_and_the_unimportant_and_says_how_many(suizhi, home):
    relation = joined(suizhi, home)
    command = ("neighbours", relation["head_id"], "--hops", "2", "--home", home, "--json")
    (whole,) = suizhi(*command, "--limit", "1000").lines
    (part,) = suizhi(*command, "--limit", "5").lines
    assert part["nodes"] == whole["nodes"][:5]
    assert part["hidden"] == len(whole["nodes"]) + whole["hidden"] - 5
    assert part["nodes"][0]["id"] == part["center"] == relation["head_id"]
    order = [(node["distance"], -node["importance"]) for node in whole["nodes"]]
    assert order == sorted(order)
    kept = {node["id"] for node in part["nodes"]}
    assert all({edge["head"], edge["tail"]} <= kept for edge in part["edges"])


def test_a_metric_stands_in_the_middle_with_the_numbers_around_it(suizhi, home):
    facts = suizhi("export", "facts", "--home", home).lines
    about = next(fact["subject_id"] for fact in facts if fact["subject_id"])
    (near,) = suizhi("neighbours", about, "--limit", "1000", "--home", home, "--json").lines
    metric = next(node for node in near["nodes"] if node["type"] == "METRIC")
    assert metric["rank"] is None
    (line,) = suizhi("neighbours", metric["id"], "--home", home, "--json").lines
    about = [edge for edge in line["edges"] if edge["tail"] == metric["id"]]
    assert about
    told = {(fact["source"], fact["start"], repr(fact["value"])) for fact in facts}
    for edge in about:
        assert {"unit", "op", "period", "kind"} <= edge.keys()
        assert (edge["source"], edge["start"], repr(edge["value"])) in told


def test_communities_part_the_related_things_and_name_the_most_important(suizhi, home):
    lines = suizhi("communities", "--top", "1000", "--home", home, "--json").lines
    relations = suizhi("export", "relations", "--home", home).lines
    related = {line[end] for line in relations for end in ("head_id", "tail_id")}
    assert [line["community"] for line in lines] == list(range(1, len(lines) + 1))
    assert sum(line["size"] for line in lines) == len(related)
    for line in lines:
        assert sum(line["types"].values()) == line["size"]
        assert len(line["members"]) == min(line["size"], surroundings.NAMED)
        shares = [member["importance"] for member in line["members"]]
        assert shares == sorted(shares, reverse=True)
    assert suizhi("communities", "--top", "2", "--home", home, "--json").lines == lines[:2]


def test_http_gives_the_lines_of_the_command_line(client, suizhi, home):
    relation = joined(suizhi, home)
    asked = {"center": relation["head_id"], "hops": 2, "limit": 7}
    options = ("--hops", "2", "--limit", "7", "--home", home, "--json")
    (line,) = suizhi("neighbours", relation["head_id"], *options).lines
    assert client.get("/api/v1/graph", params=asked).json() == line
    assert client.get("/api/v1/graph", params={"center": relation["head"]}).status_code == 200
    assert client.get("/api/v1/communities", params={"top": 3}).json() == {
        "communities": suizhi("communities", "--top", "3", "--home", home, "--json").lines
    }


@pytest.mark.parametrize(
    ("query", "status", "culprit"),
    [
        ({"center": "不存在的机构甲乙丙"}, 404, "不存在的机构甲乙丙"),
        ({"center": "广州市", "hops": 99}, 422, "hops"),
        ({"center": "广州市", "limit": 0}, 422, "limit"),
        ({}, 422, "center"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_culprit(client, query, status, culprit):
    answer = client.get("/api/v1/graph", params=query)
    assert answer.status_code == status
    assert culprit in answer.text


def test_a_name_that_no_report_has_is_bad_input(suizhi, home):
    ran = suizhi("neighbours", "不存在的机构甲乙丙", "--home", home, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "不存在的机构甲乙丙" in ran.err


def test_people_see_a_table_and_what_is_hidden(suizhi, home):
    relation = joined(suizhi, home)
    ran = suizhi("neighbours", relation["head_id"], "--limit", "2", "--home", home)
    assert ran.status == 0
    assert relation["head"] in ran.out
    assert "没有显示" in ran.err
    assert suizhi("communities", "--top", "1", "--home", home).status == 0


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("A neighbourhood", surroundings.NeighbourhoodShape),
        ("A thing in the graph", surroundings.NodeShape),
        ("A connection", surroundings.EdgeShape),
        ("A community", surroundings.CommunityShape),
    ],
)
def test_every_field_is_documented_and_no_other(heading, shape):
    section = re.split(r"^## ", REPLIES.read_text("utf-8").split(f"## {heading}\n")[1], flags=re.MULTILINE)[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert documented == get_type_hints(shape).keys()
