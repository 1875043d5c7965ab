"""The command; see `bench.peers`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import suizhi
from bench.annotation import read_gold
from bench.made import made
from bench.peers.systems import PEERS
from bench.peers.table import Row, found_row, into_readme, markdown, own_row
from bench.places import Texts
from bench.search.sets import GOLD, REPORTS
from suizhi import Suizhi

PRODUCT = "穗知"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="the same through others")
    parser.add_argument(
        "--copies", type=int, nargs="+", default=[0], help="made reports beside the real ones"
    )
    parser.add_argument("--write", action="store_true", help="the table into bench/README.md")
    given = parser.parse_args()
    tables = []
    for copies in given.copies:
        with TemporaryDirectory(prefix="suizhi-peers-") as folder:
            rows, about = compare(Path(folder), copies)
        tables.append(f"{about}\n\n{markdown(rows)}")
    table = "\n\n".join(tables)
    sys.stdout.write(f"{table}\n")
    if given.write:
        into_readme(table)


def compare(folder: Path, copies: int) -> tuple[list[Row], str]:
    """A row a system, and what was asked of what."""
    room, seconds = _taken(folder, copies)
    documents = {report.source: room.library.document(report.source) for report in room.documents()}
    cut = [(source, passage) for source, document in documents.items() for passage in document.passages]
    places = [(source, passage.start, passage.end) for source, passage in cut]
    asked = [question for gold in GOLD.values() for question in read_gold(gold).questions]
    texts = Texts({source: document.text for source, document in documents.items()})
    bare = [documents[source].text[start:end] for source, start, end in places]
    # Titles come with a passage, as our index has them: the region and the year stand in no other place.
    passages = [f"{passage.context}\n{text}" for (_, passage), text in zip(cut, bare, strict=True)]
    file = folder / "given.json"
    questions = [question.text for question in asked]
    file.write_text(json.dumps({"passages": passages, "questions": questions}, ensure_ascii=False), "utf-8")
    rows = []
    for name in PEERS:
        sys.stderr.write(f"{name}\n")
        said = _run(name, file)
        hits = [[_line(places[number], bare[number]) for number in found] for found in said["hits"]]
        rows.append(found_row(name, asked, hits, texts, said))
    sys.stderr.write(f"{PRODUCT}\n")
    rows.append(own_row(PRODUCT, room, asked, texts, seconds))
    about = (
        f"{len(documents)} reports, {len(passages):,} passages, {len(asked)} questions of `gold` and `guard` "
        f"({sum(not question.answerable for question in asked)} without an answer)."
    )
    return rows, about


def _taken(folder: Path, copies: int) -> tuple[Suizhi, float]:
    """The library with the annotated reports and made ones, and the CPU seconds that it took."""
    (folder / "made").mkdir()
    for source, data in made(copies):
        (folder / "made" / source).write_bytes(data)
    room = suizhi.open(folder / "library")
    began = time.process_time()
    for taken in room.ingest([*REPORTS, folder / "made"]):
        if taken.status == "failed":
            raise RuntimeError(f"a report was not taken in: {taken}")
    _ = room.desk
    return room, time.process_time() - began


def _run(name: str, file: Path) -> Mapping[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.peers.child", name, str(file)],
        check=True,
        stdout=subprocess.PIPE,
        # One thread, as a service that answers several has for each; and nothing is looked up outside.
        env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
        cwd=Path(__file__).parents[2],
    )
    said: Mapping[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return said


def _line(place: tuple[str, int, int], text: str) -> dict[str, object]:
    source, start, end = place
    return {"source": source, "start": start, "end": end, "text": text}


if __name__ == "__main__":
    main()
