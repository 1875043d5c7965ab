"""Relations: same report, same relation, and both ends by name or alias."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.annotation import GoldEntity, GoldRelation
from bench.figures import Line, Score, Verdict, precision_recall
from bench.pairing import pair
from bench.wording import names, plain, report_of

# "A 与 B 合作" says the same as "B 与 A 合作"; every other relation has a direction.
SYMMETRIC = frozenset({"合作"})


@dataclass(frozen=True, slots=True)
class Ends:
    """A relation as it is compared: every name of its head and of its tail."""

    head: frozenset[str]
    rel: str
    tail: frozenset[str]
    text: str


def score(
    gold: Mapping[str, Sequence[GoldRelation]],
    entities: Mapping[str, Sequence[GoldEntity]],
    lines: Iterable[Line],
) -> Score:
    """Precision, recall and F1 over all relations and by relation.

    Args:
        entities: the annotated entities, whose aliases the ends of annotated relations go by.
    """
    found = _by_report(lines)
    right, given_of, wanted_of = Counter[str](), Counter[str](), Counter[str]()
    verdicts: list[Verdict] = []
    extras: list[str] = []
    for report, relations in gold.items():
        known = _known(entities.get(report, ()))
        wanted = [_ends(relation, known) for relation in relations]
        given = found.get(report, [])
        pairs, _ = pair(wanted, given, _alike)
        right.update(wanted[w].rel for w in pairs)
        given_of.update(ends.rel for ends in given)
        wanted_of.update(ends.rel for ends in wanted)
        verdicts += [
            Verdict("relations", relation.id, w in pairs, "" if w in pairs else _why(wanted[w], given))
            for w, relation in enumerate(relations)
        ]
        matched = set(pairs.values())
        extras += [f"{report} {ends.text}" for f, ends in enumerate(given) if f not in matched]
    figures = list(precision_recall("relations", right.total(), given_of.total(), wanted_of.total()))
    for rel in sorted(wanted_of | given_of):
        figures += precision_recall("relations", right[rel], given_of[rel], wanted_of[rel], rel)
    return Score(tuple(figures) if gold else (), tuple(verdicts), tuple(extras))


def _alike(wanted: Ends, found: Ends) -> float:
    """The number of shared names, 0 where an end shares none."""
    if wanted.rel != found.rel:
        return 0.0
    straight = len(wanted.head & found.head) * len(wanted.tail & found.tail)
    turned = len(wanted.head & found.tail) * len(wanted.tail & found.head)
    return max(straight, turned if wanted.rel in SYMMETRIC else 0)


def _why(wanted: Ends, given: Sequence[Ends]) -> str:
    others = sorted({e.rel for e in given if wanted.head & e.head and wanted.tail & e.tail} - {wanted.rel})
    return f"its ends are found as {', '.join(others)}" if others else "not found"


def _known(entities: Sequence[GoldEntity]) -> dict[str, frozenset[str]]:
    """Name or alias -> every name of the entities that go by it."""
    known: dict[str, frozenset[str]] = {}
    for entity in entities:
        for name in entity.names:
            known[name] = known.get(name, frozenset()) | entity.names
    return known


def _ends(relation: GoldRelation, known: Mapping[str, frozenset[str]]) -> Ends:
    head, tail = names(relation.head), names(relation.tail)
    return Ends(
        head=known.get(plain(relation.head), head),
        rel=relation.rel,
        tail=known.get(plain(relation.tail), tail),
        text=relation.id,
    )


def _by_report(lines: Iterable[Line]) -> dict[str, list[Ends]]:
    """The lines by report; the same ends stated again (another quote) count once."""
    found: dict[str, dict[object, Ends]] = {}
    for line in lines:
        head, rel, tail = (str(line.get(part) or "") for part in ("head", "rel", "tail"))
        ends = Ends(
            head=names(head, line.get("head_aliases")),
            rel=rel,
            tail=names(tail, line.get("tail_aliases")),
            text=f"{head} {rel} {tail}",
        )
        key = (plain(head), rel, plain(tail))
        found.setdefault(report_of(str(line.get("source"))), {}).setdefault(key, ends)
    return {report: list(relations.values()) for report, relations in found.items()}
