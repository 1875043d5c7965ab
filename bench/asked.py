"""Puts the trial questions to libraries of one report each and counts what comes back.

    python -m bench.asked FOLDER

`bench/trial/` holds questions for single numbers that were written beside reports of `corpus/` and `bench/`, by someone who had
not seen the product: in the report's words, in others, in wholly other ones, and near-misses that it does not answer.
The libraries are made in FOLDER and kept there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import suizhi
from search.answer import Answer

_HERE = Path(__file__).parent
_REPORTS = (_HERE.parent / "corpus", *(_HERE / name / "reports" for name in ("guard", "fresh", "blind")))
_NEAR = 0.002  # values this near are equal, as in GUIDELINES.md
WORDINGS = ("direct", "paraphrase", "far", "near-miss")
OUTCOMES = ("right", "wrong", "refused")


def trial_questions() -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each report with its questions."""
    files = {file.stem: file for folder in _REPORTS for file in folder.iterdir()}
    for listed in sorted((_HERE / "trial").glob("*.jsonl")):
        yield files[listed.stem], [json.loads(line) for line in listed.read_text("utf-8").splitlines()]


def outcome(row: dict[str, Any], answer: Answer) -> str:
    """Whether an answer is "right", "wrong" or "refused" for a trial question; whatever answers a near-miss is wrong."""
    if not answer.answerable:
        return "refused"
    wanted = row["value"]
    if wanted is None:
        return "wrong"
    if answer.value is not None and abs(abs(float(answer.value)) - abs(wanted)) <= _NEAR * abs(wanted):
        return "right"
    said = answer.short.replace(",", "")
    numbers = re.findall(r"\d[\d.]*", row["answers"][0].replace(",", ""))
    told = bool(numbers) and all(re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)", said) for n in numbers)
    return "right" if told else "wrong"


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and print the shares of each wording."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    for report, rows in trial_questions():
        room = suizhi.open(given.folder / report.stem)
        list(room.ingest([report]))
        counts.update((row["wording"], outcome(row, room.ask(row["question"]))) for row in rows)
    sys.stdout.write("| wording | asked | right | wrong | refused |\n| --- | --- | --- | --- | --- |\n")
    for wording in WORDINGS:
        asked = sum(counts[wording, end] for end in OUTCOMES)
        shares = " | ".join(f"{counts[wording, end] / asked:.2f}" for end in OUTCOMES)
        sys.stdout.write(f"| {wording} | {asked} | {shares} |\n")


if __name__ == "__main__":
    main()
