"""`compare`, `diff` and `themes` over the command line and HTTP: the same lines, every quote verbatim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.shapes import CellShape, ChangeShape, MemberShape, ThemeShape
from suizhi import Suizhi


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    """Over the five reports, to be read only."""
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        yield client


@pytest.fixture(scope="module")
def texts(home: Path) -> dict[str, str]:
    room = Suizhi(home)
    return {report.source: room.library.document(report.source).text for report in room.documents()}


def test_compare_prints_a_cell_a_line(suizhi, home, texts):
    ran = suizhi("compare", "基本支出", "--home", home, "--json")
    assert ran.status == 0
    assert {line["source"] for line in ran.lines if line["source"]} >= {"huadu-2022.txt", "huadu-2023.txt"}
    for line in ran.lines:
        assert line.keys() == CellShape.__annotations__.keys()
        assert (line["quote"] is None) == (line["missing"] is not None)
        if line["quote"]:
            assert texts[line["source"]][line["start"] : line["end"]] == line["quote"]
    values = {(line["region"], line["year"]): (line["value"], line["unit"]) for line in ran.lines}
    assert values["花都区", 2022] == (18890300, "元")
    assert values["花都区", 2023] == (17974200, "元")


def test_compare_is_limited_and_tells_what_is_missing(suizhi, home):
    limits = ["--region", "花都区", "--region", "天河区", "--year", "2023", "--subject", "12345热线"]
    lines = suizhi("compare", "满意率", *limits, "--home", home, "--json").lines
    assert [(line["region"], line["value"]) for line in lines] == [("花都区", 67.82), ("天河区", None)]
    assert "天河区" in lines[1]["missing"]
    assert lines[1]["metric"] == "满意率"


def test_diff_prints_a_change_a_line_with_both_quotes(suizhi, home, texts):
    ran = suizhi("diff", "huadu-2022.txt", "huadu-2023.txt", "--home", home, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert {line["kind"] for line in ran.lines} >= {"moved", "new", "gone"}
    for line in ran.lines:
        assert line.keys() == ChangeShape.__annotations__.keys()
        for side in "ab":
            if line[f"quote_{side}"] is not None:
                text = texts[line[f"source_{side}"]]
                assert text[line[f"start_{side}"] : line[f"end_{side}"]] == line[f"quote_{side}"]
    (packages,) = (line for line in ran.lines if line["kind"] == "moved" and "一件事" in line["metric"])
    assert (packages["value_a"], packages["value_b"], packages["difference"]) == (94, 180, 86)


def test_diff_of_two_departments_warns_and_goes_on(suizhi, home):
    ran = suizhi("diff", "huadu-2023.txt", "zengcheng-2023.txt", "--home", home, "--json")
    assert ran.status == 0
    assert ran.lines
    assert "不是同一部门" in ran.err


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (["diff", "huadu-2022.txt", "absent.txt"], "absent.txt"),
        (["diff", "huadu-2022.txt", "huadu-2022.txt"], "huadu-2022.txt"),
        (["compare", "  "], "指标"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_status_2(suizhi, home, arguments, culprit):
    ran = suizhi(*arguments, "--home", home, "--json")
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert culprit in ran.err


def test_themes_prints_a_theme_a_line(suizhi, home, texts):
    ran = suizhi("themes", "--home", home, "--json")
    assert ran.status == 0
    assert len(ran.lines) > 10
    for line in ran.lines:
        assert line.keys() == ThemeShape.__annotations__.keys()
        assert len({member["source"] for member in line["members"]}) > 1
        for member in line["members"]:
            assert member.keys() == MemberShape.__annotations__.keys()
            assert texts[member["source"]][member["start"] : member["end"]] == member["quote"]
    (officers,) = (line for line in ran.lines if "首席数据官" in line["theme"])
    assert officers["missing_regions"] == ["增城区"]


def test_people_get_tables_with_words_for_kinds_and_reasons(suizhi, home):
    assert "口径不同" in suizhi("compare", "满意率", "--home", home).out
    assert "报告没有说" in suizhi("compare", "总支出", "--home", home).out
    assert "变动" in suizhi("diff", "huadu-2022.txt", "huadu-2023.txt", "--home", home).out
    assert "还没有的地区" in suizhi("themes", "--home", home).out


def test_an_empty_library_says_so_and_is_no_error(suizhi, tmp_path):
    for command in (["compare", "满意率"], ["themes"]):
        ran = suizhi(*command, "--home", tmp_path, "--json")
        assert (ran.status, ran.lines) == (0, [])


def test_http_gives_the_lines_of_the_command_line(client, suizhi, home):
    cells = client.get(
        "/api/v1/compare", params={"metric": "满意率", "region": ["花都区"], "year": [2022, 2023]}
    )
    limits = ["--region", "花都区", "--year", "2022", "--year", "2023"]
    assert cells.json()["cells"] == suizhi("compare", "满意率", *limits, "--home", home, "--json").lines
    pair = {"a": "huadu-2022.txt", "b": "huadu-2023.txt"}
    changes = client.get("/api/v1/diff", params=pair).json()
    assert changes["changes"] == suizhi("diff", *pair.values(), "--home", home, "--json").lines
    themes = client.get("/api/v1/themes").json()["themes"]
    assert themes == suizhi("themes", "--home", home, "--json").lines


@pytest.mark.parametrize(
    ("path", "culprit"),
    [
        ("/api/v1/compare", "metric"),
        ("/api/v1/compare?metric=x&year=abc", "year"),
        ("/api/v1/diff?a=huadu-2022.txt", "b"),
        ("/api/v1/diff?a=huadu-2022.txt&b=absent.txt", "absent.txt"),
    ],
)
def test_errors_over_http_name_their_culprit(client, path, culprit):
    answer = client.get(path)
    assert answer.status_code == 422
    assert culprit in str(answer.json())
