"""The systems that the product is held against find what is there, and what is counted of them is counted right."""

import json
from pathlib import Path

import pytest

from bench.annotation import Evidence, Question
from bench.peers.child import main
from bench.peers.memory import peak
from bench.peers.systems import PEERS
from bench.peers.table import Row, found_row, markdown
from bench.places import Texts

PASSAGES = [
    "花都区12345热线共受理工单4321宗，满意率67.82%。",
    "部门整体支出302.53万元。",
    "荔湾区推出“一件事”主题服务。",
]
NEEDS = {"bm25s with jieba": "bm25s", "txtai": "txtai", "txtai with jieba": "txtai"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", PEERS)
def test_each_finds_the_passage_that_a_question_repeats(name: str, tmp_path: Path, capsys, monkeypatch):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason="the extra peers is not installed")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    given = {"passages": PASSAGES, "questions": [text.rstrip("。") for text in PASSAGES]}
    (tmp_path / "given.json").write_text(json.dumps(given), "utf-8")
    main(name, tmp_path / "given.json")
    said = json.loads(capsys.readouterr().out)
    assert [hits[0] for hits in said["hits"]] == [0, 1, 2]
    assert len(said["times"]) == 3
    assert 0.9 < said["peak"] / peak() < 1.1  # the kernel counts in portions


def test_what_is_found_is_judged_by_evidence_and_answer():
    text = "\n".join(PASSAGES)
    asked = [
        Question("1", "metric", "direct", "满意率是多少", ("67.82%",), None, (Evidence("a", "满意率67.82%"),)),
        Question("2", "list", "direct", "有哪些", ("一件事", "没有的"), None, (Evidence("a", "推出“一件事”主题服务"),)),
        Question("3", "unanswerable", "direct", "没有的", (), None, ()),
    ]  # fmt: skip
    hits = [[line(text, passage) for passage in order] for order in (PASSAGES, PASSAGES, PASSAGES)]
    said = {"built": {"cpu": 1.5}, "peak": 2e6, "times": [0.001, 0.001, 0.003]}
    row = found_row("x", asked, hits, Texts({"a.txt": text}), said)
    assert (row.recall, row.holds, row.answers) == ((0.5, 1.0, 1.0), 0.5, None)
    assert (row.build, row.peak, row.times[0]) == (1.5, 2.0, 1.0)


def line(text: str, passage: str) -> dict[str, object]:
    start = text.index(passage)
    return {"source": "a.txt", "start": start, "end": start + len(passage), "text": passage}


def test_the_table_says_who_answers_and_who_gives_passages_only():
    rows = [
        Row("a", 1, 2, (3, 4), (0.5, 0.6, 0.7), 0.4),
        Row("b", 1, 2, (3, 4), (0.5, 0.6, 0.7), 0.4, 0.9, 1.0),
    ]
    assert "| gives none | 0.000 |" in markdown(rows).splitlines()[2]
    assert "| 0.900 | 1.000 |" in markdown(rows).splitlines()[3]
