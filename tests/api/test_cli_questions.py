"""`ask` and `search`, one at a time and in batches: replies as the contract has them."""

import json
from pathlib import Path

import pytest

from suizhi import Suizhi

ANSWERED = "花都区2023年12345热线的满意率是多少?"
REFUSED = "花都区2031年12345热线的满意率是多少?"


@pytest.fixture(scope="module")
def texts(home: Path) -> dict[str, str]:
    room = Suizhi(home)
    return {report.source: room.library.document(report.source).text for report in room.documents()}


def batch(*lines: dict | str) -> bytes:
    return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()


def test_a_question_is_answered_with_a_value_and_verbatim_quotes(suizhi, home, texts):
    ran = suizhi("ask", ANSWERED, "--home", home, "--json")
    assert ran.status == 0
    (line,) = ran.lines
    assert (line["answerable"], line["question"]) == (True, ANSWERED)
    assert (line["value"], line["unit"], line["short"]) == (67.82, "%", "67.82%")
    assert "huadu-2023.txt" in {cited["source"] for cited in line["citations"]}
    for cited in line["citations"]:
        assert texts[cited["source"]][cited["start"] : cited["end"]] == cited["quote"]


def test_what_the_reports_do_not_say_is_an_answer_and_no_error(suizhi, home):
    ran = suizhi("ask", REFUSED, "--home", home, "--json")
    assert ran.status == 0
    (line,) = ran.lines
    assert (line["answerable"], line["citations"], line["value"]) == (False, [], None)
    assert line["failed"]


def test_people_get_the_answer_first_and_the_quote_with_its_place(suizhi, home):
    out = suizhi("ask", ANSWERED, "--home", home).out
    assert 0 < out.index("67.82%") < out.index("“")
    assert "huadu-2023.txt" in out
    refusal = suizhi("ask", REFUSED, "--home", home).out
    assert "2031" in refusal


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_a_batch_gives_a_reply_a_line_with_the_same_ids_in_order(suizhi, home, tmp_path, way):
    lines = batch({"id": "b", "question": ANSWERED}, "", {"id": 1, "question": REFUSED})
    path = tmp_path / "batch.jsonl"
    path.write_bytes(lines)
    source = {"file": path, "standard input": "-"}[way]
    ran = suizhi("ask", "--batch", source, "--home", home, stdin=lines)
    assert ran.status == 0
    assert [(line["id"], line["answerable"]) for line in ran.lines] == [("b", True), (1, False)]


def test_a_malformed_line_is_named_and_the_others_are_answered(suizhi, home):
    lines = batch("{", {"id": "a", "question": ANSWERED}, {"id": "c"})
    ran = suizhi("ask", "--batch", "-", "--home", home, "--json", stdin=lines)
    assert ran.status == 2
    broken, answered, empty = ran.lines
    assert (broken["id"], broken["line"], answered["id"]) == (None, 1, "a")
    assert empty == {"id": "c", "line": 3, "error": "缺少 question（应为非空字符串）"}
    assert "第 1 行" in ran.err
    assert "第 3 行" in ran.err


def test_a_question_that_shows_a_defect_costs_only_its_own_line(suizhi, home, monkeypatch):
    ask = Suizhi.ask
    monkeypatch.setattr(Suizhi, "ask", lambda room, text: ask(room, text) if text != "坏" else 1 / 0)
    lines = batch({"id": 1, "question": "坏"}, {"id": 2, "question": ANSWERED})
    ran = suizhi("ask", "--batch", "-", "--home", home, stdin=lines)
    bad, good = ran.lines
    assert (ran.status, bad["id"], bad["line"], "ZeroDivisionError" in bad["error"]) == (2, 1, 1, True)
    assert (good["id"], good["answerable"]) == (2, True)
    assert "第 1 行" in ran.err


def test_search_gives_hits_best_first_and_a_batch_of_them(suizhi, home, texts):
    ran = suizhi("search", "12345热线 满意率", "--top", "3", "--home", home, "--json")
    assert (ran.status, len(ran.lines)) == (0, 3)
    scores = [line["score"] for line in ran.lines]
    assert scores == sorted(scores, reverse=True)
    for line in ran.lines:
        assert {"source", "start", "end", "text", "section", "page", "score", "reasons"} <= line.keys()
        assert texts[line["source"]][line["start"] : line["end"]] == line["text"]
    lines = batch({"id": "x", "query": "12345热线 满意率"}, {"id": "y", "query": "城中村"})
    out = suizhi("search", "--batch", "-", "--top", "3", "--home", home, stdin=lines).lines
    assert [line["id"] for line in out] == ["x", "y"]
    assert [hit | {"found": out[0]["found"]} for hit in out[0]["hits"]] == ran.lines


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ask"], "nothing asked"),
        (["ask", "  "], "only blanks"),
        (["ask", "问", "--batch", "-"], "both ways at once"),
        (["ask", "--batch", "absent.jsonl"], "no such file"),
        (["search"], "nothing to look for"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_status_2(suizhi, home, arguments, reason):
    ran = suizhi(*arguments, "--home", home)
    assert (ran.status, ran.out) == (2, ""), reason
    assert len(ran.err.strip().splitlines()) == 1


def test_an_empty_library_refuses_and_finds_nothing(suizhi, tmp_path):
    (line,) = suizhi("ask", ANSWERED, "--home", tmp_path, "--json").lines
    assert line["answerable"] is False
    assert suizhi("search", "热线", "--home", tmp_path, "--json").lines == []


def test_what_is_piped_is_whole_and_not_broken_for_a_screen(suizhi, home):
    (line,) = suizhi("search", "12345热线 满意率", "--top", "1", "--home", home, "--json").lines
    out = suizhi("search", "12345热线 满意率", "--top", "1", "--home", home).out
    assert "".join(line["text"].split()) in "".join(out.splitlines()[1].split())
