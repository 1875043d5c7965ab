"""Examples of replies for the API's documentation: real ones, of the five reports that the project carries.

`tests/api/test_examples_of_http.py` asks for each again, so that none of them lies.
"""

from __future__ import annotations

from typing import Any

from api.shapes import ProblemShape

QUESTION = "花都区2023年12345热线的满意率是多少？"

_CITED = {
    "source": "huadu-2023.txt",
    "start": 4663,
    "end": 4672,
    "quote": "满意率67.82%",
    "section": "部门基本情况 > 年度总体工作和重点工作任务 > 一线连心，全力为民解烦忧",
    "page": None,
}

ANSWER = {
    "id": "1",
    "question": QUESTION,
    "answerable": True,
    "kind": "metric",
    "short": "67.82%",
    "value": 67.82,
    "unit": "%",
}
"""Part of the reply to `QUESTION`; it has more fields, among them the citations."""

CELL = {
    "region": "花都区",
    "year": 2023,
    "value": 67.82,
    "unit": "%",
    "source": "huadu-2023.txt",
    "quote": "满意率67.82%",
}
"""Part of a cell of `GET /compare?metric=12345热线满意率&region=花都区&year=2023`."""

PROBLEM = {
    "type": "about:blank",
    "title": "没有找到",
    "status": 404,
    "detail": "没有这项任务：0000",
    "instance": "/api/v1/jobs/0000",
    "remedy": "",
    "fields": [],
}
"""What `GET /jobs/0000` says."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": ProblemShape,
        "description": "出错：application/problem+json（RFC 9457）",
        "content": {"application/problem+json": {"example": PROBLEM}},
    }
    for status in ("4XX", "5XX")
}
"""How errors are documented, for every route."""


def shown(model: type, example: object) -> dict[int | str, dict[str, Any]]:
    """A reply of a shape, documented with an example."""
    return {200: {"model": model, "content": {"application/json": {"example": example}}}}
