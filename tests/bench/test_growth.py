"""A library that grows by copies: every copy is a report like any other, and what is measured finds its place."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import ingest
from bench.speed import growth
from bench.speed.asking import moved_questions, real_questions
from bench.speed.copies import copies, shelve
from bench.speed.genre import read_genre
from bench.speed.growing import genre_told, growth_told, rows
from bench.speed.growth import Growth, grow, read_bases
from bench.speed.plot import Row, svg
from graph.quantity import find_quantities
from ingest.divisions import find_divisions
from search.library import Library
from search.library.verifying import verify_library


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Nine copies of three reports that were read."""
    folder = tmp_path_factory.mktemp("copied")
    read = read_bases(folder / "bases", 1_500, count=3)
    library = Library.open(folder / "home")
    assert list(shelve(library, copies(read, 0, 9))) == [9]
    return library


def test_copies_are_sealed_and_their_quotes_are_verbatim(copied: Library) -> None:
    checks = list(verify_library(copied))
    assert [wrong for check in checks for wrong in check.wrong] == []
    for report in copied.reports():
        document = copied.document(report.source)
        assert ingest.read(copied.original(report.source), report.source).text == document.text
        knowledge = copied.knowledge(report.source)
        for cited in [fact.citation for fact in knowledge.facts] + [
            one.citation for one in knowledge.relations
        ]:
            assert document.cite(cited.start, cited.end) == cited


def test_the_number_of_a_copied_fact_stands_in_its_quote(copied: Library) -> None:
    facts = [fact for fact in copied.facts() if fact.quantity.value is not None]
    told = [
        fact.quantity.low in {found.quantity.low for found in find_quantities(fact.citation.quote)}
        for fact in facts
    ]
    assert len(facts) > 50
    assert sum(told) / len(told) > 0.9, "counted words and ranks are no quantities by themselves"


def test_copies_are_of_other_places_and_have_other_names(copied: Library) -> None:
    assert len({report.about.title for report in copied.reports()}) == 9
    assert len({copied.document(report.source).text for report in copied.reports()}) == 9
    ids = [{entity.id for entity in copied.entities(sources=[report.source])} for report in copied.reports()]
    assert ids[0] & ids[3], "what every report names alike is one entity"
    assert ids[0] - ids[3]


def test_the_same_copies_are_made_again(tmp_path: Path) -> None:
    read = read_bases(tmp_path, 300, count=2)
    first, again = ([file for file, _ in copies(read, 4, 3)] for _ in range(2))
    assert first == again
    assert len({*first}) == 3


def test_a_library_is_measured_at_each_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "BASES", 2)
    monkeypatch.setattr(growth, "_AT_ONCE", 4)
    grown = grow(tmp_path / "home", [4, 8], characters=400, questions=2)
    assert [size["reports"] for size in grown.sizes] == [4, 8]
    assert [point.reports for point in grown.points] == [0, 4, 8]
    assert all(size["ask_p95_ms"] > 0 and size["add_cpu_s"] > 0 for size in grown.sizes)
    table = growth_told(grown)
    assert table.startswith("| reports | 4 | 8 |")
    assert not re.search(r"[{}]", table)
    drawn = ElementTree.fromstring(svg(rows(grown), "reports"))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 2 + 4 * 2 + 5


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_a_fit_finds_the_power_of_the_growth(power: float) -> None:
    sizes = [1_000, 10_000, 100_000]
    row = Row("", "s", sizes, [3 * size**power for size in sizes])
    assert row.exponent == pytest.approx(power)
    assert row.fitted(5_000) == pytest.approx(3 * 5_000**power)


def test_questions_are_moved_to_places_that_the_library_has(copied: Library) -> None:
    reports = copied.reports()
    known = {name for r in reports for name in (r.about.region, r.about.city, r.about.province)}
    moved = moved_questions(reports, 40)
    assert len(moved) == len(real_questions(40)) >= 40
    assert all(
        found.division.name in known for text in moved for found in find_divisions(text) if not found.short
    )


def test_texts_of_another_genre_go_through(tmp_path: Path) -> None:
    texts = [
        {"title": "2021年海州区政府工作报告", "text": "一、回顾\n2020年，海州区新增就业3,210人。\n"},
        {"text": "无题。"},
    ]
    data = tmp_path / "texts.jsonl.xz"
    data.write_bytes(lzma.compress("\n".join(json.dumps(text) for text in texts).encode()))
    genre = read_genre(data)
    assert (genre.statuses, genre.asked) == ({"added": 2}, 2)
    assert "2 files" in genre_told(genre)


def test_a_growth_of_one_size_has_nothing_to_fit() -> None:
    points = (growth.Point(0, 0.0, 0.0), growth.Point(5, 1.0, 1.0), growth.Point(9, 2.0, 2.0))
    assert [row.name for row in rows(Growth(points, ()))] == ["all stored and indexed"]
