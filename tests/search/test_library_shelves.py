"""Whatever is put on the shelf comes back as it was, and goes without a trace."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from graph.facts import Entity, identify
from ingest.document import Citation
from search.library import Library, LibraryError
from search.library.connecting import reading
from search.library.schema import metadata


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "home") as opened:
        yield opened


def put(library, made, seed, source, extractors="1", mark=None):
    document, knowledge, data = made.make(Random(seed), source, mark=f"{seed}：" if mark is None else mark)
    return document, knowledge, data, library.put(document, knowledge, data, extractors)


def content(library: Library) -> dict[str, list[tuple]]:
    """Every row of every table, without the numbers that rows have in the database, and without what is kept of reports
    that are gone: the log of events, and where each belonged."""
    found = {}
    with reading(library._engine) as connection:
        for table in metadata.sorted_tables:
            kept = [
                c for c in table.columns if (table.name, c.name) != ("reports", "id") and c.name != "report"
            ]
            if table.name not in ("events", "collections"):
                found[table.name] = sorted(map(repr, connection.execute(select(*kept))))
    return found


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_is_read_back_equal(library, made, random):
    document, knowledge, data = made.make(random, "甲/报告.txt")
    library.put(document, knowledge, data, "1")
    assert library.document("甲/报告.txt") == document
    assert library.knowledge("甲/报告.txt") == knowledge
    assert library.original("甲/报告.txt") == data
    # Decimal equality hides trailing zeros and exponents; what is shown must not change either.
    assert repr(library.facts()) == repr(knowledge.facts)
    assert library.entities() == knowledge.entities
    assert library.relations() == knowledge.relations
    for quote in (c for fact in library.facts() for c in (fact.citation, *fact.also)):
        assert document.text[quote.start : quote.end] == quote.quote


def test_a_report_is_listed_with_what_stands_in_it(library, made):
    document, knowledge, data, status = put(library, made, 7, "b.txt", "v9")
    put(library, made, 8, "a.txt")
    first, second = library.reports()
    assert status == "added"
    assert (first.source, second.source) == ("a.txt", "b.txt")
    assert second == library.report("b.txt")
    assert second.about == document.about
    assert (second.title, second.kind) == (document.about.title, document.about.kind)
    assert (second.sha256, second.extractors) == (sha256(data).hexdigest(), "v9")
    assert (second.characters, second.passages) == (len(document.text), len(document.passages))
    assert second.entities == len(knowledge.entities)
    assert second.relations == len(knowledge.relations)
    assert second.facts == len(knowledge.facts)


def test_a_new_library_is_empty(library):
    assert library.reports() == ()
    assert library.facts() == library.relations() == library.entities(merged=True) == ()
    assert library.entity_named("甲局") == ()
    assert library.remove("a.txt") is False


@pytest.mark.parametrize("method", ["report", "document", "original", "passages", "knowledge"])
def test_a_report_that_is_not_there_is_named_with_the_way_out(library, method):
    with pytest.raises(LibraryError, match="没有") as caught:
        getattr(library, method)("无.txt")
    assert caught.value.where == "无.txt"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("source", "data", "extractors", "expected"),
    [
        ("a.txt", b"same", "1", "unchanged"),
        ("a.txt", b"same", "2", "stale"),
        ("a.txt", b"else", "1", "other"),
        ("a.txt", b"else", "2", "other"),
        ("b.txt", b"same", "1", "new"),
    ],
)
def test_the_state_of_a_file(library, made, source, data, extractors, expected):
    document, _knowledge, _original, _ = put(library, made, 1, "a.txt", "1")
    digest = document.sha256 if data == b"same" else sha256(data).hexdigest()
    assert library.state(source, digest, extractors) == expected


def test_replacing_leaves_what_putting_it_first_would_have_left(tmp_path, made):
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        put(one, made, 1, "a.txt")
        put(one, made, 2, "b.txt")
        *_, status = put(one, made, 3, "a.txt")
        put(two, made, 3, "a.txt")
        put(two, made, 2, "b.txt")
        assert status == "replaced"
        assert content(one) == content(two)
        assert len(content(one)["originals"]) == 2


@given(seeds=st.lists(st.integers(0, 9), unique=True, min_size=1, max_size=5), pick=st.integers(0, 4))
@settings(max_examples=25, deadline=None)
def test_removing_takes_away_exactly_what_one_report_said(made, tmp_path_factory, seeds, pick):
    gone = seeds[pick % len(seeds)]
    folder = tmp_path_factory.mktemp("homes")
    with Library.open(folder / "one") as one, Library.open(folder / "two") as two:
        for seed in seeds:
            put(one, made, seed, f"{seed}.txt")
        for seed in sorted(set(seeds) - {gone}):
            put(two, made, seed, f"{seed}.txt")
        assert one.remove(f"{gone}.txt") is True
        assert content(one) == content(two)


def test_reading_again_with_other_extractors_keeps_the_original_and_changes_the_revision(library, made):
    document, knowledge, data, _ = put(library, made, 1, "a.txt", "1")
    before = library.report("a.txt").revision
    assert library.put(document, replace(knowledge, facts=()), data, "2") == "replaced"
    assert library.report("a.txt").revision != before
    assert library.original("a.txt") == data
    assert library.facts() == ()


def test_the_same_text_under_another_name_is_a_twin_and_is_refused(library, made):
    document, _knowledge, _data, _ = put(library, made, 1, "a.txt")
    twin, said, bytes_ = made.make(Random(1), "b.txt", mark="1：")
    assert library.twin(document.fingerprint, "b.txt") == "a.txt"
    assert library.twin(document.fingerprint, "a.txt") is None
    with pytest.raises(LibraryError, match=r"a\.txt"):
        library.put(twin, said, bytes_, "1")
    assert [report.source for report in library.reports()] == ["a.txt"]


def test_what_does_not_belong_together_is_refused_and_nothing_is_stored(library, made):
    document, knowledge, data = made.make(Random(5), "a.txt", mark="甲局。")
    wrong = Citation("a.txt", 0, 2, "乙局", "自评报告", None)
    bad = Entity(identify("ORG", "乙局"), "乙局", "ORG", (), (wrong,))
    good = Entity(identify("ORG", "甲局"), "甲局", "ORG", (), (document.cite(0, 2),))
    cases = [
        (document, replace(knowledge, entities=(bad,), relations=(), facts=()), data, "引文"),
        (document, replace(knowledge, source="b.txt"), data, "另一份"),
        (document, knowledge, data + b" ", "sha256"),
    ]
    for doc, said, original, reason in cases:
        with pytest.raises(LibraryError, match=reason):
            library.put(doc, said, original, "1")
    assert library.reports() == ()
    library.put(document, replace(knowledge, entities=(good,), relations=(), facts=()), data, "1")
    assert library.entity_named("甲局")


def test_a_relation_to_nobody_is_refused(library, made):
    for seed in range(50):
        document, knowledge, data = made.make(Random(seed), "a.txt")
        if knowledge.relations:
            break
    with pytest.raises(LibraryError, match="不在实体之中"):
        library.put(document, replace(knowledge, entities=()), data, "1")


def test_sources_limit_every_reading(library, made):
    said = {}
    for seed in range(12):
        _, knowledge, *_ = put(library, made, seed, f"{seed:02}.txt")
        said[f"{seed:02}.txt"] = knowledge
    some = ["07.txt", "03.txt", "不在.txt", "03.txt"]
    wanted = (said["03.txt"], said["07.txt"])
    assert library.facts(sources=some) == tuple(f for k in wanted for f in k.facts)
    assert library.relations(sources=some) == tuple(r for k in wanted for r in k.relations)
    assert library.entities(sources=some) == tuple(e for k in wanted for e in k.entities)
    assert library.facts(sources=[]) == ()
    assert library.facts() == tuple(f for k in said.values() for f in k.facts)
    metrics = library.facts(metrics=["满意率"])
    assert metrics == tuple(f for f in library.facts() if f.metric_id == "满意率")
    assert 0 < len(metrics) < len(library.facts())
    subject = next(f.subject_id for f in library.facts() if f.subject_id)
    assert library.facts(subjects=[subject]) == tuple(f for f in library.facts() if f.subject_id == subject)
    touching = library.relations(touching=[subject])
    assert touching == tuple(r for r in library.relations() if subject in (r.head, r.tail))


def test_more_sources_than_one_statement_takes(library, made):
    seed = next(n for n in range(50) if made.make(Random(n), "m.txt", mark=f"{n}：")[1].entities)
    put(library, made, seed, "m.txt")
    many = [f"{n}.txt" for n in range(40_000)] + ["m.txt"]
    assert library.entities(sources=many) == library.entities()
    assert library.entities()


def test_an_entity_is_found_by_name_before_alias_and_by_part_only_when_no_name_fits(library, made):
    document, knowledge, data = made.make(Random(1), "a.txt", mark="花都区政务服务中心，区政务中心。穗好办")
    cite = document.cite(0, 3)

    def entity(name, *aliases):
        return Entity(identify("ORG", name), name, "ORG", aliases, (cite,))

    centre = entity("花都区政务服务中心", "“政务”中心", "穗好办")
    app = entity("穗好办")
    hall = entity("花都区政务服务中心大厅")
    library.put(document, replace(knowledge, entities=(hall, centre, app), relations=(), facts=()), data, "1")

    def names(asked):
        return [found.name for found in library.entity_named(asked)]

    assert names("花都区政务服务中心") == ["花都区政务服务中心"]
    assert names(" “穗好办” ") == ["穗好办", "花都区政务服务中心"]
    assert names("政务 中心") == ["花都区政务服务中心"]
    assert names("政务服务") == ["花都区政务服务中心", "花都区政务服务中心大厅"]
    assert names("%") == []
    assert names("“”") == []
    assert library.entity_named("穗好办", sources=["b.txt"]) == ()


def test_an_entity_of_several_reports_is_one_when_merged(library, made):
    for source, mark, aliases in (("a.txt", "甲局", ("我局",)), ("b.txt", "甲局。", ("本局",))):
        document, knowledge, data = made.make(Random(1), source, mark=mark)
        one = Entity(identify("ORG", "甲局"), "甲局", "ORG", aliases, (document.cite(0, 2),))
        library.put(document, replace(knowledge, entities=(one,), relations=(), facts=()), data, "1")
    (merged,) = library.entities(merged=True)
    assert len(library.entities()) == 2
    assert merged.aliases == ("我局", "本局")
    assert [mention.source for mention in merged.mentions] == ["a.txt", "b.txt"]


@pytest.mark.sqlite
def test_an_amount_stays_exact_in_the_file(library, made):
    document, knowledge, data = made.make(Random(4), "a.txt", mark="四")
    fact = made._fact(Random(1), document, 0, [])
    exact = replace(fact, quantity=replace(fact.quantity, low=Decimal("302.530"), high=Decimal("302.530")))
    library.put(document, replace(knowledge, facts=(exact,)), data, "1")
    rows = (
        sqlite3.connect(library.home / "library.sqlite3")
        .execute("SELECT low, typeof(low) FROM facts")
        .fetchall()
    )
    assert rows == [("302.530", "text")]


def test_passages_carry_their_text(library, made):
    document, *_ = put(library, made, 3, "a.txt")
    records = library.passages("a.txt")
    assert [(r.number, r.start, r.end, r.context) for r in records] == [
        (p.index, p.start, p.end, p.context) for p in document.passages
    ]
    assert all(r.source == "a.txt" and r.text == document.text[r.start : r.end] for r in records)
    assert records


def test_a_library_opens_again_as_it_was(tmp_path, made):
    with Library.open(tmp_path) as first:
        document, *_ = put(first, made, 1, "a.txt")
    with Library.open(tmp_path) as second:
        assert second.document("a.txt") == document


@pytest.mark.sqlite
def test_a_reader_does_not_wait_for_a_writer_and_sees_the_state_before(library, made):
    put(library, made, 1, "a.txt")
    writer = sqlite3.connect(library.home / "library.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM reports")
    with Library.open(library.home) as reader:
        assert [report.source for report in reader.reports()] == ["a.txt"]
    writer.execute("ROLLBACK")
    writer.close()


def test_several_threads_and_openings_put_at_the_same_time(tmp_path, made):
    reports = [made.make(Random(n), f"{n}.txt", mark=f"{n}：") for n in range(24)]
    failures = []

    def work(part):
        try:
            # Each opens the library that none has made yet.
            with Library.open(tmp_path / "new") as library:
                for document, knowledge, data in part:
                    library.put(document, knowledge, data, "1")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(reports[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Library.open(tmp_path / "new") as library:
        assert {report.source for report in library.reports()} == {d.source for d, *_ in reports}
        assert all(library.document(d.source) == d for d, *_ in reports)


@pytest.mark.sqlite
def test_a_file_that_is_no_library_is_refused(tmp_path):
    (tmp_path / "library.sqlite3").write_bytes("这不是数据库".encode() * 100)
    with pytest.raises(LibraryError, match="不是可用的资料库") as caught:
        Library.open(tmp_path)
    assert caught.value.remedy


@pytest.mark.sqlite
def test_a_library_of_another_version_is_refused(tmp_path):
    Library.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("UPDATE meta SET value = '99'")
    connection.close()
    with pytest.raises(LibraryError, match="第 99 版"):
        Library.open(tmp_path)


@pytest.mark.sqlite
def test_a_database_of_another_program_is_refused_untouched(tmp_path):
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(LibraryError, match="格式"):
        Library.open(tmp_path)
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()


def test_a_home_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="无法建立"):
        Library.open(tmp_path / "file" / "home")


@pytest.mark.sqlite
def test_an_odd_folder_name_is_only_a_name(tmp_path, made):
    home = Path(tmp_path / "资料 库?a=1&b#c%20")
    with Library.open(home) as library:
        put(library, made, 1, "a.txt")
    assert (home / "library.sqlite3").exists()
