"""The project's own questions: everyday wording for passages of official text, written by hand.

`paraphrases.jsonl` keeps the questions and points at each passage (file, record, characters, hash); the text itself
stays where it was published. One passage in ten is held out to measure with.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from search.encoder.train.texts import read_lines

OWN = Path(__file__).with_name("paraphrases.jsonl")
HELD_OUT_EVERY = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage of official text with the questions that were written for it."""

    passage: str
    questions: tuple[str, ...]


def read_paraphrases(data: Path, *, held_out: bool, own: Path = OWN) -> list[Asked]:
    """The passages that teach, or those held out.

    Raises:
        ValueError: a passage is not the one that the questions were written for; names file and record.
    """
    wanted: defaultdict[str, dict[int, list[dict[str, object]]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(_rows(own)):
        if (number % HELD_OUT_EVERY == 0) == held_out:
            wanted[str(row["file"])][int(str(row["record"]))].append(row)
    asked = []
    for name, records in sorted(wanted.items()):
        for record, line in enumerate(read_lines(data, name)):
            for row in records.get(record, ()):
                asked.append(_asked(name, record, str(line["text"]), row))
    return asked


def _rows(own: Path) -> Iterator[dict[str, object]]:
    with own.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _asked(name: str, record: int, text: str, row: dict[str, object]) -> Asked:
    passage = text[int(str(row["start"])) : int(str(row["end"]))]
    if not sha256(passage.encode()).hexdigest().startswith(str(row["sha256"])):
        raise ValueError(
            f"{name}, record {record}: the passage at {row['start']}:{row['end']} is another text"
        )
    questions = row["questions"]
    assert isinstance(questions, list)
    return Asked(passage, tuple(map(str, questions)))
