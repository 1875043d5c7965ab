"""`entity`, `path`, `export`: what the reports say, with quotes that can be found in them."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import orjson
import pytest

from suizhi import Suizhi


@pytest.fixture(scope="module")
def texts(home: Path) -> dict[str, str]:
    room = Suizhi(home)
    return {report.source: room.library.document(report.source).text for report in room.documents()}


def assert_verbatim(line: dict, texts: dict[str, str]) -> None:
    assert texts[line["source"]][line["start"] : line["end"]] == line["quote"]


def test_facts_have_the_fields_of_the_contract_and_verbatim_quotes(suizhi, home, texts):
    lines = suizhi("export", "facts", "--home", home).lines
    assert lines
    fields = {
        "id", "source", "subject", "subject_id", "metric", "metric_id", "value", "unit", "op", "direction",
        "period", "kind", "quote", "start", "end", "page", "also", "conflicts", "confidence",
    }  # fmt: skip
    for line in lines:
        assert fields <= line.keys()
        assert isinstance(line["value"], int | float | list)
        assert_verbatim(line, texts)
        for also in line["also"]:
            assert_verbatim({"source": line["source"], **also}, texts)


def test_entities_and_relations_have_the_fields_of_the_contract(suizhi, home, texts):
    entities = suizhi("export", "entities", "--home", home, "--json").lines
    assert entities
    assert all({"id", "name", "type", "aliases", "sources", "mentions"} <= line.keys() for line in entities)
    relations = suizhi("export", "relations", "--home", home).lines
    assert relations
    for line in relations:
        assert {"head", "head_aliases", "rel", "tail", "tail_aliases"} <= line.keys()
        assert_verbatim(line, texts)


def test_an_entity_is_found_by_name_alias_and_id_with_its_surroundings(suizhi, home, texts):
    exported = suizhi("export", "entities", "--home", home).lines
    known = next(line for line in exported if line["aliases"])
    for name in (known["name"], known["aliases"][0], known["id"]):
        lines = suizhi("entity", name, "--home", home, "--json").lines
        assert known["id"] in [line["id"] for line in lines], name
    (line,) = suizhi("entity", known["id"], "--home", home, "--json").lines
    assert line["mention_count"] == len(line["mentions"]) == known["mentions"]
    for mention in line["mentions"]:
        assert_verbatim(mention, texts)


def test_relations_of_an_entity_are_counted_in_and_out(suizhi, home, texts):
    relations = suizhi("export", "relations", "--home", home).lines
    head = relations[0]["head_id"]
    (line,) = suizhi("entity", head, "--home", home, "--json").lines
    wanted = [r for r in relations if r["head_id"] == head]
    assert sum(group["count"] for group in line["relations"]["out"]) == len(wanted)
    for group in line["relations"]["out"] + line["relations"]["in"]:
        assert len(group["quotes"]) == group["count"]
        for quote in group["quotes"]:
            assert_verbatim(quote, texts)


def test_a_name_that_no_report_has_gives_no_line_and_says_so(suizhi, home):
    ran = suizhi("entity", "不存在的机构甲乙丙", "--home", home, "--json")
    assert (ran.status, ran.out) == (0, "")
    assert "不存在的机构甲乙丙" in ran.err


def test_a_path_has_a_quote_for_each_hop(suizhi, home, texts):
    first = suizhi("export", "relations", "--home", home).lines[0]
    ran = suizhi("path", first["head_id"], first["tail_id"], "--home", home, "--json")
    assert ran.status == 0
    (hop,) = ran.lines
    assert {hop["head"], hop["tail"]} == {first["head"], first["tail"]}
    assert_verbatim(hop, texts)


def test_a_path_from_an_unknown_name_is_bad_input(suizhi, home):
    ran = suizhi("path", "不存在的机构甲乙丙", "广州市", "--home", home, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "不存在的机构甲乙丙" in ran.err


def test_the_graph_comes_in_three_forms(suizhi, home, tmp_path):
    ET.fromstring(suizhi("export", "graph", "--home", home).out)
    assert orjson.loads(suizhi("export", "graph", "--format", "jsonld", "--home", home).out)["@graph"]
    target = tmp_path / "graph.csv"
    ran = suizhi("export", "graph", "--format", "csv", "--output", target, "--home", home)
    assert (ran.status, ran.out) == (0, "")
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"), newline="")))
    assert {"head", "rel", "tail", "quote"} <= rows[0].keys()
    assert list(tmp_path.iterdir()) == [target], "nothing half-written is left beside it"


def test_the_canonical_dump_does_not_depend_on_the_order_of_adding(suizhi, home, corpus, tmp_path):
    for path in sorted(corpus.glob("*.txt"), reverse=True):
        assert suizhi("ingest", path, "--home", tmp_path).status == 0
    assert suizhi("export", "all", "--home", tmp_path).out == suizhi("export", "all", "--home", home).out


@pytest.mark.parametrize("arguments", [["nonsense"], ["graph", "--format", "nonsense"]])
def test_an_export_that_there_is_not_is_wrong_usage_and_names_what_there_is(suizhi, home, arguments):
    ran = suizhi("export", *arguments, "--home", home)
    assert (ran.status, ran.out) == (2, "")
    assert "nonsense" in ran.err
    assert "graph" in ran.err


def test_an_output_that_cannot_be_written_is_named(suizhi, home, tmp_path):
    ran = suizhi("export", "facts", "--output", tmp_path / "absent" / "f.jsonl", "--home", home)
    assert ran.status == 2
    assert "f.jsonl" in ran.err
