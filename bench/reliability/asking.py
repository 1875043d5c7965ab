"""The questions put to a library, and what its confidence was worth: judged by the annotation, told by bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random

from bench.reliability.questions import Asked, Noted, questions, read_facts
from ingest.fold import fold
from search.answer import Answer
from suizhi import Suizhi

FOLDERS = tuple(Path(__file__).parents[1] / name for name in ("gold", "guard", "fresh"))
_NEAR = 0.002  # values this near are equal, as in GUIDELINES.md
_ROUNDS = 4
_MISSES = 1 / 3
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply: refused or answered at a confidence, right or not."""

    asked: Asked
    answered: bool
    confidence: float
    kind: str
    right: bool


def made(room: Suizhi, most: int, seed: int) -> list[Asked]:
    """`most` different questions, a third of them near-misses, over the annotated reports that the library has."""
    held = {PurePosixPath(r.source).stem: r for r in room.documents()}
    facts = [fact for fact in read_facts(FOLDERS) if fact.report in held]
    texts = {
        name: "".join(fold(room.library.document(report.source).text).split())
        for name, report in held.items()
    }
    abouts = {name: report.about for name, report in held.items()}
    random = Random(seed)
    asked: dict[str, Asked] = {}
    for _ in range(_ROUNDS):
        for one in questions(facts, abouts, texts, random):
            asked.setdefault(one.text, one)
    able = [one for one in asked.values() if one.fact]
    unable = [one for one in asked.values() if not one.fact]
    misses = min(len(unable), round(most * _MISSES))
    chosen = random.sample(able, min(len(able), most - misses)) + random.sample(unable, misses)
    return sorted(chosen, key=lambda one: (one.report, one.text))


def judge(asked: Asked, answer: Answer, facts: Mapping[str, Sequence[Noted]]) -> Judged:
    """The reply held against the annotation: the value, cited from that report; a near-miss must be refused."""
    if not answer.answerable:
        right = asked.fact is None
    elif asked.fact is None:
        right = False
    else:
        right = _is_right(asked.fact, answer, facts[asked.report])
    return Judged(asked, answer.answerable, answer.confidence, answer.kind, right)


def _is_right(fact: Noted, answer: Answer, facts: Sequence[Noted]) -> bool:
    cited = any(PurePosixPath(c.source).stem == fact.report for c in answer.citations)
    values = [answer.value, *(v.value for v in answer.values)]
    same = [f.value for f in facts if (f.subject, f.metric, f.kind) == (fact.subject, fact.metric, fact.kind)]
    return cited and any(
        value is not None and any(abs(float(value) - abs(true)) <= _NEAR * abs(true) for true in same)
        for value in values
    )


def ask_all(room: Suizhi, asked: Sequence[Asked], *, mapped: bool = True) -> list[Judged]:
    """Every question asked and judged, in order; with confidence as it is shown, or as the kinds give it."""
    by_report: dict[str, list[Noted]] = {}
    for fact in read_facts(FOLDERS):
        by_report.setdefault(fact.report, []).append(fact)
    ask = room.desk.ask if mapped else room.desk.ask_unmapped
    return [judge(one, ask(one.text), by_report) for one in asked]


def table(judged: Sequence[Judged]) -> str:
    """Two tables in Markdown: of each band of confidence how many answers and the share right; of each way how it went."""
    given = [one for one in judged if one.answered]
    lines = ["| confidence | answers | right | wrong | share right |", "| --- | --- | --- | --- | --- |"]
    for low, high in pairwise(BANDS):
        inside = [one for one in given if low <= one.confidence < high]
        good = sum(one.right for one in inside)
        share = f"{good / len(inside):.3f}" if inside else "–"
        top = "1.00" if high > 1 else f"{high:.2f}"
        lines.append(f"| {low:.2f} – {top} | {len(inside)} | {good} | {len(inside) - good} | {share} |")
    lines += [
        "",
        "| question | asked | right | refused | wrong number given |",
        "| --- | --- | --- | --- | --- |",
    ]
    for way in sorted({one.asked.way for one in judged}):
        rows = [one for one in judged if one.asked.way == way]
        right, refused = sum(one.right for one in rows), sum(not one.answered for one in rows)
        wrong = sum(one.answered and not one.right for one in rows)
        lines.append(f"| {way} | {len(rows)} | {right} | {refused} | {wrong} |")
    wrong = sum(not one.right for one in given)
    error = sum(abs(_share(g) - _mean(g)) * len(g) for g in _tenths(given)) / max(1, len(given))
    lines += [
        "",
        f"{len(judged)} questions, {len(given)} answers, {wrong} wrong; expected calibration error {error:.3f}.",
    ]
    return "\n".join(lines)


def _tenths(given: Sequence[Judged]) -> list[list[Judged]]:
    groups: dict[int, list[Judged]] = {}
    for one in given:
        groups.setdefault(min(9, int(one.confidence * 10)), []).append(one)
    return list(groups.values())


def _share(group: Sequence[Judged]) -> float:
    return sum(one.right for one in group) / len(group)


def _mean(group: Sequence[Judged]) -> float:
    return sum(one.confidence for one in group) / len(group)
