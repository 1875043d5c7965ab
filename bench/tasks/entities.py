"""Entities: same report, same type, and a shared name or alias."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.annotation import GoldEntity
from bench.figures import Line, Score, Verdict, precision_recall
from bench.pairing import pair
from bench.wording import names, report_of


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity that the product gives for one report."""

    name: str
    type: str
    names: frozenset[str]


def score(gold: Mapping[str, Sequence[GoldEntity]], lines: Iterable[Line]) -> Score:
    """Precision, recall and F1 over all types and by type.

    One found entity matches one annotated one: two that should have been merged are one right and one false.
    """
    found = _by_report(lines)
    right, given_of, wanted_of = Counter[str](), Counter[str](), Counter[str]()
    verdicts: list[Verdict] = []
    extras: list[str] = []
    for report, wanted in gold.items():
        given = found.get(report, [])
        pairs, _ = pair(wanted, given, _alike)
        right.update(wanted[w].type for w in pairs)
        given_of.update(entity.type for entity in given)
        wanted_of.update(entity.type for entity in wanted)
        verdicts += [
            Verdict("entities", line.id, w in pairs, "" if w in pairs else _why(line, given))
            for w, line in enumerate(wanted)
        ]
        matched = set(pairs.values())
        extras += [f"{report} {e.type} {e.name}" for f, e in enumerate(given) if f not in matched]
    figures = list(precision_recall("entities", right.total(), given_of.total(), wanted_of.total()))
    for kind in sorted(wanted_of | given_of):
        figures += precision_recall("entities", right[kind], given_of[kind], wanted_of[kind], kind)
    return Score(tuple(figures) if gold else (), tuple(verdicts), tuple(extras))


def _alike(wanted: GoldEntity, found: FoundEntity) -> float:
    """How many names they share, and more where one of them is the found entity's own."""
    if wanted.type != found.type:
        return 0.0
    return len(wanted.names & found.names) + len(wanted.names & names(found.name))


def _why(gold: GoldEntity, given: Sequence[FoundEntity]) -> str:
    others = sorted({e.type for e in given if e.names & gold.names})
    return f"{gold.name}: found as {', '.join(others)}" if others else f"{gold.name} ({gold.type}): not found"


def _by_report(lines: Iterable[Line]) -> dict[str, list[FoundEntity]]:
    found: dict[str, list[FoundEntity]] = {}
    for line in lines:
        name = str(line.get("name") or "")
        entity = FoundEntity(name, str(line.get("type")), names(name, line.get("aliases")))
        for report in sorted({report_of(str(source)) for source in line.get("sources") or ()}):
            found.setdefault(report, []).append(entity)
    return found
