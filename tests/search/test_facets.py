"""Facets against a loop over the passages, and what the box completes."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.fold import fold, squeeze
from search.completing import Completer
from search.finding import EVERYTHING, Filters, telling
from search.understand import understand
from suizhi import Suizhi

CORPUS = Path(__file__).parents[2] / "corpus"
FILTERS = [
    EVERYTHING,
    Filters(regions=("花都区",)),
    Filters(years=(2023,)),
    Filters(regions=("花都区",), years=(2022,)),
    Filters(types=("PLATFORM",)),
    Filters(departments=("政务服务",), types=("AWARD", "POLICY")),
    Filters(regions=("天河区",)),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Suizhi:
    opened = Suizhi(tmp_path_factory.mktemp("home"))
    names = ("huadu-2022", "huadu-2023", "liwan-2024", "guangzhou-2023")
    taken = opened.ingest([CORPUS / f"{name}.txt" for name in names])
    assert [one.status for one in taken] == ["added"] * len(names)
    return opened


def plainly(room: Suizhi, query: str, filters: Filters) -> dict[str, Counter]:
    """The same counts by looking at every passage."""
    from search.scope import catalogue

    words = telling(understand(query, catalogue(room.documents())))
    counts: dict[str, Counter] = {
        name: Counter() for name in ("regions", "years", "kinds", "departments", "types")
    }
    for report in room.documents():
        document = room.library.document(report.source)
        entities = room.library.entities(sources=[report.source])
        for passage in document.passages:
            text = squeeze(fold(passage.context + document.text[passage.start : passage.end]).lower())
            types = {
                one.type
                for one in entities
                if any(passage.start <= mention.start < passage.end for mention in one.mentions)
            }
            # All pairs of characters of a word, wherever they stand: as the word index counts.
            if not any(all(w[i : i + 2] in text for i in range(max(1, len(w) - 1))) for w in words):
                continue
            if filters.types and not types & {*filters.types}:
                continue
            about = report.about
            told = {
                "regions": about.region, "years": about.year, "kinds": about.kind, "departments": about.department,
            }  # fmt: skip
            for name, value in told.items():
                if replace(filters, **{name: ()}).let_in(report):
                    counts[name][value] += 1
            if filters.let_in(report):
                counts["types"].update(types)
    return counts


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("query", ["热线", "满意率", "智慧平台建设"])
def test_facets_are_what_a_loop_over_all_passages_counts(room, query, filters):
    found = room.facets(query, filters)
    for name, wanted in plainly(room, query, filters).items():
        counted = getattr(found, name)
        assert {one.value: one.count for one in counted} == dict(wanted), name
        assert list(counted) == sorted(
            counted, key=lambda one: -int(one.value) if name == "years" else -one.count
        )
    if not filters.types:
        page = room.find(query, 1, filters=filters)
        assert page.found >= found.found


def test_words_that_stand_nowhere_have_empty_facets(room):
    found = room.facets("乌有乡龘龘")
    assert (found.found, found.regions, found.types) == (0, (), ())


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("花", "region", "花都区"),
        ("花都", "region", "花都区"),
        ("202", "year", "2023年"),
        ("满意", "metric", "满意率"),
        ("穗好办", "entity", "穗好办"),
    ],
)
def test_the_box_completes_what_the_library_has(room, typed, kind, text):
    found = room.complete(typed)
    assert any(one.kind == kind and text in one.text for one in found)
    assert found == room.complete(typed, kinds=None)
    narrowed = room.complete(typed, kinds=[kind])
    assert narrowed
    assert all(one.kind == kind for one in narrowed)


def test_words_that_begin_so_come_before_words_that_hold_it(room):
    found = [squeeze(one.text) for one in room.complete("工单", 50, ["metric"])]
    starts = [text.startswith("工单") for text in found]
    assert starts == sorted(starts, reverse=True)
    assert {True, False} == {*starts}
    assert room.complete("工单", 3) == room.complete("工单", 50)[:3]


@pytest.mark.parametrize("typed", ["", "  ", "龘龘龘", "“”"])
def test_nothing_is_completed_of_nothing(room, typed):
    assert room.complete(typed) == ()


def test_a_new_report_is_completed_at_once(tmp_path):
    opened = Suizhi(tmp_path)
    assert opened.complete("花都") == ()
    list(opened.ingest([CORPUS / "huadu-2023.txt"]))
    assert opened.complete("花都")[0].text == "花都区"


@pytest.mark.parametrize(
    ("took", "since", "old", "why"),
    [
        (0.1, 0.0, True, "a small library is read anew with every change"),
        (3.0, 30.0, False, "of a large one the words are kept for a while"),
        (3.0, 61.0, True, "and then read anew"),
    ],
)
def test_words_of_a_large_library_are_read_anew_now_and_then(took, since, old, why):
    completer = Completer((), "before", time.monotonic() - since, took)
    assert completer.is_old("after") is old, why
    assert not completer.is_old("before")


def test_words_that_hold_what_is_typed_come_behind_those_that_begin_so(room):
    words = Completer.of(room.library).words
    found = room.complete("政务", 10_000)
    begin = {one for form, one in words if form.startswith("政务")}
    inside = {one for form, one in words if "政务" in form} - begin
    assert set(found[: len(begin)]) == begin
    assert set(found[len(begin) :]) == inside
    assert begin
    assert inside
