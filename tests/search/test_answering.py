"""The five reports, asked: cited answers, named refusals, and numbers that stand in the quotes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import suizhi

ROOT = Path(__file__).parents[2]
README_QUESTION = "花都区2023年12345热线的满意率是多少?"
GOLD = [
    json.loads(line)["question"]
    for path in sorted((ROOT / "bench" / "gold").glob("*qa.jsonl"))
    for line in path.read_text("utf-8").splitlines()
    if line.strip()
]
CHINESE = {c: str(i) for i, c in enumerate("零一二三四五六七八九十")}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A library with the five reports."""
    opened = suizhi.open(tmp_path_factory.mktemp("library") / "home")
    taken = list(opened.ingest([ROOT / "corpus"]))
    assert sum(one.status == "added" for one in taken) == 5
    return opened


@pytest.fixture(scope="module")
def replies(room):
    """The replies to all questions of the annotation."""
    return [room.ask(question) for question in GOLD]


def test_the_question_of_the_readme_is_answered_with_the_right_quote(room) -> None:
    answer = room.ask(README_QUESTION)
    assert (answer.kind, answer.short, answer.value, answer.unit) == (
        "metric",
        "67.82%",
        Decimal("67.82"),
        "%",
    )
    assert answer.citations[0].source == "huadu-2023.txt"
    assert "满意率67.82%" in answer.citations[0].quote
    assert "67.82%" in answer.text


def test_an_answer_has_citations_and_a_refusal_has_none(replies) -> None:
    assert {answer.answerable for answer in replies} == {True, False}
    for answer in replies:
        assert bool(answer.citations) is answer.answerable
        assert bool(answer.failed) is not answer.answerable
        assert answer.answerable or (answer.short, answer.value, answer.values, answer.items) == (
            "",
            None,
            (),
            (),
        )
        assert 0 <= answer.confidence <= 1
        assert answer.text


def test_every_quote_is_verbatim_at_its_address(room, replies) -> None:
    cited = {
        c
        for a in replies
        for c in (*a.citations, *(v.citation for v in a.values), *(n.citation for n in a.closest))
    }
    assert len(cited) > 50
    for citation in cited:
        document = room.library.document(citation.source)
        assert document.text[citation.start : citation.end] == citation.quote
        assert document.section_at(citation.start).path == tuple(filter(None, citation.section.split(" > ")))


def test_every_number_of_a_reply_stands_in_a_quote_or_in_the_working(replies) -> None:
    for answer in filter(lambda a: a.answerable, replies):
        quoted = "".join(c.quote for c in answer.citations) + "".join(v.citation.quote for v in answer.values)
        known = _numbers(f"{quoted} {answer.working or ''} {answer.question}") | _years(answer)
        told = _numbers(_without_times(answer.text))
        assert told <= known | _in_chinese(quoted) | _names(answer.text), answer.question


def _numbers(text: str) -> set[str]:
    plain = re.sub(r"(?<=\d),(?=\d{3})|\s", "", text)
    return {
        number.rstrip("0").rstrip(".") if "." in number else number
        for number in re.findall(r"\d+(?:\.\d+)?", plain)
    }


def _without_times(text: str) -> str:
    """The period of a fact is told beside it and is printed in its heading or title, not always in its quote."""
    return re.sub(
        r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:至(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?)?", " ", text
    )


def _years(answer) -> set[str]:
    return {str(value.year) for value in answer.values}


def _in_chinese(text: str) -> set[str]:
    """第一名 is told as 第1名."""
    return {digit for char, digit in CHINESE.items() if char in text}


def _names(text: str) -> set[str]:
    """Digits of the subject's name are no number that is told."""
    return {"12345"} & _numbers(text)


REFUSED = [
    ("天河区2023年12345热线的满意率是多少?", "天河区", "a place without a report"),
    ("12345热线在天河区的满意率是多少？", "天河区", "a place without a report, inside the question"),
    ("深圳市2023年的总支出是多少？", "深圳市", "a city without a report"),
    ("花都区2015年12345热线的满意率是多少?", "2015", "a year without a report"),
    ("2010年12345热线的满意率是多少?", "2010", "a year that nobody has a report of"),
    ("花都区2023年公立医院的床位有多少张？", "床位", "a count that no report has"),
    ("荔湾区2024年种植了多少株树木？", "树木", "a count that no report has"),
    ("？？？", "问题", "nothing is asked"),
    ("", "问题", "nothing at all"),
    ("花都区2023年", "问题", "a scope and nothing else"),
]


@pytest.mark.parametrize(("question", "failed", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_refusal_names_the_part_of_the_question_that_failed(
    room, question: str, failed: str, reason: str
) -> None:
    answer = room.ask(question)
    assert answer.kind == "unanswerable", reason
    assert any(failed in part for part in answer.failed)
    assert failed in answer.text


def test_a_question_that_names_no_region_gets_a_value_of_each(room) -> None:
    values = room.ask("2023年12345热线的满意率是多少？").values
    regions = [value.region for value in values]
    assert len(regions) == len(set(regions)) > 1
    assert {value.year for value in values} == {2023}
    for value in values:
        assert re.sub(r"[^\d.]", "", str(value.value)) in re.sub(r"[^\d.]", "", value.citation.quote)


def test_two_regions_get_a_value_each(room) -> None:
    answer = room.ask("花都区和增城区2023年的基本支出分别是多少万元？")
    if answer.answerable:
        assert {value.region for value in answer.values} <= {"花都区", "增城区"}


def test_the_same_question_gets_the_same_reply(room) -> None:
    assert room.ask(README_QUESTION) == room.ask(README_QUESTION)


@pytest.mark.parametrize(
    "question",
    ["满" * 5000, "\x00", "花都区\n2023年\t满意率", "🙂", "12345", "SELECT * FROM facts", "\"'%_\\"],
)
def test_odd_questions_are_answered_or_refused_like_any_other(room, question: str) -> None:
    answer = room.ask(question)
    assert bool(answer.citations) is answer.answerable


def test_hits_are_verbatim_best_first_and_of_the_named_report(room) -> None:
    hits = room.search("花都区2022年12345热线满意率", 5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].source == "huadu-2022.txt"
    for hit in hits:
        assert room.library.document(hit.source).text[hit.start : hit.end] == hit.text


def test_an_empty_library_refuses(tmp_path) -> None:
    answer = suizhi.open(tmp_path / "empty").ask(README_QUESTION)
    assert not answer.answerable


def test_answering_loads_no_model_library(room) -> None:
    probe = (
        "import sys, suizhi\n"
        f"print(suizhi.open({str(room.home)!r}).ask({README_QUESTION!r}).short)\n"
        "print(*({'torch', 'spacy', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert ran.stdout.split() == ["67.82%"], ran.stderr
