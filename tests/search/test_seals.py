"""What was changed behind the library's back is never quoted, and a library that is gone is not made anew."""

from __future__ import annotations

import sqlite3
from random import Random

import pytest

from search.library import DamagedError, Library
from search.library.databases.sqlite import FILE

CHANGES = [
    ("texts", "UPDATE texts SET text = replace(text, '末', '未')"),
    ("origins", "UPDATE texts SET runs = substr(runs, 2)"),
    ("a quote", "UPDATE facts SET quote = quote || '0' WHERE number = 0"),
    ("an amount", "UPDATE facts SET low = '1' || low WHERE number = 0"),
    ("a place", "UPDATE facts SET start = start + 1 WHERE number = 0"),
    ("a subject", "UPDATE facts SET subject = '别处'"),
    ("a fact less", "DELETE FROM facts WHERE number = 0"),
    ("a mention", "UPDATE mentions SET page = 99"),
    ("a relation turned", "UPDATE relations SET head = tail, tail = head"),
    ("a name", "UPDATE entities SET name = name || '（旧）'"),
    ("a title", "UPDATE reports SET title = '另一份报告', year = 1999"),
    ("its seal", "UPDATE seals SET seal = upper(seal)"),
]
SEED = 11  # makes a report with facts, relations, entities and runs


@pytest.fixture
def home(tmp_path, made):
    with Library.open(tmp_path / "home") as library:
        for number in (SEED, 5):
            library.put(*made.make(Random(number), f"{number}.txt", mark=f"{number}："), "1")
    return tmp_path / "home"


def change(home, statements):
    with Library.open(home) as library, library._engine.execution_options(write=True).begin() as connection:
        for statement in statements.split(";"):
            connection.exec_driver_sql(statement)


READINGS = {
    "document": lambda library: library.document("11.txt"),
    "passages": lambda library: library.passages("11.txt"),
    "knowledge": lambda library: library.knowledge("11.txt"),
    "facts": lambda library: library.facts(sources=["11.txt"]),
    "relations": lambda library: library.relations(sources=["11.txt"]),
    "entities": lambda library: library.entities(sources=["11.txt"]),
    "vouch": lambda library: library.vouch(["11.txt"]),
}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("statements", [done for _, done in CHANGES], ids=[what for what, _ in CHANGES])
def test_nothing_of_a_changed_report_is_read(home, statements, reading):
    change(home, statements)
    with Library.open(home) as library:
        with pytest.raises(DamagedError) as caught:
            READINGS[reading](library)
        assert caught.value.where == "11.txt"
        assert "repair" in caught.value.remedy


@pytest.mark.sqlite
@pytest.mark.parametrize("reading", READINGS)
def test_text_that_is_no_text_is_not_read(home, reading):
    change(home, "UPDATE texts SET text = CAST(x'e69c' AS TEXT)")
    with Library.open(home) as library, pytest.raises(DamagedError):
        READINGS[reading](library)


def test_the_other_reports_are_read_all_the_same(home, made):
    change(home, "UPDATE facts SET quote = quote || '0' WHERE report = 1")
    with Library.open(home) as library:
        assert library.document("5.txt") == made.make(Random(5), "5.txt", mark="5：")[0]


def test_a_change_is_seen_by_a_process_that_has_read_the_report_before(home):
    with Library.open(home) as library:
        library.vouch(["11.txt"])
        change(home, "UPDATE facts SET metric = '别的'")
        with pytest.raises(DamagedError):
            library.facts(sources=["11.txt"])


def test_a_report_is_held_against_its_seal_once_as_long_as_nothing_changes(home, monkeypatch):
    from search.library import seals

    checked = []
    made = seals.seal_of
    monkeypatch.setattr(seals, "seal_of", lambda *given: checked.append(given[1]) or made(*given))
    with Library.open(home) as library:
        for _ in range(5):
            library.document("11.txt")
            library.facts(sources=["11.txt", "5.txt"])
    assert sorted(checked) == [1, 2]


def test_an_original_that_is_not_what_was_given_is_not_given_out(home):
    change(home, "UPDATE originals SET bytes = substr(bytes, 2)")
    with Library.open(home) as library, pytest.raises(DamagedError, match="sha256"):
        library.original("11.txt")


@pytest.mark.sqlite
def test_what_an_older_program_put_is_sealed_when_the_library_is_opened(home):
    change(home, "DROP TABLE seals; DROP TABLE decision_seals")
    with Library.open(home) as library:
        assert library.document("11.txt")
    change(home, "UPDATE texts SET text = text || '。'")
    with Library.open(home) as library, pytest.raises(DamagedError):
        library.document("11.txt")


@pytest.mark.sqlite
@pytest.mark.parametrize("loss", ["missing", "empty", "no tables"])
def test_a_library_that_is_gone_is_not_made_anew_beside_its_index(home, loss):
    (home / "index").mkdir()
    (home / "index" / "manifest.json").write_text('{"sources": {"11.txt": {}, "5.txt": {}}}')
    (home / FILE).unlink()
    if loss != "missing":
        (home / FILE).touch()
    if loss == "no tables":
        connection = sqlite3.connect(home / FILE)
        connection.executescript("CREATE TABLE t (a); DROP TABLE t")
        connection.close()
    for _ in range(2):
        with pytest.raises(DamagedError, match="2 份报告") as caught:
            Library.open(home)
        assert "restore" in caught.value.remedy
    (home / "index" / "manifest.json").unlink()
    with Library.open(home) as library:
        assert library.reports() == ()


@pytest.mark.sqlite
def test_a_definition_of_a_table_that_is_no_text_is_damage(home):
    data = bytearray((home / FILE).read_bytes())
    at = data.index(b"CREATE TABLE reports")
    data[at + 13] = 0xC6
    (home / FILE).write_bytes(data)
    with pytest.raises(DamagedError):
        Library.open(home)
