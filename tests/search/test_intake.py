"""Files go in whole, once, and each on its own; the index follows the library."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import graph
from search import intake
from search.encoder import load_encoder
from search.index import Index
from search.intake import Dropped, drop, refresh, settle, take_in
from search.library import Library

CORPUS = Path(__file__).parents[2] / "corpus"

NANHAI = """2021年度佛山市南海区政务服务数据管理局部门整体支出绩效自评报告

一、部门概况
南海区政务服务数据管理局是区政府工作部门，建设南海区数据看板平台。

二、绩效目标完成情况
2021年，南海区12345热线受理工单3,025件，满意率67.82%。年初预算为302.53万元。
"""
ANOTHER = NANHAI.replace("67.82%", "91.40%").replace("2021", "2022")


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def index(tmp_path, encoder):
    return Index.open(tmp_path / "home" / "index", encoder)


@pytest.fixture
def folder(tmp_path):
    """A folder to be read, and a way to write a file into it."""
    path = tmp_path / "files"
    path.mkdir()
    return path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def statuses(taken):
    return {one.source: one.status for one in taken}


def agrees(library, index):
    return index.stamps() == {report.source: report.revision for report in library.reports()}


def test_a_report_is_taken_in_and_found(library, index, folder):
    write(folder, "年度/a.txt", NANHAI)
    (taken,) = take_in(library, index, [folder])
    report = library.report("年度/a.txt")
    assert (taken.source, taken.status, taken.error) == ("年度/a.txt", "added", None)
    assert (taken.title, taken.region, taken.year) == (report.title, "南海区", 2021)
    assert taken.department == report.about.department is not None
    counts = (taken.passages, taken.entities, taken.relations, taken.facts)
    assert counts == (report.passages, report.entities, report.relations, report.facts)
    assert taken.passages > 0
    assert taken.facts > 0
    assert taken.seconds > 0
    assert [found.source for found in index.search("热线满意率", 1)] == ["年度/a.txt"]
    assert agrees(library, index)


def test_the_same_bytes_again_change_nothing(library, index, folder):
    write(folder, "a.txt", NANHAI)
    (first,) = take_in(library, index, [folder])
    (second,) = take_in(library, index, [folder])
    assert second.status == "unchanged"
    assert (second.title, second.facts, second.passages) == (first.title, first.facts, first.passages)
    assert len(library.reports()) == 1


def test_another_document_under_a_taken_name_is_refused_unless_it_may_replace(library, index, folder):
    path = write(folder, "a.txt", NANHAI)
    list(take_in(library, index, [path]))
    write(folder, "a.txt", ANOTHER)
    (refused,) = take_in(library, index, [path])
    assert refused.status == "failed"
    assert "--replace" in refused.error
    assert "67.82%" in library.document("a.txt").text
    (replaced,) = take_in(library, index, [path], replace=True)
    assert replaced.status == "replaced"
    assert "91.40%" in library.document("a.txt").text
    assert all("67.82" not in fact.citation.quote for fact in library.facts())
    assert agrees(library, index)


def test_the_same_text_under_another_name_is_a_duplicate_and_not_counted_twice(library, index, folder):
    write(folder, "a.txt", NANHAI)
    write(folder, "b.txt", "\n\n" + NANHAI.replace("：", ":"))
    first, second = take_in(library, index, [folder])
    assert (first.status, second.status) == ("added", "duplicate")
    assert "a.txt" in second.error
    assert second.year == 2021
    assert (second.passages, second.facts) == (0, 0)
    assert [report.source for report in library.reports()] == ["a.txt"]


def test_one_bad_file_fails_alone(library, index, folder):
    write(folder, "a.txt", NANHAI)
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 cut off")
    write(folder, "c.txt", "")
    write(folder, "d.exe", "x")
    write(folder, "e.txt", ANOTHER)
    taken = list(take_in(library, index, [folder, folder / "gone.txt"]))
    expected = {"a.txt": "added", "b.pdf": "failed", "c.txt": "failed", "d.exe": "skipped", "e.txt": "added"}
    assert statuses(taken) == expected | {"gone.txt": "failed"}
    assert all(bool(one.error) == (one.status != "added") for one in taken)
    assert len(library.reports()) == 2
    assert agrees(library, index)


def test_a_fault_of_the_program_fails_one_file_and_says_which_error(
    library, index, folder, monkeypatch, caplog
):
    write(folder, "a.txt", NANHAI)
    write(folder, "b.txt", ANOTHER)
    read = graph.read

    def faulty(document):
        if document.source == "a.txt":
            raise ZeroDivisionError("no months")
        return read(document)

    monkeypatch.setattr(graph, "read", faulty)
    first, second = take_in(library, index, [folder])
    assert (first.status, second.status) == ("failed", "added")
    assert "ZeroDivisionError: no months" in first.error
    assert "a.txt" in caplog.text


def test_reports_read_by_older_extractors_are_read_again_from_their_originals(
    library, index, folder, monkeypatch
):
    path = write(folder, "a.txt", NANHAI)
    monkeypatch.setattr(intake, "EXTRACTORS", "older")
    list(take_in(library, index, [path]))
    before = library.report("a.txt").revision
    monkeypatch.undo()
    path.unlink()
    assert statuses(refresh(library, index)) == {"a.txt": "replaced"}
    assert library.report("a.txt").extractors == intake.EXTRACTORS
    assert library.report("a.txt").revision != before
    assert agrees(library, index)
    assert statuses(refresh(library, index)) == {"a.txt": "unchanged"}
    (absent,) = refresh(library, index, ["b.txt"])
    assert (absent.source, absent.status) == ("b.txt", "failed")


def test_a_file_read_by_older_extractors_is_read_again_when_it_comes_again(
    library, index, folder, monkeypatch
):
    path = write(folder, "a.txt", NANHAI)
    monkeypatch.setattr(intake, "EXTRACTORS", "older")
    list(take_in(library, index, [path]))
    monkeypatch.undo()
    assert statuses(take_in(library, index, [path])) == {"a.txt": "replaced"}


def test_dropping_removes_from_library_and_index(library, index, folder):
    write(folder, "a.txt", NANHAI)
    write(folder, "b.txt", ANOTHER)
    list(take_in(library, index, [folder]))
    gone = list(drop(library, index, ["a.txt", "c.txt"]))
    assert gone == [Dropped("a.txt", "removed"), Dropped("c.txt", "absent")]
    assert [found.source for found in index.search("满意率", 5)] == ["b.txt"] * library.report(
        "b.txt"
    ).passages
    assert agrees(library, index)


def test_an_index_that_missed_a_report_is_put_right(library, index, folder):
    # As after a kill between the library and the index.
    path = write(folder, "a.txt", NANHAI)
    work = take_in(library, index, [path])
    next(work)
    assert library.reports()
    assert index.stamps() == {}
    settle(library, index)
    assert agrees(library, index)
    work.close()


def test_work_that_is_given_up_leaves_the_index_in_agreement(library, index, folder):
    for number in range(4):
        write(folder, f"{number}.txt", NANHAI.replace("2021", f"201{number}"))
    work = take_in(library, index, [folder])
    next(work)
    work.close()
    assert len(library.reports()) == 1
    assert agrees(library, index)


def test_progress_is_told_before_each_file_and_at_the_end(library, index, folder):
    write(folder, "a.txt", NANHAI)
    write(folder, "b.txt", ANOTHER)
    told = []
    list(take_in(library, index, [folder], report=told.append))
    steps = ("reading", "understanding", "storing")
    wanted = [(0, 2, "a.txt", step) for step in steps] + [(1, 2, "b.txt", step) for step in steps]
    assert [(one.done, one.total, one.source, one.step) for one in told] == [*wanted, (2, 2, "", "indexing")]


@pytest.mark.parametrize("before", range(1, 7))
def test_work_that_is_stopped_leaves_whole_reports_only_and_goes_on_later(library, index, folder, before):
    write(folder, "a.txt", NANHAI)
    write(folder, "b.txt", ANOTHER)
    told = []

    def stop() -> bool:
        return len(told) >= before

    taken = list(take_in(library, index, [folder], report=told.append, stop=stop))
    assert [one.source for one in taken] == ["a.txt", "b.txt"][: before // 3]
    assert [one.source for one in library.reports()] == [one.source for one in taken]
    assert index.stamps().keys() == {one.source for one in taken}
    assert [one.status for one in take_in(library, index, [folder])] == [
        *["unchanged"] * len(taken), *["added"] * (2 - len(taken)),
    ]  # fmt: skip


def test_two_at_work_at_the_same_time_leave_all_reports_in_library_and_index(tmp_path, encoder):
    failures = []

    def work(part):
        try:
            folder = tmp_path / f"files{part}"
            for number in range(4):
                write(folder, f"{part}-{number}.txt", NANHAI.replace("2021", f"20{part}{number}"))
            with Library.open(tmp_path / "home") as library:
                index = Index.open(tmp_path / "home" / "index", encoder)
                for one in take_in(library, index, [folder]):
                    assert one.status == "added"
                settle(library, index)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Library.open(tmp_path / "home") as library:
        assert len(library.reports()) == 8
        assert agrees(library, Index.open(tmp_path / "home" / "index", encoder))


def test_the_five_reports_go_in_and_every_quote_is_verbatim(library, index):
    taken = list(take_in(library, index, [CORPUS]))
    assert [one.source for one in taken if one.status == "added"] == sorted(
        p.name for p in CORPUS.glob("*.txt")
    )
    texts = {report.source: library.document(report.source).text for report in library.reports()}
    mentions = [mention for entity in library.entities() for mention in entity.mentions]
    stated = [relation.citation for relation in library.relations()]
    counted = [citation for fact in library.facts() for citation in (fact.citation, *fact.also)]
    assert min(len(mentions), len(stated), len(counted)) > 0
    for quote in mentions + stated + counted:
        assert texts[quote.source][quote.start : quote.end] == quote.quote
