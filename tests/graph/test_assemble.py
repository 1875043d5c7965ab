"""Facts from statements: subjects in full, canonical metrics, restatements joined, contradictions linked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import graph
import ingest
from graph.facts import Fact
from graph.metrics import canonical
from ingest.fold import squeeze

CORPUS = Path(__file__).parents[2] / "corpus"
TITLE = "2022年度苏州市吴江区水务局部门整体支出绩效自评报告"


def facts(body: str) -> tuple[Fact, ...]:
    document = ingest.read(f"{TITLE}\n\n{body}\n".encode(), "wujiang.txt")
    return graph.read(document).facts


@pytest.fixture(scope="module", params=sorted(path.name for path in CORPUS.glob("*.txt")))
def report(request):
    """A report of the corpus with its facts."""
    document = ingest.read((CORPUS / request.param).read_bytes(), request.param)
    return document, graph.read(document).facts


def test_every_quote_of_a_real_report_is_verbatim_at_its_address(report) -> None:
    document, found = report
    assert len(found) > 20
    for fact in found:
        for citation in (fact.citation, *fact.also):
            assert document.text[citation.start : citation.end] == citation.quote
            assert citation == document.cite(citation.start, citation.end)


def test_every_fact_of_a_real_report_is_whole(report) -> None:
    _, found = report
    for fact in found:
        assert fact.metric
        assert fact.subject
        assert fact.metric_id == canonical(fact.metric).id
        assert isinstance(fact.quantity.low, Decimal)
        assert 0 < fact.confidence <= 1
        assert (fact.direction is not None) <= (fact.kind == "change")
    ids = [fact.id for fact in found]
    assert len(set(ids)) == len(ids)
    assert {other for fact in found for other in fact.conflicts} <= set(ids)


def test_conflicts_of_a_real_report_are_mutual(report) -> None:
    _, found = report
    by_id = {fact.id: fact for fact in found}
    assert all(fact.id in by_id[other].conflicts for fact in found for other in fact.conflicts)


def test_the_same_report_gives_the_same_facts() -> None:
    body = "一、履职情况\n\n新建供水管网120公里，污水处理率达97.3%。"
    assert facts(body) == facts(body)


def test_money_is_the_departments_and_results_are_the_regions() -> None:
    found = facts(
        "一、履职情况\n\n新建供水管网120公里。\n\n二、预算执行情况\n\n年初预算数9,395.61万元，预算执行率97.07%。"
    )
    assert [(f.subject, f.metric) for f in found] == [
        ("吴江区", "新建供水管网"),
        ("苏州市吴江区水务局", "年初预算数"),
        ("苏州市吴江区水务局", "预算执行率"),
    ]


def test_a_named_subject_is_an_entity_of_the_report() -> None:
    document = ingest.read(
        f"{TITLE}\n\n一、履职情况\n\n吴江智慧水务平台接到报修2,310件。\n".encode(), "a.txt"
    )
    knowledge = graph.read(document)
    (fact,) = knowledge.facts
    assert fact.subject_id in {entity.id for entity in knowledge.entities}
    assert "智慧水务平台" in fact.subject


def test_a_restatement_is_one_fact_with_two_citations() -> None:
    said = "全年新建供水管网120公里。"
    found = [
        f for f in facts(f"一、履职情况\n\n{said}\n\n二、主要成效\n\n{said}") if f.quantity.unit == "公里"
    ]
    assert [len(f.also) for f in found] == [1]
    assert squeeze(found[0].citation.quote) == squeeze(found[0].also[0].quote)
    assert found[0].citation.section != found[0].also[0].section


def test_two_values_of_one_thing_stay_two_facts_that_name_each_other() -> None:
    one, other = facts(
        "一、履职情况\n\n吴江智慧水务平台日均访问量3.5万人次。\n\n二、主要成效\n\n吴江智慧水务平台日均访问量4.2万人次。"
    )
    assert (one.conflicts, other.conflicts) == ((other.id,), (one.id,))
    assert [str(f.quantity.low) for f in (one, other)] == ["35000", "42000"]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (
            "2021年，吴江智慧水务平台访问量3.5万人次。",
            "2022年，吴江智慧水务平台访问量4.2万人次。",
            "other years",
        ),
        (
            "吴江智慧水务平台访问量3.5万人次。",
            "吴江智慧水务平台访问量超3万人次。",
            "a bound contradicts nothing",
        ),
        ("吴江智慧水务平台访问量3.5万人次。", "吴江智慧水务平台注册用户4.2万人次。", "other metrics"),
        (
            "吴江智慧水务平台访问量3.5万人次。",
            "计划吴江智慧水务平台访问量4.2万人次。",
            "an aim contradicts no result",
        ),
    ],
)
def test_these_are_no_contradictions(first: str, second: str, reason: str) -> None:
    found = facts(f"一、履职情况\n\n{first}\n\n二、主要成效\n\n{second}")
    assert len(found) == 2
    assert all(not fact.conflicts for fact in found), reason


def test_an_empty_report_says_nothing() -> None:
    assert facts("一、履职情况\n\n各项工作有序开展。") == ()
