"""Sheets of what pages show: every row has a verbatim quote with its place, and numbers are numbers."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import suizhi
from web.address import Address
from web.desk import Desk
from web.keeping import Kept
from web.pages import FILES

CORPUS = Path(__file__).parents[2] / "corpus"
SHEETS = {
    "/search.xlsx": (("q", "热线满意率"),),
    "/facts.xlsx": (("source", "huadu-2023.txt"),),
    "/diff.xlsx": (("a", "huadu-2022.txt"), ("b", "huadu-2023.txt")),
    "/audit.xlsx": (),
    "/evidence.xlsx": (("q", "花都区2023年12345热线的满意率是多少?"),),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    list(room.ingest([CORPUS / "huadu-2022.txt", CORPUS / "huadu-2023.txt"]))
    return Desk(room, Kept())


def rows_of(desk: Desk, path: str) -> tuple[list[str], list[tuple[object, ...]]]:
    file = FILES[path](desk, Address(path, SHEETS[path]))
    assert file is not None
    headings, *rows = load_workbook(BytesIO(file.data)).worksheets[0].iter_rows(values_only=True)
    return [str(heading) for heading in headings], rows


@pytest.mark.parametrize("path", SHEETS)
def test_every_quote_of_a_sheet_stands_at_its_place(desk: Desk, path: str):
    headings, rows = rows_of(desk, path)
    assert rows
    sides = [at for at, heading in enumerate(headings) if heading.endswith("原文")]
    assert sides
    quoted = 0
    for row in rows:
        for at in sides:
            # The place follows its quote; of two sides the nearer one is meant.
            named = [heading.split("·")[-1] for heading in headings[at:]]
            fields = dict(reversed(list(zip(named, row[at:], strict=True))))
            if fields["原文"] is None:
                continue
            text = desk.document(str(fields["报告"])).text
            assert text[fields["起"] : fields["止"]] == fields["原文"]
            quoted += 1
    assert quoted >= len(rows)


def test_numbers_are_numbers_in_the_unit_beside_them(desk: Desk):
    headings, rows = rows_of(desk, "/facts.xlsx")
    facts = [dict(zip(headings, row, strict=True)) for row in rows]
    rate = next(fact for fact in facts if fact["原文"] == "满意率67.82%")
    assert (rate["数值"], rate["单位"], rate["性质"]) == (67.82, "%", "实际")
