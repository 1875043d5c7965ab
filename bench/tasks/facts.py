"""Facts and quantities.

quantity: same report, value and unit. fact: also the period's year, and metric, or subject with metric, close
in wording. Restatements of one fact count once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.annotation import GoldFact
from bench.figures import Figure, Line, Score, Verdict, precision_recall, share
from bench.pairing import pair
from bench.wording import closeness, numbers, plain, report_of, same_unit, years

# GUIDELINES.md: "metric or subject+metric close in wording (character F1 >= 0.5)".
CLOSE = 0.5

Key = tuple[tuple[Decimal, ...], str]


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact that the product gives, as far as it is compared."""

    report: str
    subject: str
    metric: str
    values: tuple[Decimal, ...]
    unit: str
    op: str
    kind: str
    years: tuple[int, int] | None

    @property
    def quantity(self) -> Key:
        """Value and unit."""
        return self.values, same_unit(self.unit)

    def __str__(self) -> str:
        values = "-".join(map(str, self.values))
        return f"{self.report} {self.subject} {self.metric} {self.op} {values} {self.unit} {self.years}"


def score(gold: Mapping[str, Sequence[GoldFact]], lines: Iterable[Line]) -> Score:
    """Precision, recall and F1 of facts and of quantities; `op` and `kind` of the matched facts.

    Found lines beyond the first that match an annotated fact are passed over as often as the annotation says
    that the report restates it (`also`), and are false ones after that.
    """
    found = _by_report(lines)
    verdicts: list[Verdict] = []
    extras: list[str] = []
    right = counted = same_op = same_kind = 0
    for report, wanted in gold.items():
        given = found.get(report, ())
        pairs, candidates = pair(wanted, given, alike)
        false_ones = _false_ones(wanted, given, pairs, candidates)
        right += len(pairs)
        counted += len(pairs) + len(false_ones)
        same_op += sum(wanted[w].op == given[f].op for w, f in pairs.items())
        same_kind += sum(wanted[w].kind == given[f].kind for w, f in pairs.items())
        verdicts += [
            Verdict("facts", line.id, w in pairs, "" if w in pairs else _why(line, given))
            for w, line in enumerate(wanted)
        ]
        extras += [str(given[f]) for f in false_ones]
    figures = (
        *precision_recall("facts", right, counted, sum(map(len, gold.values()))),
        *_quantities(gold, found),
        Figure("facts", "op", share(same_op, right), right),
        Figure("facts", "kind", share(same_kind, right), right),
    )
    return Score(figures if gold else (), tuple(verdicts), tuple(extras))


def alike(wanted: GoldFact, found: FoundFact) -> float:
    """How close a found fact is in wording, 0 where it is not the annotated one."""
    if (wanted.values, same_unit(wanted.unit)) != found.quantity:
        return 0.0
    if wanted.years is not None and wanted.years != found.years:
        return 0.0
    close = max(
        closeness(wanted.metric, found.metric),
        closeness(wanted.subject + wanted.metric, found.subject + found.metric),
    )
    return close if close >= CLOSE else 0.0


def _by_report(lines: Iterable[Line]) -> dict[str, list[FoundFact]]:
    """The lines by report, each wording of a fact once; a line without a value stays, as a false one."""
    found: dict[str, dict[object, FoundFact]] = {}
    for line in lines:
        fact = FoundFact(
            report=report_of(str(line.get("source"))),
            subject=str(line.get("subject") or ""),
            metric=str(line.get("metric") or ""),
            values=numbers(line.get("value")),
            unit=str(line.get("unit") or ""),
            op=str(line.get("op")),
            kind=str(line.get("kind")),
            years=years(line.get("period")),
        )
        key = (fact.quantity, fact.years, plain(fact.subject), plain(fact.metric))
        found.setdefault(fact.report, {}).setdefault(key, fact)
    return {report: list(facts.values()) for report, facts in found.items()}


def _false_ones(
    wanted: Sequence[GoldFact],
    given: Sequence[FoundFact],
    pairs: Mapping[int, int],
    candidates: Mapping[int, Sequence[int]],
) -> list[int]:
    """The found lines in no pair, without those that restate an annotated fact."""
    excused: set[int] = set()
    taken = set(pairs.values())
    for w, line in enumerate(wanted):
        free = [f for f in candidates[w] if f not in taken and f not in excused]
        excused.update(free[: line.also])
    return [f for f in range(len(given)) if f not in taken and f not in excused]


def _why(gold: GoldFact, given: Sequence[FoundFact]) -> str:
    same = [f for f in given if f.quantity == (gold.values, same_unit(gold.unit))]
    if not same:
        return "quantity not found"
    nearest = max(same, key=lambda f: closeness(gold.subject + gold.metric, f.subject + f.metric))
    return f"quantity found, not as this fact; nearest: {nearest}"


def _quantities(
    gold: Mapping[str, Sequence[GoldFact]], found: Mapping[str, Sequence[FoundFact]]
) -> tuple[Figure, ...]:
    """Precision: found facts whose value and unit stand in the report's annotation.

    Recall: annotated facts, each with a found fact of its own that has the value and unit.
    """
    right = counted = reached = 0
    for report, wanted in gold.items():
        given = Counter(fact.quantity for fact in found.get(report, ()))
        asked = Counter((fact.values, same_unit(fact.unit)) for fact in wanted)
        right += sum(n for key, n in given.items() if key in asked)
        counted += given.total()
        reached += (given & asked).total()
    total = sum(map(len, gold.values()))
    return (
        Figure("facts", "quantity_precision", share(right, counted), counted),
        Figure("facts", "quantity_recall", share(reached, total), total),
    )
