"""One way to measure a hand-made product against a hand-made annotation."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bench import Products, Report, evaluate

Lines = list[dict[str, Any]]


@pytest.fixture
def measure(tmp_path: Path) -> Callable[..., Report]:
    """measure({"a.facts.jsonl": [lines]}, facts=[lines], texts={source: text}, ...) -> Report."""

    def run(gold: Mapping[str, Lines], **given: Any) -> Report:
        folder = tmp_path / "gold"
        folder.mkdir(exist_ok=True)
        for name, lines in gold.items():
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            (folder / name).write_text(text, "utf-8")
        products = Products(
            facts=lambda: given.get("facts", []),
            entities=lambda: given.get("entities", []),
            relations=lambda: given.get("relations", []),
            ask=given.get("ask", lambda _: {"answerable": False, "confidence": 0.5}),
            search=given.get("search", lambda _query, _k: []),
            texts=lambda: given.get("texts", {}),
            similar=given.get("similar"),
            audit=given.get("audit"),
        )
        return evaluate(products, folder)

    return run


@pytest.fixture
def values() -> Callable[[Report], dict[str, float]]:
    """The figures of a report by name."""
    return lambda report: {figure.name: figure.value for figure in report.figures}
