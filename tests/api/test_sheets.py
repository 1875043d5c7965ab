"""What a spreadsheet opens: numbers are numbers, quotes are verbatim, and nothing that a report prints becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.app import create_app
from api.settings import Settings
from ingest.document import Citation
from search.answer import Answer
from search.comparing import Cell
from suizhi.sheets import (
    ANSWERED,
    COMPARED,
    as_csv,
    as_xlsx,
    comparison_csv,
    comparison_xlsx,
    evidence_xlsx,
    hardened,
)

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "=cmd|' /C calc'!A0",
]
QUESTION = "花都区2023年12345热线的满意率是多少？"


def rows_of(data: bytes, sheet: int = 0) -> list[list]:
    return [
        [cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[sheet].iter_rows()
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text):
    (_, (cell,)) = csv.reader(io.StringIO(as_csv(["a"], [[text]]).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"
    book = load_workbook(io.BytesIO(as_xlsx({"表": (["a"], [[text]])})))
    written = book.worksheets[0]["A2"]
    assert written.data_type == "s", "not f, the type of formulas"
    assert str(written.value).replace("_x000D_", "\r").strip() == text.strip()


@given(text=st.text(st.characters(), max_size=20))
@settings(max_examples=40)
def test_any_text_can_be_written_and_begins_no_formula(text):
    data = as_csv(["a"], [[text]]).decode("utf-8-sig")
    (_, *rest) = csv.reader(io.StringIO(data, newline=""))
    for row in rest:
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@"))
    workbook = load_workbook(io.BytesIO(as_xlsx({"表": (["a"], [[text]])})))
    assert workbook.worksheets[0]["A2"].data_type != "f"


@pytest.mark.parametrize("text", ["满意率67.82%", "", "2023年", "a=b", "'quoted"])
def test_plain_text_stays_as_it_is(text):
    assert hardened(text) == text


def test_a_comparison_has_numbers_quotes_and_reasons(suizhi, home, tmp_path):
    room_csv, room_xlsx = tmp_path / "对照.csv", tmp_path / "对照.xlsx"
    ran = suizhi("compare", "满意率", "--home", home, "--json", "--csv", room_csv, "--xlsx", room_xlsx)
    told = list(csv.reader(io.StringIO(room_csv.read_text("utf-8-sig"), newline="")))
    sheet = rows_of(room_xlsx.read_bytes())
    assert tuple(told[0]) == tuple(sheet[0]) == COMPARED
    assert len(told) == len(sheet) == len(ran.lines) + 1
    for line, row, cells in zip(ran.lines, told[1:], sheet[1:], strict=True):
        of = dict(zip(COMPARED, cells, strict=True))
        assert (of["地区"], of["年度"], of["原文"]) == (line["region"], line["year"], line["quote"])
        assert of["数值"] == line["value"]
        assert row[COMPARED.index("原文")] == (line["quote"] or "")
        if line["missing"]:
            assert of["说明"] == line["missing"]


def test_a_range_and_a_gap_have_their_place_too():
    gap = Cell("花都区", None, 2023, "=满意率", missing="指标：报告没有说“=满意率”")
    (_, row) = csv.reader(io.StringIO(comparison_csv([gap]).decode("utf-8-sig"), newline=""))
    assert row[COMPARED.index("指标")] == "'=满意率"
    assert rows_of(comparison_xlsx([gap]))[1][COMPARED.index("说明")] == gap.missing


def test_a_pack_of_evidence_leads_back_to_the_file(suizhi, home, tmp_path, corpus):
    path = tmp_path / "依据.xlsx"
    refused = "花都区2031年12345热线的满意率是多少？"
    lines = "".join(f'{{"id": {n}, "question": "{q}"}}\n' for n, q in enumerate((QUESTION, refused)))
    ran = suizhi("ask", "--batch", "-", "--xlsx", path, "--home", home, stdin=lines.encode())
    assert ran.status == 0
    first, *rows = rows_of(path.read_bytes())
    assert tuple(first) == ANSWERED
    told = [dict(zip(ANSWERED, row, strict=True)) for row in rows]
    assert [row["序号"] for row in told] == [1, 1, 2]
    for row in told[:2]:
        original = corpus / row["报告"]
        assert row["文件校验（sha256）"] == sha256(original.read_bytes()).hexdigest()
        assert (row["答案"], row["原文"]) == ("67.82%", "满意率67.82%")
    assert (told[2]["答案"], told[2]["原文"]) == ("（报告未提及）", None)
    (_, report) = rows_of(path.read_bytes(), 1)
    assert report[0] == "huadu-2023.txt"
    single = tmp_path / "一个.xlsx"
    assert suizhi("ask", QUESTION, "--xlsx", single, "--home", home).status == 0
    assert len(rows_of(single.read_bytes())) == 3
    bad = suizhi("ask", QUESTION, "--xlsx", tmp_path / "没有" / "一个.xlsx", "--home", home)
    assert (bad.status, "写不了文件" in bad.err) == (2, True)


def test_a_person_s_word_stands_in_the_pack():
    cited = Citation("a.txt", 0, 3, "=夜间", "", None)
    answer = Answer("问", "metric", "3%", "是3%。", 0.9, citations=(cited,), value=Decimal(3), unit="%")
    (_, row) = rows_of(evidence_xlsx([answer], []))
    assert dict(zip(ANSWERED, row, strict=True))["原文"] == "=夜间"
    assert replace(answer).decided == ()


def test_http_gives_the_same_files(home: Path, suizhi, tmp_path):
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        asked = {"metric": "满意率", "format": "csv"}
        answer = client.get("/api/v1/compare", params=asked)
        path = tmp_path / "a.csv"
        suizhi("compare", "满意率", "--home", home, "--csv", path)
        assert answer.content == path.read_bytes()
        assert "filename*=UTF-8''%E6%BB%A1" in answer.headers["content-disposition"]
        answer = client.get("/api/v1/compare", params=asked | {"format": "xlsx"})
        assert tuple(rows_of(answer.content)[0]) == COMPARED
        pack = client.post("/api/v1/ask/evidence", json={"questions": [QUESTION]})
        assert [row[2] for row in rows_of(pack.content)] == ["答案", "67.82%", "67.82%"]
        for body in ({}, {"questions": []}, {"questions": [""]}, {"questions": ["问"] * 201}):
            assert client.post("/api/v1/ask/evidence", json=body).status_code == 422
