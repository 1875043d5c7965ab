"""Reports of another genre through the whole pipeline: work reports of governments, of other lengths and other words."""

from __future__ import annotations

import json
import lzma
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import suizhi
from bench.speed.steps import resident
from search.intake import take_in


@dataclass(frozen=True, slots=True)
class Genre:
    """What became of the files: how many of each status, and what the library then has.

    Attributes:
        seconds: CPU, reading to index.
        asked: questions put to it, a region and a year each; none may raise.
        answered: those that got an answer.
        memory: megabytes resident at the end.
    """

    statuses: dict[str, int]
    characters: int
    counts: dict[str, int]
    seconds: float
    asked: int
    answered: int
    memory: float


def read_genre(data: Path) -> Genre:
    """Reads a file of texts (`.jsonl.xz`, a `title` and a `text` a line) into a library of its own, and asks of each."""
    with TemporaryDirectory(prefix="suizhi-genre-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        with lzma.open(data, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                text = f"{row.get('title') or ''}\n{row['text']}\n"
                (folder / "files" / f"{number:04}.txt").write_text(text, encoding="utf-8")
        room = suizhi.open(folder / "home")
        begun = time.process_time()
        # In one process, whose time is told.
        taken_in = take_in(room.library, room._index, [folder / "files"], jobs=1)
        statuses: Counter[str] = Counter(taken.status for taken in taken_in)
        seconds = time.process_time() - begun
        reports = room.documents()
        answers = [room.ask(f"{r.about.region or ''}{r.about.year or ''}年新增就业多少人？") for r in reports]
        for report in reports:
            room.search(f"{report.about.region or ''}的主要成绩")
        return Genre(
            statuses=dict(statuses),
            characters=sum(report.characters for report in reports),
            counts=room.library.counts(),
            seconds=seconds,
            asked=len(answers),
            answered=sum(answer.answerable for answer in answers),
            memory=resident(),
        )
