"""Which reports a question is about: by region and year, the city's own before its districts'."""

from __future__ import annotations

import pytest

from ingest.document import About
from search.library.report import Report
from search.scope import catalogue, scope_of
from search.understand import understand


def report(
    source: str, district: str | None, year: int | None, city: str = "苏州市", province: str = "江苏省"
) -> Report:
    about = About(
        province=province, city=city, district=district, department=f"{district or city}水务局", year=year
    )
    return Report(source, about, "", "", "txt", "1", "1", 0, 0, 0, 0, 0)


SHELF = (
    report("wujiang-2022", "吴江区", 2022),
    report("wujiang-2023", "吴江区", 2023),
    report("huqiu-2023", "虎丘区", 2023),
    report("suzhou-2023", None, 2023),
    report("wuhou-2023", "武侯区", 2023, "成都市", "四川省"),
    report("undated", "虎丘区", None),
)

CHOSEN = [
    ("吴江区2022年供水量是多少", {"wujiang-2022"}, "a district and a year"),
    ("吴江区供水量是多少", {"wujiang-2022", "wujiang-2023"}, "a district in all its years"),
    ("吴江区和虎丘区2023年供水量各是多少", {"wujiang-2023", "huqiu-2023"}, "two districts"),
    ("苏州市2023年供水量是多少", {"suzhou-2023"}, "a city means its own report"),
    ("成都市供水量是多少", {"wuhou-2023"}, "unless the library has none of the city's own"),
    ("苏州市吴江区2023年供水量是多少", {"wujiang-2023"}, "the narrower of nested places"),
    ("2023年供水量是多少", {"wujiang-2023", "huqiu-2023", "suzhou-2023", "wuhou-2023"}, "a year of all"),
    ("供水量是多少", {one.source for one in SHELF}, "no limit, all reports"),
]


@pytest.mark.parametrize(("text", "sources", "reason"), CHOSEN, ids=[row[2] for row in CHOSEN])
def test_a_question_is_put_to_the_reports_that_it_names(text: str, sources: set[str], reason: str) -> None:
    scope = scope_of(understand(text, catalogue(SHELF)), SHELF)
    assert (scope.sources, scope.failed) == (sources, ()), reason


FAILED = [
    ("天河区2023年供水量是多少", ["天河区"], "a place without a report"),
    ("佛山南海的供水量是多少", ["佛山市", "南海区"], "each place that has none"),
    ("吴江区2019年供水量是多少", ["吴江区", "2019"], "a year that its district has no report of"),
    ("2015年供水量是多少", ["2015"], "a year that nobody has a report of"),
]


@pytest.mark.parametrize(("text", "words", "reason"), FAILED, ids=[row[2] for row in FAILED])
def test_the_part_that_no_report_covers_is_named(text: str, words: list[str], reason: str) -> None:
    scope = scope_of(understand(text, catalogue(SHELF)), SHELF)
    assert scope.reports == ()
    assert scope.failed
    assert all(any(word in failed for failed in scope.failed) for word in words), reason


def test_a_year_back_may_stand_in_the_next_years_report_and_is_still_named_as_missing() -> None:
    scope = scope_of(understand("吴江区2021年供水量是多少", catalogue(SHELF)), SHELF)
    assert scope.sources == {"wujiang-2022"}
    assert "2021" in scope.failed[0]


def test_an_empty_library_has_no_scope() -> None:
    assert scope_of(understand("供水量是多少", catalogue(())), ()).reports == ()


def test_the_catalogue_knows_what_lies_in_what() -> None:
    within = catalogue(SHELF).within
    assert within["吴江区"] == {"苏州市", "江苏省"}
    assert within["苏州市"] == {"江苏省"}
    assert "天河区" not in within
