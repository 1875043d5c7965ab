"""The annotation itself: its quotes are verbatim, and scored against itself it is right in every line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import Products, Report, check, evaluate, read_floors

ROOT = Path(bench.__file__).parents[1]
GOLD = ROOT / "bench" / "gold"
FILES = sorted(GOLD.glob("*.jsonl"))
TEXTS = {f"{path.stem}.txt": path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))}
STRIPPED = {Path(source).stem: "".join(text.split()) for source, text in TEXTS.items()}


def lines(*suffixes: str) -> Iterator[dict[str, Any]]:
    for path in FILES:
        if path.name.endswith(suffixes):
            yield from map(json.loads, path.read_text("utf-8").splitlines())


def quotes(line: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "quote" in line:
        yield line["doc"], line["quote"]
    yield from ((line["doc"], quote) for quote in line.get("quotes", ()))
    yield from ((e["doc"], e["quote"]) for e in (*line.get("evidence", ()), *line.get("members", ())))


def address(report: str, quote: str) -> dict[str, Any]:
    """The first place of `quote` (white space removed) in the report, found by walking its characters."""
    text = TEXTS[f"{report}.txt"]
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    at = STRIPPED[report].index(quote)
    start, end = kept[at], kept[at + len(quote) - 1] + 1
    said = text[start:end]
    return {"source": f"{report}.txt", "start": start, "end": end, "quote": said, "text": said}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_quote_of_the_annotation_is_verbatim(path: Path) -> None:
    found = [line for line in map(json.loads, path.read_text("utf-8").splitlines()) for line in quotes(line)]
    assert found
    assert [(report, quote) for report, quote in found if quote not in STRIPPED[report]] == []


def test_names_of_relations_stand_in_the_entities_of_their_report() -> None:
    known: dict[str, set[str]] = {}
    for line in lines(".entities.jsonl"):
        known.setdefault(line["doc"], set()).update([line["name"], *line["aliases"]])
    ends = {(r["doc"], r[end]) for r in lines(".relations.jsonl") for end in ("head", "tail")}
    assert [end for end in sorted(ends) if end[1] not in known[end[0]]] == []


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The reply that the annotation itself would give."""
    if question["type"] == "unanswerable":
        return {"answerable": False, "confidence": 1.0, "citations": []}
    return {
        "answerable": True,
        "kind": question["type"],
        "short": min(question["answers"], key=len),
        "value": question["value"],
        "items": question["answers"],
        "confidence": 1.0,
        "citations": [address(e["doc"], e["quote"]) for e in question["evidence"]],
    }


@pytest.fixture(scope="module")
def itself() -> Report:
    """The annotation measured as if it were the product."""
    questions = {q["question"]: q for q in lines(".qa.jsonl", ".trend.jsonl")}
    themes = [theme["members"] for theme in lines(".initiatives.jsonl")]

    def search(query: str, _k: int) -> list[dict[str, Any]]:
        return [address(e["doc"], e["quote"]) for e in questions[query]["evidence"]]

    def similar(name: str, source: str, k: int) -> list[dict[str, Any]]:
        # An initiative may stand in two themes; one hit for each theme and other report is enough.
        mine = [m for m in themes if any((x["name"], f"{x['doc']}.txt") == (name, source) for x in m)]
        wanted = {
            (i, m["doc"]): m for i, members in enumerate(mine) for m in members if f"{m['doc']}.txt" != source
        }
        return [address(m["doc"], m["quote"]) | {"name": m["name"]} for m in wanted.values()][:k]

    def audit() -> Iterator[dict[str, Any]]:
        for line in lines(".audit.jsonl"):
            places = [address(line["doc"], quote) for quote in line["quotes"]]
            lists = {f"{part}s": [place[part] for place in places] for part in ("quote", "start", "end")}
            yield {"source": f"{line['doc']}.txt", "rule": line["kind"], "message": line["explain"]} | lists

    def with_source(suffix: str) -> list[dict[str, Any]]:
        return [
            line | {"source": f"{line['doc']}.txt", "sources": [f"{line['doc']}.txt"]}
            for line in lines(suffix)
        ]

    products = Products(
        facts=lambda: with_source(".facts.jsonl"),
        entities=lambda: with_source(".entities.jsonl"),
        relations=lambda: with_source(".relations.jsonl"),
        ask=lambda question: answer(questions[question]),
        search=search,
        texts=lambda: TEXTS,
        similar=similar,
        audit=audit,
    )
    return evaluate(products, GOLD)


def test_the_annotation_scored_against_itself_is_right_in_every_line(itself: Report) -> None:
    assert [v for v in itself.verdicts if not v.right] == []
    assert itself.extras == {}
    assert itself.missing == ()
    perfect = {f.name: 0.0 for f in itself.figures if f.name.endswith(("_count", "_wrong", "_error"))}
    assert [f for f in itself.figures if f.value != pytest.approx(perfect.get(f.name, 1.0))] == []


def test_every_floor_is_a_share_that_a_run_measures(itself: Report) -> None:
    floors = read_floors()
    assert floors
    assert check(itself.figures, floors) == []
    assert all(0 <= floor <= 1 for floor in floors.values())


def test_the_readme_says_what_every_figure_means(itself: Report) -> None:
    readme = (ROOT / "bench" / "README.md").read_text("utf-8")
    # "recall@10" stands there as "@10", "recall.ORG" as "recall", "reliability.0.9-1.0" as "reliability.".
    said = {f.name: f.metric.split(".")[0].removeprefix("recall@") for f in itself.figures}
    assert [name for name, word in said.items() if word not in readme] == []


def test_a_product_that_knows_nothing_is_right_only_where_the_reports_are_silent() -> None:
    nothing = Products(
        facts=list,
        entities=list,
        relations=list,
        ask=lambda _: {"answerable": False, "confidence": 0.0},
        search=lambda _query, _k: [],
        texts=dict,
    )
    report = evaluate(nothing, GOLD)
    right = [v for v in report.verdicts if v.right]
    silent = [q for q in lines(".qa.jsonl", ".trend.jsonl") if q["type"] == "unanswerable"]
    assert len(right) == len(silent) > 0
    assert report.missing == tuple(sorted(STRIPPED))
