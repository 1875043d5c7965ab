"""The whole library looked at once more: the database (`search.library.verifying`), then the index against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search import manifest as manifests
from search.compressed import Part
from search.dense import DenseError, read_vectors
from search.index import Index
from search.library import Library, LibraryError
from search.library.verifying import Check, verify_library
from search.word_files import damaged_files

__all__ = ["Check", "check_index", "verify"]

_LATER = "下一次提问会自动补上，也可运行 suizhi repair"


def verify(library: Library, index: Index, told: Callable[[int, int, str], None]) -> Iterator[Check]:
    """Each check as it is done; nothing is changed."""
    yield from verify_library(library, told)
    yield check_index(library, index)


def check_index(library: Library, index: Index) -> Check:
    """The files of the index against their sums, and what is indexed against the reports."""
    check = check_files(index)
    try:
        held = {report.source: report for report in library.reports()}
    except LibraryError as error:
        check.add(error.where, error.what)
        return check
    stamps = index.stamps()
    for source in sorted(held.keys() | stamps.keys()):
        check.checked += 1
        if source not in held:
            check.add(source, "索引里有，库里没有", _LATER)
        elif stamps.get(source) != held[source].revision:
            check.add(source, "索引里没有，或是旧的" if source in stamps else "不在索引里", _LATER)
        elif index.passages_of(source) != held[source].passages:
            check.add(source, f"段落应有 {held[source].passages} 个，索引里有 {index.passages_of(source)} 个")
    return check


def check_files(index: Index) -> Check:
    """The files of the index against the sums that were made when they were written."""
    check = Check("index")
    folder = index.folder
    state = manifests.read(folder)
    if state is None:
        if any(folder.glob("vectors-*")) or (folder / "manifest.json").exists():
            check.add(str(folder / "manifest.json"), "读不出来，或是别的版本写的")
        return check
    for segment in state.segments:
        check.checked += 1
        try:
            read_vectors(folder / segment.file, index.encoder.dim, segment.checksum)
        except DenseError as error:
            check.add(str(folder / segment.file), f"与写入时不符（{error}）")
    for part in state.parts:
        check.checked += 1
        try:
            Part.open(folder, part, index.encoder.dim)
        except DenseError as error:
            check.add(str(folder / part.name), f"与写入时不符（{error}）")
    for path, what in damaged_files(folder / "words"):
        check.add(str(path), what)
    if not (folder / "words").is_dir():
        check.add(str(folder / "words"), "缺失")
    return check
