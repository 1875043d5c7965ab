"""The command; see `bench.search`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.search.sets import REPORTS, QuestionSet, open_set, own_set, report_sets, write_texts
from bench.search.table import figures, into_readme, markdown, measure
from search.encoder import Encoder, load_encoder
from search.index import Index
from search.intake import take_in
from search.library import Library

_MOST = 500  # of thousands in the public sets: their figures are then good to a point
_OPEN = ("eval_cmrc2018_dev", "eval_drcd_test")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="how well passages are found")
    parser.add_argument("--data", type=Path, help="folder with text_gwr.jsonl.xz and the rest: more sets")
    parser.add_argument("--most", type=int, default=_MOST, help="questions of a set, evenly chosen")
    parser.add_argument("--json", action="store_true", help="a figure a line")
    parser.add_argument("--write", action="store_true", help="the table into bench/README.md")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="suizhi-search-") as folder:
        rows = [
            row
            for asked in _sets(Path(folder), given.data)
            for row in measure(asked.thinned(given.most), _tell)
        ]
    if given.json:
        for figure in figures(rows):
            _say(json.dumps(figure, ensure_ascii=False))
    else:
        _say(markdown(rows))
    if given.write:
        into_readme(markdown(rows))


def _sets(folder: Path, data: Path | None) -> Iterator[QuestionSet]:
    encoder = load_encoder()
    home = folder / "reports"
    with Library.open(home) as library:
        yield from report_sets(library, _taken(library, home, encoder, REPORTS))
    if data is not None:
        home, texts = folder / "large", folder / "texts"
        write_texts(texts, data)
        with Library.open(home) as library:
            index = _taken(library, home, encoder, (*REPORTS, texts))
            yield from report_sets(library, index, f" among {len(library.reports())} reports")
            yield own_set(library, index, data)
        for name in _OPEN:
            yield open_set(folder, data, name, encoder)


def _taken(library: Library, home: Path, encoder: Encoder, paths: Sequence[Path]) -> Index:
    index = Index.open(home / "index", encoder)
    for taken in take_in(library, index, list(paths), jobs=1):
        if taken.status == "failed":
            raise RuntimeError(f"a report was not taken in: {taken}")
    return index


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
