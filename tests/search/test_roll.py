"""The roll of a library's reports: what is looked up is what looking through all of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import About
from search.library.report import Report
from search.offices import is_loosely_of, is_of
from search.roll import Roll, levels_of, names_of, roll_of
from search.scope import Scope

DISTRICTS = [
    ("江苏省", "苏州市", "吴江区"),
    ("江苏省", "苏州市", None),
    ("四川省", "成都市", "武侯区"),
    ("广东省", "广州市", None),
    ("广东省", None, None),
]
OFFICES = (
    "水务局",
    "市场监督管理局",
    "政务服务数据管理局",
    "政务服务和数据管理局",
    "人民政府办公室",
    "财政局",
)


def report(number: int, place: tuple[str | None, ...], office: str, year: int | None) -> Report:
    province, city, district = place
    name = f"{district or city or province}{office}"
    about = About(
        province=province,
        city=city,
        district=district,
        department=name,
        names=(name, f"区{office}"),
        year=year,
    )
    return Report(f"{number:03}.txt", about, "", "", "txt", "1", "1", 0, 0, 0, 0, 0)


SHELVES = st.lists(
    st.tuples(st.sampled_from(DISTRICTS), st.sampled_from(OFFICES), st.sampled_from([2022, 2023, None])),
    max_size=12,
).map(lambda rows: tuple(report(number, *row) for number, row in enumerate(rows)))


@given(SHELVES, st.sampled_from(["苏州市", "吴江区", "成都市", "武侯区", "广东省", "天河区"]))
def test_a_region_has_its_own_reports_or_those_inside_it(shelf: tuple[Report, ...], region: str) -> None:
    own = {n for n, one in enumerate(shelf) if one.about.region == region}
    inside = {n for n, one in enumerate(shelf) if region in levels_of(one)}
    assert set(Roll(shelf).of_region(region)) == (own or inside)


@given(SHELVES, st.sampled_from(["水务局", "政数局", "数据局", "政府办", "监督局", "教育局"]))
def test_an_office_has_the_reports_whose_department_is_called_so(
    shelf: tuple[Report, ...], office: str
) -> None:
    roll = Roll(shelf)
    assert roll.of_office(office) == {n for n, one in enumerate(shelf) if is_of(names_of(one), office)}
    loosely = {n for n, one in enumerate(shelf) if is_loosely_of(names_of(one), office)}
    assert roll.of_office(office, loosely=True) == loosely


@given(SHELVES, st.sampled_from([2021, 2022, 2023]))
def test_a_year_has_the_reports_of_it(shelf: tuple[Report, ...], year: int) -> None:
    assert set(Roll(shelf).of_year(year)) == {n for n, one in enumerate(shelf) if one.about.year == year}


@given(SHELVES, st.booleans(), st.sets(st.integers(0, 14)))
def test_the_reports_of_a_scope_are_found_in_any_order(
    shelf: tuple[Report, ...], turned: bool, wanted: set[int]
) -> None:
    names = {f"{number:03}.txt" for number in wanted}
    found = Scope(shelf[::-1] if turned else shelf, ()).of(names)
    assert {one.source for one in found} == {one.source for one in shelf} & names


def test_a_roll_is_made_once_for_reports_that_cannot_change() -> None:
    shelf = (report(0, DISTRICTS[0], "水务局", 2023),)
    assert roll_of(shelf) is roll_of(shelf)
    assert roll_of(list(shelf)) is not roll_of(list(shelf))
    assert roll_of((*shelf, report(1, DISTRICTS[1], "水务局", 2022))).catalogue.within.keys() == {
        "江苏省",
        "苏州市",
        "吴江区",
    }
